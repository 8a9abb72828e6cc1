package withdrawals

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/bank"
	"partnercenter/models"
)

func TestMoneyGoesBackByItsRoute(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	t.Run("over its channels, the newest first", func(t *testing.T) { goesBack(c.in(t)) })
	t.Run("from the chosen top-ups", func(t *testing.T) { goesBackFromChosen(c.in(t)) })
	t.Run("to the bank account within seven working days", func(t *testing.T) { goesToBankCard(c.in(t)) })
	t.Run("to a bank account that is masked until the vendor's finance says why", func(t *testing.T) { accountIsMasked(c.in(t)) })
	t.Run("as an incentive rebate", func(t *testing.T) { goesAsRebate(c.in(t)) })
	t.Run("over its channels, from the company that repays each", func(t *testing.T) { goesBackFromItsCompany(c.in(t)) })
	t.Run("to the bank account, once from each company", func(t *testing.T) { goesToBankCardFromTwo(c.in(t)) })
}

func goesBack(c *town) {
	first, second := c.wechat("100.00"), c.TopUp(c.partner, "50.00", models.SigningEntitySoftware, models.ChannelAlipay, c.Now().Add(-time.Minute))
	quote := call[client.WithdrawalQuote](c.finn, http.StatusOK, http.MethodPost, "/v1/withdrawals/quote", map[string]any{"currency": "CNY", "request": request("original", "120.00", nil)})
	require.Equal(c.T, "150.00", quote.Funds.Withdrawable.Amount)
	require.Len(c.T, quote.Funds.Terms, 6)
	require.True(c.T, *quote.Allowed)
	require.Equal(c.T, []uuid.UUID{second, first}, []uuid.UUID{(*quote.Draws)[0].LotId, (*quote.Draws)[1].LotId})
	require.NotNil(c.T, quote.Lots[0].ChangesAt)

	w := c.finn.asks("original", "120.00", nil)
	require.Equal(c.T, client.WithdrawalStateSubmitted, w.State)
	require.Equal(c.T, client.Party("vendor"), w.WaitingFor.Party)
	c.holds("frozen", "120.00")
	c.holds("cash", "30.00")
	c.holds("allocatable", "30.00")
	require.True(c.T, c.task(models.TaskWithdrawal, w.Id))

	c.vera.approves(w.Id)
	done := c.becomes(w.Id, client.WithdrawalStateSucceeded)
	require.Len(c.T, done.Payouts, 2)
	for _, p := range done.Payouts {
		require.Len(c.T, c.paid(p.Reference), 1)
		require.Len(c.T, p.Lots, 1)
	}
	require.Contains(c.T, c.Mail(c.mailbox(), "提现申请已通过", 1).Text, "120.00 CNY")
	require.Contains(c.T, c.Mail(c.mailbox(), "提现成功", 1).Text, w.Reference)
	c.holds("frozen", "0.00")
	c.holds("clearing", "-30.00")
	require.False(c.T, c.task(models.TaskWithdrawal, w.Id))
	c.verified()
	c.settled()
}

func goesBackFromChosen(c *town) {
	oldest := c.wechat("100.00")
	c.wechat("100.00")
	w := c.ada.asks("original", "40.00", map[string]any{"lots": []uuid.UUID{oldest}})
	require.Equal(c.T, oldest, w.Lots[0].LotId)
	cancelled := call[client.Withdrawal](c.ada, http.StatusOK, http.MethodPost, "/v1/withdrawals/"+w.Id.String()+"/cancel", nil)
	require.Equal(c.T, client.WithdrawalStateCancelled, cancelled.State)
	c.holds("frozen", "0.00")
	c.holds("cash", "200.00")
	c.finn.asks("original", "100.00", map[string]any{"lots": []uuid.UUID{oldest}})
	c.verified()
}

func goesToBankCard(c *town) {
	c.TopUp(c.partner, "80.00", models.SigningEntityCloudComputing, models.ChannelTradeModeChange, c.Now())
	require.NoError(c.T, c.Sims.Bank().Behave(c.T.Context(), "process", 1))
	w := c.finn.asks("bank_card", "80.00", account())
	require.Equal(c.T, "****3445", w.BankAccount.Number)
	approved := c.vera.approves(w.Id)
	require.WithinDuration(c.T, afterWorkingDays(c.T, *approved.ApprovedAt, 7), *approved.Payouts[0].ExpectedBy, time.Second)
	c.happens(w.Id, "withdrawal.payout_sent")
	reference := approved.Payouts[0].Reference
	c.says(reference, bank.Settlement{Status: bank.Succeeded, Calls: 1})
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	require.Len(c.T, c.paid(reference), 1)
	c.verified()
	// The branch is asked for once.
	c.TopUp(c.partner, "10.00", models.SigningEntityCloudComputing, models.ChannelTradeModeChange, c.Now())
	again := accountOf(kit.RealName, "")
	require.Equal(c.T, "Shenzhen Nanshan", c.finn.asks("bank_card", "10.00", again).BankAccount.Branch)
}

