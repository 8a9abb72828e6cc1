package funds

import (
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/directory"
	"partnercenter/models"
)

// customer is a fresh customer of Aurora, who came by a link.
func (o *office) customer(mode models.AssociationType) (id, association string) {
	o.T.Helper()
	link := o.ask(http.MethodPost, "/v1/invitation-links", o.ada, map[string]any{"kind": "general", "association_type": mode})
	require.Equal(o.T, http.StatusCreated, link.status, "%s", link.body)
	account := o.Account(kit.NewCustomer(), nil)
	status, err := o.Browse(link.text("url"), account).Agree(o.T.Context())
	require.NoError(o.T, err)
	require.Equal(o.T, http.StatusOK, status)
	require.Eventually(o.T, func() bool {
		for _, a := range o.get("/v1/associations?limit=200", o.ada).items() {
			if a["customer_id"] == account.String() {
				association = text(a, "id")
			}
		}
		return association != ""
	}, kit.Patience, 50*time.Millisecond)
	return account.String(), association
}

func (o *office) allocate(token, customer, amount string, header ...string) reply {
	o.T.Helper()
	return o.ask(http.MethodPost, "/v1/allocations", token, map[string]any{"customer_id": customer, "amount": cny(amount)}, header...)
}

func (o *office) reclaim(token, customer, amount string) reply {
	o.T.Helper()
	return o.ask(http.MethodPost, "/v1/reclaims", token, map[string]any{"customer_id": customer, "amount": cny(amount)})
}

// done checks an adjustment and the three figures after it.
func (o *office) done(r reply, account, allocatable, customer string) reply {
	o.T.Helper()
	require.Equal(o.T, http.StatusCreated, r.status, "%s", r.body)
	require.Equal(o.T, map[string]any{
		"account": map[string]any{"amount": account, "currency": "CNY"}, "allocatable": map[string]any{"amount": allocatable, "currency": "CNY"},
		"customer": map[string]any{"amount": customer, "currency": "CNY"},
	}, r.object["balances"])
	return r
}

// owes lets the directory's feed speak of unsettled fees of a customer.
func (o *office) owes(customer, fees string) {
	o.T.Helper()
	id := uuid.MustParse(customer)
	record, err := o.Sims.Directory().Get(o.T.Context(), id)
	require.NoError(o.T, err)
	record.Facts.UnsettledFees = &directory.Amount{Amount: fees, Currency: "CNY"}
	require.NoError(o.T, o.Sims.Directory().Put(o.T.Context(), record))
	r := o.ask(http.MethodPut, "/v1/customers/"+customer+"/facts", o.Token("feed", o.Vendor, models.RoleService), map[string]any{
		"as_of": o.Now().UTC(), "source": "directory", "account_name": record.AccountName, "name": record.Name, "phone": record.Phone, "email": record.Email, "facts": record.Facts,
	})
	require.Equal(o.T, http.StatusOK, r.status, "%s", r.body)
}

