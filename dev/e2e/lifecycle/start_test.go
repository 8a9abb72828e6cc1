package lifecycle

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/internal/process"
	"partnercenter/models"
)

// Who moved a row before its workflow was started found nobody to tell: the note of the start
// has the workflow read the row.
func TestARowThatMovedBeforeItsWorkflowWasThere(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{})
	id := uuid.MustParse(w.Registered(w.Token("alice", w.Aurora, models.RoleAdministrator), kit.NewCustomer()))
	noted := func() bool {
		var acted bool
		err := w.Admin.QueryRow(t.Context(), "SELECT acted_at IS NOT NULL FROM registrations WHERE id = $1", id).Scan(&acted)
		return err == nil && acted
	}
	require.Eventually(t, noted, kit.Patience, 20*time.Millisecond, "the start is not noted")
	_, err := w.Admin.Exec(t.Context(), "UPDATE registrations SET acted_at = NULL, version = 2 WHERE id = $1", id)
	require.NoError(t, err)

	starts := process.NewStarts(t.Context(), w.Store("api"), &process.Engine{Client: w.Temporal, TaskQueue: w.TaskQueue, Log: slog.New(slog.DiscardHandler)})
	starts.Add(models.Begun{Kind: models.SubjectRegistration, Ref: models.Ref{ID: id, Realm: w.Realm}, Row: models.Row{Version: 1}, LookAt: time.Now()})
	starts.Close()
	require.Eventually(t, noted, kit.Patience, 20*time.Millisecond, "the workflow has not read the row")
}
