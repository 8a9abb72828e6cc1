package demo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image/png"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/google/uuid"

	"partnercenter/api/client"
	"partnercenter/dev/seed"
	"partnercenter/dev/visitor"
	"partnercenter/models"
)

const visitorPassword = "Correct-Horse-7"

// fresh is a customer whom nobody has registered.
var fresh = company{name: "苏州青禾信息技术有限公司", person: "周青", phone: "+8613800000004", email: "zhou@qinghe.example"}

func inviteByMail(ctx context.Context, p *play) error {
	locale := client.InvitationInputLocaleZhCN
	in := client.InvitationInput{AssociationType: client.Resale, Locale: &locale, RegistrationIds: []uuid.UUID{p.chenxing.id}}
	if err := p.preview(ctx, in); err != nil {
		return err
	}
	got, err := p.alice.api.CreateInvitationsWithResponse(ctx, &client.CreateInvitationsParams{IdempotencyKey: newKey()}, in)
	if err != nil {
		return fmt.Errorf("invite: %w", err)
	}
	batch, err := expect(got.JSON201, got)
	if err != nil {
		return err
	}
	invitation := batch.Items[0]
	p.invitation = invitation.Id
	p.does(p.alice.name, "invites %s to buy through Aurora (%s): 201", p.chenxing.name, invitation.AssociationType)
	p.api("%s is %s, the link holds until %s", invitation.Reference, invitation.State, p.at(invitation.ExpiresAt))
	if err := same("the days of the link", invitation.ExpiresAt.Sub(invitation.SentAt), 7*24*time.Hour); err != nil {
		return err
	}
	link, err := p.mailedLink(ctx, 1)
	if err != nil {
		return err
	}
	p.oldLink = link
	return p.showInvited(ctx, link)
}

func (p *play) preview(ctx context.Context, in client.InvitationInput) error {
	got, err := p.alice.api.PreviewInvitationsWithResponse(ctx, in)
	if err != nil {
		return fmt.Errorf("preview mail: %w", err)
	}
	preview, err := expect(got.JSON200, got)
	if err != nil {
		return err
	}
	p.does(p.alice.name, "reads the mail before it is sent: “%s”", preview.Items[0].Subject)
	return nil
}

// mailedLink waits for the n-th invitation in the customer's box and answers the link in it.
func (p *play) mailedLink(ctx context.Context, n int) (string, error) {
	var link *url.URL
	err := eventually(ctx, func() error {
		mails, err := p.mailsTo(ctx, p.chenxing.email, "邀请您关联")
		if err != nil {
			return err
		}
		if len(mails) != n {
			return fmt.Errorf("%d invitations are in the box, not %d", len(mails), n)
		}
		link, err = visitor.Link(mails[n-1].Text, p.plan.APIs[0])
		return err
	})
	if err != nil {
		return "", err
	}
	p.mail("to %s, invitation number %d: %s…", p.chenxing.email, n, link.String()[:len(link.String())-26])
	return link.String(), nil
}

// showInvited: the engine and the database know the invitation, and not its code.
func (p *play) showInvited(ctx context.Context, link string) error {
	workflow, err := p.running(ctx, models.SubjectInvitation, p.invitation, models.InvitationSent)
	if err != nil {
		return err
	}
	p.temporal("%s", workflow)
	hash := sha256.Sum256([]byte(path.Base(link)))
	stored, err := p.number(ctx, "SELECT count(*) FROM invitation_codes WHERE code_hash = $1 AND invitation_id = $2", hash[:], p.invitation)
	if err != nil {
		return err
	}
	p.database("of the code in the mail only its SHA-256 is stored: %x…", hash[:6])
	return same("the number of stored hashes", stored, 1)
}

func linkExpires(ctx context.Context, p *play) error {
	invitation, err := p.alice.invitation(ctx, p.invitation)
	if err != nil {
		return err
	}
	if err := p.moveTo(ctx, invitation.ExpiresAt.Add(-10*time.Second)); err != nil {
		return err
	}
	if err := p.lastSeconds(ctx, invitation.ExpiresAt.Add(-time.Second)); err != nil {
		return err
	}
	wang, err := p.opens(ctx, p.oldLink)
	if err != nil {
		return err
	}
	if err := errors.Join(p.before(ctx, invitation.ExpiresAt), same("the page", wang.Page.Outcome, "")); err != nil {
		return err
	}
	p.does(p.chenxing.person, "opens the link one second before %s: “%s”", p.at(invitation.ExpiresAt), wang.Page.Heading)
	if err := p.moveTo(ctx, invitation.ExpiresAt); err != nil {
		return err
	}
	if err := wang.Open(ctx, p.oldLink); err != nil {
		return err
	}
	p.does(p.chenxing.person, "opens it at that instant: “%s” %s", wang.Page.Heading, strings.Join(wang.Page.Causes, " "))
	if err := same("the page", wang.Page.Outcome, visitor.Stopped); err != nil {
		return err
	}
	return p.showExpiredLink(ctx, invitation)
}

