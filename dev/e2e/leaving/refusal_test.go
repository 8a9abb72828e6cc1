package leaving

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/directory"
	"partnercenter/dev/visitor"
	"partnercenter/models"
	"partnercenter/rules"
)

// Every code of a refusal is reached over HTTP.
func TestEveryRefusal(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	t.Run("what lies in the account, a partner asks", func(t *testing.T) { causesForPartners(c.in(t)) })
	t.Run("what lies in the account, a customer asks", func(t *testing.T) { causesForCustomers(c.in(t)) })
	t.Run("what lies with the request", func(t *testing.T) { causesOfTheRequest(c.in(t)) })
	t.Run("what the customer asked of another partner", func(t *testing.T) { whoeverThePartnerWas(c.in(t)) })
	t.Run("what lies with the partner", func(t *testing.T) { causesOfThePartner(c.in(t)) })
	t.Run("what changed until the answer", func(t *testing.T) { causesAtTheAnswer(c.in(t)) })
	t.Run("what is the other side's", func(t *testing.T) { takenBack(c.in(t)) })
	t.Run("who may not", func(t *testing.T) { whoMayNot(c.in(t)) })
	t.Run("the verification code", func(t *testing.T) { verification(c.in(t)) })
	t.Run("the directory does not answer", func(t *testing.T) { directoryIsAway(c.in(t)) })
	// The document knows two verdicts and lets no third one through.
	c.HeardAll([]string{"association_request.go", "step_up.go"}, rules.VerdictInvalid)
}

// knows lets the directory, and the product, know something of a customer.
func (c *town) knows(b kit.Bond, change func(*directory.Facts)) {
	c.T.Helper()
	record, err := c.Sims.Directory().Get(c.T.Context(), b.Account)
	require.NoError(c.T, err)
	change(&record.Facts)
	require.NoError(c.T, c.Sims.Directory().Put(c.T.Context(), record))
	body := kit.Encode(map[string]any{
		"as_of": time.Now().UTC(), "source": "directory", "account_name": record.AccountName, "name": record.Name, "phone": record.Phone, "email": record.Email, "facts": record.Facts,
	})
	status, answer := c.Call(c.URLs[0], http.MethodPut, fmt.Sprintf("/v1/customers/%s/facts", b.Account), c.Token("feed", c.Vendor, models.RoleService), body)
	require.Equal(c.T, http.StatusOK, status, "%s", answer)
}

func causesForPartners(c *town) {
	resale, consultant := c.Bonded(c.ada, models.Resale, nil), c.Bonded(c.ada, models.Consultant, nil)
	unlinking := asking(resale.Association, models.RequestUnlink)
	for code, change := range map[string]func(*directory.Facts){
		rules.OrdersAwaitingPartner:        func(f *directory.Facts) { f.OrdersAwaitingPartner = true },
		rules.MasterWithIndependentMembers: func(f *directory.Facts) { f.MasterWithIndependentMembers = true },
		rules.IndependentAccountingMember:  func(f *directory.Facts) { f.IndependentAccountingMember = true },
		rules.InArrears:                    func(f *directory.Facts) { f.InArrears = true },
		rules.OwedInvoices:                 func(f *directory.Facts) { f.OwedInvoices = true },
	} {
		c.knows(resale, change)
		require.Equal(c.T, []string{code}, codes(c.refused(unlinking)))
		require.Equal(c.T, []string{code}, c.checked(resale), "the check says the same")
		c.knows(resale, func(f *directory.Facts) { *f = directory.Fresh(resale.Account, time.Now()).Facts })
	}
	switching := asking(consultant.Association, models.RequestSwitch, to(models.Resale))
	c.knows(consultant, func(f *directory.Facts) { f.AccountBalance, f.UnexpiredReservedInstances = true, true })
	require.ElementsMatch(c.T, []string{rules.ReservedInstances, rules.ConsultantBalance}, codes(c.refused(switching)), "all of it at once")
	c.knows(consultant, func(f *directory.Facts) {
		*f = directory.Fresh(consultant.Account, time.Now()).Facts
		f.Contracts, f.StoredValueCardBalance, f.TopUpBonusBalance = []string{string(models.ContractOfflineDirect)}, true, true
	})
	require.ElementsMatch(c.T, []string{rules.ContractSigned, rules.StoredValueCard, rules.TopUpBonus}, codes(c.refused(switching)), "nobody comes to resale by a switch whom resale bars")

	// The international site's own list.
	_, err := c.Admin.Exec(c.T.Context(), "UPDATE organisations SET site = 'intl' WHERE id = $1", c.Aurora)
	require.NoError(c.T, err)
	c.knows(resale, func(f *directory.Facts) {
		f.AccountFrozen, f.PartnerSupportPlan, f.UnexpiredReservedInstances = true, true, true
	})
	require.ElementsMatch(c.T, []string{rules.AccountFrozen, rules.PartnerSupportPlan, rules.ReservedInstances}, codes(c.refused(unlinking)))
	_, err = c.Admin.Exec(c.T.Context(), "UPDATE organisations SET site = 'cn' WHERE id = $1", c.Aurora)
	require.NoError(c.T, err)
}

