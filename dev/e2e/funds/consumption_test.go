package funds

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

func (o *office) spend(event, customer, amount string, at time.Time, header ...string) reply {
	o.T.Helper()
	return o.ask(http.MethodPost, "/v1/consumptions", o.Token("feed", o.Vendor, models.RoleService),
		map[string]any{"event_id": event, "customer_id": customer, "amount": cny(amount), "consumed_at": at.UTC()}, header...)
}

func (r reply) money(name string) string {
	m, _ := r.object[name].(map[string]any)
	return text(m, "amount")
}

// Spending lowers what the customer may spend and what the partner has, once per event.
func TestACustomerSpends(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.pay(payment(kit.PaymentAccount("Aurora"), "100.00"))
	id, association := o.customer(models.Resale)
	o.done(o.allocate(o.ada, id, "50.00"), "100.00", "50.00", "50.00")
	at := o.Now()
	key := kit.Key()
	r := o.spend("bill-1", id, "20.00", at, "Idempotency-Key", key)
	require.Equal(t, http.StatusCreated, r.status, "%s", r.body)
	require.Equal(t, association, r.text("association_id"))
	require.Equal(t, "20.00", r.money("charged"))
	require.Equal(t, "0.00", r.money("arrears"))
	require.Equal(t, map[string]string{"cash": "80.00", "clearing": "-80.00", "allocatable": "50.00", id: "30.00", "issued": "-80.00"}, o.balances(o.Aurora))

	for _, again := range []reply{o.spend("bill-1", id, "20.00", at, "Idempotency-Key", key), o.spend("bill-1", id, "20.00", at)} {
		require.Equal(t, http.StatusCreated, again.status, "%s", again.body)
		require.Equal(t, r.text("id"), again.text("id"))
	}
	o.wrongField(o.spend("bill-1", id, "21.00", at), http.StatusUnprocessableEntity, "/event_id", "duplicate")
	o.wrongField(o.spend("bill-2", id, "1.00", at.Add(time.Hour)), http.StatusUnprocessableEntity, "/consumed_at", "in_the_future")
	o.wrongField(o.spend("bill-2", id, "0.00", at), http.StatusUnprocessableEntity, "/amount", "not_positive")

	// A customer does not spend what the partner has not given it.
	over := o.spend("bill-3", id, "40.00", at)
	require.Equal(t, "30.00", over.money("charged"))
	require.Equal(t, "10.00", over.money("arrears"))
	nothing := o.spend("bill-4", id, "5.00", at)
	require.Equal(t, "5.00", nothing.money("arrears"))
	require.Nil(t, nothing.object["transaction_id"])
	require.Equal(t, "50.00", o.balances(o.Aurora)["cash"])

	for _, a := range o.get("/v1/accounts?customer_id="+id, o.finn).items() {
		entries := o.get("/v1/accounts/"+text(a, "id")+"/entries?trade_type=SOURCE_OPERAIION_USAGE", o.finn).items()
		require.Len(t, entries, 2)
		require.Equal(t, association, entries[0]["association_id"])
	}
	o.proven()
}

// What was spent under an association is its partner's to pay, whenever it is told.
func TestWhatIsToldLateIsChargedToTheOldAssociation(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.pay(payment(kit.PaymentAccount("Aurora"), "100.00"))
	id, association := o.customer(models.Resale)
	before := o.Now()
	o.done(o.allocate(o.ada, id, "30.00"), "100.00", "70.00", "30.00")
	o.done(o.reclaim(o.ada, id, "30.00"), "100.00", "100.00", "0.00") // as its end does
	o.end(association)
	late := o.spend("late-1", id, "60.00", before)
	require.Equal(t, http.StatusCreated, late.status, "%s", late.body)
	require.Equal(t, association, late.text("association_id"))
	require.Equal(t, o.Aurora.String(), late.text("partner_id"))
	require.Equal(t, "0.00", late.money("arrears"))
	require.Equal(t, "40.00", o.balances(o.Aurora)["cash"])
	later := o.spend("late-2", id, "60.00", before)
	require.Equal(t, "20.00", later.money("arrears"), "what nothing is there for is kept")
	o.refused(o.spend("late-3", id, "1.00", o.Now()), "customer_not_associated")
	consultant, _ := o.customer(models.Consultant)
	o.refused(o.spend("late-4", consultant, "1.00", o.Now()), "consultant_customer")
	o.refused(o.spend("late-5", uuid.NewString(), "1.00", o.Now()), "customer_not_associated")
	o.proven()
}
