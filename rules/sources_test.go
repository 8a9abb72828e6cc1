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

// The sections of the domain in scope, whole: a key that is left out is no gap
// that anybody would see.
func TestSources_ListTheSectionsInScopeWhole(t *testing.T) {
	var want []string
	for section, rulesOf := range map[string]int{"1a": 17, "2a": 14, "3a": 14, "7b": 11} {
		for n := range rulesOf {
			want = append(want, section+"-"+strconv.Itoa(n+1))
		}
	}
	want = append(want, "1b", "1c", "1d", "1e", "1f", "2b", "2c", "2d", "2e", "2f", "3b", "3c", "3d", "3e", "3f", "5a-2", "5a-3", "5a-4", "5a-5", "5a-6", "5b", "5e", "5f", "7a-1", "7a-2", "7a-3", "7a-4", "7c", "7f", "7g")

	var got []string
	for _, s := range rules.Sources() {
		require.NotEmpty(t, s.Rule, s.Key)
		got = append(got, s.Key)
	}
	for _, k := range want {
		require.True(t, slices.Contains(got, k), k)
	}
}
