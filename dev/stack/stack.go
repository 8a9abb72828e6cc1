package stack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"partnercenter/dev/internal/ports"
	"partnercenter/dev/internal/proc"
	"partnercenter/dev/postgres"
)

const dropTimeout = 20 * time.Second

// Stack is a running stack: its plan, and the supervisor of its processes.
type Stack struct {
	*Supervisor

	Plan *Plan

	temporary   bool // the run folder is ours to remove
	reservation *ports.Reservation
}

// Open chooses addresses and writes the plan; nothing runs yet.
func Open(ctx context.Context, opts Options) (*Stack, error) {
	if err := vacate(opts.Dir); err != nil {
		return nil, err
	}
	plan, reservation, err := newPlan(ctx, opts)
	if err != nil {
		return nil, fmt.Errorf("plan stack: %w", err)
	}
	s := &Stack{Plan: plan, temporary: opts.Dir == "", reservation: reservation}
	s.Supervisor = newSupervisor(plan.pieces(), s.savePids)
	return s, plan.save()
}

// vacate makes a chosen folder free for a new stack; it is not when one still runs there.
func vacate(dir string) error {
	if dir == "" {
		return nil
	}
	earlier, err := LoadPlan(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for name, pid := range earlier.Pids {
		if alive(pid) {
			return fmt.Errorf("use %s: a stack runs there (%s is process %d)", dir, name, pid)
		}
	}
	return clean(dir)
}

func (s *Stack) savePids(pids map[string]int) error {
	s.Plan.Pids = pids
	return s.Plan.save()
}

// Engines starts what the product runs on: PostgreSQL, then Temporal and the simulators.
func (s *Stack) Engines(ctx context.Context) error {
	if err := s.launchEngines(ctx); err != nil {
		return err
	}
	return s.waitEngines(ctx)
}

func (s *Stack) launchEngines(ctx context.Context) error {
	if err := s.startPostgres(ctx); err != nil {
		return err
	}
	if err := s.Launch(ctx, PieceTemporal); err != nil {
		return err
	}
	return s.Launch(ctx, PieceSims)
}

func (s *Stack) waitEngines(ctx context.Context) error {
	for _, name := range []string{PieceTemporal, PieceSims} {
		if err := s.WaitReady(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// Up starts everything. The product migrates while Temporal starts.
func (s *Stack) Up(ctx context.Context) error {
	if err := s.launchEngines(ctx); err != nil {
		return err
	}
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.Plan.Migrate(groupCtx) })
	group.Go(func() error { return s.waitEngines(groupCtx) })
	if err := group.Wait(); err != nil {
		return err
	}
	return s.startProduct(ctx)
}

func (s *Stack) startProduct(ctx context.Context) error {
	names := []string{PieceWorker}
	for n := range s.Plan.APIs {
		names = append(names, apiPiece(n))
	}
	for _, name := range names {
		if err := s.Launch(ctx, name); err != nil {
			return err
		}
	}
	for _, name := range names {
		if err := s.WaitReady(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// MarkUp records in the plan that everything asked for answers.
func (s *Stack) MarkUp() error {
	s.Plan.Ready = true
	return s.Plan.save()
}

func (s *Stack) startPostgres(ctx context.Context) error {
	cluster := s.Plan.Postgres.Cluster
	if cluster == nil {
		return s.Plan.PrepareDatabases(ctx)
	}
	if err := s.fillTemplate(ctx); err != nil {
		return err
	}
	if err := s.Start(ctx, PiecePostgres); err != nil {
		return err
	}
	return s.Plan.PrepareDatabases(ctx)
}

// fillTemplate prepares a cluster once per user and machine; later stacks copy it. The snapshot is of a server
// that was stopped, so this stack starts its own from it like every other.
func (s *Stack) fillTemplate(ctx context.Context) error {
	cluster := *s.Plan.Postgres.Cluster
	if cluster.Template == "" || exists(cluster.Template) {
		return nil
	}
	if err := s.Start(ctx, PiecePostgres); err != nil {
		return err
	}
	if err := s.Plan.PrepareDatabases(ctx); err != nil {
		return err
	}
	if err := s.migrateTemporal(ctx); err != nil {
		return err
	}
	if err := s.Stop(PiecePostgres); err != nil {
		return err
	}
	return postgres.Snapshot(cluster, cluster.Template)
}

func (s *Stack) migrateTemporal(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, s.Plan.DevBinary, PieceTemporal, "--dir", s.Plan.Dir, "--migrate-only")
	proc.Tie(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("migrate Temporal: %w: %s", err, out)
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Close stops everything and removes its data. The logs stay in a folder that was chosen by the caller, and when
// keepLogs asks for them; Close returns where they are.
func (s *Stack) Close(ctx context.Context, keepLogs bool) (string, error) {
	errs := []error{s.Supervisor.Close(), s.dropForeign(ctx)}
	s.reservation.Release()
	if s.temporary && !keepLogs {
		return "", errors.Join(append(errs, os.RemoveAll(s.Plan.Dir))...)
	}
	return s.Plan.Dir, errors.Join(append(errs, clean(s.Plan.Dir))...)
}

// clean removes what an earlier or ended stack left in dir, but for its logs: its addresses and secrets are void.
func clean(dir string) error {
	ready, err := filepath.Glob(filepath.Join(dir, "*.ready"))
	errs := []error{err}
	for _, path := range append(ready, filepath.Join(dir, "postgres"), filepath.Join(dir, PlanFile), filepath.Join(dir, "stack.env")) {
		errs = append(errs, os.RemoveAll(path))
	}
	return errors.Join(errs...)
}

// dropForeign runs when the stack closes, which is often because its context has ended.
func (s *Stack) dropForeign(ctx context.Context) error {
	if s.Plan.Postgres.Cluster != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), dropTimeout)
	defer cancel()
	return s.Plan.dropDatabases(ctx)
}
