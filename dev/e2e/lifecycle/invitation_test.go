package lifecycle

import (
	"bytes"
	"fmt"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/visitor"
	"partnercenter/models"
)

// Online invitations and offline links, on the partner's side.
func TestInvitations(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	t.Run("several are sent at once, all or none", func(t *testing.T) { allOrNone(c.in(t)) })
	t.Run("the preview is the mail without its link", func(t *testing.T) { previewsAreMails(c.in(t)) })
	t.Run("sending again voids the old code", func(t *testing.T) { resendingVoids(c.in(t)) })
	t.Run("cancelling ends the link", func(t *testing.T) { cancellingEnds(c.in(t)) })
	t.Run("an operator sends a hundred a day", func(t *testing.T) { aHundredADay(c.in(t)) })
	t.Run("links of all kinds", func(t *testing.T) { linksOfAllKinds(c.in(t)) })
	t.Run("a prepaid partner does not resell", func(t *testing.T) { prepaidPartners(c.in(t)) })
	t.Run("timelines tell what happened", func(t *testing.T) { timelinesTell(c.in(t)) })
}

func invitation(kind string, ids ...uuid.UUID) map[string]any {
	return map[string]any{"registration_ids": ids, "association_type": kind, "locale": "en"}
}

func allOrNone(c *town) {
	one, two := kit.NewCustomer(), kit.NewCustomer()
	first, second := c.alice.registers(one), c.alice.registers(two)
	gone := c.alice.registers(kit.NewCustomer())
	release(c.alice, gone.Id, http.StatusOK)

	refusal := post[client.Problem](c.alice, http.StatusConflict, "/v1/invitations", invitation("resale", first.Id, gone.Id, second.Id))
	require.Equal(c.T, []string{"registration_not_reported"}, codes(refusal))
	require.Equal(c.T, "/registration_ids/1", *(*refusal.Blockers)[0].Pointer)
	require.Empty(c.T, get[client.InvitationPage](c.alice, "/v1/invitations?registration_id="+first.Id.String()).Items)
	status, _ := c.bob.raw(http.MethodPost, "/v1/invitations", invitation("resale", first.Id))
	require.Equal(c.T, http.StatusNotFound, status)

	sent := c.alice.invites(models.Resale, first.Id, second.Id)
	require.Len(c.T, sent, 2)
	require.Equal(c.T, sent[0].BatchId, sent[1].BatchId)
	require.NotEqual(c.T, c.MailedLink(one.Email, 1), c.MailedLink(two.Email, 1))
	again := post[client.Problem](c.alice, http.StatusConflict, "/v1/invitations", invitation("consultant", first.Id))
	require.Equal(c.T, []string{"invitation_open"}, codes(again))
}

func previewsAreMails(c *town) {
	customer := kit.NewCustomer()
	r := c.alice.registers(customer)
	preview := post[client.InvitationPreview](c.alice, http.StatusOK, "/v1/invitations/preview", invitation("resale", r.Id)).Items[0]
	require.Empty(c.T, c.MailsAbout(customer.Email, ""), "nothing is sent")
	c.alice.invites(models.Resale, r.Id)
	sent := c.Mail(customer.Email, "", 1)
	require.Equal(c.T, preview.Subject, sent.Subject)
	require.Contains(c.T, preview.Text, "Dear 王")
	require.NotContains(c.T, preview.Text, "王小明", "personal data is masked in every answer")
	require.Equal(c.T, strings.Split(sent.Text, "\n")[2:4], strings.Split(preview.Text, "\n")[2:4])
	_, err := visitor.Link(preview.Text, c.URLs[0])
	require.Error(c.T, err, "the preview holds no code that works")
}

