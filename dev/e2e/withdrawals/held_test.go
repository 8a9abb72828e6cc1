package withdrawals

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/bank"
	"partnercenter/internal/crash"
	"partnercenter/models"
)

// desk is a town whose processes can be held at their crash points.
type desk struct {
	*town
	points *kit.Crashes
}

// What was approved and is held for good is given up: its freeze comes back and
// nothing is paid any more.
func TestWhatIsHeldIsGivenUp(t *testing.T) {
	t.Parallel()
	points := kit.NewCrashes(t)
	c := newTown(t, kit.Options{Separate: true, Env: points.Env()})
	for name, play := range map[string]func(*desk){
		"and its money comes back":           givesUp,
		"what was paid before stays paid":    givesUpTheRest,
		"against a release that comes later": givesUpFirst,
		"against a release that came first":  givesUpTooLate,
	} {
		t.Run(name, func(t *testing.T) { play(&desk{c.in(t), points}) })
	}
}

// meanwhile does something while the process that somebody needs is held at a point.
func (c *desk) meanwhile(point string, comes, happens func()) {
	c.T.Helper()
	hold, done := c.points.Arm(point, 1), make(chan struct{})
	go func() {
		defer close(done)
		comes()
	}()
	select {
	case <-hold.Reached:
	case <-time.After(patience):
		require.Fail(c.T, "nobody came to the point", point)
	}
	happens()
	hold.Release()
	<-done
}

// held is a withdrawal that was approved before its partner was restricted for good,
// and has not been sent.
func (c *desk) held(amount string) client.Withdrawal {
	c.T.Helper()
	c.wechat(amount)
	w := c.finn.asks("original", amount, nil)
	c.meanwhile(crash.DecideCommitted,
		func() {
			c.vera.send(http.MethodPost, "/v1/withdrawals/"+w.Id.String()+"/review", map[string]string{"verdict": "approve", "opinion": "in order"})
		},
		func() { c.Funds(c.partner, map[string]any{"restricted": true}) },
	)
	c.happens(w.Id, "withdrawal.payout_held")
	w = c.vince.sees(w.Id)
	require.Equal(c.T, client.WithdrawalStatePaying, w.State)
	require.True(c.T, c.task(models.TaskPayoutHeld, w.Payouts[0].Id))
	return w
}

// reject asks to give up, whatever comes of it, under the one key that the withdrawal has for it.
func (p person) reject(w client.Withdrawal) (int, []byte) {
	p.T.Helper()
	return p.send(http.MethodPost, "/v1/withdrawals/"+w.Id.String()+"/review", map[string]string{"verdict": "reject", "opinion": "restricted for good"}, "Idempotency-Key", "give-up-"+w.Id.String())
}

// isGivenUp: the money is back, free to be asked for, and the bank knows of nothing.
func (c *desk) isGivenUp(w client.Withdrawal, amount string) {
	c.T.Helper()
	ended := c.becomes(w.Id, client.WithdrawalStateRejected)
	require.Equal(c.T, client.PayoutStateSuperseded, ended.Payouts[0].State)
	require.Equal(c.T, "restricted for good", *ended.Review.Opinion)
	require.False(c.T, c.task(models.TaskPayoutHeld, w.Payouts[0].Id))
	c.holds("cash", amount)
	c.holds("frozen", "0.00")
	c.Funds(c.partner, nil)
	c.settled()
	require.Empty(c.T, c.paid(w.Payouts[0].Reference))
	again := c.vera.approves(c.finn.asks("original", amount, nil).Id)
	c.becomes(again.Id, client.WithdrawalStateSucceeded)
	require.Empty(c.T, c.paid(w.Payouts[0].Reference))
	c.once(again)
	c.settled()
}

func givesUp(c *desk) {
	w := c.held("10.00")
	action := w.AllowedActions[0]
	require.Equal(c.T, "review", action.Name)
	require.Empty(c.T, action.Blockers)
	require.Equal(c.T, []string{"withdrawal_not_submitted"}, codesOf(call[client.Problem](c.finn, http.StatusConflict, http.MethodPost, "/v1/withdrawals/"+w.Id.String()+"/cancel", nil)))
	approval := call[client.Problem](c.vince, http.StatusConflict, http.MethodPost, "/v1/withdrawals/"+w.Id.String()+"/review", map[string]string{"verdict": "approve", "opinion": "?"})
	require.Equal(c.T, []string{"withdrawal_not_submitted"}, codesOf(approval))
	for range 2 { // the same key gets the same answer
		status, answer := c.vince.reject(w)
		require.Equal(c.T, http.StatusOK, status, "%s", answer)
	}
	require.Equal(c.T, 1, c.count("SELECT count(*) FROM events WHERE subject_id = $1 AND type = 'withdrawal.rejected'", w.Id))
	require.Contains(c.T, c.Mail(c.mailbox(), "提现申请被驳回", 1).Text, "restricted for good")
	c.isGivenUp(w, "10.00")
}

func givesUpTheRest(c *desk) {
	c.wechat("10.00")
	c.wechat("20.00")
	w := c.finn.asks("original", "30.00", nil)
	c.bankIs(bank.TimeOut)
	approved := c.vera.approves(w.Id)
	c.happens(w.Id, "withdrawal.payout_sent")
	c.Funds(c.partner, map[string]any{"restricted": true})
	c.happens(w.Id, "withdrawal.payout_held")
	status, answer := c.vince.reject(approved)
	require.Equal(c.T, http.StatusOK, status, "%s", answer)
	ended := c.becomes(w.Id, client.WithdrawalStatePartlyFailed)
	paid := 0
	for _, p := range ended.Payouts {
		if p.State == client.PayoutStateSucceeded {
			paid++
			require.Len(c.T, c.paid(p.Reference), 1)
			continue
		}
		require.Equal(c.T, client.PayoutStateSuperseded, p.State)
		require.Empty(c.T, c.paid(p.Reference))
		c.holds("cash", p.Amount.Amount)
	}
	require.Equal(c.T, 1, paid)
	c.holds("frozen", "0.00")
	c.verified()
	c.settled()
}

func givesUpFirst(c *desk) {
	w := c.held("10.00")
	var status int
	var answer []byte
	c.meanwhile(crash.DecideLocked,
		func() { status, answer = c.vince.reject(w) },
		func() { c.Funds(c.partner, nil) },
	)
	require.Equal(c.T, http.StatusOK, status, "%s", answer)
	c.isGivenUp(w, "10.00")
}

// givesUpTooLate: the release has noted the order as sent when somebody gives up.
func givesUpTooLate(c *desk) {
	w := c.held("10.00")
	c.meanwhile(crash.PayoutNoted,
		func() { c.Funds(c.partner, nil) },
		func() {
			status, answer := c.vince.reject(w)
			require.Equal(c.T, http.StatusConflict, status, "%s", answer)
			require.Contains(c.T, string(answer), "payout_sent")
		},
	)
	c.becomes(w.Id, client.WithdrawalStateSucceeded)
	require.Len(c.T, c.paid(w.Payouts[0].Reference), 1)
	c.holds("cash", "0.00")
	c.holds("frozen", "0.00")
	c.verified()
	c.settled()
}
