//go:build drill

package drill

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	sdk "go.temporal.io/sdk/client"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/bank"
	"partnercenter/dev/stack"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/worker"
	"partnercenter/workflows"
)

// door is what every booking goes through.
const door = " EXECUTE ON FUNCTION post_ledger(text, timestamptz, jsonb) "

// drills are in an order: time only goes forward.
var drills = []drill{
	{
		alerts: []string{"ProcessDown"},
		before: (*station).answers,
		breaks: func(s *station) { s.Product.Stop("api") },
		mends:  func(s *station) { s.Product.Start("api") },
	},
	{
		alerts: []string{"FiguresNotRead"},
		before: (*station).reads,
		breaks: func(s *station) { s.Product.Stop("worker") },
		mends:  func(s *station) { s.Product.Start("worker") },
	},
	{
		alerts: []string{"ErrorAnswers", "EngineRefuses"},
		breaks: (*station).losesTemporal,
		mends:  func(s *station) { require.NoError(s.T, s.engines.Start(s.T.Context(), stack.PieceTemporal)) },
		ends:   6 * time.Minute,
	},
	{
		alerts: []string{"SlowAnswers", "DatabaseSlow", "ConnectionsUsedUp"},
		breaks: (*station).waitsForALock,
		mends:  (*station).endsTheBlocker,
		ends:   6 * time.Minute,
	},
	{
		alerts: []string{"TransactionConflict"},
		breaks: (*station).meetsInAnotherOrder,
		mends:  func(*station) {}, // it was run again
		ends:   16 * time.Minute,
	},
	{
		alerts: []string{"WorkflowFailed"},
		breaks: (*station).startsAWorkflowOfNoRow,
		mends:  func(*station) {}, // there is nothing to mend but code
		ends:   16 * time.Minute,
	},
	{
		alerts: []string{"WorkersBusy"},
		breaks: (*station).leavesTasksLying,
		mends:  func(*station) {}, // they were worked off
		ends:   6 * time.Minute,
	},
	{
		alerts: []string{"BookWrong"},
		before: (*station).isFunded,
		breaks: func(s *station) { s.changesALot("-"); s.proves() },
		mends: func(s *station) {
			require.Contains(s.T, s.finds(), s.Aurora.String())
			s.changesALot("+")
			require.Contains(s.T, s.Product.Ops("verify-ledger"), "0 findings")
			s.proves()
		},
	},
	{
		alerts: []string{"BooksNotProven"},
		before: (*station).proves,
		breaks: func(s *station) { s.schedule("reconcile", true) },
		told:   61 * time.Minute,
		mends:  func(s *station) { s.schedule("reconcile", false); s.proves() },
	},
	{
		alerts: []string{"FactsUnavailable"},
		breaks: (*station).asksABrokenDirectory,
		mends:  func(s *station) { s.DirectoryIs("ok") },
		ends:   11 * time.Minute,
	},
	{
		alerts: []string{"ProcessesOverdue"},
		before: (*station).reads,
		breaks: (*station).losesItsWorkflow,
		mends: func(s *station) {
			require.Contains(s.T, s.Product.Ops("stuck"), "registration")
			s.Product.Ops("resume")
			s.schedule("sweep", false)
		},
	},
	{
		alerts: []string{"EventsWait"},
		before: (*station).reads,
		breaks: func(s *station) {
			s.schedule("relay", true)
			require.Eventually(s.T, func() bool { // the one at work hears of its end by its next heartbeat
				s.Registered(s.alice, kit.NewCustomer())
				s.goesOn(2 * time.Second)
				return s.count("SELECT count(*) FROM event_queue") > 0
			}, kit.Patience, often)
			s.passes(2 * time.Minute)
		},
		mends: func(s *station) { s.schedule("relay", false) },
	},
	{
		alerts: []string{"MailsWait"},
		before: (*station).reads,
		breaks: func(s *station) {
			s.mailServer("tempfail")
			s.Invited(s.alice, s.Registered(s.alice, kit.NewCustomer()))
			s.passes(16 * time.Minute)
		},
		mends: func(s *station) { s.mailServer("ok"); s.passes(time.Minute) },
	},
	{
		alerts: []string{"NothingDelivered"},
		before: (*station).reads,
		breaks: (*station).ownsABrokenReceiver,
		mends: func(s *station) {
			s.receiver.Answers(nil)
			s.passes(time.Hour)
		},
	},
	{
		alerts: []string{"PayoutNeedsSomebody"},
		before: func(s *station) { s.isFunded(); s.reads() },
		breaks: func(s *station) {
			s.bankIs(bank.Silent)
			s.pays()
			s.MoveTo(s.Now().Add(3 * time.Hour))
		},
		mends: (*station).asksTheBank,
	},
	{
		alerts: []string{"SettlementBlocked"},
		before: (*station).reads,
		breaks: (*station).cannotSettle,
		mends: func(s *station) {
			s.admin("GRANT" + door + "TO app_system")
			s.Product.Ops("retry", s.settlement, s.step())
		},
	},
	{
		alerts: []string{"MailsFail"},
		before: (*station).reads,
		breaks: func(s *station) {
			s.mailServer("reject")
			for range 21 {
				s.Invited(s.alice, s.Registered(s.alice, kit.NewCustomer()))
			}
		},
		mends: func(s *station) { s.mailServer("ok"); s.passes(25 * time.Hour) },
	},
	{
		alerts: []string{"TaskLate"},
		before: (*station).reads,
		breaks: func(s *station) {
			s.late = s.AwaitingReview(s.alice, kit.NewCustomer())
			s.MoveTo(s.Now().Add(7 * 24 * time.Hour))
		},
		mends: func(s *station) {
			status, body := s.Call(s.URLs[0], http.MethodPost, "/v1/registrations/"+s.late+"/review", s.rita, `{"verdict":"approve","opinion":"in order"}`)
			require.Equal(s.T, http.StatusOK, status, "%s", body)
		},
	},
}

