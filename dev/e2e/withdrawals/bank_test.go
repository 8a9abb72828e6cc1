package withdrawals

import (
	"bytes"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/bank"
	"partnercenter/models"
	"partnercenter/rules"
)

// The bank is one for the town: who sets its behaviour has it for himself.
func TestWhatTheBankMayDo(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	t.Run("an error is not failure", func(t *testing.T) { breaks(c.in(t)) })
	t.Run("nor is an order that got lost", func(t *testing.T) { loses(c.in(t)) })
	t.Run("which is not sent again before the rules are asked", func(t *testing.T) { losesWhatIsHeld(c.in(t)) })
	t.Run("what it paid for a lost approval is not paid again", func(t *testing.T) { approvesAgain(c.in(t)) })
	t.Run("nor an answer that does not come in time", func(t *testing.T) { timesOut(c.in(t)) })
	t.Run("it may call twice", func(t *testing.T) { callsTwice(c.in(t)) })
	t.Run("only the bank's word is failure, and opens another route", func(t *testing.T) { failsAndGoesOn(c.in(t)) })
	t.Run("a part may fail", func(t *testing.T) { failsInPart(c.in(t)) })
	t.Run("a success after it is paid from the lots", func(t *testing.T) { succeedsLate(c.in(t)) })
	t.Run("and stops the other route", func(t *testing.T) { succeedsLateAndStops(c.in(t)) })
	t.Run("or is owed", func(t *testing.T) { succeedsTooLate(c.in(t)) })
	t.Run("another amount is kept in suspense", func(t *testing.T) { saysAnotherAmount(c.in(t)) })
	t.Run("so is another currency", func(t *testing.T) { saysAnotherCurrency(c.in(t)) })
	t.Run("nobody else calls in its name", func(t *testing.T) { isForged(c.in(t)) })
}

func (c *town) bankIs(mode string) {
	c.T.Helper()
	require.NoError(c.T, c.Sims.Bank().Behave(c.T.Context(), mode, 1))
}

// approved is a withdrawal of a new top-up that goes to a bank that behaves in a mode.
func (c *town) approved(mode, amount string) client.Withdrawal {
	c.T.Helper()
	c.wechat(amount)
	c.bankIs(mode)
	return c.vera.approves(c.finn.asks("original", amount, nil).Id)
}

// once: the payout is in the statement, and only once, and so is nothing that nobody ordered.
func (c *town) once(w client.Withdrawal) {
	c.T.Helper()
	require.Len(c.T, c.paid(w.Payouts[0].Reference), 1)
	lines, err := c.Sims.Bank().Statement(c.T.Context(), c.Realm)
	require.NoError(c.T, err)
	for _, l := range lines {
		require.Equal(c.T, 1, c.count("SELECT count(*) FROM payouts WHERE reference = $1", l.Reference), "line %d", l.Line)
	}
	c.holds("frozen", "0.00")
	c.verified()
}

func breaks(c *town) {
	w := c.approved(bank.Break, "10.00")
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	c.once(w)
}

func loses(c *town) {
	w := c.approved(bank.Lose, "10.00")
	done := c.becomes(w.Id, client.WithdrawalStateSucceeded)
	require.Greater(c.T, done.Payouts[0].Attempts, int32(1))
	c.once(w)
}

// losesWhatIsHeld: what came up since the order got lost holds it, until it is over.
func losesWhatIsHeld(c *town) {
	c.wechat("10.00")
	require.NoError(c.T, c.Sims.Bank().Behave(c.T.Context(), bank.Lose, 0))
	w := c.vera.approves(c.finn.asks("original", "10.00", nil).Id)
	c.happens(w.Id, "withdrawal.payout_sent")
	c.freezes(true)
	c.happens(w.Id, "withdrawal.payout_held")
	require.True(c.T, c.task(models.TaskPayoutHeld, w.Payouts[0].Id))
	require.Equal(c.T, client.PayoutStateSent, c.finn.sees(w.Id).Payouts[0].State, "the order may still get there")
	refusal := call[client.Problem](c.vera, http.StatusConflict, http.MethodPost, "/v1/withdrawals/"+w.Id.String()+"/review", map[string]string{"verdict": "reject", "opinion": "given up"})
	require.Equal(c.T, []string{"payout_sent"}, codesOf(refusal))
	require.NoError(c.T, c.Sims.Bank().Behave(c.T.Context(), "ok", 0))
	c.freezes(false)
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	require.False(c.T, c.task(models.TaskPayoutHeld, w.Payouts[0].Id))
	c.once(w)
	c.settled()
}