func accountIsMasked(c *town) {
	c.TopUp(c.partner, "10.00", models.SigningEntityCloudComputing, models.ChannelTradeModeChange, c.Now())
	c.wechat("20.00")
	w, back := c.finn.asks("bank_card", "10.00", account()), c.finn.asks("original", "20.00", nil)
	shown := c.vera.sees(w.Id).BankAccount
	require.Equal(c.T, "****3445", shown.Number)
	require.NotEqual(c.T, kit.RealName, shown.Holder)
	path, why := "/v1/withdrawals/"+w.Id.String()+"/unmask", map[string]string{"reason": "the bank asks which account"}
	looks := func() int {
		return c.count("SELECT count(*) FROM events WHERE type = 'contact.unmasked' AND data->>'withdrawal_id' = $1", w.Id.String())
	}

	for name, p := range map[string]person{
		"the partner's finance": c.finn, "the partner's administrator": c.ada, "a supervisor": c.person("sue", c.partner, models.RoleSupervisor),
		"an operator": c.operator, "a reviewer": c.person("rita", c.Vendor, models.RoleReviewer), "an auditor": c.person("audrey", c.Vendor, models.RoleAuditor),
		"another partner": c.person("bob", c.Borealis, models.RoleAdministrator),
	} {
		status, answer := p.send(http.MethodPost, path, why)
		require.Equal(c.T, http.StatusForbidden, status, "%s: %s", name, answer)
	}
	call[client.Problem](c.vera, http.StatusBadRequest, http.MethodPost, path, map[string]string{})
	call[client.Problem](c.vera, http.StatusNotFound, http.MethodPost, "/v1/withdrawals/"+back.Id.String()+"/unmask", why)
	require.Zero(c.T, looks(), "what was refused showed nothing")

	key := kit.Key()
	open := client.UnmaskedBankAccount{Holder: kit.RealName, Bank: "ICBC", Branch: "Shenzhen Nanshan", Number: "6222020200112233445"}
	for range 2 { // under the same key it is seen again
		require.Equal(c.T, open, call[client.UnmaskedBankAccount](c.vera, http.StatusOK, http.MethodPost, path, why, "Idempotency-Key", key))
	}
	require.Equal(c.T, 2, looks())
	require.Equal(c.T, 2, c.count(`SELECT count(*) FROM events e JOIN unmask_reasons u ON u.id::text = data->>'reason_id'
		WHERE type = 'contact.unmasked' AND data->>'withdrawal_id' = $1 AND actor = 'vera' AND e.partner_id = $2 AND reason = $3`, w.Id.String(), c.partner, why["reason"]))
	require.Zero(c.T, c.count("SELECT count(*) FROM events WHERE data::text LIKE '%6222020200112233445%' OR data::text LIKE '%which account%'"), "what is seen, and why, stays out of events")
	require.Equal(c.T, "****3445", c.vera.sees(w.Id).BankAccount.Number)
}

func goesAsRebate(c *town) {
	require.Equal(c.T, []string{"amount_above_withdrawable", "rebate_not_paid_out"}, c.finn.isRefused(http.StatusConflict, request("rebate", "10.00", account())))
	c.TopUp(c.partner, "10.00", models.SigningEntityCloudComputing, models.ChannelRebate, c.Now())
	w := c.finn.asks("rebate", "10.00", account())
	c.vera.approves(w.Id)
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	c.verified()
}

const cloud, software = models.SigningEntityCloudComputing, models.SigningEntitySoftware

// orders is what the bank was told to pay of a withdrawal, and what its statement says that it paid: amounts by company.
func (c *town) orders(w client.Withdrawal) (ordered, stated map[string]string) {
	c.T.Helper()
	ordered, stated = map[string]string{}, map[string]string{}
	known, err := c.Sims.Bank().Payouts(c.T.Context())
	require.NoError(c.T, err)
	for _, p := range w.Payouts {
		for _, k := range known {
			if k.Reference == p.Reference {
				require.Empty(c.T, ordered[k.Order.Entity])
				ordered[k.Order.Entity] = k.Order.Amount.Amount
			}
		}
		lines := c.paid(p.Reference)
		require.Len(c.T, lines, 1)
		stated[lines[0].Entity] = lines[0].Amount.Amount
	}
	return ordered, stated
}

// payers are the companies that pay a withdrawal, as its payouts show them, by the top-ups that they pay.
func payers(w client.Withdrawal) map[uuid.UUID]string {
	by := map[uuid.UUID]string{}
	for _, p := range w.Payouts {
		for _, l := range p.Lots {
			by[l.LotId] = *p.PayingEntity
		}
	}
	return by
}

