package app

import (
	"context"
	"log/slog"

	"github.com/labstack/echo/v4"

	"partnercenter/internal/config"
	"partnercenter/internal/process"
)

// customerPages are the customers' side of invitations and links.
func customerPages(_ context.Context, _ config.API, _ *process.Acceptances, _ *slog.Logger) (func(*echo.Echo), error) {
	return nil, nil
}
