package models

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var code = regexp.MustCompile("`([a-z_.]+)`")

// The page lists what the catalogue has, and nothing else.
func TestEventCatalogue_IsOnItsPage(t *testing.T) {
	page, err := os.ReadFile("../docs/events.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(page), "## Catalogue")
	require.True(t, found)
	names := func(cell string) []string {
		var all []string
		for _, m := range code.FindAllStringSubmatch(cell, -1) {
			all = append(all, m[1])
		}
		return all
	}
	var kinds []string
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || len(names(cells[1])) == 0 {
			continue
		}
		kind := names(cells[1])[0]
		kinds = append(kinds, kind)
		require.ElementsMatch(t, EventsAbout(kind), names(cells[2]), kind)
		require.ElementsMatch(t, EventData(kind), names(cells[3]), kind)
	}
	require.ElementsMatch(t, EventSubjects(), kinds)
}

// emitted finds the types that the code writes as they are; those that it puts together
// are seen by the end-to-end tests, which hold every event of every world against the catalogue.
var emitted = regexp.MustCompile(`"((?:registration|invitation|link|acceptance|association|association_request|settlement|withdrawal|top_up|adjustment|consumption|ledger|contact|access|organisation|customer|partner|policy|subscription)\.[a-z_]+[a-z])"`)

func TestEventCatalogue_HasWhatTheCodeEmits(t *testing.T) {
	found := 0
	for _, dir := range []string{"../internal/programme", "../internal/notify", "../internal/store"} {
		files, err := os.ReadDir(dir)
		require.NoError(t, err)
		for _, file := range files {
			if file.IsDir() || !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
				continue
			}
			text, err := os.ReadFile(dir + "/" + file.Name())
			require.NoError(t, err)
			for line := range strings.Lines(string(text)) {
				if strings.Contains(line, "rule") && strings.Contains(line, " = \"") { // the name of a rule set
					continue
				}
				for _, m := range emitted.FindAllStringSubmatch(line, -1) {
					found++
					require.Contains(t, EventTypes(), m[1], file.Name())
				}
			}
		}
	}
	require.Greater(t, found, 40)
}

func TestEventFilter_NamesWhatNoEventHas(t *testing.T) {
	good := EventFilter{Types: []string{"link.created"}, SubjectKinds: []string{SubjectLink}}
	require.Empty(t, good.Validate())
	require.Empty(t, EventFilter{}.Validate())
	bad := EventFilter{Types: []string{"link.created", "link.lost"}, SubjectKinds: []string{"nothing"}}
	require.Equal(t, []FieldError{{Pointer: "/types/1", Code: FieldUnknown}, {Pointer: "/subject_kinds/0", Code: FieldUnknown}}, bad.Validate())
}
