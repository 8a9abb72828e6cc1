package models

import (
	"time"

	"github.com/google/uuid"
)

// Site is a site of the vendor; a partner's site chooses its policy.
type Site string

// The sites.
const (
	SiteCN   Site = "cn"
	SiteIntl Site = "intl"
	SiteEU   Site = "eu"
)

// PolicySchema is the schema number of the policy document below. A schema that
// adds members says in Complete what older documents get for them. What a schema
// drops stays in stored documents, unread: 7 dropped registration.accounts_per_phone,
// as accounts are opened, and counted, at the customers' identity provider.
const PolicySchema = 7

// Policy is one complete, immutable version of the rules of a realm's site as data.
type Policy struct {
	ID            uuid.UUID      `gorm:"primaryKey" json:"id"`
	Realm         string         `json:"realm"`
	Site          Site           `json:"site"`
	Version       int            `json:"version"`
	Schema        int            `json:"schema"`
	EffectiveFrom time.Time      `json:"effective_from"`
	Author        string         `json:"author"`
	Approver      string         `json:"approver"` // empty while proposed
	ApprovedAt    *time.Time     `json:"approved_at"`
	CreatedAt     time.Time      `json:"created_at"`
	Document      PolicyDocument `gorm:"serializer:json" json:"document"`
}

// TableName is the table of policy versions.
func (Policy) TableName() string { return "policies" }

// Complete is the policy with what a document of an older schema could not say:
// the numbers of its site's first policy. Stored versions are never edited.
func (p Policy) Complete() (Policy, error) {
	if p.Schema >= PolicySchema {
		return p, nil
	}
	first, err := DefaultPolicy(p.Site)
	if err != nil {
		return p, err
	}
	p.Document = p.Document.since(p.Schema, first)
	return p, nil
}

// since takes from the site's first policy what came after a schema.
func (d PolicyDocument) since(schema int, first PolicyDocument) PolicyDocument {
	if schema < 2 {
		d.Withdrawal = first.Withdrawal
		d.Leaving = first.Leaving
		d.Withdrawal, d.Funds = first.Withdrawal, first.Funds
	}
	if schema < 3 {
		d.Events = first.Events
	}
	if schema < 4 {
		d.Funds.SecondPersonAbove = first.Funds.SecondPersonAbove
	}
	if schema < 5 {
		d.Funds.TaskWorkingDays = first.Funds.TaskWorkingDays
	}
	if schema < 6 {
		d.Withdrawal.TransfersRepaidBy = first.Withdrawal.TransfersRepaidBy
	}
	if schema < 7 {
		d.Leaving.StepRetryMaxMinutes = first.Leaving.StepRetryMaxMinutes
	}
	return d
}

// PolicyDocument holds every number and list of the rules in scope.
type PolicyDocument struct {
	// Zone is the IANA time zone in which days and months are counted.
	Zone         string             `json:"zone"`
	Calendar     CalendarPolicy     `json:"calendar"`
	Registration RegistrationPolicy `json:"registration"`
	Invitation   InvitationPolicy   `json:"invitation"`
	Association  AssociationPolicy  `json:"association"`
	Leaving      LeavingPolicy      `json:"leaving"`
	Facts        FactsPolicy        `json:"facts"`
	Retention    RetentionPolicy    `json:"retention"`
	Withdrawal   WithdrawalPolicy   `json:"withdrawal"`
	Funds        FundsPolicy        `json:"funds"`
	Events       EventsPolicy       `json:"events"`
}

// CalendarPolicy is the published holiday calendar. Dates are YYYY-MM-DD in the
// policy's zone; dates after PublishedUntil are provisional.
type CalendarPolicy struct {
	PublishedUntil string   `json:"published_until"`
	Holidays       []string `json:"holidays"`
	MakeUpDays     []string `json:"make_up_days"`
}

