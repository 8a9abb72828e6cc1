// Command dev starts the development stack, whole or piece by piece.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"partnercenter/dev/cli"
	"partnercenter/dev/demo"
	"partnercenter/dev/seed"
)

func main() {
	// The end of the terminal ends the stack as an interrupt does: nothing stays behind.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := cli.New(cli.Options{Demo: demo.Run, Seed: seed.Run}).ExecuteContext(ctx)
	stop()
	os.Exit(code(err))
}

func code(err error) int {
	var exit cli.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.Code
	default:
		fmt.Fprintln(os.Stderr, "dev:", err)
		return 1
	}
}
