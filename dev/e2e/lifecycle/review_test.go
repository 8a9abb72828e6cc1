package lifecycle

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/directory"
	"partnercenter/models"
)

// house makes a customer whom the vendor has registered itself: it takes a review.
func (c *town) house() kit.Customer {
	c.T.Helper()
	customer := kit.NewCustomer()
	c.known(customer, func(r *directory.Record) { r.Facts.RegisteredByVendor = true })
	return customer
}

func TestReviews(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{OwnNamespace: true})
	t.Run("approval starts the fifteen days at its own instant", func(t *testing.T) { aReviewApproves(c.in(t)) })
	t.Run("rejection frees the customer", func(t *testing.T) { aReviewRejects(c.in(t)) })
	t.Run("nobody reviews what he submitted", func(t *testing.T) { makersAreNoCheckers(c.in(t)) })
	t.Run("silence is escalated, then lapses the request", func(t *testing.T) { silenceLapses(c.in(t)) })
}

func aReviewApproves(c *town) {
	customer := c.house()
	r := c.alice.asksForReview(customer)
	require.Equal(c.T, client.Party("vendor"), r.WaitingFor.Party)
	require.Equal(c.T, "1000.00", r.Review.Form.ExpectedNewConsumption.Amount)
	require.Equal(c.T, []string{"customer_taken"}, codes(c.bob.isRefused(http.StatusConflict, customer.ReviewJSON())), "a pending review holds the customer")
	require.NotNil(c.T, c.reviewTask(r.Id))
	status, _ := c.alice.raw(http.MethodPost, "/v1/registrations/"+r.Id.String()+"/review", `{"verdict":"approve","opinion":"ja"}`)
	require.Equal(c.T, http.StatusForbidden, status)

	c.MoveTo(c.Now().Add(day))
	status, _ = c.rita.raw(http.MethodPost, "/v1/registrations/"+r.Id.String()+"/review", `{"verdict":"approve","opinion":"ja"}`, "If-Match", `"7"`)
	require.Equal(c.T, http.StatusPreconditionFailed, status)
	approved := c.rita.reviews(r.Id, client.Approve, "If-Match", `"1"`)
	require.Equal(c.T, client.RegistrationStateReported, approved.State)
	require.Equal(c.T, 15*day, approved.ValidUntil.Sub(approved.StateSince))
	require.GreaterOrEqual(c.T, approved.StateSince.Sub(r.StateSince), day)
	require.Equal(c.T, "rita", *approved.Review.Reviewer)
	require.Equal(c.T, "因为客户需要", *c.alice.registration(r.Id).Review.Opinion)
	require.Nil(c.T, c.reviewTask(r.Id))
	c.Mail("aurora@partner.example", "报备审核通过："+customer.Company, 1)
	refusal := post[client.Problem](c.robert, http.StatusConflict, "/v1/registrations/"+r.Id.String()+"/review", `{"verdict":"reject","opinion":"nein"}`)
	require.Equal(c.T, []string{"registration_not_pending"}, codes(refusal))
	require.Equal(c.T, []string{"registration.submitted_for_review", "registration.approved"}, types(c.events("registration", r.Id)))
}

// reviewTask is what waits for the vendor about a registration, or nothing.
func (c *town) reviewTask(registration uuid.UUID) *client.Task {
	c.T.Helper()
	for _, task := range get[client.TaskPage](c.rita, "/v1/tasks?limit=200").Items {
		if task.SubjectId == registration && task.Kind == models.TaskReview {
			return &task
		}
	}
	return nil
}

func aReviewRejects(c *town) {
	customer := c.house()
	r := c.alice.asksForReview(customer)
	rejected := c.robert.reviews(r.Id, client.Reject)
	require.Equal(c.T, client.RegistrationStateRejected, rejected.State)
	require.Nil(c.T, rejected.ValidUntil)
	require.Equal(c.T, "因为客户需要", *c.alice.registration(r.Id).Review.Opinion)
	c.Mail("aurora@partner.example", "报备审核未通过："+customer.Company, 1)
	c.bob.asksForReview(customer)
	c.settled()
}

func makersAreNoCheckers(c *town) {
	r := c.alice.asksForReview(c.house())
	alice := person{c.World, c.Token("alice", c.Vendor, models.RoleReviewer)}
	path := "/v1/registrations/" + r.Id.String()
	refusal := post[client.Problem](alice, http.StatusConflict, path+"/review", `{"verdict":"approve","opinion":"mine"}`)
	require.Equal(c.T, []string{"reviewer_is_reporter"}, codes(refusal))
	require.False(c.T, allowed(get[client.Registration](alice, path).AllowedActions, "review"))
	require.True(c.T, allowed(get[client.Registration](c.rita, path).AllowedActions, "review"))
	require.Equal(c.T, client.RegistrationStatePendingReview, c.alice.registration(r.Id).State)
}

// allowed reports whether an action is offered to the caller.
func allowed(actions []client.Action, name string) bool {
	for _, a := range actions {
		if a.Name == name {
			return a.Allowed
		}
	}
	return false
}

func silenceLapses(c *town) {
	customer := c.house()
	r := c.alice.asksForReview(customer)
	target, lapse := *r.Review.TargetAt, *r.Review.LapseAt
	require.WithinDuration(c.T, afterWorkingDays(c.T, *r.SubmittedAt, 3), target, 0)
	require.WithinDuration(c.T, afterWorkingDays(c.T, *r.SubmittedAt, 10), lapse, 0)

	c.MoveTo(target.Add(-time.Minute)) // real time goes on while the answers are read
	require.Nil(c.T, c.alice.registration(r.Id).Review.EscalatedAt)
	require.False(c.T, c.reviewTask(r.Id).Escalated)
	c.MoveTo(target.Add(time.Minute))
	require.WithinDuration(c.T, target, *c.rita.registration(r.Id).Review.EscalatedAt, time.Minute)
	require.True(c.T, c.reviewTask(r.Id).Escalated)

	c.MoveTo(lapse.Add(-kit.Shortly))
	var before client.RegistrationState
	c.SecondBefore(lapse, func() { before = c.alice.registration(r.Id).State })
	require.Equal(c.T, client.RegistrationStatePendingReview, before)
	c.ClockTo(lapse)
	require.Equal(c.T, client.RegistrationStateLapsed, c.alice.registration(r.Id).State)
	refusal := post[client.Problem](c.rita, http.StatusConflict, "/v1/registrations/"+r.Id.String()+"/review", `{"verdict":"approve","opinion":"late"}`)
	require.Equal(c.T, []string{"registration_not_pending"}, codes(refusal))

	c.MoveTo(lapse.Add(time.Minute))
	require.WithinDuration(c.T, lapse, c.happens("registration", r.Id, "registration.lapsed").At, 0)
	require.Nil(c.T, c.reviewTask(r.Id))
	c.Mail("aurora@partner.example", customer.Company, 1)
	c.settled()
}

// afterWorkingDays is so many working days of the programme's calendar later.
func afterWorkingDays(t *testing.T, from time.Time, n int) time.Time {
	t.Helper()
	policy, err := models.DefaultPolicy(models.SiteCN)
	require.NoError(t, err)
	calendar, err := models.NewCalendar(policy)
	require.NoError(t, err)
	later, _ := calendar.AddWorkingDays(from, n)
	return later
}