// approvesAgain: the bank has carried out what a database that was restored does not know of.
func approvesAgain(c *town) {
	lot := c.wechat("10.00")
	w := c.finn.asks("original", "10.00", nil)
	_, err := c.Sims.Bank().Order(c.T.Context(), bank.Order{
		Reference: rules.PayoutReference(w.Id, lot), Account: c.Realm, Route: "original", Amount: bank.Amount{Amount: "10.00", Currency: "CNY"},
	})
	require.NoError(c.T, err)
	approved := c.vera.approves(w.Id)
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	c.once(approved)
}

func timesOut(c *town) {
	w := c.approved(bank.TimeOut, "10.00")
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	c.once(w)
}

func callsTwice(c *town) {
	w := c.approved(bank.Duplicate, "10.00")
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	require.Eventually(c.T, func() bool { return c.count("SELECT count(*) FROM bank_messages WHERE withdrawal_id = $1", w.Id) == 1 }, patience, poll)
	c.once(w)
	c.settled()
}

func failsAndGoesOn(c *town) {
	w := c.approved(bank.Fail, "10.00")
	failed := c.becomes(w.Id, client.WithdrawalStateFailed)
	require.Equal(c.T, client.PayoutStateFailed, failed.Payouts[0].State)
	c.holds("cash", "10.00")
	c.holds("frozen", "0.00")
	quote := call[client.WithdrawalQuote](c.finn, http.StatusOK, http.MethodPost, "/v1/withdrawals/quote", map[string]any{"currency": "CNY"})
	require.Equal(c.T, client.QuotedLotRouteBankCard, quote.Lots[0].Route)
	require.Equal(c.T, []string{"route_not_allowed"}, c.finn.isRefused(http.StatusConflict, request("original", "10.00", map[string]any{"lots": []uuid.UUID{quote.Lots[0].Id}})))
	again := c.vera.approves(c.finn.asks("bank_card", "10.00", account()).Id)
	c.becomes(again.Id, client.WithdrawalStateSucceeded)
	require.Empty(c.T, c.paid(w.Payouts[0].Reference))
	c.once(again)
	c.settled()
}

func failsInPart(c *town) {
	c.wechat("30.00")
	w := c.approved(bank.Fail, "20.00")
	call[client.Withdrawal](c.vera, http.StatusOK, http.MethodGet, "/v1/withdrawals/"+w.Id.String(), nil)
	c.becomes(w.Id, client.WithdrawalStateFailed)
	c.wechat("5.00")
	c.bankIs(bank.Fail)
	both := c.vera.approves(c.finn.asks("original", "35.00", nil).Id)
	partly := c.becomes(both.Id, client.WithdrawalStatePartlyFailed)
	require.Len(c.T, partly.Payouts, 2)
	failed := c.Mail(c.mailbox(), "提现失败", 2).Text
	for _, p := range partly.Payouts {
		require.Contains(c.T, failed, p.Amount.Amount+" CNY", "what was paid, and what came back")
	}
	c.holds("frozen", "0.00")
	c.verified()
	c.settled()
}

// late tells the bank to pay after all, and to say so.
func (c *town) late(w client.Withdrawal) {
	c.T.Helper()
	c.says(w.Payouts[0].Reference, bank.Settlement{Status: bank.Succeeded, Calls: 1})
	c.happens(w.Id, "withdrawal.payout_succeeded_late")
}

func succeedsLate(c *town) {
	w := c.approved(bank.LateSuccess, "10.00")
	c.becomes(w.Id, client.WithdrawalStateFailed)
	c.late(w)
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	c.holds("suspense", "0.00")
	c.holds("cash", "0.00")
	require.False(c.T, c.task(models.TaskPayoutDiffers, w.Payouts[0].Id))
	c.once(w)
	c.settled()
}