// RegistrationPolicy is domain.md section 1 as data.
type RegistrationPolicy struct {
	ValidityDays            int                `json:"validity_days"`              // 1a-3
	OpenCap                 int                `json:"open_cap"`                   // 1a-4
	ReminderDaysBefore      []int              `json:"reminder_days_before"`       // before valid_until
	ReviewTargetWorkingDays int                `json:"review_target_working_days"` // 1f
	ReviewLapseWorkingDays  int                `json:"review_lapse_working_days"`  // 1f
	FollowedAccountAgeDays  int                `json:"followed_account_age_days"`  // 1a-8
	DistinctCustomersPerDay int                `json:"distinct_customers_per_day"` // probes by check and submit
	BatchLimit              int                `json:"batch_limit"`                // releases per call
	Outcomes                map[string]Outcome `json:"outcomes"`                   // cause code -> outcome (1a-7, 1a-8)
}

// Outcome says what a cause in the customer's account leads to.
type Outcome string

// The outcomes of a cause.
const (
	OutcomeAllow  Outcome = "allow"  // the cause does not matter on this site
	OutcomeNever  Outcome = "never"  // 以下客户伙伴不可以报备
	OutcomeReview Outcome = "review" // 以下客户伙伴可以申请人工审核报备
)

// InvitationPolicy is domain.md section 2 as data, as far as invitations go.
type InvitationPolicy struct {
	LinkValidityDays  int `json:"link_validity_days"` // 2a-2
	DailyPerOperator  int `json:"daily_per_operator"` // 2f
	RecipientsPerCall int `json:"recipients_per_call"`
}

// AssociationPolicy is domain.md section 2 as data, as far as acceptance goes.
type AssociationPolicy struct {
	RegistrationAgeDays int    `json:"registration_age_days"`      // 2a-9
	NoticeVersion       string `json:"notice_version"`             // 《客户关联华为云合作伙伴须知》
	DirectoryPatience   int    `json:"directory_patience_minutes"` // then an acceptance fails as system_busy
}

// LeavingPolicy is domain.md section 3 as data: what bounds requests to end or
// change an association, and how an ended one is settled.
type LeavingPolicy struct {
	WindowMonths     int   `json:"window_months"`     // 3a-2, 3a-3, 3a-4
	PartnerRequests  int   `json:"partner_requests"`  // per customer in the window, 3a-3
	CustomerRequests int   `json:"customer_requests"` // in the window, 3a-4
	AnswerDays       int   `json:"answer_days"`       // then a request lapses, 3f
	ReminderDays     []int `json:"reminder_days"`     // after the submission, 3f
	GraceDays        int   `json:"grace_days"`        // for usage that is told late
	StepAttempts     int   `json:"step_attempts"`     // of a settlement's step; then the vendor gets a task
	// A step that failed is tried again after StepRetryMinutes, then after twice as
	// long each time up to StepRetryMaxMinutes.
	StepRetryMinutes    int `json:"step_retry_minutes"`
	StepRetryMaxMinutes int `json:"step_retry_max_minutes"`
	// Causes says in which cases (LeavingCases) a cause in the customer's account
	// stands against a request. Source: 3a-10, 3a-11.
	Causes map[string][]string `json:"causes"`
	// StepUp asks the partner for a code by mail before a request. Source: 3a-5.
	StepUp         bool `json:"step_up"`
	StepUpMinutes  int  `json:"step_up_minutes"`
	StepUpAttempts int  `json:"step_up_attempts"`
}

// FactsPolicy bounds the age of facts that rules may rely on.
type FactsPolicy struct {
	MaxAgeHours int `json:"max_age_hours"`
}

// FundsPolicy is domain.md sections 5 and 7a as data.
type FundsPolicy struct {
	// PaymentConflictDays is how long two messages about one payment wait for
	// somebody to compare them; then the first one stands.
	PaymentConflictDays int `json:"payment_conflict_days"`
	// SecondPersonAbove names per currency the amount above which a change of a
	// partner's account takes two people; a currency that is not named takes one.
	SecondPersonAbove []Money `json:"second_person_above"`
	// TaskWorkingDays is how long the vendor's finance may take over each of the
	// MoneyTasks; then the task is escalated. Source: 7g.
	TaskWorkingDays map[string]int `json:"task_working_days"`
}

