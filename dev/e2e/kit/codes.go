package kit

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"github.com/stretchr/testify/require"

	"partnercenter/rules"
)

// heard are the codes of all that stood against somebody in a world, as answers and pages told them.
type heard struct {
	mu    sync.Mutex
	codes map[string]bool
}

func (h *heard) add(code string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.codes[code] = true
}

// answer listens to an answer; one that is no problem tells nothing.
func (h *heard) answer(body []byte) {
	var problem struct{ Blockers []struct{ Code string } }
	if json.Unmarshal(body, &problem) != nil {
		return
	}
	for _, b := range problem.Blockers {
		h.add(b.Code)
	}
}

// page listens to what an English page says in titles.
func (h *heard) page(titles []string) {
	for code, title := range rules.Titles {
		if slices.Contains(titles, title.En) {
			h.add(code)
		}
	}
}

// Told notes a code that a page told in words of its own.
func (w *World) Told(code string) { w.heard.add(code) }

// HeardAll proves that every code which files of the rules name was told over HTTP in this world, all but some.
func (w *World) HeardAll(files []string, but ...string) {
	w.T.Helper()
	w.heard.mu.Lock()
	defer w.heard.mu.Unlock()
	for _, code := range w.codesIn(files) {
		if !slices.Contains(but, code) {
			require.True(w.T, w.heard.codes[code], "nobody was told %s", code)
		}
	}
}

// codesIn are the codes that files of the rules name.
func (w *World) codesIn(files []string) []string {
	w.T.Helper()
	values := w.constants("rules/codes.go", w.constants("models/causes.go", nil))
	found := map[string]bool{}
	for _, file := range files {
		ast.Inspect(w.parsed(filepath.Join("rules", file)), func(n ast.Node) bool {
			switch node := n.(type) {
			case *ast.Field, *ast.SelectorExpr:
				return false // some members of facts are called like a code
			case *ast.Ident:
				if code := values[node.Name]; code != "" {
					found[code] = true
				}
			}
			return true
		})
	}
	require.NotEmpty(w.T, found)
	return slices.Sorted(maps.Keys(found))
}

// constants are the texts that a file gives names to; some of them are another file's.
func (w *World) constants(file string, others map[string]string) map[string]string {
	w.T.Helper()
	values := map[string]string{}
	ast.Inspect(w.parsed(file), func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != len(spec.Names) {
			return true
		}
		for i, name := range spec.Names {
			switch value := spec.Values[i].(type) {
			case *ast.BasicLit:
				if text, err := strconv.Unquote(value.Value); err == nil {
					values[name.Name] = text
				}
			case *ast.SelectorExpr:
				values[name.Name] = others[value.Sel.Name]
			}
		}
		return true
	})
	return values
}

// parsed is a file of the product, seen from a package of end-to-end tests.
func (w *World) parsed(file string) *ast.File {
	w.T.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", "..", file), nil, parser.SkipObjectResolution)
	require.NoError(w.T, err)
	return parsed
}
