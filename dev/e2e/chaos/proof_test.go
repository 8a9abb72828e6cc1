package chaos

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"go.temporal.io/api/workflowservice/v1"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/workflows"
)

// made is where what a verb makes is found.
var made = map[string]string{
	"register":  "SELECT id::text FROM registrations",
	"invite":    "SELECT id::text FROM invitations",
	associates:  "SELECT customer_id::text FROM associations",
	"leave":     "SELECT id::text FROM association_requests",
	"withdraw":  "SELECT id::text FROM withdrawals",
	"allocate":  "SELECT id::text FROM adjustments WHERE kind = 'allocate'",
	"reclaim":   "SELECT id::text FROM adjustments WHERE kind = 'reclaim'",
	"spend":     "SELECT id::text FROM consumptions",
	"change":    "SELECT id::text FROM account_changes",
	"subscribe": "SELECT id::text FROM subscriptions",
}

// associates is what customers do who agree to an association.
const associates = "associate"

// decided are the verbs that are decisions, each on one subject.
var decided = []string{"review", "release", "resend", "cancel", "review_withdrawal", "cancel_withdrawal", "stay"}

// prove reads the people's notes, the database and the simulators' books, and holds
// them against each other.
func (s *stage) prove(c *crowd) {
	s.T.Helper()
	require.Empty(s.T, c.log.wrong, "what nobody should be told")
	require.NotEmpty(s.T, c.log.notes)
	s.proveKeys(c)
	s.proveRows(c)
	s.proveCoverage(c)
	s.proveMoney(c)
	s.proveLeaving(c)
	s.proveChanges(c)
	s.proveEvents(c)
	s.proveDeadlines()
	s.proveWorkflows()
	found, err := s.MailDisagreements(s.T.Context())
	require.NoError(s.T, err)
	require.Empty(s.T, found, "mails")
}

// proveKeys: what was granted is granted again under the same key, and is the same.
func (s *stage) proveKeys(c *crowd) {
	s.T.Helper()
	for _, n := range c.log.notes {
		if !n.answer.OK() {
			continue
		}
		again, err := n.intent.Persist(s.T.Context(), s.World)
		require.NoError(s.T, err)
		require.True(s.T, again.Replayed, "%s again is a replay: %d %s", n.verb, again.Status, again.Body)
		require.Equal(s.T, n.answer.ID(), again.ID(), "%s: one key, one answer", n.verb)
	}
}

// proveRows: what people were granted is there, and nothing else is.
func (s *stage) proveRows(c *crowd) {
	s.T.Helper()
	for verb, query := range made {
		told := ids(c.log.granted(verb))
		switch verb {
		case associates:
			told = c.agreed
		case "invite":
			told = s.invitations(c.log.granted(verb))
		}
		require.ElementsMatch(s.T, append(told, c.before[verb]...), s.column(query), "%s: granted, and there", verb)
	}
	decisions := len(c.parted)
	for _, verb := range decided {
		decisions += len(c.log.granted(verb))
	}
	require.Equal(s.T, decisions, s.count("SELECT count(*) FROM decisions"), "decisions granted, and taken")
	require.Zero(s.T, s.count("SELECT count(*) FROM (SELECT 1 FROM decisions GROUP BY subject_id, version HAVING count(*) > 1) d"), "a decision was taken twice")
	require.Zero(s.T, s.count("SELECT count(*) FROM (SELECT 1 FROM events GROUP BY subject_kind, subject_id, subject_seq HAVING count(*) > 1 AND bool_and(type NOT LIKE '%.undelivered')) e"), "an event was recorded twice")
	require.Zero(s.T, s.count("SELECT count(*) FROM events e WHERE NOT EXISTS (SELECT FROM event_positions p WHERE p.event_id = e.id)"), "events wait for their position")
}

// invitations are the ids of what calls have invited.
func (s *stage) invitations(notes []note) []string {
	s.T.Helper()
	var found []string
	for _, n := range notes {
		var batch struct{ Items []struct{ ID string } }
		require.NoError(s.T, json.Unmarshal(n.answer.Body, &batch))
		for _, item := range batch.Items {
			found = append(found, item.ID)
		}
	}
	return found
}

