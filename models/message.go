package models

import (
	"time"

	"github.com/google/uuid"
)

// Row is what a workflow needs to know of its row: enough to wait, to show and
// to end. It carries ids, codes and instants, never personal data.
type Row struct {
	State      string     `json:"state"`
	Since      time.Time  `json:"since,omitzero"` // it is in its state; zero from an earlier release
	Version    int64      `json:"version"`
	Reference  string     `json:"reference"`
	PartnerID  uuid.UUID  `json:"partner_id"`
	CustomerID *uuid.UUID `json:"customer_id,omitempty"`
	// Terminal rows have nothing left to wait for.
	Terminal bool `json:"terminal"`
	// NextStep is what the workflow does at WakeAt; the database's clock says
	// Now, so that the workflow only measures how long to wait.
	NextStep string    `json:"next_step,omitempty"`
	WakeAt   time.Time `json:"wake_at"`
	Now      time.Time `json:"now"`
	Waiting  Waiting   `json:"waiting"`
}

// Start is a workflow's input: which row is its own, and the row as it was just
// written. Without it, as after the loss of the engine, the workflow reads the row.
type Start struct {
	Ref

	Row *Row `json:"row,omitempty"`
}

// Begun is a process whose row a command has written, and whose workflow is still
// to be started.
type Begun struct {
	Kind string
	Ref  Ref
	Row  Row
	// LookAt is when somebody looks after the process if it has not moved by itself.
	LookAt time.Time
}

// Steps that a process does by itself when their time has come.
const (
	StepRemind   = "remind"
	StepExpire   = "expire"
	StepEscalate = "escalate"
	StepLapse    = "lapse"
	StepClose    = "close"
	StepCheck    = "check"
	StepSettle   = "settle"
	StepPay      = "pay"
	StepHear     = "hear_bank"
	StepOverdue  = "overdue"
)

// Verbs of decisions.
const (
	VerbReview  = "review"
	VerbRelease = "release"
	VerbResend  = "resend"
	VerbCancel  = "cancel"
	VerbDecide  = "decide"
	VerbRetry   = "retry"
	VerbClaim   = "claim"
	VerbRefuse  = "refuse"
	VerbSubmit  = "submit"
)

// DecisionOrder asks a process to decide. Its id is derived from the scope and
// the idempotency key, so that the same request is the same decision. What a
// person typed is not in it: it stays in the database.
type DecisionOrder struct {
	ID          uuid.UUID `json:"id"`
	Ref         Ref       `json:"ref"`
	Verb        string    `json:"verb"`
	Verdict     string    `json:"verdict,omitempty"`
	Org         uuid.UUID `json:"org"`
	Side        Side      `json:"side"`
	Subject     string    `json:"subject"`
	Roles       []Role    `json:"roles"`
	Key         string    `json:"key"`
	Fingerprint []byte    `json:"fingerprint"`
	IfMatch     int64     `json:"if_match,omitempty"`
	RequestID   string    `json:"request_id"`
	TraceID     string    `json:"trace_id,omitempty"`
}

// Order puts a command into the words that travel through the engine: what the
// decision needs of it, flat. Command is the way back.
func Order(decision, subject uuid.UUID, verb, verdict string, c Command) DecisionOrder {
	p := c.Principal
	return DecisionOrder{
		ID: decision, Ref: Ref{ID: subject, Realm: p.Realm}, Verb: verb, Verdict: verdict, Org: p.Org, Side: p.Side, Subject: p.Subject, Roles: p.Roles,
		Key: c.IdempotencyKey, Fingerprint: c.Fingerprint, IfMatch: c.IfMatch, RequestID: c.RequestID, TraceID: c.TraceID,
	}
}

// Command is the command that was ordered.
func (o DecisionOrder) Command() Command {
	return Command{
		Principal: Principal{Realm: o.Ref.Realm, Org: o.Org, Side: o.Side, Subject: o.Subject, Roles: o.Roles},
		RequestID: o.RequestID, TraceID: o.TraceID, IdempotencyKey: o.Key, Fingerprint: o.Fingerprint, IfMatch: o.IfMatch,
	}
}

// DecisionResult is what came of a decision order: blockers, or the row after it.
type DecisionResult struct {
	Blockers     []Blocker `json:"blockers,omitempty"`
	EvaluationID uuid.UUID `json:"evaluation_id"`
	// RequestID is the request that decided; another one got its answer.
	RequestID string `json:"request_id"`
	// Stale says that the caller saw another version.
	Stale bool `json:"stale,omitempty"`
	Row   Row  `json:"row"`
}

// Ending is how a process ended.
type Ending struct {
	State   string `json:"state"`
	Version int64  `json:"version"`
}

// Types of errors that cross the engine: activities and workflows make them, the
// API's side maps them.
const (
	EngineUnknownVerb = "UNKNOWN_VERB"         // the process has no such decision
	EngineRestarting  = "RESTARTING"           // the run is about to continue as new; ask again
	EngineNotFound    = "NOT_FOUND"            // there is no such row; a person must look
	EngineInvalid     = "INVALID"              // the input can never succeed; a person must look
	EngineMismatch    = "IDEMPOTENCY_MISMATCH" // the key was used with another request
)