func succeedsLateAndStops(c *town) {
	w := c.approved(bank.LateSuccess, "10.00")
	c.becomes(w.Id, client.WithdrawalStateFailed)
	other := c.finn.asks("bank_card", "10.00", account())
	c.late(w)
	c.becomes(other.Id, client.WithdrawalStateSuperseded)
	require.Contains(c.T, c.Mail(c.mailbox(), "提现已终止", 1).Text, other.Reference)
	require.Contains(c.T, c.Mail(c.mailbox(), "提现成功", 1).Text, w.Reference, "the bank paid after all")
	c.holds("suspense", "0.00")
	c.holds("cash", "0.00")
	c.once(w)
	c.settled()
}

func succeedsTooLate(c *town) {
	w := c.approved(bank.LateSuccess, "10.00")
	c.becomes(w.Id, client.WithdrawalStateFailed)
	other := c.vera.approves(c.finn.asks("bank_card", "10.00", account()).Id)
	c.becomes(other.Id, client.WithdrawalStateSucceeded)
	c.late(w)
	require.True(c.T, c.task(models.TaskPayoutDiffers, w.Payouts[0].Id))
	c.holds("suspense", "-10.00")
	c.holds("clearing", "10.00")
	c.settlesSuspense(w)
	c.verified()
	c.settled()
}

// settles asks the vendor's finance for a change that settles what a payout left in suspense.
func (c *town) settles(w client.Withdrawal, kind, amount string) map[string]any {
	return map[string]any{"partner_id": c.partner, "kind": kind, "payout_id": w.Payouts[0].Id, "amount": kit.Money(amount), "opinion": "agreed with the bank"}
}

// settlesSuspense: a part is charged to the partner once he has the cash, the rest came back; the task is open until then.
func (c *town) settlesSuspense(w client.Withdrawal) {
	c.T.Helper()
	const path = "/v1/account-changes"
	refused := func(kind, amount string, codes ...string) {
		require.Equal(c.T, codes, codesOf(call[client.Problem](c.vera, http.StatusConflict, http.MethodPost, path, c.settles(w, kind, amount))))
	}
	wrong := func(status int, change func(map[string]any)) {
		body := c.settles(w, models.ChangeClearSuspense, "1.00")
		change(body)
		call[client.Problem](c.vera, status, http.MethodPost, path, body)
	}
	wrong(http.StatusUnprocessableEntity, func(body map[string]any) { delete(body, "payout_id") })
	wrong(http.StatusUnprocessableEntity, func(body map[string]any) { body["kind"] = models.ChangeGrantCredit })
	wrong(http.StatusUnprocessableEntity, func(body map[string]any) { body["payout_id"] = uuid.New() })
	wrong(http.StatusUnprocessableEntity, func(body map[string]any) { body["partner_id"] = c.Aurora })
	wrong(http.StatusConflict, func(body map[string]any) { body["amount"] = map[string]string{"amount": "1.00", "currency": "USD"} })
	refused(models.ChangeChargeSuspense, "10.00", "allocatable_insufficient", "fund_insufficient")
	refused(models.ChangeClearSuspense, "10.01", "suspense_insufficient")

	c.wechat("4.00")
	charged := call[client.AccountChange](c.vera, http.StatusCreated, http.MethodPost, path, c.settles(w, models.ChangeChargeSuspense, "4.00"))
	require.Equal(c.T, "0.00", charged.Balances.Cash.Amount)
	c.holds("suspense", "-6.00")
	require.True(c.T, c.task(models.TaskPayoutDiffers, w.Payouts[0].Id), "something is left")
	refused(models.ChangeClearSuspense, "6.01", "suspense_insufficient")
	call[client.AccountChange](c.vera, http.StatusCreated, http.MethodPost, path, c.settles(w, models.ChangeClearSuspense, "6.00"))
	c.holds("suspense", "0.00")
	c.holds("clearing", "0.00")
	require.False(c.T, c.task(models.TaskPayoutDiffers, w.Payouts[0].Id))
	refused(models.ChangeClearSuspense, "0.01", "suspense_insufficient")
}