// checked are the codes that the check tells of an unlink.
func (c *town) checked(b kit.Bond) []string {
	c.T.Helper()
	return c.foreseen(asking(b.Association, models.RequestUnlink))
}

// foreseen are the codes that the check tells of a request that could be made.
func (c *town) foreseen(body string) []string {
	c.T.Helper()
	var request map[string]any
	require.NoError(c.T, json.Unmarshal([]byte(body), &request))
	delete(request, "reason")
	delete(request, "accept_notice")
	status, answer := c.Call(c.URLs[0], http.MethodPost, unlink+"/check", c.ada, kit.Encode(request))
	require.Equal(c.T, http.StatusOK, status, "%s", answer)
	found := []string{}
	for _, b := range decode[client.Evaluation](c, answer).Blockers {
		found = append(found, b.Code)
	}
	return found
}

// causesForCustomers: the page tells what stands against it and has no form.
func causesForCustomers(c *town) {
	for kind, causes := range map[models.AssociationType]map[string]func(*directory.Facts){
		models.Resale: {
			"Cancel the orders, or ask the partner to pay them.": func(f *directory.Facts) { f.OrdersAwaitingPartner = true },
			"Ask the partner to allot what you owe.":             func(f *directory.Facts) { f.InArrears = true },
			"Unsubscribe the reserved instances first.":          func(f *directory.Facts) { f.UnexpiredReservedInstances = true },
			"Unsubscribe the support plan first.":                func(f *directory.Facts) { f.PartnerSupportPlan = true },
			"Contact your account manager":                       func(f *directory.Facts) { f.Contracts = []string{"direct_special_price"} },
			"Settle the members":                                 func(f *directory.Facts) { f.MasterWithIndependentMembers = true },
			"Use the vouchers first.":                            func(f *directory.Facts) { f.UnusedPickUpVouchers = true },
		},
		models.Consultant: {
			"The master account unlinks its members.": func(f *directory.Facts) { f.UnifiedAccountingMember = true },
			"Use the vouchers first.":                 func(f *directory.Facts) { f.UnusedPickUpVouchers = true },
		},
	} {
		b := c.Bonded(c.ada, kind, nil)
		for advice, change := range causes {
			c.knows(b, change)
			page := c.AtPartnerPage(b.Account)
			require.Contains(c.T, page.Page.Text, advice)
			require.Len(c.T, page.Page.Causes, 1)
			require.Error(c.T, page.Submit(c.T.Context(), "/ask", "", nil), "there is no form")
			c.knows(b, func(f *directory.Facts) { *f = directory.Fresh(b.Account, time.Now()).Facts })
		}
	}
	c.Told(rules.SpecialContract) // the page speaks of it in words of its own, see above
}

