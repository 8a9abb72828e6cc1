//go:build bench

package bench

import (
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/postgres"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// ledger is a database with books full of cash, and beside them plain accounts: pgbench moves
// money in both.
type ledger struct {
	*kit.World
	store   *store.Store // as the worker
	pgbench string
}

// books are as many as clients: each has one of its own.
const books = clients

// A transaction of the ledger, with its locks, its chain, its proofs and its balances, costs at
// most what two lines and two balances by hand cost and a half more; and books do not wait for
// each other.
func TestLedger(t *testing.T) {
	l := newLedger(t)
	own, one := allocate(":client_id"), allocate("0")
	raw := "SELECT raw_post(2 * :client_id, 2 * :client_id + 1, 0.01);"
	measured := interleave(scaled(fewestPairs, 3), l.rate(t, own), l.rate(t, raw))
	report(t, measured.rates(fmt.Sprintf("ledger transaction, %d books, against two lines and two balances in one function", books), 0.7))
	measured = interleave(scaled(fewestPairs, 3), l.rate(t, own), l.rate(t, one))
	report(t, measured.rates(fmt.Sprintf("ledger transaction, %d books, against one book", books), 3))
	l.verify(t)
}

func newLedger(t *testing.T) *ledger {
	t.Helper()
	w := kit.NewWorld(t, kit.Options{Stopped: true})
	found, err := postgres.Find(t.Context())
	require.NoError(t, err)
	l := &ledger{World: w, store: openStore(t, w), pgbench: filepath.Join(found.Dir, "pgbench")}
	require.FileExists(t, l.pgbench, "pgbench comes with PostgreSQL's server package: run `make deps` as root")
	_, err = w.Admin.Exec(t.Context(), rawLedger)
	require.NoError(t, err)
	_, err = w.Admin.Exec(t.Context(), `INSERT INTO organisations (id, realm, kind, site, name, version, created_at, updated_at)
		SELECT bench_book(n), $1, 'partner', 'cn', 'Partner ' || n, 1, now(), now() FROM generate_series(0, $2) AS n`, w.Realm, books-1)
	require.NoError(t, err)
	l.topUp(t)
	return l
}

func openStore(t *testing.T, w *kit.World) *store.Store {
	t.Helper()
	address, err := url.Parse(w.Plan.Postgres.URLs["worker"])
	require.NoError(t, err)
	address.Path = "/" + w.Admin.Config().ConnConfig.Database
	s, err := store.Open(t.Context(), store.Config{URL: address.String(), Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func (l *ledger) as(t *testing.T, fn func(*store.Tx) error) {
	t.Helper()
	require.NoError(t, l.store.As(t.Context(), models.System(l.Realm), fn))
}

// rawLedger is the least that a ledger does: two lines, two balances, one function.
const rawLedger = `
	CREATE TABLE raw_accounts (id int PRIMARY KEY, balance numeric NOT NULL);
	CREATE TABLE raw_postings (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id int NOT NULL REFERENCES raw_accounts, amount numeric NOT NULL, recorded_at timestamptz NOT NULL);
	INSERT INTO raw_accounts SELECT n, 0 FROM generate_series(0, 31) AS n;
	CREATE FUNCTION raw_post(p_from int, p_to int, p_amount numeric) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO raw_postings (account_id, amount, recorded_at) VALUES (p_from, -p_amount, now());
		UPDATE raw_accounts SET balance = balance - p_amount WHERE id = p_from;
		INSERT INTO raw_postings (account_id, amount, recorded_at) VALUES (p_to, p_amount, now());
		UPDATE raw_accounts SET balance = balance + p_amount WHERE id = p_to;
	END $$;
	-- The book of a client, and the customer to whom money is allocated.
	CREATE FUNCTION bench_book(p_client int) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN ('00000000-0000-7000-8000-' || lpad(p_client::text, 12, '0'))::uuid`

// bookOf is what bench_book answers.
func bookOf(client int) uuid.UUID {
	return uuid.MustParse(fmt.Sprintf("00000000-0000-7000-8000-%012d", client))
}

// topUp fills every book.
func (l *ledger) topUp(t *testing.T) {
	t.Helper()
	fortune, err := models.ParseMoney("100000000.00", string(models.CNY))
	require.NoError(t, err)
	l.as(t, func(tx *store.Tx) error {
		for client := range books {
			id := store.NewID()
			cause := rules.Cause{Book: bookOf(client), SubjectKind: "top_up", SubjectID: id, Key: id.String(), At: tx.Now()}
			if _, err := tx.Post(rules.TopUp(cause, models.Lot{ID: store.NewID(), Channel: 2, SigningEntity: "bench", Reference: id.String(), ArrivedAt: tx.Now(), Amount: fortune})); err != nil {
				return err
			}
		}
		return nil
	})
}

// allocate is pgbench's script of one allocation in the book of a client.
func allocate(client string) string {
	return `SELECT post_ledger('sandbox', now(), format('[{"id": "%s", "book": "%s", "kind": "allocate", "trade_type": "` + models.TradeAllocate +
		`", "subject_kind": "adjustment", "subject_id": "%1$s", "cause": "%1$s", "effective_at": "%3$s", "postings": [` +
		`{"kind": "allocatable", "customer": "00000000-0000-0000-0000-000000000000", "amount": "-0.01", "currency": "CNY"},` +
		`{"kind": "customer", "customer": "%2$s", "amount": "0.01", "currency": "CNY"}]}]',
		gen_random_uuid(), bench_book(` + client + `), now())::jsonb);`
}

var tps = regexp.MustCompile(`tps = ([0-9.]+)`)

// rate is how many transactions a second pgbench's clients get through.
func (l *ledger) rate(t *testing.T, script string) func() float64 {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.sql")
	require.NoError(t, os.WriteFile(file, []byte(script), 0o600))
	return func() float64 {
		args := []string{"--no-vacuum", "--protocol=prepared", "--file=" + file, "--client=" + strconv.Itoa(clients), "--jobs=1", "--time=" + strconv.Itoa(scaled(5, 1)), l.Admin.Config().ConnString()}
		out, err := exec.CommandContext(t.Context(), l.pgbench, args...).CombinedOutput()
		require.NoError(t, err, "%s", out)
		found := tps.FindSubmatch(out)
		require.NotNil(t, found, "%s", out)
		rate, err := strconv.ParseFloat(string(found[1]), 64)
		require.NoError(t, err)
		return rate
	}
}

// verify proves that what was measured was a ledger.
func (l *ledger) verify(t *testing.T) {
	t.Helper()
	require.NoError(t, l.store.Snapshot(t.Context(), models.System(l.Realm), func(tx *store.Tx) error {
		for client := range books {
			findings, err := tx.VerifyBook(bookOf(client))
			if err != nil {
				return err
			}
			require.Empty(t, findings)
		}
		return nil
	}))
}
