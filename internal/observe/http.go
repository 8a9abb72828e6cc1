package observe

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// methods that are counted by name: a caller may make others up.
var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodHead, http.MethodOptions, http.MethodPatch}

// Echo measures every request and begins its trace, or goes on with the caller's.
// Both know the route's pattern and never the path, which may hold a code.
func (o *Observer) Echo(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start, arrived := time.Now(), c.Request()
		route, method := routeOf(c), methodOf(arrived)
		ctx := propagation.TraceContext{}.Extract(arrived.Context(), propagation.HeaderCarrier(arrived.Header))
		ctx, span := o.traces.tracer.Start(ctx, method+" "+route, trace.WithSpanKind(trace.SpanKindServer))
		defer span.End()
		c.SetRequest(arrived.WithContext(ctx))
		err := next(c)
		status := c.Response().Status
		o.http.WithLabelValues(route, method, strconv.Itoa(status)).Observe(time.Since(start).Seconds())
		span.SetAttributes(attribute.String("http.request.method", method), attribute.String("http.route", route), attribute.Int("http.response.status_code", status),
			attribute.String("request_id", c.Response().Header().Get(echo.HeaderXRequestID)))
		if status >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, http.StatusText(status))
		}
		return err
	}
}

func routeOf(c echo.Context) string {
	if c.Path() == "" {
		return "none"
	}
	return c.Path()
}

func methodOf(r *http.Request) string {
	if slices.Contains(methods, r.Method) {
		return r.Method
	}
	return "other"
}
