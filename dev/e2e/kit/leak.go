package kit

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/protobuf/proto"

	"partnercenter/workflows"
)

// Place is something that the product leaves behind, as it lies there.
type Place struct {
	Name string
	What []byte
}

// Secret is what must not be found: personal data, or what lets somebody in.
type Secret struct {
	Name string
	Text string
	// Word: it is so short that it is part of other things by chance, such as instants.
	Word bool
	// But are the places where it belongs.
	But []string
}

// Left is every row of every table, every log of the product, and the history of every workflow of the world.
func (w *World) Left() []Place {
	w.T.Helper()
	return slices.Concat(w.tables(), w.logs(), w.histories())
}

// Leaks names each secret and the place in which it was found, as it is, in hex or in base64.
func Leaks(places []Place, secrets []Secret) []string {
	var found []string
	for _, p := range places {
		for _, s := range secrets {
			if !slices.Contains(s.But, p.Name) && s.in(p.What) {
				found = append(found, s.Name+" in "+p.Name)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func (s Secret) in(what []byte) bool {
	if s.Word {
		return regexp.MustCompile(`(^|[^0-9A-Za-z.:+-])` + regexp.QuoteMeta(s.Text) + `($|[^0-9A-Za-z.:-])`).Match(what)
	}
	for _, as := range []string{s.Text, hex.EncodeToString([]byte(s.Text)), base64.StdEncoding.EncodeToString([]byte(s.Text))} {
		if bytes.Contains(what, []byte(as)) {
			return true
		}
	}
	return false
}

func (w *World) tables() []Place {
	w.T.Helper()
	rows, err := w.Admin.Query(w.T.Context(), "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
	require.NoError(w.T, err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(w.T, err)
	places := make([]Place, len(names))
	for i, name := range names {
		var content string
		query := "SELECT COALESCE(string_agg(r::text, E'\n'), '') FROM " + pgx.Identifier{name}.Sanitize() + " r"
		require.NoError(w.T, w.Admin.QueryRow(w.T.Context(), query).Scan(&content))
		places[i] = Place{Name: "table " + name, What: []byte(content)}
	}
	return places
}

func (w *World) logs() []Place {
	w.T.Helper()
	files, err := filepath.Glob(filepath.Join(w.LogDir(), "*"))
	require.NoError(w.T, err)
	places := make([]Place, len(files))
	for i, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(w.T, err)
		places[i] = Place{Name: "log " + filepath.Base(file), What: content}
	}
	return places
}

// histories are those of workflows of the world's task queue, by the kind of the process.
func (w *World) histories() []Place {
	w.T.Helper()
	var places []Place
	for _, execution := range w.executions() {
		kind, _, _ := strings.Cut(strings.TrimPrefix(execution.GetWorkflowId(), w.TaskQueue+":"), ":")
		content := &bytes.Buffer{}
		events := w.Temporal.GetWorkflowHistory(w.T.Context(), execution.GetWorkflowId(), execution.GetRunId(), false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
		for events.HasNext() {
			event, err := events.Next()
			require.NoError(w.T, err)
			raw, err := proto.Marshal(event) // payloads lie in it as they are
			require.NoError(w.T, err)
			content.Write(raw)
		}
		places = append(places, Place{Name: "history of " + kind, What: content.Bytes()})
	}
	return places
}

// executions waits until the engine lists a workflow for every process of the database: its list is late.
func (w *World) executions() []*common.WorkflowExecution {
	w.T.Helper()
	var found []*common.WorkflowExecution
	require.Eventually(w.T, func() bool {
		var err error
		found, err = w.listExecutions(w.T.Context())
		if err != nil {
			return false
		}
		rows, err := w.processRows(w.T.Context())
		return err == nil && !slices.ContainsFunc(rows, func(r processRow) bool {
			id := workflows.ID(r.kind, r.id)
			return !slices.ContainsFunc(found, func(e *common.WorkflowExecution) bool { return e.GetWorkflowId() == id })
		})
	}, Patience, 100*time.Millisecond, "workflows of all processes")
	return found
}

func (w *World) listExecutions(ctx context.Context) ([]*common.WorkflowExecution, error) {
	var found []*common.WorkflowExecution
	var token []byte
	for {
		answer, err := w.Temporal.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{Query: "TaskQueue = '" + w.TaskQueue + "'", NextPageToken: token})
		if err != nil {
			return nil, err
		}
		for _, execution := range answer.GetExecutions() {
			found = append(found, execution.GetExecution())
		}
		if token = answer.GetNextPageToken(); len(token) == 0 {
			return found, nil
		}
	}
}
