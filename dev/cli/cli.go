// Package cli is the command line of the development stack.
package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"partnercenter/dev/stack"
)

// Options are what the stack's commands do with a running stack.
type Options struct {
	// Demo plays the main job on a stack that is up and tells it to out; nil: there is no demo command.
	Demo func(ctx context.Context, s *stack.Stack, out io.Writer) error
	// Seed makes the organisations that run names and returns a bearer token per person; nil: none.
	Seed func(ctx context.Context, plan *stack.Plan) (map[string]string, error)
}

// ExitError carries the exit code of a command that was run against the stack; it has said itself what failed.
type ExitError struct {
	Code int
}

func (e ExitError) Error() string {
	return fmt.Sprintf("the command ended with code %d", e.Code)
}

// New returns the root command.
func New(opts Options) *cobra.Command {
	root := &cobra.Command{
		Use:           "dev",
		Short:         "Development stack of the partner centre: PostgreSQL, Temporal, simulators, API and worker",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	flags := &flags{}
	flags.register(root)
	root.AddCommand(pieceCommands(flags)...)
	root.AddCommand(
		runCommand(flags, opts),
		upCommand(flags),
		stopCommand(flags),
		testStackCommand(flags),
	)
	if opts.Demo != nil {
		root.AddCommand(demoCommand(flags, opts))
	}
	return root
}
