package kit

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/stack"
)

// OwnStack starts engines that a test may kill without taking them from the
// others: PostgreSQL and Temporal, as the shared stack has them. They end with
// the test.
func OwnStack(t *testing.T) *stack.Stack {
	t.Helper()
	shared := SharedPlan(t)
	s, err := stack.Open(t.Context(), stack.Options{
		DevBinary: shared.DevBinary, ProductBinary: shared.ProductBinary, DatabaseURL: os.Getenv("DATABASE_URL"),
	})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_, err := s.Close(ctx, false)
		require.NoError(t, err)
	})
	require.NoError(t, s.Engines(t.Context()))
	return s
}

// SharedPlan is the plan of the stack that all tests share.
func SharedPlan(t *testing.T) *stack.Plan {
	t.Helper()
	file := os.Getenv("STACK_FILE")
	if file == "" {
		t.Fatal("STACK_FILE is not set: run `make test`, or `bin/dev test-stack -- go test ./...` in dev/")
	}
	plan, err := stack.ReadPlan(file)
	require.NoError(t, err)
	return plan
}
