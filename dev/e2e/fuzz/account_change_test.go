package fuzz

import (
	"fmt"

	"partnercenter/models"
)

// shapeChange makes a change more likely to get somewhere: credit is granted in sums that take a second person, cash is set
// aside in small ones, so that something is left for everybody else. Some take back more than there can be.
func (a *actor) shapeChange(body map[string]any) {
	cents := fmt.Sprintf("%02d", 1+a.IntN(99))
	amount := fmt.Sprintf("%d.%s", a.IntN(5), cents)
	kinds := []string{models.ChangeGrantCredit, models.ChangeTakeCredit, models.ChangeDesignate, models.ChangeRelease}
	body["kind"] = kinds[a.IntN(len(kinds))]
	switch {
	case a.chance(0.4):
		body["kind"], amount = models.ChangeGrantCredit, "600000."+cents
	case a.chance(0.1):
		body["kind"], amount = models.ChangeTakeCredit, "900000000000."+cents
	}
	delete(body, "payout_id") // no payout of theirs differs
	body["amount"] = map[string]any{"amount": amount, "currency": "CNY"}
}

// isChange tells a change of an account from other things with a state.
func isChange(object map[string]any) bool {
	_, found := object["check_opinion"]
	return found
}

// readChange offers what another person of the vendor may do.
func (a *actor) readChange(id string, object map[string]any) {
	if object["state"] == models.AccountChangePending {
		a.vendor.offer("change_review", id)
	}
}
