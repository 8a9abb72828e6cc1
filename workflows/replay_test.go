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

	"partnercenter/models"
	"partnercenter/workflows"
)

// corpus is where the recorded histories are.
const corpus = "testdata/replay"

// recorded are the ways of ending that each release of the corpus has, by the number
// of its schema and the kind of process. A release leaves this list with its folder,
// when no run of it is left anywhere.
var recorded = map[string]map[string][]string{
	"0015": {
		models.SubjectAcceptance:   {"associated", "failed", "given_up"},
		models.SubjectRequest:      {"approved", "cancelled", "lapsed", "rejected"},
		models.SubjectInvitation:   {"associated", "cancelled", "closed", "expired", "failed", "resent_and_expired"},
		models.SubjectRegistration: {"approved_and_expired", "associated", "expired", "lapsed", "rejected", "released"},
		models.SubjectSettlement:   {"done"},
		models.SubjectWithdrawal:   {"cancelled", "failed", "rejected", "succeeded"},
	},
	"0020": {
		models.SubjectAcceptance:   {"associated", "failed", "given_up"},
		models.SubjectRequest:      {"approved", "cancelled", "lapsed", "rejected"},
		models.SubjectInvitation:   {"associated", "cancelled", "closed", "expired", "failed", "resent_and_expired"},
		models.SubjectRegistration: {"approved_and_expired", "associated", "expired", "lapsed", "rejected", "released"},
		models.SubjectSettlement:   {"blocked_and_done", "done"},
		models.SubjectWithdrawal:   {"cancelled", "failed", "failed_and_succeeded", "partly_failed", "rejected", "succeeded", "superseded"},
	},
}

// recordedFiles are the histories that have to be there.
func recordedFiles() []string {
	var files []string
	for release, kinds := range recorded {
		for kind, ways := range kinds {
			for _, way := range ways {
				files = append(files, filepath.Join(corpus, release, kind, way+".json"))
			}
		}
	}
	return files
}

// Runs that began under earlier code go on under today's: every history of the
// corpus, one per release and way of ending, is replayed under the id it was
// recorded with. Package dev/e2e/endings records it.
func TestHistoriesReplay(t *testing.T) {
	t.Parallel()
	held, err := filepath.Glob(filepath.Join(corpus, "*", "*", "*.json"))
	require.NoError(t, err)
	require.ElementsMatch(t, recordedFiles(), held, "the corpus is what the list says")
	for kind := range workflows.Types {
		files, err := filepath.Glob(filepath.Join(corpus, "*", kind, "*.json"))
		require.NoError(t, err)
		require.NotEmpty(t, files, "there is no recorded history of the kind %s", kind)
		for _, file := range files {
			t.Run(strings.TrimPrefix(file, corpus+"/"), func(t *testing.T) {
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
