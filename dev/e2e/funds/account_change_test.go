package funds

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
	"partnercenter/rules"
)

func (o *office) change(token, kind, amount string, header ...string) reply {
	o.T.Helper()
	return o.ask(http.MethodPost, "/v1/account-changes", token, map[string]any{"partner_id": o.Aurora, "kind": kind, "amount": cny(amount), "opinion": "as agreed"}, header...)
}

func (o *office) check(token string, change reply, verdict string, header ...string) reply {
	o.T.Helper()
	return o.ask(http.MethodPost, "/v1/account-changes/"+change.text("id")+"/review", token, map[string]any{"verdict": verdict, "opinion": "looked at"}, header...)
}

// stands checks a change's state and the four figures after it.
func (o *office) stands(r reply, status int, state, cash, credit, allocatable, designated string) reply {
	o.T.Helper()
	require.Equal(o.T, status, r.status, "%s", r.body)
	require.Equal(o.T, state, r.text("state"))
	figures := map[string]any{}
	for name, amount := range map[string]string{"cash": cash, "credit": credit, "allocatable": allocatable, "designated": designated} {
		figures[name] = map[string]any{"amount": amount, "currency": "CNY"}
	}
	require.Equal(o.T, figures, r.object["balances"])
	return r
}

func (o *office) events(id string) []string {
	o.T.Helper()
	types := []string{}
	for _, e := range o.get("/v1/account-changes/"+id+"/timeline", o.vera).items() {
		types = append(types, text(e, "type"))
	}
	return types
}

// Credit comes and goes, cash is set aside and released; the partner reads what was done to him.
func TestTheVendorChangesAPartnersAccount(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.pay(payment(kit.PaymentAccount("Aurora"), "100.00"))
	id, _ := o.customer(models.Resale)

	key := kit.Key()
	granted := o.stands(o.change(o.vera, models.ChangeGrantCredit, "50.00", "Idempotency-Key", key), http.StatusCreated, "booked", "100.00", "50.00", "150.00", "0.00")
	require.Equal(t, granted.object, o.change(o.vera, models.ChangeGrantCredit, "50.00", "Idempotency-Key", key).object, "the same request is the same change")
	require.Equal(t, "idempotency_key_reused", o.change(o.vera, models.ChangeGrantCredit, "51.00", "Idempotency-Key", key).text("code"))
	require.Equal(t, "vera", granted.text("maker"))
	require.Equal(t, []string{"account_change.booked"}, o.events(granted.text("id")))
	o.stands(o.change(o.vera, models.ChangeTakeCredit, "20.00"), http.StatusCreated, "booked", "100.00", "30.00", "130.00", "0.00")
	set := o.stands(o.change(o.vera, models.ChangeDesignate, "70.00"), http.StatusCreated, "booked", "100.00", "30.00", "60.00", "70.00")

	// What is designated is neither allotted nor spent: credit pays instead.
	o.refused(o.allocate(o.ada, id, "30.01"), "fund_insufficient")
	o.done(o.allocate(o.ada, id, "30.00"), "130.00", "30.00", "30.00")
	byCredit := map[string]any{"customer_id": id, "amount": cny("15.00"), "fund_type": "credit"}
	o.done(o.ask(http.MethodPost, "/v1/allocations", o.ada, byCredit), "130.00", "15.00", "45.00")
	o.spend("bill-1", id, "45.00", o.Now())
	held := o.balances(o.Aurora)
	require.Equal(t, "70.00", held["cash"])
	require.Equal(t, "15.00", held["credit"])
	for _, a := range o.get("/v1/accounts?limit=200", o.finn).items() {
		if designated := a["designated_amount"]; a["kind"] == models.AccountCash {
			require.Equal(t, map[string]any{"amount": "70.00", "currency": "CNY"}, designated)
		} else {
			require.Nil(t, designated)
		}
	}
	o.stands(o.change(o.vera, models.ChangeRelease, "70.00"), http.StatusCreated, "booked", "70.00", "15.00", "85.00", "0.00")

	require.Len(t, o.get("/v1/account-changes", o.finn).items(), 4)
	require.Len(t, o.get("/v1/account-changes?state=booked&partner_id="+o.Aurora.String(), o.oscar).items(), 4)
	require.Equal(t, "70.00", o.get("/v1/account-changes/"+set.text("id"), o.sue).money("amount"))
	require.Equal(t, http.StatusOK, o.ask(http.MethodGet, "/v1/evaluations/"+set.text("evaluation_id"), o.vera, nil).status)
	o.proven()
}

