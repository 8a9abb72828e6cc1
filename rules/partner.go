package rules

import "partnercenter/models"

// PartnerFacts is what the rules must know of a seller.
type PartnerFacts struct {
	Frozen     bool
	Prepaid    bool
	HasContact bool
	Site       models.Site
	Country    string // ISO 3166-1 alpha-2 of the business location
}

// PartnerOf reads the facts off the seller's row.
func PartnerOf(o models.Organisation) PartnerFacts {
	return PartnerFacts{Frozen: o.Frozen, Prepaid: o.Prepaid, HasContact: o.HasContact, Site: o.Site, Country: o.Country}
}

// Actor is who acts for the partner, and whose customer is acted on.
type Actor struct {
	Principal      models.Principal
	Reporter       string
	AccountManager string
}

// mayAct: administrators act on every customer of the partner, an account
// manager on those he registered or is assigned, a supervisor on none.
// Source: 1a-16, 2a-6.
func (f *findings) mayAct(a Actor) {
	p := a.Principal
	acts := p.Is(models.RoleAdministrator, models.RoleAccountManager)
	own := p.Subject == a.Reporter || p.Subject == a.AccountManager
	f.when(!acts, RoleCannotAct)
	f.when(acts && !p.Is(models.RoleAdministrator) && !own, NotOwnCustomer)
}

// mayDevelop: a frozen partner cannot expand customers, a prepaid one not in
// resale mode. Source: 2c, 3a-14.
func (f *findings) mayDevelop(partner PartnerFacts, association models.AssociationType) {
	f.when(partner.Frozen, PartnerFrozen)
	f.when(partner.Prepaid && association == models.Resale, PrepaidPartnerResale)
	known := association == models.Consultant || association == models.Resale
	f.at(!known, AssociationTypeInvalid, "/association_type")
}

// Reachable decides whether a seller can be mailed a code. Source: 3a-5, 7b-5.
func Reachable(hasEmail bool) Decision {
	f := &findings{}
	f.when(!hasEmail, PartnerEmailMissing)
	return f.decision()
}
