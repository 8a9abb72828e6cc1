package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Address gives the page of an invitation's current code. The code is in it:
// neither it nor an error about it goes to a log.
type Address func(models.Invitation) (string, error)

// StoredQueue is the queue of notifications in the database. Each call is a
// short transaction of the system in the mail's realm.
type StoredQueue struct {
	Store   *store.Store
	Address Address
	// PartnerPage is where customers see their partner and answer its requests.
	PartnerPage string
	// Digits gives the digits of a verification code; no error about it holds them.
	Digits func(models.StepUpCode) (string, error)
}

var _ Queue = StoredQueue{}

// Queued lists mails of all realms.
func (q StoredQueue) Queued(ctx context.Context, limit int) ([]models.Notification, error) {
	var queued []models.Notification
	err := q.Store.As(ctx, models.System(""), func(tx *store.Tx) (err error) {
		queued, err = tx.QueuedNotifications(limit)
		return err
	})
	return queued, err
}

// Read reads what a mail is about.
func (q StoredQueue) Read(ctx context.Context, n models.Notification) (Order, error) {
	var order Order
	err := q.Store.As(ctx, models.System(n.Realm), func(tx *store.Tx) (err error) {
		if order.Due = !tx.Now().Before(n.NextAttemptAt); !order.Due {
			return nil
		}
		order, err = q.read(tx, n)
		return err
	})
	return order, err
}

// Sent notes that the mail server took the mail.
func (q StoredQueue) Sent(ctx context.Context, n models.Notification) error {
	return q.Store.As(ctx, models.System(n.Realm), func(tx *store.Tx) error { return tx.MarkSent(n.ID) })
}

// Void notes that the mail is not owed any more.
func (q StoredQueue) Void(ctx context.Context, n models.Notification) error {
	return q.Store.As(ctx, models.System(n.Realm), func(tx *store.Tx) error { return tx.MarkVoid(n.ID) })
}

// PutOff notes a failed attempt.
func (q StoredQueue) PutOff(ctx context.Context, n models.Notification, pause time.Duration, cause string) error {
	return q.Store.As(ctx, models.System(n.Realm), func(tx *store.Tx) error {
		return tx.PutOff(n.ID, tx.Now().Add(pause), cause)
	})
}

// Fail ends a mail that the server refused for good: the timeline of its subject
// shows it, and the partner of an invitation that still waits for its customer is
// asked to send it again, after mending the address.
func (q StoredQueue) Fail(ctx context.Context, n models.Notification, cause string) error {
	return q.Store.As(ctx, models.System(n.Realm), func(tx *store.Tx) error {
		if n.SubjectKind == models.SubjectInvitation {
			if err := askToSendAgain(tx, n); err != nil {
				return err
			}
		}
		if err := tx.MarkFailed(n.ID, cause); err != nil {
			return err
		}
		return tx.Record(models.Event{
			// A mail is no version of its subject: it happens once for its generation.
			Type: n.Kind + ".undelivered", SubjectKind: n.SubjectKind, SubjectID: n.SubjectID, SubjectSeq: int64(n.Generation),
			Realm: n.Realm, PartnerID: &n.PartnerID, Actor: tx.Principal().Subject,
			Data: map[string]any{"notification_id": n.ID.String(), "cause": cause},
		})
	})
}

// askToSendAgain opens the partner's task while the mail's code is in force.
func askToSendAgain(tx *store.Tx, n models.Notification) error {
	i, err := tx.LockInvitation(n.SubjectID)
	if err != nil {
		return err
	}
	if !waitsFor(i, n, tx.Now()) {
		return nil
	}
	return tx.OpenTask(models.SendAgain(i, tx.Now(), models.InvitationExpired))
}

// waitsFor reports whether an invitation can be accepted with the code that a
// mail was queued for.
func waitsFor(i models.Invitation, n models.Notification, now time.Time) bool {
	return i.Generation == n.Generation && rules.EffectiveInvitationState(i.State, i.ExpiresAt, i.ResendUntil, now) == models.InvitationSent
}

// read gathers a due mail's recipient and content.
func (q StoredQueue) read(tx *store.Tx, n models.Notification) (Order, error) {
	contacts, err := tx.Contacts([]uuid.UUID{n.ContactID})
	if err != nil {
		return Order{}, err
	}
	partner, err := tx.Organisation(n.PartnerID)
	if err != nil {
		return Order{}, err
	}
	// A contact whose retention has ended is gone, and with it the mail.
	recipient := contacts[n.ContactID]
	order := Order{Due: true, To: recipient.Email, Data: Data{Recipient: recipient.PersonName, PartnerName: partner.Name}}
	cause, err := q.subject(tx, n, &order.Data)
	order.Owed = cause && recipient.Email != ""
	return order, err
}

