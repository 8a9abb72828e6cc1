package programme

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/crash"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Rule sets, as evaluations name them.
const (
	ruleChange = "account_change.request"
	ruleCheck  = "account_change.review"
)

// AccountChanges are what the vendor's finance changes in partners' books. Nothing
// waits in them but people, so that they have no workflow.
type AccountChanges struct{ Deps }

// Request changes a partner's book, or asks a second person where the amount is
// large. Source: 5a-3, 7a-1.
func (s *AccountChanges) Request(ctx context.Context, cmd models.Command, in models.AccountChangeInput) (models.Result[models.AccountChangeView], error) {
	if !in.Amount.Amount.IsPositive() {
		return models.Result[models.AccountChangeView]{}, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/amount", Code: models.FieldNotPositive}}}
	}
	if models.Settles(in.Kind) != (in.PayoutID != nil) {
		code := models.FieldRequired
		if in.PayoutID != nil {
			code = models.FieldInvalid
		}
		return models.Result[models.AccountChangeView]{}, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/payout_id", Code: code}}}
	}
	id := store.NewID()
	return s.once(ctx, cmd, id, 201, func(tx *store.Tx) (models.AccountChange, error) { return requestChange(tx, cmd, in, id) })
}

// Review is the second person's verdict on a change.
func (s *AccountChanges) Review(ctx context.Context, cmd models.Command, id uuid.UUID, in models.ReviewInput) (models.Result[models.AccountChangeView], error) {
	return s.once(ctx, cmd, id, 200, func(tx *store.Tx) (models.AccountChange, error) { return checkChange(tx, cmd, in, id) })
}

func (s *AccountChanges) once(ctx context.Context, cmd models.Command, id uuid.UUID, status int, do func(*store.Tx) (models.AccountChange, error)) (models.Result[models.AccountChangeView], error) {
	result, err := once(ctx, s.Deps, command[models.AccountChange, models.AccountChangeView]{cmd, models.SubjectChange, id, status, do, (*store.Tx).AccountChange, presentChange, nil})
	if err == nil {
		crash.At(crash.ChangeCommitted)
	}
	return result, s.explain(ctx, cmd.Principal, err)
}

// requestChange asks the rule under the book's lock, and books what one person may do.
func requestChange(tx *store.Tx, cmd models.Command, in models.AccountChangeInput, id uuid.UUID) (models.AccountChange, error) {
	scale, err := in.Amount.Currency.Scale()
	if err != nil {
		return models.AccountChange{}, err
	}
	now := tx.Now()
	change := models.AccountChange{
		ID: id, Realm: cmd.Principal.Realm, PartnerID: in.PartnerID, Reference: models.NewReference(models.ReferenceChange, id), State: models.AccountChangeBooked, StateSince: now, Version: 1,
		Kind: in.Kind, PayoutID: in.PayoutID, Amount: in.Amount.Amount, Currency: in.Amount.Currency, Scale: scale, Maker: cmd.Principal.Subject, Opinion: in.Opinion, CreatedAt: now,
	}
	facts, policy, err := changeFacts(tx, change)
	if err != nil {
		return change, err
	}
	if change.EvaluationID, err = allowedChange(tx, cmd, ruleChange, change.ID, policy, rules.ChangeAccount(facts)); err != nil {
		return change, err
	}
	if rules.NeedsSecondPerson(in.Amount, policy.Document) {
		change.State = models.AccountChangePending
	}
	if err := carryChange(tx, cmd, &change, facts); err != nil {
		return change, err
	}
	return change, tx.AddAccountChange(&change)
}

// checkChange asks the rules again under the locks: the figures may have moved since.
func checkChange(tx *store.Tx, cmd models.Command, in models.ReviewInput, id uuid.UUID) (models.AccountChange, error) {
	if _, err := tx.AccountChange(id); err != nil {
		return models.AccountChange{}, err
	}
	change, err := tx.LockAccountChange(id)
	if err != nil {
		return change, err
	}
	if cmd.Stale(change.Version) {
		return change, models.ErrPrecondition
	}
	facts, policy, err := changeFacts(tx, change)
	if err != nil {
		return change, err
	}
	decision := rules.CheckAccountChange(rules.CheckFacts{State: change.State, Maker: change.Maker, Actor: cmd.Principal.Subject, Verdict: in.Verdict, Change: facts})
	if change.EvaluationID, err = allowedChange(tx, cmd, ruleCheck, id, policy, decision); err != nil {
		return change, err
	}
	version := change.Version
	change.State, change.StateSince, change.Version = models.AccountChangeRejected, tx.Now(), version+1
	change.Checker, change.CheckOpinion = cmd.Principal.Subject, in.Opinion
	if in.Verdict == models.VerdictApprove {
		change.State = models.AccountChangeBooked
	}
	if err := carryChange(tx, cmd, &change, facts); err != nil {
		return change, err
	}
	return change, errors.Join(tx.MoveAccountChange(&change, version), tx.CloseTasks(id, change.StateSince))
}

