package activities

import (
	"context"

	"go.temporal.io/sdk/activity"

	"partnercenter/internal/programme"
)

// Statements are the activities about what the world outside states.
type Statements struct{ Programme *programme.Statements }

// MatchStatement reads on in every statement and answers how many lines.
func (a *Statements) MatchStatement(ctx context.Context) (int, error) {
	read, err := a.Programme.Match(ctx, func() { activity.RecordHeartbeat(ctx) })
	return read, classify(err)
}