func resendingVoids(c *town) {
	customer := kit.NewCustomer()
	i := c.alice.invites(models.Consultant, c.alice.registers(customer).Id)[0]
	first := c.MailedLink(customer.Email, 1)
	path := "/v1/invitations/" + i.Id.String() + "/resend"
	require.Equal(c.T, http.StatusPreconditionFailed, post[client.Problem](c.alice, http.StatusPreconditionFailed, path, nil, "If-Match", `"9"`).Status)
	key := kit.Key()
	again := post[client.Invitation](c.alice, http.StatusOK, path, nil, "Idempotency-Key", key)
	require.EqualValues(c.T, 2, again.Generation)
	replay := post[client.Invitation](c.alice, http.StatusOK, path, nil, "Idempotency-Key", key)
	require.EqualValues(c.T, 2, replay.Generation)
	second := c.MailedLink(customer.Email, 2)
	require.NotEqual(c.T, first, second)
	require.Equal(c.T, visitor.Stopped, c.Visitor(first).Page.Outcome)
	require.Empty(c.T, c.Visitor(second).Page.Outcome)
	require.Equal(c.T, []string{"invitation.sent", "invitation.resent"}, types(c.events("invitation", i.Id)))
}

func cancellingEnds(c *town) {
	customer := kit.NewCustomer()
	r := c.alice.registers(customer)
	i := c.alice.invites(models.Consultant, r.Id)[0]
	link := c.MailedLink(customer.Email, 1)
	path := "/v1/invitations/" + i.Id.String() + "/cancel"
	require.Equal(c.T, client.InvitationStateCancelled, post[client.Invitation](c.alice, http.StatusOK, path, nil).State)
	require.Equal(c.T, []string{"invitation_not_cancellable"}, codes(post[client.Problem](c.alice, http.StatusConflict, path, nil)))
	refusal := post[client.Problem](c.alice, http.StatusConflict, "/v1/invitations/"+i.Id.String()+"/resend", nil)
	require.Equal(c.T, []string{"invitation_not_resendable"}, codes(refusal))
	require.Equal(c.T, visitor.Stopped, c.Visitor(link).Page.Outcome)
	require.Contains(c.T, listed(c.alice, "cancelled"), i.Id)
	c.alice.invites(models.Resale, r.Id)
	c.settled()
}

// The hundred are counted per operator and day; the mails that a test would
// otherwise have to send are written down as sent.
func aHundredADay(c *town) {
	mona := c.member("mona", models.RoleAccountManager)
	one, two := mona.registers(kit.NewCustomer()), mona.registers(kit.NewCustomer())
	i := mona.invites(models.Consultant, one.Id)[0]
	tag, err := c.Admin.Exec(c.T.Context(), "UPDATE invitation_counts SET sent = 99 WHERE subject = 'mona'")
	require.NoError(c.T, err)
	require.EqualValues(c.T, 1, tag.RowsAffected())
	mona.invites(models.Consultant, two.Id)
	path := "/v1/invitations/" + i.Id.String() + "/resend"
	refusal := post[client.Problem](mona, http.StatusConflict, path, nil)
	require.Equal(c.T, []string{"invitation_limit_reached"}, codes(refusal))
	require.NotNil(c.T, (*refusal.Blockers)[0].EligibleFrom)
	require.Equal(c.T, []string{"invitation_limit_reached"}, codes(post[client.Problem](mona, http.StatusConflict, "/v1/invitations", invitation("consultant", mona.registers(kit.NewCustomer()).Id))))
	post[client.Invitation](c.alice, http.StatusOK, path, nil)
}

