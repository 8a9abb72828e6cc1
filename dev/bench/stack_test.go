//go:build bench

package bench

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/stack"
)

// The whole stack answers within five seconds of its start. The first start of a machine, which
// prepares the cluster that later ones copy, does not count.
func TestWarmStart(t *testing.T) {
	shared := kit.SharedPlan(t)
	startStack(t, shared)
	var took sample
	for range scaled(5, 2) {
		took = append(took, startStack(t, shared))
	}
	report(t, row{
		what:    "whole stack, warm, from start to first answered request",
		product: fmt.Sprintf("%.1f s (%.1f–%.1f, n=%d)", took.median(), took.quantile(0), took.quantile(1), len(took)), baseline: "–", ratio: "–",
		budget: "≤ 5 s", verdict: judge(took.median() <= 5),
	})
}

// startStack starts a stack, asks it for something and stops it; it answers the seconds to the answer.
func startStack(t *testing.T, shared *stack.Plan) float64 {
	t.Helper()
	dir := runFolder(t)
	began := time.Now()
	dev(t, shared, "up", "--dir", dir)
	plan, err := stack.LoadPlan(dir)
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, plan.APIs[0]+"/v1/tasks", nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+plan.Tokens["vendor reviewer"])
	response, err := http.DefaultClient.Do(request)
	took := time.Since(began).Seconds()
	dev(t, shared, "stop", "--dir", dir)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusOK, response.StatusCode)
	return took
}

// runFolder is one that PostgreSQL can enter: it runs as another user when root starts it.
func runFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "partnercenter-bench-") //nolint:usetesting // t.TempDir lies in a folder that only its owner can enter
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	require.NoError(t, os.Chmod(dir, 0o711))
	return dir
}

func dev(t *testing.T, shared *stack.Plan, args ...string) {
	t.Helper()
	args = append(args, "--bin", shared.ProductBinary)
	out, err := exec.CommandContext(t.Context(), shared.DevBinary, args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
}
