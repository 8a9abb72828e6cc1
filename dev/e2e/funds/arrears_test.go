package funds

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/internal/store"
	"partnercenter/models"
)

// arrears is what a consumption still owes, and how often it was paid.
func (o *office) arrears(r reply) (left string, payments int) {
	o.T.Helper()
	require.NoError(o.T, o.Admin.QueryRow(o.T.Context(), "SELECT round(remaining, scale)::text, version - 1 FROM arrears WHERE consumption_id = $1", r.text("id")).Scan(&left, &payments))
	var events, written int
	require.NoError(o.T, o.Admin.QueryRow(o.T.Context(), `SELECT count(*) FILTER (WHERE type = 'arrears.paid'), (SELECT count(*) FROM ledger_transactions
		WHERE subject_id = $1 AND trade_type = 'SOURCE_OPERAIION_WRITEOFF') FROM events WHERE subject_id = $1`, r.text("id")).Scan(&events, &written))
	require.Equal(o.T, payments, events, "each payment is told")
	require.Equal(o.T, payments, written, "and booked")
	return left, payments
}

func (o *office) owing(left string, payments int, r reply) {
	o.T.Helper()
	is, n := o.arrears(r)
	require.Equal(o.T, left, is)
	require.Equal(o.T, payments, n)
}

// standsAgainstLeaving are the codes of what stands against an unlink by the partner.
func (o *office) standsAgainstLeaving(association string) []string {
	o.T.Helper()
	r := o.ask(http.MethodPost, "/v1/association-requests/check", o.ada, map[string]any{"association_id": association, "kind": "unlink"})
	require.Equal(o.T, http.StatusOK, r.status, "%s", r.body)
	return r.codes()
}

// What a customer is allotted pays what it owes before it can be spent: the oldest
// first, whichever was told first, and never twice.
func TestACustomersArrearsArePaidByWhatItIsAllotted(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.pay(payment(kit.PaymentAccount("Aurora"), "100.00"))
	id, association := o.customer(models.Resale)
	earlier := o.Now()
	later := o.spend("bill-2", id, "30.00", o.Now())
	sooner := o.spend("bill-1", id, "10.00", earlier)
	require.Equal(t, "30.00", later.money("arrears"))
	o.owing("30.00", 0, later)
	require.Contains(t, o.standsAgainstLeaving(association), "in_arrears", "the books know what the directory has not heard")

	key := kit.Key()
	o.done(o.allocate(o.ada, id, "25.00", "Idempotency-Key", key), "75.00", "75.00", "0.00")
	o.done(o.allocate(o.ada, id, "25.00", "Idempotency-Key", key), "75.00", "75.00", "0.00")
	o.owing("0.00", 1, sooner)
	o.owing("15.00", 1, later)
	o.done(o.allocate(o.ada, id, "20.00"), "60.00", "55.00", "5.00")
	o.owing("0.00", 2, later)
	o.done(o.allocate(o.ada, id, "1.00"), "60.00", "54.00", "6.00")
	require.NotContains(t, o.standsAgainstLeaving(association), "in_arrears")
	for _, a := range o.get("/v1/accounts?kind=customer&customer_id="+id, o.finn).items() {
		entries := o.get("/v1/accounts/"+text(a, "id")+"/entries?trade_type=SOURCE_OPERAIION_WRITEOFF", o.finn).items()
		require.Len(t, entries, 3)
		require.Equal(t, association, entries[0]["association_id"])
	}
	o.proven()
}

// What an ended association left is the partner's own: a reclaim pays it, and so do a top-up and a claim.
func TestWhatAnEndedAssociationOwesIsPaidByWhateverComes(t *testing.T) {
	t.Parallel()
	o := open(t)
	other, _ := o.customer(models.Resale)
	id, association := o.customer(models.Resale)
	o.pay(payment(kit.PaymentAccount("Aurora"), "20.00"))
	o.done(o.allocate(o.ada, other, "20.00"), "20.00", "0.00", "20.00")
	spent := o.spend("bill-1", id, "100.00", o.Now())
	o.end(association)
	o.owing("100.00", 0, spent)

	// What another customer holds is its own until it is taken back.
	o.done(o.reclaim(o.ada, other, "5.00"), "15.00", "0.00", "15.00")
	o.owing("95.00", 1, spent)
	o.pay(payment(kit.PaymentAccount("Aurora"), "25.00"))
	o.owing("70.00", 2, spent)

	nobodys := o.pay(payment("NOBODY", "40.00"))
	claimed := o.ask(http.MethodPost, "/v1/top-ups/"+text(nobodys, "id")+"/claim", o.vera, map[string]any{"partner_id": o.Aurora, "opinion": "the slip names Aurora"})
	require.Equal(t, http.StatusOK, claimed.status, "%s", claimed.body)
	o.owing("30.00", 3, spent)

	// The rest is paid, and what is more may be spent again.
	o.pay(payment(kit.PaymentAccount("Aurora"), "31.00"))
	o.owing("0.00", 4, spent)
	require.Equal(t, "1.00", o.balances(o.Aurora)["allocatable"])
	o.proven()

	// What is owed without the book's word is found.
	_, err := o.Admin.Exec(t.Context(), "UPDATE arrears SET remaining = 1 WHERE consumption_id = $1", spent.text("id"))
	require.NoError(t, err)
	require.NoError(t, o.Ledger().Snapshot(t.Context(), models.System(o.Realm), func(tx *store.Tx) error {
		findings, err := tx.VerifyBook(o.Aurora)
		require.Len(t, findings, 1)
		require.Contains(t, findings[0].What, "are not what was paid of them")
		return err
	}))
}

// So do what an unlink gives back, credit that is granted, and cash that is released.
func TestWhatAnEndedAssociationOwesIsPaidByWhatIsGivenBackAndGranted(t *testing.T) {
	t.Parallel()
	o := open(t)
	other, leaving := o.customer(models.Resale)
	id, association := o.customer(models.Resale)
	o.pay(payment(kit.PaymentAccount("Aurora"), "25.00"))
	require.Equal(t, http.StatusCreated, o.change(o.vera, models.ChangeDesignate, "5.00").status)
	o.done(o.allocate(o.ada, other, "20.00"), "25.00", "0.00", "20.00")
	spent := o.spend("bill-1", id, "100.00", o.Now())
	o.end(association)
	o.owing("100.00", 0, spent)

	asked := o.ask(http.MethodPost, "/v1/association-requests", o.ada, map[string]any{"association_id": leaving, "kind": "unlink", "reason": "It is over.", "accept_notice": true})
	require.Equal(t, http.StatusCreated, asked.status, "%s", asked.body)
	require.NoError(t, o.AtPartnerPage(uuid.MustParse(other)).Submit(t.Context(), "/agree", "", map[string]string{"reason": "Yes.", "notice": "read"}))
	require.Eventually(t, func() bool {
		var paid bool
		err := o.Admin.QueryRow(t.Context(), "SELECT version > 1 FROM arrears WHERE consumption_id = $1", spent.text("id")).Scan(&paid)
		return err == nil && paid
	}, kit.Patience, 50*time.Millisecond, "the settlement takes the allotment back")
	o.owing("80.00", 1, spent)

	granted := o.change(o.vera, models.ChangeGrantCredit, "30.00")
	o.stands(granted, http.StatusCreated, "booked", "5.00", "0.00", "0.00", "5.00")
	o.owing("50.00", 2, spent)
	o.stands(o.change(o.vera, models.ChangeRelease, "5.00"), http.StatusCreated, "booked", "0.00", "0.00", "0.00", "0.00")
	o.owing("45.00", 3, spent)
	o.proven()
}