// subject fills in what the mail's subject says and reports whether the mail is
// still owed because of it.
func (q StoredQueue) subject(tx *store.Tx, n models.Notification, d *Data) (bool, error) {
	switch n.SubjectKind {
	case models.SubjectInvitation:
		return q.invitation(tx, n, d)
	case models.SubjectRegistration:
		return registration(tx, n, d)
	case models.SubjectAssociation:
		return true, association(tx, n, d)
	case models.SubjectRequest:
		return q.request(tx, n, d)
	case models.SubjectSettlement:
		return true, settlement(tx, n, d)
	case models.SubjectWithdrawal:
		return withdrawal(tx, n, d)
	case models.SubjectStepUp:
		return q.verification(tx, n, d)
	case models.SubjectSubscription:
		return subscription(tx, n, d)
	default:
		return false, fmt.Errorf("no mails are about a %s", n.SubjectKind)
	}
}

// invitation: its mail is owed while it can be accepted with the code that the
// mail was queued for.
func (q StoredQueue) invitation(tx *store.Tx, n models.Notification, d *Data) (bool, error) {
	i, err := tx.Invitation(n.SubjectID)
	if err != nil {
		return false, err
	}
	if !waitsFor(i, n, tx.Now()) {
		return false, nil
	}
	r, err := tx.Registration(i.RegistrationID)
	if err != nil {
		return false, err
	}
	if d.Link, err = q.Address(i); err != nil {
		return false, errors.New("derive the invitation's address")
	}
	d.CompanyName, d.Reference, d.AssociationType, d.ExpiresAt = r.CompanyName, i.Reference, i.AssociationType, i.ExpiresAt
	d.Zone, err = zone(tx, i.PolicyID)
	return true, err
}

// registration: a reminder is not owed any more once the protection is over;
// what tells of an end stays true.
func registration(tx *store.Tx, n models.Notification, d *Data) (bool, error) {
	r, err := tx.Registration(n.SubjectID)
	if err != nil {
		return false, err
	}
	d.CompanyName, d.Reference, d.Opinion, d.At = r.CompanyName, r.Reference, r.Opinion, r.StateSince
	if r.ValidUntil != nil {
		d.ValidUntil = *r.ValidUntil
	}
	if d.Zone, err = zone(tx, r.PolicyID); err != nil {
		return false, err
	}
	state := rules.EffectiveRegistrationState(r.State, r.HeldUntil, tx.Now())
	return n.Kind != KindRegistrationEnding || state == models.RegistrationReported, nil
}

func association(tx *store.Tx, n models.Notification, d *Data) error {
	a, err := tx.Association(n.SubjectID)
	if err != nil {
		return err
	}
	customer, err := tx.Organisation(a.CustomerID)
	if err != nil {
		return err
	}
	acceptance, err := tx.Acceptance(a.AcceptanceID)
	if err != nil {
		return err
	}
	d.CompanyName, d.Reference, d.AssociationType, d.At = customer.Name, a.Reference, a.AssociationType, a.EffectiveFrom
	d.Zone, err = zone(tx, acceptance.PolicyID)
	return err
}

// request: asking and reminding are owed while the request waits for its answer;
// what tells of an answer stays true.
func (q StoredQueue) request(tx *store.Tx, n models.Notification, d *Data) (bool, error) {
	r, err := tx.AssociationRequest(n.SubjectID)
	if err != nil {
		return false, err
	}
	customer, err := tx.Organisation(r.CustomerID)
	if err != nil {
		return false, err
	}
	d.CompanyName, d.Reference, d.AssociationType, d.ToType, d.RequestKind = customer.Name, r.Reference, r.FromType, r.ToType, r.Kind
	d.At, d.ExpiresAt, d.Opinion, d.ByCustomer = r.StateSince, r.LapseAt, r.Opinion, r.Initiator == models.PartyCustomer
	asks := n.Kind == KindRequestCustomer || n.Kind == KindRequestPartner || n.Kind == KindRequestReminder
	if asks && r.Answerer() == models.PartyCustomer {
		d.Link = q.PartnerPage
	}
	if d.Zone, err = zone(tx, r.PolicyID); err != nil {
		return false, err
	}
	return !asks || rules.EffectiveRequestState(r.State, r.LapseAt, tx.Now()) == models.AssociationRequestSubmitted, nil
}

