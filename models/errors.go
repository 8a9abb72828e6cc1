package models

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// The refusals that are not the business rules' own.
var (
	ErrNotFound            = errors.New("not found")
	ErrForbidden           = errors.New("forbidden")
	ErrIdempotencyMismatch = errors.New("idempotency key was used with another request")
	ErrInProgress          = errors.New("the same request is still running")
	ErrPrecondition        = errors.New("the resource has changed")
	ErrBalance             = errors.New("an account would fall below its floor")
	ErrUnavailable         = errors.New("what the request needs does not answer now")
)

// Refusal is a transition that the rules do not allow: all blockers, and the
// evaluation that explains it. At is the business instant at which they were
// asked; how long to wait is counted from it.
type Refusal struct {
	Blockers     []Blocker
	EvaluationID uuid.UUID
	At           time.Time
}

// Error names the first blocker; callers use Blockers.
func (r *Refusal) Error() string {
	if len(r.Blockers) == 0 {
		return "refused"
	}
	return "refused: " + r.Blockers[0].Code
}

// FieldError is one wrong field of an input.
type FieldError struct {
	Pointer string `json:"pointer"` // JSON pointer
	Code    string `json:"code"`
	Detail  string `json:"detail,omitempty"`
}

// InvalidInput lists every wrong field of an input.
type InvalidInput struct{ Errors []FieldError }

// Error counts the wrong fields.
func (e *InvalidInput) Error() string { return fmt.Sprintf("%d invalid fields", len(e.Errors)) }
