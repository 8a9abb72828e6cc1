//go:build bench

package bench

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/procfs"
	"github.com/stretchr/testify/require"

	"partnercenter/models"
	"partnercenter/workflows"
)

// What one registration and one decision cost by process, and a raw workflow and a raw update beside
// them. CPU time says where a budget goes, and says it on a busy machine too: it has no budget of
// its own.
func TestCost(t *testing.T) {
	l := newLoad(t)
	each, rounds := scaled(40, 5), scaled(4, 1)
	l.costsOfRound(each) // the first of each does not count
	costs := map[string]expense{}
	for range rounds {
		for what, cost := range l.costsOfRound(each) {
			if costs[what] == nil {
				costs[what] = expense{}
			}
			costs[what].add(cost)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(costs)) {
		for _, where := range slices.Sorted(maps.Keys(costs[what])) {
			t.Logf("%-12s %-24s %10.2f", what, where, costs[what][where]/float64(clients*each*rounds))
		}
	}
	t.Log(l.newestHistory())
}

// costsOfRound creates and releases registrations, as many for each client, and as many raw ones.
func (l *load) costsOfRound(each int) map[string]expense {
	l.t.Helper()
	tokens, customers := l.partners(clients), bodies(clients*each)
	ids, rawIDs := make([]string, clients*each), make([]string, clients*each)
	rawCreated := l.raw.waiting.Load() + int64(clients*each)
	return map[string]expense{
		"registration": l.cost(func() {
			l.together(each, func(ctx context.Context, client, n int) (err error) {
				at := client*each + n
				ids[at], err = l.create(ctx, tokens[client], customers[at])
				return err
			})
			l.noted()
		}),
		"raw workflow": l.cost(func() {
			l.together(each, func(ctx context.Context, client, n int) (err error) {
				rawIDs[client*each+n], err = l.raw.create(ctx)
				return err
			})
			l.settleRaw(rawCreated)
		}),
		"release": l.cost(func() {
			l.together(each, func(ctx context.Context, client, n int) error {
				return l.release(ctx, tokens[client], ids[client*each+n])
			})
		}),
		"raw update": l.cost(func() {
			l.together(each, func(ctx context.Context, client, n int) error { return l.raw.decide(ctx, rawIDs[client*each+n]) })
		}),
	}
}

// cost is what something cost until the engine came to rest.
func (l *load) cost(of func()) expense {
	l.t.Helper()
	before := l.spent()
	of()
	l.quieten()
	return l.spent().less(before)
}

// quieten waits until the engine has done what it was given. Asking it about workflows would
// cost what is measured.
func (l *load) quieten() {
	l.t.Helper()
	const beat, idle, enough = 500 * time.Millisecond, 25.0, 4 // an idle engine takes about 5 ms in this time
	last, calm := l.spent(), 0
	require.Eventually(l.t, func() bool {
		now := l.spent()
		busy := now["temporal CPU ms"] - last["temporal CPU ms"]
		if last = now; busy < idle {
			calm++
		} else {
			calm = 0
		}
		return calm == enough
	}, patience, beat, "the engine does not come to rest")
}

// expense is what was spent, by where: milliseconds of CPU by process, bytes of log and of databases.
type expense map[string]float64

func (e expense) add(more expense) {
	for where, amount := range more {
		e[where] += amount
	}
}

func (e expense) less(earlier expense) expense {
	rest := expense{}
	for where, amount := range e {
		if spent := amount - earlier[where]; spent > 0 { // a session may have ended
			rest[where] = spent
		}
	}
	return rest
}

// spent reads what every process has spent until now.
func (l *load) spent() expense {
	l.t.Helper()
	e := expense{}
	var wal float64
	require.NoError(l.t, l.Admin.QueryRow(l.t.Context(), "SELECT pg_current_wal_lsn() - '0/0'").Scan(&wal))
	e["WAL bytes"] = wal
	l.kept(e)
	l.processes(func(who string, stat procfs.ProcStat) { e[who+" CPU ms"] += stat.CPUTime() * 1000 })
	return e
}

// resident is the memory of a process of the product, in MB.
func (l *load) resident(name string) (size float64) {
	l.t.Helper()
	l.processes(func(who string, stat procfs.ProcStat) {
		if who == name {
			size += float64(stat.ResidentMemory()) / 1e6
		}
	})
	return size
}

// processes shows every process of the product and of its engines.
func (l *load) processes(show func(who string, stat procfs.ProcStat)) {
	l.t.Helper()
	all, err := procfs.AllProcs()
	require.NoError(l.t, err)
	for _, p := range all {
		line, err := p.CmdLine()
		if err != nil || len(line) == 0 {
			continue // it has just ended, or is the kernel's
		}
		if stat, err := p.Stat(); err == nil {
			if who := l.nameOf(stat, line); who != "" {
				show(who, stat)
			}
		}
	}
}

// kept reads how large the databases are, with their indexes.
func (l *load) kept(e expense) {
	l.t.Helper()
	rows, err := l.Admin.Query(l.t.Context(), `SELECT CASE WHEN datname = current_database() THEN 'product' ELSE substring(datname, '^temporal(?:_visibility)?') END, pg_database_size(oid)::float8
		FROM pg_database WHERE datname = current_database() OR datname LIKE 'temporal%'`)
	require.NoError(l.t, err)
	var database string
	var size float64
	_, err = pgx.ForEachRow(rows, []any{&database, &size}, func() error {
		e["bytes of "+database] += size
		return nil
	})
	require.NoError(l.t, err)
}

// nameOf tells the processes of the product and of its engines by their command lines.
func (l *load) nameOf(stat procfs.ProcStat, line []string) string {
	binary, ours := filepath.Base(line[0]), stat.PPID == os.Getpid()
	session := strings.Fields(line[0])
	switch {
	case stat.PID == os.Getpid():
		return "bench"
	case ours && binary == "partnercenter" && len(line) > 1:
		return line[1]
	case binary == "dev" && slices.Contains(line, "temporal"):
		return "temporal"
	case len(session) > 2 && session[0] == "postgres:" && (session[2] == l.Admin.Config().ConnConfig.Database || session[1] == "temporal"):
		return "sql of " + session[1]
	default:
		return ""
	}
}

// newestHistory says how much the engine keeps of a registration that was released.
func (l *load) newestHistory() string {
	l.t.Helper()
	var id uuid.UUID
	require.NoError(l.t, l.Admin.QueryRow(l.t.Context(), "SELECT id FROM registrations ORDER BY id DESC LIMIT 1").Scan(&id))
	described, err := l.Temporal.DescribeWorkflowExecution(l.t.Context(), workflows.ID(models.SubjectRegistration, id), "")
	require.NoError(l.t, err)
	info := described.GetWorkflowExecutionInfo()
	return fmt.Sprintf("history of a released registration: %d events, %d bytes", info.GetHistoryLength(), info.GetHistorySizeBytes())
}
