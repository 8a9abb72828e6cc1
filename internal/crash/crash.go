// Package crash names the points at which a crash would be worst. Tests build
// the binary with the tag crashpoints and decide there what dies; without the
// tag a point does nothing.
package crash

// Points. Each stands between two effects that a crash could tear apart.
const (
	CreateCommitted    = "create.committed"    // rows are committed, the workflow is not started
	CreateStarted      = "create.started"      // the workflow is started, nothing is answered
	DecideAsked        = "decide.asked"        // the rules allowed it, the engine has not been asked
	DecideTaken        = "decide.taken"        // the engine took the update, nothing is answered
	DecideLocked       = "decide.locked"       // the activity holds the locks, nothing is committed
	DecideCommitted    = "decide.committed"    // the decision is committed, the activity has not reported
	StepCommitted      = "step.committed"      // a timer's step is committed, the workflow does not know
	AssociateCommitted = "associate.committed" // the association is committed, the activity has not reported
	SettleCommitted    = "settle.committed"    // a step of a settlement is committed, the activity has not reported
	MailTaken          = "mail.taken"          // the mail server said 250, the row is still queued
	EventTaken         = "event.taken"         // the receiver of an event said 200, the delivery is still queued
	PayoutNoted        = "payout.noted"        // the payout is committed as sent, the bank has not been asked
	PayoutSent         = "payout.sent"         // the bank has the payout, its answer is not committed
	TopUpCommitted     = "top_up.committed"    // the payment is booked, its channel has not been answered
	ClaimCommitted     = "claim.committed"     // money of nobody is claimed or refused, nothing is answered
	AdjustCommitted    = "adjust.committed"    // an allocation or a reclaim is booked, nothing is answered
	ChangeCommitted    = "change.committed"    // a change of a partner's account is committed, nothing is answered
)

// All lists every point; the tests hit each.
var All = []string{
	CreateCommitted, CreateStarted, DecideAsked, DecideTaken, DecideLocked, DecideCommitted,
	StepCommitted, AssociateCommitted, SettleCommitted, MailTaken, EventTaken, PayoutNoted, PayoutSent,
	TopUpCommitted, ClaimCommitted, AdjustCommitted, ChangeCommitted,
}

// At says that the point is reached.
func At(point string) { reached(point) }
