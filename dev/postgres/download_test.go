package postgres

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestInstall_UnpacksTheArchiveOnce(t *testing.T) {
	packed := pack(t, map[string]string{
		"package/native/bin/postgres":       "#!/bin/sh\necho server",
		"package/native/lib/libpq.so.5.17":  "library",
		"package/native/pg-symlinks.json":   `[{"source":"native/lib/libpq.so.5.17","target":"native/lib/libpq.so.5"}]`,
		"package/scripts/postinstall.js":    "never unpacked",
		"package/native/share/postgres.bki": "catalogue",
	})
	calls := 0
	registry := serve(t, packed, &calls)
	parent := t.TempDir()

	for range 2 {
		bin, err := archiveOf(packed).install(t.Context(), registry, parent)
		require.NoError(t, err)
		require.True(t, isExecutable(filepath.Join(bin, "postgres")))
		library, err := os.ReadFile(filepath.Join(bin, "..", "lib", "libpq.so.5"))
		require.NoError(t, err)
		require.Equal(t, "library", string(library))
		require.NoDirExists(t, filepath.Join(bin, "..", "scripts"))
	}

	require.Equal(t, 1, calls)
	left, err := os.ReadDir(parent)
	require.NoError(t, err)
	require.Len(t, left, 1, "nothing unfinished stays")
}

func TestInstall_RefusesAnotherArchive(t *testing.T) {
	genuine := pack(t, map[string]string{"package/native/bin/postgres": "genuine"})
	forged := pack(t, map[string]string{"package/native/bin/postgres": "forged"})
	calls := 0
	parent := t.TempDir()

	_, err := archiveOf(genuine).install(t.Context(), serve(t, forged, &calls), parent)

	require.ErrorIs(t, err, errIntegrity)
	left, err := os.ReadDir(parent)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestInstall_KeepsPathsInside(t *testing.T) {
	packed := pack(t, map[string]string{"package/native/../../../outside": "escaped"})
	calls := 0
	parent := filepath.Join(t.TempDir(), "a", "b")

	_, err := archiveOf(packed).install(t.Context(), serve(t, packed, &calls), parent)

	require.Error(t, err)
	require.NoFileExists(t, filepath.Join(parent, "..", "outside"))
}

func TestInstall_NamesTheAnswerOfARegistryWithoutIt(t *testing.T) {
	registry := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(registry.Close)

	_, err := archiveOf(nil).install(t.Context(), registry.URL, t.TempDir())

	require.ErrorContains(t, err, "404")
}

func archiveOf(packed []byte) archive {
	sum := sha512.Sum512(packed)
	return archive{name: "linux-test", integrity: base64.StdEncoding.EncodeToString(sum[:])}
}

func serve(t *testing.T, packed []byte, calls *int) string {
	t.Helper()
	registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		*calls++
		_, _ = w.Write(packed)
	}))
	t.Cleanup(registry.Close)
	return registry.URL
}

func pack(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	entries := tar.NewWriter(zipped)
	for name, content := range files {
		require.NoError(t, entries.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o755, Size: int64(len(content))}))
		_, err := entries.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, entries.Close())
	require.NoError(t, zipped.Close())
	return out.Bytes()
}
