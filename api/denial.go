package api

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"partnercenter/models"
)

// denialPatience bounds how long a caller without the right waits for his
// refusal to be kept.
const denialPatience = 2 * time.Second

// keepDenials leaves an event of every request that its caller had no right to
// make, whether the table of roles or a service said so. It stands outside admit
// and inside the time limit: the call is known and its context is alive.
func (s *server) keepDenials(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := next(c)
		if errors.Is(err, models.ErrForbidden) {
			s.keepDenial(c)
		}
		return err
	}
}

// keepDenial does not change the answer when it fails: nothing was opened, 403
// is still true, and an error of ours instead would tell the caller to try again.
// The log says at the level of defects that the record has a gap. A caller who
// hangs up does not escape the record.
func (s *server) keepDenial(c echo.Context) {
	refused := callOf(c.Request().Context())
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), denialPatience)
	defer cancel()
	if err := s.services.Denials.Record(ctx, refused.command, refused.operation, namedIn(c)); err != nil {
		s.log.LogAttrs(ctx, slog.LevelError, "denial not recorded",
			slog.String("request_id", refused.command.RequestID), slog.String("operation", refused.operation), slog.Any("error", err))
	}
}

// namedIn is the row that the path names; what is no id stays out of the record.
func namedIn(c echo.Context) uuid.UUID {
	for _, value := range c.ParamValues() {
		if id, err := uuid.Parse(value); err == nil {
			return id
		}
	}
	return uuid.Nil
}
