// Package workflows tells the story of each long-running process: what happens
// next, when, who must act, what follows a decision. A workflow is resumable
// from its row: its input is the row's name, and the row itself where it was just
// written; otherwise its first step reads it. The row is the fact, the workflow
// the clock and the conductor.
package workflows

import "go.temporal.io/sdk/temporal"

// TaskQueue is where the workers of the programme listen, unless configured otherwise.
const TaskQueue = "partner"

// Updates. A decision on a process is asked for by an update, never by a signal:
// the caller gets the answer.
const (
	// UpdateDecide carries a Decision to a process and returns its DecisionResult.
	UpdateDecide = "decide"
)

// Signals.
const (
	// SignalRowChanged says that another process moved the row: read it again.
	SignalRowChanged = "row_changed"
)

// Queries.
const (
	// QueryState answers the row as the workflow last saw it.
	QueryState = "state"
)

// Search attributes, registered by migrate.
var (
	// AttributePartner is the id of the partner whose process it is.
	AttributePartner = temporal.NewSearchAttributeKeyKeyword("PartnerId")
	// AttributeCustomer is the id of the customer's account, once known.
	AttributeCustomer = temporal.NewSearchAttributeKeyKeyword("CustomerId")
	// AttributeProcess is the kind of process.
	AttributeProcess = temporal.NewSearchAttributeKeyKeyword("Process")
	// AttributeReference is the speakable reference of the row.
	AttributeReference = temporal.NewSearchAttributeKeyKeyword("Reference")
	// AttributeState is the state of the row.
	AttributeState = temporal.NewSearchAttributeKeyKeyword("State")
	// AttributeDue is the instant at which the process goes on by itself.
	AttributeDue = temporal.NewSearchAttributeKeyTime("DueAt")
)