func (p *play) opens(ctx context.Context, link string) (*visitor.Visitor, error) {
	somebody, err := visitor.New("zh-CN", p.phone())
	if err != nil {
		return nil, err
	}
	return somebody, somebody.Open(ctx, link)
}

func (p *play) showExpiredLink(ctx context.Context, invitation client.Invitation) error {
	if err := p.moveTo(ctx, invitation.ExpiresAt.Add(time.Minute)); err != nil {
		return err
	}
	seen, err := p.alice.invitation(ctx, invitation.Id)
	if err != nil {
		return err
	}
	if err := same("the state", seen.State, client.InvitationStateExpired); err != nil {
		return err
	}
	p.api("%s is %s since %s; it can be sent again until %s, when the registration ends", seen.Reference, seen.State, p.at(seen.StateSince), p.at(seen.ResendUntil))
	workflow, err := p.running(ctx, models.SubjectInvitation, invitation.Id, models.InvitationExpired)
	if err != nil {
		return err
	}
	p.temporal("%s", workflow)
	return p.oneExpiry(ctx, "invitation.expired", invitation.Id, invitation.ExpiresAt)
}

// oneExpiry: there is one event of the end, dated to the deadline.
func (p *play) oneExpiry(ctx context.Context, kind string, id uuid.UUID, at time.Time) error {
	err := eventually(ctx, func() error {
		all, err := p.number(ctx, "SELECT count(*) FROM events WHERE type = $1 AND subject_id = $2", kind, id)
		if err != nil {
			return err
		}
		return same("the number of "+kind, all, 1)
	})
	if err != nil {
		return err
	}
	var dated, recorded time.Time
	if err := p.db.QueryRow(ctx, "SELECT at, recorded_at FROM events WHERE type = $1 AND subject_id = $2", kind, id).Scan(&dated, &recorded); err != nil {
		return fmt.Errorf("read event: %w", err)
	}
	p.database("one event %s at %s, recorded at %s", kind, p.at(dated), p.at(recorded))
	return same("the event's date is the deadline", dated.Equal(at), true)
}

func resend(ctx context.Context, p *play) error {
	got, err := p.alice.api.ResendInvitationWithResponse(ctx, p.invitation, &client.ResendInvitationParams{IdempotencyKey: newKey()})
	if err != nil {
		return fmt.Errorf("resend: %w", err)
	}
	invitation, err := expect(got.JSON200, got)
	if err != nil {
		return err
	}
	p.does(p.alice.name, "sends %s again: generation %d, valid until %s", invitation.Reference, invitation.Generation, p.at(invitation.ExpiresAt))
	link, err := p.mailedLink(ctx, 2)
	if err != nil {
		return err
	}
	wang, err := p.opens(ctx, p.oldLink)
	if err != nil {
		return err
	}
	if err := same("the page of the old code", wang.Page.Outcome, visitor.Stopped); err != nil {
		return err
	}
	p.does(p.chenxing.person, "opens the first link: “%s” %s", wang.Page.Heading, strings.Join(wang.Page.Causes, " "))
	if err := wang.Open(ctx, link); err != nil {
		return err
	}
	if err := same("the page of the new code", wang.Page.Outcome, ""); err != nil {
		return err
	}
	p.does(p.chenxing.person, "opens the second link: “%s”", wang.Page.Heading)
	p.newLink = link
	return p.showInvited(ctx, link)
}

func accept(ctx context.Context, p *play) error {
	wang, err := p.opens(ctx, p.newLink)
	if err != nil {
		return err
	}
	err = wang.Register(ctx, visitor.Person{Phone: p.chenxing.phone, Email: p.chenxing.email, Company: p.chenxing.name, Password: visitorPassword})
	if err != nil {
		return err
	}
	p.does(p.chenxing.person, "registers an account at the identity provider with the code from the text message to %s", p.chenxing.phone)
	version := wang.NoticeVersion()
	if err := wang.Consent(ctx); err != nil {
		return err
	}
	if err := same("the page", wang.Page.Outcome, visitor.Done); err != nil {
		return err
	}
	p.does(p.chenxing.person, "ticks the notice, version %s, and agrees: “%s”", version, wang.Page.Heading)
	return p.showAssociated(ctx)
}

