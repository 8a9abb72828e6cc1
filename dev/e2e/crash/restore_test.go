package crash

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/postgres"
	"partnercenter/dev/stack"
	"partnercenter/models"
)

// The database is lost and comes back from its backup and archive as it was at an
// instant, with an empty engine beside it: what was answered before the instant is
// there with its deadlines, what was answered after it is not, and nothing is mailed,
// booked or paid twice. What the bank has paid meanwhile shows in its statement.
func TestTheProgrammeGoesOnFromARestoredDatabase(t *testing.T) {
	t.Parallel()
	s := newSceneOn(t, archiving(t))
	ctx, cluster := t.Context(), *s.engines.Plan.Postgres.Cluster
	reported := s.Registered(s.alice, kit.NewCustomer())
	require.NoError(t, postgres.Backup(ctx, cluster))
	s.AwaitingReview(s.alice, kit.NewCustomer())
	s.Invited(s.alice, s.Registered(s.alice, kit.NewCustomer()))
	s.made(s.leaving(s.Bonded(s.alice, models.Resale, nil)))
	over := post("/v1/registrations/"+s.Registered(s.alice, kit.NewCustomer())+"/release", s.alice, "", http.StatusOK)
	require.NoError(t, over.persist(ctx, s.World))
	paid, asked := s.made(s.money()), s.made(s.money())
	require.NoError(t, s.approval(paid).persist(ctx, s.World))
	s.isPaid(paid)
	s.quiet()
	before, due := s.snapshot(), s.due()
	instant := s.databaseTime()

	lost := s.Registered(s.alice, kit.NewCustomer())
	release := post("/v1/registrations/"+reported+"/release", s.alice, "", http.StatusOK)
	require.NoError(t, release.persist(ctx, s.World))
	unknown := s.made(s.money())
	for _, withdrawal := range []string{asked, unknown} {
		require.NoError(t, s.approval(withdrawal).persist(ctx, s.World))
		s.isPaid(withdrawal)
	}
	first, again, never := s.payoutOf(paid), s.payoutOf(asked), s.payoutOf(unknown)
	require.NoError(t, postgres.Archived(ctx, cluster))

	s.loseDatabase(instant)
	require.Equal(t, before, s.snapshot(), "the database is as it was at the instant")
	mailed := s.caught()
	s.loseTemporal()
	s.resume()
	require.Equal(t, before, s.snapshot(), "nothing was moved, booked, decided or owed again")
	require.Equal(t, due, s.due())
	require.Equal(t, mailed, s.caught())
	require.Contains(t, s.Product.Ops("verify-ledger"), " 0 findings")

	status, _ := s.Call(s.URLs[0], http.MethodGet, "/v1/registrations/"+lost, s.alice, "")
	require.Equal(t, http.StatusNotFound, status)
	replayed, err := over.once(ctx, s.World)
	require.NoError(t, err)
	require.True(t, replayed, "what was answered before the instant stays answered")
	require.NoError(t, release.persist(ctx, s.World))
	require.Equal(t, []string{"registration.reported", "registration.released"}, s.events(reported), "what came after it is asked for anew")

	s.MatchStatements()
	require.Equal(t, []int{0, 1, 1}, []int{s.asks(first), s.asks(again), s.asks(never)}, "the vendor is asked what the bank paid for")
	require.NoError(t, s.approval(asked).persist(ctx, s.World))
	s.isPaid(asked)
	s.MatchStatements()
	require.Equal(t, []int{0, 0, 1}, []int{s.asks(first), s.asks(again), s.asks(never)}, "an approval given again explains it")
	require.Equal(t, []int{1, 1, 1}, []int{s.paid(first), s.paid(again), s.paid(never)}, "each was paid once")
	require.Contains(t, s.Product.Ops("verify-ledger"), " 0 findings")
}

// kept says where the processes of this story are kept and read.
var kept = map[string]struct{ table, path string }{
	models.SubjectRegistration: {"registrations", "/v1/registrations/"},
	models.SubjectInvitation:   {"invitations", "/v1/invitations/"},
	models.SubjectRequest:      {"association_requests", "/v1/association-requests/"},
	models.SubjectWithdrawal:   {"withdrawals", "/v1/withdrawals/"},
}

