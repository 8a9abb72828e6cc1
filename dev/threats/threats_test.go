// Package threats holds the threat model to the tests that it names.
package threats

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../.."

var (
	named    = regexp.MustCompile("`(Test\\w+)`")
	declared = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	tagged   = regexp.MustCompile(`(?m)^//go:build `)
	patch    = regexp.MustCompile("`(\\w+\\.patch)`")
)

// A threat is answered by tests that are there, and that make test runs.
func TestTheThreatModelNamesTestsThatAreThere(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs/threat-model.md"))
	require.NoError(t, err)
	tests := declaredTests(t)
	names := named.FindAllStringSubmatch(string(page), -1)
	require.Greater(t, len(names), 30)
	for _, name := range names {
		require.Contains(t, tests, name[1])
	}
	for _, name := range patch.FindAllStringSubmatch(string(page), -1) {
		require.FileExists(t, filepath.Join(root, "dev/mutants/patches", name[1]))
	}
}

func declaredTests(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	require.NoError(t, filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		if tagged.Match(source) {
			return err
		}
		for _, name := range declared.FindAllSubmatch(source, -1) {
			found[string(name[1])] = true
		}
		return err
	}))
	return found
}
