package models

import (
	"time"

	"github.com/google/uuid"
)

// Settlement states.
const (
	SettlementRunning = "running"
	SettlementBlocked = "blocked" // a step keeps failing: the vendor looks, it is still tried
	SettlementDone    = "done"
)

// The steps of a settlement, in their order.
const (
	StepAllotmentReturn = "allotment_return" // unspent money goes back to the partner (BEUNBIND)
	StepGracePeriod     = "grace_period"     // late usage may still arrive
	StepGrants          = "grants"
	StepVouchers        = "vouchers"
	StepStatement       = "statement" // the closing statement
	StepNotices         = "notices"
)

// SettlementSteps names every step in its order. A later part that plugs a step
// in adds its name here and what it does to the registry of package programme.
func SettlementSteps() []string {
	return []string{StepAllotmentReturn, StepGracePeriod, StepGrants, StepVouchers, StepStatement, StepNotices}
}

// Settlement step states.
const (
	StepPending   = "pending"
	StepRunning   = "running" // begun and waiting for its time
	StepDone      = "done"
	StepFailed    = "failed"
	StepNotNeeded = "not_needed"
)

// Settlement is what follows an association's end. Its id is the association's.
type Settlement struct {
	Process    `gorm:"embedded"`
	CustomerID uuid.UUID
	RequestID  uuid.UUID
}

// TableName is the table of settlements.
func (Settlement) TableName() string { return "settlements" }

// SettlementStep is one named step of a settlement. Its id makes what it does
// happen once.
type SettlementStep struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	Realm         string
	PartnerID     uuid.UUID
	CustomerID    uuid.UUID
	AssociationID uuid.UUID
	Position      int
	Name          string
	State         string
	Attempts      int
	ErrorCode     string
	Result        map[string]any `gorm:"serializer:json"`
	NextAttemptAt *time.Time     // nil once the step has ended
	StartedAt     *time.Time
	FinishedAt    *time.Time
}

// TableName is the table of settlement steps.
func (SettlementStep) TableName() string { return "settlement_steps" }

// Over reports whether nothing is left to do.
func (s SettlementStep) Over() bool { return s.State == StepDone || s.State == StepNotNeeded }

// StatementLine sums what one kind of transaction did to one account of the
// partner's book because of an association.
type StatementLine struct {
	Kind      string   `json:"kind"`
	TradeType string   `json:"trade_type"`
	Account   string   `json:"account"`
	Amount    string   `json:"amount"`
	Currency  Currency `json:"currency"`
	Count     int      `json:"count"`
}

// ClosingStatement is what an association came to. It is written once.
type ClosingStatement struct {
	AssociationID uuid.UUID `gorm:"primaryKey"`
	Realm         string
	PartnerID     uuid.UUID
	CustomerID    uuid.UUID
	Reference     string
	EffectiveFrom time.Time
	EffectiveTo   time.Time
	ClosedAt      time.Time
	// BookSeq is the last transaction of the partner's book that it counts; what
	// comes later is an amendment.
	BookSeq int64
	Lines   []StatementLine `gorm:"serializer:json"`
}

// TableName is the table of closing statements.
func (ClosingStatement) TableName() string { return "closing_statements" }

// Amendment is a transaction of an ended association that was recorded after its
// closing statement.
type Amendment struct {
	TransactionID uuid.UUID
	EffectiveAt   time.Time
	RecordedAt    time.Time
	Lines         []StatementLine
}

// SettlementView is a settlement as one caller sees it at one instant.
type SettlementView struct {
	Settlement
	Steps      []SettlementStep
	Statement  *ClosingStatement
	Amendments []Amendment
	Waiting    Waiting
	Actions    []Action
}
