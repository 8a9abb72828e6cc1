// Command sourcetable writes docs/rules.md, the table of the domain's keys, the
// code that decides them and the tests that prove them. It fails when a rule has
// no code or no test; with -check it writes nothing and fails when the file is
// not up to date. It is run from the repository's root.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"partnercenter/rules"
	"partnercenter/rules/internal/sourcetable"
)

func main() {
	root := flag.String("root", ".", "root of the repository")
	check := flag.Bool("check", false, "fail if docs/rules.md is not up to date, and write nothing")
	flag.Parse()
	if err := run(*root, *check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(root string, check bool) error {
	found, err := sourcetable.Collect(root)
	if err != nil {
		return err
	}
	if problems := sourcetable.Problems(rules.Sources(), found); len(problems) > 0 {
		return errors.New(strings.Join(problems, "\n"))
	}
	page := filepath.Join(root, "docs", "rules.md")
	text := []byte(sourcetable.Markdown(rules.Sources(), found))
	if check {
		return compare(page, text)
	}
	if err := os.WriteFile(page, text, 0o644); err != nil { //nolint:gosec // a page of the documentation is readable by all
		return fmt.Errorf("write the table of rules: %w", err)
	}
	return nil
}

func compare(page string, text []byte) error {
	current, err := os.ReadFile(page)
	if err != nil {
		return fmt.Errorf("read the table of rules: %w", err)
	}
	if string(current) != string(text) {
		return fmt.Errorf("%s is not up to date: run go run ./rules/cmd/sourcetable", page)
	}
	return nil
}
