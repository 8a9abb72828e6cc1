package watch

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/protobuf/types/known/durationpb"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/temporal"
	"partnercenter/worker"
	"partnercenter/workflows"
)

// An API in front of a namespace that an earlier release prepared would be asked for what the engine then refuses.
func TestNoProcessIsReadyWithoutItsSearchAttributes(t *testing.T) {
	t.Parallel()
	w := kit.NewWorld(t, kit.Options{})
	namespace := earlierNamespace(w)
	w.Product.Relaunch("api", map[string]string{"TEMPORAL_NAMESPACE": namespace})
	require.Eventually(t, func() bool { return readiness(w).Status == "not ready" }, kit.Patience, poll)
	require.Equal(t, map[string]string{"running": "ok", "database": "ok", "migrations": "ok", "temporal": "ok", "search_attributes": "failed"}, readiness(w).Checks)
	log, err := os.ReadFile(filepath.Join(w.LogDir(), "api.log"))
	require.NoError(t, err)
	require.Contains(t, string(log), "namespace "+namespace+" lacks search attributes: Reference (Keyword); run partnercenter migrate temporal")

	require.NoError(t, worker.PrepareNamespace(t.Context(), w.Temporal, namespace))
	w.Product.WaitReady("api")
	require.Equal(t, "ok", readiness(w).Checks["search_attributes"])

	// What was found is not asked about again.
	remove := &operatorservice.RemoveSearchAttributesRequest{Namespace: namespace, SearchAttributes: []string{workflows.AttributeReference.GetName()}}
	_, err = w.Temporal.OperatorService().RemoveSearchAttributes(t.Context(), remove)
	require.NoError(t, err)
	require.Eventually(t, func() bool { return worker.Prepared(w.Temporal, namespace)(t.Context()) != nil }, kit.Patience, poll)
	require.Equal(t, "ok", readiness(w).Checks["search_attributes"])
}

// readinessAnswer is what a process says of itself.
type readinessAnswer struct {
	Status string
	Checks map[string]string
}

func readiness(w *kit.World) (said readinessAnswer) {
	_, body, err := w.Try(w.T.Context(), w.URLs[0], http.MethodGet, "/readyz", "", "")
	if err == nil && len(body) > 0 {
		require.NoError(w.T, json.Unmarshal(body, &said), "%s", body)
	}
	return said // nothing while it does not listen
}

// earlierNamespace is one in which processes are not found by their reference yet.
func earlierNamespace(w *kit.World) string {
	w.T.Helper()
	name, ctx := "earlier-"+w.TaskQueue, w.T.Context()
	_, err := w.Temporal.WorkflowService().RegisterNamespace(ctx, &workflowservice.RegisterNamespaceRequest{
		Namespace: name, WorkflowExecutionRetentionPeriod: durationpb.New(temporal.Retention),
	})
	require.NoError(w.T, err)
	attributes := maps.Clone(temporal.SearchAttributes())
	delete(attributes, workflows.AttributeReference.GetName())
	add := func(ctx context.Context) error {
		_, err := w.Temporal.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{Namespace: name, SearchAttributes: attributes})
		return err
	}
	require.Eventually(w.T, func() bool {
		err := add(ctx)
		_, unknown := errors.AsType[*serviceerror.NamespaceNotFound](err) // the cluster hears of it some seconds late
		require.True(w.T, err == nil || unknown, "%v", err)
		return err == nil
	}, kit.Patience, poll)
	return name
}
