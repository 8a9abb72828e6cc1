package programme

import (
	"context"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Rule sets, as evaluations name them.
const (
	ruleLink   = "link.create"
	ruleRevoke = "link.revoke"
)

// Links are the transactions of offline links. A link is reusable and never
// ends by itself, so it has no workflow; each acceptance through it has one.
type Links struct{ Deps }

// Create makes an offline link. Source: 2a-3, 2a-4.
func (s *Links) Create(ctx context.Context, cmd models.Command, in models.LinkInput) (models.Result[models.LinkView], error) {
	id := store.NewID()
	return s.once(ctx, cmd, id, 201, func(tx *store.Tx) (models.InvitationLink, error) { return s.create(tx, cmd, in, id) })
}

// Revoke ends an offline link. Source: 2a-3.
func (s *Links) Revoke(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.LinkView], error) {
	return s.once(ctx, cmd, id, 200, func(tx *store.Tx) (models.InvitationLink, error) { return s.revoke(tx, cmd, id) })
}

func (s *Links) once(ctx context.Context, cmd models.Command, id uuid.UUID, status int, do func(*store.Tx) (models.InvitationLink, error)) (models.Result[models.LinkView], error) {
	result, err := once(ctx, s.Deps, command[models.InvitationLink, models.LinkView]{cmd, models.SubjectLink, id, status, do, (*store.Tx).Link, s.present, nil})
	return result, s.explain(ctx, cmd.Principal, err)
}

func (s *Links) create(tx *store.Tx, cmd models.Command, in models.LinkInput, id uuid.UUID) (models.InvitationLink, error) {
	p, now := cmd.Principal, tx.Now()
	partner, err := tx.Organisation(p.Org)
	if err != nil {
		return models.InvitationLink{}, err
	}
	policy, err := tx.Policy(partner.Site, now)
	if err != nil {
		return models.InvitationLink{}, err
	}
	decision := rules.Link(rules.LinkFacts{
		Partner: rules.PartnerOf(partner), Principal: p, Kind: in.Kind, Tag: in.Tag, Campaign: in.Campaign, AssociationType: in.AssociationType,
	})
	record := evaluation(p, cmd.RequestID, ruleLink, models.SubjectLink, &id, policy, decision, now)
	if !decision.Allowed() {
		return models.InvitationLink{}, &refused{evaluation: record}
	}
	l := models.InvitationLink{
		ID: id, Realm: p.Realm, PartnerID: p.Org, Reference: models.NewReference(models.ReferenceLink, id), Kind: in.Kind, Tag: rules.LinkTag(in.Kind, in.Tag, p.Subject),
		Campaign: in.Campaign, AssociationType: in.AssociationType, Creator: p.Subject, KeyID: s.Codes.Current(), Generation: 1,
		State: models.LinkActive, StateSince: now, Version: 1, EvaluationID: record.ID, CreatedAt: now,
	}
	if p.Is(models.RoleAccountManager) {
		l.AccountManager = p.Subject
	}
	code, err := s.Codes.Of(l.KeyID, id, l.Generation)
	if err != nil {
		return l, err
	}
	l.CodeHash = HashCode(code)
	if err := tx.AddEvaluation(record); err != nil {
		return l, err
	}
	if err := tx.AddLink(&l); err != nil {
		return l, err
	}
	return l, tx.Record(linkEvent(causeOf(cmd), l, "link.created", now))
}

func (s *Links) revoke(tx *store.Tx, cmd models.Command, id uuid.UUID) (models.InvitationLink, error) {
	if _, err := tx.Link(id); err != nil { // within the principal's reach
		return models.InvitationLink{}, err
	}
	l, err := tx.LockLink(id)
	if err != nil {
		return l, err
	}
	if cmd.Stale(l.Version) {
		return l, models.ErrPrecondition
	}
	now := tx.Now()
	policy, err := tx.Policy(cmd.Principal.Site, now)
	if err != nil {
		return l, err
	}
	decision := rules.RevokeLink(l.State, rules.Actor{Principal: cmd.Principal, Reporter: l.Creator, AccountManager: l.AccountManager})
	record := evaluation(cmd.Principal, cmd.RequestID, ruleRevoke, models.SubjectLink, &id, policy, decision, now)
	if !decision.Allowed() {
		return l, &refused{evaluation: record}
	}
	version := l.Version
	l.State, l.StateSince, l.Version, l.EvaluationID = models.LinkRevoked, now, version+1, record.ID
	if err := tx.AddEvaluation(record); err != nil {
		return l, err
	}
	if err := tx.MoveLink(&l, version); err != nil {
		return l, err
	}
	return l, tx.Record(linkEvent(causeOf(cmd), l, "link.revoked", now))
}

func linkEvent(c Cause, l models.InvitationLink, kind string, at time.Time) models.Event {
	e := c.event(kind, at)
	e.Realm, e.PartnerID, e.SubjectKind, e.SubjectID, e.SubjectSeq = l.Realm, &l.PartnerID, models.SubjectLink, l.ID, l.Version
	e.Data = map[string]any{"state": l.State, "kind": l.Kind, "reference": l.Reference}
	return e
}

// Get is one link as the principal sees it.
func (s *Links) Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.LinkView, error) {
	var view models.LinkView
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		l, err := tx.Link(id)
		if err != nil {
			return err
		}
		view, err = s.present(tx, l)
		return err
	})
	return view, err
}

// List is one page of links as the principal sees them.
func (s *Links) List(ctx context.Context, p models.Principal, q models.ListQuery) (models.Page[models.LinkView], error) {
	var page models.Page[models.LinkView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.Links(q)
		if err != nil {
			return err
		}
		page.Next = rows.Next
		for _, l := range rows.Items {
			view, err := s.present(tx, l)
			if err != nil {
				return err
			}
			page.Items = append(page.Items, view)
		}
		return nil
	})
	return page, err
}

// present is the link as the principal sees it now. Only the partner's own
// people see its address: whoever holds it can hand it out.
func (s *Links) present(tx *store.Tx, l models.InvitationLink) (models.LinkView, error) {
	v := models.LinkView{InvitationLink: l}
	p := tx.Principal()
	if p.Side != models.SidePartner {
		return v, nil
	}
	code, err := s.Codes.Of(l.KeyID, l.ID, l.Generation)
	if err != nil {
		return v, err
	}
	v.URL = s.Address(code)
	if p.Is(models.RoleAdministrator, models.RoleAccountManager) {
		actor := rules.Actor{Principal: p, Reporter: l.Creator, AccountManager: l.AccountManager}
		v.Actions = append(v.Actions, action("revoke", rules.RevokeLink(l.State, actor)))
	}
	return v, nil
}
