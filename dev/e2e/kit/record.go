package kit

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"

	"github.com/stretchr/testify/require"
)

// forPsql are the lines of a dump that are no SQL.
var forPsql = regexp.MustCompile(`(?m)^\\.*\n`)

// recordRows writes what a world leaves in its database into the folder RECORD_ROWS, as the
// migrations of the next release will find it. What migrations write themselves is left out.
func (w *World) recordRows() {
	dir := os.Getenv("RECORD_ROWS")
	if dir == "" || w.T.Failed() {
		return
	}
	dump := exec.Command(filepath.Join(w.Plan.Postgres.Cluster.Binaries, "pg_dump"), "--data-only", "--column-inserts", "--disable-triggers",
		"--exclude-table", "goose_db_version*", "--exclude-table", "currencies", w.Admin.Config().ConnString())
	rows, err := dump.Output()
	require.NoError(w.T, err)
	require.NoError(w.T, os.WriteFile(filepath.Join(dir, w.T.Name()+".sql"), forPsql.ReplaceAll(rows, nil), 0o600))
}
