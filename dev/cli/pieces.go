package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"partnercenter/dev/internal/proc"
	"partnercenter/dev/postgres"
	"partnercenter/dev/stack"
	"partnercenter/dev/temporal/server"
)

const pieceGrace = 35 * time.Second

// pieceCommands run one piece of the stack in --dir in the foreground, at the address its plan gives it. The
// first one in an empty folder makes the plan.
func pieceCommands(flags *flags) []*cobra.Command {
	return []*cobra.Command{
		pieceCommand(flags, "postgres", "Run PostgreSQL", runPostgres),
		temporalCommand(flags),
		pieceCommand(flags, "sims", "Run the simulators of what lies outside the product", runSims),
		pieceCommand(flags, "migrate", "Create the product's roles and database and migrate it", migrate),
		pieceCommand(flags, "api", "Run the product's API", runProduct(stack.PieceAPI)),
		pieceCommand(flags, "worker", "Run the product's worker", runProduct(stack.PieceWorker)),
	}
}

func pieceCommand(flags *flags, name, short string, run func(context.Context, *stack.Plan) error) *cobra.Command {
	return &cobra.Command{
		Use:   name,
		Short: short,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			plan, err := flags.plan(cmd.Context())
			if err != nil {
				return err
			}
			return run(cmd.Context(), plan)
		},
	}
}

func (f *flags) plan(ctx context.Context) (*stack.Plan, error) {
	if err := f.requireDir(); err != nil {
		return nil, err
	}
	return stack.LoadOrCreatePlan(ctx, f.options())
}

func temporalCommand(flags *flags) *cobra.Command {
	var migrateOnly bool
	cmd := pieceCommand(flags, "temporal", "Run the Temporal server and its UI", func(ctx context.Context, plan *stack.Plan) error {
		if migrateOnly {
			return server.Migrate(plan.Temporal.Server.Database)
		}
		return server.Run(ctx, plan.Temporal.Server, func() error { return plan.MarkReady(stack.PieceTemporal) })
	})
	cmd.Flags().BoolVar(&migrateOnly, "migrate-only", false, "bring Temporal's databases up to date and end")
	return cmd
}

func runPostgres(ctx context.Context, plan *stack.Plan) error {
	cluster := plan.Postgres.Cluster
	if cluster == nil {
		return errors.New("this stack uses the server of DATABASE_URL: there is none to start")
	}
	cmd, err := postgres.Prepare(ctx, *cluster)
	if err != nil {
		return err
	}
	process, err := inForeground(cmd)
	if err != nil {
		return err
	}
	if err := postgres.WaitReady(ctx, *cluster); err != nil {
		process.Kill()
		return err
	}
	if err := plan.PrepareDatabases(ctx); err != nil {
		process.Stop(os.Interrupt, pieceGrace)
		return err
	}
	return wait(ctx, process, os.Interrupt)
}

func runSims(ctx context.Context, plan *stack.Plan) error {
	return plan.RunSims(ctx)
}

func migrate(ctx context.Context, plan *stack.Plan) error {
	return plan.Migrate(ctx)
}

func runProduct(name string) func(context.Context, *stack.Plan) error {
	return func(ctx context.Context, plan *stack.Plan) error {
		cmd, err := plan.ProductCommand(name)
		if err != nil {
			return err
		}
		process, err := inForeground(cmd)
		if err != nil {
			return err
		}
		return wait(ctx, process, syscall.SIGTERM)
	}
}

func inForeground(cmd *exec.Cmd) (*proc.Process, error) {
	return proc.StartTo(cmd, os.Stdout)
}

// wait returns when the process has ended, after asking it to when ctx ends.
func wait(ctx context.Context, process *proc.Process, stop os.Signal) error {
	select {
	case <-process.Done():
	case <-ctx.Done():
		process.Stop(stop, pieceGrace)
	}
	if err := process.Err(); err != nil {
		return fmt.Errorf("process %d: %w", process.Pid(), err)
	}
	return nil
}
