// Package mutants breaks the product on purpose, one mechanism at a time, and
// holds that a test notices. A mutant is a patch whose header says what it breaks
// and which test must turn red, saying what; it is built by the go command's overlay, so that
// the checkout stays as it is.
package mutants

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	// atOnce is how many mutants are built and tested at the same time.
	atOnce = 2
	// patience bounds one mutant: what it breaks may leave its test waiting.
	patience = 15 * time.Minute
)

// mutant is one patch.
type mutant struct {
	patch   string // its path
	files   []string
	module  string // the folder of the module that holds the test, from the repository's root
	pkg     string
	pattern string
	expect  *regexp.Regexp // what the test says then
}

var (
	testLine = regexp.MustCompile(`(?m)^Test: \./(\S+) (\S+)$`)
	saysLine = regexp.MustCompile(`(?m)^Says: (.+)$`)
	fileLine = regexp.MustCompile(`(?m)^\+\+\+ b/(\S+)$`)
)

func read(t *testing.T, patch string) mutant {
	t.Helper()
	text, err := os.ReadFile(patch)
	require.NoError(t, err)
	named := testLine.FindSubmatch(text)
	require.NotNil(t, named, "%s names no test", patch)
	says := saysLine.FindSubmatch(text)
	require.NotNil(t, says, "%s does not say how its test fails", patch)
	m := mutant{patch: patch, module: ".", pkg: "./" + string(named[1]), pattern: string(named[2]), expect: regexp.MustCompile(string(says[1]))}
	if inside, ok := strings.CutPrefix(m.pkg, "./dev/"); ok {
		m.module, m.pkg = "dev", "./"+inside
	}
	for _, file := range fileLine.FindAllSubmatch(text, -1) {
		m.files = append(m.files, string(file[1]))
	}
	require.NotEmpty(t, m.files, "%s changes nothing", patch)
	return m
}

// overlay patches copies of the files and answers the file that puts them in place
// of the originals.
func (m mutant) overlay(t *testing.T, root string) string {
	t.Helper()
	dir := t.TempDir()
	replace := map[string]string{}
	for _, file := range m.files {
		text, err := os.ReadFile(filepath.Join(root, file))
		require.NoError(t, err)
		copied := filepath.Join(dir, file)
		require.NoError(t, os.MkdirAll(filepath.Dir(copied), 0o755))
		require.NoError(t, os.WriteFile(copied, text, 0o644))
		replace[filepath.Join(root, file)] = copied
	}
	apply := exec.CommandContext(t.Context(), "git", "apply", "--recount", m.patch)
	apply.Dir = dir
	apply.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
	out, err := apply.CombinedOutput()
	require.NoError(t, err, "the patch does not fit the code any more: %s", out)
	encoded, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	file := filepath.Join(dir, "overlay.json")
	require.NoError(t, os.WriteFile(file, encoded, 0o644))
	return file
}

// test runs the mutant's test and answers what it printed. What the test itself
// builds is the mutant, too.
func (m mutant) test(t *testing.T, root string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", "test", "-count=1", "-v", "-failfast", "-timeout", patience.String(), "-run", m.pattern, m.pkg)
	cmd.Dir = filepath.Join(root, m.module)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-overlay="+m.overlay(t, root), "TEST_PATIENCE=30s", "RAPID_NOFAILFILE=1", "RAPID_SHRINKTIME=1ms")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	require.Error(t, err, "%s is not noticed:\n%s", m.pattern, out.String())
	return out.String()
}

// The test that a mutant names fails as its patch says, and not for want of a build or of a world.
func TestMutants(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	patches, err := filepath.Glob(filepath.Join(root, "dev", "mutants", "patches", "*.patch"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(patches), 8)
	places := make(chan struct{}, atOnce)
	for _, patch := range patches {
		t.Run(strings.TrimSuffix(filepath.Base(patch), ".patch"), func(t *testing.T) {
			t.Parallel()
			places <- struct{}{}
			defer func() { <-places }()
			m := read(t, patch)
			began := time.Now()
			out := m.test(t, root)
			require.Regexp(t, `(?m)^\s*--- FAIL: Test|^panic: test timed out`, out)
			require.Regexp(t, m.expect, out)
			t.Logf("noticed in %s", time.Since(began).Round(time.Second))
		})
	}
}