// Everything that stands against a change is told, and nobody else changes anything.
func TestChangesOfAnAccountAreRefused(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.pay(payment(kit.PaymentAccount("Aurora"), "100.00"))
	customer, _ := o.customer(models.Resale)
	o.refused(o.change(o.vera, models.ChangeTakeCredit, "0.01"), "fund_insufficient")
	o.refused(o.change(o.vera, models.ChangeTakeCredit, "100.01"), "allocatable_insufficient", "fund_insufficient")
	o.refused(o.change(o.vera, models.ChangeDesignate, "100.01"), "allocatable_insufficient", "fund_insufficient")
	o.refused(o.change(o.vera, models.ChangeRelease, "0.01"), "fund_insufficient")
	require.Equal(t, http.StatusCreated, o.change(o.vera, models.ChangeGrantCredit, "10.00").status)
	o.refused(o.change(o.vera, models.ChangeDesignate, "100.01"), "fund_insufficient")
	o.done(o.allocate(o.ada, customer, "100.00"), "110.00", "10.00", "100.00")
	o.refused(o.change(o.vera, models.ChangeDesignate, "10.01"), "allocatable_insufficient")
	require.Equal(t, http.StatusCreated, o.change(o.vera, models.ChangeDesignate, "1.00").status)
	o.refused(o.change(o.vera, models.ChangeTakeCredit, "10.00"), "allocatable_insufficient")
	for _, amount := range []string{"0.00", "-1.00"} {
		o.wrongField(o.change(o.vera, models.ChangeGrantCredit, amount), http.StatusUnprocessableEntity, "/amount", "not_positive")
	}
	of := func(org string) reply {
		return o.ask(http.MethodPost, "/v1/account-changes", o.vera, map[string]any{"partner_id": org, "kind": models.ChangeGrantCredit, "amount": cny("1.00"), "opinion": "as agreed"})
	}
	o.refused(of(customer), "not_a_partner")
	o.wrongField(of(uuid.NewString()), http.StatusUnprocessableEntity, "/partner_id", "unknown_organisation")
	abroad, partner := uuid.New(), uuid.New()
	o.OpenRealm("abroad", abroad)
	_, err := o.Admin.Exec(t.Context(), `INSERT INTO organisations (id, realm, kind, site, name, country, version, created_at, updated_at) VALUES ($1, 'abroad', 'partner', 'cn', 'Abroad', 'CN', 1, now(), now())`, partner)
	require.NoError(t, err)
	o.wrongField(of(partner.String()), http.StatusUnprocessableEntity, "/partner_id", "unknown_organisation")
	for _, token := range []string{o.ada, o.finn, o.sue, o.oscar} {
		require.Equal(t, http.StatusForbidden, o.change(token, models.ChangeGrantCredit, "1.00").status)
	}
	pending := o.change(o.vera, models.ChangeGrantCredit, "500000.01")
	o.refused(o.check(o.vera, pending, "reject"), "checker_is_maker")
	vince := o.Token("vince", o.Vendor, models.RoleVendorFinance)
	require.Equal(t, http.StatusOK, o.check(vince, pending, "reject").status)
	o.refused(o.check(vince, pending, "reject"), "account_change_not_pending")
	// The document knows two verdicts and lets no third one through; suspense is left by payouts, in the package of withdrawals.
	o.HeardAll([]string{"account_change.go"}, rules.VerdictInvalid, rules.SuspenseInsufficient)
	o.proven()
}

// A large change takes two people, and counts by the figures when the second one looks.
func TestALargeChangeTakesASecondPerson(t *testing.T) {
	t.Parallel()
	o := open(t)
	vince := o.Token("vince", o.Vendor, models.RoleVendorFinance)
	o.stands(o.change(o.vera, models.ChangeGrantCredit, "500000.00"), http.StatusCreated, "booked", "0.00", "500000.00", "500000.00", "0.00")
	pending := o.stands(o.change(o.vera, models.ChangeGrantCredit, "500000.01"), http.StatusCreated, "pending", "0.00", "500000.00", "500000.00", "0.00")
	tasks := o.get("/v1/tasks?kind=check_account_change", vince).items()
	require.Len(t, tasks, 1)
	require.Equal(t, pending.text("id"), tasks[0]["subject_id"])
	require.Equal(t, http.StatusNotFound, o.ask(http.MethodGet, "/v1/account-changes/"+pending.text("id"), o.ada, nil).status, "what is not decided is the vendor's")

	o.refused(o.check(o.vera, pending, "approve"), "checker_is_maker")
	require.Equal(t, http.StatusForbidden, o.check(o.finn, pending, "approve").status)
	abroad := uuid.New()
	o.OpenRealm("abroad", abroad)
	require.Equal(t, http.StatusNotFound, o.check(o.Token("victor", abroad, models.RoleVendorFinance), pending, "approve").status)
	require.Equal(t, http.StatusPreconditionFailed, o.check(vince, pending, "approve", "If-Match", `"7"`).status)
	key := kit.Key()
	booked := o.stands(o.check(vince, pending, "approve", "Idempotency-Key", key), http.StatusOK, "booked", "0.00", "1000000.01", "1000000.01", "0.00")
	require.Equal(t, booked.object, o.check(vince, pending, "approve", "Idempotency-Key", key).object, "the same verdict is the same decision")
	require.Equal(t, "vince", booked.text("checker"))
	o.refused(o.check(vince, pending, "reject"), "account_change_not_pending")
	require.Empty(t, o.get("/v1/tasks?kind=check_account_change", vince).items())
	require.Equal(t, []string{"account_change.booked", "account_change.pending"}, o.events(pending.text("id")))
	require.Equal(t, http.StatusOK, o.ask(http.MethodGet, "/v1/account-changes/"+pending.text("id"), o.ada, nil).status)

	// Both were possible when they were asked for; the second is not any more.
	first, second := o.change(o.vera, models.ChangeTakeCredit, "600000.00"), o.change(o.vera, models.ChangeTakeCredit, "600000.00")
	require.Equal(t, "pending", second.text("state"))
	o.stands(o.check(vince, first, "approve"), http.StatusOK, "booked", "0.00", "400000.01", "400000.01", "0.00")
	o.refused(o.check(vince, second, "approve"), "allocatable_insufficient", "fund_insufficient")
	o.stands(o.check(vince, second, "reject"), http.StatusOK, "rejected", "0.00", "400000.01", "400000.01", "0.00")
	require.Equal(t, []string{"account_change.rejected", "account_change.pending"}, o.events(second.text("id")))
	require.Empty(t, o.get("/v1/account-changes?state=rejected", o.ada).items())
	o.proven()
}