// goesBackFromItsCompany: the partner has changed the company that he signs with.
func goesBackFromItsCompany(c *town) {
	online := c.wechat("100.00")
	transfer := c.TopUp(c.partner, "50.00", software, models.ChannelBankTransfer, c.Now().Add(-time.Hour))
	w := c.finn.asks("original", "150.00", account())
	want := map[uuid.UUID]string{online: software, transfer: cloud}
	require.Equal(c.T, want, payers(c.vera.approves(w.Id)))
	done := c.becomes(w.Id, client.WithdrawalStateSucceeded)
	require.Equal(c.T, want, payers(done))
	require.Equal(c.T, want, payers(c.finn.sees(w.Id)))
	ordered, stated := c.orders(done)
	require.Equal(c.T, map[string]string{software: "100.00", cloud: "50.00"}, ordered)
	require.Equal(c.T, ordered, stated)
	c.verified()
	c.settled()
}

// goesToBankCardFromTwo: the transfer goes with what the company that repays it took itself.
func goesToBankCardFromTwo(c *town) {
	own := c.TopUp(c.partner, "30.00", cloud, models.ChannelTradeModeChange, c.Now().Add(-3*time.Hour))
	other := c.TopUp(c.partner, "20.00", software, models.ChannelTradeModeChange, c.Now().Add(-2*time.Hour))
	transfer := c.TopUp(c.partner, "10.00", software, models.ChannelBankTransfer, c.Now().Add(-time.Hour))
	body := account()
	body["decline_original"] = true
	w := c.finn.asks("bank_card", "60.00", body)
	approved := c.vera.approves(w.Id)
	require.Len(c.T, approved.Payouts, 2)
	require.Equal(c.T, map[uuid.UUID]string{own: cloud, other: software, transfer: cloud}, payers(approved))
	for _, p := range approved.Payouts {
		require.WithinDuration(c.T, afterWorkingDays(c.T, *approved.ApprovedAt, 7), *p.ExpectedBy, time.Second)
	}
	done := c.becomes(w.Id, client.WithdrawalStateSucceeded)
	ordered, stated := c.orders(done)
	require.Equal(c.T, map[string]string{cloud: "40.00", software: "20.00"}, ordered)
	require.Equal(c.T, ordered, stated)
	c.holds("frozen", "0.00")
	c.holds("cash", "0.00")
	c.verified()
	c.settled()
}

func afterWorkingDays(t *testing.T, from time.Time, n int) time.Time {
	t.Helper()
	policy, err := models.DefaultPolicy(models.SiteCN)
	require.NoError(t, err)
	later, _, err := models.AddWorkingDays(from, n, policy)
	require.NoError(t, err)
	return later
}

func TestReviewsOfWithdrawals(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	t.Run("a rejection returns the money and may be deleted", func(t *testing.T) { isRejected(c.in(t)) })
	t.Run("a large amount takes two people", func(t *testing.T) { takesTwo(c.in(t)) })
	t.Run("a verdict holds for the figures that were seen", func(t *testing.T) { figuresMove(c.in(t)) })
	t.Run("what came up since the request keeps the money", func(t *testing.T) { blockedSince(c.in(t)) })
}

func isRejected(c *town) {
	c.wechat("100.00")
	w := c.finn.asks("original", "100.00", nil)
	path := "/v1/withdrawals/" + w.Id.String()
	require.Equal(c.T, []string{"withdrawal_not_rejected"}, codesOf(call[client.Problem](c.finn, http.StatusConflict, http.MethodDelete, path, nil)))
	rejected := c.vera.rejects(w.Id)
	require.Equal(c.T, client.WithdrawalStateRejected, rejected.State)
	require.Equal(c.T, "not now", *c.finn.sees(w.Id).Review.Opinion)
	require.Contains(c.T, c.Mail(c.mailbox(), "提现申请被驳回", 1).Text, "not now")
	c.holds("cash", "100.00")
	refusal := call[client.Problem](c.vince, http.StatusConflict, http.MethodPost, path+"/review", map[string]string{"verdict": "approve", "opinion": "late"})
	require.Equal(c.T, []string{"withdrawal_not_submitted"}, codesOf(refusal))
	require.Equal(c.T, []string{"withdrawal_not_submitted"}, codesOf(call[client.Problem](c.finn, http.StatusConflict, http.MethodPost, path+"/cancel", nil)))

	status, _ := c.finn.send(http.MethodDelete, path, nil)
	require.Equal(c.T, http.StatusNoContent, status)
	status, _ = c.finn.send(http.MethodGet, path, nil)
	require.Equal(c.T, http.StatusNotFound, status)
	require.Equal(c.T, client.WithdrawalStateRejected, c.vera.sees(w.Id).State, "the vendor keeps it")
	require.Empty(c.T, call[client.WithdrawalPage](c.finn, http.StatusOK, http.MethodGet, "/v1/withdrawals?state=rejected", nil).Items)
	c.verified()
	c.settled()
}

