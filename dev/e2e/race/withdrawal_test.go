package race

import (
	"context"

	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// claimants is how many meet on one partner's money.
const claimants = 64

// purse is a field whose first partner has so many top-ups of an amount.
func newPurse(t *testing.T, lots int, amount string) field {
	t.Helper()
	f := newField(t, 1)
	f.Funds(f.orgs[0], nil)
	arrived := f.Now().Add(-time.Hour)
	transactions := make([]models.LedgerTransaction, lots)
	for i := range transactions {
		lot := models.Lot{ID: store.NewID(), Channel: models.ChannelWeChat, SigningEntity: models.SigningEntitySoftware, Reference: uuid.NewString(), ArrivedAt: arrived, Amount: kit.Money(amount)}
		transactions[i] = rules.TopUp(rules.Cause{Book: f.orgs[0], SubjectKind: "test", SubjectID: lot.ID, Key: "test:" + lot.ID.String(), At: arrived}, lot)
	}
	f.Post(f.Realm, transactions...)
	return f
}

// spenders are resale customers with 5.00 each of the first partner's money.
func (f field) spenders(t *testing.T) []uuid.UUID {
	t.Helper()
	customers := make([]uuid.UUID, claimants/8)
	for i := range customers {
		customers[i] = f.PayingCustomer(f.tokens[0])
		allotted := f.post(t.Context(), i, f.tokens[0], "/v1/allocations", moving(customers[i], "5.00"))
		require.Equal(t, http.StatusCreated, allotted.status, "%s", allotted.body)
	}
	return customers
}

func moving(customer uuid.UUID, amount string) string {
	return kit.Encode(map[string]any{"customer_id": customer, "amount": kit.Money(amount)})
}

func asking(amount string) string {
	return kit.Encode(map[string]any{"route": "original", "amount": kit.Money(amount)})
}

// asked are the ids of the withdrawals that were made.
func asked(t *testing.T, answers []answer) []string {
	t.Helper()
	var ids []string
	for _, a := range answers {
		if a.status == http.StatusCreated {
			ids = append(ids, a.id())
		}
	}
	require.NotEmpty(t, ids)
	return ids
}

// Withdrawals, allocations and reclaims of one partner at once: never below a
// floor, no deadlock, every lot in one withdrawal; then each is approved while its
// partner takes it back, and what was approved is paid once.
func TestACrowdOnOnePartnersMoney(t *testing.T) {
	f := newPurse(t, claimants/2, "10.00")
	customers := f.spenders(t)
	answers := race(t, claimants, func(ctx context.Context, i int) answer {
		switch customer := customers[i/8]; i % 8 {
		case 0:
			return f.post(ctx, i, f.tokens[0], "/v1/reclaims", moving(customer, "5.00"))
		case 4:
			return f.post(ctx, i, f.tokens[0], "/v1/allocations", moving(customer, "15.00"))
		default:
			return f.post(ctx, i, f.tokens[0], "/v1/withdrawals", asking("10.00"))
		}
	})
	allotted := 5 * len(customers)
	var withdrawn []answer
	for i, a := range answers {
		switch i % 8 {
		case 0:
			allotted -= 5 * granted(t, a, "adjustment_running")
		case 4:
			allotted += 15 * granted(t, a, "allocatable_insufficient", "adjustment_running")
		default:
			granted(t, a, "amount_above_withdrawable", "lot_in_withdrawal", "route_amount_exceeded")
			withdrawn = append(withdrawn, a)
		}
	}
	require.Equal(t, allotted, f.count(t, "SELECT sum(balance)::int FROM accounts WHERE kind = 'customer'"))
	ids := asked(t, withdrawn)
	f.sound(t, len(ids)*10)

	vera := f.Token("vera", f.Vendor, models.RoleVendorFinance)
	race(t, 2*len(ids), func(ctx context.Context, i int) answer {
		if i < len(ids) {
			return f.post(ctx, i, vera, "/v1/withdrawals/"+ids[i]+"/review", `{"verdict":"approve","opinion":"In order."}`)
		}
		return f.post(ctx, i, f.tokens[0], "/v1/withdrawals/"+ids[i-len(ids)]+"/cancel", "")
	})
	require.Eventually(t, func() bool {
		return f.count(t, "SELECT count(*) FROM withdrawals WHERE state NOT IN ('succeeded', 'cancelled')") == 0
	}, kit.Patience, 100*time.Millisecond)
	f.sound(t, 0)
	paid := f.count(t, "SELECT count(*) FROM withdrawals WHERE state = 'succeeded'")
	lines, err := f.Sims.Bank().Statement(t.Context(), f.Realm)
	require.NoError(t, err)
	require.Len(t, lines, paid)
	require.Zero(t, f.count(t, "SELECT count(*) FROM (SELECT 1 FROM decisions GROUP BY subject_id HAVING count(*) > 1) d"), "approved or taken back")
}

// granted is 1 for what was granted; else it was refused with one of the codes.
func granted(t *testing.T, a answer, refusals ...string) int {
	t.Helper()
	if a.status == http.StatusCreated {
		return 1
	}
	require.Equal(t, http.StatusConflict, a.status, "%s", a.body)
	require.Contains(t, refusals, a.code(), "%s", a.body)
	return 0
}

// sound: the book holds, so much is frozen, and nothing deadlocked.
func (f field) sound(t *testing.T, frozen int) {
	t.Helper()
	require.NoError(t, f.Ledger().Snapshot(t.Context(), models.System(f.Realm), func(tx *store.Tx) error {
		findings, err := tx.VerifyBook(f.orgs[0])
		require.Empty(t, findings)
		return err
	}))
	require.Equal(t, frozen, f.count(t, "SELECT COALESCE(sum(balance), 0)::int FROM accounts WHERE kind = 'frozen'"))
	require.Zero(t, f.count(t, "SELECT count(*) FROM accounts WHERE balance < 0 AND kind NOT IN ('clearing', 'issued')"))
	require.Zero(t, f.deadlocks(t), "PostgreSQL counted deadlocks")
}

// The same reviewer, twice at once, gives the first of two reviews only; two
// reviewers at once give both.
func TestTwoReviewersRace(t *testing.T) {
	f := newPurse(t, 8, "600000.00")
	ids := make([]string, 8)
	for i := range ids {
		ids[i] = f.post(t.Context(), i, f.tokens[0], "/v1/withdrawals", asking("600000.00")).id()
	}
	vera, vince := f.Token("vera", f.Vendor, models.RoleVendorFinance), f.Token("vince", f.Vendor, models.RoleVendorFinance)
	approve := func(ctx context.Context, i int, token, id string) answer {
		return f.post(ctx, i, token, "/v1/withdrawals/"+id+"/review", `{"verdict":"approve","opinion":"In order."}`)
	}
	answers := race(t, 16, func(ctx context.Context, i int) answer {
		if i%8 < 4 {
			return approve(ctx, i, vera, ids[i%8])
		}
		return approve(ctx, i, map[bool]string{true: vera, false: vince}[i < 8], ids[i%8])
	})
	for i := range 8 {
		if i < 4 {
			require.ElementsMatch(t, []int{http.StatusOK, http.StatusConflict}, []int{answers[i].status, answers[i+8].status})
			continue
		}
		require.Equal(t, []int{http.StatusOK, http.StatusOK}, []int{answers[i].status, answers[i+8].status}, "%s %s", answers[i].body, answers[i+8].body)
	}
	require.Equal(t, 4, f.count(t, "SELECT count(*) FROM withdrawals WHERE state = 'submitted' AND first_reviewer = 'vera'"))
	require.Eventually(t, func() bool {
		return f.count(t, "SELECT count(*) FROM withdrawals WHERE state = 'succeeded' AND first_reviewer <> reviewer") == 4
	}, kit.Patience, 100*time.Millisecond)
}

// Two people confirm a change of an account at once, and it is booked once; credit
// is taken back by many at once, and only as much of it as there is.
func TestChangesOfAnAccountRace(t *testing.T) {
	f := newPurse(t, 1, "100.00")
	vendor := func(name string) string { return f.Token(name, f.Vendor, models.RoleVendorFinance) }
	change := func(ctx context.Context, i int, kind, amount string) answer {
		return f.post(ctx, i, vendor("vera"), "/v1/account-changes", fmt.Sprintf(`{"partner_id":%q,"kind":%q,"amount":{"amount":%q,"currency":"CNY"},"opinion":"In order."}`, f.orgs[0], kind, amount))
	}
	id := change(t.Context(), 0, models.ChangeGrantCredit, "600000.00").id()
	checkers := []string{vendor("vince"), vendor("viola")}
	answers := race(t, 16, func(ctx context.Context, i int) answer {
		return f.post(ctx, i, checkers[i%2], "/v1/account-changes/"+id+"/review", `{"verdict":"approve","opinion":"In order."}`)
	})
	won := 0
	for _, a := range answers {
		if a.status == http.StatusOK {
			won++
			continue
		}
		require.Equal(t, "account_change_not_pending", a.code(), "%s", a.body)
	}
	require.Equal(t, 1, won)
	taken := 0
	for _, a := range race(t, 16, func(ctx context.Context, i int) answer { return change(ctx, i, models.ChangeTakeCredit, "100000.00") }) {
		if a.status == http.StatusCreated {
			taken++
			continue
		}
		require.Equal(t, "allocatable_insufficient", a.code(), "%s", a.body)
	}
	require.Equal(t, 6, taken)
	f.sound(t, 0)
}
