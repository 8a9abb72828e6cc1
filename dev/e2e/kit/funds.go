package kit

import (
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
	"partnercenter/workflows"
)

// RealName is the authenticated name of partners whose money is stated.
const RealName = "Aurora Cloud Ltd"

// Money is an amount of the world's currency.
func Money(amount string) models.Money {
	m, err := models.ParseMoney(amount, string(models.CNY))
	if err != nil {
		panic(err) // the test's mistake
	}
	return m
}

// TopUp posts cash that came over a channel of a company at an instant, and answers its lot.
func (w *World) TopUp(partner uuid.UUID, amount, entity string, channel int, arrived time.Time) uuid.UUID {
	w.T.Helper()
	lot := models.Lot{
		ID: store.NewID(), Channel: channel, SigningEntity: entity, Reference: "paid-" + uuid.NewString(), ArrivedAt: models.Microseconds(arrived), Amount: Money(amount),
	}
	w.Post(w.Realm, rules.TopUp(rules.Cause{Book: partner, SubjectKind: "top_up", SubjectID: lot.ID, Key: "top_up:" + lot.ID.String(), At: arrived}, lot))
	return lot.ID
}

// Funds states the facts about a partner's money: nothing is due, and the real name is known. change may say otherwise.
func (w *World) Funds(partner uuid.UUID, change map[string]any) {
	w.T.Helper()
	body := map[string]any{
		"as_of": time.Now().Add(w.Sims.Clock.Shift()).UTC(), "source": "billing", "owed_invoices": []any{}, "unbilled": []any{}, "restricted": false, "real_name": RealName,
	}
	for name, value := range change {
		body[name] = value
		if value == nil {
			delete(body, name)
		}
	}
	status, answer := w.Call(w.URLs[0], http.MethodPut, "/v1/organisations/"+partner.String()+"/funds-facts", w.Token("feed", w.Vendor, models.RoleService), Encode(body))
	require.Equal(w.T, http.StatusOK, status, "%s", answer)
}

// MatchStatements runs the workflow of the schedule that matches statements, once.
func (w *World) MatchStatements() {
	w.T.Helper()
	run, err := w.Temporal.ExecuteWorkflow(w.T.Context(), client.StartWorkflowOptions{TaskQueue: w.TaskQueue, WorkflowExecutionTimeout: Patience}, workflows.MatchStatement)
	require.NoError(w.T, err)
	require.NoError(w.T, run.Get(w.T.Context(), nil))
}
