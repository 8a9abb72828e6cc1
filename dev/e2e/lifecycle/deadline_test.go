package lifecycle

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/visitor"
	"partnercenter/models"
)

// A deadline is true at its instant and not a second before it, whoever is late.
func TestDeadlines(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{OwnNamespace: true})
	t.Run("an invitation is good to the last second of its seventh day", func(t *testing.T) { anInvitationEnds(c.in(t)) })
	t.Run("a registration protects to the last second of its fifteenth day", func(t *testing.T) { aRegistrationEnds(c.in(t)) })
	t.Run("an invitation never outlives its registration", func(t *testing.T) { anInvitationEndsWithItsRegistration(c.in(t)) })
	t.Run("deadlines pass while the worker is stopped", func(t *testing.T) { deadlinesPassUnattended(c.in(t)) })
	t.Run("an acceptance waits for the directory", func(t *testing.T) { directoryComesBack(c.in(t)) })
	t.Run("an acceptance gives the directory up", func(t *testing.T) { directoryStaysAway(c.in(t)) })
}

func anInvitationEnds(c *town) {
	customer := kit.NewCustomer()
	i := c.alice.invites(models.Consultant, c.alice.registers(customer).Id)[0]
	require.Equal(c.T, 7*day, i.ExpiresAt.Sub(i.SentAt))
	link := c.MailedLink(customer.Email, 1)

	c.MoveTo(i.ExpiresAt.Add(-kit.Shortly))
	var page visitor.Page
	var before client.InvitationState
	c.SecondBefore(i.ExpiresAt, func() { page, before = c.Visitor(link).Page, c.alice.invitation(i.Id).State })
	require.Empty(c.T, page.Outcome, page.Text)
	require.Equal(c.T, client.InvitationStateSent, before)

	c.ClockTo(i.ExpiresAt)
	require.Equal(c.T, visitor.Stopped, c.Visitor(link).Page.Outcome)
	after := c.alice.invitation(i.Id)
	require.Equal(c.T, client.InvitationStateExpired, after.State)
	require.WithinDuration(c.T, i.ExpiresAt, after.StateSince, 0)
	require.Contains(c.T, listed(c.alice, "expired"), i.Id)
	require.NotContains(c.T, listed(c.alice, "sent"), i.Id)

	c.MoveTo(i.ExpiresAt.Add(time.Minute))
	require.WithinDuration(c.T, i.ExpiresAt, c.happens("invitation", i.Id, "invitation.expired").At, 0)
	require.WithinDuration(c.T, i.ExpiresAt, c.alice.invitation(i.Id).StateSince, 0, "written down with its own date")
}

// listed are the ids of a partner's invitations in a state.
func listed(p person, state string) []uuid.UUID {
	p.T.Helper()
	ids := []uuid.UUID{}
	for _, i := range get[client.InvitationPage](p, "/v1/invitations?state="+state).Items {
		ids = append(ids, i.Id)
	}
	return ids
}

