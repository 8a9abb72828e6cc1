package models

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// Commands of operators; the event of one is `ops.` and its name.
const (
	OperationResume  = "resume"
	OperationVerify  = "verify_ledger"
	OperationStuck   = "stuck"
	OperationRetry   = "retry"
	OperationAudit   = "audit"
	OperationReverse = "reverse"
)

// Operation is one call of an operator's command: what, by whom, and why.
type Operation struct {
	ID       uuid.UUID
	Command  string
	Operator string
	// ApprovedBy is the second operator of a command that takes two; empty of the others.
	ApprovedBy string
	Reason     string         // what the operator typed, at most 500 characters; kept beside the event, not in it
	Data       map[string]any // what the command was called with: ids, codes and instants
}

// operatorPattern is what names an operator in the audit trail.
var operatorPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$`)

// maxReason is the length of the longest reason, in characters.
const maxReason = 500

// Check says what is wrong with a call, by the name of its flag.
func (o Operation) Check() error {
	var errs []error
	if !operatorPattern.MatchString(o.Operator) {
		errs = append(errs, errors.New("--operator: 1 to 64 letters, digits, dots, dashes, underscores or @"))
	}
	if o.Command == OperationReverse && (!operatorPattern.MatchString(o.ApprovedBy) || strings.EqualFold(o.ApprovedBy, o.Operator)) {
		errs = append(errs, errors.New("--approved-by: a second operator, named as --operator is"))
	}
	if strings.TrimSpace(o.Reason) == "" || utf8.RuneCountInString(o.Reason) > maxReason {
		errs = append(errs, fmt.Errorf("--reason: 1 to %d characters", maxReason))
	}
	return errors.Join(errs...)
}

// What is stuck.
const (
	StuckRow  = "process" // an open row whose wake has passed, or whose workflow has ended otherwise than it should
	StuckStep = "step"    // a step of a settlement that fails
	StuckMail = "mail"    // a mail that is owed and was not sent, or that the mail server refused in the last week
)

// Stuck is something that does not go on by itself as it should.
type Stuck struct {
	What      string
	Kind      string // of the row, or of the mail
	Ref       Ref    `gorm:"-"`
	Reference string
	State     string
	Since     time.Time
	Why       string // a code or what was answered last; holds no personal data
	// Late says that a row's wake has passed: it is stuck whatever its workflow does.
	Late bool
}

// StuckList is what is stuck. More says that not all of it was looked at.
type StuckList struct {
	Items []Stuck
	More  bool
}

// AuditFilter chooses events of a realm. At least a subject, an organisation or a
// beginning is stated.
type AuditFilter struct {
	Subject      *uuid.UUID
	Organisation *uuid.UUID // partner or customer
	From, Until  *time.Time // recorded in [From, Until)
}

// AuditedEvent is an event with its place in the order of all, nil as long as it
// has none, and, of an operator's command, the reason that was typed.
type AuditedEvent struct {
	Event    `gorm:"embedded"`
	Position *int64
	Reason   string
}
