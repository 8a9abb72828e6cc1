package programme

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// Associations are the transactions of associations.
type Associations struct{ Deps }

// Get is one association as the principal sees it.
func (s *Associations) Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.AssociationView, error) {
	var view models.AssociationView
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		a, err := tx.Association(id)
		if err != nil {
			return err
		}
		views, err := presentAssociations(tx, []models.Association{a})
		if err == nil {
			view = views[0]
		}
		return err
	})
	return view, err
}

// List is one page of associations, all or those in force at an instant.
func (s *Associations) List(ctx context.Context, p models.Principal, f models.AssociationFilter, q models.ListQuery) (models.Page[models.AssociationView], error) {
	var page models.Page[models.AssociationView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.Associations(f, q)
		if err != nil {
			return err
		}
		page.Next = rows.Next
		page.Items, err = presentAssociations(tx, rows.Items)
		return err
	})
	return page, err
}

// presentAssociations shows associations as they are now. A customer's name is read through
// the association: its organisation is out of the partner's reach.
func presentAssociations(tx *store.Tx, rows []models.Association) ([]models.AssociationView, error) {
	ids := make([]uuid.UUID, len(rows))
	for i, a := range rows {
		ids[i] = a.ID
	}
	names, err := tx.CustomerNames(ids)
	if err != nil {
		return nil, err
	}
	now := tx.Now()
	views := make([]models.AssociationView, len(rows))
	for i, a := range rows {
		views[i] = models.AssociationView{Association: a, State: models.AssociationActive, CustomerName: names[a.ID]}
		if a.EffectiveUntil != nil && !now.Before(*a.EffectiveUntil) {
			views[i].State = models.AssociationEnded
		}
	}
	return views, nil
}
