package api

import (
	"context"

	"partnercenter/models"
)

// call is what the middleware found out about one request.
type call struct {
	operation string
	filter    []byte // hash of what the request selects by; binds cursors
	language  string // of the answer's texts
	command   models.Command
}

type callKey struct{}

func withCall(ctx context.Context, c call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// callOf returns the request's call. Handlers run behind the middleware only,
// so it is always there.
func callOf(ctx context.Context) call {
	c, _ := ctx.Value(callKey{}).(call)
	return c
}

func principalOf(ctx context.Context) models.Principal { return callOf(ctx).command.Principal }

func commandOf(ctx context.Context) models.Command { return callOf(ctx).command }