// RetentionPolicy bounds how long records are kept.
type RetentionPolicy struct {
	IdempotencyDays int `json:"idempotency_days"`
	ContactDays     int `json:"contact_days"`
}

// EventsPolicy bounds how events are sent to those who subscribed to them.
type EventsPolicy struct {
	Subscriptions  int `json:"subscriptions"`   // of an organisation
	TimeoutSeconds int `json:"timeout_seconds"` // for the whole of one attempt
	// A delivery that failed is tried again after FirstRetrySeconds, then after
	// twice as long each time up to LastRetryMinutes, and given up GiveUpHours after
	// it was queued: then the next event about the same subject goes on.
	FirstRetrySeconds int `json:"first_retry_seconds"`
	LastRetryMinutes  int `json:"last_retry_minutes"`
	GiveUpHours       int `json:"give_up_hours"`
	// DisableHours is how long nothing may get through before nothing more is sent.
	DisableHours       int `json:"disable_hours"`
	SecretOverlapHours int `json:"secret_overlap_hours"` // in which the old secret signs too
	LogDays            int `json:"log_days"`             // deliveries are kept after their end
	StreamsPerPerson   int `json:"streams_per_person"`   // open at once, in one process of the API
}

// WithdrawalPolicy is domain.md section 7 as data, as far as withdrawals go.
type WithdrawalPolicy struct {
	OriginalWindows  []OriginalWindow `json:"original_windows"`   // 7b-2
	BankCardChannels []int            `json:"bank_card_channels"` // 7b-3
	RebateChannels   []int            `json:"rebate_channels"`    // 7b-7
	// TransfersRepaidBy names the signing entity that repays bank transfers, whichever
	// took them; empty: the one that did. Source: 7b-10.
	TransfersRepaidBy string `json:"transfers_repaid_by"`
	FactsMaxAgeHours  int    `json:"facts_max_age_hours"`
	// ReviewTargetWorkingDays is the service target of a review, and
	// ReviewReminderWorkingDays how often a late one is reminded of. Source: 7g.
	ReviewTargetWorkingDays   int `json:"review_target_working_days"`
	ReviewReminderWorkingDays int `json:"review_reminder_working_days"`
	// SecondReviewAbove names per currency the amount above which two people
	// review; a currency that is not named takes one.
	SecondReviewAbove   []Money `json:"second_review_above"`
	BankCardWorkingDays int     `json:"bank_card_working_days"` // 7b-3
	// A payout without an answer is asked for after AskBankSeconds, then after
	// twice as long each time up to AskBankMaxMinutes. BankPatienceMinutes after
	// it was sent a person is told.
	AskBankSeconds      int `json:"ask_bank_seconds"`
	AskBankMaxMinutes   int `json:"ask_bank_max_minutes"`
	AskProcessingHours  int `json:"ask_processing_hours"` // where the bank has said that it is at it
	BankPatienceMinutes int `json:"bank_patience_minutes"`
	// ReconcileGraceHours is how long what a statement names and the statement may be
	// without each other.
	ReconcileGraceHours int `json:"reconcile_grace_hours"`
	// StepUp asks for a code by mail before a request, good as long and as often as
	// LeavingPolicy says. Source: 7b-5.
	StepUp bool `json:"step_up"`
}

// OriginalWindow says for how many calendar months money that came over a channel
// goes back over it, 0 = without end, and by which route afterwards.
type OriginalWindow struct {
	SigningEntity string `json:"signing_entity"`
	Channel       int    `json:"channel"`
	Months        int    `json:"months"`
	Then          string `json:"then"` // bank_card | none
}
