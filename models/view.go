package models

import (
	"time"

	"github.com/google/uuid"
)

// Action is something a caller may ask of a process now, with all that stands
// against it. An action without blockers is allowed.
type Action struct {
	Name     string    `json:"name"`
	Allowed  bool      `json:"allowed"`
	Blockers []Blocker `json:"blockers"`
}

// RegistrationView is a registration as one caller sees it at one instant.
type RegistrationView struct {
	Registration
	Effective string // state at the instant of reading
	Contact   Contact
	Waiting   Waiting
	Actions   []Action
}

// InvitationView is an invitation as one caller sees it at one instant.
type InvitationView struct {
	Invitation
	Effective string
	Contact   Contact
	Waiting   Waiting
	Actions   []Action
}

// LinkView is an offline link with its address, which is derived and not stored.
type LinkView struct {
	InvitationLink
	URL     string
	Actions []Action
}

// AcceptanceView is an acceptance as one caller sees it at one instant.
type AcceptanceView struct {
	Acceptance
	Waiting Waiting
}

// AssociationView is an association as one caller sees it at one instant.
type AssociationView struct {
	Association
	State        string // at the instant of reading, or as of the asked instant
	CustomerName string
}

// TaskView is a task as one caller sees it at one instant.
type TaskView struct {
	Task
	Overdue bool
}

// Result is the answer of a command: the subject as it is now, and how it got
// there. Replayed: the same request was answered before. Pending: the engine
// took the decision and has not carried it out yet. Begun: what has to be started.
type Result[T any] struct {
	Value    T
	Replayed bool
	Pending  *PendingDecision
	Begun    []Begun
}

// PendingDecision is a decision that was taken in and is not carried out yet.
type PendingDecision struct {
	ID   uuid.UUID
	Verb string
	At   time.Time
}

// Page is one page of a list, newest first. Next is the id to go on after, nil
// at the end.
type Page[T any] struct {
	Items []T
	Next  *uuid.UUID
}

// ListQuery bounds one page: rows with id < After.
type ListQuery struct {
	Limit int
	After *uuid.UUID
}

// RegistrationInput is what a partner says of a customer it wants to register.
type RegistrationInput struct {
	CompanyName       string
	PersonName        string
	Phone             string
	Email             string
	CreditCode        string
	AccountName       string
	ExternalReference string
	AccountManager    string // administrators only; empty = the reporter if he is a manager
	// Review is set when the partner asks for a manual review (继续申请报备, Source: 1a-9).
	Review *ReviewForm
}

// ReviewForm is the form of a manual review (Source: 1a-9).
type ReviewForm struct {
	ExpectedAmount   string // decimal string, exact scale of the currency
	ExpectedCurrency string
	ProjectDetails   string
	Communication    string
	CustomerAccount  string
}

// HistoricalInput is one historical customer that the vendor imports for a
// partner (Source: 1a-15).
type HistoricalInput struct {
	PartnerID uuid.UUID
	RegistrationInput
}

// RegistrationFilter is the closed set of filters of the list of registrations.
type RegistrationFilter struct {
	State          string
	AccountManager string
	PartnerID      *uuid.UUID // vendor only
}

// RegistrationSearch finds registrations by exact normalised values (Source: 1a-11).
type RegistrationSearch struct {
	CompanyName string
	Phone       string
	Email       string
}

// Review verdicts.
const (
	VerdictApprove = "approve"
	VerdictReject  = "reject"
)

// ReviewInput is the vendor's decision on a pending registration.
type ReviewInput struct {
	Verdict string
	Opinion string
}

// BatchItem is the result for one item of a batch call: the value or why not.
type BatchItem[T any] struct {
	ID           uuid.UUID
	Value        *T
	Blockers     []Blocker
	NotFound     bool
	EvaluationID uuid.UUID
}

// InvitationInput invites several registered customers at once (Source: 2a-1).
type InvitationInput struct {
	RegistrationIDs []uuid.UUID
	AssociationType AssociationType
	Locale          string // zh-CN | en
}

// InvitationBatch is what one call of invite made.
type InvitationBatch struct {
	ID    uuid.UUID
	Items []InvitationView
}

// MailPreview is the mail that an invitation would send, with a placeholder
// instead of the link (Source: 2a-1).
type MailPreview struct {
	RegistrationID uuid.UUID
	Subject        string
	Text           string
	HTML           string
}

// InvitationFilter is the closed set of filters of the list of invitations.
type InvitationFilter struct {
	State          string
	RegistrationID *uuid.UUID
}

// LinkInput makes an offline link (Source: 2a-4).
type LinkInput struct {
	Kind            string
	Tag             string
	Campaign        string
	AssociationType AssociationType
}

// AssociationFilter is the closed set of filters of the list of associations.
// AsOf asks for the associations that were in force at that instant.
type AssociationFilter struct {
	AsOf            *time.Time
	AssociationType AssociationType
	Tag             string
}

// OrganisationInput is one organisation as the vendor's feed states it.
type OrganisationInput struct {
	Kind     OrganisationKind
	ParentID *uuid.UUID
	Site     Site
	Name     string
	Country  string
	Frozen   bool
	Prepaid  bool
	// PaymentAccount is the account that is the seller's alone, if it has one.
	PaymentAccount string
	ContactName    string
	ContactPhone   string
	ContactEmail   string
}

// CustomerInput is one version of a customer account as the directory states it.
type CustomerInput struct {
	AsOf        time.Time
	Source      string
	AccountName string
	Name        string
	CreditCode  string
	Phone       string
	Email       string
	Facts       AccountFacts
}

// PolicyInput proposes the next version of a site's policy. The proposer is
// its author; another vendor principal approves it.
type PolicyInput struct {
	EffectiveFrom time.Time
	Document      PolicyDocument
}

// TaskFilter is the closed set of filters of the task list.
type TaskFilter struct {
	Party Party
	Kind  string
}

// FundsTerm is one term of what may be withdrawn, and where its figure comes from:
// the last line of an account of the ledger, or a version of facts.
type FundsTerm struct {
	Name      string
	Amount    Money
	AccountID *uuid.UUID
	LastEntry int64 // the account's last line
	AsOf      *time.Time
}

// FundsView is what a partner may withdraw in a currency, and why not more.
type FundsView struct {
	Withdrawable Money
	Binds        string
	Terms        []FundsTerm
}

// QuotedLot is what one top-up could give.
type QuotedLot struct {
	Lot       Lot
	Free      Money
	Route     string
	ChangesAt *time.Time
	Then      string
	Why       []string
}

// WithdrawalQuote is what could be withdrawn now, and, where an amount is asked
// for, what stands against it and which lots it would draw on.
type WithdrawalQuote struct {
	Funds    FundsView
	Lots     []QuotedLot
	Asked    bool
	Blockers []Blocker
	Draws    []Draw
}

// WithdrawalView is a withdrawal as one caller sees it at one instant.
type WithdrawalView struct {
	Withdrawal
	Account *Contact
	Lots    []WithdrawalLot
	Payouts []Payout
	// Funds are the figures that a review depends on; nil once it is decided.
	Funds   *FundsView
	Seen    int64 // the tag of the version with its figures
	Waiting Waiting
	Actions []Action
}

// WithdrawalFilter is the closed set of filters of the list of withdrawals.
type WithdrawalFilter struct {
	State string
}
