package programme

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/crash"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Claim assigns money of nobody to a partner. Source: 7a-3.
func (s *TopUps) Claim(ctx context.Context, cmd models.Command, id uuid.UUID, in models.ClaimInput) (models.Result[models.TopUpView], error) {
	return s.decide(ctx, cmd, id, func(tx *store.Tx, u models.TopUp) (models.TopUp, error) {
		known, err := tx.Organisations([]uuid.UUID{in.PartnerID})
		if err != nil {
			return u, err
		}
		partner, found := known[in.PartnerID]
		if !found {
			return u, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/partner_id", Code: "unknown_organisation"}}}
		}
		if u, err = s.settle(tx, cmd, u, ruleClaim, rules.ClaimTopUp(rules.ClaimFacts{State: u.State, Claimant: partner.Kind}), in.Opinion); err != nil {
			return u, err
		}
		house := u.PartnerID
		u.State, u.PartnerID = models.TopUpArrived, partner.ID
		if err := handOver(tx, u); err != nil {
			return u, err
		}
		_, err = grow(tx, causeOf(cmd), rules.Unsuspend(topUpCause(u, house, "claimed"), u.Money()), rules.TopUp(topUpCause(u, partner.ID, "arrived"), u.Lot()))
		return u, err
	})
}

// Refuse lets money of nobody go back to whoever paid it. Source: 7a-4.
func (s *TopUps) Refuse(ctx context.Context, cmd models.Command, id uuid.UUID, opinion string) (models.Result[models.TopUpView], error) {
	return s.decide(ctx, cmd, id, func(tx *store.Tx, u models.TopUp) (models.TopUp, error) {
		u, err := s.settle(tx, cmd, u, ruleRefuse, rules.RefuseTopUp(u.State), opinion)
		if err != nil {
			return u, err
		}
		u.State = models.TopUpRefused
		_, err = tx.Post(rules.Unsuspend(topUpCause(u, u.PartnerID, "refused"), u.Money()))
		return u, err
	})
}

// decide is what claiming and refusing have in common.
func (s *TopUps) decide(ctx context.Context, cmd models.Command, id uuid.UUID, do func(*store.Tx, models.TopUp) (models.TopUp, error)) (models.Result[models.TopUpView], error) {
	move := func(tx *store.Tx) (models.TopUp, error) { return s.move(tx, cmd, id, do) }
	result, err := once(ctx, s.Deps, command[models.TopUp, models.TopUpView]{cmd, models.SubjectTopUp, id, 200, move, (*store.Tx).TopUp, s.present, nil})
	if err == nil {
		crash.At(crash.ClaimCommitted)
	}
	return result, s.explain(ctx, cmd.Principal, err)
}

func (s *TopUps) move(tx *store.Tx, cmd models.Command, id uuid.UUID, do func(*store.Tx, models.TopUp) (models.TopUp, error)) (models.TopUp, error) {
	if _, err := tx.TopUp(id); err != nil { // within the principal's reach
		return models.TopUp{}, err
	}
	u, err := tx.LockTopUp(id)
	if err != nil {
		return u, err
	}
	if cmd.Stale(u.Version) {
		return u, models.ErrPrecondition
	}
	version, now := u.Version, tx.Now()
	if u, err = do(tx, u); err != nil {
		return u, err
	}
	u.StateSince, u.Version = now, version+1
	if err := tx.MoveTopUp(&u, version); err != nil {
		return u, err
	}
	if err := tx.CloseTasks(u.ID, now); err != nil {
		return u, err
	}
	return u, tx.Record(topUpEvent(causeOf(cmd), u, now))
}

// settle writes down what the rules said and who decided.
func (s *TopUps) settle(tx *store.Tx, cmd models.Command, u models.TopUp, ruleSet string, decision rules.Decision, opinion string) (models.TopUp, error) {
	now := tx.Now()
	policy, err := tx.Policy(cmd.Principal.Site, now)
	if err != nil {
		return u, err
	}
	record := evaluation(cmd.Principal, cmd.RequestID, ruleSet, models.SubjectTopUp, &u.ID, policy, decision, now)
	if !decision.Allowed() {
		return u, &refused{evaluation: record}
	}
	u.Decider, u.Opinion, u.EvaluationID = cmd.Principal.Subject, opinion, &record.ID
	return u, tx.AddEvaluation(record)
}

// handOver lets the partner read who paid him.
func handOver(tx *store.Tx, u models.TopUp) error {
	contacts, err := tx.Contacts([]uuid.UUID{u.PayerID})
	if err != nil {
		return err
	}
	payer := contacts[u.PayerID]
	payer.OwnerID = u.PartnerID
	return tx.SaveContact(payer)
}

// Get is one top-up as the principal sees it.
func (s *TopUps) Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.TopUpView, error) {
	var view models.TopUpView
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		u, err := tx.TopUp(id)
		if err != nil {
			return err
		}
		view, err = s.present(tx, u)
		return err
	})
	return view, err
}

// List is one page of top-ups as the principal sees them.
func (s *TopUps) List(ctx context.Context, p models.Principal, f models.TopUpFilter, q models.ListQuery) (models.Page[models.TopUpView], error) {
	var page models.Page[models.TopUpView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.TopUps(f, q)
		if err != nil {
			return err
		}
		page.Next = rows.Next
		page.Items, err = presentTopUps(tx, rows.Items)
		return err
	})
	return page, err
}

// Unmask shows who paid, on record. Source: 7a-3.
func (s *TopUps) Unmask(ctx context.Context, cmd models.Command, id uuid.UUID, reason string) (models.Contact, error) {
	var payer models.Contact
	err := s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		u, err := tx.TopUp(id)
		if err != nil {
			return err
		}
		payer, err = unmask(tx, cmd, u.PayerID, u.PartnerID, reason, map[string]any{"top_up_id": u.ID.String()})
		return err
	})
	return payer, err
}

func (s *TopUps) present(tx *store.Tx, u models.TopUp) (models.TopUpView, error) {
	views, err := presentTopUps(tx, []models.TopUp{u})
	if err != nil {
		return models.TopUpView{}, err
	}
	return views[0], nil
}

func presentTopUps(tx *store.Tx, rows []models.TopUp) ([]models.TopUpView, error) {
	ids := make([]uuid.UUID, len(rows))
	for i, u := range rows {
		ids[i] = u.PayerID
	}
	contacts, err := tx.Contacts(ids)
	if err != nil {
		return nil, err
	}
	views := make([]models.TopUpView, len(rows))
	for i, u := range rows {
		views[i] = models.TopUpView{TopUp: u, Payer: masked(contacts[u.PayerID]), Waiting: models.Waiting{Party: models.PartyNobody}}
		if u.State == models.TopUpUnmatched {
			views[i].Waiting = models.Waiting{Party: models.PartyVendor, Action: models.TaskClaim}
		}
		if tx.Principal().Is(models.RoleVendorFinance) {
			views[i].Actions = []models.Action{
				// Whom it is claimed for is not said yet; a partner may be.
				action(models.VerbClaim, rules.ClaimTopUp(rules.ClaimFacts{State: u.State, Claimant: models.KindPartner})), action(models.VerbRefuse, rules.RefuseTopUp(u.State)),
			}
		}
	}
	return views, nil
}
