package lifecycle

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/directory"
	"partnercenter/models"
)

// What a partner may not register, may register after a review, and may.
func TestRefusals(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	t.Run("accounts that no review helps", func(t *testing.T) { neverRegistered(c.in(t)) })
	t.Run("accounts that a review may allow", func(t *testing.T) { registeredAfterReview(c.in(t)) })
	t.Run("what never is allowed beats what a review may allow", func(t *testing.T) { neverBeatsReview(c.in(t)) })
	t.Run("accounts that stand against nothing", func(t *testing.T) { registeredAtOnce(c.in(t)) })
	t.Run("a customer of another partner", func(t *testing.T) { takenByAssociation(c.in(t)) })
	t.Run("a partner without contact data", func(t *testing.T) { contactIsNeeded(c.in(t)) })
	t.Run("a frozen partner", func(t *testing.T) { frozenPartnersWait(c.in(t)) })
	t.Run("a phone with several accounts", func(t *testing.T) { accountsAreChosen(c.in(t)) })
	t.Run("facts that are missing or too old", func(t *testing.T) { factsAreFresh(c.in(t)) })
	t.Run("a customer that this partner has registered", func(t *testing.T) { ownDuplicates(c.in(t)) })
}

type account = func(*directory.Record)

func neverRegistered(c *town) {
	for code, change := range map[string]account{
		"account_other_site":          func(r *directory.Record) { r.Facts.Site = "intl" },
		"consumer_cloud_user":         func(r *directory.Record) { r.Facts.ConsumerCloudUser = true },
		"contract_signed":             func(r *directory.Record) { r.Facts.Contracts = []string{"telesales_discount"} },
		"cash_consumption_unfollowed": func(r *directory.Record) { r.Facts.HasCashConsumption = true },
		"unified_accounting_member":   func(r *directory.Record) { r.Facts.UnifiedAccountingMember = true },
		"reward_programme":            func(r *directory.Record) { r.Facts.RewardProgramme = "joined" },
		"customer_is_partner":         func(r *directory.Record) { r.Facts.PartnerStatus = "applying" },
	} {
		customer := kit.NewCustomer()
		c.known(customer, change)
		refusal := c.alice.isRefused(http.StatusConflict, customer.ReviewJSON())
		require.Equal(c.T, []string{code}, codes(refusal), "with the form of a review")
		require.False(c.T, reviewable(refusal), code)
	}
}

func registeredAfterReview(c *town) {
	for name, of := range map[string]struct {
		code   string
		change account
	}{
		"old and followed":  {"followed_by_direct_sales", func(r *directory.Record) { old(r); r.Facts.FollowedByDirectSales = true }},
		"cash and followed": {"followed_by_direct_sales", func(r *directory.Record) { r.Facts.HasCashConsumption, r.Facts.FollowedByDirectSales = true, true }},
		"house":             {"registered_by_vendor", func(r *directory.Record) { r.Facts.RegisteredByVendor = true }},
		"online sales":      {"online_sales_customer", func(r *directory.Record) { r.Facts.OnlineSalesTeam = true }},
		"authorised centre": {"authorised_sales_centre_customer", func(r *directory.Record) { r.Facts.AuthorisedSalesCentre = true }},
	} {
		customer := kit.NewCustomer()
		c.known(customer, of.change)
		refusal := c.alice.isRefused(http.StatusConflict, customer.JSON())
		require.Equal(c.T, []string{of.code}, codes(refusal), name)
		require.True(c.T, reviewable(refusal), name)
		check := post[client.Evaluation](c.alice, http.StatusOK, "/v1/registrations/check", customer.JSON())
		require.Equal(c.T, client.EvaluationOutcomeReview, check.Outcome, "the check says what the command says")
		require.Equal(c.T, []string{of.code}, blockerCodes(check.Blockers))
		c.alice.asksForReview(customer)
	}
}

func reviewable(p client.Problem) bool {
	for _, b := range *p.Blockers {
		if b.Reviewable == nil || !*b.Reviewable {
			return false
		}
	}
	return true
}

func neverBeatsReview(c *town) {
	customer := kit.NewCustomer()
	c.known(customer, func(r *directory.Record) { r.Facts.RegisteredByVendor, r.Facts.ConsumerCloudUser = true, true })
	refusal := c.alice.isRefused(http.StatusConflict, customer.ReviewJSON())
	require.ElementsMatch(c.T, []string{"consumer_cloud_user", "registered_by_vendor"}, codes(refusal), "all reasons at once")
}