func causesOfTheRequest(c *town) {
	b := c.Bonded(c.ada, models.Resale, nil)
	require.Equal(c.T, []string{rules.NoticeNotAccepted}, codes(c.refused(asking(b.Association, models.RequestUnlink, func(r map[string]any) { r["accept_notice"] = false }))))
	require.Equal(c.T, []string{rules.AssociationTypeUnchanged}, codes(c.refused(asking(b.Association, models.RequestSwitch, to(models.Resale)))))
	for pointer, body := range map[string]string{
		"/association_type": asking(b.Association, models.RequestSwitch),
		"/reason":           asking(b.Association, models.RequestUnlink, func(r map[string]any) { r["reason"] = "  " }),
	} {
		status, answer := c.Call(c.URLs[0], http.MethodPost, unlink, c.ada, body)
		require.Equal(c.T, http.StatusUnprocessableEntity, status, "%s", answer)
		require.Equal(c.T, pointer, (*decode[client.Problem](c, answer).Errors)[0].Pointer)
	}
	id := c.customerAsks(b)
	require.Equal(c.T, []string{rules.RequestOpen, rules.CustomerAskedRecently}, codes(c.refused(asking(b.Association, models.RequestUnlink))))
	c.answers(id, models.VerdictReject)
	page := c.AtPartnerPage(b.Account)
	require.Contains(c.T, page.Page.Text, "Possible from", "the customer's own limit")
	require.Len(c.T, page.Page.Causes, 1)

	gone := c.Bonded(c.ada, models.Resale, nil)
	ended := c.customerAsks(gone)
	c.answers(ended, models.VerdictApprove)
	require.Equal(c.T, []string{rules.NotAssociated, rules.CustomerAskedRecently}, codes(c.refused(asking(gone.Association, models.RequestUnlink))))
	retry := unlink + "/" + ended.String() + "/settlement/steps/allotment_return/retry"
	status, answer := c.Call(c.URLs[0], http.MethodPost, retry, c.operator, `{"reason":"Try."}`)
	require.Equal(c.T, http.StatusConflict, status)
	require.Equal(c.T, []string{rules.SettlementStepNotFailed}, codes(decode[client.Problem](c, answer)))
	status, _ = c.Call(c.URLs[0], http.MethodPost, unlink, c.ada, asking(uuid.New(), models.RequestUnlink))
	require.Equal(c.T, http.StatusNotFound, status)
}

// whoeverThePartnerWas: a customer that has left a partner by its own request is not led on by the next one for three months.
func whoeverThePartnerWas(c *town) {
	b := c.Bonded(c.ada, models.Consultant, nil)
	asked := c.customerAsks(b)
	c.answers(asked, models.VerdictApprove)
	left := c.request(asked)

	next := *c
	next.ada = c.Token("bea", c.Borealis, models.RoleAdministrator)
	status, answer := c.Call(c.URLs[0], http.MethodPost, "/v1/invitation-links", next.ada, `{"kind":"general","association_type":"consultant"}`)
	require.Equal(c.T, http.StatusCreated, status, "%s", answer)
	require.Equal(c.T, visitor.Done, c.Accept(decode[client.InvitationLink](c, answer).Url, b.Account).Page.Outcome)
	bonds := get[client.AssociationPage](c, next.ada, "/v1/associations").Items
	require.Len(c.T, bonds, 1)

	p := next.refused(asking(bonds[0].Id, models.RequestUnlink))
	require.Equal(c.T, []string{rules.CustomerAskedRecently}, codes(p))
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(c.T, err)
	require.Equal(c.T, models.AddMonths(left.CreatedAt, 3, zone), (*p.Blockers)[0].EligibleFrom.UTC())
	require.Empty(c.T, get[client.AssociationRequestPage](c, next.ada, unlink+"?limit=200").Items, "and sees nothing of it")
}

func causesOfThePartner(c *town) {
	b, other := c.Bonded(c.ada, models.Resale, nil), c.Bonded(c.ada, models.Consultant, nil)
	stated := func(frozen, prepaid bool) {
		body := fmt.Sprintf(`{"kind":"partner","site":"cn","name":"Aurora","country":"CN","frozen":%t,"prepaid":%t,"contact":{"person_name":"Office","email":%q}}`, frozen, prepaid, partnerMail)
		status, answer := c.Call(c.URLs[0], http.MethodPut, "/v1/organisations/"+c.Aurora.String(), c.Token("feed", c.Vendor, models.RoleService), body)
		require.Equal(c.T, http.StatusOK, status, "%s", answer)
	}
	stated(true, false)
	require.Equal(c.T, []string{rules.PartnerFrozen}, codes(c.refused(asking(b.Association, models.RequestUnlink))))
	id := c.customerAsks(b)
	require.Equal(c.T, client.AssociationRequestState("approved"), c.answers(id, models.VerdictApprove).State, "its freeze does not hold the customer")
	stated(false, true)
	require.Equal(c.T, []string{rules.PrepaidPartnerResale}, codes(c.refused(asking(other.Association, models.RequestSwitch, to(models.Resale)))))
	stated(false, false)
}

