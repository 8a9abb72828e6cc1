package postgres_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/internal/ports"
	"partnercenter/dev/internal/proc"
	"partnercenter/dev/postgres"
)

func TestServer_RunsUnprivilegedAndLeavesNothing(t *testing.T) {
	cfg := config(t)
	server := start(t, cfg)
	require.NotZero(t, effectiveUID(t, server.Pid()), "the server runs as root")
	backends := children(t, server.Pid())
	require.NotEmpty(t, backends)

	server.Stop(os.Interrupt, 10*time.Second)

	require.NoError(t, server.Err(), "a fast shutdown ends with code 0")
	for _, pid := range append(backends, server.Pid()) {
		require.NoDirExists(t, filepath.Join("/proc", strconv.Itoa(pid)))
	}
}

func TestServer_KeepsAnsweredCommitsOverKill(t *testing.T) {
	cfg := config(t)
	server := start(t, cfg)
	execute(t, cfg, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (7)")

	server.Kill()
	start(t, cfg)

	require.Equal(t, 7, queryInt(t, cfg, "SELECT id FROM kept"))
}

func TestServer_StartsFromSnapshot(t *testing.T) {
	first := config(t)
	server := start(t, first)
	execute(t, first, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (8)")
	server.Stop(os.Interrupt, 10*time.Second)
	template := filepath.Join(t.TempDir(), "template")
	require.NoError(t, postgres.Snapshot(first, template))
	require.NoError(t, postgres.Snapshot(first, template), "the second of two racers is content")

	second := config(t)
	second.Template, second.Password = template, first.Password
	start(t, second)

	require.Equal(t, 8, queryInt(t, second, "SELECT id FROM kept"))
}

func TestServer_IsRestoredToAnInstant(t *testing.T) {
	cfg := config(t)
	server := start(t, cfg)
	require.NoError(t, postgres.Archive(t.Context(), cfg))
	server.Stop(os.Interrupt, 10*time.Second)
	server = start(t, cfg)
	execute(t, cfg, "CREATE TABLE kept (id int)")
	require.NoError(t, postgres.Backup(t.Context(), cfg))
	execute(t, cfg, "INSERT INTO kept VALUES (9)")
	instant := time.UnixMicro(int64(queryInt(t, cfg, "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")))
	execute(t, cfg, "INSERT INTO kept VALUES (10)")
	require.NoError(t, postgres.Archived(t.Context(), cfg))
	server.Kill()

	require.NoError(t, postgres.Restore(cfg, instant))
	start(t, cfg)

	require.Equal(t, 9, queryInt(t, cfg, "SELECT max(id) FROM kept"))
	execute(t, cfg, "INSERT INTO kept VALUES (11)")
}

func TestServer_NeverAnswersBeforeTheCommitIsWritten(t *testing.T) {
	cfg := config(t)
	start(t, cfg)
	conn, err := pgx.Connect(t.Context(), cfg.URL("postgres"))
	require.NoError(t, err)
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()

	var setting string
	require.NoError(t, conn.QueryRow(t.Context(), "SHOW synchronous_commit").Scan(&setting))
	require.Equal(t, "on", setting)
}

func TestServer_AsksForThePassword(t *testing.T) {
	cfg := config(t)
	start(t, cfg)
	stranger := cfg
	stranger.Password = "guessed"

	_, err := pgx.Connect(t.Context(), stranger.URL("postgres"))

	require.ErrorContains(t, err, "password authentication failed")
}

func config(t *testing.T) postgres.Config {
	t.Helper()
	free, reservation, err := ports.Reserve(1)
	require.NoError(t, err)
	t.Cleanup(reservation.Release)
	dir, err := os.MkdirTemp("", "partnercenter-postgres-test-") //nolint:usetesting // the server's own user cannot enter what is above t.TempDir
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o711))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	binaries, err := postgres.Find(t.Context())
	require.NoError(t, err)
	return postgres.Config{Dir: dir, Port: free[0], Password: postgres.NewPassword(), Binaries: binaries.Dir}
}

func start(t *testing.T, cfg postgres.Config) *proc.Process {
	t.Helper()
	cmd, err := postgres.Prepare(t.Context(), cfg)
	require.NoError(t, err)
	server, err := proc.Start(cmd, filepath.Join(cfg.Dir, "postgres.log"))
	require.NoError(t, err)
	t.Cleanup(func() { server.Stop(os.Interrupt, 10*time.Second) })
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	require.NoError(t, postgres.WaitReady(ctx, cfg))
	return server
}

func effectiveUID(t *testing.T, pid int) uint32 {
	t.Helper()
	info, err := os.Stat(filepath.Join("/proc", strconv.Itoa(pid)))
	require.NoError(t, err)
	stat, ok := info.Sys().(*syscall.Stat_t)
	require.True(t, ok)
	return stat.Uid
}

func children(t *testing.T, pid int) []int {
	t.Helper()
	leader := strconv.Itoa(pid)
	out, err := os.ReadFile(filepath.Join("/proc", leader, "task", leader, "children"))
	require.NoError(t, err)
	var pids []int
	for field := range strings.FieldsSeq(string(out)) {
		child, err := strconv.Atoi(field)
		require.NoError(t, err)
		pids = append(pids, child)
	}
	return pids
}

func execute(t *testing.T, cfg postgres.Config, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), cfg.URL("postgres"))
	require.NoError(t, err)
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	for _, statement := range statements {
		_, err := conn.Exec(t.Context(), statement)
		require.NoError(t, err)
	}
}

func queryInt(t *testing.T, cfg postgres.Config, query string) int {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), cfg.URL("postgres"))
	require.NoError(t, err)
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	var n int
	require.NoError(t, conn.QueryRow(t.Context(), query).Scan(&n))
	return n
}
