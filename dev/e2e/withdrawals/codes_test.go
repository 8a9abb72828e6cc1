package withdrawals

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/bank"
	"partnercenter/dev/sim/directory"
	"partnercenter/models"
	"partnercenter/rules"
)

// Every refusal of section 7f is reached over HTTP.
func TestEveryRefusal(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	t.Run("of the partner himself", func(t *testing.T) { partnerRefusals(c.in(t)) })
	t.Run("of the amount", func(t *testing.T) { amountRefusals(c.in(t)) })
	t.Run("of the top-ups", func(t *testing.T) { lotRefusals(c.in(t)) })
	t.Run("of the bank account", func(t *testing.T) { accountRefusals(c.in(t)) })
	t.Run("of the verification code", func(t *testing.T) { verification(c.in(t)) })
	t.Run("of a review", func(t *testing.T) { reviewRefusals(c.in(t)) })
	t.Run("of what cannot be meant", func(t *testing.T) { invalid(c.in(t)) })
	t.Run("customers in arrears, and nobody knows", func(t *testing.T) { arrears(c.in(t)) })
	// The document knows two verdicts and lets no third one through.
	c.HeardAll([]string{"withdrawal.go", "step_up.go"}, rules.VerdictInvalid)
}

func due(amount string) []any { return []any{map[string]string{"amount": amount, "currency": "CNY"}} }

func partnerRefusals(c *town) {
	c.wechat("10.00")
	ten := request("original", "10.00", nil)
	c.Funds(c.partner, map[string]any{"restricted": true, "real_name": nil})
	require.Equal(c.T, []string{"partner_restricted", "real_name_missing"}, c.finn.isRefused(http.StatusConflict, ten))
	c.Funds(c.partner, nil)
	c.freezes(true)
	require.Equal(c.T, []string{"partner_frozen"}, c.finn.isRefused(http.StatusConflict, ten))
	c.freezes(false)
}

func (c *town) freezes(frozen bool) {
	c.T.Helper()
	body := map[string]any{
		"kind": "partner", "site": "cn", "name": c.name(), "country": "CN", "frozen": frozen, "payment_account": kit.PaymentAccount(c.name()),
		"contact": map[string]any{"person_name": "Office", "email": c.mailbox()},
	}
	status, answer := c.Call(c.URLs[0], http.MethodPut, "/v1/organisations/"+c.partner.String(), c.Token("feed", c.Vendor, models.RoleService), kit.Encode(body))
	require.Equal(c.T, http.StatusOK, status, "%s", answer)
}

func amountRefusals(c *town) {
	c.wechat("10.00")
	ten := request("original", "10.00", nil)
	require.Equal(c.T, []string{"amount_above_withdrawable", "route_amount_exceeded"}, c.finn.isRefused(http.StatusConflict, request("original", "10.01", nil)))
	c.Funds(c.partner, map[string]any{"owed_invoices": due("0.01"), "unbilled": due("0.01")})
	require.Equal(c.T, []string{"amount_above_withdrawable", "partner_owes_invoices", "unbilled_consumption"}, c.finn.isRefused(http.StatusConflict, ten))
	c.Funds(c.partner, nil)
	c.designates("0.01")
	require.Equal(c.T, []string{"amount_above_withdrawable", "funds_designated"}, c.finn.isRefused(http.StatusConflict, ten))
	c.designates("-0.01")
	c.allots("0.01")
	require.Equal(c.T, []string{"amount_above_withdrawable", "allotted_to_customers"}, c.finn.isRefused(http.StatusConflict, ten))
	require.Equal(c.T, []string{"rebate_not_paid_out"}, c.finn.isRefused(http.StatusConflict, request("rebate", "9.99", account())))
	c.finn.asks("original", "9.99", nil)
}