func saysAnotherAmount(c *town) {
	w := c.approved(bank.WrongAmount, "10.00")
	c.happens(w.Id, "withdrawal.payout_differs")
	require.True(c.T, c.task(models.TaskPayoutDiffers, w.Payouts[0].Id))
	c.holds("suspense", "-9.99")
	c.holds("frozen", "10.00")
	c.verified()

	// The right amount ends the payout, and what it left in suspense is still somebody's to settle.
	c.says(w.Payouts[0].Reference, bank.Settlement{Status: bank.Succeeded, Amount: &bank.Amount{Amount: "10.00", Currency: "CNY"}, Calls: 1})
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	require.True(c.T, c.task(models.TaskPayoutDiffers, w.Payouts[0].Id))
	c.holds("suspense", "-9.99")
	call[client.AccountChange](c.vera, http.StatusCreated, http.MethodPost, "/v1/account-changes", c.settles(w, models.ChangeClearSuspense, "9.99"))
	require.False(c.T, c.task(models.TaskPayoutDiffers, w.Payouts[0].Id))
	c.holds("suspense", "0.00")
	c.holds("clearing", "0.00")
	c.verified()
}

// saysAnotherCurrency: what moved is in nobody's account; a person is asked.
func saysAnotherCurrency(c *town) {
	w := c.approved(bank.Process, "10.00")
	c.happens(w.Id, "withdrawal.payout_sent")
	dollars := bank.Settlement{Status: bank.Succeeded, Amount: &bank.Amount{Amount: "10.00", Currency: "USD"}, Calls: 1}
	c.says(w.Payouts[0].Reference, dollars)
	c.happens(w.Id, "withdrawal.payout_differs")
	require.True(c.T, c.task(models.TaskPayoutDiffers, w.Payouts[0].Id))
	require.Equal(c.T, 1, c.count("SELECT count(*) FROM accounts WHERE partner_id = $1 AND kind = 'suspense' AND currency = 'USD' AND balance = -10", c.partner))
	c.holds("frozen", "10.00")
	c.verified()
}

// isForged: a call that the bank did not sign, or signed long ago, is nobody's.
func isForged(c *town) {
	w := c.approved(bank.Process, "10.00")
	c.happens(w.Id, "withdrawal.payout_sent")
	body := []byte(kit.Encode(map[string]any{"reference": w.Payouts[0].Reference, "status": "succeeded", "amount": kit.Money("10.00")}))
	now := time.Now()
	for name, x := range map[string]struct {
		secret []byte
		at     time.Time
		body   []byte
		want   int
	}{
		"another secret": {bytes.Repeat([]byte{1}, 32), now, body, http.StatusUnauthorized},
		"an old call":    {c.Sims.Endpoints.BankSecret, now.Add(-time.Hour), body, http.StatusUnauthorized},
		"no notice":      {c.Sims.Endpoints.BankSecret, now, []byte(`{"reference":"x"}`), http.StatusBadRequest},
		"an odd amount":  {c.Sims.Endpoints.BankSecret, now, []byte(`{"reference":"x","status":"failed","amount":{"amount":"1.001","currency":"CNY"}}`), http.StatusUnprocessableEntity},
		"an unknown one": {c.Sims.Endpoints.BankSecret, now, []byte(`{"reference":"x","status":"failed","amount":{"amount":"1.00","currency":"CNY"}}`), http.StatusNotFound},
	} {
		require.Equal(c.T, x.want, c.callBack("evt-"+uuid.NewString(), x.secret, x.at, x.body), name)
	}
	event := "evt-" + uuid.NewString()
	require.Equal(c.T, http.StatusNoContent, c.callBack(event, c.Sims.Endpoints.BankSecret, now, body))
	require.Equal(c.T, http.StatusNoContent, c.callBack(event, c.Sims.Endpoints.BankSecret, now, body), "the same again")
	require.Equal(c.T, http.StatusUnprocessableEntity, c.callBack(event, c.Sims.Endpoints.BankSecret, now, bytes.Replace(body, []byte("10.00"), []byte("11.00"), 1)))
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	require.Equal(c.T, 1, c.count("SELECT count(*) FROM bank_messages WHERE withdrawal_id = $1", w.Id))
}

