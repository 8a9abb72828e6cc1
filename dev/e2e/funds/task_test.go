package funds

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

// What waits for the vendor's finance where no workflow waits with it has its end in working days, and is escalated past it, once.
func TestTasksAboutMoneyAreEscalated(t *testing.T) {
	t.Parallel()
	o := open(t)
	topUp := o.pay(payment("ACC-NOBODY", "500.00"))
	change := o.change(o.vera, models.ChangeGrantCredit, "500000.01")
	require.Equal(t, "pending", change.text("state"), "%s", change.body)

	var last time.Time
	for kind, subject := range map[string]string{models.TaskClaim: text(topUp, "id"), models.TaskChange: change.text("id")} {
		task := o.task(kind)
		require.Equal(t, subject, task["subject_id"])
		require.Equal(t, false, task["escalated"])
		require.Nil(t, task["on_silence"], "silence decides nothing")
		due := instantOf(t, task, "due_at")
		require.WithinDuration(t, afterWorkingDays(t, instantOf(t, task, "since"), 3), due, 0)
		if due.After(last) {
			last = due
		}
	}
	require.NoError(t, o.Sweep(t.Context()))
	require.Equal(t, false, o.task(models.TaskClaim)["escalated"], "it has its days")

	require.NoError(t, o.Late(t.Context(), last.Add(time.Second)))
	for _, kind := range []string{models.TaskClaim, models.TaskChange} {
		require.Equal(t, true, o.task(kind)["escalated"], kind)
		require.Equal(t, true, o.task(kind)["overdue"], kind)
	}
	require.Equal(t, "unmatched", o.get("/v1/top-ups/"+text(topUp, "id"), o.vera).text("state"))
	vince := o.Token("vince", o.Vendor, models.RoleVendorFinance)
	require.Equal(t, http.StatusOK, o.check(vince, change, models.VerdictReject).status)
	require.Empty(t, o.get("/v1/tasks?kind=check_account_change", vince).items())
}

// task is the one open task of a kind.
func (o *office) task(kind string) map[string]any {
	o.T.Helper()
	tasks := o.get("/v1/tasks?party=vendor&kind="+kind, o.vera).items()
	require.Len(o.T, tasks, 1, kind)
	return tasks[0]
}

func instantOf(t *testing.T, object map[string]any, name string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text(object, name))
	require.NoError(t, err, name)
	return at
}

func afterWorkingDays(t *testing.T, from time.Time, n int) time.Time {
	t.Helper()
	policy, err := models.DefaultPolicy(models.SiteCN)
	require.NoError(t, err)
	later, _, err := models.AddWorkingDays(from, n, policy)
	require.NoError(t, err)
	return later
}
