package models

import (
	"time"

	"github.com/google/uuid"
)

// Contact holds the personal data of one person for one purpose; every other
// row holds its id or a keyed hash.
type Contact struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Realm       string
	OwnerID     uuid.UUID // organisation that may read it
	Purpose     string    // registration | partner | account | bank_account
	PersonName  string
	AccountName string
	Phone       string // E.164
	Email       string
	Bank        string // of a bank account, whose holder is PersonName
	BankBranch  string
	BankAccount string
	RetainUntil time.Time
	CreatedAt   time.Time
}

// TableName is the table of contacts.
func (Contact) TableName() string { return "contacts" }

// Evaluation is the record of one run of a rule set: why something was allowed
// or refused.
type Evaluation struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Realm       string
	OrgID       uuid.UUID
	RuleSet     string
	SubjectKind string
	SubjectID   *uuid.UUID
	PolicyID    uuid.UUID
	FactsIDs    []uuid.UUID `gorm:"column:facts_ids;serializer:json"`
	Outcome     string      // allow | review | refuse
	Blockers    []Blocker   `gorm:"serializer:json"`
	// MatchedKeys is for the vendor only; it lives in a table that partners cannot read.
	MatchedKeys []KeyKind `gorm:"-"`
	Actor       string
	RequestID   string
	At          time.Time
}

// TableName is the table of evaluations.
func (Evaluation) TableName() string { return "evaluations" }

// Event is the only record of what happened. At is the business instant,
// RecordedAt the discovery. SubjectSeq equals the subject's version.
type Event struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	Realm      string
	PartnerID  *uuid.UUID
	CustomerID *uuid.UUID
	// AssociationID is set on what exists because of an association.
	AssociationID *uuid.UUID
	SubjectKind   string
	SubjectID     uuid.UUID
	SubjectSeq    int64
	Type          string
	Actor         string
	OnBehalfOf    string
	At            time.Time
	RecordedAt    time.Time
	RequestID     string
	TraceID       string
	WorkflowID    string
	RunID         string
	DecisionID    *uuid.UUID
	PolicyID      *uuid.UUID
	Data          map[string]any `gorm:"serializer:json"`
}

// TableName is the table of events.
func (Event) TableName() string { return "events" }

// Decision is one answer given to a process: its id is derived from the
// idempotency scope and key, so that the same request is the same decision.
type Decision struct {
	ID           uuid.UUID `gorm:"primaryKey"`
	Realm        string
	PartnerID    uuid.UUID
	SubjectKind  string
	SubjectID    uuid.UUID
	Verb         string
	Outcome      string
	Opinion      string
	Maker        string // who made what is decided on; a reviewer may not be the maker
	Actor        string
	EvaluationID uuid.UUID
	RequestID    string
	Version      int64 // version of the subject after the decision
	At           time.Time
	// Waited is how long the subject had been in its state; it is told and not stored.
	Waited time.Duration `gorm:"-"`
}

// TableName is the table of decisions.
func (Decision) TableName() string { return "decisions" }

// Notification states.
const (
	NotificationQueued = "queued"
	NotificationSent   = "sent"
	NotificationVoid   = "void"   // its cause ended before it was sent
	NotificationFailed = "failed" // the mail server refused it for good
)

// Notification is one mail owed to one recipient because of one cause.
type Notification struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	Realm         string
	PartnerID     uuid.UUID
	SubjectKind   string
	SubjectID     uuid.UUID
	Kind          string
	ContactID     uuid.UUID
	Generation    int
	Locale        string
	State         string
	Attempts      int
	NextAttemptAt time.Time
	LastError     string
	CreatedAt     time.Time
	SentAt        *time.Time
}

// TableName is the table of notifications.
func (Notification) TableName() string { return "notifications" }

// Task is something that waits for somebody.
type Task struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Realm       string
	PartnerID   uuid.UUID // whose process it is
	Party       Party     // who must act
	Kind        string
	SubjectKind string
	SubjectID   uuid.UUID
	Reference   string
	// AccountManager of the subject; he sees the task too.
	AccountManager string
	Since          time.Time
	DueAt          *time.Time
	OnSilence      string
	Escalated      bool
	ClosedAt       *time.Time
}

// SendAgain is the task of the partner whose invitation failed, or whose mail did
// not arrive: open until nothing can be sent again. state is what the invitation
// is left in if he does nothing.
func SendAgain(i Invitation, since time.Time, state string) Task {
	return Task{
		Realm: i.Realm, PartnerID: i.PartnerID, Party: PartyPartner, Kind: TaskResend, SubjectKind: SubjectInvitation, SubjectID: i.ID,
		Reference: i.Reference, AccountManager: i.AccountManager, Since: since, DueAt: &i.ResendUntil, OnSilence: state,
	}
}

// TableName is the table of tasks.
func (Task) TableName() string { return "tasks" }

// IdempotencyRecord binds a key of a subject to what its request did.
type IdempotencyRecord struct {
	Realm        string    `gorm:"primaryKey"`
	OrgID        uuid.UUID `gorm:"primaryKey"`
	Subject      string    `gorm:"primaryKey"`
	Key          string    `gorm:"primaryKey"`
	Fingerprint  []byte
	Status       int
	ResourceKind string
	ResourceID   uuid.UUID
	CreatedAt    time.Time
}

// TableName is the table of idempotency records.
func (IdempotencyRecord) TableName() string { return "idempotency_records" }
