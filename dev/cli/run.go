package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"partnercenter/dev/stack"
)

const (
	upTimeout   = 3 * time.Minute
	stopTimeout = 90 * time.Second
	pollEvery   = 50 * time.Millisecond
)

func runCommand(flags *flags, opts Options) *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "Start the whole stack, print its addresses and a token per role, and keep it up until interrupted",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return keepUp(cmd.Context(), flags.options(), opts, cmd.OutOrStdout())
		},
	}
}

func keepUp(ctx context.Context, stackOpts stack.Options, opts Options, out io.Writer) (err error) {
	s, err := stack.Open(ctx, stackOpts)
	if err != nil {
		return err
	}
	defer func() { err = closeStack(ctx, s, interrupted(ctx, err), out) }()
	began := time.Now()
	if err := s.Up(ctx); err != nil {
		return err
	}
	if opts.Seed != nil {
		if s.Plan.Tokens, err = opts.Seed(ctx, s.Plan); err != nil {
			return err
		}
	}
	if err := s.MarkUp(); err != nil {
		return err
	}
	describe(out, s.Plan, time.Since(began))
	watch(ctx, s, out)
	return nil
}

// interrupted is nil when the error is only that somebody asked for the end.
func interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

func describe(out io.Writer, plan *stack.Plan, took time.Duration) {
	fmt.Fprintf(out, "The stack is up after %s. Ctrl-C ends it.\n\n", took.Round(time.Millisecond))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, address := range plan.APIs {
		fmt.Fprintf(table, "API\t%s\n", address)
	}
	fmt.Fprintf(table, "API docs\t%s/docs\n", plan.APIs[0])
	fmt.Fprintf(table, "Temporal UI\t%s\n", plan.Temporal.UIURL)
	fmt.Fprintf(table, "Mail catcher\t%s\n", plan.Sims.MailURL)
	fmt.Fprintf(table, "SMS\t%s\n", plan.Sims.SMSURL)
	fmt.Fprintf(table, "Payment channels\t%s\n", plan.Sims.ChannelsURL)
	fmt.Fprintf(table, "PostgreSQL\t%s\n", plan.Postgres.AdminURL)
	fmt.Fprintf(table, "Folder\t%s\n", plan.Dir)
	_ = table.Flush()
	for _, name := range slices.Sorted(maps.Keys(plan.Tokens)) {
		fmt.Fprintf(out, "\n%s\n  %s\n", name, plan.Tokens[name])
	}
}

// watch returns when ctx ends. A piece that ends on its own is reported, not restarted: somebody may have killed
// it to see what happens, and starts it again by its own command.
func watch(ctx context.Context, s *stack.Stack, out io.Writer) {
	ended := make(chan string)
	for name := range s.Plan.Pids {
		if done := s.Done(name); done != nil {
			go func() {
				select {
				case <-done:
					ended <- name
				case <-ctx.Done():
				}
			}()
		}
	}
	for {
		select {
		case name := <-ended:
			fmt.Fprintf(out, "%s has ended. Start it again with: %s %s --dir %s\n", name, s.Plan.DevBinary, name, s.Plan.Dir)
		case <-ctx.Done():
			return
		}
	}
}

func demoCommand(flags *flags, opts Options) *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Start the stack, play the main job, and stop",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return demo(cmd.Context(), flags.options(), opts, cmd.OutOrStdout())
		},
	}
}

func demo(ctx context.Context, stackOpts stack.Options, opts Options, out io.Writer) (err error) {
	s, err := stack.Open(ctx, stackOpts)
	if err != nil {
		return err
	}
	defer func() { err = closeStack(ctx, s, err, out) }()
	if err := s.Up(ctx); err != nil {
		return err
	}
	if err := s.MarkUp(); err != nil {
		return err
	}
	return opts.Demo(ctx, s, out)
}

// defaultUpDir is where up and stop meet when no folder is named.
func (f *flags) defaultUpDir() {
	if f.dir == "" {
		f.dir = filepath.Join(os.TempDir(), fmt.Sprintf("partnercenter-up-%d", os.Getuid()))
	}
}

func upCommand(flags *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "up",
		Short: "Start the whole stack in the background; stop ends it",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			flags.defaultUpDir()
			return up(cmd.Context(), flags, cmd.OutOrStdout())
		},
	}
}

// up runs `dev run` in a session of its own and waits for its plan to say that everything answers.
func up(ctx context.Context, flags *flags, out io.Writer) error {
	if err := os.MkdirAll(flags.dir, 0o711); err != nil {
		return fmt.Errorf("create run folder: %w", err)
	}
	if plan, err := stack.LoadPlan(flags.dir); err == nil && plan.Running() {
		return fmt.Errorf("a stack runs in %s already", flags.dir)
	}
	log, err := os.OpenFile(filepath.Join(flags.dir, "run.log"), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	defer func() { _ = log.Close() }()
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find dev binary: %w", err)
	}
	background := exec.Command(self, flags.arguments("run")...)
	background.Stdout, background.Stderr = log, log
	background.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := background.Start(); err != nil {
		return fmt.Errorf("start stack: %w", err)
	}
	ended := make(chan struct{})
	go func() {
		_ = background.Wait()
		close(ended)
	}()
	if err := waitUp(ctx, flags.dir, background.Process.Pid, ended); err != nil {
		return err
	}
	text, err := os.ReadFile(log.Name())
	if err != nil {
		return fmt.Errorf("read log: %w", err)
	}
	_, err = out.Write(text)
	return err
}

func (f *flags) arguments(command string) []string {
	return []string{
		command, "--dir", f.dir, "--bin", f.bin, "--cache", f.cache,
		"--namespaces", fmt.Sprint(f.namespaces), "--apis", fmt.Sprint(f.apis),
	}
}

func waitUp(ctx context.Context, dir string, pid int, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(ctx, upTimeout)
	defer cancel()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		plan, err := stack.LoadPlan(dir)
		if err == nil && plan.Ready && plan.Pids["stack"] == pid {
			return nil
		}
		select {
		case <-ended:
			return fmt.Errorf("start stack: it has ended; see %s", filepath.Join(dir, "run.log"))
		case <-ctx.Done():
			return fmt.Errorf("start stack: %w; see %s", ctx.Err(), filepath.Join(dir, "run.log"))
		case <-tick.C:
		}
	}
}

func stopCommand(flags *flags) *cobra.Command {
	return &cobra.Command{
		Use:   "stop",
		Short: "End the stack that up started",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			flags.defaultUpDir()
			return stop(cmd.Context(), flags.dir)
		},
	}
}

func stop(ctx context.Context, dir string) error {
	plan, err := stack.LoadPlan(dir)
	if err != nil {
		return fmt.Errorf("no stack runs in %s: %w", dir, err)
	}
	return plan.Stop(ctx, stopTimeout)
}