// archiving is a stack whose database archives its log.
func archiving(t *testing.T) *stack.Stack {
	t.Helper()
	engines := kit.OwnStack(t)
	cluster := engines.Plan.Postgres.Cluster
	require.NotNil(t, cluster, "the server at DATABASE_URL is not this test's to restore")
	require.NoError(t, postgres.Archive(t.Context(), *cluster))
	for _, piece := range []string{stack.PieceTemporal, stack.PiecePostgres} {
		require.NoError(t, engines.Stop(piece))
	}
	for _, piece := range []string{stack.PiecePostgres, stack.PieceTemporal} {
		require.NoError(t, engines.Start(t.Context(), piece))
	}
	return engines
}

// quiet waits until nothing moves any more before its time.
func (s *scene) quiet() {
	s.T.Helper()
	require.NoError(s.T, s.Late(s.T.Context(), s.now().Add(3*time.Minute)))
	s.settled()
	s.mailsOut()
	for _, at := range kept {
		require.Eventually(s.T, func() bool {
			return s.count("SELECT count(*) FROM "+at.table+" WHERE next_wake_at IS NOT NULL AND acted_at IS NULL") == 0
		}, patience, poll)
	}
}

// databaseTime is what the database dates a commit to.
func (s *scene) databaseTime() (now time.Time) {
	s.T.Helper()
	require.NoError(s.T, s.Admin.QueryRow(s.T.Context(), "SELECT clock_timestamp()").Scan(&now))
	return now
}

// loseDatabase kills everything that writes, and then the database, which comes back
// as it was at an instant.
func (s *scene) loseDatabase(instant time.Time) {
	s.T.Helper()
	for _, name := range s.Product.Names() {
		s.kill(name)
	}
	s.kill(stack.PiecePostgres)
	require.NoError(s.T, postgres.Restore(*s.engines.Plan.Postgres.Cluster, instant))
	s.revive(stack.PiecePostgres)
	s.Admin.Reset()
}

// resume starts the product, and has every open row get its workflow.
func (s *scene) resume() {
	s.T.Helper()
	for _, name := range s.Product.Names() {
		s.Product.Start(name)
	}
	out := s.Product.Ops("resume")
	for kind, open := range s.open() {
		require.Contains(s.T, out, fmt.Sprintf("%s: %d resumed", kind, len(open)))
		for _, id := range open {
			s.runs(kind, kept[kind].table, id)
		}
	}
}

// open are the ids of the open rows by process.
func (s *scene) open() map[string][]string {
	s.T.Helper()
	open := map[string][]string{}
	for kind, at := range kept {
		rows, err := s.Admin.Query(s.T.Context(), "SELECT id::text FROM "+at.table+" WHERE next_wake_at IS NOT NULL")
		require.NoError(s.T, err)
		open[kind], err = pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(s.T, err)
		require.NotEmpty(s.T, open[kind], kind)
	}
	return open
}

// due is until when each open row waits, and for whom.
func (s *scene) due() map[string]string {
	s.T.Helper()
	auditor := s.Token("otto", s.Vendor, models.RoleAuditor)
	due := map[string]string{}
	for kind, open := range s.open() {
		for _, id := range open {
			status, body := s.Call(s.URLs[0], http.MethodGet, kept[kind].path+id, auditor, "")
			require.Equal(s.T, http.StatusOK, status, "%s", body)
			var row struct {
				Due     time.Time       `json:"due_at"`
				Waiting json.RawMessage `json:"waiting_for"`
			}
			require.NoError(s.T, json.Unmarshal(body, &row))
			require.NotZero(s.T, row.Due)
			due[id] = fmt.Sprintf("%s %s", row.Waiting, row.Due)
		}
	}
	return due
}

// caught are the Message-IDs of all mails that were sent.
func (s *scene) caught() []string {
	s.T.Helper()
	mails, err := s.Mails(s.T.Context(), "")
	require.NoError(s.T, err)
	ids := make([]string, len(mails))
	for i, m := range mails {
		ids[i] = m.MessageID
	}
	return ids
}

// asks counts the open tasks about what a statement says of a payout.
func (s *scene) asks(reference string) int {
	s.T.Helper()
	return s.count("SELECT count(*) FROM tasks WHERE kind = $1 AND reference = $2 AND closed_at IS NULL", models.TaskStatement, reference)
}
