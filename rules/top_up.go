package rules

import "partnercenter/models"

// ClaimFacts is what the claim of a top-up is decided on.
type ClaimFacts struct {
	State string
	// Claimant is what the organisation is that the money is to belong to.
	Claimant models.OrganisationKind
}

// ClaimTopUp decides whether money that belongs to nobody may be assigned to a
// partner. Source: 7a-3, 7c, 5e.
func ClaimTopUp(facts ClaimFacts) Decision {
	f := &findings{}
	f.when(facts.State != models.TopUpUnmatched, TopUpNotUnmatched)
	f.at(!facts.Claimant.Sells(), NotAPartner, "/partner_id")
	return f.decision()
}

// RefuseTopUp decides whether money that belongs to nobody may go back to whoever
// paid it. Source: 7a-4, 7c.
func RefuseTopUp(state string) Decision {
	f := &findings{}
	f.when(state != models.TopUpUnmatched, TopUpNotUnmatched)
	return f.decision()
}
