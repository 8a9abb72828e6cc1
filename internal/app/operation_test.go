package app_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/app"
	"partnercenter/internal/config"
	"partnercenter/internal/store"
	"partnercenter/internal/store/storetest"
	"partnercenter/models"
)

// call is one call of an operator's command.
func call(command string) models.Operation {
	return models.Operation{ID: store.NewID(), Command: command, Operator: "olga", Reason: "a test"}
}

type line struct {
	ID        uuid.UUID      `json:"id"`
	Type      string         `json:"type"`
	SubjectID uuid.UUID      `json:"subject_id"`
	Actor     string         `json:"actor"`
	Reason    string         `json:"reason"`
	Data      map[string]any `json:"data"`
}

// An export has the events that were asked for, in their order, over as many
// batches as they take, and tells of itself before anything leaves.
func TestAudit_ExportsWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	for _, realm := range []string{"sandbox", "other"} {
		require.NoError(t, store.OpenRealm(t.Context(), db.URLs["owner"], realm, store.NewID(), "Vendor", models.SiteCN))
	}
	partner, customer, subject := store.NewID(), store.NewID(), store.NewID()
	worker := db.Store(t, "worker", 4)
	write := func(realm string, events ...models.Event) {
		require.NoError(t, worker.As(t.Context(), models.System(realm), func(tx *store.Tx) error {
			for _, e := range events {
				e.Realm, e.SubjectKind, e.Actor = realm, "test", "alice"
				if err := tx.Record(e); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	write("sandbox", models.Event{Type: "test.partner", SubjectID: store.NewID(), PartnerID: &partner}, models.Event{Type: "test.customer", SubjectID: store.NewID(), CustomerID: &customer})
	write("other", models.Event{Type: "test.elsewhere", SubjectID: subject, PartnerID: &partner})
	many := make([]models.Event, 1003)
	for i := range many {
		many[i] = models.Event{Type: "test.many", SubjectID: subject, SubjectSeq: int64(i + 1)}
	}
	write("sandbox", many...)
	middle := time.Now()

	cfg := config.Ops{Common: config.Common{DatabaseURL: config.Secret(db.URLs["worker"]), DatabaseConns: 4}}
	export := func(f models.AuditFilter) (lines []line) {
		var out bytes.Buffer
		require.NoError(t, app.Audit(t.Context(), cfg, call(models.OperationAudit), "sandbox", f, &out, slog.New(slog.DiscardHandler)))
		for documents := json.NewDecoder(&out); documents.More(); {
			var one line
			require.NoError(t, documents.Decode(&one))
			lines = append(lines, one)
		}
		return lines
	}
	types := func(lines []line) (types []string) {
		for _, l := range lines {
			types = append(types, l.Type)
		}
		return types
	}

	require.Equal(t, []string{"test.partner"}, types(export(models.AuditFilter{Organisation: &partner})))
	require.Equal(t, []string{"test.customer"}, types(export(models.AuditFilter{Organisation: &customer})))
	all := export(models.AuditFilter{Subject: &subject})
	require.Len(t, all, len(many))
	for i := 1; i < len(all); i++ {
		require.Less(t, all[i-1].ID.String(), all[i].ID.String())
	}
	require.Empty(t, export(models.AuditFilter{Subject: &subject, From: &middle}))
	require.Len(t, export(models.AuditFilter{Subject: &subject, Until: &middle}), len(many))

	calls := export(models.AuditFilter{From: &middle})
	require.Equal(t, []string{"ops.audit", "ops.audit", "ops.audit", "ops.audit", "ops.audit", "ops.audit"}, types(calls), "this one included")
	require.Equal(t, "olga", calls[0].Actor)
	require.Equal(t, "a test", calls[0].Reason)
	require.Equal(t, map[string]any{"realm": "sandbox", "organisation_id": partner.String()}, calls[0].Data)
}

// Who does not say who he is and why, or what he asks for, gets nothing and leaves nothing.
func TestOperations_WithoutAReasonDoNothing(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	require.NoError(t, store.OpenRealm(t.Context(), db.URLs["owner"], "sandbox", store.NewID(), "Vendor", models.SiteCN))
	cfg := config.Ops{Common: config.Common{DatabaseURL: config.Secret(db.URLs["worker"]), DatabaseConns: 4}}
	log := slog.New(slog.DiscardHandler)
	for name, change := range map[string]func(*models.Operation){
		"--operator": func(op *models.Operation) { op.Operator = "olga petrova" },
		"--reason":   func(op *models.Operation) { op.Reason = " \n" },
	} {
		op := call(models.OperationVerify)
		change(&op)
		var out bytes.Buffer
		require.ErrorContains(t, app.VerifyLedger(t.Context(), cfg, op, &out, log), name)
		require.Empty(t, out.String())
	}
	require.ErrorContains(t, app.Audit(t.Context(), cfg, call(models.OperationAudit), "sandbox", models.AuditFilter{}, new(bytes.Buffer), log), "--subject")
	var events int
	require.NoError(t, db.Admin.QueryRow(t.Context(), "SELECT count(*) FROM events").Scan(&events))
	require.Zero(t, events)
}