func (c *town) callBack(event string, secret []byte, at time.Time, body []byte) int {
	c.T.Helper()
	timestamp := strconv.FormatInt(at.Unix(), 10)
	status, _ := c.Call(c.URLs[0], http.MethodPost, "/v1/callbacks/bank", "", string(body),
		"webhook-id", event, "webhook-timestamp", timestamp, "webhook-signature", bank.Sign(secret, event, timestamp, body))
	return status
}

// A bank that is silent for good is asked again and again, and a person is told; what it owes an account longer than it may, too.
func TestSilenceIsForPeople(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{OwnNamespace: true})
	w := c.approved(bank.Silent, "10.00")
	c.reaches(w.Payouts[0].Reference)
	c.TopUp(c.partner, "20.00", models.SigningEntitySoftware, models.ChannelTradeModeChange, c.Now())
	c.bankIs(bank.Process)
	card := c.vera.approves(c.finn.asks("bank_card", "20.00", account()).Id)
	c.happens(card.Id, "withdrawal.payout_sent")

	c.MoveTo(c.Now().Add(3 * time.Hour))
	require.Equal(c.T, client.PayoutStateUnknown, c.finn.sees(w.Id).Payouts[0].State)
	require.True(c.T, c.task(models.TaskPayoutUnanswered, w.Payouts[0].Id))
	require.Equal(c.T, client.PayoutStateSent, c.finn.sees(card.Id).Payouts[0].State, "processing is an answer")
	c.holds("frozen", "30.00")
	require.Equal(c.T, client.WithdrawalStatePaying, c.finn.sees(w.Id).State, "silence decides nothing")
	c.says(w.Payouts[0].Reference, bank.Settlement{Status: bank.Succeeded})
	c.MoveTo(c.Now().Add(61 * time.Minute))
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	require.False(c.T, c.task(models.TaskPayoutUnanswered, w.Payouts[0].Id))

	c.MoveTo(card.Payouts[0].ExpectedBy.Add(time.Minute))
	require.True(c.T, c.task(models.TaskPayoutOverdue, card.Payouts[0].Id))
	c.isEscalated(models.TaskPayoutOverdue, card.Payouts[0].Id, 1)
	c.says(card.Payouts[0].Reference, bank.Settlement{Status: bank.Succeeded, Calls: 1})
	c.becomes(card.Id, client.WithdrawalStateSucceeded)
	require.False(c.T, c.task(models.TaskPayoutOverdue, card.Payouts[0].Id))
	c.once(w)
	c.settled()
}

// isEscalated proves that a task is due after working days, and escalated by the sweep then and not before.
func (c *town) isEscalated(kind string, subject uuid.UUID, days int) {
	c.T.Helper()
	var since, due time.Time
	require.NoError(c.T, c.Admin.QueryRow(c.T.Context(), "SELECT since, due_at FROM tasks WHERE kind = $1 AND subject_id = $2 AND closed_at IS NULL", kind, subject).Scan(&since, &due))
	require.WithinDuration(c.T, afterWorkingDays(c.T, since, days), due, 0)
	escalated := func() bool {
		require.NoError(c.T, c.Sweep(c.T.Context()))
		return c.count("SELECT count(*) FROM tasks WHERE kind = $1 AND subject_id = $2 AND escalated AND closed_at IS NULL", kind, subject) == 1
	}
	c.MoveTo(due.Add(-time.Minute))
	require.False(c.T, escalated())
	c.MoveTo(due.Add(time.Second))
	require.True(c.T, escalated())
}