func registeredAtOnce(c *town) {
	for name, change := range map[string]account{
		"young and followed, without cash": func(r *directory.Record) { r.Facts.FollowedByDirectSales = true },
		"old, not followed, without cash":  old,
		"another country, on the cn site":  func(r *directory.Record) { r.Facts.Country = "SG" },
		"joining the reward programme":     func(r *directory.Record) { r.Facts.RewardProgramme = "joining" },
	} {
		customer := kit.NewCustomer()
		c.known(customer, change)
		require.Equal(c.T, client.RegistrationStateReported, c.alice.registers(customer).State, name)
	}
}

// Registered by another partner and associated with another partner read the same.
func takenByAssociation(c *town) {
	registered, associated := kit.NewCustomer(), kit.NewCustomer()
	c.alice.registers(registered)
	link := post[client.InvitationLink](c.alice, http.StatusCreated, "/v1/invitation-links", `{"kind":"general","association_type":"consultant"}`)
	require.Equal(c.T, "done", c.Accept(link.Url, c.Account(associated, nil)).Page.Outcome)
	problems := map[string]client.Problem{}
	for name, customer := range map[string]kit.Customer{"registered": registered, "associated": associated} {
		p := c.bob.isRefused(http.StatusConflict, customer.JSON())
		p.RequestId, p.EvaluationId = "", nil
		problems[name] = p
	}
	require.Equal(c.T, []string{"customer_taken"}, codes(problems["registered"]))
	require.Equal(c.T, problems["registered"], problems["associated"])
	require.Equal(c.T, []string{"customer_already_yours"}, codes(c.alice.isRefused(http.StatusConflict, associated.JSON())))
}

func contactIsNeeded(c *town) {
	partner := c.newPartner("Cygnus")
	org := get[client.RegistrationPage](partner, "/v1/registrations")
	require.Empty(c.T, org.Items)
	mute := uuid.Must(uuid.NewV7())
	path := "/v1/organisations/" + mute.String()
	body := `{"kind":"partner","site":"cn","name":"Mute","country":"CN"%s}`
	call[client.Organisation](c.feed, http.StatusOK, http.MethodPut, path, fmt.Sprintf(body, ""))
	admin := person{c.World, c.Token("mute", mute, models.RoleAdministrator)}
	customer := kit.NewCustomer()
	require.Equal(c.T, []string{"partner_contact_missing"}, codes(admin.isRefused(http.StatusConflict, customer.JSON())))
	call[client.Organisation](c.feed, http.StatusOK, http.MethodPut, path, fmt.Sprintf(body, `,"contact":{"phone":"+8613900000009"}`))
	admin.registers(customer)

	const stepUp = "/v1/association-requests/step-up"
	require.Equal(c.T, []string{"partner_email_missing"}, codes(post[client.Problem](admin, http.StatusConflict, stepUp, nil)), "a phone gets no mail")
	call[client.Organisation](c.feed, http.StatusOK, http.MethodPut, path, fmt.Sprintf(body, `,"contact":{"email":"mute@partner.example"}`))
	post[client.VerificationCode](admin, http.StatusCreated, stepUp, nil)
}

func frozenPartnersWait(c *town) {
	id := uuid.Must(uuid.NewV7())
	c.AddPartner(id, "Frost")
	admin := person{c.World, c.Token("frost", id, models.RoleAdministrator)}
	held := admin.registers(kit.NewCustomer())
	call[client.Organisation](c.feed, http.StatusOK, http.MethodPut, "/v1/organisations/"+id.String(),
		`{"kind":"partner","site":"cn","name":"Frost","country":"CN","frozen":true,"contact":{"phone":"+8613900000008"}}`)
	require.Equal(c.T, []string{"partner_frozen"}, codes(admin.isRefused(http.StatusConflict, kit.NewCustomer().JSON())))
	refusal := post[client.Problem](admin, http.StatusConflict, "/v1/invitations", fmt.Sprintf(`{"registration_ids":[%q],"association_type":"consultant"}`, held.Id))
	require.Equal(c.T, []string{"partner_frozen"}, codes(refusal))
	require.Equal(c.T, client.RegistrationStateReleased, post[client.Registration](admin, http.StatusOK, "/v1/registrations/"+held.Id.String()+"/release", nil).State)
}

func accountsAreChosen(c *town) {
	one, two := kit.NewCustomer(), kit.NewCustomer()
	two.Phone = one.Phone
	names := map[string]string{}
	for _, customer := range []kit.Customer{one, two} {
		c.known(customer, func(r *directory.Record) { names[customer.Company] = r.AccountName })
	}
	choose := func(customer kit.Customer, name string) string {
		return with(c, customer.JSON(), "account_name", name)
	}
	refusal := c.alice.isRefused(http.StatusConflict, one.JSON())
	require.Equal(c.T, []string{"account_selection_required"}, codes(refusal))
	require.Equal(c.T, "/account_name", *(*refusal.Blockers)[0].Pointer)
	require.Equal(c.T, []string{"account_unknown"}, codes(c.alice.isRefused(http.StatusConflict, choose(one, "nobody-here"))))

	r := post[client.Registration](c.alice, http.StatusCreated, "/v1/registrations", choose(one, names[one.Company]))
	require.NotNil(c.T, r.AccountName)
	require.Equal(c.T, []string{"customer_taken"}, codes(c.bob.isRefused(http.StatusConflict, choose(one, names[one.Company]))))
	post[client.Registration](c.bob, http.StatusCreated, "/v1/registrations", choose(two, names[two.Company]))
}