// proveMoney: the books hold, the bank paid each payout once, and every payment is a top-up.
func (s *stage) proveMoney(c *crowd) {
	s.T.Helper()
	require.NoError(s.T, s.Ledger().Snapshot(s.T.Context(), models.System(s.Realm), func(tx *store.Tx) error {
		books, err := tx.Books(uuid.Nil, 1000)
		require.NoError(s.T, err)
		require.NotEmpty(s.T, books)
		for _, book := range books {
			findings, err := tx.VerifyBook(book)
			require.NoError(s.T, err)
			require.Empty(s.T, findings, "book %s", book)
		}
		return nil
	}))
	stated, err := s.Sims.Channels().Statement(s.T.Context())
	require.NoError(s.T, err)
	payments, taken := []string{}, []string{}
	for _, line := range stated {
		payments, taken = append(payments, s.line(line.Reference, line.Amount.Amount)), append(taken, line.Reference)
	}
	require.ElementsMatch(s.T, c.payments, taken, "payments made, and stated")
	require.ElementsMatch(s.T, payments, s.column("SELECT channel_reference || ' ' || trim_scale(amount) FROM top_ups"), "payments stated, and booked")
	lines, err := s.Sims.Bank().Statement(s.T.Context(), s.Realm)
	require.NoError(s.T, err)
	paid := []string{}
	for _, line := range lines {
		paid = append(paid, s.line(line.Reference, line.Amount.Amount))
	}
	require.ElementsMatch(s.T, s.column("SELECT reference || ' ' || trim_scale(amount) FROM payouts WHERE state = 'succeeded'"), paid, "paid by the bank once, and booked")
	require.Zero(s.T, s.count(`SELECT count(*) FROM accounts a WHERE kind = 'frozen' AND balance <> (
		SELECT COALESCE(sum(w.amount), 0) FROM withdrawals w WHERE w.partner_id = a.partner_id AND w.state = 'submitted') + (
		SELECT COALESCE(sum(p.amount), 0) FROM payouts p WHERE p.partner_id = a.partner_id AND p.state NOT IN ('succeeded', 'failed', 'superseded'))`),
		"frozen is what waits for a review or for the bank")
}

// line is a reference with its amount, as PostgreSQL writes it.
func (s *stage) line(reference, amount string) string {
	s.T.Helper()
	sum, err := decimal.NewFromString(amount)
	require.NoError(s.T, err)
	return reference + " " + sum.String()
}

// proveLeaving: who answered left, or stays, as he said, and whoever left is settled with.
func (s *stage) proveLeaving(c *crowd) {
	s.T.Helper()
	approved := 0
	for id, state := range c.parted {
		require.Equal(s.T, 1, s.count("SELECT count(*) FROM association_requests WHERE id = $1 AND state = $2", id, state), "request %s is %s", id, state)
		if state == models.AssociationRequestApproved {
			approved++
		}
	}
	require.Equal(s.T, approved, s.count("SELECT count(*) FROM associations WHERE effective_until IS NOT NULL"), "associations ended, and nothing else has ended one")
	require.Equal(s.T, approved, s.count("SELECT count(*) FROM settlements WHERE state = 'done'"), "and settled")
	require.Equal(s.T, approved, s.count("SELECT count(*) FROM settlements"), "once")
}

// proveChanges: each change of an account is in the state that the last word about it
// said, and those that are booked are in the ledger once.
func (s *stage) proveChanges(c *crowd) {
	s.T.Helper()
	said := map[string]string{}
	for _, n := range c.log.granted("change", "check") { // a verdict is heard after what it is about
		said[n.answer.ID()] = n.answer.State()
	}
	booked := 0
	for id, state := range said {
		require.Equal(s.T, 1, s.count("SELECT count(*) FROM account_changes WHERE id = $1 AND state = $2", id, state), "change %s is %s", id, state)
		if state == models.AccountChangeBooked {
			booked++
			require.Equal(s.T, 1, s.count("SELECT count(*) FROM ledger_transactions WHERE subject_kind = 'account_change' AND subject_id = $1", id), "change %s is booked once", id)
		}
	}
	require.Equal(s.T, booked, s.count("SELECT count(*) FROM ledger_transactions WHERE subject_kind = 'account_change'"), "nothing else is booked")
	require.Len(s.T, c.log.granted("check"), s.count("SELECT count(*) FROM account_changes WHERE checker <> ''"), "verdicts granted, and given")
}

