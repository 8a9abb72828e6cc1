package models

import (
	"encoding/binary"

	"github.com/google/uuid"
)

// The prefixes of references, one per process.
const (
	ReferenceRegistration = "REG"
	ReferenceInvitation   = "INV"
	ReferenceLink         = "LNK"
	ReferenceAcceptance   = "ACC"
	ReferenceAssociation  = "ASC"
	ReferenceBook         = "BOK"
	ReferenceWithdrawal   = "WDR"
	ReferenceRequest      = "REQ"
	ReferenceSettlement   = "SET"
	ReferenceTopUp        = "TOP"
	ReferenceAdjustment   = "ADJ"
	ReferenceChange       = "CHG"
	ReferenceSubscription = "SUB"
)

// crockford leaves out I, L, O and U: what is read out over the phone is
// written down right.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// referenceSymbols is the length of a reference without prefix and dashes. Ten
// symbols are 50 bits: among a million rows of a realm, where references are
// unique, a new one meets an old one with a chance of one in a billion.
const referenceSymbols = 10

// NewReference returns a short, speakable reference of a row, such as
// "REG-7F3K9-QX2AB", from the last 50 bits of its id, which are random in every
// UUID version in use. It names a row among people; it is no key.
func NewReference(prefix string, id uuid.UUID) string {
	bits := binary.BigEndian.Uint64(id[8:])
	var symbols [referenceSymbols]byte
	for i := len(symbols) - 1; i >= 0; i-- {
		symbols[i] = crockford[bits&31]
		bits >>= 5
	}
	const half = referenceSymbols / 2
	return prefix + "-" + string(symbols[:half]) + "-" + string(symbols[half:])
}