// A review that nobody gives is late and reminded of, and decides nothing.
func TestReviewsThatAreLate(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{OwnNamespace: true})
	office := kit.Encode(map[string]any{
		"kind": "vendor", "site": "cn", "name": "Cloud Vendor", "country": "CN", "contact": map[string]string{"person_name": "Finance", "email": "finance@vendor.example"},
	})
	status, answer := c.Call(c.URLs[0], http.MethodPut, "/v1/organisations/"+c.Vendor.String(), c.Token("feed", c.Vendor, models.RoleService), office)
	require.Equal(c.T, http.StatusOK, status, "%s", answer)
	c.wechat("10.00")
	w := c.finn.asks("original", "10.00", nil)
	require.WithinDuration(c.T, afterWorkingDays(c.T, w.CreatedAt, 3), w.Review.TargetAt, 0)
	c.MoveTo(w.Review.TargetAt.Add(-time.Minute))
	require.Nil(c.T, c.finn.sees(w.Id).Review.EscalatedAt)
	require.Zero(c.T, c.count("SELECT count(*) FROM notifications WHERE kind = 'withdrawal_waits'"))
	c.MoveTo(afterWorkingDays(c.T, w.Review.TargetAt, 2).Add(time.Minute))
	require.NotNil(c.T, c.finn.sees(w.Id).Review.EscalatedAt)
	require.Equal(c.T, 2, c.count("SELECT count(*) FROM events WHERE subject_id = $1 AND type = 'withdrawal.review_reminded'", w.Id))
	require.Equal(c.T, 1, c.count("SELECT count(*) FROM tasks WHERE subject_id = $1 AND escalated AND closed_at IS NULL", w.Id))
	require.Equal(c.T, client.WithdrawalStateSubmitted, c.finn.sees(w.Id).State)
	require.EventuallyWithT(c.T, func(collect *assert.CollectT) {
		mails, err := c.Mails(c.T.Context(), "finance@vendor.example")
		require.NoError(collect, err)
		require.Len(collect, mails, 3, "at the target and on the two days after it")
		for _, m := range mails {
			require.Contains(collect, m.Text, w.Reference)
			require.Contains(collect, m.Text, "Aurora")
		}
	}, patience, poll)
	c.Funds(c.partner, nil)
	c.vera.approves(w.Id)
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	c.settled()
}

// A deadline beyond the published holiday calendar is provisional, and the vendor is asked for the calendar until what waits is over.
func TestDeadlinesBeyondTheCalendar(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	c.livesBy("{calendar,published_until}", `"2020-12-31"`)
	var w client.Withdrawal
	require.Eventually(c.T, func() bool {
		c.wechat("1.00")
		w = c.finn.asks("original", "1.00", nil)
		return w.Review.Provisional
	}, patience, poll, "versions are known for a second")
	require.True(c.T, c.task(models.TaskCalendar, w.Id))
	require.Equal(c.T, 1, c.count("SELECT count(*) FROM tasks WHERE kind = 'publish_calendar' AND subject_id = $1 AND party = 'vendor' AND due_at = $2 AND on_silence = ''", w.Id, w.Review.TargetAt))
	c.vera.approves(w.Id)
	require.False(c.T, c.task(models.TaskCalendar, w.Id))
	require.False(c.T, c.task(models.TaskCalendar, c.finn.sees(w.Id).Payouts[0].Id), "over its channel nothing is expected by a day")

	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	c.TopUp(c.partner, "20.00", models.SigningEntitySoftware, models.ChannelTradeModeChange, c.Now())
	c.bankIs(bank.Process)
	payout := c.vera.approves(c.finn.asks("bank_card", "20.00", account()).Id).Payouts[0]
	require.True(c.T, payout.Provisional)
	require.Equal(c.T, 1, c.count("SELECT count(*) FROM tasks WHERE kind = 'publish_calendar' AND subject_id = $1 AND closed_at IS NULL AND due_at = $2", payout.Id, *payout.ExpectedBy))
	c.says(payout.Reference, bank.Settlement{Status: bank.Succeeded, Calls: 1})
	require.Eventually(c.T, func() bool { return !c.task(models.TaskCalendar, payout.Id) }, patience, poll)
	c.settled()
}

