package models

import (
	"time"

	"github.com/google/uuid"
)

// Subject kinds name the rows that have a life of their own.
const (
	SubjectRegistration = "registration"
	SubjectInvitation   = "invitation"
	SubjectLink         = "invitation_link"
	SubjectAcceptance   = "acceptance"
	SubjectAssociation  = "association"
	SubjectRequest      = "association_request"
	SubjectSettlement   = "settlement"
	SubjectStepUp       = "step_up"
	SubjectOrganisation = "organisation"
	SubjectCustomer     = "customer"
	SubjectPolicy       = "policy"
	SubjectTopUp        = "top_up"
	SubjectAdjustment   = "adjustment"
	SubjectConsumption  = "consumption"
	SubjectChange       = "account_change"
	SubjectContact      = "contact"
	SubjectDenial       = "denial"
	SubjectBook         = "book" // of the ledger; its id is that of the organisation
	SubjectWithdrawal   = "withdrawal"
	SubjectPayout       = "payout"
	SubjectStatement    = "statement_line"
	SubjectPartnerFacts = "partner_facts"
	SubjectSubscription = "subscription"
	SubjectDelivery     = "delivery"
	SubjectOperation    = "operation" // a call of an operator's command
)

// Task kinds.
const (
	TaskReview   = "review_registration"  // the vendor decides a pending registration
	TaskLedger   = "ledger_difference"    // a book does not hold; `ops verify-ledger` says where
	TaskCalendar = "publish_calendar"     // a deadline lies beyond the published holiday calendar
	TaskClaim    = "claim_top_up"         // money arrived that belongs to nobody yet
	TaskChange   = "check_account_change" // a change of a partner's account takes a second person
	TaskPayment  = "compare_payments"     // a channel told of one payment twice, with different figures
	TaskResend   = "send_again"           // an invitation failed or did not arrive; the partner can send it again

	TaskWithdrawal       = "review_withdrawal"  // the vendor's finance decides a withdrawal
	TaskPayoutHeld       = "release_payout"     // something came up between approval and payout
	TaskPayoutUnanswered = "ask_bank"           // the bank does not say what became of a payout
	TaskPayoutOverdue    = "chase_payout"       // a payout by bank card takes longer than it may
	TaskPayoutDiffers    = "settle_suspense"    // money moved otherwise than it was sent
	TaskStatement        = "explain_statement"  // a statement and what is booked differ
	TaskAnswer           = "answer_request"     // one side asked to end or change an association; the other answers
	TaskSettle           = "settle_association" // a step of a settlement keeps failing
	TaskSubscription     = "mend_subscription"  // a receiver of events kept failing and is sent nothing more
)

// MoneyTasks are the tasks of the vendor's finance about money that lies still
// until somebody acts; the policy says how long they may take.
func MoneyTasks() []string {
	return []string{TaskClaim, TaskChange, TaskPayoutHeld, TaskPayoutUnanswered, TaskPayoutOverdue, TaskPayoutDiffers}
}

// Party is who must act next.
type Party string

// The parties.
const (
	PartyNobody   Party = "nobody"
	PartyVendor   Party = "vendor"
	PartyPartner  Party = "partner"
	PartyCustomer Party = "customer"
	PartySystem   Party = "system"
)

// Waiting says what a process waits for: who must act, until when, and what
// happens if nobody does.
type Waiting struct {
	Party     Party      `json:"party"`
	Action    string     `json:"action"`               // stable code: accept_invitation, review, ...
	DueAt     *time.Time `json:"due_at,omitempty"`     // absolute; nil = no end
	OnSilence string     `json:"on_silence,omitempty"` // state the process goes to by itself
}

// Ref names a row: what a workflow is started with, and nothing more.
type Ref struct {
	ID    uuid.UUID `json:"id"`
	Realm string    `json:"realm"`
}

// Process holds the columns that every long-running process row has.
type Process struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	Realm      string
	PartnerID  uuid.UUID
	Reference  string
	State      string
	StateSince time.Time
	Version    int64
	// PolicyID is the policy version that the process keeps for its durations.
	PolicyID     uuid.UUID
	EvaluationID uuid.UUID
	// NextWakeAt is when the workflow acts next, jitter included; nil on
	// terminal rows. ActedAt is nil until the workflow has read the row once.
	NextWakeAt *time.Time
	ActedAt    *time.Time
	CreatedAt  time.Time
}

// Registration states (domain.md 1b).
const (
	RegistrationUnreported = "unreported"     // 未报备
	RegistrationPending    = "pending_review" // 待审核
	RegistrationReported   = "reported"       // 已报备
	RegistrationRejected   = "rejected"
	RegistrationLapsed     = "lapsed"     // review ended by silence
	RegistrationExpired    = "expired"    // 报备失效
	RegistrationAssociated = "associated" // 已关联
	RegistrationReleased   = "released"   // given up by the partner
)

// Review types of a registration.
const (
	ReviewAuto   = "auto"
	ReviewManual = "manual"
)