func lotRefusals(c *town) {
	lot := c.wechat("10.00")
	chosen := map[string]any{"lots": []uuid.UUID{lot}}
	card := account()
	card["lots"] = chosen["lots"]
	refusal := call[client.Problem](c.finn, http.StatusConflict, http.MethodPost, "/v1/withdrawals", request("bank_card", "10.00", card))
	require.Equal(c.T, []string{"route_not_allowed"}, codesOf(refusal))
	require.NotNil(c.T, (*refusal.Blockers)[0].EligibleFrom)
	require.Equal(c.T, "/lots/0", *(*refusal.Blockers)[0].Pointer)
	c.Funds(c.partner, map[string]any{"invoiced": []any{map[string]any{"lot_id": lot, "amount": kit.Money("6.01")}}})
	require.Equal(c.T, []string{"invoice_return_required", "route_amount_exceeded"}, c.finn.isRefused(http.StatusConflict, request("original", "4.00", chosen)))
	c.Funds(c.partner, map[string]any{"invoiced": []any{map[string]any{"lot_id": lot, "amount": kit.Money("6.00")}}})
	c.finn.asks("original", "4.00", chosen)
	c.Funds(c.partner, nil)
	require.Equal(c.T, []string{"lot_in_withdrawal"}, c.finn.isRefused(http.StatusConflict, request("original", "6.00", chosen)))
	require.Equal(c.T, []string{"lot_in_withdrawal", "route_amount_exceeded"}, c.finn.isRefused(http.StatusConflict, request("original", "6.00", nil)))
	card["decline_original"] = true
	card["lots"] = []uuid.UUID{c.wechat("10.00")}
	c.finn.asks("bank_card", "10.00", card)
}

func accountRefusals(c *town) {
	c.TopUp(c.partner, "10.00", models.SigningEntityCloudComputing, models.ChannelBankTransfer, c.Now())
	require.Equal(c.T, []string{"bank_branch_missing"}, c.finn.isRefused(http.StatusConflict, request("original", "10.00", nil)))
	c.TopUp(c.partner, "10.00", models.SigningEntityCloudComputing, models.ChannelTradeModeChange, c.Now())
	stranger := accountOf("Somebody Else Ltd", "")
	require.Equal(c.T, []string{"holder_mismatch", "bank_branch_missing"}, c.finn.isRefused(http.StatusConflict, request("bank_card", "10.00", stranger)))
	c.finn.asks("original", "4.00", account())
	c.TopUp(c.partner, "10.00", models.SigningEntityCloudComputing, models.ChannelBankTransfer, c.Now())
	c.finn.asks("original", "4.00", nil)
}

// reviewRefusals: nobody reviews what he asked for, nor twice, nor what is decided.
func reviewRefusals(c *town) {
	c.wechat("500000.01")
	w := c.finn.asks("original", "500000.01", nil)
	path := "/v1/withdrawals/" + w.Id.String()
	refused := func(p person, verb, path string, body any) []string {
		return codesOf(call[client.Problem](p, http.StatusConflict, verb, path, body))
	}
	approve := map[string]string{"verdict": "approve", "opinion": "in order"}
	maker := c.person("finn", c.Vendor, models.RoleVendorFinance)
	require.Equal(c.T, []string{"reviewer_is_maker"}, refused(maker, http.MethodPost, path+"/review", approve))
	c.vera.approves(w.Id)
	require.Equal(c.T, []string{"reviewer_is_first_reviewer"}, refused(c.vera, http.MethodPost, path+"/review", approve))
	require.Equal(c.T, []string{"withdrawal_not_rejected"}, refused(c.finn, http.MethodDelete, path, nil))
	c.vince.rejects(w.Id)
	require.Equal(c.T, []string{"withdrawal_not_submitted"}, refused(c.vince, http.MethodPost, path+"/review", approve))
	require.Equal(c.T, []string{"withdrawal_not_submitted"}, refused(c.finn, http.MethodPost, path+"/cancel", nil))
	sent := c.approved(bank.Silent, "10.00")
	c.happens(sent.Id, "withdrawal.payout_sent")
	reject := map[string]string{"verdict": "reject", "opinion": "too late"}
	require.Equal(c.T, []string{"payout_sent"}, refused(c.vince, http.MethodPost, "/v1/withdrawals/"+sent.Id.String()+"/review", reject))
}

