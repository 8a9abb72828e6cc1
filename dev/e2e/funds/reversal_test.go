package funds

import (
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

// A consumption that was billed by mistake is taken back: the customer may spend it
// again, and what it owes is paid of it first. One that left arrears stays.
func TestAConsumptionIsReversed(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.pay(payment(kit.PaymentAccount("Aurora"), "100.00"))
	id, association := o.customer(models.Resale)
	o.done(o.allocate(o.ada, id, "50.00"), "100.00", "50.00", "50.00")
	mistake, over := o.spend("bill-1", id, "20.00", o.Now()), o.spend("bill-2", id, "40.00", o.Now())
	require.Equal(t, "10.00", over.money("arrears"))
	require.Equal(t, map[string]string{"cash": "50.00", "clearing": "-50.00", "allocatable": "50.00", id: "0.00", "issued": "-50.00"}, o.balances(o.Aurora))

	said, err := o.Product.TryOps("reverse", "--transaction", over.text("transaction_id"), "--operator", "olga", "--approved-by", "paul", "--reason", "a test")
	require.Error(t, err)
	require.Contains(t, said, "left arrears")
	said, err = o.Product.TryOps("reverse", "--transaction", mistake.text("transaction_id"), "--operator", "olga", "--reason", "a test")
	require.Error(t, err)
	require.Contains(t, said, "--approved-by")

	for range 2 {
		o.Product.Ops("reverse", "--transaction", mistake.text("transaction_id"), "--approved-by", "paul")
	}
	require.Equal(t, map[string]string{"cash": "60.00", "clearing": "-60.00", "allocatable": "50.00", id: "10.00", "issued": "-60.00"}, o.balances(o.Aurora))
	for _, a := range o.get("/v1/accounts?customer_id="+id, o.finn).items() {
		entries := o.get("/v1/accounts/"+text(a, "id")+"/entries?trade_type="+models.TradeAdjustment, o.finn).items()
		require.Len(t, entries, 1)
		require.Equal(t, mistake.text("transaction_id"), entries[0]["reverses_id"])
		require.Equal(t, association, entries[0]["association_id"])
	}
	o.proven()
}
