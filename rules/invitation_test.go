package rules

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

func goodInvite() InviteFacts {
	return InviteFacts{
		Partner: goodPartner(), Actor: administrator(), RegistrationState: models.RegistrationReported,
		AssociationType: models.Resale, HasRecipientEmail: true,
	}
}

// Proves: 1a-2, 1a-10, 1a-15, 2a-1, 2c, 3a-14
func TestInvite_WantsAReportedCustomerAndAPartnerInGoodStanding(t *testing.T) {
	cases := []struct {
		name  string
		spoil func(*InviteFacts)
		want  []string
	}{
		{"good", func(*InviteFacts) {}, []string{}},
		{"pending", func(f *InviteFacts) { f.RegistrationState = models.RegistrationPending }, []string{RegistrationNotReported}},
		{"historical", func(f *InviteFacts) { f.RegistrationState = models.RegistrationUnreported }, []string{RegistrationNotReported}},
		{"expired", func(f *InviteFacts) { f.RegistrationState = models.RegistrationExpired }, []string{RegistrationNotReported}},
		{"associated", func(f *InviteFacts) { f.RegistrationState = models.RegistrationAssociated }, []string{RegistrationNotReported}},
		{"no e-mail", func(f *InviteFacts) { f.HasRecipientEmail = false }, []string{RecipientEmailMissing}},
		{"open invitation", func(f *InviteFacts) { f.HasOpenInvitation = true }, []string{InvitationOpen}},
		{"prepaid, resale", func(f *InviteFacts) { f.Partner.Prepaid = true }, []string{PrepaidPartnerResale}},
		{"prepaid, consultant", func(f *InviteFacts) { f.Partner.Prepaid, f.AssociationType = true, models.Consultant }, []string{}},
		{"frozen", func(f *InviteFacts) { f.Partner.Frozen = true }, []string{PartnerFrozen}},
		{"unknown type", func(f *InviteFacts) { f.AssociationType = "barter" }, []string{AssociationTypeInvalid}},
		{"colleague's customer", func(f *InviteFacts) { f.Actor.Principal = person("carl", models.RoleAccountManager) }, []string{NotOwnCustomer}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			facts := goodInvite()
			c.spoil(&facts)
			require.Equal(t, c.want, Invite(facts, policy(t, models.SiteCN), noon).Codes())
		})
	}
}

// Proves: 2f
func TestInvite_BoundsTheMailsOfAnOperatorPerDay(t *testing.T) {
	p := policy(t, models.SiteCN)
	facts := goodInvite()
	facts.SentToday = 99
	require.True(t, Invite(facts, p, noon).Allowed())

	facts.SentToday = 100
	d := Invite(facts, p, instant(t, "2026-02-28T23:59:59+08:00"))
	require.Equal(t, []string{InvitationLimitReached}, d.Codes())
	require.Equal(t, instant(t, "2026-03-01T00:00:00+08:00"), *d.Blockers[0].EligibleFrom)
}

// Proves: 2a-1
func TestInviteBatch_InvitesSeveralAtOnceUpToALimit(t *testing.T) {
	p := policy(t, models.SiteCN)
	require.True(t, InviteBatch(50, p).Allowed())
	require.Equal(t, []string{RecipientsTooMany}, InviteBatch(51, p).Codes())
}

// Proves: 2a-2, 2b, 2c
func TestResend_IsPossibleWhileTheRegistrationLives(t *testing.T) {
	for state, want := range map[string][]string{
		models.InvitationSent:       {},
		models.InvitationFailed:     {},
		models.InvitationExpired:    {},
		models.InvitationAssociated: {InvitationNotResendable},
		models.InvitationCancelled:  {InvitationNotResendable},
		models.InvitationClosed:     {InvitationNotResendable},
	} {
		facts := ResendFacts{
			Partner: goodPartner(), Actor: administrator(), State: state,
			RegistrationState: models.RegistrationReported, AssociationType: models.Resale,
		}
		p := policy(t, models.SiteCN)
		require.Equal(t, want, Resend(facts, p, noon).Codes(), state)

		facts.RegistrationState = models.RegistrationExpired
		require.Contains(t, Resend(facts, p, noon).Codes(), RegistrationNotReported, state)
	}
	spoilt := ResendFacts{
		Partner: PartnerFacts{Frozen: true, Prepaid: true}, Actor: Actor{Principal: person("sue", models.RoleSupervisor)}, State: models.InvitationSent,
		RegistrationState: models.RegistrationReported, AssociationType: models.Resale, SentToday: 100,
	}
	require.Equal(t, []string{PartnerFrozen, RoleCannotAct, PrepaidPartnerResale, InvitationLimitReached}, Resend(spoilt, policy(t, models.SiteCN), noon).Codes())
}

// Proves: 2b
func TestCancel_EndsWhatIsOpenOrCanBeSentAgain(t *testing.T) {
	for state, want := range map[string][]string{
		models.InvitationSent:       {},
		models.InvitationFailed:     {},
		models.InvitationExpired:    {},
		models.InvitationAssociated: {InvitationNotCancellable},
		models.InvitationCancelled:  {InvitationNotCancellable},
		models.InvitationClosed:     {InvitationNotCancellable},
	} {
		facts := CancelFacts{Actor: administrator(), State: state, RegistrationState: models.RegistrationReported}
		require.Equal(t, want, Cancel(facts).Codes(), state)
	}
	over := CancelFacts{Actor: administrator(), State: models.InvitationExpired, RegistrationState: models.RegistrationExpired}
	require.Equal(t, []string{InvitationNotCancellable}, Cancel(over).Codes())

	colleague := Actor{Principal: person("carl", models.RoleAccountManager), Reporter: "mary", AccountManager: "mary"}
	foreign := CancelFacts{Actor: colleague, State: models.InvitationSent, RegistrationState: models.RegistrationReported}
	require.Equal(t, []string{NotOwnCustomer}, Cancel(foreign).Codes())
}

