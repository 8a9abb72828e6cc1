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
	ruleClaim  = "top_up.claim"
	ruleRefuse = "top_up.refuse"
)

// TopUps are the transactions of money that comes in. Nothing waits in them but
// people, so that they have no workflow.
type TopUps struct{ Deps }

// channelSubject is who writes what a channel told of.
func channelSubject(channel string) string { return "payment-channel:" + channel }

// Receive takes in what a channel says of a payment, once, however often and in
// whatever order it says it. The command's key is the channel's event id.
// Source: 7a-2, 7a-3, 7c.
func (s *TopUps) Receive(ctx context.Context, cmd models.Command, channel models.PaymentChannel, in models.PaymentNotice) (models.Result[models.TopUp], error) {
	if !in.Amount.Amount.IsPositive() {
		return models.Result[models.TopUp]{}, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/amount", Code: models.FieldNotPositive}}}
	}
	cmd.Principal = models.Principal{Realm: channel.Realm, Side: models.SideVendor, Subject: channelSubject(channel.Name), Roles: []models.Role{models.RoleService}}
	result, conflict, err := s.receive(ctx, cmd, channel, in)
	if conflict == uuid.Nil {
		if err == nil {
			crash.At(crash.TopUpCommitted)
		}
		return result, err
	}
	// What was told contradicts what is known: that is for a person to see, and
	// the transaction that found it is rolled back.
	return result, errors.Join(err, s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error { return s.tellConflict(tx, conflict) }))
}

// receive answers the top-up, or the earlier one that the notice contradicts.
func (s *TopUps) receive(ctx context.Context, cmd models.Command, channel models.PaymentChannel, in models.PaymentNotice) (result models.Result[models.TopUp], conflict uuid.UUID, err error) {
	err = s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		result, conflict = models.Result[models.TopUp]{}, uuid.Nil
		house, err := tx.House()
		if err != nil {
			return err
		}
		cmd.Principal.Org = house.ID
		if in.ArrivedAt.After(tx.Now().Add(maxSkew)) {
			return &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/arrived_at", Code: "in_the_future"}}}
		}
		fresh, contact, err := s.draft(tx, cmd, house, channel, in)
		if err != nil {
			return err
		}
		earlier, err := tx.AddTopUp(&fresh)
		if err != nil {
			return err
		}
		if earlier != nil {
			result = models.Result[models.TopUp]{Value: *earlier, Replayed: true}
			err = again(tx, cmd, *earlier, fresh, in)
			if contradicts(err) {
				conflict = earlier.ID
			}
			return err
		}
		result.Value = fresh
		// Not by unlessDone: a payment is known by the channel's own number of it, under whatever event id it is told
		// again, and two events may tell of one.
		if _, err := tx.ClaimKey(cmd, models.SubjectTopUp, fresh.ID, 201); err != nil {
			return err
		}
		return errors.Join(tx.AddContact(contact), arrive(tx, cmd, fresh, house))
	})
	return result, conflict, err
}

// again is about a payment that is known: the same message, or the same payment
// under another event id. What says something else is refused.
func again(tx *store.Tx, cmd models.Command, earlier, now models.TopUp, in models.PaymentNotice) error {
	if !earlier.Says(in) {
		if earlier.EventID == now.EventID {
			return models.ErrIdempotencyMismatch
		}
		return &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/reference", Code: models.FieldDuplicate}}}
	}
	_, err := tx.ClaimKey(cmd, models.SubjectTopUp, earlier.ID, 201)
	return err
}

func contradicts(err error) bool {
	_, other := errors.AsType[*models.InvalidInput](err)
	return other || errors.Is(err, models.ErrIdempotencyMismatch)
}

