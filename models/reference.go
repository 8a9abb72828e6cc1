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
)

// crockford leaves out I, L, O and U: what is read out over the phone is
// written down right.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewReference returns a short, speakable reference of a row, such as
// "REG-7F3K-9QX2", from the last 40 bits of its id, which are random in every
// UUID version in use. It names a row among people; it is no key.
func NewReference(prefix string, id uuid.UUID) string {
	bits := binary.BigEndian.Uint64(id[8:])
	var symbols [8]byte
	for i := len(symbols) - 1; i >= 0; i-- {
		symbols[i] = crockford[bits&31]
		bits >>= 5
	}
	return prefix + "-" + string(symbols[:4]) + "-" + string(symbols[4:])
}
