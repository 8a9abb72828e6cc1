package api

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/rules"
)

var updateErrorsPage = flag.Bool("update-errors-page", false, "write docs/errors.md")

// The page of codes is what the code says; it is written by `make generate`.
func TestErrorsPage_ListsEveryCodeWithItsTitles(t *testing.T) {
	page := filepath.Join("..", "docs", "errors.md")
	if *updateErrorsPage {
		require.NoError(t, os.WriteFile(page, []byte(errorsPage()), 0o600))
	}

	written, err := os.ReadFile(page)

	require.NoError(t, err)
	require.Equal(t, errorsPage(), string(written), "run make generate")
}

func errorsPage() string {
	var page strings.Builder
	page.WriteString(errorsPageHead)
	page.WriteString("\n## Of the API\n\n| code | English | 中文 |\n|---|---|---|\n")
	for _, code := range slices.Sorted(maps.Keys(titles["en"])) {
		fmt.Fprintf(&page, "| `%s` | %s | %s |\n", code, titles["en"][code], titles["zh-CN"][code])
	}
	page.WriteString("\n## Of the rules\n\n| code | status | English | 中文 |\n|---|---|---|---|\n")
	for _, code := range slices.Sorted(maps.Keys(rules.Titles)) {
		fmt.Fprintf(&page, "| `%s` | %d | %s | %s |\n", code, statusOf(code), rules.Titles[code].En, rules.Titles[code].ZhCN)
	}
	return page.String()
}

func statusOf(code string) int {
	if status, ok := blockerStatuses[code]; ok {
		return status
	}
	return 409
}

const errorsPageHead = `# Errors

Generated; do not edit.

Every error is a problem document (RFC 9457, ` + "`application/problem+json`" + `): ` + "`type`" + ` leads to its page, ` + "`code`" + ` is stable and never changes
its meaning, ` + "`title`" + ` is in Chinese or English by ` + "`Accept-Language`" + `, ` + "`request_id`" + ` finds it in the log. ` + "`errors[]`" + ` points into the request, one
entry per wrong place. ` + "`blockers[]`" + ` are all reasons of a refusal: each with its code, who can clear it (` + "`cleared_by`" + `), ` + "`eligible_from`" + `
where time does, ` + "`retryable`" + ` and ` + "`reviewable`" + `. ` + "`evaluation_id`" + ` explains the refusal later.

A refusal has the status and code of its first blocker: 409, but for the two that only waiting helps. Answers of 429 and 503 carry
` + "`Retry-After`" + `. What the API does not know how to explain is ` + "`internal`" + `; its cause is in the log and nowhere else.

A holder of a code who has not signed in meets the codes of invitations and links as texts of the pages.
`
