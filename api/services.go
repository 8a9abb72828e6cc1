package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

// Services are what the handlers call: one small interface per resource. All of
// them answer with the errors of package models; problem.go maps them.
type Services struct {
	Registrations Registrations
	Invitations   Invitations
	Links         Links
	Acceptances   Acceptances
	Associations  Associations
	Requests      AssociationRequests
	Settlements   Settlements
	Accounts      Accounts
	TopUps        TopUps
	Adjustments   Adjustments
	Changes       AccountChanges
	Consumptions  Consumptions
	Tasks         Tasks
	Evaluations   Evaluations
	Timelines     Timelines
	Denials       Denials
	Organisations Organisations
	Customers     Customers
	Policies      Policies
	Withdrawals   Withdrawals
	PartnerFacts  PartnerFacts
	Feeds         Feeds
	Subscriptions Subscriptions
}

// Registrations are the claims on customers. Source: domain.md 1.
type Registrations interface {
	Check(ctx context.Context, cmd models.Command, in models.RegistrationInput) (models.Evaluation, error)
	Submit(ctx context.Context, cmd models.Command, in models.RegistrationInput) (models.Result[models.RegistrationView], error)
	SubmitHistorical(ctx context.Context, cmd models.Command, id uuid.UUID, in *models.ReviewForm) (models.Result[models.RegistrationView], error)
	Import(ctx context.Context, cmd models.Command, in models.HistoricalInput) (models.Result[models.RegistrationView], error)
	Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.RegistrationView, error)
	List(ctx context.Context, p models.Principal, f models.RegistrationFilter, q models.ListQuery) (models.Page[models.RegistrationView], error)
	Search(ctx context.Context, p models.Principal, s models.RegistrationSearch, q models.ListQuery) (models.Page[models.RegistrationView], error)
	Review(ctx context.Context, cmd models.Command, id uuid.UUID, in models.ReviewInput) (models.Result[models.RegistrationView], error)
	Release(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.RegistrationView], error)
	// ReleaseBatch answers in the order of ids, and whether the call is a replay.
	ReleaseBatch(ctx context.Context, cmd models.Command, ids []uuid.UUID) ([]models.BatchItem[models.RegistrationView], bool, error)
	Unmask(ctx context.Context, cmd models.Command, id uuid.UUID, reason string) (models.Contact, error)
}

// Invitations are the online invitations. Source: domain.md 2.
type Invitations interface {
	Invite(ctx context.Context, cmd models.Command, in models.InvitationInput) (models.Result[models.InvitationBatch], error)
	Preview(ctx context.Context, p models.Principal, in models.InvitationInput) ([]models.MailPreview, error)
	Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.InvitationView, error)
	List(ctx context.Context, p models.Principal, f models.InvitationFilter, q models.ListQuery) (models.Page[models.InvitationView], error)
	Resend(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.InvitationView], error)
	Cancel(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.InvitationView], error)
}

// Links are the offline links. Source: 2a-3, 2a-4.
type Links interface {
	Create(ctx context.Context, cmd models.Command, in models.LinkInput) (models.Result[models.LinkView], error)
	Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.LinkView, error)
	List(ctx context.Context, p models.Principal, q models.ListQuery) (models.Page[models.LinkView], error)
	Revoke(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.LinkView], error)
}

// Acceptances are the customers' attempts to associate.
type Acceptances interface {
	Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.AcceptanceView, error)
	List(ctx context.Context, p models.Principal, q models.ListQuery) (models.Page[models.AcceptanceView], error)
}

// Associations are the bonds of customers with their partner.
type Associations interface {
	Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.AssociationView, error)
	List(ctx context.Context, p models.Principal, f models.AssociationFilter, q models.ListQuery) (models.Page[models.AssociationView], error)
}

// Accounts are the books of partners, and the vendor's own. Source: 7a-1, 7a-6.
type Accounts interface {
	List(ctx context.Context, p models.Principal, f models.AccountFilter, q models.ListQuery) (models.Page[models.AccountView], error)
	Entries(ctx context.Context, p models.Principal, id uuid.UUID, f models.EntryFilter, q models.ListQuery) (models.Page[models.Entry], error)
	// Statement is as of an instant; nil: now.
	Statement(ctx context.Context, p models.Principal, id uuid.UUID, asOf *time.Time) (models.Statement, error)
}