// Proves: 2a-2, 2f
func TestLinkEnd_IsSevenDaysAndNeverBeyondTheRegistration(t *testing.T) {
	p := policy(t, models.SiteCN)
	sevenDays := noon.Add(7 * 24 * time.Hour)
	require.Equal(t, sevenDays, LinkEnd(noon, noon.Add(15*24*time.Hour), p))
	require.Equal(t, sevenDays, LinkEnd(noon, sevenDays, p))
	require.Equal(t, sevenDays.Add(-time.Microsecond), LinkEnd(noon, sevenDays.Add(-time.Microsecond), p))
	require.Equal(t, noon, LinkEnd(noon, noon, p))
}

// Proves: 2a-2, 2b, 1f
func TestEffectiveInvitationState_TurnsWithTheLinkOrTheRegistration(t *testing.T) {
	late := noon.Add(time.Hour)
	for _, c := range []struct {
		name              string
		stored            string
		link, held        time.Time
		before, atInstant string
	}{
		{"the link ends first", models.InvitationSent, noon, late, models.InvitationSent, models.InvitationExpired},
		{"the registration ends first", models.InvitationSent, late, noon, models.InvitationSent, models.InvitationExpired},
		{"failed", models.InvitationFailed, noon, noon, models.InvitationFailed, models.InvitationFailed},
		{"associated", models.InvitationAssociated, noon, noon, models.InvitationAssociated, models.InvitationAssociated},
		{"cancelled", models.InvitationCancelled, noon, noon, models.InvitationCancelled, models.InvitationCancelled},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.before, EffectiveInvitationState(c.stored, c.link, c.held, noon.Add(-time.Second)))
			require.Equal(t, c.atInstant, EffectiveInvitationState(c.stored, c.link, c.held, noon))
		})
	}
}

// Proves: 2a-3, 2a-4, 2c, 3a-14
func TestLink_NeedsWhatItsKindNeedsAndNoRegistration(t *testing.T) {
	manager := person("mary", models.RoleAccountManager)
	cases := []struct {
		name  string
		facts LinkFacts
		want  []string
	}{
		{"general", LinkFacts{Kind: models.LinkGeneral, AssociationType: models.Resale}, []string{}},
		{"custom", LinkFacts{Kind: models.LinkCustom, Tag: "fair", AssociationType: models.Resale}, []string{}},
		{"custom without a tag", LinkFacts{Kind: models.LinkCustom, Tag: "  ", AssociationType: models.Resale}, []string{TagRequired}},
		{"campaign", LinkFacts{Kind: models.LinkCampaign, Campaign: "spring", AssociationType: models.Consultant}, []string{}},
		{"campaign without a code", LinkFacts{Kind: models.LinkCampaign, Tag: "fair", AssociationType: models.Consultant}, []string{CampaignRequired}},
		{"unknown kind", LinkFacts{Kind: "secret", AssociationType: models.Consultant}, []string{LinkKindInvalid}},
		{"unknown type", LinkFacts{Kind: models.LinkGeneral}, []string{AssociationTypeInvalid}},
		{"prepaid, resale", LinkFacts{Partner: PartnerFacts{Prepaid: true}, Kind: models.LinkGeneral, AssociationType: models.Resale}, []string{PrepaidPartnerResale}},
		{"frozen", LinkFacts{Partner: PartnerFacts{Frozen: true}, Kind: models.LinkGeneral, AssociationType: models.Resale}, []string{PartnerFrozen}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.facts.Principal = manager
			require.Equal(t, c.want, Link(c.facts).Codes())
		})
	}
	require.Equal(t, []string{RoleCannotAct}, Link(LinkFacts{
		Principal: person("sue", models.RoleSupervisor), Kind: models.LinkGeneral, AssociationType: models.Resale,
	}).Codes())
}

// Proves: 2a-4
func TestLinkTag_IsTheOperatorOnAGeneralLink(t *testing.T) {
	require.Equal(t, "mary", LinkTag(models.LinkGeneral, "fair", "mary"))
	require.Equal(t, "fair", LinkTag(models.LinkCustom, " fair ", "mary"))
}

// Proves: 2a-3
func TestRevokeLink_EndsAnActiveLinkOfOnesOwn(t *testing.T) {
	own := Actor{Principal: person("mary", models.RoleAccountManager), Reporter: "mary"}
	foreign := Actor{Principal: person("carl", models.RoleAccountManager), Reporter: "mary"}
	require.True(t, RevokeLink(models.LinkActive, own).Allowed())
	require.True(t, RevokeLink(models.LinkActive, administrator()).Allowed())
	require.Equal(t, []string{LinkRevoked}, RevokeLink(models.LinkRevoked, own).Codes())
	require.Equal(t, []string{NotOwnCustomer}, RevokeLink(models.LinkActive, foreign).Codes())
}