// The statement is matched line by line; each difference is one task for the vendor.
func TestTheStatementIsMatched(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{OwnNamespace: true})
	good := c.approved("ok", "10.00")
	c.becomes(good.Id, client.WithdrawalStateSucceeded)
	late := c.approved(bank.LateSuccess, "20.00")
	c.becomes(late.Id, client.WithdrawalStateFailed)
	c.says(late.Payouts[0].Reference, bank.Settlement{Status: bank.Succeeded})
	unstated := c.approved(bank.Process, "30.00")
	c.happens(unstated.Id, "withdrawal.payout_sent")
	c.says(unstated.Payouts[0].Reference, bank.Settlement{Status: bank.Succeeded, Unstated: true, Calls: 1})
	c.becomes(unstated.Id, client.WithdrawalStateSucceeded)
	other := c.approved(bank.WrongAmount, "40.00")
	c.happens(other.Id, "withdrawal.payout_differs")
	require.NoError(c.T, c.Sims.Bank().State(c.T.Context(), bank.Line{Account: c.Realm, Reference: "nobody's", Amount: bank.Amount{Amount: "1.00", Currency: "CNY"}}))
	payer := c.paidBy(cloud, "50.00")
	c.paidByAny(cloud, "70.00")
	silent := c.approved(bank.Process, "60.00")
	c.says(silent.Payouts[0].Reference, bank.Settlement{Status: bank.Succeeded, Unstated: true, Calls: 1})
	c.becomes(silent.Id, client.WithdrawalStateSucceeded)
	require.NoError(c.T, c.Sims.Bank().State(c.T.Context(), bank.Line{Account: c.Realm, Reference: silent.Payouts[0].Reference, Amount: bank.Amount{Amount: "60.00", Currency: "CNY"}}))

	c.MatchStatements()
	c.MatchStatements()
	differences := map[string]int{}
	for _, d := range []string{"", models.DifferenceMissing, models.DifferenceAmount, models.DifferenceEntity, models.DifferenceNotSettled} {
		differences[d] = c.count("SELECT count(*) FROM statement_lines WHERE difference = $1", d)
	}
	require.Equal(c.T, map[string]int{"": 2, models.DifferenceMissing: 1, models.DifferenceAmount: 1, models.DifferenceEntity: 2, models.DifferenceNotSettled: 1}, differences)
	for _, w := range []client.Withdrawal{payer, silent} {
		require.Equal(c.T, 1, c.count(`SELECT count(*) FROM tasks t JOIN statement_lines l ON l.id = t.subject_id
			WHERE t.kind = $1 AND t.closed_at IS NULL AND l.reference = $2 AND l.difference = 'other_entity'`, models.TaskStatement, w.Payouts[0].Reference))
	}
	tasks := func() int {
		return c.count("SELECT count(*) FROM tasks WHERE kind = $1 AND party = 'vendor' AND partner_id = $2 AND closed_at IS NULL", models.TaskStatement, c.Vendor)
	}
	require.Equal(c.T, 5, tasks())
	require.Equal(c.T, 0, c.count("SELECT count(*) FROM tasks WHERE kind = $1 AND partner_id = $2", models.TaskStatement, c.partner), "nobody else is told")

	c.ClockTo(c.Now().Add(25 * time.Hour))
	c.MatchStatements()
	require.True(c.T, c.task(models.TaskStatement, unstated.Payouts[0].Id))
	require.Equal(c.T, 6, tasks())
	stated := bank.Line{Account: c.Realm, Entity: software, Reference: unstated.Payouts[0].Reference, Amount: bank.Amount{Amount: "30.00", Currency: "CNY"}}
	require.NoError(c.T, c.Sims.Bank().State(c.T.Context(), stated))
	c.MatchStatements()
	require.Equal(c.T, 5, tasks(), "what was missing has come: %s", unstated.Payouts[0].Reference)
	c.verified()
}

// paidBy is a withdrawal that another company has paid than was told to.
func (c *town) paidBy(entity, amount string) client.Withdrawal {
	c.T.Helper()
	w := c.approved(bank.Process, amount)
	require.NotEqual(c.T, entity, *w.Payouts[0].PayingEntity)
	c.says(w.Payouts[0].Reference, bank.Settlement{Status: bank.Succeeded, Entity: entity, Calls: 1})
	return c.becomes(w.Id, client.WithdrawalStateSucceeded)
}

// paidByAny is a withdrawal that an earlier release ordered: the bank was told no company, and any may have paid.
func (c *town) paidByAny(entity, amount string) {
	c.T.Helper()
	w := c.approved(bank.Process, amount)
	c.reaches(w.Payouts[0].Reference)
	_, err := c.Admin.Exec(c.T.Context(), "UPDATE payouts SET paying_entity = '' WHERE id = $1", w.Payouts[0].Id)
	require.NoError(c.T, err)
	c.says(w.Payouts[0].Reference, bank.Settlement{Status: bank.Succeeded, Entity: entity, Calls: 1})
	require.Nil(c.T, c.becomes(w.Id, client.WithdrawalStateSucceeded).Payouts[0].PayingEntity)
}