func settlement(tx *store.Tx, n models.Notification, d *Data) error {
	s, err := tx.Settlement(n.SubjectID)
	if err != nil {
		return err
	}
	a, err := tx.Association(s.ID)
	if err != nil {
		return err
	}
	customer, err := tx.Organisation(a.CustomerID)
	if err != nil {
		return err
	}
	d.CompanyName, d.Reference, d.AssociationType, d.At = customer.Name, a.Reference, a.AssociationType, *a.EffectiveUntil
	d.Zone, err = zone(tx, s.PolicyID)
	return err
}

// withdrawal: what tells of its end is owed while that is the end; the bank may say
// later that it paid after all. That its review is late is owed while it is.
func withdrawal(tx *store.Tx, n models.Notification, d *Data) (bool, error) {
	w, err := tx.Withdrawal(n.SubjectID)
	if err != nil {
		return false, err
	}
	payouts, err := tx.Payouts(w.ID)
	if err != nil {
		return false, err
	}
	d.Reference, d.Route, d.Opinion, d.At, d.ExpiresAt = w.Reference, w.Route, w.Opinion, w.StateSince, w.ReviewTargetAt
	d.Amount, d.Paid, d.Returned = w.Money(), models.NoMoney(w.Currency), models.NoMoney(w.Currency)
	for _, p := range payouts {
		switch p.State {
		case models.PayoutSucceeded:
			d.Paid.Amount = d.Paid.Amount.Add(p.Amount)
		case models.PayoutFailed, models.PayoutSuperseded:
			d.Returned.Amount = d.Returned.Amount.Add(p.Amount)
		}
		if p.ExpectedBy != nil {
			d.ExpectedBy = *p.ExpectedBy
		}
	}
	if n.Kind == KindWithdrawalApproved {
		d.At = *w.ApprovedAt
	}
	d.Zone, err = zone(tx, w.PolicyID)
	return stillSo(n.Kind, w), err
}

// stillSo reports whether a withdrawal is as a mail says.
func stillSo(kind string, w models.Withdrawal) bool {
	switch kind {
	case KindWithdrawalSucceeded:
		return w.State == models.WithdrawalSucceeded
	case KindWithdrawalFailed:
		return w.State == models.WithdrawalFailed || w.State == models.WithdrawalPartlyFailed
	case KindWithdrawalWaits: // a first approval gives the second reviewer days of his own
		return w.State == models.WithdrawalSubmitted && w.EscalatedAt != nil
	default:
		return true
	}
}

// verification: a code that is over is owed no more.
func (q StoredQueue) verification(tx *store.Tx, n models.Notification, d *Data) (bool, error) {
	code, err := tx.StepUpCode(n.SubjectID)
	if err != nil {
		return false, err
	}
	if d.Code, err = q.Digits(code); err != nil {
		return false, errors.New("derive the verification code")
	}
	d.ExpiresAt = code.ExpiresAt
	d.Zone, err = zoneOf(tx, code.PartnerID)
	return code.UsedAt == nil && tx.Now().Before(code.ExpiresAt), err
}

// subscription: that it is disabled is told while it is. Where it sends is its
// owner's secret, and not in the mail.
func subscription(tx *store.Tx, n models.Notification, d *Data) (bool, error) {
	s, err := tx.SubscriptionByID(n.SubjectID)
	if err != nil || s.State != models.SubscriptionDisabled {
		return false, err
	}
	d.Reference, d.Description, d.Gone, d.At = s.Reference, s.Description, s.DisabledCause == models.DisabledGone, s.StateSince
	if s.FailingSince != nil {
		d.Since = *s.FailingSince
	}
	d.Zone, err = zoneOf(tx, s.OrgID)
	return true, err
}

// zone is where the policy's times are read.
func zone(tx *store.Tx, policy uuid.UUID) (*time.Location, error) {
	version, err := tx.PolicyByID(policy)
	if err != nil {
		return nil, err
	}
	return version.Document.Location()
}

// zoneOf is where an organisation's times are read now.
func zoneOf(tx *store.Tx, id uuid.UUID) (*time.Location, error) {
	org, err := tx.Organisation(id)
	if err != nil {
		return nil, err
	}
	policy, err := tx.Policy(org.Site, tx.Now())
	if err != nil {
		return nil, err
	}
	return policy.Document.Location()
}