func takesTwo(c *town) {
	c.wechat("500000.01")
	w := c.finn.asks("original", "500000.01", nil)
	require.True(c.T, w.Review.TwoReviews)
	first := c.vera.approves(w.Id)
	require.Equal(c.T, client.WithdrawalStateSubmitted, first.State)
	require.Equal(c.T, "vera", *first.Review.FirstReviewer)
	require.True(c.T, c.task(models.TaskWithdrawal, w.Id))
	refusal := call[client.Problem](c.vera, http.StatusConflict, http.MethodPost, "/v1/withdrawals/"+w.Id.String()+"/review", map[string]string{"verdict": "approve", "opinion": "again"})
	require.Equal(c.T, []string{"reviewer_is_first_reviewer"}, codesOf(refusal))
	c.vince.approves(w.Id)
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	c.verified()
	c.settled()
}

func figuresMove(c *town) {
	c.wechat("100.00")
	w := c.finn.asks("original", "50.00", nil)
	path := "/v1/withdrawals/" + w.Id.String()
	seen := c.tag(c.vera, path)
	c.wechat("1.00")
	status, _ := c.vera.send(http.MethodPost, path+"/review", map[string]string{"verdict": "approve", "opinion": "seen"}, "If-Match", seen)
	require.Equal(c.T, http.StatusPreconditionFailed, status)
	seen = c.tag(c.vera, path)
	c.Funds(c.partner, map[string]any{"owed_invoices": []any{map[string]string{"amount": "0.01", "currency": "CNY"}}})
	status, _ = c.vera.send(http.MethodPost, path+"/review", map[string]string{"verdict": "approve", "opinion": "seen"}, "If-Match", seen)
	require.Equal(c.T, http.StatusPreconditionFailed, status)
	status, answer := c.vera.send(http.MethodPost, path+"/review", map[string]string{"verdict": "approve", "opinion": "seen"}, "If-Match", c.tag(c.vera, path))
	require.Equal(c.T, http.StatusOK, status, "%s", answer)
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
}

// tag is the ETag of a resource.
func (c *town) tag(p person, path string) string {
	c.T.Helper()
	r, err := http.NewRequestWithContext(c.T.Context(), http.MethodGet, c.URLs[0]+path, http.NoBody)
	require.NoError(c.T, err)
	r.Header.Set("Authorization", "Bearer "+p.token)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(c.T, err)
	require.NoError(c.T, answer.Body.Close())
	return answer.Header.Get("ETag")
}

func blockedSince(c *town) {
	c.wechat("100.00")
	w := c.finn.asks("original", "100.00", nil)
	c.Funds(c.partner, map[string]any{"restricted": true, "unbilled": []any{map[string]string{"amount": "1.00", "currency": "CNY"}}})
	refusal := call[client.Problem](c.vera, http.StatusConflict, http.MethodPost, "/v1/withdrawals/"+w.Id.String()+"/review", map[string]string{"verdict": "approve", "opinion": "?"})
	require.Equal(c.T, []string{"partner_restricted", "amount_above_withdrawable", "unbilled_consumption"}, codesOf(refusal))
	c.Funds(c.partner, nil)

	// Between two payouts: the first keeps the bank busy meanwhile.
	c.wechat("50.00")
	second := c.finn.asks("original", "50.00", nil)
	call[client.Withdrawal](c.finn, http.StatusOK, http.MethodPost, "/v1/withdrawals/"+second.Id.String()+"/cancel", nil)
	call[client.Withdrawal](c.finn, http.StatusOK, http.MethodPost, "/v1/withdrawals/"+w.Id.String()+"/cancel", nil)
	both := c.finn.asks("original", "150.00", nil)
	require.NoError(c.T, c.Sims.Bank().Behave(c.T.Context(), bank.TimeOut, 1))
	approved := c.vera.approves(both.Id)
	c.happens(both.Id, "withdrawal.payout_sent")
	c.Funds(c.partner, map[string]any{"restricted": true})
	c.happens(both.Id, "withdrawal.payout_held")
	held := approved.Payouts[1]
	require.True(c.T, c.task(models.TaskPayoutHeld, held.Id))
	require.Empty(c.T, c.paid(held.Reference))
	c.Funds(c.partner, nil)
	c.becomes(both.Id, client.WithdrawalStateSucceeded)
	require.False(c.T, c.task(models.TaskPayoutHeld, held.Id))
	require.Len(c.T, c.paid(held.Reference), 1)
	c.verified()
	c.settled()
}