// answers waits until every process answers its scrapes.
func (s *station) answers() {
	s.T.Helper()
	s.comes(true, "answers", func() (bool, error) {
		return s.holds(fmt.Sprintf("count(up == 1) == %d", len(s.Product.Names())), time.Now(), 0)
	})
}

// reads waits for figures: alerts on them are blind without.
func (s *station) reads() {
	s.T.Helper()
	s.comes(true, "figures", func() (bool, error) {
		return s.holds("time() - max(partnercenter_figures_read_timestamp_seconds) < 60", time.Now(), 0)
	})
}

func (s *station) admin(statement string, args ...any) {
	s.T.Helper()
	_, err := s.Admin.Exec(s.T.Context(), statement, args...)
	require.NoError(s.T, err)
}

func (s *station) count(query string, args ...any) (n int) {
	s.T.Helper()
	require.NoError(s.T, s.Admin.QueryRow(s.T.Context(), query, args...).Scan(&n))
	return n
}

// goesOn lets a mishap last: how long it lasted is what an alert tells of.
func (s *station) goesOn(d time.Duration) {
	select {
	case <-time.After(d):
	case <-s.T.Context().Done():
	}
}

// passes lets time pass that no workflow notices.
func (s *station) passes(d time.Duration) {
	s.T.Helper()
	require.NoError(s.T, s.Late(s.T.Context(), s.Now().Add(d)))
}

// schedule pauses what recurs, and ends what of it runs; or lets it run again.
func (s *station) schedule(name string, pause bool) {
	s.T.Helper()
	ctx, handle := s.T.Context(), s.Temporal.ScheduleClient().GetHandle(s.T.Context(), worker.ScheduleID(s.TaskQueue, name))
	if !pause {
		require.NoError(s.T, handle.Unpause(ctx, sdk.ScheduleUnpauseOptions{}))
		require.NoError(s.T, handle.Trigger(ctx, sdk.ScheduleTriggerOptions{}))
		return
	}
	require.NoError(s.T, handle.Pause(ctx, sdk.SchedulePauseOptions{}))
	found, err := handle.Describe(ctx)
	require.NoError(s.T, err)
	for _, run := range found.Info.RunningWorkflows {
		_ = s.Temporal.TerminateWorkflow(ctx, run.WorkflowID, "", "paused") // it may have ended
	}
}

// proves proves the books once, and waits until that is shown.
func (s *station) proves() {
	s.T.Helper()
	since := time.Now()
	s.schedule("reconcile", false)
	s.comes(true, "proof", func() (bool, error) { return s.holds("increase(partnercenter_ledger_proofs_total[1h]) > 0", since, 0) })
}

// losesTemporal: decisions cannot be taken, and are answered 503.
func (s *station) losesTemporal() {
	id := s.Registered(s.alice, kit.NewCustomer())
	require.NoError(s.T, s.engines.Kill(stack.PieceTemporal))
	for range 3 {
		status, body := s.Call(s.URLs[0], http.MethodPost, "/v1/registrations/"+id+"/release", s.alice, "")
		require.Equal(s.T, http.StatusServiceUnavailable, status, "%s", body)
	}
}