func linksOfAllKinds(c *town) {
	mia := c.member("mia-links", models.RoleAccountManager)
	for body, code := range map[string]string{
		`{"kind":"custom","association_type":"consultant"}`:   "tag_required",
		`{"kind":"campaign","association_type":"consultant"}`: "campaign_required",
	} {
		require.Equal(c.T, []string{code}, codes(post[client.Problem](mia, http.StatusConflict, "/v1/invitation-links", body)))
	}
	for body, tag := range map[string]string{
		`{"kind":"general","association_type":"consultant"}`:                                    "mia-links",
		`{"kind":"custom","tag":"华南展会","association_type":"resale"}`:                            "华南展会",
		`{"kind":"campaign","campaign":"spring-27","tag":"春季","association_type":"consultant"}`: "春季",
	} {
		link := post[client.InvitationLink](mia, http.StatusCreated, "/v1/invitation-links", body)
		require.Equal(c.T, tag, *link.Tag)
		status, picture := mia.raw(http.MethodGet, "/v1/invitation-links/"+link.Id.String()+"/qr.png", nil)
		require.Equal(c.T, http.StatusOK, status)
		_, err := png.DecodeConfig(bytes.NewReader(picture))
		require.NoError(c.T, err)
		for range 2 {
			customer := kit.NewCustomer()
			page := c.Accept(link.Url, c.Account(customer, nil)).Page
			require.Equal(c.T, visitor.Done, page.Outcome, page.Text)
			association := c.associationOf(customer)
			require.Equal(c.T, tag, *association.Tag)
			require.Equal(c.T, "mia-links", *association.AccountManager)
			require.Equal(c.T, link.Id, *association.LinkId)
			require.Equal(c.T, link.AssociationType, association.AssociationType)
			c.Mail(customer.Email, "", 1)
		}
		revoked := post[client.InvitationLink](mia, http.StatusOK, "/v1/invitation-links/"+link.Id.String()+"/revoke", nil)
		require.Equal(c.T, client.InvitationLinkState("revoked"), revoked.State)
		require.Equal(c.T, visitor.Stopped, c.Visitor(link.Url).Page.Outcome)
		refusal := post[client.Problem](mia, http.StatusConflict, "/v1/invitation-links/"+link.Id.String()+"/revoke", nil)
		require.Equal(c.T, []string{"link_revoked"}, codes(refusal))
	}
	tagged := get[client.AssociationPage](mia, "/v1/associations?tag=%E6%98%A5%E5%AD%A3")
	require.Len(c.T, tagged.Items, 2)
}

// associationOf is the active association of a customer as the vendor sees it.
func (c *town) associationOf(customer kit.Customer) client.Association {
	c.T.Helper()
	for _, a := range get[client.AssociationPage](c.rita, "/v1/associations?limit=200").Items {
		if a.CustomerName == customer.Company {
			return a
		}
	}
	require.Fail(c.T, "no association", customer.Company)
	return client.Association{}
}

func prepaidPartners(c *town) {
	id := uuid.Must(uuid.NewV7())
	call[client.Organisation](c.feed, http.StatusOK, http.MethodPut, "/v1/organisations/"+id.String(),
		`{"kind":"partner","site":"cn","name":"Prepaid","country":"CN","prepaid":true,"contact":{"phone":"+8613900000007"}}`)
	admin := person{c.World, c.Token("paula", id, models.RoleAdministrator)}
	r := admin.registers(kit.NewCustomer())
	refusal := post[client.Problem](admin, http.StatusConflict, "/v1/invitations", invitation("resale", r.Id))
	require.Equal(c.T, []string{"prepaid_partner_resale"}, codes(refusal))
	refusal = post[client.Problem](admin, http.StatusConflict, "/v1/invitation-links", `{"kind":"general","association_type":"resale"}`)
	require.Equal(c.T, []string{"prepaid_partner_resale"}, codes(refusal))
	admin.invites(models.Consultant, r.Id)
}

func timelinesTell(c *town) {
	customer := kit.NewCustomer()
	r := c.alice.registers(customer)
	i := c.alice.invites(models.Resale, r.Id)[0]
	account := c.Account(customer, nil)
	require.Equal(c.T, visitor.Done, c.Accept(c.MailedLink(customer.Email, 1), account).Page.Outcome)
	association := c.associationOf(customer)
	for kind, want := range map[string][]string{
		"registration/" + r.Id.String():                   {"registration.reported", "registration.associated"},
		"invitation/" + i.Id.String():                     {"invitation.sent", "invitation.associated"},
		"acceptance/" + association.AcceptanceId.String(): {"acceptance.consented", "acceptance.associated"},
		"association/" + association.Id.String():          {"association.started"},
	} {
		subject, id, _ := strings.Cut(kind, "/")
		told := c.events(subject, uuid.MustParse(id))
		require.Equal(c.T, want, types(told))
		require.NotContains(c.T, fmt.Sprint(told), customer.Phone)
		require.NotContains(c.T, fmt.Sprint(told), customer.Email)
	}
	require.Equal(c.T, association.Id, *c.alice.invitation(i.Id).AssociationId)
	require.Equal(c.T, "1", *association.NoticeVersion)
	require.Equal(c.T, http.StatusNotFound, call[client.Problem](c.bob, http.StatusNotFound, http.MethodGet, "/v1/associations/"+association.Id.String(), nil).Status)
}
