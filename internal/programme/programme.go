// Package programme holds the transactions of the partner programme. Each takes
// its locks in the store's order, asks the rules, and writes row, event and
// record together; the API and the activities run the same ones. It starts no
// workflow and knows no HTTP.
package programme

import (
	"context"
	"fmt"
	"hash/fnv"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// Deps is what the transactions need.
type Deps struct {
	Store     *store.Store
	Hasher    store.Hasher
	Codes     Codes
	Directory Directory
	Bank      Bank    // nil where nothing is paid out: in the API
	Outside   Outside // nil in the API as well
	Receivers Receivers
	PublicURL string
	// Notices are the versions of the notice to resale customers that have a text.
	Notices []string
	// Feeder is the side that takes in what the directory answers: the vendor in
	// the API, the system in the worker.
	Feeder models.Side
	Log    *slog.Logger
}

// Programme is all transactions, one type per resource.
type Programme struct {
	Registrations *Registrations
	Invitations   *Invitations
	Links         *Links
	Acceptances   *Acceptances
	Associations  *Associations
	Accounts      *Accounts
	Requests      *AssociationRequests
	Settlements   *Settlements
	TopUps        *TopUps
	Adjustments   *Adjustments
	Consumptions  *Consumptions
	Changes       *AccountChanges
	Organisations *Organisations
	Customers     *Customers
	Policies      *Policies
	Tasks         *Tasks
	Evaluations   *Evaluations
	Timelines     *Timelines
	Denials       *Denials
	Withdrawals   *Withdrawals
	PartnerFacts  *PartnerFacts
	Feeds         *Feeds
	Subscriptions *Subscriptions
	Deliveries    *Deliveries
	Statements    *Statements
}

// New wires the transactions.
func New(deps Deps) *Programme {
	customers := &Customers{Deps: deps}
	return &Programme{
		Registrations: &Registrations{Deps: deps, customers: customers},
		Invitations:   &Invitations{Deps: deps},
		Links:         &Links{Deps: deps},
		Acceptances:   &Acceptances{Deps: deps, customers: customers},
		Associations:  &Associations{Deps: deps},
		Accounts:      &Accounts{Deps: deps},
		Requests:      &AssociationRequests{Deps: deps, customers: customers},
		Settlements:   &Settlements{Deps: deps},
		TopUps:        &TopUps{Deps: deps},
		Adjustments:   &Adjustments{Deps: deps, customers: customers},
		Consumptions:  &Consumptions{Deps: deps},
		Changes:       &AccountChanges{Deps: deps},
		Organisations: &Organisations{Deps: deps},
		Customers:     customers,
		Policies:      &Policies{Deps: deps},
		Tasks:         &Tasks{Deps: deps},
		Evaluations:   &Evaluations{Deps: deps},
		Timelines:     &Timelines{Deps: deps},
		Denials:       &Denials{Deps: deps},
		Withdrawals:   &Withdrawals{Deps: deps, customers: customers},
		PartnerFacts:  &PartnerFacts{Deps: deps},
		Feeds:         &Feeds{Deps: deps},
		Subscriptions: &Subscriptions{Deps: deps},
		Deliveries:    &Deliveries{Deps: deps},
		Statements:    &Statements{Deps: deps},
	}
}

// Cause is in whose name a transaction writes.
type Cause struct {
	Actor      string
	OnBehalfOf string
	RequestID  string
	TraceID    string
	WorkflowID string
	RunID      string
	DecisionID *uuid.UUID
}

func causeOf(cmd models.Command) Cause {
	return Cause{Actor: cmd.Principal.Subject, RequestID: cmd.RequestID, TraceID: cmd.TraceID}
}

// Step is a transaction that a process runs by itself when its time has come.
// It answers the row, and the other rows that it moved.
type Step func(ctx context.Context, c Cause, ref models.Ref) (models.Row, []store.Waker, error)

// event starts the event of a cause.
func (c Cause) event(kind string, at time.Time) models.Event {
	return models.Event{
		Type: kind, At: at, Actor: c.Actor, OnBehalfOf: c.OnBehalfOf, RequestID: c.RequestID, TraceID: c.TraceID,
		WorkflowID: c.WorkflowID, RunID: c.RunID, DecisionID: c.DecisionID,
	}
}

// evaluation is the record of a decision of the rules.
func evaluation(p models.Principal, requestID, ruleSet, subjectKind string, subject *uuid.UUID, policy models.Policy, d rules.Decision, at time.Time) models.Evaluation {
	return models.Evaluation{
		ID: store.NewID(), Realm: p.Realm, OrgID: p.Org, RuleSet: ruleSet, SubjectKind: subjectKind, SubjectID: subject,
		PolicyID: policy.ID, Outcome: d.Outcome, Blockers: d.Blockers, Actor: p.Subject, RequestID: requestID, At: at,
	}
}

// spread is how far the wakes of processes that share an instant lie apart.
const spread = 20 * time.Second

// wake is when a workflow acts on a deadline: at it, plus a jitter derived from
// the id. The deadline itself stays exact, whoever is late.
func wake(due time.Time, id uuid.UUID) time.Time {
	hash := fnv.New64a()
	hash.Write(id[:])
	return due.Add(time.Duration(hash.Sum64() % uint64(spread))).Truncate(time.Microsecond)
}

// begun names a process whose row a command has written, to be started with it.
// Nobody needs to look after it before lookAt.
func begun(kind string, p models.Process, row models.Row, lookAt time.Time) models.Begun {
	return models.Begun{Kind: kind, Ref: models.Ref{ID: p.ID, Realm: p.Realm}, Row: row, LookAt: lookAt}
}

// changed names the row of another process that a transaction moved.
func changed(kind, realm string, id uuid.UUID) store.Waker {
	return store.Waker{Kind: kind, Ref: models.Ref{ID: id, Realm: realm}}
}

// day is the calendar day of an instant in the policy's zone.
func day(at time.Time, p models.PolicyDocument) (time.Time, error) {
	zone, err := p.Location()
	if err != nil {
		return time.Time{}, fmt.Errorf("zone of the policy: %w", err)
	}
	return at.In(zone), nil
}

func masked(c models.Contact) models.Contact {
	c.PersonName = models.MaskName(c.PersonName)
	c.AccountName = models.MaskName(c.AccountName)
	c.Phone = models.MaskPhone(c.Phone)
	c.Email = models.MaskEmail(c.Email)
	return c
}

// action states what a caller may do now.
func action(name string, d rules.Decision) models.Action {
	blockers := d.Blockers
	if blockers == nil {
		blockers = []models.Blocker{}
	}
	return models.Action{Name: name, Allowed: d.Allowed(), Blockers: blockers}
}
