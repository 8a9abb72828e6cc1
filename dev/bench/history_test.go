//go:build bench

package bench

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"

	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
	"partnercenter/workflows"
)

// Every event of a history is a write of the engine: a registration has few.
func TestHistory(t *testing.T) {
	w := kit.NewWorld(t, kit.Options{OwnNamespace: true})
	alice := w.Token("alice", w.Aurora, models.RoleAdministrator)

	customer := kit.NewCustomer()
	associated := w.Registered(alice, customer)
	w.Invited(alice, associated)
	status, err := w.Browse(w.LinkIn(customer.Email), w.Account(customer, nil)).Agree(t.Context())
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, models.RegistrationAssociated, state(t, w, associated))
	events := ended(t, w, associated)
	report(t, row{
		what: "history of a registration that ends associated", product: fmt.Sprintf("%d events", events), baseline: "–", ratio: "–",
		budget: "≤ 30", verdict: judge(events <= 30),
	})

	expired := w.Registered(alice, kit.NewCustomer())
	var until time.Time
	require.NoError(t, w.Admin.QueryRow(t.Context(), "SELECT valid_until FROM registrations WHERE id = $1", expired).Scan(&until))
	require.Eventually(t, func() bool {
		var waiting bool
		err := w.Admin.QueryRow(t.Context(), "SELECT acted_at IS NOT NULL FROM registrations WHERE id = $1", expired).Scan(&waiting)
		return err == nil && waiting
	}, patience, poll, "the worker does not keep up")
	require.NoError(t, w.Mover.Patient(patience).To(t.Context(), w.Realm, until.Add(time.Minute)))
	events = ended(t, w, expired)
	require.Equal(t, models.RegistrationExpired, state(t, w, expired))
	var reminders int
	require.NoError(t, w.Admin.QueryRow(t.Context(),
		"SELECT count(*) FROM events WHERE subject_id = $1 AND type = 'registration.reminded'", expired).Scan(&reminders))
	require.Positive(t, reminders, "the reminder was left out")
	most := 13 + 6*reminders
	report(t, row{
		what: "history of a registration that expires", product: fmt.Sprintf("%d events, %d reminder", events, reminders), baseline: "–", ratio: "–",
		budget: fmt.Sprintf("≤ 13 + 6 per reminder = %d", most), verdict: judge(events <= most),
	})
}

func state(t *testing.T, w *kit.World, id string) string {
	t.Helper()
	var stored string
	require.NoError(t, w.Admin.QueryRow(t.Context(), "SELECT state FROM registrations WHERE id = $1", id).Scan(&stored))
	return stored
}

// ended waits until the workflow of a registration has completed and answers the length of its
// history as production would have it.
func ended(t *testing.T, w *kit.World, id string) int {
	t.Helper()
	workflowID := workflows.ID(models.SubjectRegistration, uuid.MustParse(id))
	require.Eventually(t, func() bool {
		described, err := w.Temporal.DescribeWorkflowExecution(t.Context(), workflowID, "")
		return err == nil && described.GetWorkflowExecutionInfo().GetStatus() == enumspb.WORKFLOW_EXECUTION_STATUS_COMPLETED
	}, patience, poll, "%s does not end", workflowID)
	var history []enumspb.EventType
	events := w.Temporal.GetWorkflowHistory(t.Context(), workflowID, "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		event, err := events.Next()
		require.NoError(t, err)
		history = append(history, event.GetEventType())
	}
	return len(history) - moved(history)
}

// moved counts the events that are there because time was moved: those that say so, and the
// workflow tasks that they caused, which are followed by nothing that the workflow did.
func moved(history []enumspb.EventType) int {
	const scheduledStartedCompleted = 3
	count := 0
	for i, event := range history {
		switch event { //nolint:exhaustive // the events of moving time, and the end of a task
		case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED, enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED:
			count++
		case enumspb.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
			if idle(history[i+1]) {
				count += scheduledStartedCompleted
			}
		}
	}
	return count
}

// idle tells from the event after a workflow task that the task did nothing.
func idle(next enumspb.EventType) bool {
	switch next {
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED, enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED,
		enumspb.EVENT_TYPE_TIMER_FIRED, enumspb.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED:
		return true
	default:
		return false
	}
}
