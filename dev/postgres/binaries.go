package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// ErrNoBinaries says that this machine has no PostgreSQL server, and none could be downloaded.
var ErrNoBinaries = errors.New("no PostgreSQL server on PATH, by pg_config or under /usr/lib/postgresql: run `make deps` as root, or set DATABASE_URL")

// Binaries are a PostgreSQL server's programs.
type Binaries struct {
	Dir     string // holds initdb and postgres
	Version string // such as "postgres (PostgreSQL) 15.18"
}

// Find returns this machine's server, or a downloaded one where there is none.
func Find(ctx context.Context) (Binaries, error) {
	dir, found := systemBinaries(ctx)
	if !found {
		downloaded, err := download(ctx)
		if err != nil {
			return Binaries{}, fmt.Errorf("%w (%w)", ErrNoBinaries, err)
		}
		dir = downloaded
	}
	line, err := version(ctx, dir)
	if err != nil {
		return Binaries{}, err
	}
	return Binaries{Dir: dir, Version: line}, nil
}

// systemBinaries returns the folder that holds initdb and postgres: PATH first, then pg_config, then Debian's
// folders, the newest version first.
func systemBinaries(ctx context.Context) (string, bool) {
	for _, dir := range candidates(ctx) {
		if isExecutable(filepath.Join(dir, "initdb")) && isExecutable(filepath.Join(dir, "postgres")) {
			return dir, true
		}
	}
	return "", false
}

func candidates(ctx context.Context) []string {
	var dirs []string
	if path, err := exec.LookPath("initdb"); err == nil {
		// A link on PATH leads to the folder where the share files are found by relative path.
		if target, err := filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(target))
		}
	}
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	return append(dirs, packaged("/usr/lib/postgresql")...)
}

func packaged(root string) []string {
	dirs, err := filepath.Glob(filepath.Join(root, "*", "bin"))
	if err != nil {
		return nil
	}
	slices.SortFunc(dirs, func(a, b string) int { return cmp.Compare(major(b), major(a)) })
	return dirs
}

func major(binDir string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(binDir)))
	if err != nil {
		return 0
	}
	return n
}

func isExecutable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir() && info.Mode()&0o111 != 0
}

func version(ctx context.Context, binDir string) (string, error) {
	out, err := exec.CommandContext(ctx, filepath.Join(binDir, "postgres"), "--version").Output()
	if err != nil {
		return "", fmt.Errorf("ask postgres for its version: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}