// Allocating leaves the balance as it is and takes from what may be allocated; a
// reclaim gives it back, but for fees that are not settled.
func TestMoneyIsAllocatedAndReclaimed(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.pay(payment(kit.PaymentAccount("Aurora"), "1000.00"))
	id, association := o.customer(models.Resale)

	key := kit.Key()
	first := o.done(o.allocate(o.finn, id, "300.00", "Idempotency-Key", key), "1000.00", "700.00", "300.00")
	require.Equal(t, "SOURCE_OPERATION_BEADJUST", first.text("type"))
	require.Equal(t, association, first.text("association_id"))
	require.Equal(t, "finn", first.text("operator"))
	require.Equal(t, http.StatusOK, o.ask(http.MethodGet, "/v1/evaluations/"+first.text("evaluation_id"), o.finn, nil).status)
	require.Equal(t, first.object, o.allocate(o.finn, id, "300.00", "Idempotency-Key", key).object, "the same request is the same adjustment")
	require.Equal(t, "idempotency_key_reused", o.allocate(o.finn, id, "301.00", "Idempotency-Key", key).text("code"))

	o.owes(id, "120.00")
	part := func() map[string]any {
		items := o.get("/v1/associations/"+association+"/allotment", o.sue).items()
		require.Len(t, items, 1)
		return items[0]
	}
	require.Equal(t, map[string]any{"amount": "180.00", "currency": "CNY"}, part()["reclaimable"])
	require.Equal(t, map[string]any{"amount": "120.00", "currency": "CNY"}, part()["unsettled_fees"])
	o.refused(o.reclaim(o.ada, id, "180.01"), "reclaimable_insufficient")
	back := o.done(o.reclaim(o.ada, id, "180.00"), "1000.00", "880.00", "120.00")
	require.Equal(t, "SOURCE_OPERATION_BERETRIEVE", back.text("type"))
	o.owes(id, "500.00")
	require.Equal(t, map[string]any{"amount": "0.00", "currency": "CNY"}, part()["reclaimable"], "never below zero")

	records := o.get("/v1/adjustments?customer_id="+id, o.sue).items()
	require.Len(t, records, 2)
	require.Equal(t, back.text("id"), records[0]["id"])
	require.Equal(t, first.text("transfer_id"), records[1]["transfer_id"])
	require.Len(t, o.get("/v1/adjustments?type=SOURCE_OPERATION_BERETRIEVE", o.vera).items(), 1)
	require.Empty(t, o.get("/v1/adjustments?type=SOURCE_OPERATION_BEUNBIND", o.vera).items())
	require.Empty(t, o.get("/v1/adjustments", o.Token("bob", o.Borealis, models.RoleFinance)).items())
	require.Equal(t, http.StatusForbidden, o.allocate(o.sue, id, "1.00").status, "a supervisor reads")
	o.proven()
}

// Every code of the table is reached, and names who clears it.
func TestAdjustmentsAreRefusedWithEverythingThatStandsAgainstThem(t *testing.T) {
	t.Parallel()
	o := open(t)
	resale, association := o.customer(models.Resale)
	consultant, _ := o.customer(models.Consultant)
	o.refused(o.allocate(o.ada, resale, "0.01"), "allocatable_insufficient", "fund_insufficient")
	o.pay(payment(kit.PaymentAccount("Aurora"), "100.00"))
	o.refused(o.allocate(o.ada, resale, "100.01"), "allocatable_insufficient", "fund_insufficient")
	o.refused(o.ask(http.MethodPost, "/v1/allocations", o.ada, map[string]any{"customer_id": resale, "amount": cny("1.00"), "fund_type": "credit"}), "fund_insufficient")
	o.refused(o.reclaim(o.ada, resale, "0.01"), "allotment_missing")
	o.refused(o.allocate(o.ada, consultant, "1.00"), "consultant_customer")
	o.refused(o.reclaim(o.ada, consultant, "1.00"), "consultant_customer")
	o.refused(o.allocate(o.ada, uuid.NewString(), "1.00"), "customer_not_associated")
	o.refused(o.allocate(o.Token("bob", o.Borealis, models.RoleAdministrator), resale, "1.00"), "customer_not_associated", "allocatable_insufficient", "fund_insufficient")
	for _, amount := range []string{"0.00", "-1.00"} {
		o.wrongField(o.allocate(o.ada, resale, amount), http.StatusUnprocessableEntity, "/amount", "not_positive")
		o.wrongField(o.reclaim(o.ada, resale, amount), http.StatusUnprocessableEntity, "/amount", "not_positive")
	}
	o.wrongField(o.allocate(o.ada, resale, "1.0"), http.StatusUnprocessableEntity, "/amount/amount", "invalid")

	o.done(o.allocate(o.ada, resale, "40.00"), "100.00", "60.00", "40.00")
	o.refused(o.reclaim(o.ada, resale, "40.01"), "reclaimable_insufficient")

	// Somebody else of the partner is at it.
	hold, err := o.Admin.Begin(t.Context())
	require.NoError(t, err)
	_, err = hold.Exec(t.Context(), "SELECT pg_advisory_xact_lock(hashtextextended('adjustment:' || $1::text || ':' || $2::text, 0))", o.Aurora, resale)
	require.NoError(t, err)
	o.refused(o.allocate(o.ada, resale, "1.00"), "adjustment_running")
	o.refused(o.reclaim(o.ada, resale, "1.00"), "adjustment_running")
	require.NoError(t, hold.Rollback(t.Context()))

	// What is known of the customer is too old, and the directory says nothing.
	o.DirectoryIs("down")
	o.ClockTo(o.Now().Add(25 * time.Hour))
	o.Sims.Clock.SetShift(25 * time.Hour)
	old := o.reclaim(o.ada, resale, "1.00")
	require.Equal(t, http.StatusServiceUnavailable, old.status, "%s", old.body)
	require.Equal(t, []string{"facts_unavailable"}, old.codes())
	require.Equal(t, http.StatusCreated, o.allocate(o.ada, resale, "1.00").status, "who gives needs no facts")
	o.DirectoryIs("ok")
	require.Equal(t, http.StatusCreated, o.reclaim(o.ada, resale, "1.00").status, "the directory is asked")

	frozen := map[string]any{"kind": "partner", "site": "cn", "name": "Aurora", "country": "CN", "payment_account": kit.PaymentAccount("Aurora"), "frozen": true}
	require.Equal(t, http.StatusOK, o.ask(http.MethodPut, "/v1/organisations/"+o.Aurora.String(), o.Token("feed", o.Vendor, models.RoleService), frozen).status)
	o.refused(o.allocate(o.ada, resale, "1.00"), "partner_frozen")
	frozen["frozen"] = false
	require.Equal(t, http.StatusOK, o.ask(http.MethodPut, "/v1/organisations/"+o.Aurora.String(), o.Token("feed", o.Vendor, models.RoleService), frozen).status)

	o.end(association)
	o.refused(o.allocate(o.ada, resale, "1.00"), "association_ended")
	o.refused(o.reclaim(o.ada, resale, "1.00"), "association_ended")
	o.HeardAll([]string{"adjustment.go"})
	o.proven()
}

