package models

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// Role is a right-bearing function of a person inside an organisation.
type Role string

// The roles of people and machines.
const (
	RoleReviewer       Role = "reviewer"        // vendor: decides reviews
	RoleVendorFinance  Role = "vendor_finance"  // vendor: money
	RoleOperator       Role = "operator"        // vendor: keeps processes running
	RoleAuditor        Role = "auditor"         // vendor: reads everything, changes nothing
	RoleService        Role = "service"         // vendor: machine feeds
	RoleAdministrator  Role = "administrator"   // partner
	RoleAccountManager Role = "account_manager" // partner: own customers only (Source: 1a-16)
	RoleSupervisor     Role = "supervisor"      // partner: reads, cannot act (Source: 1a-16)
	RoleFinance        Role = "finance"         // partner: money
	RoleMember         Role = "member"          // partner: no rights over customers
	RoleCustomer       Role = "customer"
	RoleSystem         Role = "system" // the worker
)

// Side is the side of the table that a principal sits on; it chooses the
// database role that row-level security judges.
type Side string

// The sides.
const (
	SideVendor   Side = "vendor"
	SidePartner  Side = "partner"
	SideCustomer Side = "customer"
	SideSystem   Side = "system"
)

// Principal is who acts: a subject of an organisation in a realm.
type Principal struct {
	Realm   string
	Org     uuid.UUID
	Site    Site
	Country string // of the organisation; phones without a country code are read there
	Side    Side
	Subject string
	Roles   []Role
	// Until is when the proof of who it is ends; zero: it has no end.
	Until time.Time
}

// Is reports whether the principal holds one of the roles.
func (p Principal) Is(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(p.Roles, r) })
}

// OwnCustomersOnly reports whether the principal sees only the customers he
// registered or manages: an account manager without a wider reading role.
// Source: 1a-16, 2a-6.
func (p Principal) OwnCustomersOnly() bool {
	return p.Side == SidePartner && !p.Is(RoleAdministrator, RoleSupervisor, RoleFinance)
}

// System is the worker's principal in a realm.
func System(realm string) Principal {
	return Principal{Realm: realm, Side: SideSystem, Subject: "system", Roles: []Role{RoleSystem}}
}

// Command is the envelope of one request that changes something: who asks, and
// what makes the request the same request when it comes again.
type Command struct {
	Principal      Principal
	RequestID      string
	TraceID        string
	IdempotencyKey string
	Fingerprint    []byte // SHA-256 of method, path, query and body
	IfMatch        int64  // version the caller saw; 0 = not stated
}

// Stale reports whether the caller saw another version of the resource.
func (c Command) Stale(version int64) bool { return c.IfMatch != 0 && c.IfMatch != version }
