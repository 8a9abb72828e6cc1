package models

import (
	"time"

	"github.com/google/uuid"
)

// CodeView is what the page of an invitation's or link's code shows to anybody
// who holds it. Blockers say why the way is closed.
type CodeView struct {
	Realm           string
	PartnerID       uuid.UUID
	PartnerName     string
	Site            Site
	Zone            string
	AssociationType AssociationType
	NoticeVersion   string     // notice in force; to be ticked in resale mode
	ExpiresAt       *time.Time // nil: an offline link, which does not end
	Locale          string     // language of the invitation, empty for links
	Blockers        []Blocker
}

// AcceptancePreview is what a signed-in customer sees before consenting: the
// account, how old the facts about it are, and what stands against it now.
type AcceptancePreview struct {
	Code      CodeView
	Account   Contact // masked
	FactsAsOf *time.Time
	Blockers  []Blocker
}
