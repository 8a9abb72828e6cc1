package observe

import (
	"fmt"

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
