package models

import "time"

// Clearer says who can remove a blocker.
type Clearer string

// The parties that can clear a blocker.
const (
	ClearedByPartner  Clearer = "partner"
	ClearedByCustomer Clearer = "customer"
	ClearedByVendor   Clearer = "vendor"
	ClearedByTime     Clearer = "time"
	ClearedByNobody   Clearer = "nobody"
)

// Blocker is one reason why a transition is not allowed now. Code is stable and
// public. EligibleFrom is set where time alone clears the blocker. Reviewable
// says that a manual review may still allow the transition (Source: 1a-8).
// Pointer is the JSON pointer of the input that the blocker speaks of, if any.
type Blocker struct {
	Code         string     `json:"code"`
	ClearedBy    Clearer    `json:"cleared_by"`
	Reviewable   bool       `json:"reviewable,omitempty"`
	Retryable    bool       `json:"retryable,omitempty"`
	EligibleFrom *time.Time `json:"eligible_from,omitempty"`
	Pointer      string     `json:"pointer,omitempty"`
}