func aRegistrationEnds(c *town) {
	customer := kit.NewCustomer()
	r := c.alice.registers(customer)
	end := *r.ValidUntil
	require.Equal(c.T, 15*day, end.Sub(r.StateSince))

	c.MoveTo(end.AddDate(0, 0, -3).Add(-time.Minute))
	require.Empty(c.T, c.MailsAbout("aurora@partner.example", "报备即将到期："+customer.Company))
	c.MoveTo(end.AddDate(0, 0, -3).Add(time.Minute))
	c.Mail("aurora@partner.example", "报备即将到期："+customer.Company, 1)

	c.MoveTo(end.Add(-kit.Shortly))
	require.Equal(c.T, []string{"customer_taken"}, codes(c.bob.isRefused(http.StatusConflict, customer.JSON())))
	var foreseen client.Evaluation
	var before client.RegistrationState
	c.SecondBefore(end, func() {
		foreseen = post[client.Evaluation](c.bob, http.StatusOK, "/v1/registrations/check", customer.JSON()) // the command asks the same rule
		before = c.alice.registration(r.Id).State
	})
	require.Len(c.T, foreseen.Blockers, 1)
	require.Equal(c.T, "customer_taken", foreseen.Blockers[0].Code)
	require.Equal(c.T, client.RegistrationStateReported, before)

	c.ClockTo(end)
	c.bob.registers(customer)
	after := c.alice.registration(r.Id)
	require.Equal(c.T, client.RegistrationStateExpired, after.State)
	require.WithinDuration(c.T, end, after.StateSince, 0)

	c.MoveTo(end.Add(time.Minute))
	require.WithinDuration(c.T, end, c.happens("registration", r.Id, "registration.expired").At, 0)
	require.WithinDuration(c.T, end, c.alice.registration(r.Id).StateSince, 0, "written down with its own date")
	c.Mail("aurora@partner.example", "报备已失效："+customer.Company, 1)
	c.settled()
	require.Len(c.T, c.MailsAbout("aurora@partner.example", "报备即将到期："+customer.Company), 1, "one reminder")
	require.Len(c.T, c.MailsAbout("aurora@partner.example", "报备已失效："+customer.Company), 1)
}

func anInvitationEndsWithItsRegistration(c *town) {
	customer := kit.NewCustomer()
	r := c.alice.registers(customer)
	c.MoveTo(r.ValidUntil.AddDate(0, 0, -2))
	i := c.alice.invites(models.Consultant, r.Id)[0]
	require.WithinDuration(c.T, *r.ValidUntil, i.ExpiresAt, 0)
	link := c.MailedLink(customer.Email, 1)

	c.MoveTo(r.ValidUntil.Add(time.Minute))
	require.Equal(c.T, visitor.Stopped, c.Visitor(link).Page.Outcome)
	require.WithinDuration(c.T, *r.ValidUntil, c.happens("invitation", i.Id, "invitation.expired").At, 0)
	refusal := post[client.Problem](c.alice, http.StatusConflict, "/v1/invitations/"+i.Id.String()+"/resend", nil)
	require.Contains(c.T, codes(refusal), "registration_not_reported")
	c.settled()
}

// The second partner gets the customer, the first reads that its claim has
// expired; the worker writes the ends down once, dated to the deadlines.
func deadlinesPassUnattended(c *town) {
	customer := kit.NewCustomer()
	r := c.alice.registers(customer)
	i := c.alice.invites(models.Consultant, r.Id)[0]
	c.MailedLink(customer.Email, 1)
	c.settled()
	c.Product.Stop("worker")
	c.MoveUnattended(r.ValidUntil.Add(time.Hour))

	require.Equal(c.T, client.RegistrationStateExpired, c.alice.registration(r.Id).State)
	seen := c.alice.invitation(i.Id)
	require.Equal(c.T, client.InvitationStateExpired, seen.State)
	require.WithinDuration(c.T, i.ExpiresAt, seen.StateSince, 0)
	require.Equal(c.T, []string{"registration.reported"}, types(c.events("registration", r.Id)))
	theirs := c.bob.registers(customer)

	c.Product.Start("worker")
	for _, end := range []struct {
		kind string
		id   uuid.UUID
		at   time.Time
	}{{"registration", r.Id, *r.ValidUntil}, {"invitation", i.Id, i.ExpiresAt}} {
		event := c.happens(end.kind, end.id, end.kind+".expired")
		require.WithinDuration(c.T, end.at, event.At, 0)
		require.Greater(c.T, event.RecordedAt.Sub(end.at), 59*time.Minute)
	}
	c.settled()
	require.Equal(c.T, []string{"registration.reported", "registration.expired"}, types(c.events("registration", r.Id)))
	require.Equal(c.T, []string{"invitation.sent", "invitation.expired"}, types(c.events("invitation", i.Id)))
	require.Equal(c.T, client.RegistrationStateReported, c.bob.registration(theirs.Id).State)
	require.Empty(c.T, c.MailsAbout("aurora@partner.example", "报备即将到期："+customer.Company), "a reminder of what is over")
}