// AssociationRequests are the requests to end or change an association. Source: domain.md 3.
type AssociationRequests interface {
	Check(ctx context.Context, cmd models.Command, in models.AssociationRequestInput) (models.Evaluation, error)
	Ask(ctx context.Context, cmd models.Command, in models.AssociationRequestInput) (models.Result[models.AssociationRequestView], error)
	SendCode(ctx context.Context, cmd models.Command) (models.Result[models.StepUpSent], error)
	Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.AssociationRequestView, error)
	List(ctx context.Context, p models.Principal, f models.AssociationRequestFilter, q models.ListQuery) (models.Page[models.AssociationRequestView], error)
	Answer(ctx context.Context, cmd models.Command, id uuid.UUID, in models.AnswerInput) (models.Result[models.AssociationRequestView], error)
	Cancel(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.AssociationRequestView], error)
}

// Settlements are what follows an association's end, by the request that led to it.
type Settlements interface {
	OfRequest(ctx context.Context, p models.Principal, request uuid.UUID) (models.SettlementView, error)
	Retry(ctx context.Context, cmd models.Command, request uuid.UUID, step, reason string) (models.Result[models.SettlementView], error)
}

// TopUps are the payments that channels have told of. Source: 7a, 7c.
type TopUps interface {
	Receive(ctx context.Context, cmd models.Command, channel models.PaymentChannel, in models.PaymentNotice) (models.Result[models.TopUp], error)
	Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.TopUpView, error)
	List(ctx context.Context, p models.Principal, f models.TopUpFilter, q models.ListQuery) (models.Page[models.TopUpView], error)
	Claim(ctx context.Context, cmd models.Command, id uuid.UUID, in models.ClaimInput) (models.Result[models.TopUpView], error)
	Refuse(ctx context.Context, cmd models.Command, id uuid.UUID, opinion string) (models.Result[models.TopUpView], error)
	Unmask(ctx context.Context, cmd models.Command, id uuid.UUID, reason string) (models.Contact, error)
}

// Adjustments are what goes between partners and customers. Source: 5a-2 to 5a-6.
type Adjustments interface {
	Allocate(ctx context.Context, cmd models.Command, in models.AdjustmentInput) (models.Result[models.AdjustmentView], error)
	Reclaim(ctx context.Context, cmd models.Command, in models.AdjustmentInput) (models.Result[models.AdjustmentView], error)
	List(ctx context.Context, p models.Principal, f models.AdjustmentFilter, q models.ListQuery) (models.Page[models.AdjustmentView], error)
	Allotment(ctx context.Context, p models.Principal, association uuid.UUID) (models.Allotment, error)
}

// AccountChanges are what the vendor's finance changes in partners' books. Source: 5a-3, 7a-1.
type AccountChanges interface {
	Request(ctx context.Context, cmd models.Command, in models.AccountChangeInput) (models.Result[models.AccountChangeView], error)
	Review(ctx context.Context, cmd models.Command, id uuid.UUID, in models.ReviewInput) (models.Result[models.AccountChangeView], error)
	Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.AccountChangeView, error)
	List(ctx context.Context, p models.Principal, f models.AccountChangeFilter, q models.ListQuery) (models.Page[models.AccountChangeView], error)
}

// Consumptions are the vendor's feed of what customers spend.
type Consumptions interface {
	Charge(ctx context.Context, cmd models.Command, in models.ConsumptionInput) (models.Result[models.Consumption], error)
}

// Tasks are what waits for somebody.
type Tasks interface {
	List(ctx context.Context, p models.Principal, f models.TaskFilter, q models.ListQuery) (models.Page[models.TaskView], error)
}

// Evaluations are the records of what the rules said.
type Evaluations interface {
	Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.Evaluation, error)
}

// Timelines are the events of one subject, newest first.
type Timelines interface {
	Of(ctx context.Context, p models.Principal, subjectKind string, id uuid.UUID, q models.ListQuery) (models.Page[models.Event], error)
}

