package models

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// MaxDeliverySeconds bounds what a policy may let one attempt take: a worker that
// stops waits that long for the attempts under way.
const MaxDeliverySeconds = 15

// Subscription states.
const (
	SubscriptionActive   = "active"
	SubscriptionDisabled = "disabled" // nothing is sent until somebody enables it; nothing is lost
	SubscriptionDeleted  = "deleted"
)

// Why a subscription is disabled.
const (
	DisabledGone    = "gone"    // the receiver answered 410
	DisabledFailing = "failing" // nothing got through for as long as the policy bears
)

// EventFilter narrows a feed; an empty list leaves it as wide as it is.
type EventFilter struct {
	Types        []string
	SubjectKinds []string
}

// Validate names the entries that no event has.
func (f EventFilter) Validate() []FieldError {
	var wrong []FieldError
	for i, kind := range f.Types {
		if !slices.Contains(EventTypes(), kind) {
			wrong = append(wrong, unknownAt("/types", i))
		}
	}
	for i, kind := range f.SubjectKinds {
		if !slices.Contains(EventSubjects(), kind) {
			wrong = append(wrong, unknownAt("/subject_kinds", i))
		}
	}
	return wrong
}

// FeedScope is whose events a feed holds: a partner's own, or for the vendor all
// of its realm.
type FeedScope struct {
	Side  Side
	Realm string
	Org   uuid.UUID
}

// Feed is what a principal may read as it happens.
func (p Principal) Feed() FeedScope { return FeedScope{Side: p.Side, Realm: p.Realm, Org: p.Org} }

// FeedEvent is an event with its place among all.
type FeedEvent struct {
	Event    `gorm:"embedded"`
	Position int64
}

// FeedPage is a stretch of a feed, in the order of positions. Next is the position
// up to which the feed was read, matching or not; More says that it goes on.
type FeedPage struct {
	Items []FeedEvent
	Next  int64
	More  bool
}

// Subscription is an address of an organisation that its events are sent to.
type Subscription struct {
	ID             uuid.UUID `gorm:"primaryKey"`
	Realm          string
	OrgID          uuid.UUID
	Side           Side
	Reference      string
	URL            string
	Description    string
	Types          []string `gorm:"serializer:json"`
	SubjectKinds   []string `gorm:"serializer:json"`
	State          string
	StateSince     time.Time
	DisabledCause  string
	Version        int64
	EvaluationID   uuid.UUID
	Creator        string
	KeyID          string
	Generation     int
	SecretFor      string // the idempotency key of the request that made the secret
	OldKeyID       string // of the secret before, which signs too until OldSecretUntil
	OldSecretUntil *time.Time
	Position       int64
	FailingSince   *time.Time
	CreatedAt      time.Time
}

// TableName is the table of subscriptions.
func (Subscription) TableName() string { return "subscriptions" }

// Feed is what the subscription selects from.
func (s Subscription) Feed() FeedScope {
	return FeedScope{Side: s.Side, Realm: s.Realm, Org: s.OrgID}
}

// Filter is what it selects by.
func (s Subscription) Filter() EventFilter {
	return EventFilter{Types: s.Types, SubjectKinds: s.SubjectKinds}
}

// SubscriptionInput is what an organisation says of a subscription.
type SubscriptionInput struct {
	URL         string
	Description string
	Filter      EventFilter
}

// SubscriptionView is a subscription as one caller sees it. Secret is told to the
// request that made it and to nobody else.
type SubscriptionView struct {
	Subscription
	Secret string
	Queued int // deliveries that are not over
}

// Delivery states.
const (
	DeliveryQueued    = "queued"
	DeliveryDelivered = "delivered"
	DeliveryGivenUp   = "given_up"
)

// The outcomes of an attempt.
const (
	AttemptAccepted    = "accepted"          // 2xx
	AttemptRefused     = "refused"           // another status
	AttemptGone        = "gone"              // 410
	AttemptRedirected  = "redirected"        // 3xx, which nobody follows
	AttemptTimedOut    = "timed_out"         // no answer in time
	AttemptUnreachable = "unreachable"       // no connection, or one that broke
	AttemptUntrusted   = "untrusted"         // the certificate is not good
	AttemptForbidden   = "address_forbidden" // the name leads where nothing may be sent
)

// AttemptOutcomes lists the outcomes of an attempt.
func AttemptOutcomes() []string {
	return []string{AttemptAccepted, AttemptRefused, AttemptGone, AttemptRedirected, AttemptTimedOut, AttemptUnreachable, AttemptUntrusted, AttemptForbidden}
}

// Delivery is one event that is owed to one subscription.
type Delivery struct {
	ID             uuid.UUID `gorm:"primaryKey"`
	Realm          string
	OrgID          uuid.UUID
	SubscriptionID uuid.UUID
	EventID        uuid.UUID
	Position       int64
	SubjectID      uuid.UUID
	Type           string
	State          string
	Attempts       int
	QueuedAt       time.Time
	NextAttemptAt  time.Time
	LastAttemptAt  *time.Time
	LastOutcome    string
	LastStatus     int
	LatencyMS      int `gorm:"column:latency_ms"`
	FinishedAt     *time.Time
	CreatedAt      time.Time
}

// TableName is the table of deliveries.
func (Delivery) TableName() string { return "deliveries" }

// Attempt is what came of sending a delivery once.
type Attempt struct {
	Outcome string
	Status  int // of the answer; 0 where there was none
	Latency time.Duration
}

// Accepted reports whether the receiver took the event.
func (a Attempt) Accepted() bool { return a.Outcome == AttemptAccepted }

// Parcel is a delivery that is about to be sent: to whom, what, and signed by which
// secrets, the current one first.
type Parcel struct {
	Delivery Delivery
	URL      string
	Side     Side // of the reader
	Event    FeedEvent
	Secrets  [][]byte
	Timeout  time.Duration
}

// FeedNews says that an organisation of a realm has something new to read.
type FeedNews struct {
	Position  int64
	Realm     string
	PartnerID *uuid.UUID
}

// Concerns reports whether a feed has it.
func (n FeedNews) Concerns(f FeedScope) bool {
	if f.Side == SideVendor {
		return n.Realm == f.Realm
	}
	return n.PartnerID != nil && *n.PartnerID == f.Org
}