// Registration is one partner's exclusive, expiring claim on a customer.
type Registration struct {
	Process           `gorm:"embedded"`
	CompanyName       string
	ContactID         uuid.UUID
	CreditCode        string // unified social credit code, may be empty
	ExternalReference string // the partner's own id of the customer
	NameHash          []byte
	PhoneHash         []byte
	EmailHash         []byte
	CodeHash          []byte
	AccountHash       []byte // of the user name chosen where the phone has accounts (Source: 1a-14); empty if none
	Reporter          string
	AccountManager    string
	ReviewType        string
	SubmittedAt       time.Time
	// HeldUntil is the instant at which the claim ends by itself: the review's
	// lapse while pending, the end of validity while reported, else nil.
	HeldUntil         *time.Time
	ValidUntil        *time.Time
	ReviewTargetAt    *time.Time
	ReviewLapseAt     *time.Time
	ReviewProvisional bool // a review deadline lies beyond the published calendar
	EscalatedAt       *time.Time
	RemindedAt        *time.Time // last reminder of the coming end
	ExpectedAmount    *string    // unscaled numeric; with ExpectedCurrency
	ExpectedCurrency  *string
	ProjectDetails    string
	Communication     string
	CustomerAccount   string
	Reviewer          string
	Opinion           string
	CustomerID        *uuid.UUID
	AssociationID     *uuid.UUID
}

// TableName is the table of registrations.
func (Registration) TableName() string { return "registrations" }

// Invitation states (domain.md 2b).
const (
	InvitationSent       = "sent"       // 已邀请
	InvitationAssociated = "associated" // 关联成功
	InvitationFailed     = "failed"     // 关联失败
	InvitationExpired    = "expired"    // 邀请链接已失效
	InvitationCancelled  = "cancelled"
	InvitationClosed     = "closed" // its registration ended otherwise
)

// Invitation is an online invitation of one registered customer by e-mail.
// Its code is derived from KeyID, ID and Generation and never stored.
type Invitation struct {
	Process         `gorm:"embedded"`
	RegistrationID  uuid.UUID
	BatchID         uuid.UUID
	AssociationType AssociationType
	ContactID       uuid.UUID
	Locale          string
	Inviter         string
	AccountManager  string
	KeyID           string
	Generation      int
	CodeHash        []byte
	SentAt          time.Time
	// ExpiresAt is min(sent + link validity, end of the registration) (Source: 2f).
	ExpiresAt time.Time
	// ResendUntil is the end of the registration: until then a failed or
	// expired invitation can be sent again.
	ResendUntil   time.Time
	FailureCodes  []string `gorm:"serializer:json"`
	AcceptanceID  *uuid.UUID
	AssociationID *uuid.UUID
}

// TableName is the table of online invitations.
func (Invitation) TableName() string { return "invitations" }

// Link kinds (Source: 2a-4).
const (
	LinkGeneral  = "general"
	LinkCustom   = "custom"
	LinkCampaign = "campaign"
)

// Link states.
const (
	LinkActive  = "active"
	LinkRevoked = "revoked"
)

// InvitationLink is an offline link with its QR code: reusable, never expiring.
type InvitationLink struct {
	ID              uuid.UUID `gorm:"primaryKey"`
	Realm           string
	PartnerID       uuid.UUID
	Reference       string
	Kind            string
	Tag             string
	Campaign        string
	AssociationType AssociationType
	Creator         string
	AccountManager  string
	KeyID           string
	Generation      int
	CodeHash        []byte
	State           string
	StateSince      time.Time
	Version         int64
	EvaluationID    uuid.UUID
	CreatedAt       time.Time
}

// TableName is the table of offline links.
func (InvitationLink) TableName() string { return "invitation_links" }

// Acceptance states.
const (
	AcceptanceChecking   = "checking"
	AcceptanceAssociated = "associated"
	AcceptanceFailed     = "failed"
)

// Acceptance is one customer's attempt to associate through an invitation or a link.
type Acceptance struct {
	Process         `gorm:"embedded"`
	CustomerID      uuid.UUID
	InvitationID    *uuid.UUID
	Generation      int
	LinkID          *uuid.UUID
	RegistrationID  *uuid.UUID
	AssociationType AssociationType
	NoticeVersion   string // version of the notice that the customer ticked; resale only
	ConsentedAt     time.Time
	// GiveUpAt is when missing facts end the attempt as system_busy.
	GiveUpAt      time.Time
	FactsID       *uuid.UUID
	FailureCodes  []string `gorm:"serializer:json"`
	AssociationID *uuid.UUID
	// AccountManager of the invitation or link; he sees the attempt too.
	AccountManager string
	Locale         string
}

// TableName is the table of acceptances.
func (Acceptance) TableName() string { return "acceptances" }

// Association states.
const (
	AssociationActive = "active"
	AssociationEnded  = "ended"
)

// Association is the bond of a customer with its only partner, over [From, Until).
type Association struct {
	ID              uuid.UUID `gorm:"primaryKey"`
	Realm           string
	PartnerID       uuid.UUID
	CustomerID      uuid.UUID
	Reference       string
	AssociationType AssociationType
	EffectiveFrom   time.Time
	EffectiveUntil  *time.Time
	AccountManager  string
	Tag             string
	NoticeVersion   string
	RegistrationID  *uuid.UUID
	InvitationID    *uuid.UUID
	LinkID          *uuid.UUID
	AcceptanceID    uuid.UUID
	// ReplacesID is the association that a switch of type ended.
	ReplacesID *uuid.UUID
	Version    int64
	CreatedAt  time.Time
}

// TableName is the table of associations.
func (Association) TableName() string { return "associations" }