// causesAtTheAnswer: what came up since the request stands against the consent.
func causesAtTheAnswer(c *town) {
	b := c.Bonded(c.ada, models.Resale, nil)
	r := c.asks(asking(b.Association, models.RequestUnlink))
	c.knows(b, func(f *directory.Facts) { f.InArrears = true })
	page := c.AtPartnerPage(b.Account)
	require.Contains(c.T, page.Page.Text, "Ask the partner to allot what you owe.")
	require.Error(c.T, page.Submit(c.T.Context(), "/agree", "", nil), "there is no form to agree")
	c.knows(b, func(f *directory.Facts) { f.InArrears = false })
	page = c.AtPartnerPage(b.Account)
	c.knows(b, func(f *directory.Facts) { f.OwedInvoices = true })
	require.NoError(c.T, page.Submit(c.T.Context(), "/agree", "", map[string]string{"reason": "Yes.", "notice": "read"}))
	require.Equal(c.T, http.StatusConflict, page.Page.Status, "the page was read before")
	require.Equal(c.T, client.AssociationRequestState("submitted"), c.request(r.Id).State)
}

func whoMayNot(c *town) {
	b := c.Bonded(c.ada, models.Resale, nil)
	for _, role := range []models.Role{models.RoleAccountManager, models.RoleSupervisor, models.RoleFinance, models.RoleMember} {
		status, answer := c.Call(c.URLs[0], http.MethodPost, unlink, c.Token("mia", c.Aurora, role), asking(b.Association, models.RequestUnlink))
		require.Equal(c.T, http.StatusForbidden, status, "%s as %s", answer, role)
	}
	bob := c.Token("bob", c.Borealis, models.RoleAdministrator)
	status, _ := c.Call(c.URLs[0], http.MethodPost, unlink, bob, asking(b.Association, models.RequestUnlink))
	require.Equal(c.T, http.StatusNotFound, status, "another partner's association is not there")
	id := c.customerAsks(b)
	status, _ = c.Call(c.URLs[0], http.MethodPost, unlink+"/"+id.String()+"/decide", bob, `{"verdict":"approve","reason":"Mine now.","accept_notice":true}`)
	require.Equal(c.T, http.StatusNotFound, status)
}

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// verification: where the policy's switch is on, a partner's request takes a code
// from a mail, a few times, for some minutes, once.
func verification(c *town) {
	_, err := c.Admin.Exec(c.T.Context(), `INSERT INTO policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document)
		SELECT gen_random_uuid(), realm, site, 1000, schema, now() - interval '1 minute', 'a', 'b', now(), now(), jsonb_set(document, '{leaving,step_up}', 'true')
		FROM policies WHERE realm = $1 AND site = 'eu' AND version = 1`, c.Realm)
	require.NoError(c.T, err)
	_, err = c.Admin.Exec(c.T.Context(), "UPDATE organisations SET site = 'eu' WHERE id = $1", c.Borealis)
	require.NoError(c.T, err)
	bob := *c
	bob.ada = c.Token("bob", c.Borealis, models.RoleAdministrator)
	b := kit.Bond{Association: bob.bonded()}
	with := func(code string) string {
		return asking(b.Association, models.RequestUnlink, func(r map[string]any) { r["verification_code"] = code })
	}
	unticked := asking(b.Association, models.RequestUnlink, func(r map[string]any) { r["accept_notice"] = false })
	require.Eventually(c.T, func() bool { return len(codes(bob.refused(unticked))) == 2 }, patience, poll, "versions are known for a second")
	require.Equal(c.T, []string{rules.VerificationCodeRequired}, codes(bob.refused(asking(b.Association, models.RequestUnlink))))
	require.Equal(c.T, []string{rules.VerificationCodeExpired}, codes(bob.refused(with("123456"))), "there is none yet")

	code := bob.sent()
	wrong := map[bool]string{true: "000000", false: "000001"}[code != "000000"]
	for range 5 {
		require.Equal(c.T, []string{rules.VerificationCodeWrong}, codes(bob.refused(with(wrong))))
	}
	require.Equal(c.T, []string{rules.VerificationCodeExpired}, codes(bob.refused(with(code))), "it was tried too often")

	code = bob.sent(code)
	_, err = c.Admin.Exec(c.T.Context(), "UPDATE step_up_codes SET expires_at = now() - interval '1 second'")
	require.NoError(c.T, err)
	require.Equal(c.T, []string{rules.VerificationCodeExpired}, codes(bob.refused(with(code))), "its minutes are over")

	code = bob.sent(code)
	r := bob.asks(with(code))
	status, answer := c.Call(c.URLs[0], http.MethodPost, unlink+"/"+r.Id.String()+"/cancel", bob.ada, "")
	require.Equal(c.T, http.StatusOK, status, "%s", answer)
	require.Contains(c.T, codes(bob.refused(with(code))), rules.VerificationCodeExpired, "it is good once")
	var stored string
	require.NoError(c.T, c.Admin.QueryRow(c.T.Context(), "SELECT string_agg(s::text, ' ') FROM step_up_codes s").Scan(&stored))
	require.NotContains(c.T, stored, code, "nobody reads it in the database")
}

