package withdrawals

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

// What customers owe by the books cannot be withdrawn, whether the directory has heard of it or not; and what comes back
// from a withdrawal pays what an ended association left to the partner.
func TestArrearsHoldMoneyAndArePaidByWhatComesBack(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	c.wechat("10.00")
	customer := kit.NewCustomer()
	account := c.KnownAccount(customer, nil)
	c.resells(customer, account)
	feed := c.person("feed", c.Vendor, models.RoleService)
	spent := call[client.Consumption](feed, http.StatusCreated, http.MethodPost, "/v1/consumptions", map[string]any{
		"event_id": "bill-1", "customer_id": account, "amount": map[string]string{"amount": "4.00", "currency": "CNY"}, "consumed_at": c.Now().UTC(),
	})
	require.Equal(t, "4.00", spent.Arrears.Amount)
	require.Equal(t, []string{"amount_above_withdrawable", "sub_customers_in_arrears"}, c.finn.isRefused(http.StatusConflict, request("original", "6.01", nil)))
	w := c.finn.asks("original", "6.00", nil)
	_, err := c.Admin.Exec(t.Context(), "UPDATE associations SET effective_until = $2 WHERE customer_id = $1", account, c.Now().Add(-time.Millisecond))
	require.NoError(t, err)
	require.Subset(t, c.finn.isRefused(http.StatusConflict, request("original", "0.01", nil)), []string{"amount_above_withdrawable", "sub_customers_in_arrears"}, "now they are the partner's own")

	call[client.Withdrawal](c.finn, http.StatusOK, http.MethodPost, "/v1/withdrawals/"+w.Id.String()+"/cancel", nil)
	c.holds("cash", "6.00")
	c.holds("allocatable", "6.00")
	require.Equal(t, 1, c.count("SELECT count(*) FROM events WHERE subject_id = $1 AND type = $2", spent.Id, models.EventArrearsPaid))
	c.finn.asks("original", "6.00", nil)
	c.verified()
}
