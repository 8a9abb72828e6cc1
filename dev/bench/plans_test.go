//go:build bench

package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
)

// planLog reads the plans that PostgreSQL has carried out for the API, as it logs them.
type planLog struct {
	file *os.File
}

// explain lets PostgreSQL log the plan of every statement of the API's sessions that start after it.
func explain(t *testing.T, w *kit.World) *planLog {
	t.Helper()
	require.NotNil(t, w.Plan.Postgres.Cluster, "plans are read from the log of the stack's own PostgreSQL: unset DATABASE_URL")
	setForAPI(t, w, map[string]string{
		"session_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0", "auto_explain.log_analyze": "on",
		"auto_explain.log_buffers": "on", "auto_explain.log_timing": "off", "auto_explain.log_format": "json",
		"auto_explain.log_nested_statements": "off",
	})
	file, err := os.Open(filepath.Join(w.Plan.Dir, "postgres.log"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, file.Close()) })
	return &planLog{file: file}
}

// setForAPI changes settings of the API's sessions that start after it, in this world only.
func setForAPI(t *testing.T, w *kit.World, settings map[string]string) {
	t.Helper()
	for name, value := range settings {
		_, err := w.Admin.Exec(t.Context(), fmt.Sprintf("ALTER ROLE pc_api IN DATABASE %s SET %s = '%s'", w.Admin.Config().ConnConfig.Database, name, value))
		require.NoError(t, err)
	}
}

// skip forgets what was logged until now.
func (l *planLog) skip(t *testing.T) {
	t.Helper()
	_, err := l.file.Seek(0, io.SeekEnd)
	require.NoError(t, err)
}

// read answers the plans that were logged since. A plan is in the log before its transaction
// commits, and so before the API answers.
func (l *planLog) read(t *testing.T) []statement {
	t.Helper()
	logged, err := io.ReadAll(l.file)
	require.NoError(t, err)
	var found []statement
	for {
		_, after, more := bytes.Cut(logged, []byte("ms  plan:"))
		if !more {
			return found
		}
		decoder := json.NewDecoder(bytes.NewReader(after))
		var s statement
		require.NoError(t, decoder.Decode(&s))
		found = append(found, s)
		logged = after[decoder.InputOffset():]
	}
}

// statement is one plan as it was carried out.
type statement struct {
	Query string `json:"Query Text"`
	Plan  node
}

type node struct {
	Type      string  `json:"Node Type"`
	Relation  string  `json:"Relation Name"`
	Index     string  `json:"Index Name"`
	Rows      float64 `json:"Actual Rows"`
	Loops     float64 `json:"Actual Loops"`
	Filtered  float64 `json:"Rows Removed by Filter"`
	Rechecked float64 `json:"Rows Removed by Index Recheck"`
	Hit       int     `json:"Shared Hit Blocks"`
	Read      int     `json:"Shared Read Blocks"`
	Plans     []node
}

// effort is what one statement, or a whole request, cost the database.
type effort struct {
	rows    int // read from tables, also those that a filter threw away
	buffers int
	scanned []string // big tables that were read from end to end
}

func (s statement) effort() effort {
	e := s.Plan.effort()
	e.buffers = s.Plan.Hit + s.Plan.Read // a node's count holds those below it
	return e
}

func (n node) effort() effort {
	var e effort
	for _, below := range n.Plans {
		e.add(below.effort())
	}
	e.buffers = 0
	switch {
	case n.Type == "Bitmap Heap Scan":
		e.rows += int(n.Rechecked * n.Loops) // the index below it has counted the rest
	case n.Type == "Bitmap Index Scan" || n.Relation != "":
		e.rows += int((n.Rows + n.Filtered + n.Rechecked) * n.Loops)
	}
	if n.Type == "Seq Scan" && n.Loops > 0 && slices.Contains(bigTables, n.Relation) {
		e.scanned = append(e.scanned, n.Relation)
	}
	return e
}

func (e *effort) add(other effort) {
	e.rows += other.rows
	e.buffers += other.buffers
	e.scanned = append(e.scanned, other.scanned...)
}

func (e effort) String() string {
	text := fmt.Sprintf("%d rows, %d buffers", e.rows, e.buffers)
	if len(e.scanned) > 0 {
		text += ", scans " + strings.Join(slices.Compact(e.scanned), ", ")
	}
	return text
}

// outline is the plan in few words: its nodes with their indexes, rows and buffers.
func (n node) outline() string {
	text := n.Type
	if n.Relation != "" || n.Index != "" {
		text += fmt.Sprintf(" %s(%s)", n.Relation, n.Index)
	}
	text += fmt.Sprintf(" rows %g-%g x%g buffers %d", n.Rows, n.Filtered, n.Loops, n.Hit+n.Read)
	for _, below := range n.Plans {
		text += " ← " + below.outline()
	}
	return text
}