// bonded is an association of the second partner, by a link: its site has no registrations.
func (c *town) bonded() uuid.UUID {
	c.T.Helper()
	status, answer := c.Call(c.URLs[0], http.MethodPost, "/v1/invitation-links", c.ada, `{"kind":"general","association_type":"resale"}`)
	require.Equal(c.T, http.StatusCreated, status, "%s", answer)
	account := c.Account(kit.NewCustomer(), func(r *directory.Record) { r.Facts.Site = "eu" })
	agreed, err := c.Browse(decode[client.InvitationLink](c, answer).Url, account).Agree(c.T.Context())
	require.NoError(c.T, err)
	require.Equal(c.T, http.StatusOK, agreed)
	var id uuid.UUID
	require.Eventually(c.T, func() bool {
		return c.Admin.QueryRow(c.T.Context(), "SELECT id FROM associations WHERE customer_id = $1", account).Scan(&id) == nil
	}, patience, poll)
	return id
}

// sent asks for a code and reads it in the mail.
func (c *town) sent(old ...string) string {
	c.T.Helper()
	status, answer := c.Call(c.URLs[0], http.MethodPost, unlink+"/step-up", c.ada, "")
	require.Equal(c.T, http.StatusCreated, status, "%s", answer)
	var told struct{ Email string }
	require.NoError(c.T, json.Unmarshal(answer, &told))
	require.NotContains(c.T, told.Email, "borealis@", "the address is masked")
	code := ""
	require.Eventually(c.T, func() bool {
		caught, err := c.Mails(c.T.Context(), "borealis@partner.example")
		if err != nil {
			return false
		}
		for _, m := range caught {
			if strings.Contains(m.Subject, "verification code") {
				code = sixDigits.FindString(m.Text)
			}
		}
		return code != "" && (len(old) == 0 || code != old[0])
	}, patience, poll)
	return code
}

// directoryIsAway comes last: facts that are too old, and nobody to ask.
func directoryIsAway(c *town) {
	b := c.Bonded(c.ada, models.Resale, nil)
	c.DirectoryIs(directory.Down)
	defer c.DirectoryIs("ok")
	c.ClockTo(time.Now().Add(25 * time.Hour))
	p := c.refused(asking(b.Association, models.RequestUnlink))
	require.Equal(c.T, []string{rules.FactsUnavailable}, codes(p))
	require.Equal(c.T, http.StatusServiceUnavailable, p.Status)
}
