package models

import (
	"time"

	"github.com/google/uuid"
)

// Association request states (domain.md 3b).
const (
	AssociationRequestSubmitted = "submitted" // 待处理
	AssociationRequestApproved  = "approved"  // 同意: the association ended or was replaced in that instant
	AssociationRequestRejected  = "rejected"  // 驳回
	AssociationRequestCancelled = "cancelled" // taken back by who asked
	AssociationRequestLapsed    = "lapsed"    // nobody answered: nothing is unlinked
)

// The kinds of association requests.
const (
	RequestUnlink = "unlink" // 解除关联
	RequestSwitch = "switch" // 切换关联类型
)

// AssociationRequest is one side's wish to end an association or to change its
// type. The other side answers it.
type AssociationRequest struct {
	Process       `gorm:"embedded"`
	AssociationID uuid.UUID
	CustomerID    uuid.UUID
	Kind          string
	Initiator     Party // partner | customer
	FromType      AssociationType
	ToType        AssociationType // of a switch; else empty
	Requester     string          // subject who asked
	Reason        string
	// AccountManager of the association; he reads its requests.
	AccountManager string
	// LapseAt is when silence ends the request.
	LapseAt    time.Time
	RemindedAt *time.Time // last reminder of the open answer
	Decider    string
	Opinion    string // of who answered
	// EffectiveAt is the instant of consent: the association's end.
	EffectiveAt      *time.Time
	NewAssociationID *uuid.UUID // what a switch led to
}

// TableName is the table of association requests.
func (AssociationRequest) TableName() string { return "association_requests" }

// Answerer is the side that answers the request. Source: 3b.
func (r AssociationRequest) Answerer() Party {
	if r.Initiator == PartyCustomer {
		return PartyPartner
	}
	return PartyCustomer
}

// AssociationRequestInput is what one side asks for.
type AssociationRequestInput struct {
	AssociationID uuid.UUID
	Kind          string
	ToType        AssociationType // of a switch
	Reason        string
	// AcceptNotice: the asker ticked that he has read what follows (Source: 3a-5).
	AcceptNotice bool
	// VerificationCode is the code from the step-up mail, where the policy asks for one.
	VerificationCode string
}

// AssociationRequestFilter is the closed set of filters of the list of requests.
type AssociationRequestFilter struct {
	State         string
	AssociationID *uuid.UUID
}

// AnswerInput is the other side's answer to a request.
type AnswerInput struct {
	Verdict string // approve | reject
	Reason  string
	// AcceptNotice: who agrees ticked that he has read what follows (Source: 3a-6).
	AcceptNotice bool
}

// AssociationRequestView is a request as one caller sees it at one instant.
type AssociationRequestView struct {
	AssociationRequest
	Effective    string // state at the instant of reading
	CustomerName string
	Waiting      Waiting
	Actions      []Action
}

// MyPartner is what a customer sees of his association.
type MyPartner struct {
	Zone        string
	Association *Association // in force; nil: there is none
	PartnerName string
	// Open is the request that waits for an answer; Last the newest that has ended.
	Open *AssociationRequestView
	Last *AssociationRequestView
	// Blockers stand against asking for an unlink now.
	Blockers []Blocker
	// NoticeVersion is of the notice that a switch to resale asks the customer to agree to.
	NoticeVersion string
}

// StepUpCode is a code that was mailed to somebody who must prove himself again.
// The code is derived from KeyID and ID; the row keeps its hash.
type StepUpCode struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	Realm     string
	PartnerID uuid.UUID
	Subject   string
	KeyID     string
	CodeHash  []byte
	Attempts  int
	ExpiresAt time.Time
	UsedAt    *time.Time
	CreatedAt time.Time
}

// TableName is the table of step-up codes.
func (StepUpCode) TableName() string { return "step_up_codes" }

// StepUpSent tells where a code went, and until when it is good.
type StepUpSent struct {
	ID        uuid.UUID
	Contact   Contact
	ExpiresAt time.Time
}