// end ends an association now.
func (o *office) end(association string) {
	o.T.Helper()
	_, err := o.Admin.Exec(o.T.Context(), "UPDATE associations SET effective_until = $2, version = version + 1 WHERE id = $1", association, o.Now())
	require.NoError(o.T, err)
}

// Sixty-four at once on one partner: no floor is broken, nobody deadlocks, and
// what the answers say is what the book says.
func TestSixtyFourAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.pay(payment(kit.PaymentAccount("Aurora"), "20.00"))
	customers := make([]string, 6)
	for i := range customers {
		customers[i], _ = o.customer(models.Resale)
	}
	feed := o.Token("feed", o.Vendor, models.RoleService)
	spentAt := o.Now().UTC()
	done := map[string]int{}
	var mu sync.Mutex
	var racers sync.WaitGroup
	for n := range 64 {
		racers.Go(func() {
			path, token := []string{"/v1/allocations", "/v1/allocations", "/v1/reclaims", "/v1/consumptions"}[n%4], o.finn
			body := map[string]any{"customer_id": customers[n%len(customers)], "amount": cny("1.00")}
			if path == "/v1/consumptions" {
				token, body["event_id"], body["consumed_at"] = feed, "bill-"+uuid.NewString(), spentAt
			}
			status, answer, err := o.Try(t.Context(), o.URLs[0], http.MethodPost, path, token, kit.Encode(body))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil && status == http.StatusCreated:
				done[path]++
			case err != nil || status != http.StatusConflict:
				t.Errorf("%s: %d %s %v", path, status, answer, err)
			}
		})
	}
	racers.Wait()
	require.Equal(t, 16, done["/v1/consumptions"], "a consumption is a fact: %v", done)
	require.Positive(t, done["/v1/allocations"])
	for name, balance := range o.balances(o.Aurora) {
		if name != models.AccountClearing && name != models.AccountIssued {
			require.NotContains(t, balance, "-", name)
		}
	}
	require.Len(t, o.get("/v1/adjustments?limit=200", o.finn).items(), done["/v1/allocations"]+done["/v1/reclaims"])
	log, err := os.ReadFile(filepath.Join(o.LogDir(), "api.log"))
	require.NoError(t, err)
	require.NotContains(t, string(log), "transaction conflict")
	o.proven()
}
