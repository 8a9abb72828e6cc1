package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRun_FailsWhereARuleHasNoTest(t *testing.T) {
	err := run(t.TempDir(), false)
	require.ErrorContains(t, err, "no test proves 1a-3")
}

func TestRun_WritesThePageThatCheckThenAccepts(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(root, "docs"), 0o755))
	for _, folder := range []string{"models", "rules"} {
		require.NoError(t, os.CopyFS(filepath.Join(root, folder), os.DirFS(filepath.Join("..", "..", "..", folder))))
	}
	require.Error(t, run(root, true), "there is no page yet")
	require.NoError(t, run(root, false))
	require.NoError(t, run(root, true))

	page := filepath.Join(root, "docs", "rules.md")
	require.NoError(t, os.WriteFile(page, []byte("edited"), 0o600))
	require.ErrorContains(t, run(root, true), "not up to date")
}