// waitsForALock: somebody who is not one of ours keeps a row that many people want, who ask again when they are told that
// it takes too long.
func (s *station) waitsForALock() {
	body := fmt.Sprintf(`{"kind":"partner","site":"cn","name":"Borealis","country":"CN","payment_account":%q}`, kit.PaymentAccount("Borealis"))
	put := func() {
		_, _, _ = s.Try(s.T.Context(), s.URLs[0], http.MethodPut, "/v1/organisations/"+s.Borealis.String(), s.Token("feed", s.Vendor, models.RoleService), body)
	}
	put()
	blocker, err := s.Admin.Acquire(s.T.Context())
	require.NoError(s.T, err)
	s.T.Cleanup(blocker.Release)
	_, err = blocker.Exec(s.T.Context(), "BEGIN; SELECT id FROM organisations WHERE id = '"+s.Borealis.String()+"' FOR UPDATE")
	require.NoError(s.T, err)
	asking, giveUp := context.WithCancel(s.T.Context())
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			for asking.Err() == nil {
				put()
			}
		})
	}
	s.waiting = func() {
		giveUp()
		all.Wait()
	}
	s.T.Cleanup(s.waiting)
}

// endsTheBlocker: the first whom nobody blocks is what the others wait for, and it is not one of ours.
func (s *station) endsTheBlocker() {
	var ended bool
	require.NoError(s.T, s.Admin.QueryRow(s.T.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE xact_start IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid() AND cardinality(pg_blocking_pids(pid)) = 0 AND usename NOT LIKE 'pc\_%'
		ORDER BY xact_start LIMIT 1`).Scan(&ended))
	require.True(s.T, ended)
	s.waiting()
}

// meetsInAnotherOrder: somebody holds a registration and wants its slots, which a release locks the other way round.
func (s *station) meetsInAnotherOrder() {
	id := s.Registered(s.alice, kit.NewCustomer())
	tx, err := s.Admin.Begin(s.T.Context())
	require.NoError(s.T, err)
	_, err = tx.Exec(s.T.Context(), "SELECT id FROM registrations WHERE id = $1 FOR UPDATE", id)
	require.NoError(s.T, err)
	released := make(chan int, 1)
	go func() {
		status, _, _ := s.Try(s.T.Context(), s.URLs[0], http.MethodPost, "/v1/registrations/"+id+"/release", s.alice, "")
		released <- status
	}()
	require.Eventually(s.T, func() bool {
		return s.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND usename = 'pc_worker'") > 0
	}, kit.Patience, 20*time.Millisecond)
	_, err = tx.Exec(s.T.Context(), "SELECT kind FROM protection_slots WHERE registration_id = $1 FOR UPDATE", id)
	require.NoError(s.T, err, "the release, who has waited longer, gives way")
	require.NoError(s.T, tx.Rollback(s.T.Context()))
	require.Equal(s.T, http.StatusOK, <-released)
}

func (s *station) startsAWorkflowOfNoRow() {
	id := store.NewID()
	run, err := s.Temporal.ExecuteWorkflow(s.T.Context(), sdk.StartWorkflowOptions{ID: workflows.ID(models.SubjectRegistration, id), TaskQueue: s.TaskQueue},
		workflows.Types[models.SubjectRegistration], models.Ref{ID: id, Realm: s.Realm})
	require.NoError(s.T, err)
	require.Error(s.T, run.Get(s.T.Context(), nil))
}

func (s *station) leavesTasksLying() {
	s.Product.Stop("worker")
	for range 30 {
		s.Registered(s.alice, kit.NewCustomer())
	}
	s.goesOn(6 * time.Second)
	s.Product.Start("worker")
}

// isFunded: the partner has money of whom everything is known.
func (s *station) isFunded() {
	s.Funds(s.Aurora, nil)
	s.TopUp(s.Aurora, "100.00", models.SigningEntitySoftware, models.ChannelWeChat, s.Now().Add(-time.Hour))
}

// changesALot writes past the ledger's function, as only an owner can.
func (s *station) changesALot(sign string) {
	tx, err := s.Admin.Begin(s.T.Context())
	require.NoError(s.T, err)
	_, err = tx.Exec(s.T.Context(), "SET LOCAL session_replication_role = replica")
	require.NoError(s.T, err)
	tag, err := tx.Exec(s.T.Context(), "UPDATE lots SET remaining = remaining "+sign+" 1 WHERE id = (SELECT min(id::text)::uuid FROM lots)")
	require.NoError(s.T, err)
	require.EqualValues(s.T, 1, tag.RowsAffected())
	require.NoError(s.T, tx.Commit(s.T.Context()))
}

// finds is what the proof of the books by hand says is wrong.
func (s *station) finds() string {
	out, err := s.Product.TryOps("verify-ledger", "--operator", "olga", "--reason", "an alert")
	require.Error(s.T, err, "%s", out)
	return out
}

// asksABrokenDirectory about a customer whose facts nobody renews.
func (s *station) asksABrokenDirectory() {
	c := kit.NewCustomer()
	s.KnownAccount(c, nil)
	s.DirectoryIs("down")
	s.passes(25 * time.Hour) // what is known of him is too old
	for range 30 {
		status, body := s.Call(s.URLs[0], http.MethodPost, "/v1/registrations/check", s.alice, c.JSON())
		require.Contains(s.T, string(body), "facts_unavailable", "%d", status)
		s.goesOn(often / 2)
	}
}

// losesItsWorkflow: a row whose workflow is gone while nothing looks for such rows.
func (s *station) losesItsWorkflow() {
	s.schedule("sweep", true)
	id := s.Registered(s.alice, kit.NewCustomer())
	require.NoError(s.T, s.Temporal.TerminateWorkflow(s.T.Context(), "registration:v1:"+id, "", "by mistake"))
	s.ClockTo(s.Now().Add(13 * 24 * time.Hour))
}

func (s *station) mailServer(mode string) {
	s.Tell(s.Sims.Endpoints.MailURL+"/behaviour", fmt.Sprintf(`{"mode":%q,"count":0}`, mode))
}

func (s *station) ownsABrokenReceiver() {
	s.receiver.Answers(func(_ kit.Message, w http.ResponseWriter) bool {
		w.WriteHeader(http.StatusInternalServerError)
		return true
	})
	body := kit.Encode(map[string]any{"url": s.receiver.URL, "types": []string{"subscription.created"}})
	status, made := s.Call(s.URLs[0], http.MethodPost, "/v1/subscriptions", s.alice, body)
	require.Equal(s.T, http.StatusCreated, status, "%s", made)
	require.Eventually(s.T, func() bool { return len(s.receiver.Messages()) > 0 }, kit.Patience, 50*time.Millisecond)
	s.passes(16 * time.Minute)
}

func (s *station) bankIs(mode string) {
	require.NoError(s.T, s.Sims.Bank().Behave(s.T.Context(), mode, 1))
}

// pays asks for money that goes back, and approves it.
func (s *station) pays() {
	finn := s.Token("finn", s.Aurora, models.RoleFinance)
	status, body := s.Call(s.URLs[0], http.MethodPost, "/v1/withdrawals", finn, kit.Encode(map[string]any{"route": "original", "amount": kit.Money("10.00")}))
	require.Equal(s.T, http.StatusCreated, status, "%s", body)
	id := idOf(s, body)
	status, body = s.Call(s.URLs[0], http.MethodPost, "/v1/withdrawals/"+id+"/review", s.vera, `{"verdict":"approve","opinion":"in order"}`)
	require.Equal(s.T, http.StatusOK, status, "%s", body)
}

// asksTheBank: it is asked for the payout's reference, and says what became of it.
func (s *station) asksTheBank() {
	var reference string
	require.NoError(s.T, s.Admin.QueryRow(s.T.Context(), "SELECT reference FROM payouts WHERE state = 'unknown'").Scan(&reference))
	require.NoError(s.T, s.Sims.Bank().Settle(s.T.Context(), reference, bank.Settlement{Status: bank.Succeeded}))
	s.MoveTo(s.Now().Add(61 * time.Minute))
}

// cannotSettle: the money of an ended association cannot be booked back.
func (s *station) cannotSettle() {
	b := s.Bonded(s.alice, models.Resale, nil)
	s.isFunded()
	s.Allot(s.Realm, s.Aurora, b, "40.00")
	status, body := s.Call(s.URLs[0], http.MethodPost, "/v1/association-requests", s.alice,
		kit.Encode(map[string]any{"association_id": b.Association, "kind": models.RequestUnlink, "reason": "It is over.", "accept_notice": true}))
	require.Equal(s.T, http.StatusCreated, status, "%s", body)
	s.admin("REVOKE" + door + "FROM app_system")
	require.NoError(s.T, s.AtPartnerPage(b.Account).Submit(s.T.Context(), "/agree", "", map[string]string{"reason": "Yes.", "notice": "read"}))
	require.Eventually(s.T, func() bool {
		return s.count("SELECT count(*) FROM settlement_steps WHERE association_id = $1 AND attempts > 0", b.Association) > 0
	}, kit.Patience, 50*time.Millisecond)
	s.MoveTo(s.Now().Add(time.Hour))
	s.settlement = b.Association.String()
}

// step is the one that does not come through.
func (s *station) step() (name string) {
	require.NoError(s.T, s.Admin.QueryRow(s.T.Context(), "SELECT name FROM settlement_steps WHERE association_id = $1 AND attempts > 0 AND state = 'failed'", uuid.MustParse(s.settlement)).Scan(&name))
	return name
}

func idOf(s *station, body []byte) string {
	s.T.Helper()
	var row struct{ ID string }
	require.NoError(s.T, json.NewDecoder(strings.NewReader(string(body))).Decode(&row))
	return row.ID
}
