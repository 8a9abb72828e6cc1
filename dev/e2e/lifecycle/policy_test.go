package lifecycle

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
)

// Policies are versions that two people make; a process keeps its own.
func TestPolicies(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	held := c.alice.asksForReview(c.house())
	versions := get[client.PolicyList](c.operator, "/v1/policies/cn")
	require.Len(t, versions.Items, 1)
	document := versions.Items[0].Document
	document.Registration.ValidityDays = 20
	from := c.Now().Add(time.Hour)

	proposed := post[client.Policy](c.operator, http.StatusCreated, "/v1/policies/cn", map[string]any{"effective_from": from.UTC(), "document": document})
	require.EqualValues(t, 2, proposed.Version)
	require.Nil(t, proposed.Approver)
	refusal := post[client.Problem](c.operator, http.StatusConflict, "/v1/policies/cn/2/approve", nil)
	require.Equal(t, []string{"approver_is_author"}, codes(refusal))
	require.NotEqual(t, refusal.Code, refusal.Title)
	require.Equal(t, "policy.approve", get[client.Evaluation](c.operator, "/v1/evaluations/"+refusal.EvaluationId.String()).RuleSet)
	broken := document
	broken.Registration.ValidityDays = 0
	broken.Association.NoticeVersion = "never written"
	wrong := post[client.Problem](c.operator, http.StatusUnprocessableEntity, "/v1/policies/cn", map[string]any{"effective_from": from.UTC(), "document": broken})
	pointers := []string{}
	for _, e := range *wrong.Errors {
		pointers = append(pointers, e.Pointer+" "+e.Code)
	}
	require.ElementsMatch(t, []string{
		"/document/registration/validity_days not_positive", "/document/registration/reminder_days_before/0 out_of_range",
		"/document/association/notice_version unknown",
	}, pointers)
	approved := post[client.Policy](c.rita, http.StatusOK, "/v1/policies/cn/2/approve", nil)
	require.Equal(t, "rita", *approved.Approver)

	early := c.alice.registers(kit.NewCustomer())
	require.Equal(t, 15*day, early.ValidUntil.Sub(early.StateSince), "not in force yet")

	c.ClockTo(from)
	// Processes hold the list of versions for a second: an hour ahead of a version's instant that is no matter.
	require.Eventually(t, func() bool {
		late := c.alice.registers(kit.NewCustomer())
		return late.PolicyId == approved.Id && late.ValidUntil.Sub(late.StateSince) == 20*day
	}, patience, poll)
	reviewed := c.rita.reviews(held.Id, client.Approve)
	require.Equal(t, 15*day, reviewed.ValidUntil.Sub(reviewed.StateSince), "a process keeps the version that it started under")
	require.Equal(t, versions.Items[0].Id, reviewed.PolicyId)
	require.WithinDuration(t, *early.ValidUntil, *c.alice.registration(early.Id).ValidUntil, 0)
}