// verification: where the policy's switch is on a request for money takes a code
// from a mail, good once.
func verification(c *town) {
	c.proves()
	c.wechat("10.00")
	with := func(amount, code string) map[string]any {
		return request("original", amount, map[string]any{"verification_code": code})
	}
	more := request("original", "10.01", nil)
	require.Eventually(c.T, func() bool { return len(c.finn.isRefused(http.StatusConflict, more)) == 3 }, patience, poll, "versions are known for a second")
	require.Equal(c.T, []string{"verification_code_required"}, c.finn.isRefused(http.StatusConflict, request("original", "10.00", nil)))
	require.Equal(c.T, []string{"verification_code_expired"}, c.finn.isRefused(http.StatusConflict, with("10.00", "123456")), "there is none yet")
	quote := map[string]any{"currency": "CNY", "request": request("original", "10.00", nil)}
	require.True(c.T, *call[client.WithdrawalQuote](c.finn, http.StatusOK, http.MethodPost, "/v1/withdrawals/quote", quote).Allowed, "asking costs no code")

	code := c.mailedCode()
	wrong := map[bool]string{true: "000000", false: "000001"}[code != "000000"]
	require.Equal(c.T, []string{"verification_code_wrong"}, c.finn.isRefused(http.StatusConflict, with("10.00", wrong)))
	require.Equal(c.T, []string{"verification_code_expired"}, c.ada.isRefused(http.StatusConflict, with("10.00", code)), "it is somebody else's")
	call[client.Withdrawal](c.finn, http.StatusCreated, http.MethodPost, "/v1/withdrawals", with("4.00", code))
	require.Contains(c.T, c.finn.isRefused(http.StatusConflict, with("4.00", code)), "verification_code_expired")
}

// proves moves the partner to a site whose policy asks for codes.
func (c *town) proves() {
	c.T.Helper()
	c.livesBy("{withdrawal,step_up}", "true")
}

// livesBy moves the partner to a site whose policy says something else at a path.
func (c *town) livesBy(path, value string) {
	c.T.Helper()
	_, err := c.Admin.Exec(c.T.Context(), `INSERT INTO policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document)
		SELECT gen_random_uuid(), realm, site, 1000, schema, now() - interval '1 minute', 'a', 'b', now(), now(), jsonb_set(document, $2::text[], $3::jsonb)
		FROM policies WHERE realm = $1 AND site = 'eu' AND version = 1`, c.Realm, path, value)
	require.NoError(c.T, err)
	_, err = c.Admin.Exec(c.T.Context(), "UPDATE organisations SET site = 'eu' WHERE id = $1", c.partner)
	require.NoError(c.T, err)
}

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// mailedCode asks for a code and reads it in the mail.
func (c *town) mailedCode() string {
	c.T.Helper()
	status, answer := c.finn.send(http.MethodPost, "/v1/association-requests/step-up", nil)
	require.Equal(c.T, http.StatusCreated, status, "%s", answer)
	return sixDigits.FindString(c.Mail(c.mailbox(), "verification code", 1).Text)
}

// invalid names the field that is wrong.
func invalid(c *town) {
	c.wechat("10.00")
	for want, body := range map[string]map[string]any{
		"/amount/amount": request("original", "0.00", nil),
		"/bank_account":  request("bank_card", "10.00", nil),
		"/lots/0":        request("original", "10.00", map[string]any{"lots": []uuid.UUID{uuid.New()}}),
	} {
		problem := call[client.Problem](c.finn, http.StatusUnprocessableEntity, http.MethodPost, "/v1/withdrawals", body)
		require.Equal(c.T, want, (*problem.Errors)[0].Pointer)
	}
	lot := c.wechat("10.00")
	invoice := func(lot uuid.UUID, amount string) map[string]any {
		return map[string]any{"lot_id": lot, "amount": kit.Money(amount)}
	}
	for want, stated := range map[string][]any{
		"/invoiced/0/lot_id": {invoice(uuid.New(), "1.00")},
		"/invoiced/1/lot_id": {invoice(lot, "1.00"), invoice(lot, "1.00")},
		"/invoiced/0/amount": {invoice(lot, "10.01")},
	} {
		problem := call[client.Problem](person{c.World, c.Token("feed", c.Vendor, models.RoleService)}, http.StatusUnprocessableEntity, http.MethodPut,
			"/v1/organisations/"+c.partner.String()+"/funds-facts",
			map[string]any{"as_of": c.Now().UTC(), "source": "billing", "owed_invoices": []any{}, "unbilled": []any{}, "invoiced": stated, "restricted": false})
		require.Equal(c.T, want, (*problem.Errors)[0].Pointer)
	}
	quote := map[string]any{"currency": "USD", "request": request("original", "10.00", nil)}
	problem := call[client.Problem](c.finn, http.StatusUnprocessableEntity, http.MethodPost, "/v1/withdrawals/quote", quote)
	require.Equal(c.T, "/request/amount/currency", (*problem.Errors)[0].Pointer)
}