// changeFacts gathers what the rule must know, with the book held.
func changeFacts(tx *store.Tx, change models.AccountChange) (rules.AccountChangeFacts, models.Policy, error) {
	known, err := tx.Organisations([]uuid.UUID{change.PartnerID})
	if err != nil {
		return rules.AccountChangeFacts{}, models.Policy{}, err
	}
	partner, found := known[change.PartnerID]
	if !found {
		return rules.AccountChangeFacts{}, models.Policy{}, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/partner_id", Code: "unknown_organisation"}}}
	}
	if err := tx.LockBooks(partner.ID); err != nil {
		return rules.AccountChangeFacts{}, models.Policy{}, err
	}
	facts, err := figuresOf(tx, change)
	if err != nil {
		return facts, models.Policy{}, err
	}
	facts.Holder = partner.Kind
	policy, err := tx.Policy(partner.Site, tx.Now())
	return facts, policy, err
}

// figuresOf are the figures that a change depends on, as they are now.
func figuresOf(tx *store.Tx, change models.AccountChange) (rules.AccountChangeFacts, error) {
	facts := rules.AccountChangeFacts{Kind: change.Kind, Holder: models.KindPartner, Amount: change.Money()}
	var err error
	if facts.Balances, err = tx.Balances(change.PartnerID, uuid.Nil, change.Currency); err != nil || change.PayoutID == nil {
		return facts, err
	}
	payout, err := tx.PayoutOf(change.PartnerID, *change.PayoutID)
	if err != nil {
		return facts, err
	}
	if payout == nil {
		return facts, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/payout_id", Code: models.FieldUnknown}}}
	}
	left, err := tx.SuspenseOf(payout.PartnerID, payout.ID)
	facts.Suspense = models.In(left, change.Currency)
	return facts, err
}

// allowedChange writes down what the rules said, and answers its record where they allow.
func allowedChange(tx *store.Tx, cmd models.Command, ruleSet string, id uuid.UUID, policy models.Policy, decision rules.Decision) (uuid.UUID, error) {
	record := evaluation(cmd.Principal, cmd.RequestID, ruleSet, models.SubjectChange, &id, policy, decision, tx.Now())
	if !decision.Allowed() {
		return record.ID, &refused{evaluation: record}
	}
	return record.ID, tx.AddEvaluation(record)
}

// carryChange does what follows from the state that a change has come to: its
// transaction, or the task of a second person. What is not booked is the vendor's alone.
func carryChange(tx *store.Tx, cmd models.Command, change *models.AccountChange, facts rules.AccountChangeFacts) error {
	house, err := tx.House()
	if err != nil {
		return err
	}
	switch change.State {
	case models.AccountChangeBooked:
		err = bookChange(tx, cmd, change, facts)
	case models.AccountChangePending:
		err = openMoneyTask(tx, checkTask(*change, house, change.StateSince))
	}
	if err != nil {
		return err
	}
	return tx.Record(changeEvent(causeOf(cmd), *change, house))
}

// bookChange posts a change; a payout whose suspense is settled by it waits for
// nobody any more.
func bookChange(tx *store.Tx, cmd models.Command, change *models.AccountChange, facts rules.AccountChangeFacts) error {
	lots, err := tx.OpenLots(change.PartnerID, change.Currency)
	if err != nil {
		return err
	}
	booking, err := rules.AccountChange(changeCause(*change), facts, lots)
	if err != nil {
		return err
	}
	booking.ID = store.NewID()
	change.TransactionID = &booking.ID
	if _, err := grow(tx, causeOf(cmd), booking); err != nil || change.PayoutID == nil {
		return err
	}
	return closeSuspense(tx, *change)
}

