package programme

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/notify"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Get is one invitation as the principal sees it.
func (s *Invitations) Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.InvitationView, error) {
	var view models.InvitationView
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		i, err := tx.Invitation(id)
		if err != nil {
			return err
		}
		views, err := s.presentAll(tx, []models.Invitation{i})
		if err == nil {
			view = views[0]
		}
		return err
	})
	return view, err
}

// List is one page of invitations as the principal sees them.
func (s *Invitations) List(ctx context.Context, p models.Principal, f models.InvitationFilter, q models.ListQuery) (models.Page[models.InvitationView], error) {
	var page models.Page[models.InvitationView]
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		rows, err := tx.Invitations(f, q)
		if err != nil {
			return err
		}
		page.Next = rows.Next
		page.Items, err = s.presentAll(tx, rows.Items)
		return err
	})
	return page, err
}

// Preview composes the mails that a call of invite would send: with a
// placeholder instead of the link, the person masked as in every answer, and no
// reference, which an invitation gets when it is sent. Source: 2a-1.
func (s *Invitations) Preview(ctx context.Context, p models.Principal, in models.InvitationInput) ([]models.MailPreview, error) {
	var previews []models.MailPreview
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		partner, err := tx.Organisation(p.Org)
		if err != nil {
			return err
		}
		now := tx.Now()
		policy, err := tx.Policy(partner.Site, now)
		if err != nil {
			return err
		}
		zone, err := policy.Document.Location()
		if err != nil {
			return err
		}
		for _, id := range in.RegistrationIDs {
			r, err := tx.Registration(id)
			if err != nil {
				return err
			}
			if r.ValidUntil == nil {
				return &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/registration_ids", Code: rules.RegistrationNotReported}}}
			}
			contacts, err := tx.Contacts([]uuid.UUID{r.ContactID})
			if err != nil {
				return err
			}
			mail, err := notify.Compose("invitation", in.Locale, notify.Data{
				Recipient: masked(contacts[r.ContactID]).PersonName, PartnerName: partner.Name, CompanyName: r.CompanyName,
				AssociationType: in.AssociationType, Link: s.Address("…"), ExpiresAt: rules.LinkEnd(now, *r.ValidUntil, policy.Document), Zone: zone,
			})
			if err != nil {
				return err
			}
			previews = append(previews, models.MailPreview{RegistrationID: id, Subject: mail.Subject, Text: mail.Text, HTML: mail.HTML})
		}
		return nil
	})
	return previews, err
}

func (s *Invitations) presentAll(tx *store.Tx, rows []models.Invitation) ([]models.InvitationView, error) {
	ids := make([]uuid.UUID, len(rows))
	for n, i := range rows {
		ids[n] = i.ContactID
	}
	contacts, err := tx.Contacts(ids)
	if err != nil {
		return nil, err
	}
	var partner rules.PartnerFacts
	if tx.Principal().Side == models.SidePartner {
		own, err := tx.Organisation(tx.Principal().Org)
		if err != nil {
			return nil, err
		}
		partner = rules.PartnerOf(own)
	}
	views := make([]models.InvitationView, len(rows))
	for n, i := range rows {
		views[n] = present(tx, i, contacts[i.ContactID], partner)
	}
	return views, nil
}

// present is the invitation as the principal sees it now. The daily limit is not
// among the blockers shown: it is counted when the mail is asked for.
func present(tx *store.Tx, i models.Invitation, contact models.Contact, partner rules.PartnerFacts) models.InvitationView {
	p, now := tx.Principal(), tx.Now()
	v := models.InvitationView{Invitation: i, Contact: contact, Effective: effective(i, now)}
	if v.Effective != i.State {
		v.StateSince = i.ExpiresAt
	}
	v.Waiting = invitationWaiting(i, v.Effective)
	if p.Side != models.SidePartner || !p.Is(models.RoleAdministrator, models.RoleAccountManager) {
		return v
	}
	// The registration of an invitation that can still be decided on is live
	// until ResendUntil; what ends it earlier ends the invitation with it.
	registration := models.RegistrationReported
	if i.NextWakeAt == nil || rules.Over(i.ResendUntil, now) {
		registration = models.RegistrationExpired
	}
	actor := rules.Actor{Principal: p, Reporter: i.Inviter, AccountManager: i.AccountManager}
	policy, err := tx.PolicyByID(i.PolicyID)
	if err == nil {
		v.Actions = append(v.Actions, action(models.VerbResend, rules.Resend(rules.ResendFacts{
			Partner: partner, Actor: actor, State: v.Effective, RegistrationState: registration, AssociationType: i.AssociationType,
		}, policy.Document, now)))
	}
	v.Actions = append(v.Actions, action(models.VerbCancel, rules.Cancel(rules.CancelFacts{Actor: actor, State: v.Effective, RegistrationState: registration})))
	return v
}
