package programme

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Rule sets, as evaluations name them.
const (
	ruleInvite = "invitation.invite"
	ruleResend = "invitation.resend"
	ruleCancel = "invitation.cancel"
)

// subjectBatch is the resource that one call of invite makes.
const subjectBatch = "invitation_batch"

// Invitations are the transactions of online invitations.
type Invitations struct{ Deps }

// Invite invites several registered customers at once: all of them or none.
// Source: 2a-1.
func (s *Invitations) Invite(ctx context.Context, cmd models.Command, in models.InvitationInput) (models.Result[models.InvitationBatch], error) {
	id := store.NewID()
	var invited []models.Invitation
	do := func(tx *store.Tx) (batch models.InvitationBatch, err error) {
		if invited, err = s.invite(tx, cmd, in, id); err != nil {
			return batch, err
		}
		views, err := s.presentAll(tx, invited)
		return models.InvitationBatch{ID: id, Items: views}, err
	}
	begin := func(tx *store.Tx, _ models.InvitationBatch) ([]models.Begun, error) { return s.begun(tx, invited), nil }
	result, err := once(ctx, s.Deps, command[models.InvitationBatch, models.InvitationBatch]{cmd, subjectBatch, id, 201, do, s.batch, asItIs[models.InvitationBatch], begin})
	return result, s.explain(ctx, cmd.Principal, err)
}

func (s *Invitations) batch(tx *store.Tx, id uuid.UUID) (models.InvitationBatch, error) {
	rows, err := tx.InvitationsOfBatch(id)
	if err != nil {
		return models.InvitationBatch{}, err
	}
	views, err := s.presentAll(tx, rows)
	return models.InvitationBatch{ID: id, Items: views}, err
}

// invite decides all invitations of a call together, under the partner's lock.
func (s *Invitations) invite(tx *store.Tx, cmd models.Command, in models.InvitationInput, batch uuid.UUID) ([]models.Invitation, error) {
	p := cmd.Principal
	partner, err := tx.LockPartner(p.Org)
	if err != nil {
		return nil, err
	}
	now := tx.Now()
	policy, err := tx.Policy(partner.Site, now)
	if err != nil {
		return nil, err
	}
	registrations, decision, err := s.decideInvites(tx, p, partner, policy.Document, in, now)
	if err != nil {
		return nil, err
	}
	record := evaluation(p, cmd.RequestID, ruleInvite, subjectBatch, &batch, policy, decision, now)
	if !decision.Allowed() {
		return nil, &refused{evaluation: record}
	}
	if err := tx.AddEvaluation(record); err != nil {
		return nil, err
	}
	rows := make([]models.Invitation, 0, len(registrations))
	for _, r := range registrations {
		i, err := s.send(tx, cmd, in, r, policy, record.ID, batch, now)
		if err != nil {
			return nil, err
		}
		rows = append(rows, i)
	}
	return rows, nil
}

func (s *Invitations) begun(tx *store.Tx, rows []models.Invitation) []models.Begun {
	all := make([]models.Begun, len(rows))
	for n, i := range rows {
		row := s.row(tx, i)
		all[n] = begun(models.SubjectInvitation, i.Process, row, row.WakeAt)
	}
	return all
}

// decideInvites asks the rule for every registration of the call and points each
// blocker at its item.
func (s *Invitations) decideInvites(tx *store.Tx, p models.Principal, partner models.Organisation, policy models.PolicyDocument, in models.InvitationInput, now time.Time) ([]models.Registration, rules.Decision, error) {
	all := rules.InviteBatch(len(in.RegistrationIDs), policy)
	if !all.Allowed() {
		return nil, all, nil
	}
	today, err := day(now, policy)
	if err != nil {
		return nil, all, err
	}
	sent, err := tx.CountSent(p.Org, p.Subject, today, len(in.RegistrationIDs))
	if err != nil {
		return nil, all, err
	}
	registrations, contacts, err := lockRegistrations(tx, in.RegistrationIDs)
	if err != nil {
		return nil, all, err
	}
	for i, id := range in.RegistrationIDs {
		r := registrations[id]
		open, err := tx.OpenInvitation(id)
		if err != nil {
			return nil, all, err
		}
		d := rules.Invite(rules.InviteFacts{
			Partner: rules.PartnerOf(partner), Actor: rules.Actor{Principal: p, Reporter: r.Reporter, AccountManager: r.AccountManager},
			RegistrationState: rules.EffectiveRegistrationState(r.State, r.HeldUntil, now), AssociationType: in.AssociationType,
			SentToday: sent - len(in.RegistrationIDs) + i, HasOpenInvitation: open != nil, HasRecipientEmail: contacts[r.ContactID].Email != "",
		}, policy, now)
		for _, b := range d.Blockers {
			if b.Pointer == "" {
				b.Pointer = fmt.Sprintf("/registration_ids/%d", i)
			}
			all.Outcome = d.Outcome
			all.Blockers = append(all.Blockers, b)
		}
	}
	ordered := make([]models.Registration, len(in.RegistrationIDs))
	for i, id := range in.RegistrationIDs {
		ordered[i] = registrations[id]
	}
	return ordered, all, nil
}