func (s *TopUps) draft(tx *store.Tx, cmd models.Command, house models.Organisation, channel models.PaymentChannel, in models.PaymentNotice) (models.TopUp, models.Contact, error) {
	holder, err := tx.PaymentAccountHolder(in.PaymentAccount)
	if err != nil {
		return models.TopUp{}, models.Contact{}, err
	}
	policy, err := tx.Policy(house.Site, tx.Now())
	if err != nil {
		return models.TopUp{}, models.Contact{}, err
	}
	scale, err := in.Amount.Currency.Scale()
	if err != nil {
		return models.TopUp{}, models.Contact{}, err
	}
	owner, state := house.ID, models.TopUpUnmatched
	if holder != nil && holder.Kind.Sells() {
		owner, state = holder.ID, models.TopUpArrived
	}
	id, now := store.NewID(), tx.Now()
	contact := models.Contact{
		ID: store.NewID(), Realm: channel.Realm, OwnerID: owner, Purpose: "payer", PersonName: in.PayerName, AccountName: in.PayerAccount,
		RetainUntil: models.AddDays(now, policy.Document.Retention.ContactDays), CreatedAt: now,
	}
	return models.TopUp{
		ID: id, Realm: channel.Realm, PartnerID: owner, Reference: models.NewReference(models.ReferenceTopUp, id), State: state, StateSince: now, Version: 1,
		Channel: channel.Name, ChannelNumber: channel.Number, EventID: cmd.IdempotencyKey, ChannelReference: in.Reference, SigningEntity: in.SigningEntity,
		PaymentAccount: in.PaymentAccount, PayerID: contact.ID, Amount: in.Amount.Amount, Currency: in.Amount.Currency, Scale: scale,
		ArrivedAt: models.Microseconds(in.ArrivedAt), CreatedAt: now,
	}, contact, nil
}

// arrive books what came in: to its partner, or to the vendor's suspense for as
// long as it is nobody's.
func arrive(tx *store.Tx, cmd models.Command, u models.TopUp, house models.Organisation) error {
	booking := rules.TopUp(topUpCause(u, u.PartnerID, "arrived"), u.Lot())
	if u.State == models.TopUpUnmatched {
		booking = rules.Suspend(topUpCause(u, house.ID, "suspended"), u.Money())
		if err := openMoneyTask(tx, vendorTask(u, house, models.TaskClaim)); err != nil {
			return err
		}
	}
	if _, err := grow(tx, causeOf(cmd), booking); err != nil {
		return err
	}
	return tx.Record(topUpEvent(causeOf(cmd), u, u.ArrivedAt))
}

// topUpCause: each step of a payment is booked once per book. The value date is
// the arrival, whenever it turned out whose money it is.
func topUpCause(u models.TopUp, book uuid.UUID, step string) rules.Cause {
	return rules.Cause{Book: book, SubjectKind: models.SubjectTopUp, SubjectID: u.ID, Key: "top_up:" + u.ID.String() + ":" + step, At: u.ArrivedAt}
}

// vendorTask is a task of the vendor about a payment; no partner sees it.
func vendorTask(u models.TopUp, house models.Organisation, kind string) models.Task {
	return models.Task{
		Realm: u.Realm, PartnerID: house.ID, Party: models.PartyVendor, Kind: kind, SubjectKind: models.SubjectTopUp, SubjectID: u.ID, Reference: u.Reference, Since: u.CreatedAt,
	}
}

// tellConflict asks the vendor's finance to compare what a channel told.
func (s *TopUps) tellConflict(tx *store.Tx, id uuid.UUID) error {
	u, err := tx.TopUp(id)
	if err != nil {
		return err
	}
	house, err := tx.House()
	if err != nil {
		return err
	}
	policy, err := tx.Policy(house.Site, tx.Now())
	if err != nil {
		return err
	}
	task := vendorTask(u, house, models.TaskPayment)
	until := models.AddDays(tx.Now(), policy.Document.Funds.PaymentConflictDays)
	task.Since, task.DueAt, task.OnSilence = tx.Now(), &until, u.State
	return tx.OpenTask(task)
}

func topUpEvent(c Cause, u models.TopUp, at time.Time) models.Event {
	e := c.event("top_up."+u.State, at)
	e.Realm, e.PartnerID, e.SubjectKind, e.SubjectID, e.SubjectSeq = u.Realm, &u.PartnerID, models.SubjectTopUp, u.ID, u.Version
	e.Data = map[string]any{
		"state": u.State, "reference": u.Reference, "channel": u.Channel, "channel_reference": u.ChannelReference,
		"amount": u.Money().Fixed(), "currency": u.Currency,
	}
	return e
}
