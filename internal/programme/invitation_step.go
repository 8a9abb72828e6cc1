package programme

import (
	"context"
	"time"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Load reads the row for its workflow and notes that the workflow has acted.
func (s *Invitations) Load(ctx context.Context, ref models.Ref) (models.Row, error) {
	var row models.Row
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		i, err := tx.Invitation(ref.ID)
		if err != nil {
			return err
		}
		if row = s.row(tx, i); row.Terminal {
			return nil
		}
		return tx.MarkActed(models.SubjectInvitation, ref.ID, &row.WakeAt)
	})
	return row, err
}

// Expire ends a link whose time is over; it can be sent again while the
// registration lives. Source: 2a-2, 2b.
func (s *Invitations) Expire(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	return s.step(ctx, ref, models.StepExpire, func(tx *store.Tx, i *models.Invitation) error {
		version := i.Version
		i.State, i.StateSince, i.Version = models.InvitationExpired, i.ExpiresAt, version+1
		waitForResend(i)
		if i.NextWakeAt == nil {
			// A mail that did not arrive left a task, and nothing can be sent again.
			if err := tx.CloseTasks(i.ID, i.ExpiresAt); err != nil {
				return err
			}
		}
		if err := tx.MoveInvitation(i, version); err != nil {
			return err
		}
		return tx.Record(invitationEvent(c, *i, "invitation.expired", i.ExpiresAt))
	})
}

// Close ends the chance to send an invitation again: its registration is over.
func (s *Invitations) Close(ctx context.Context, _ Cause, ref models.Ref) (models.Row, []store.Waker, error) {
	return s.step(ctx, ref, models.StepClose, func(tx *store.Tx, i *models.Invitation) error {
		i.NextWakeAt = nil
		if err := tx.CloseTasks(i.ID, i.ResendUntil); err != nil {
			return err
		}
		return tx.MoveInvitation(i, i.Version)
	})
}

// waitForResend plans the wait of an invitation that failed or expired: to the
// end of its registration, or no longer if that has come as well.
func waitForResend(i *models.Invitation) {
	i.NextWakeAt = nil
	if i.ExpiresAt.Before(i.ResendUntil) {
		at := wake(i.ResendUntil, i.ID)
		i.NextWakeAt = &at
	}
}

// step runs a timer's transaction if its step is still the next one and its time
// has come.
func (s *Invitations) step(ctx context.Context, ref models.Ref, name string, do func(*store.Tx, *models.Invitation) error) (models.Row, []store.Waker, error) {
	var row models.Row
	err := s.Store.As(ctx, models.System(ref.Realm), func(tx *store.Tx) error {
		i, err := tx.LockInvitation(ref.ID)
		if err != nil {
			return err
		}
		row = s.row(tx, i)
		if row.Terminal || row.NextStep != name || row.Now.Before(row.WakeAt) {
			return nil
		}
		if err := do(tx, &i); err != nil {
			return err
		}
		row = s.row(tx, i)
		return nil
	})
	return row, nil, err
}

// row is the invitation as its workflow sees it.
func (s *Invitations) row(tx *store.Tx, i models.Invitation) models.Row {
	row := models.Row{
		State: i.State, Since: i.StateSince, Version: i.Version, Reference: i.Reference, PartnerID: i.PartnerID,
		Terminal: i.NextWakeAt == nil, Now: tx.Now(), Waiting: invitationWaiting(i, i.State),
	}
	if !row.Terminal {
		row.NextStep, row.WakeAt = nextInvitationStep(i)
	}
	return row
}

// nextInvitationStep is what an open invitation does by itself next, and when.
func nextInvitationStep(i models.Invitation) (string, time.Time) {
	if i.State == models.InvitationSent {
		return models.StepExpire, wake(i.ExpiresAt, i.ID)
	}
	return models.StepClose, wake(i.ResendUntil, i.ID)
}

// invitationWaiting says who must act on an invitation in a state.
func invitationWaiting(i models.Invitation, state string) models.Waiting {
	switch {
	case state == models.InvitationSent:
		return models.Waiting{Party: models.PartyCustomer, Action: "accept_invitation", DueAt: &i.ExpiresAt, OnSilence: models.InvitationExpired}
	case i.NextWakeAt != nil && i.ExpiresAt.Before(i.ResendUntil):
		return models.Waiting{Party: models.PartyPartner, Action: "send_again", DueAt: &i.ResendUntil, OnSilence: state}
	default:
		return models.Waiting{Party: models.PartyNobody}
	}
}

// fail marks the invitation as failed for the causes of an acceptance; the
// partner can send it again. Source: 2b, 2c.
func fail(tx *store.Tx, c Cause, invitation models.Invitation, codes []string, acceptance models.Acceptance, at time.Time) error {
	version := invitation.Version
	invitation.State, invitation.StateSince, invitation.Version = models.InvitationFailed, at, version+1
	invitation.FailureCodes, invitation.AcceptanceID = codes, &acceptance.ID
	until := wake(invitation.ResendUntil, invitation.ID)
	invitation.NextWakeAt = &until
	if err := tx.MoveInvitation(&invitation, version); err != nil {
		return err
	}
	if err := tx.OpenTask(models.SendAgain(invitation, at, models.InvitationFailed)); err != nil {
		return err
	}
	return tx.Record(invitationEvent(c, invitation, "invitation.failed", at))
}

// succeed marks the invitation as having led to an association.
func succeed(tx *store.Tx, c Cause, invitation models.Invitation, association models.Association) error {
	version := invitation.Version
	invitation.State, invitation.StateSince, invitation.Version = models.InvitationAssociated, association.EffectiveFrom, version+1
	invitation.AcceptanceID, invitation.AssociationID, invitation.NextWakeAt = &association.AcceptanceID, &association.ID, nil
	// A mail can arrive although its server said that it would not.
	if err := tx.CloseTasks(invitation.ID, association.EffectiveFrom); err != nil {
		return err
	}
	if err := tx.MoveInvitation(&invitation, version); err != nil {
		return err
	}
	return tx.Record(invitationEvent(c, invitation, "invitation.associated", association.EffectiveFrom))
}

// effective is the invitation's state at an instant.
func effective(i models.Invitation, now time.Time) string {
	return rules.EffectiveInvitationState(i.State, i.ExpiresAt, i.ResendUntil, now)
}
