package licences

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/licenseclassifier/v2/assets"
	"github.com/stretchr/testify/require"
)

// What is shipped may be shipped. A new module under another licence is a decision of people, not of go get.
func TestEveryLicenceIsAllowed(t *testing.T) {
	modules, err := Of(t.Context(), "../..", "./cmd/partnercenter")
	require.NoError(t, err)
	byPath := map[string]Module{}
	for _, m := range modules {
		require.Empty(t, m.Refused(), "%s %s", m.Path, m.Version)
		byPath[m.Path] = m
	}
	require.Equal(t, []string{"MIT"}, byPath["go.temporal.io/sdk"].Licences)
	require.False(t, byPath["go.temporal.io/sdk"].Indirect)
	require.True(t, byPath["google.golang.org/grpc"].Indirect)
	require.NotContains(t, byPath, "go.temporal.io/server", "it belongs to the development stack")
	for path := range Excepted {
		require.Contains(t, byPath, path, "an exception that nothing needs")
		require.Empty(t, byPath[path].Licences, "%s has a text by now", path)
	}
}

// The texts decide, not the names of files, and what is not known is refused.
func TestLicencesIn_ReadsTheTexts(t *testing.T) {
	known, err := assets.DefaultClassifier()
	require.NoError(t, err)
	own, err := os.ReadFile("../../LICENSE")
	require.NoError(t, err)
	gpl, err := assets.ReadLicenseFile("License/GPL-3.0/license.txt")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		file    string
		text    []byte
		found   []string
		refused []string
	}{
		"allowed":  {"LICENSE.md", own, []string{"Apache-2.0"}, nil},
		"copyleft": {"COPYING", gpl, []string{"GPL-3.0"}, []string{"GPL-3.0"}},
		"words":    {"LICENCE", []byte("Do as you like."), nil, []string{"unknown"}},
		"no text":  {"README.md", own, nil, []string{"unknown"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, c.file), c.text, 0o600))
			found, err := licencesIn(known, dir)
			require.NoError(t, err)
			require.Equal(t, c.found, found)
			require.ElementsMatch(t, c.refused, Module{Path: "example.com/m", Licences: found}.Refused())
		})
	}
}
