package stack_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"golang.org/x/sync/errgroup"

	"partnercenter/dev/stack"
)

func TestEngines_TwoStacksAtOnce(t *testing.T) {
	stacks := []*stack.Stack{open(t), open(t)}
	var starting errgroup.Group
	for _, s := range stacks {
		starting.Go(func() error { return s.Engines(t.Context()) })
	}
	require.NoError(t, starting.Wait())

	var pids []int
	for _, s := range stacks {
		requireAnswers(t, s.Plan)
		for _, name := range []string{stack.PiecePostgres, stack.PieceTemporal, stack.PieceSims} {
			pids = append(pids, s.Pid(name))
		}
	}
	require.NotContains(t, pids, 0)
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(pids))), len(pids))

	for _, s := range stacks {
		_, err := s.Close(t.Context(), false)
		require.NoError(t, err)
		require.NoDirExists(t, s.Plan.Dir)
	}
	for _, pid := range pids {
		require.ErrorIs(t, syscall.Kill(pid, 0), syscall.ESRCH)
	}
}

func TestSupervisor_EveryEngineComesBackFromKill(t *testing.T) {
	s := open(t)
	require.NoError(t, s.Engines(t.Context()))
	requireAnswers(t, s.Plan)

	for _, name := range []string{stack.PieceSims, stack.PieceTemporal, stack.PiecePostgres} {
		before := s.Pid(name)
		require.NoError(t, s.Kill(name))
		require.Zero(t, s.Pid(name))
		require.Error(t, s.Kill(name), "it is dead already")

		require.NoError(t, s.Start(t.Context(), name))
		require.NotEqual(t, before, s.Pid(name))
		requireAnswers(t, s.Plan)
		saved, err := stack.LoadPlan(s.Plan.Dir)
		require.NoError(t, err)
		require.Equal(t, s.Pid(name), saved.Pids[name])
	}
}

func TestWaitReady_ShowsWhyAPieceEnded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	s, err := stack.Open(t.Context(), stack.Options{Dir: dir, DevBinary: devBinary(t), ProductBinary: "/bin/false"})
	require.NoError(t, err)
	t.Cleanup(func() { closeStack(t, s) })

	err = s.Start(t.Context(), stack.PieceWorker)

	require.ErrorContains(t, err, "worker")
	require.ErrorContains(t, err, "has ended")
}

func TestEngines_TemporalThatGivesUpIsStartedAgain(t *testing.T) {
	dir := t.TempDir()
	gaveUp := filepath.Join(dir, "gave-up")
	script := fmt.Sprintf("#!/bin/sh\nif [ \"$1\" = temporal ] && [ ! -e %[1]s ]; then touch %[1]s; exit 1; fi\nexec %[2]s \"$@\"\n", gaveUp, devBinary(t))
	binary := filepath.Join(dir, "dev")
	require.NoError(t, os.WriteFile(binary, []byte(script), 0o700))
	s, err := stack.Open(t.Context(), stack.Options{DevBinary: binary})
	require.NoError(t, err)
	t.Cleanup(func() { closeStack(t, s) })

	require.NoError(t, s.Engines(t.Context()))

	require.FileExists(t, gaveUp)
	requireAnswers(t, s.Plan)
}

func TestOpen_RefusesAFolderWhereAStackRuns(t *testing.T) {
	first := open(t)
	require.NoError(t, first.Start(t.Context(), stack.PieceSims))

	_, err := stack.Open(t.Context(), stack.Options{Dir: first.Plan.Dir, DevBinary: devBinary(t)})

	require.ErrorContains(t, err, "a stack runs there")
}

func TestPlan_IsForItsOwnerOnly(t *testing.T) {
	s := open(t)
	for _, file := range []string{s.Plan.File(), filepath.Join(s.Plan.Dir, "stack.env")} {
		info, err := os.Stat(file)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
}

func TestAPIEnvironment_NamesOneAddressPerProcess(t *testing.T) {
	s, err := stack.Open(t.Context(), stack.Options{DevBinary: devBinary(t), APIs: 2})
	require.NoError(t, err)
	t.Cleanup(func() { closeStack(t, s) })

	first, err := s.Plan.APIEnvironment(0)
	require.NoError(t, err)
	second, err := s.Plan.APIEnvironment(1)
	require.NoError(t, err)

	require.NotEqual(t, first["HTTP_LISTEN"], second["HTTP_LISTEN"])
	require.Equal(t, first["PUBLIC_URL"], second["PUBLIC_URL"], "links of mails lead to one place")
	require.Equal(t, first["SESSION_KEY"], second["SESSION_KEY"], "a session holds at every process")
}

func open(t *testing.T) *stack.Stack {
	t.Helper()
	s, err := stack.Open(t.Context(), stack.Options{DevBinary: devBinary(t)})
	require.NoError(t, err)
	t.Cleanup(func() { closeStack(t, s) })
	return s
}

func closeStack(t *testing.T, s *stack.Stack) {
	t.Helper()
	_, err := s.Close(context.WithoutCancel(t.Context()), false)
	require.NoError(t, err)
}

// devBinary is the one that runs the test stack: it carries the Temporal server, which this test does not link.
func devBinary(t *testing.T) string {
	t.Helper()
	file := os.Getenv("STACK_FILE")
	if file == "" {
		t.Fatal("STACK_FILE names no running stack: run `make test`")
	}
	plan, err := stack.ReadPlan(file)
	require.NoError(t, err)
	return plan.DevBinary
}

// requireAnswers asks every engine for something that it needs its own state for.
func requireAnswers(t *testing.T, plan *stack.Plan) {
	t.Helper()
	require.Eventually(t, func() bool {
		return errors.Join(askPostgres(t, plan), askTemporal(t, plan), askSims(t, plan)) == nil
	}, 60*time.Second, 200*time.Millisecond)
}

func askPostgres(t *testing.T, plan *stack.Plan) error {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), plan.Postgres.AdminURL)
	if err != nil {
		return err
	}
	var databases int
	err = conn.QueryRow(t.Context(), "SELECT count(*) FROM pg_database WHERE datname = $1", plan.Temporal.Server.Database.Main).Scan(&databases)
	require.Equal(t, 1, databases)
	return errors.Join(err, conn.Close(t.Context()))
}

func askTemporal(t *testing.T, plan *stack.Plan) error {
	t.Helper()
	c, err := client.NewLazyClient(client.Options{
		HostPort:  plan.Temporal.Address,
		Namespace: plan.Temporal.Namespace,
		Logger:    log.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	require.NoError(t, err)
	defer c.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	started, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{TaskQueue: "nobody"}, "Nothing")
	if err != nil {
		return err
	}
	return c.TerminateWorkflow(ctx, started.GetID(), "", "it was only a question")
}

func askSims(t *testing.T, plan *stack.Plan) error {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, plan.Sims.JWKSURL, http.NoBody)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	require.Equal(t, http.StatusOK, response.StatusCode)
	return response.Body.Close()
}
