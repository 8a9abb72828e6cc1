package rules

import (
	"encoding/hex"
	"slices"

	"github.com/google/uuid"

	"partnercenter/models"
)

// payoutSpace is the namespace of the references of payouts.
var payoutSpace = uuid.MustParse("0c6f7f0e-3e0b-5d5c-8f0e-7a4f5b0d9a31")

// PayoutReference is the reference under which the bank is told of a payout: the
// same for whatever pays one top-up of a withdrawal, or its first share to an account
// (the zero lot; a further share is named by its first top-up). An approval that was lost with its rows and is given again orders
// what the bank has carried out, and the bank does so once. Source: 7c.
func PayoutReference(withdrawal, lot uuid.UUID) string {
	id := uuid.NewSHA1(payoutSpace, append(withdrawal[:], lot[:]...))
	return hex.EncodeToString(id[:])
}

// PayingEntity is the company of the vendor that pays a top-up back, by whatever
// route: the one that took it, and of bank transfers the one that the policy names.
// Partners change the company that they sign with; what was taken before stays with
// who took it. Source: 7b-10.
func PayingEntity(lot models.Lot, p models.PolicyDocument) string {
	if by := p.Withdrawal.TransfersRepaidBy; by != "" && lot.Channel == models.ChannelBankTransfer {
		return by
	}
	return lot.SigningEntity
}

// PayoutShare is what one order to the bank pays of a withdrawal.
type PayoutShare struct {
	Entity string // that pays
	// Lot is what the share is named by in its reference; the zero lot is the first share to an account.
	Lot   uuid.UUID
	Lots  []uuid.UUID
	Total models.Money
}

// PayoutShares divides what a withdrawal has drawn into orders to the bank: each
// top-up goes back over its channel by an order of its own; to an account goes one
// order per company that pays. Source: 7b-2, 7b-3, 7b-10.
func PayoutShares(route string, drawn []models.WithdrawalLot, lots map[uuid.UUID]models.Lot, p models.PolicyDocument) []PayoutShare {
	var shares []PayoutShare
	for _, d := range drawn {
		entity := PayingEntity(lots[d.LotID], p)
		i := -1
		if route != models.RouteOriginal {
			i = slices.IndexFunc(shares, func(s PayoutShare) bool { return s.Entity == entity })
		}
		if i >= 0 {
			shares[i].Lots = append(shares[i].Lots, d.LotID)
			shares[i].Total.Amount = shares[i].Total.Amount.Add(d.Amount)
			continue
		}
		s := PayoutShare{Entity: entity, Lot: d.LotID, Lots: []uuid.UUID{d.LotID}, Total: d.Money()}
		if route != models.RouteOriginal && len(shares) == 0 {
			s.Lot = uuid.Nil
		}
		shares = append(shares, s)
	}
	return shares
}
