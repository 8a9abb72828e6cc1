package programme

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// Tasks reads what waits for somebody.
type Tasks struct{ Deps }

// Evaluations reads why something was allowed or refused.
type Evaluations struct{ Deps }

// Timelines reads what happened.
type Timelines struct{ Deps }

// List is one page of what waits for somebody.
func (s *Tasks) List(ctx context.Context, p models.Principal, f models.TaskFilter, q models.ListQuery) (models.Page[models.TaskView], error) {
	var page models.Page[models.TaskView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.Tasks(f, q)
		if err != nil {
			return err
		}
		page.Next = rows.Next
		now := tx.Now()
		for _, task := range rows.Items {
			page.Items = append(page.Items, models.TaskView{Task: task, Overdue: task.Escalated || task.DueAt != nil && !now.Before(*task.DueAt)})
		}
		return nil
	})
	return page, err
}

// Get explains one decision of the rules.
func (s *Evaluations) Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.Evaluation, error) {
	var e models.Evaluation
	err := s.Store.As(ctx, p, func(tx *store.Tx) (err error) {
		e, err = tx.Evaluation(id)
		return err
	})
	return e, err
}

// Of is one page of what happened to a subject, newest first.
func (s *Timelines) Of(ctx context.Context, p models.Principal, kind string, id uuid.UUID, q models.ListQuery) (models.Page[models.Event], error) {
	var page models.Page[models.Event]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		if err := reach(tx, kind, id); err != nil {
			return err
		}
		var err error
		page, err = tx.Timeline(id, q)
		return err
	})
	return page, err
}

// reach answers models.ErrNotFound for a subject out of the principal's reach.
func reach(tx *store.Tx, kind string, id uuid.UUID) error {
	var err error
	switch kind {
	case models.SubjectRegistration:
		_, err = tx.Registration(id)
	case models.SubjectInvitation:
		_, err = tx.Invitation(id)
	case models.SubjectLink:
		_, err = tx.Link(id)
	case models.SubjectAcceptance:
		_, err = tx.Acceptance(id)
	case models.SubjectAssociation:
		_, err = tx.Association(id)
	case models.SubjectRequest:
		_, err = tx.AssociationRequest(id)
	case models.SubjectWithdrawal:
		_, err = tx.Withdrawal(id)
	case models.SubjectTopUp:
		_, err = tx.TopUp(id)
	case models.SubjectChange:
		_, err = tx.AccountChange(id)
	default:
		err = models.ErrNotFound
	}
	return err
}