// closeSuspense closes the task of a payout that has left nothing in suspense any
// more; once the payout has ended as well, no deadline of it needs a calendar.
func closeSuspense(tx *store.Tx, change models.AccountChange) error {
	left, err := tx.SuspenseOf(change.PartnerID, *change.PayoutID)
	if err != nil || len(left) > 0 {
		return err
	}
	if err := tx.CloseTask(*change.PayoutID, models.TaskPayoutDiffers, change.StateSince); err != nil {
		return err
	}
	payout, err := tx.PayoutOf(change.PartnerID, *change.PayoutID)
	if err != nil || payout == nil || payout.Open() {
		return err
	}
	return tx.CloseTask(payout.ID, models.TaskCalendar, change.StateSince)
}

// changeCause: what settles the suspense of a payout is among what happened to it.
func changeCause(change models.AccountChange) rules.Cause {
	key := "account_change:" + change.ID.String()
	if change.PayoutID != nil {
		key = models.PayoutCause(*change.PayoutID, key)
	}
	return rules.Cause{Book: change.PartnerID, SubjectKind: models.SubjectChange, SubjectID: change.ID, Key: key, At: change.StateSince}
}

func checkTask(change models.AccountChange, house models.Organisation, since time.Time) models.Task {
	return models.Task{
		Realm: change.Realm, PartnerID: house.ID, Party: models.PartyVendor, Kind: models.TaskChange, SubjectKind: models.SubjectChange, SubjectID: change.ID, Reference: change.Reference, Since: since,
	}
}

func changeEvent(c Cause, change models.AccountChange, house models.Organisation) models.Event {
	e := c.event("account_change."+change.State, change.StateSince)
	e.Realm, e.PartnerID, e.SubjectKind, e.SubjectID, e.SubjectSeq = change.Realm, &house.ID, models.SubjectChange, change.ID, change.Version
	e.Data = map[string]any{"state": change.State, "reference": change.Reference, "kind": change.Kind, "amount": change.Money().Fixed(), "currency": change.Currency}
	if change.PayoutID != nil {
		e.Data["payout_id"] = change.PayoutID.String()
	}
	if change.TransactionID != nil {
		e.PartnerID, e.Data["transaction_id"] = &change.PartnerID, change.TransactionID.String()
	}
	return e
}

// Get is one change as the principal sees it.
func (s *AccountChanges) Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.AccountChangeView, error) {
	var view models.AccountChangeView
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		change, err := tx.AccountChange(id)
		if err != nil {
			return err
		}
		view, err = presentChange(tx, change)
		return err
	})
	return view, err
}

// List is one page of changes as the principal sees them, without figures.
func (s *AccountChanges) List(ctx context.Context, p models.Principal, f models.AccountChangeFilter, q models.ListQuery) (models.Page[models.AccountChangeView], error) {
	var page models.Page[models.AccountChangeView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.AccountChanges(f, q)
		page.Next = rows.Next
		for _, change := range rows.Items {
			// Whether a verdict can be given takes no figures; whether an approval can, does.
			page.Items = append(page.Items, viewChange(tx.Principal(), change, models.VerdictReject, rules.AccountChangeFacts{}))
		}
		return err
	})
	return page, err
}

// presentChange shows a change with the figures as they are now.
func presentChange(tx *store.Tx, change models.AccountChange) (models.AccountChangeView, error) {
	facts, err := figuresOf(tx, change)
	if err != nil {
		return models.AccountChangeView{}, err
	}
	view := viewChange(tx.Principal(), change, models.VerdictApprove, facts)
	view.Balances = &facts.Balances
	return view, nil
}

func viewChange(p models.Principal, change models.AccountChange, verdict string, facts rules.AccountChangeFacts) models.AccountChangeView {
	view := models.AccountChangeView{AccountChange: change, Waiting: models.Waiting{Party: models.PartyNobody}}
	if change.State == models.AccountChangePending {
		view.Waiting = models.Waiting{Party: models.PartyVendor, Action: models.TaskChange}
	}
	if p.Is(models.RoleVendorFinance) {
		decision := rules.CheckAccountChange(rules.CheckFacts{State: change.State, Maker: change.Maker, Actor: p.Subject, Verdict: verdict, Change: facts})
		view.Actions = []models.Action{action(models.VerbReview, decision)}
	}
	return view
}
