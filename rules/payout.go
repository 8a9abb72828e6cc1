package rules

import (
	"encoding/hex"

	"github.com/google/uuid"
)

// payoutSpace is the namespace of the references of payouts.
var payoutSpace = uuid.MustParse("0c6f7f0e-3e0b-5d5c-8f0e-7a4f5b0d9a31")

// PayoutReference is the reference under which the bank is told of a payout: the
// same for whatever pays one top-up of a withdrawal, or all of it to an account
// (the zero lot). An approval that was lost with its rows and is given again orders
// what the bank has carried out, and the bank does so once. Source: 7c.
func PayoutReference(withdrawal, lot uuid.UUID) string {
	id := uuid.NewSHA1(payoutSpace, append(withdrawal[:], lot[:]...))
	return hex.EncodeToString(id[:])
}
