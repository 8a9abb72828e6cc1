package app_test

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/app"
	"partnercenter/internal/config"
	"partnercenter/internal/store"
	"partnercenter/internal/store/storetest"
	"partnercenter/models"
	"partnercenter/rules"
)

// till is a partner's book and the operator who corrects it.
type till struct {
	t       *testing.T
	db      storetest.Database
	worker  *store.Store
	cfg     config.Ops
	partner uuid.UUID
	out     bytes.Buffer
}

func newTill(t *testing.T) *till {
	t.Helper()
	k := &till{t: t, db: storetest.New(t), partner: store.NewID()}
	k.worker = k.db.Store(t, "worker", 4)
	k.cfg = config.Ops{Common: config.Common{DatabaseURL: config.Secret(k.db.URLs["worker"]), DatabaseConns: 4}}
	vendor := store.NewID()
	require.NoError(t, store.OpenRealm(t.Context(), k.db.URLs["owner"], "sandbox", vendor, "Vendor", models.SiteCN))
	feed := models.Principal{Realm: "sandbox", Org: vendor, Side: models.SideVendor, Subject: "feed", Roles: []models.Role{models.RoleService}}
	require.NoError(t, k.db.Store(t, "api", 4).As(t.Context(), feed, func(tx *store.Tx) error {
		now := tx.Now()
		return tx.AddOrganisation(&models.Organisation{ID: k.partner, Realm: "sandbox", Kind: models.KindPartner, Site: models.SiteCN, Name: "Aurora", Version: 1, CreatedAt: now, UpdatedAt: now})
	}))
	return k
}

func (k *till) sum(amount string) models.Money {
	m, err := models.ParseMoney(amount, "CNY")
	require.NoError(k.t, err)
	return m
}

func (k *till) cause() rules.Cause {
	id := store.NewID()
	return rules.Cause{Book: k.partner, SubjectKind: "test", SubjectID: id, Key: id.String(), At: time.Now()}
}

func (k *till) posts(transaction models.LedgerTransaction) uuid.UUID {
	var posted []store.Posted
	require.NoError(k.t, k.worker.As(k.t.Context(), models.System("sandbox"), func(tx *store.Tx) (err error) {
		posted, err = tx.Post(transaction)
		return err
	}))
	return posted[0].ID
}

func (k *till) topUp(amount string) (transaction uuid.UUID, lot models.Lot) {
	lot = models.Lot{ID: store.NewID(), Channel: 5, SigningEntity: "entity", Reference: "flow", ArrivedAt: time.Now(), Amount: k.sum(amount)}
	return k.posts(rules.TopUp(k.cause(), lot)), lot
}

// reverse is the operator's command, approved by a second one.
func (k *till) reverse(transaction uuid.UUID, approvedBy string) error {
	op := call(models.OperationReverse)
	op.ApprovedBy = approvedBy
	k.out.Reset()
	return app.Reverse(k.t.Context(), k.cfg, op, transaction, &k.out, slog.New(slog.DiscardHandler))
}

// holds are the balances of the partner's accounts; every book proves.
func (k *till) holds() map[string]string {
	var said bytes.Buffer
	require.NoError(k.t, app.VerifyLedger(k.t.Context(), k.cfg, call(models.OperationVerify), &said, slog.New(slog.DiscardHandler)), said.String())
	balances := map[string]string{}
	require.NoError(k.t, k.worker.As(k.t.Context(), models.System("sandbox"), func(tx *store.Tx) error {
		accounts, err := tx.Accounts(k.partner)
		for _, a := range accounts {
			balances[a.Kind] = a.Balance.Fixed()
		}
		return err
	}))
	return balances
}

func (k *till) count(query string, args ...any) (n int) {
	require.NoError(k.t, k.db.Admin.QueryRow(k.t.Context(), query, args...).Scan(&n))
	return n
}

// A mistake is reversed by two operators, once, however often they say so, and the
// books hold afterwards.
func TestReverse_TakesAMistakeBackOnce(t *testing.T) {
	t.Parallel()
	k := newTill(t)
	mistake, _ := k.topUp("100.00")
	k.topUp("30.00")
	allotment := k.posts(rules.Allocate(k.cause(), store.NewID(), k.sum("20.00")))

	require.NoError(t, k.reverse(mistake, "paul"))
	require.Contains(t, k.out.String(), "transaction "+mistake.String()+" is reversed by ")
	after := map[string]string{"cash": "30.00", "clearing": "-30.00", "allocatable": "10.00", "customer": "20.00", "issued": "-30.00"}
	require.Equal(t, after, k.holds())
	require.NoError(t, k.reverse(mistake, "paul"))
	require.Contains(t, k.out.String(), "was reversed before by ")
	require.ErrorContains(t, k.reverse(mistake, "pia"), "has reversed it")
	require.Equal(t, after, k.holds())
	require.Equal(t, 1, k.count("SELECT count(*) FROM ledger_transactions WHERE reverses_id = $1", mistake))
	require.Equal(t, 3, k.count("SELECT count(*) FROM events WHERE type = 'ops.reverse' AND actor = 'olga' AND data->>'transaction_id' = $1", mistake.String()))
	require.Equal(t, 1, k.count("SELECT count(*) FROM events WHERE type = 'ops.reverse' AND data->>'approved_by' = 'pia'"))

	require.NoError(t, k.reverse(allotment, "paul"))
	after["allocatable"], after["customer"] = "30.00", "0.00"
	require.Equal(t, after, k.holds())
}

// What was used since, what other rows go by, and what one operator wants alone stays.
func TestReverse_LeavesWhatCannotBeTakenBack(t *testing.T) {
	t.Parallel()
	k := newTill(t)
	drawnOn, lot := k.topUp("50.00")
	frozen := k.posts(rules.Freeze(k.cause(), []models.Draw{{LotID: lot.ID, Amount: k.sum("10.00")}}, k.sum("10.00")))
	payout := k.posts(rules.Payout(k.cause(), k.sum("10.00")))
	allotted, _ := k.topUp("20.00")
	k.posts(rules.Allocate(k.cause(), store.NewID(), k.sum("55.00")))
	designated := k.posts(rules.Designate(k.cause(), k.sum("5.00")))
	require.NoError(t, k.reverse(designated, "paul"))
	var reversal uuid.UUID
	require.NoError(t, k.db.Admin.QueryRow(t.Context(), "SELECT id FROM ledger_transactions WHERE reverses_id = $1", designated).Scan(&reversal))
	before := k.holds()

	for transaction, why := range map[uuid.UUID]string{
		drawnOn: "10.00 of its 50.00 were drawn on", allotted: "was used since", frozen: "withdrawal", payout: "went to the bank", reversal: "a reversal itself",
	} {
		err := k.reverse(transaction, "paul")
		require.ErrorIs(t, err, rules.ErrIrreversible, why)
		require.ErrorContains(t, err, why)
	}
	require.ErrorIs(t, k.reverse(store.NewID(), "paul"), models.ErrNotFound)
	asked := k.count("SELECT count(*) FROM events WHERE type = 'ops.reverse'")
	for _, alone := range []string{"", "olga", "Olga"} {
		require.ErrorContains(t, k.reverse(allotted, alone), "--approved-by")
	}
	require.Equal(t, asked, k.count("SELECT count(*) FROM events WHERE type = 'ops.reverse'"), "what one wants alone is not even begun")
	require.Equal(t, before, k.holds())
}