// with is a body with one more member.
func with(c *town, body, name string, value any) string {
	c.T.Helper()
	members := map[string]any{}
	require.NoError(c.T, json.Unmarshal([]byte(body), &members))
	members[name] = value
	text, err := json.Marshal(members)
	require.NoError(c.T, err)
	return string(text)
}

func factsAreFresh(c *town) {
	customer := kit.NewCustomer()
	id := c.Account(customer, nil)
	record, err := c.Sims.Directory().Get(c.T.Context(), id)
	require.NoError(c.T, err)
	call[client.CustomerFacts](c.feed, http.StatusOK, http.MethodPut, "/v1/customers/"+id.String()+"/facts", map[string]any{
		"as_of": c.Now().Add(-25 * time.Hour).UTC(), "source": "crm", "account_name": record.AccountName, "name": record.Name,
		"phone": record.Phone, "email": record.Email, "facts": record.Facts,
	})
	for _, mode := range []string{"down", "stale"} {
		c.DirectoryIs(mode)
		refusal := c.alice.isRefused(http.StatusServiceUnavailable, customer.JSON())
		require.Equal(c.T, []string{"facts_unavailable"}, codes(refusal), mode)
		require.True(c.T, *(*refusal.Blockers)[0].Retryable)
	}
	c.DirectoryIs("ok")
	c.alice.registers(customer)
	var newest time.Time
	require.NoError(c.T, c.Admin.QueryRow(c.T.Context(), "SELECT max(as_of) FROM customer_facts WHERE customer_id = $1", id).Scan(&newest))
	require.WithinDuration(c.T, c.Now(), newest, time.Minute, "the product asked the directory")
}

func ownDuplicates(c *town) {
	customer, other := kit.NewCustomer(), kit.NewCustomer()
	r := c.alice.registers(customer)
	for _, twin := range []kit.Customer{
		customer,
		{Company: customer.Company, Phone: other.Phone, Email: other.Email},
		{Company: other.Company, Phone: customer.Phone, Email: other.Email},
		{Company: other.Company, Phone: other.Phone, Email: customer.Email},
	} {
		require.Equal(c.T, []string{"registration_duplicate"}, codes(c.alice.isRefused(http.StatusConflict, twin.JSON())))
		require.Equal(c.T, []string{"customer_taken"}, codes(c.bob.isRefused(http.StatusConflict, twin.JSON())))
	}
	post[client.Registration](c.alice, http.StatusOK, "/v1/registrations/"+r.Id.String()+"/release", nil)
	again := c.alice.registers(customer)
	require.NotEqual(c.T, r.Id, again.Id, "registering again makes a new row")
}

// The cap counts what is pending or reported, by what is in force now.
func TestTheCapOfOneHundred(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	id := uuid.Must(uuid.NewV7())
	c.AddPartner(id, "Centaurus")
	admin := person{c.World, c.Token("chiron", id, models.RoleAdministrator)}
	post[client.Registration](c.feed, http.StatusCreated, "/v1/historical-customers", with(c, kit.NewCustomer().JSON(), "partner_id", id))
	first := admin.registers(kit.NewCustomer())
	admin.asksForReview(c.house())
	opened := c.Now()
	c.ClockTo(c.Now().Add(time.Hour))
	var last client.Registration
	for range 98 {
		last = admin.registers(kit.NewCustomer())
	}
	require.Equal(c.T, []string{"registration_cap_reached"}, codes(admin.isRefused(http.StatusConflict, kit.NewCustomer().JSON())))

	post[client.Registration](admin, http.StatusOK, "/v1/registrations/"+last.Id.String()+"/release", nil)
	admin.registers(kit.NewCustomer())
	require.Equal(c.T, []string{"registration_cap_reached"}, codes(admin.isRefused(http.StatusConflict, kit.NewCustomer().JSON())))

	// No workflow sees this: the clock alone frees the places of the first
	// registration and, where its ten working days are over, of the review.
	c.ClockTo(first.ValidUntil.Add(time.Second))
	free := 1
	if !afterWorkingDays(t, opened, 10).After(*first.ValidUntil) {
		free++
	}
	for range free {
		admin.registers(kit.NewCustomer())
	}
	require.Equal(c.T, []string{"registration_cap_reached"}, codes(admin.isRefused(http.StatusConflict, kit.NewCustomer().JSON())))
}
