package crash

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/stack"
	"partnercenter/models"
	"partnercenter/workflows"
)

// Temporal's databases are lost. From the rows alone every open registration and
// invitation gets its workflow back with the same deadlines, nothing is mailed,
// moved or recorded twice, and what was decided stays answered.
func TestProcessesComeBackAfterTheLossOfTheEngine(t *testing.T) {
	t.Parallel()
	s := newScene(t, true)
	reported := s.Registered(s.alice, kit.NewCustomer())
	pending := s.AwaitingReview(s.alice, kit.NewCustomer())
	invited := s.Registered(s.alice, kit.NewCustomer())
	s.Invited(s.alice, invited)
	ask := s.leaving(s.Bonded(s.alice, models.Resale, nil))
	require.NoError(t, ask.persist(t.Context(), s.World))
	agreed := s.Bonded(s.alice, models.Resale, nil)
	require.NoError(t, s.leaving(agreed).persist(t.Context(), s.World))
	require.NoError(t, agreeToLeave(t.Context(), s.AtPartnerPage(agreed.Account)))
	over := post("/v1/registrations/"+s.Registered(s.alice, kit.NewCustomer())+"/release", s.alice, "", http.StatusOK)
	require.NoError(t, over.persist(t.Context(), s.World))
	// A row that somebody held locked at its first reading is marked when the sweep has it read again.
	require.NoError(t, s.Late(t.Context(), s.now().Add(3*time.Minute)))
	require.Eventually(t, func() bool {
		return s.count("SELECT count(*) FROM settlement_steps WHERE name = 'grace_period' AND state = 'running'") == 1 &&
			s.count("SELECT count(*) FROM registrations WHERE next_wake_at IS NOT NULL AND acted_at IS NULL") == 0
	}, patience, poll)
	s.settled()
	s.mailsOut()
	before := s.snapshot()
	mails, err := s.Mails(t.Context(), "")
	require.NoError(t, err)
	mailed := len(mails)

	for _, name := range s.Product.Names() {
		s.Product.Stop(name)
	}
	s.loseTemporal()
	for _, name := range s.Product.Names() {
		s.Product.Start(name)
	}
	out := s.Product.Ops("resume")
	require.Contains(t, out, "registration: 3 resumed")
	require.Contains(t, out, "invitation: 1 resumed")
	require.Contains(t, out, "association_request: 1 resumed")
	require.Contains(t, out, "settlement: 1 resumed")

	for _, id := range []string{reported, pending, invited} {
		s.runs(models.SubjectRegistration, "registrations", id)
	}
	s.runs(models.SubjectRequest, "association_requests", ask.ids[0])
	s.runs(models.SubjectSettlement, "settlements", agreed.Association.String())
	require.Contains(t, s.Product.Ops("resume"), "registration: 3 resumed", "again is no other than once")
	require.Equal(t, before, s.snapshot())
	caught, err := s.Mails(t.Context(), "")
	require.NoError(t, err)
	require.Len(t, caught, mailed, "what was mailed before is mailed once")
	replayed, err := over.once(t.Context(), s.World)
	require.NoError(t, err)
	require.True(t, replayed)

	// The resumed processes end as the first ones would have.
	var end time.Time
	require.NoError(t, s.Admin.QueryRow(t.Context(), "SELECT max(valid_until) FROM registrations").Scan(&end))
	require.NoError(t, s.Late(t.Context(), end.Add(time.Hour)))
	require.EventuallyWithT(t, func(c *assert.CollectT) {
		var expired int
		require.NoError(c, s.Admin.QueryRow(t.Context(), "SELECT count(*) FROM events WHERE type = 'registration.expired'").Scan(&expired))
		require.Equal(c, 2, expired)
	}, patience, poll)
	require.Equal(t, []string{"invitation.sent", "invitation.expired"}, s.events(s.invitationOf(invited)))
}

