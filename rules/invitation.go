package rules

import (
	"slices"
	"strings"
	"time"

	"partnercenter/models"
)

// InviteFacts is what an online invitation of one registered customer is
// decided on.
type InviteFacts struct {
	Partner           PartnerFacts
	Actor             Actor
	RegistrationState string // effective
	AssociationType   models.AssociationType
	// SentToday is how many invitations the operator sent on this day of the
	// policy's zone, those of the same call included.
	SentToday int
	// HasOpenInvitation: an invitation of the registration is open or can be
	// sent again.
	HasOpenInvitation bool
	HasRecipientEmail bool
}

// Invite decides whether an invitation may be mailed to a registered customer.
// A second one is a resend of the first, so that one code at a time is good.
// Source: 1a-2, 1a-10, 1a-15, 2a-1, 2c, 2f.
func Invite(facts InviteFacts, p models.PolicyDocument, now time.Time) Decision {
	f := &findings{}
	f.mayAct(facts.Actor)
	f.mayDevelop(facts.Partner, facts.AssociationType)
	f.when(facts.RegistrationState != models.RegistrationReported, RegistrationNotReported)
	f.when(facts.HasOpenInvitation, InvitationOpen)
	f.when(!facts.HasRecipientEmail, RecipientEmailMissing)
	f.maySend(facts.SentToday, p, now)
	return f.decision()
}

// InviteBatch decides whether one call may invite that many customers; each of
// them is decided by Invite. Source: 2a-1.
func InviteBatch(count int, p models.PolicyDocument) Decision {
	f := &findings{}
	f.at(count > p.Invitation.RecipientsPerCall, RecipientsTooMany, "/registration_ids")
	return f.decision()
}

// maySend bounds the mails of one operator per day. Source: 2f.
func (f *findings) maySend(sentToday int, p models.PolicyDocument, now time.Time) {
	f.until(sentToday >= p.Invitation.DailyPerOperator, InvitationLimitReached, nextMidnight(p, now))
}

// ResendFacts is what sending an invitation again is decided on.
type ResendFacts struct {
	Partner           PartnerFacts
	Actor             Actor
	State             string // effective, of the invitation
	RegistrationState string // effective
	AssociationType   models.AssociationType
	SentToday         int
}

// Resend decides whether an invitation may be sent again under a new code, which
// voids the old one: also while the first mail is still good, as it may be lost.
// Source: 2a-2, 2b, 2c.
func Resend(facts ResendFacts, p models.PolicyDocument, now time.Time) Decision {
	f := &findings{}
	f.mayAct(facts.Actor)
	f.mayDevelop(facts.Partner, facts.AssociationType)
	f.when(facts.RegistrationState != models.RegistrationReported, RegistrationNotReported)
	f.when(!canBeSentAgain(facts.State), InvitationNotResendable)
	f.maySend(facts.SentToday, p, now)
	return f.decision()
}

func canBeSentAgain(state string) bool {
	return slices.Contains([]string{models.InvitationSent, models.InvitationFailed, models.InvitationExpired}, state)
}

// CancelFacts is what cancelling an invitation is decided on.
type CancelFacts struct {
	Actor             Actor
	State             string // effective, of the invitation
	RegistrationState string // effective
}

// Cancel decides whether an invitation may be cancelled: while it is open or can
// be sent again, which ends both. A failed one is cancelled to invite the
// customer under another association type. Source: 2b.
func Cancel(facts CancelFacts) Decision {
	f := &findings{}
	f.mayAct(facts.Actor)
	alive := canBeSentAgain(facts.State) && facts.RegistrationState == models.RegistrationReported
	f.when(!alive, InvitationNotCancellable)
	return f.decision()
}

// LinkEnd is when an online invitation ends: after the link's validity, but
// never after its registration. Source: 2a-2, 2f.
func LinkEnd(sentAt, registrationEnd time.Time, p models.PolicyDocument) time.Time {
	end := models.AddDays(sentAt, p.Invitation.LinkValidityDays)
	if registrationEnd.Before(end) {
		return registrationEnd
	}
	return end
}

// LinkFacts is what making an offline link is decided on.
type LinkFacts struct {
	Partner         PartnerFacts
	Principal       models.Principal
	Kind            string
	Tag             string
	Campaign        string
	AssociationType models.AssociationType
}

// Link decides whether an offline link may be made: a custom link needs its tag,
// a campaign link its campaign. It needs no registration. Source: 2a-3, 2a-4, 2c.
func Link(facts LinkFacts) Decision {
	f := &findings{}
	f.mayAct(ownLink(facts.Principal))
	f.mayDevelop(facts.Partner, facts.AssociationType)
	kinds := []string{models.LinkGeneral, models.LinkCustom, models.LinkCampaign}
	f.at(!slices.Contains(kinds, facts.Kind), LinkKindInvalid, "/kind")
	f.at(facts.Kind == models.LinkCustom && blank(facts.Tag), TagRequired, "/tag")
	f.at(facts.Kind == models.LinkCampaign && blank(facts.Campaign), CampaignRequired, "/campaign")
	return f.decision()
}

// LinkTag is the tag that customers of a link carry: the operator's account name
// for a general link, else the link's own. Source: 2a-4.
func LinkTag(kind, tag, operator string) string {
	if kind == models.LinkGeneral {
		return operator
	}
	return strings.TrimSpace(tag)
}

// ownLink: whoever makes a link makes his own.
func ownLink(p models.Principal) Actor {
	return Actor{Principal: p, Reporter: p.Subject}
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// RevokeLink decides whether an offline link may be revoked: an active one, by
// its creator, its account manager or an administrator. Source: 2a-3.
func RevokeLink(state string, actor Actor) Decision {
	f := &findings{}
	f.mayAct(actor)
	f.when(state != models.LinkActive, LinkRevoked)
	return f.decision()
}
