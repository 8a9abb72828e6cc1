package rules_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/rules"
	"partnercenter/rules/internal/sourcetable"
)

// Every rule of the domain's sections in scope has code that names it and a test
// that proves it.
func TestSources_AreDecidedByCodeAndProvedByTests(t *testing.T) {
	found, err := sourcetable.Collect("..")
	require.NoError(t, err)
	require.Empty(t, sourcetable.Problems(rules.Sources(), found))
}

// Sections 1 and 2 of the domain, whole: a key that is left out is no gap that
// anybody would see.
func TestSources_ListSectionsOneAndTwoWhole(t *testing.T) {
	var want []string
	for section, rulesOf := range map[string]int{"1a": 17, "2a": 14} {
		for n := range rulesOf {
			want = append(want, section+"-"+strconv.Itoa(n+1))
		}
	}
	want = append(want, "1b", "1c", "1d", "1e", "1f", "2b", "2c", "2d", "2e", "2f")

	var got []string
	for _, s := range rules.Sources() {
		require.NotEmpty(t, s.Rule, s.Key)
		got = append(got, s.Key)
	}
	for _, k := range want {
		require.True(t, slices.Contains(got, k), k)
	}
}