// lockRegistrations locks registrations within the principal's reach, in the
// order of their ids whatever the order of the call.
func lockRegistrations(tx *store.Tx, ids []uuid.UUID) (map[uuid.UUID]models.Registration, map[uuid.UUID]models.Contact, error) {
	sorted := slices.SortedFunc(slices.Values(ids), func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	locked := map[uuid.UUID]models.Registration{}
	var contactIDs []uuid.UUID
	for i, id := range sorted {
		if i > 0 && sorted[i-1] == id {
			return nil, nil, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/registration_ids", Code: "duplicate_item"}}}
		}
		if _, err := tx.Registration(id); err != nil { // within the principal's reach
			return nil, nil, err
		}
		r, err := tx.LockRegistration(id)
		if err != nil {
			return nil, nil, err
		}
		locked[id] = r
		contactIDs = append(contactIDs, r.ContactID)
	}
	contacts, err := tx.Contacts(contactIDs)
	return locked, contacts, err
}

// send writes one invitation and owes its mail.
func (s *Invitations) send(tx *store.Tx, cmd models.Command, in models.InvitationInput, r models.Registration, policy models.Policy, record, batch uuid.UUID, now time.Time) (models.Invitation, error) {
	id := store.NewID()
	i := models.Invitation{
		Process: models.Process{
			ID: id, Realm: r.Realm, PartnerID: r.PartnerID, Reference: models.NewReference(models.ReferenceInvitation, id), Version: 1,
			PolicyID: policy.ID, EvaluationID: record, CreatedAt: now,
		},
		RegistrationID: r.ID, BatchID: batch, AssociationType: in.AssociationType, ContactID: r.ContactID, Locale: in.Locale,
		Inviter: cmd.Principal.Subject, AccountManager: managerOf(cmd.Principal, r), ResendUntil: *r.ValidUntil, FailureCodes: []string{},
	}
	if err := s.issue(&i, policy.Document, now); err != nil {
		return i, err
	}
	i.NextWakeAt = &now
	if err := tx.AddInvitation(&i); err != nil {
		return i, err
	}
	if err := s.mail(tx, i); err != nil {
		return i, err
	}
	return i, tx.Record(invitationEvent(causeOf(cmd), i, "invitation.sent", now))
}

// managerOf is who the customer will belong to: the account manager who invites,
// or the one the registration has. Source: 2a-6.
func managerOf(p models.Principal, r models.Registration) string {
	if r.AccountManager == "" && p.Is(models.RoleAccountManager) {
		return p.Subject
	}
	return r.AccountManager
}

// issue gives an invitation its next code and its end. The code before it is
// void from here on. Source: 2a-2, 2f.
func (s *Invitations) issue(i *models.Invitation, p models.PolicyDocument, now time.Time) error {
	i.Generation++
	i.KeyID = s.Codes.Current()
	code, err := s.Codes.Of(i.KeyID, i.ID, i.Generation)
	if err != nil {
		return err
	}
	i.CodeHash = HashCode(code)
	i.State, i.StateSince, i.SentAt = models.InvitationSent, now, now
	i.ExpiresAt = rules.LinkEnd(now, i.ResendUntil, p)
	i.FailureCodes = []string{}
	return nil
}

func (s *Invitations) mail(tx *store.Tx, i models.Invitation) error {
	return tx.Notify(models.Notification{
		Realm: i.Realm, PartnerID: i.PartnerID, SubjectKind: models.SubjectInvitation, SubjectID: i.ID, Kind: "invitation",
		ContactID: i.ContactID, Generation: i.Generation, Locale: i.Locale,
	})
}

func invitationEvent(c Cause, i models.Invitation, kind string, at time.Time) models.Event {
	e := c.event(kind, at)
	e.Realm, e.PartnerID, e.AssociationID = i.Realm, &i.PartnerID, i.AssociationID
	e.SubjectKind, e.SubjectID, e.SubjectSeq, e.PolicyID = models.SubjectInvitation, i.ID, i.Version, &i.PolicyID
	e.Data = map[string]any{
		"state": i.State, "reference": i.Reference, "registration_id": i.RegistrationID.String(), "generation": i.Generation,
		"expires_at": i.ExpiresAt.Format(time.RFC3339Nano),
	}
	if len(i.FailureCodes) > 0 {
		e.Data["failure_codes"] = i.FailureCodes
	}
	return e
}

// endInvitations ends what can still be accepted or sent again of a registration
// that has ended. Source: 1f, 2f.
func endInvitations(tx *store.Tx, c Cause, r models.Registration, at time.Time) ([]store.Waker, error) {
	open, err := tx.LockInvitationsOf(r.ID)
	if err != nil {
		return nil, err
	}
	var touched []store.Waker
	for _, i := range open {
		touched = append(touched, changed(models.SubjectInvitation, i.Realm, i.ID))
		if err := endInvitation(tx, c, i, r.State, at); err != nil {
			return nil, err
		}
	}
	return touched, nil
}

func endInvitation(tx *store.Tx, c Cause, i models.Invitation, registrationState string, at time.Time) error {
	version := i.Version
	i.NextWakeAt = nil
	if err := tx.CloseTasks(i.ID, at); err != nil {
		return err
	}
	if i.State != models.InvitationSent {
		// It failed or expired before; only the chance to send it again ends.
		return tx.MoveInvitation(&i, version)
	}
	i.State = models.InvitationClosed
	if registrationState == models.RegistrationExpired || rules.Over(i.ExpiresAt, at) {
		i.State = models.InvitationExpired
		at = i.ExpiresAt
	}
	i.StateSince, i.Version = at, version+1
	if err := tx.MoveInvitation(&i, version); err != nil {
		return err
	}
	return tx.Record(invitationEvent(c, i, "invitation."+i.State, at))
}
