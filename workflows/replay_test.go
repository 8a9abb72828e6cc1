package workflows_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"partnercenter/workflows"
)

// Runs that began under earlier code go on under today's: every history of the
// corpus, one per release and way of ending, is replayed under the id it was
// recorded with. Package dev/e2e/endings records it.
func TestHistoriesReplay(t *testing.T) {
	t.Parallel()
	for kind := range workflows.Types {
		files, err := filepath.Glob(filepath.Join("testdata", "replay", "*", kind, "*.json"))
		require.NoError(t, err)
		require.NotEmpty(t, files, "there is no recorded history of the kind %s", kind)
		for _, file := range files {
			t.Run(strings.TrimPrefix(file, filepath.Join("testdata", "replay")+"/"), func(t *testing.T) {
				t.Parallel()
				history := read(t, file)
				started := history.GetEvents()[0].GetWorkflowExecutionStartedEventAttributes()
				require.Equal(t, workflows.Types[kind], started.GetWorkflowType().GetName())
				replayer := worker.NewWorkflowReplayer()
				workflows.Register(replayer)
				require.NoError(t, replayer.ReplayWorkflowHistoryWithOptions(nil, history, worker.ReplayWorkflowHistoryOptions{
					OriginalExecution: workflow.Execution{ID: started.GetWorkflowId()},
				}))
			})
		}
	}
}

func read(t *testing.T, file string) *historypb.History {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	history, err := client.HistoryFromJSON(f, client.HistoryJSONOptions{})
	require.NoError(t, err)
	require.NotEmpty(t, history.GetEvents())
	return history
}
