package models

import (
	"time"

	"github.com/google/uuid"
)

// OrganisationKind is the place of an organisation in the programme.
type OrganisationKind string

// The organisation kinds.
const (
	KindVendor      OrganisationKind = "vendor"
	KindDistributor OrganisationKind = "distributor"
	KindPartner     OrganisationKind = "partner"
	KindReseller    OrganisationKind = "reseller"
	KindCustomer    OrganisationKind = "customer"
)

// Sells reports whether organisations of this kind register and invite customers.
func (k OrganisationKind) Sells() bool {
	return k == KindDistributor || k == KindPartner || k == KindReseller
}

// Organisation is a tenant: the vendor, a seller of the programme or a customer.
// Frozen sellers cannot expand customers (Source: 3a-14). Prepaid sellers
// cannot develop customers in resale mode (Source: 2c).
type Organisation struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	Realm      string    // realm the organisation lives in; principals never cross it
	Kind       OrganisationKind
	ParentID   *uuid.UUID // distributor of a reseller
	Site       Site
	Name       string
	Country    string // ISO 3166-1 alpha-2 of the business location
	CreditCode string // unified social credit code of a customer, may be empty
	Frozen     bool
	Prepaid    bool
	HasContact bool // at least one of phone and e-mail is on file (Source: 1a-5)
	ContactID  *uuid.UUID
	// PaymentAccount is the account that is the seller's alone: what is paid to it
	// is matched by itself (专属汇款账号, Source: 7a-3). Empty if there is none.
	PaymentAccount string
	Version        int64
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// TableName is the table of organisations.
func (Organisation) TableName() string { return "organisations" }
