package observe

import (
	"fmt"
	"maps"

	"github.com/prometheus/client_golang/prometheus"
	exporter "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.temporal.io/sdk/contrib/opentelemetry"
)

// engineBuckets are what the engine's durations are sorted into, in seconds.
var engineBuckets = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300}

// temporalMetrics lets the engine's SDK tell of itself in a registry.
func temporalMetrics(registry *prometheus.Registry) (opentelemetry.MetricsHandler, error) {
	reader, err := exporter.New(exporter.WithRegisterer(registry), exporter.WithoutScopeInfo(), exporter.WithoutTargetInfo())
	if err != nil {
		return opentelemetry.MetricsHandler{}, fmt.Errorf("export the engine's metrics: %w", err)
	}
	durations := metric.NewView(metric.Instrument{Kind: metric.InstrumentKindHistogram},
		metric.Stream{Aggregation: metric.AggregationExplicitBucketHistogram{Boundaries: engineBuckets}})
	meter := metric.NewMeterProvider(metric.WithReader(reader), metric.WithView(durations)).Meter("temporal")
	return opentelemetry.NewMetricsHandler(opentelemetry.MetricsHandlerOptions{Meter: meter, UseMonotonicCounters: true}), nil
}

// NoneFailed shows a count of failures for workflows that have not failed yet: the
// SDK makes it with the first one, and an increase needs a beginning. The labels are
// the SDK's own, so that it counts on from here.
func (o *Observer) NoneFailed(namespace, taskQueue string, types []string) {
	tags := map[string]string{"namespace": namespace, "client_name": "temporal_go", "worker_type": "none", "activity_type": "none", "task_queue": taskQueue}
	for _, name := range types {
		of := maps.Clone(tags)
		of["workflow_type"] = name
		o.temporal.WithTags(of).Counter("temporal_workflow_failed").Inc(0)
	}
}