// A workflow that somebody terminated or cancelled is back when it would have acted, by
// the sweep, or when somebody decides on it, whichever comes first.
func TestATerminatedWorkflowIsBackByItsNextWake(t *testing.T) {
	t.Parallel()
	s := newScene(t, false)
	silent, decided := s.Registered(s.alice, kit.NewCustomer()), s.Registered(s.alice, kit.NewCustomer())
	for _, id := range []string{silent, decided} {
		s.runs(models.SubjectRegistration, "registrations", id)
	}
	require.NoError(t, s.Temporal.TerminateWorkflow(t.Context(), "registration:v1:"+silent, "", "by mistake"))
	require.NoError(t, s.Temporal.CancelWorkflow(t.Context(), "registration:v1:"+decided, ""))
	require.Eventually(t, func() bool { // the engine's lists are a moment late
		stuck := s.Product.Ops("stuck")
		return strings.Contains(stuck, "its workflow has ended as Terminated") && strings.Contains(stuck, "its workflow has ended as Canceled")
	}, patience, time.Second)
	require.NoError(t, s.Sweep(t.Context()))
	require.NotEmpty(t, s.disagreements(), "nothing is due yet")

	require.NoError(t, post("/v1/registrations/"+decided+"/release", s.alice, "", http.StatusOK).persist(t.Context(), s.World))
	var wake time.Time
	require.NoError(t, s.Admin.QueryRow(t.Context(), "SELECT next_wake_at FROM registrations WHERE id = $1", silent).Scan(&wake))
	require.NoError(t, s.Late(t.Context(), wake.Add(3*time.Minute)))
	s.settled()
	require.Equal(t, []string{"registration.reported", "registration.reminded"}, s.events(silent))
	require.Equal(t, []string{"registration.reported", "registration.released"}, s.events(decided))
	require.NotContains(t, s.Product.Ops("stuck"), "has ended as", "both were started again")
}

// disagreements are the first look's.
func (s *scene) disagreements() []string {
	s.T.Helper()
	found, err := s.Disagreements(s.T.Context())
	require.NoError(s.T, err)
	return found
}

// loseTemporal drops the engine's databases, as a lost disk would, and starts it
// on empty ones.
func (s *scene) loseTemporal() {
	s.T.Helper()
	ctx := s.T.Context()
	s.kill(stack.PieceTemporal)
	database := s.Plan.Temporal.Server.Database
	conn, err := pgx.Connect(ctx, s.Plan.Postgres.AdminURL)
	require.NoError(s.T, err)
	defer func() { require.NoError(s.T, conn.Close(ctx)) }()
	for _, name := range []string{database.Main, database.Visibility} {
		_, err := conn.Exec(ctx, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", pgx.Identifier{name}.Sanitize()))
		require.NoError(s.T, err)
	}
	require.NoError(s.T, s.Plan.PrepareDatabases(ctx))
	s.revive(stack.PieceTemporal)
}

// runs waits until the workflow of an open row runs and knows the row as it is.
func (s *scene) runs(kind, table, id string) {
	s.T.Helper()
	require.EventuallyWithT(s.T, func(c *assert.CollectT) {
		answer, err := s.Temporal.QueryWorkflow(s.T.Context(), kind+":v1:"+id, "", workflows.QueryState)
		require.NoError(c, err)
		var row models.Row
		require.NoError(c, answer.Get(&row))
		var version int64
		require.NoError(c, s.Admin.QueryRow(s.T.Context(), "SELECT version FROM "+table+" WHERE id = $1", id).Scan(&version))
		require.Equal(c, version, row.Version)
	}, patience, poll, "%s %s has no workflow", kind, id)
}

func (s *scene) invitationOf(registration string) string {
	s.T.Helper()
	var id string
	require.NoError(s.T, s.Admin.QueryRow(s.T.Context(), "SELECT id::text FROM invitations WHERE registration_id = $1", registration).Scan(&id))
	return id
}

// snapshot is everything that a resumption must leave as it is.
func (s *scene) snapshot() []string {
	s.T.Helper()
	rows, err := s.Admin.Query(s.T.Context(), `
		SELECT 'registration ' || id || ' ' || state || ' ' || version || ' ' || COALESCE(held_until::text, '') || ' ' || COALESCE(next_wake_at::text, '') FROM registrations
		UNION ALL SELECT 'invitation ' || id || ' ' || state || ' ' || version || ' ' || expires_at || ' ' || COALESCE(next_wake_at::text, '') FROM invitations
		UNION ALL SELECT 'request ' || id || ' ' || state || ' ' || version || ' ' || lapse_at || ' ' || COALESCE(next_wake_at::text, '') FROM association_requests
		UNION ALL SELECT 'withdrawal ' || id || ' ' || state || ' ' || version || ' ' || review_target_at || ' ' || COALESCE(next_wake_at::text, '') FROM withdrawals
		UNION ALL SELECT 'payout ' || reference || ' ' || state || ' ' || attempts FROM payouts
		UNION ALL SELECT 'booked ' || id FROM ledger_transactions
		UNION ALL SELECT 'step ' || id || ' ' || state || ' ' || attempts || ' ' || COALESCE(next_attempt_at::text, '') FROM settlement_steps
		UNION ALL SELECT 'event ' || id FROM events WHERE type NOT IN ('ops.resume', 'ledger.anchored')
		UNION ALL SELECT 'decision ' || id FROM decisions
		UNION ALL SELECT 'notification ' || id || ' ' || state || ' ' || attempts FROM notifications
		ORDER BY 1`)
	require.NoError(s.T, err)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(s.T, err)
	return lines
}
