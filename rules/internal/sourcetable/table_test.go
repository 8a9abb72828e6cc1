package sourcetable

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/rules"
)

const code = `// Package sample has keys.
package sample

// Decide decides. Source: 1a-1, 1b.
func Decide() {}

type box struct{}

// open opens.
//
// Source: 2a-1.
func (b *box) open() {}

func inside() {
	// Source: 1a-2
}

// Group of values.
const (
	// First is first. Source: 1a-3.
	First = 1
	Second = 2 // Source: 1a-4.
)

// Lone is alone. Source: 1a-5.
type Lone struct {
	Field int // Source: 1a-6.
}

// Source: 1a-99, but of nothing.

var last = 0
`

const tests = `package sample

// It decides.
//
// Proves: 1a-1, 1b
func TestDecide(t *testing.T) {}

// Proves: 1a-1
func TestDecideAgain(t *testing.T) {}
`

func sample(t *testing.T) Findings {
	t.Helper()
	root := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	write("a/sample.go", code)
	write("a/sample_test.go", tests)
	write("a/testdata/broken.go", "no Go")
	write("notes.txt", "Source: 1a-7")
	found, err := Collect(root)
	require.NoError(t, err)
	return found
}

func TestCollect_FindsTheDeclarationOfEachComment(t *testing.T) {
	require.Equal(t, Findings{
		Code: map[string][]string{
			"1a-1": {"sample.Decide"}, "1b": {"sample.Decide"}, "2a-1": {"sample.box.open"}, "1a-2": {"sample.inside"},
			"1a-3": {"sample.First"}, "1a-4": {"sample.Second"}, "1a-5": {"sample.Lone"}, "1a-6": {"sample.Lone"},
		},
		Tests: map[string][]string{"1a-1": {"sample.TestDecide", "sample.TestDecideAgain"}, "1b": {"sample.TestDecide"}},
	}, sample(t))
}

func TestCollect_FailsOnAFileThatIsNoGo(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, "broken.go"), []byte("no Go"), 0o600))
	_, err := Collect(root)
	require.Error(t, err)
}

func TestProblems_NamesWhatIsMissing(t *testing.T) {
	found := Findings{
		Code:  map[string][]string{"1a-1": {"a.Decide"}, "1a-2": {"a.Decide"}, "1a-99": {"a.Odd"}, "9a-1": {"a.Later"}, "9a-2": {"a.Later", "rules.Later"}},
		Tests: map[string][]string{"1a-1": {"a.TestDecide"}, "2z": {"a.TestOdd"}},
	}
	require.Equal(t, []string{
		"no test proves 1a-2",
		"a.Other does not name 1a-3 in its docstring",
		"no test proves 1a-3",
		"1a-4 needs either its code or the reason why it is no rule",
		"1a-5 needs either its code or the reason why it is no rule",
		"1a-1 is listed twice",
		"a.Odd names 1a-99, which is no key of the domain",
		"rules.Later names 9a-2, which is no key of the domain",
		"a.TestOdd names 2z, which is no key of the domain",
	}, Problems([]rules.Source{
		{Key: "1a-1", Symbol: "a.Decide"},
		{Key: "1a-2", Symbol: "a.Decide"},
		{Key: "1a-3", Symbol: "a.Other"},
		{Key: "1a-4"},
		{Key: "1a-5", Symbol: "a.Decide", NotARule: "why"},
		{Key: "1a-6", NotARule: "why"},
		{Key: "1a-1", Symbol: "a.Decide"},
	}, found))
}

func TestMarkdown_HasARowPerKey(t *testing.T) {
	page := Markdown([]rules.Source{
		{Key: "1a-1", Rule: "first", Symbol: "sample.Decide"},
		{Key: "1a-7", Rule: "second", NotARule: "a place"},
		{Key: "1a-2", Rule: "third", NotARule: "an effect"},
	}, sample(t))
	require.Contains(t, page, "| 1a-1 | first | `sample.Decide` | `sample.TestDecide`<br>`sample.TestDecideAgain` |\n")
	require.Contains(t, page, "| 1a-7 | second | not a rule: a place |  |\n")
	require.Contains(t, page, "| 1a-2 | third | not a rule: an effect<br>`sample.inside` |  |\n")
}
