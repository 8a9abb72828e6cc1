// Package licences tells under which licence each module that the product's binary links may be used, from the texts in
// the module cache: no network, no service.
package licences

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	classifier "github.com/google/licenseclassifier/v2"
	"github.com/google/licenseclassifier/v2/assets"
)

// Allowed are the licences that a product under Apache-2.0 may be shipped with. MPL-2.0 binds the files of the module, which
// are linked as they are.
var Allowed = []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0", "Zlib"}

// Excepted are modules without a text of their own, and why they are taken all the same.
var Excepted = map[string]string{
	"github.com/nexus-rpc/nexus-proto-annotations": "generated from one .proto file by the project whose sdk-go is MIT; linked by Temporal's SDK",
}

// texts are the files of a module's root that state its licence.
var texts = regexp.MustCompile(`(?i)^(licen[cs]e|copying)([-.].*)?$`)

// Module is one that is linked, with the licences of its texts.
type Module struct {
	Path     string   `json:"Path"`
	Version  string   `json:"Version"`
	Indirect bool     `json:"Indirect"` // the product does not name it itself
	Dir      string   `json:"Dir"`
	Licences []string `json:"-"`
}

// Refused are those of the module's licences that are not allowed; a module without any is refused too, unless it is excepted.
func (m Module) Refused() []string {
	if _, excepted := Excepted[m.Path]; len(m.Licences) == 0 && !excepted {
		return []string{"unknown"}
	}
	return slices.DeleteFunc(slices.Clone(m.Licences), func(l string) bool { return slices.Contains(Allowed, l) })
}

// Of are the modules that packages of the module in dir link, in the order of their paths.
func Of(ctx context.Context, dir string, packages ...string) ([]Module, error) {
	linked, err := linkedBy(ctx, dir, packages)
	if err != nil {
		return nil, err
	}
	known, err := assets.DefaultClassifier()
	if err != nil {
		return nil, fmt.Errorf("load known licences: %w", err)
	}
	for i, m := range linked {
		if linked[i].Licences, err = licencesIn(known, m.Dir); err != nil {
			return nil, fmt.Errorf("read licence of %s: %w", m.Path, err)
		}
	}
	return linked, nil
}

func linkedBy(ctx context.Context, dir string, packages []string) ([]Module, error) {
	list := exec.CommandContext(ctx, "go", append([]string{"list", "-deps", "-json=Module"}, packages...)...)
	list.Dir = dir
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("list what is linked: %w", err)
	}
	var modules []Module
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Module *struct {
				Module
				Main bool `json:"Main"`
			} `json:"Module"`
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("read what is linked: %w", err)
		}
		if p.Module != nil && !p.Module.Main {
			modules = append(modules, p.Module.Module)
		}
	}
	slices.SortFunc(modules, func(a, b Module) int { return strings.Compare(a.Path, b.Path) })
	return slices.CompactFunc(modules, func(a, b Module) bool { return a.Path == b.Path }), nil
}

// licencesIn are the licences that a module's own texts are.
func licencesIn(known *classifier.Classifier, dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, e := range entries {
		if e.IsDir() || !texts.MatchString(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		for _, match := range known.Match(text).Matches {
			if match.MatchType == "License" {
				found = append(found, match.Name)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}