// Feeds are the events that a principal may read, by position.
type Feeds interface {
	// After is what comes after a position; errors point into the lists of the filter.
	After(ctx context.Context, p models.Principal, f models.EventFilter, after int64, limit int) (models.FeedPage, error)
	StreamsPerPerson(ctx context.Context, p models.Principal) (int, error)
	// Head is the newest position of all, and News whose events came after one.
	Head(ctx context.Context) (int64, error)
	News(ctx context.Context, after int64) ([]models.FeedNews, error)
}

// Subscriptions are the addresses that events are sent to.
type Subscriptions interface {
	Create(ctx context.Context, cmd models.Command, in models.SubscriptionInput) (models.Result[models.SubscriptionView], error)
	Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.SubscriptionView, error)
	List(ctx context.Context, p models.Principal, q models.ListQuery) (models.Page[models.SubscriptionView], error)
	Change(ctx context.Context, cmd models.Command, id uuid.UUID, in models.SubscriptionInput) (models.Result[models.SubscriptionView], error)
	Delete(ctx context.Context, cmd models.Command, id uuid.UUID) error
	RotateSecret(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.SubscriptionView], error)
	Enable(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.SubscriptionView], error)
	Replay(ctx context.Context, cmd models.Command, id uuid.UUID, after int64) (models.Result[models.SubscriptionView], error)
	// Deliveries are in a state; empty: in any.
	Deliveries(ctx context.Context, p models.Principal, id uuid.UUID, state string, q models.ListQuery) (models.Page[models.Delivery], error)
	Resend(ctx context.Context, cmd models.Command, id, delivery uuid.UUID) (models.Result[models.Delivery], error)
}

// Denials are the requests refused because their caller lacks the right.
type Denials interface {
	// Record keeps the refusal of an operation; named is the row in its path, uuid.Nil where it has none.
	Record(ctx context.Context, cmd models.Command, operation string, named uuid.UUID) error
}

// Organisations are the tenants. Resolve knows every realm: it runs before
// there is a principal, to make one.
type Organisations interface {
	Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.Organisation, error)
	Put(ctx context.Context, cmd models.Command, id uuid.UUID, in models.OrganisationInput) (models.Result[models.Organisation], error)
	Resolve(ctx context.Context, org uuid.UUID) (models.Organisation, error)
}

// Customers are the vendor's feed of facts about customer accounts.
type Customers interface {
	PutFacts(ctx context.Context, cmd models.Command, id uuid.UUID, in models.CustomerInput) (models.Result[models.CustomerFacts], error)
}

// Policies are the versions of the sites' rules as data.
type Policies interface {
	List(ctx context.Context, p models.Principal, site models.Site) ([]models.Policy, error)
	Propose(ctx context.Context, cmd models.Command, site models.Site, in models.PolicyInput) (models.Result[models.Policy], error)
	Approve(ctx context.Context, cmd models.Command, site models.Site, version int) (models.Result[models.Policy], error)
}

// Withdrawals are the partners' requests for their money. Source: domain.md 7.
type Withdrawals interface {
	// Quote answers what could be withdrawn in a currency; in may be nil.
	Quote(ctx context.Context, p models.Principal, currency models.Currency, in *models.WithdrawalInput) (models.WithdrawalQuote, error)
	Submit(ctx context.Context, cmd models.Command, in models.WithdrawalInput) (models.Result[models.WithdrawalView], error)
	Get(ctx context.Context, p models.Principal, id uuid.UUID) (models.WithdrawalView, error)
	List(ctx context.Context, p models.Principal, f models.WithdrawalFilter, q models.ListQuery) (models.Page[models.WithdrawalView], error)
	Review(ctx context.Context, cmd models.Command, id uuid.UUID, in models.ReviewInput) (models.Result[models.WithdrawalView], error)
	Cancel(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.WithdrawalView], error)
	Delete(ctx context.Context, cmd models.Command, id uuid.UUID) error
	Unmask(ctx context.Context, cmd models.Command, id uuid.UUID, reason string) (models.Contact, error)
	// Called takes in what the bank called to say.
	Called(ctx context.Context, call models.BankCall, requestID string) error
}

// PartnerFacts are the vendor's feed of facts about partners' money.
type PartnerFacts interface {
	Put(ctx context.Context, cmd models.Command, partner uuid.UUID, in models.FundsInput) (models.Result[models.PartnerFacts], error)
}
