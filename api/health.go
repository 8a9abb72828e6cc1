package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// readinessTimeout bounds each check: an answer that comes later is a no.
const readinessTimeout = 2 * time.Second

// alive says that the process answers, and nothing about what it depends on:
// restarting it would not mend that.
func alive(c echo.Context) error {
	return c.JSON(http.StatusOK, map[string]string{"status": "ok"})
}

// ready says whether every dependency answers. Why one does not is in the log.
func (s *server) ready(c echo.Context) error {
	checks := make(map[string]string, len(s.readiness))
	status, summary := http.StatusOK, "ready"
	for _, dependency := range s.readiness {
		checks[dependency.Name] = "ok"
		if err := checkOne(c.Request().Context(), dependency); err != nil {
			checks[dependency.Name] = "failed"
			status, summary = http.StatusServiceUnavailable, "not ready"
			s.log.LogAttrs(c.Request().Context(), slog.LevelWarn, "not ready",
				slog.String("dependency", dependency.Name), slog.Any("error", err))
		}
	}
	return c.JSON(status, map[string]any{"status": summary, "checks": checks})
}

func checkOne(ctx context.Context, dependency Readiness) error {
	ctx, cancel := context.WithTimeout(ctx, readinessTimeout)
	defer cancel()
	return dependency.Check(ctx)
}

// Health is the liveness, the readiness and the metrics of a process that serves
// nothing else.
func Health(checks []Readiness, metrics http.Handler, log *slog.Logger) http.Handler {
	s := &server{readiness: checks, log: log}
	e := echo.New()
	e.GET("/healthz", alive)
	e.GET("/readyz", s.ready)
	e.GET("/metrics", echo.WrapHandler(metrics))
	return e
}