// arrears of a resale customer count; without news of him nothing is known.
func arrears(c *town) {
	c.wechat("10.00")
	customer := kit.NewCustomer()
	account := c.KnownAccount(customer, func(r *directory.Record) { r.Facts.Arrears = &directory.Amount{Amount: "0.01", Currency: "CNY"} })
	c.resells(customer, account)
	ten := request("original", "10.00", nil)
	require.Equal(c.T, []string{"amount_above_withdrawable", "sub_customers_in_arrears"}, c.finn.isRefused(http.StatusConflict, ten))
	c.DirectoryIs(directory.Down)
	c.dayLater()
	require.Equal(c.T, []string{"amount_above_withdrawable", "sub_customers_in_arrears", "facts_unavailable"}, c.finn.isRefused(http.StatusConflict, ten))
	c.Funds(c.partner, map[string]any{"as_of": c.Now()})
	require.Equal(c.T, []string{"amount_above_withdrawable", "sub_customers_in_arrears", "facts_unavailable"}, c.finn.isRefused(http.StatusConflict, ten), "the customer's are old too")
	c.DirectoryIs("ok")
	require.Equal(c.T, []string{"amount_above_withdrawable", "sub_customers_in_arrears"}, c.finn.isRefused(http.StatusConflict, ten), "the directory was asked")
	c.clears(account)
	asked := c.looksAnew(ten)
	c.DirectoryIs(directory.Down)
	c.dayLater()
	c.wechat("10.00")
	require.Equal(c.T, []string{"facts_unavailable"}, c.finn.isRefused(http.StatusServiceUnavailable, ten))
	c.Funds(c.partner, map[string]any{"as_of": c.Now()})
	review := map[string]string{"verdict": "approve", "opinion": "in order"}
	path := "/v1/withdrawals/" + asked.Id.String() + "/review"
	require.Equal(c.T, []string{"facts_unavailable"}, codesOf(call[client.Problem](c.vera, http.StatusServiceUnavailable, http.MethodPost, path, review)))
	c.DirectoryIs("ok")
	c.becomes(c.vera.approves(asked.Id).Id, client.WithdrawalStateSucceeded)
}

// dayLater lets a day pass, for the directory too.
func (c *town) dayLater() {
	c.T.Helper()
	to := c.Now().Add(25 * time.Hour)
	c.ClockTo(to)
	c.Sims.Clock.SetShift(time.Until(to))
}

// clears lets the directory know that a customer owes nothing any more.
func (c *town) clears(account uuid.UUID) {
	c.T.Helper()
	record, err := c.Sims.Directory().Get(c.T.Context(), account)
	require.NoError(c.T, err)
	record.Facts.Arrears = nil
	require.NoError(c.T, c.Sims.Directory().Put(c.T.Context(), record))
}

// looksAnew: facts that are too old are read again, for a quote as for a request.
func (c *town) looksAnew(ten map[string]any) client.Withdrawal {
	c.T.Helper()
	quoted := func() client.Money {
		quote := call[client.WithdrawalQuote](c.finn, http.StatusOK, http.MethodPost, "/v1/withdrawals/quote", map[string]any{"currency": "CNY", "request": ten})
		return quote.Funds.Terms[5].Amount
	}
	c.dayLater()
	c.Funds(c.partner, map[string]any{"as_of": c.Now()})
	require.Equal(c.T, "0.00", quoted().Amount)
	c.dayLater()
	c.Funds(c.partner, map[string]any{"as_of": c.Now()})
	return c.finn.asks("original", "10.00", nil)
}

// resells bonds a customer to the partner as a resale customer.
func (c *town) resells(customer kit.Customer, account uuid.UUID) {
	c.T.Helper()
	registration := c.Registered(c.ada.token, customer)
	body := map[string]any{"registration_ids": []string{registration}, "association_type": "resale", "locale": "en"}
	status, answer := c.ada.send(http.MethodPost, "/v1/invitations", body)
	require.Equal(c.T, http.StatusCreated, status, "%s", answer)
	got, err := c.Browse(c.LinkIn(customer.Email), account).Agree(c.T.Context())
	require.NoError(c.T, err)
	require.Equal(c.T, http.StatusOK, got)
	require.Equal(c.T, 1, c.count("SELECT count(*) FROM associations WHERE customer_id = $1 AND association_type = 'resale'", account))
}
