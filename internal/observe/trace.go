package observe

import (
	"context"
	"fmt"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// traces begin with a request from outside and are gone on with by what it leads
// to. What runs by itself (sweep, mails, relay) begins none: nobody asked, and it
// would never end.
type traces struct {
	provider *sdktrace.TracerProvider // nil: no span leaves the process
	tracer   trace.Tracer
}

func newTraces(ctx context.Context, cfg Config) (traces, error) {
	if cfg.TracesURL == "" {
		return traces{tracer: noop.NewTracerProvider().Tracer(namespace)}, nil
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(cfg.TracesURL))
	if err != nil {
		return traces{}, fmt.Errorf("export traces: %w", err)
	}
	about, err := resource.New(ctx, resource.WithAttributes(attribute.String("service.name", namespace+"-"+cfg.Process)), resource.WithFromEnv())
	if err != nil {
		return traces{}, fmt.Errorf("name the source of traces: %w", err)
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(about))
	return traces{provider: provider, tracer: provider.Tracer(namespace)}, nil
}

// within begins a span of a trace that is recorded; outside of one it begins none.
func (t traces) within(ctx context.Context, name string, opts ...trace.SpanStartOption) (context.Context, trace.Span) {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return ctx, noop.Span{}
	}
	return t.tracer.Start(ctx, name, opts...)
}

// goOn begins the engine's spans: only of a trace that came with the call.
func (traces) goOn(ctx context.Context, tracer trace.Tracer, name string, opts ...trace.SpanStartOption) trace.Span {
	if !trace.SpanContextFromContext(ctx).IsValid() {
		return noop.Span{}
	}
	_, span := tracer.Start(ctx, name, opts...)
	return span
}

func (t traces) close(ctx context.Context) error {
	if t.provider == nil {
		return nil
	}
	if err := t.provider.Shutdown(ctx); err != nil {
		return fmt.Errorf("send the last traces: %w", err)
	}
	return nil
}