// proveDeadlines: what was due has happened, dated to its instant.
func (s *stage) proveDeadlines() {
	s.T.Helper()
	require.Zero(s.T, s.count("SELECT count(*) FROM registrations WHERE state = 'reported'"), "every protection is over")
	require.Zero(s.T, s.count("SELECT count(*) FROM invitations WHERE state = 'sent'"), "every invitation is over")
	require.Zero(s.T, s.count("SELECT count(*) FROM association_requests WHERE state = 'submitted' AND lapse_at <= $1", s.Now()), "every request that waited too long has lapsed")
	require.Zero(s.T, s.count("SELECT count(*) FROM registrations WHERE state = 'pending_review' AND review_lapse_at <= $1", s.Now()), "every review that nobody made has lapsed")
	for event, instant := range instants {
		require.Zero(s.T, s.count("SELECT count(*) FROM events e JOIN "+instant+" AND e.type = $1", event), "%s is dated to the deadline", event)
	}
	expired := s.count("SELECT count(*) FROM registrations WHERE state = 'expired'")
	require.Equal(s.T, expired, s.count("SELECT count(*) FROM events WHERE type = 'registration.expired'"), "one expiry, one event")
	require.Positive(s.T, expired, "nothing expired: this proves nothing")
}

// instants are the deadlines' events, joined with the rows of which they tell another instant than the row's.
var instants = map[string]string{
	"registration.expired":       "registrations r ON r.id = e.subject_id AND e.at <> r.valid_until",
	"registration.lapsed":        "registrations r ON r.id = e.subject_id AND e.at <> r.review_lapse_at",
	"invitation.expired":         "invitations r ON r.id = e.subject_id AND e.at <> r.expires_at",
	"association_request.lapsed": "association_requests r ON r.id = e.subject_id AND e.at <> r.lapse_at",
}

// proveCoverage: all of it has come up, where there was time enough.
func (s *stage) proveCoverage(c *crowd) {
	s.T.Helper()
	if !c.long {
		return
	}
	for _, verb := range []string{
		"register", "review", "release", "invite", "resend", "cancel", "allocate", "reclaim", "spend", "withdraw", "review_withdrawal", "cancel_withdrawal",
		"change", "check", "leave", "stay", "subscribe",
	} {
		require.NotEmpty(s.T, c.log.granted(verb), verb)
	}
	for what, query := range map[string]string{
		"a review lapsed":              "SELECT count(*) FROM registrations WHERE state = 'lapsed'",
		"a customer agreed to a mail":  "SELECT count(*) FROM invitations WHERE state = 'associated'",
		"a customer agreed to a link":  "SELECT count(*) FROM acceptances WHERE state = 'associated' AND invitation_id IS NULL",
		"a customer agreed to leave":   "SELECT count(*) FROM settlements",
		"a customer refused to leave":  "SELECT count(*) FROM association_requests WHERE state = 'rejected'",
		"a request was not answered":   "SELECT count(*) FROM association_requests WHERE state = 'lapsed'",
		"an invitation ended unheeded": "SELECT count(*) FROM invitations WHERE state = 'expired'",
		"the bank paid":                "SELECT count(*) FROM payouts WHERE state = 'succeeded'",
	} {
		require.Positive(s.T, s.count(query), what)
	}
}

// proveWorkflows: no workflow has failed, and none runs without its row.
func (s *stage) proveWorkflows() {
	s.T.Helper()
	ctx := s.T.Context()
	open := map[string]bool{}
	for _, kind := range store.ProcessKinds() {
		require.NoError(s.T, s.Ledger().As(ctx, models.System(s.Realm), func(tx *store.Tx) error {
			rows, err := tx.Open(kind, uuid.Nil, 100_000)
			for _, row := range rows {
				open[workflows.ID(kind, row.Ref.ID)] = true
			}
			return err
		}))
	}
	running := s.workflows(ctx, "ExecutionStatus = 'Running' AND Process IS NOT NULL")
	for _, id := range running {
		require.True(s.T, open[id], "workflow %s runs without an open row", id)
	}
	require.Empty(s.T, s.workflows(ctx, "ExecutionStatus IN ('Failed', 'TimedOut', 'Canceled', 'Terminated')"), "workflows that failed")
}

// workflows are the ids of the workflows of this world that a query finds.
func (s *stage) workflows(ctx context.Context, query string) []string {
	s.T.Helper()
	var found []string
	var next []byte
	for {
		page, err := s.Temporal.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
			Namespace: s.Namespace, Query: fmt.Sprintf("%s AND TaskQueue = '%s'", query, s.TaskQueue), NextPageToken: next,
		})
		require.NoError(s.T, err)
		for _, execution := range page.GetExecutions() {
			found = append(found, execution.GetExecution().GetWorkflowId())
		}
		if next = page.GetNextPageToken(); len(next) == 0 {
			return found
		}
	}
}

func (s *stage) column(query string) []string {
	s.T.Helper()
	rows, err := s.Admin.Query(s.T.Context(), query)
	require.NoError(s.T, err)
	values, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(s.T, err)
	return values
}
