package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/store/storetest"
)

var (
	statement   = regexp.MustCompile(`(?m)^ {4,}SELECT [^;]*;`)
	placeholder = regexp.MustCompile(`<[^>\n]+>`)
)

// Whoever is called at night copies the runbook's statements: each of them runs, as the administrator.
func TestRunbook_ItsStatementsRun(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "runbook.md"))
	require.NoError(t, err)
	statements := statement.FindAllString(string(raw), -1)
	require.Len(t, statements, strings.Count(string(raw), "    SELECT "), "one does not end")
	require.NotEmpty(t, statements)
	db := storetest.New(t)
	for _, s := range statements {
		_, err := db.Admin.Exec(t.Context(), placeholder.ReplaceAllString(s, uuid.NewString()))
		require.NoError(t, err, s)
	}
}
