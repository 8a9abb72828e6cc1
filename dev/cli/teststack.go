package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"partnercenter/dev/internal/proc"
	"partnercenter/dev/stack"
)

const (
	defaultPool  = 8
	commandGrace = 10 * time.Second
)

func testStackCommand(flags *flags) *cobra.Command {
	var migrate bool
	cmd := &cobra.Command{
		Use:   "test-stack -- command [argument...]",
		Short: "Start PostgreSQL, Temporal and the simulators, run a command with STACK_FILE set, and stop everything",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts := flags.options()
			if opts.Namespaces == 0 {
				opts.Namespaces = defaultPool
			}
			return testStack(cmd.Context(), opts, migrate, args, cmd.ErrOrStderr())
		},
	}
	cmd.Flags().BoolVar(&migrate, "migrate", false, "also create the product's roles and database, and migrate it")
	return cmd
}

func testStack(ctx context.Context, opts stack.Options, migrate bool, args []string, out io.Writer) (err error) {
	s, err := stack.Open(ctx, opts)
	if err != nil {
		return err
	}
	defer func() { err = closeStack(ctx, s, err, out) }()
	began := time.Now()
	if err := s.Engines(ctx); err != nil {
		return err
	}
	if migrate {
		if err := s.Plan.Migrate(ctx); err != nil {
			return err
		}
	}
	if err := s.MarkUp(); err != nil {
		return err
	}
	fmt.Fprintf(out, "test stack is up after %s: %s\n", time.Since(began).Round(time.Millisecond), s.Plan.File())
	return runAgainst(ctx, s.Plan, args)
}

// runAgainst runs the command in a process group of its own, so that its end takes its children along.
func runAgainst(ctx context.Context, plan *stack.Plan, args []string) error {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), "STACK_FILE="+plan.File())
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = commandGrace
	proc.Tie(cmd)
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		return ExitError{Code: exit.ExitCode()}
	}
	if err != nil {
		return fmt.Errorf("run %s: %w", args[0], err)
	}
	return nil
}

// closeStack ends a stack whose work ended with err, and says where the logs of a failure are.
func closeStack(ctx context.Context, s *stack.Stack, err error, out io.Writer) error {
	logs, closeErr := s.Close(ctx, err != nil)
	if logs != "" {
		fmt.Fprintf(out, "logs: %s\n", logs)
	}
	return errors.Join(err, closeErr)
}