func (p *play) showAssociated(ctx context.Context) error {
	r, err := p.alice.registration(ctx, p.chenxing.id)
	if err != nil {
		return err
	}
	if err := same("the state", r.State, client.RegistrationStateAssociated); err != nil {
		return err
	}
	association, err := p.alice.association(ctx, *r.AssociationId)
	if err != nil {
		return err
	}
	p.api("%s is %s; association %s (%s) with %s since %s", r.Reference, r.State, association.Reference, association.AssociationType,
		association.CustomerName, p.at(association.EffectiveFrom))
	for _, told := range []struct{ address, subject string }{{p.chenxing.email, "您已与"}, {auroraOffice, "客户已关联"}} {
		mail, err := p.mailTo(ctx, told.address, told.subject)
		if err != nil {
			return err
		}
		p.mail("to %s: “%s”", told.address, mail.Subject)
	}
	for _, end := range []struct {
		kind, state string
		id          uuid.UUID
	}{
		{models.SubjectRegistration, models.RegistrationAssociated, r.Id},
		{models.SubjectInvitation, models.InvitationAssociated, p.invitation},
		{models.SubjectAcceptance, models.AcceptanceAssociated, association.AcceptanceId},
	} {
		workflow, err := p.completed(ctx, end.kind, end.id, end.state)
		if err != nil {
			return err
		}
		p.temporal("%s", workflow)
	}
	row, err := p.registrationRow(ctx, r.Id)
	if err != nil {
		return err
	}
	p.database("state %s, %d slots left: the association protects now", row.state, row.slots)
	return errors.Join(same("the number of slots", row.slots, 0), p.tellTimeline(ctx, r.Id))
}

func (p *play) tellTimeline(ctx context.Context, id uuid.UUID) error {
	events, err := p.alice.timeline(ctx, id)
	if err != nil {
		return err
	}
	if len(events) < 2 {
		return fmt.Errorf("the timeline has %d events", len(events))
	}
	for _, event := range events {
		p.api("timeline, newest first: %s  %s by %s", p.at(event.At), event.Type, event.Actor)
	}
	return nil
}

func offlineLink(ctx context.Context, p *play) error {
	tag := "上海云展"
	got, err := p.arno.api.CreateInvitationLinkWithResponse(ctx, &client.CreateInvitationLinkParams{IdempotencyKey: newKey()},
		client.InvitationLinkInput{Kind: client.Custom, Tag: &tag, AssociationType: client.Consultant})
	if err != nil {
		return fmt.Errorf("make link: %w", err)
	}
	link, err := expect(got.JSON201, got)
	if err != nil {
		return err
	}
	code, err := p.arno.api.GetInvitationLinkQRCodeWithResponse(ctx, link.Id)
	if err != nil {
		return fmt.Errorf("read QR code: %w", err)
	}
	picture, err := png.DecodeConfig(bytes.NewReader(code.Body))
	if err != nil {
		return fmt.Errorf("read QR code: %w", err)
	}
	p.does(p.arno.name, "makes link %s tagged %s for a fair; its QR code is a PNG of %d × %d", link.Reference, tag, picture.Width, picture.Height)
	zhou, err := p.opens(ctx, link.Url)
	if err != nil {
		return err
	}
	err = zhou.Register(ctx, visitor.Person{Phone: fresh.phone, Email: fresh.email, Company: fresh.name, Password: visitorPassword})
	if err != nil {
		return err
	}
	if err := zhou.Consent(ctx); err != nil {
		return err
	}
	if err := same("the page", zhou.Page.Outcome, visitor.Done); err != nil {
		return err
	}
	p.does(fresh.person, "scans it, registers a fresh account and agrees, without any registration: “%s”", zhou.Page.Heading)
	return p.showTagged(ctx, tag)
}

// showTagged: the tag stays with the customer, who belongs to the link's account manager.
func (p *play) showTagged(ctx context.Context, tag string) error {
	got, err := p.arno.api.ListAssociationsWithResponse(ctx, &client.ListAssociationsParams{Tag: &tag})
	if err != nil {
		return fmt.Errorf("list associations: %w", err)
	}
	page, err := expect(got.JSON200, got)
	if err != nil {
		return err
	}
	if err := same("the number of associations", len(page.Items), 1); err != nil {
		return err
	}
	association := page.Items[0]
	if association.AccountManager == nil {
		return errors.New("the association has no account manager")
	}
	p.api("%s (%s) with %s, tag %s, account manager %s", association.Reference, association.AssociationType, association.CustomerName, *association.Tag, *association.AccountManager)
	if _, err := p.mailTo(ctx, fresh.email, "您已与"); err != nil {
		return err
	}
	p.mail("to %s: “您已与 … 关联”", fresh.email)
	workflow, err := p.completed(ctx, models.SubjectAcceptance, association.AcceptanceId, models.AcceptanceAssociated)
	if err != nil {
		return err
	}
	p.temporal("%s; the link itself needs no workflow", workflow)
	active, err := p.number(ctx, "SELECT count(*) FROM associations WHERE partner_id = $1 AND effective_until IS NULL", seed.Aurora)
	if err != nil {
		return err
	}
	p.database("Aurora has %d customers", active)
	return same("the number of Aurora's customers", active, 2)
}
