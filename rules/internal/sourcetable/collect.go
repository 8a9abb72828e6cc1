// Package sourcetable reads which code decides which key of the domain and which
// test proves it, from the comments that say so.
package sourcetable

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Code and tests name keys in comments, such as "Source: 1a-3, 1b" above a
// declaration or inside it.
var (
	decides = regexp.MustCompile(`Source:\s+(` + keyList + `)`)
	proves  = regexp.MustCompile(`Proves:\s+(` + keyList + `)`)
	oneKey  = regexp.MustCompile(key)
)

const (
	key     = `\d+[a-z](?:-\d+)?`
	keyList = key + `(?:,\s+` + key + `)*`
)

// Findings maps keys to the symbols that name them, sorted.
type Findings struct {
	Code  map[string][]string // key -> "rules.Register"
	Tests map[string][]string // key -> "rules.TestRegister_..."
}

// Collect reads all Go files below root.
func Collect(root string) (Findings, error) {
	found := Findings{Code: map[string][]string{}, Tests: map[string][]string{}}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && skipped(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, ".go"):
			return nil
		case strings.HasSuffix(path, "_test.go"):
			return collectFile(path, proves, found.Tests)
		default:
			return collectFile(path, decides, found.Code)
		}
	})
	if err != nil {
		return Findings{}, fmt.Errorf("collect source keys: %w", err)
	}
	found.sort()
	return found, nil
}

// skipped names folders whose Go files are no code of the project.
func skipped(dir string) bool {
	return dir == "testdata" || strings.HasPrefix(dir, ".") || strings.HasPrefix(dir, "_")
}

func collectFile(path string, pattern *regexp.Regexp, into map[string][]string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	if err != nil {
		return err
	}
	for _, group := range file.Comments {
		keys := keysIn(group.Text(), pattern)
		if len(keys) == 0 {
			continue
		}
		if symbol := symbolAt(file, group); symbol != "" {
			for _, k := range keys {
				into[k] = append(into[k], symbol)
			}
		}
	}
	return nil
}

func keysIn(text string, pattern *regexp.Regexp) []string {
	var keys []string
	for _, named := range pattern.FindAllStringSubmatch(text, -1) {
		keys = append(keys, oneKey.FindAllString(named[1], -1)...)
	}
	return keys
}

// symbolAt names the declaration that a comment belongs to, "" if to none.
func symbolAt(file *ast.File, group *ast.CommentGroup) string {
	pkg := file.Name.Name + "."
	for _, d := range file.Decls {
		if !covers(d, group) {
			continue
		}
		switch d := d.(type) {
		case *ast.FuncDecl:
			return pkg + receiver(d) + d.Name.Name
		case *ast.GenDecl:
			return specAt(pkg, d, group)
		}
	}
	return ""
}

func covers(n ast.Node, group *ast.CommentGroup) bool {
	return docStart(n) <= group.Pos() && group.Pos() < lineEnd(n)
}

// lineEnd includes a comment that follows on a declaration's last line.
func lineEnd(n ast.Node) token.Pos {
	end := n.End()
	for _, comment := range trailing(n) {
		end = max(end, comment.End())
	}
	return end
}

func trailing(n ast.Node) []*ast.CommentGroup {
	var groups []*ast.CommentGroup
	ast.Inspect(n, func(child ast.Node) bool {
		if group, ok := child.(*ast.CommentGroup); ok {
			groups = append(groups, group)
		}
		return true
	})
	return groups
}

func docStart(n ast.Node) token.Pos {
	var doc *ast.CommentGroup
	switch n := n.(type) {
	case *ast.FuncDecl:
		doc = n.Doc
	case *ast.GenDecl:
		doc = n.Doc
	case *ast.TypeSpec:
		doc = n.Doc
	case *ast.ValueSpec:
		doc = n.Doc
	}
	if doc == nil {
		return n.Pos()
	}
	return doc.Pos()
}

func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	of := f.Recv.List[0].Type
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	if generic, ok := of.(*ast.IndexExpr); ok {
		of = generic.X
	}
	if name, ok := of.(*ast.Ident); ok {
		return name.Name + "."
	}
	return ""
}

// specAt names the member of a group of declarations, or its only one.
func specAt(pkg string, d *ast.GenDecl, group *ast.CommentGroup) string {
	for _, spec := range d.Specs {
		if len(d.Specs) > 1 && !covers(spec, group) {
			continue
		}
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			return pkg + spec.Name.Name
		case *ast.ValueSpec:
			return pkg + spec.Names[0].Name
		}
	}
	return ""
}

func (f Findings) sort() {
	for _, m := range []map[string][]string{f.Code, f.Tests} {
		for k, symbols := range m {
			slices.Sort(symbols)
			m[k] = slices.Compact(symbols)
		}
	}
}
