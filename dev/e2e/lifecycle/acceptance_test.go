package lifecycle

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/directory"
	"partnercenter/dev/visitor"
	"partnercenter/models"
)

// What a customer meets behind an invitation or a link.
func TestAcceptances(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	t.Run("accounts that associate with nobody", func(t *testing.T) { associateWithNobody(c.in(t)) })
	t.Run("accounts that associate as consultant only", func(t *testing.T) { notInResale(c.in(t)) })
	t.Run("accounts that must be registered first", func(t *testing.T) { registeredFirst(c.in(t)) })
	t.Run("a customer of somebody else", func(t *testing.T) { takenAtTheDoor(c.in(t)) })
	t.Run("a phone that is not the registered one", func(t *testing.T) { phonesMatch(c.in(t)) })
	t.Run("another account of the registered phone", func(t *testing.T) { accountsMatch(c.in(t)) })
	t.Run("a house account that the vendor approved", func(t *testing.T) { approvedHouse(c.in(t)) })
	t.Run("a failed invitation is sent again", func(t *testing.T) { failedIsSentAgain(c.in(t)) })
	t.Run("codes that lead nowhere any more", func(t *testing.T) { usedCodes(c.in(t)) })
	t.Run("no consent without the tick", func(t *testing.T) { consentIsTicked(c.in(t)) })
	t.Run("associations are readable as of the past", func(t *testing.T) { asOf(c.in(t)) })
}

// link makes an offline link of Aurora.
func (c *town) link(kind models.AssociationType) string {
	c.T.Helper()
	return post[client.InvitationLink](c.alice, http.StatusCreated, "/v1/invitation-links", map[string]any{"kind": "general", "association_type": kind}).Url
}

// failure is why an account's attempt through a link failed.
func (c *town) failure(link string, account uuid.UUID) []string {
	c.T.Helper()
	page := c.Accept(link, account).Page
	require.Equal(c.T, visitor.Stopped, page.Outcome, page.Text)
	for _, a := range get[client.AcceptancePage](c.rita, "/v1/acceptances?limit=200").Items {
		if a.CustomerId == account {
			require.Equal(c.T, "failed", string(a.State))
			require.Len(c.T, page.Causes, len(a.FailureCodes), "the customer reads every cause")
			return a.FailureCodes
		}
	}
	require.Fail(c.T, "no acceptance of", account.String())
	return nil
}

func associateWithNobody(c *town) {
	link := c.link(models.Consultant)
	for code, change := range map[string]account{
		"account_other_site":   func(r *directory.Record) { r.Facts.Site = "intl" },
		"customer_is_partner":  func(r *directory.Record) { r.Facts.PartnerStatus = "partner" },
		"registered_by_vendor": func(r *directory.Record) { r.Facts.RegisteredByVendor = true },
		"subsidy_programme":    func(r *directory.Record) { r.Facts.SubsidyProgramme = "joining" },
		"reward_programme":     func(r *directory.Record) { r.Facts.RewardProgramme = "joined" },
		"consumer_cloud_user":  func(r *directory.Record) { r.Facts.ConsumerCloudUser = true },
		"in_arrears":           func(r *directory.Record) { r.Facts.InArrears = true },
		"internal_account":     func(r *directory.Record) { r.Facts.InternalAccount = true },
		"special_contract":     func(r *directory.Record) { r.Facts.Contracts = []string{"direct_special_price"} },
		"cloud_not_enabled":    func(r *directory.Record) { r.Facts.CloudEnabled = false },
	} {
		require.Equal(c.T, []string{code}, c.failure(link, c.Account(kit.NewCustomer(), change)))
	}
}

func notInResale(c *town) {
	resale, consultant := c.link(models.Resale), c.link(models.Consultant)
	for code, change := range map[string]account{
		"contract_signed":                 func(r *directory.Record) { r.Facts.Contracts = []string{"offline_direct"} },
		"reserved_instances":              func(r *directory.Record) { r.Facts.UnexpiredReservedInstances = true },
		"owed_invoices":                   func(r *directory.Record) { r.Facts.OwedInvoices = true },
		"stored_value_card":               func(r *directory.Record) { r.Facts.StoredValueCardBalance = true },
		"master_with_independent_members": func(r *directory.Record) { r.Facts.MasterWithIndependentMembers = true },
		"independent_accounting_member":   func(r *directory.Record) { r.Facts.IndependentAccountingMember = true },
		"top_up_bonus":                    func(r *directory.Record) { r.Facts.TopUpBonusBalance = true },
	} {
		account := c.Account(kit.NewCustomer(), change)
		require.Equal(c.T, []string{code}, c.failure(resale, account))
		require.Equal(c.T, visitor.Done, c.Accept(consultant, account).Page.Outcome, code)
	}
	both := c.Account(kit.NewCustomer(), func(r *directory.Record) { r.Facts.OwedInvoices, r.Facts.InArrears = true, true })
	require.ElementsMatch(c.T, []string{"in_arrears", "owed_invoices"}, c.failure(resale, both), "all causes at once")
}

func registeredFirst(c *town) {
	link := c.link(models.Consultant)
	for name, change := range map[string]account{
		"old":  old,
		"cash": func(r *directory.Record) { r.Facts.HasCashConsumption = true },
	} {
		require.Equal(c.T, []string{"registration_required"}, c.failure(link, c.Account(kit.NewCustomer(), change)), name)
	}
	customer := kit.NewCustomer()
	account := c.Account(customer, old)
	r := c.alice.registers(customer)
	require.Equal(c.T, visitor.Done, c.Accept(link, account).Page.Outcome, "a link finds the partner's live registration")
	associated := c.alice.registration(r.Id)
	require.Equal(c.T, client.RegistrationStateAssociated, associated.State)
	require.Equal(c.T, r.Id, *c.associationOf(customer).RegistrationId)
	require.Equal(c.T, account, *associated.CustomerId)
	c.settled()
}

func takenAtTheDoor(c *town) {
	link := c.link(models.Consultant)
	registered := kit.NewCustomer()
	c.bob.registers(registered)
	require.Equal(c.T, []string{"customer_taken"}, c.failure(link, c.Account(registered, nil)))

	theirs := kit.NewCustomer()
	account := c.Account(theirs, nil)
	bobs := post[client.InvitationLink](c.bob, http.StatusCreated, "/v1/invitation-links", `{"kind":"general","association_type":"consultant"}`)
	require.Equal(c.T, visitor.Done, c.Accept(bobs.Url, account).Page.Outcome)
	require.Equal(c.T, []string{"customer_taken"}, c.failure(link, account))

	ours := c.Account(kit.NewCustomer(), nil)
	require.Equal(c.T, visitor.Done, c.Accept(link, ours).Page.Outcome)
	again := c.Accept(link, ours).Page
	require.Equal(c.T, visitor.Stopped, again.Outcome)
	require.Len(c.T, again.Causes, 1)
	n := 0
	require.NoError(c.T, c.Admin.QueryRow(c.T.Context(), "SELECT count(*) FROM acceptances WHERE customer_id = $1 AND failure_codes::text LIKE '%customer_already_yours%'", ours).Scan(&n))
	require.Equal(c.T, 1, n)
}

func phonesMatch(c *town) {
	customer, moved := kit.NewCustomer(), kit.NewCustomer()
	i := c.alice.invites(models.Consultant, c.alice.registers(customer).Id)[0]
	moved.Company, moved.Email = customer.Company, customer.Email
	require.Equal(c.T, []string{"phone_mismatch"}, c.failure(c.MailedLink(customer.Email, 1), c.Account(moved, nil)))
	failed := c.alice.invitation(i.Id)
	require.Equal(c.T, client.InvitationStateFailed, failed.State)
	require.Equal(c.T, []string{"phone_mismatch"}, failed.FailureCodes)
}

// accountsMatch: who shares a phone with the registered account gets nowhere by its mail, and neither takes anything of the other's.
func accountsMatch(c *town) {
	registered, neighbour := kit.NewCustomer(), kit.NewCustomer()
	neighbour.Phone = registered.Phone
	var own, others string
	account := c.known(registered, func(r *directory.Record) { own = r.AccountName })
	other := c.known(neighbour, func(r *directory.Record) { others = r.AccountName })
	r := post[client.Registration](c.alice, http.StatusCreated, "/v1/registrations", with(c, registered.JSON(), "account_name", own))
	i := c.alice.invites(models.Consultant, r.Id)[0]

	require.Equal(c.T, []string{"account_mismatch"}, c.failure(c.MailedLink(registered.Email, 1), other))
	require.Equal(c.T, []string{"account_mismatch"}, c.alice.invitation(i.Id).FailureCodes)
	require.Equal(c.T, client.RegistrationStateReported, c.alice.registration(r.Id).State)

	post[client.Invitation](c.alice, http.StatusOK, "/v1/invitations/"+i.Id.String()+"/resend", nil)
	require.Equal(c.T, visitor.Done, c.Accept(c.MailedLink(registered.Email, 2), account).Page.Outcome)
	require.Equal(c.T, account, *c.alice.registration(r.Id).CustomerId)
	post[client.Registration](c.bob, http.StatusCreated, "/v1/registrations", with(c, neighbour.JSON(), "account_name", others))
	c.settled()
}

func approvedHouse(c *town) {
	customer := kit.NewCustomer()
	account := c.known(customer, func(r *directory.Record) { r.Facts.RegisteredByVendor = true })
	r := c.alice.asksForReview(customer)
	c.rita.reviews(r.Id, client.Approve)
	require.Equal(c.T, visitor.Done, c.Accept(c.link(models.Consultant), account).Page.Outcome)
	require.Equal(c.T, client.RegistrationStateAssociated, c.alice.registration(r.Id).State)
}

func failedIsSentAgain(c *town) {
	customer := kit.NewCustomer()
	i := c.alice.invites(models.Consultant, c.alice.registers(customer).Id)[0]
	account := c.Account(customer, func(r *directory.Record) { r.Facts.InArrears = true })
	first := c.MailedLink(customer.Email, 1)
	require.Equal(c.T, []string{"in_arrears"}, c.failure(first, account))
	require.Contains(c.T, listed(c.alice, "failed"), i.Id)
	require.True(c.T, slices.ContainsFunc(get[client.TaskPage](c.alice, "/v1/tasks?limit=200").Items, func(task client.Task) bool {
		return task.SubjectId == i.Id && task.Party == "partner"
	}), "the partner is asked to send it again")
	require.Equal(c.T, visitor.Stopped, c.Visitor(first).Page.Outcome)

	record, err := c.Sims.Directory().Get(c.T.Context(), account)
	require.NoError(c.T, err)
	record.Facts.InArrears = false
	require.NoError(c.T, c.Sims.Directory().Put(c.T.Context(), record))
	post[client.Invitation](c.alice, http.StatusOK, "/v1/invitations/"+i.Id.String()+"/resend", nil)
	require.Equal(c.T, visitor.Done, c.Accept(c.MailedLink(customer.Email, 2), account).Page.Outcome)
	require.Equal(c.T, client.InvitationStateAssociated, c.alice.invitation(i.Id).State)
	c.settled()
}

// Every way in which a code can be over, as the page's causes tell it.
func usedCodes(c *town) {
	require.Equal(c.T, http.StatusNotFound, c.Visitor(c.URLs[0]+"/i/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").Page.Status, "the invitation link does not exist")

	customer := kit.NewCustomer()
	i := c.alice.invites(models.Consultant, c.alice.registers(customer).Id)[0]
	first := c.MailedLink(customer.Email, 1)
	waiting := c.SignIn(first, c.Account(customer, nil))
	post[client.Invitation](c.alice, http.StatusOK, "/v1/invitations/"+i.Id.String()+"/resend", nil)
	require.NoError(c.T, waiting.Consent(c.T.Context()))
	require.Equal(c.T, visitor.Stopped, waiting.Page.Outcome, "the code was voided between page and consent")
	require.Equal(c.T, client.InvitationStateSent, c.alice.invitation(i.Id).State, "an old code does not fail the new one")

	second := c.MailedLink(customer.Email, 2)
	other := kit.NewCustomer()
	other.Company, other.Phone = customer.Company, customer.Phone
	require.Equal(c.T, visitor.Done, c.Accept(second, c.Account(other, nil)).Page.Outcome)
	for _, link := range []string{first, second} {
		page := c.Visitor(link).Page
		require.Equal(c.T, visitor.Stopped, page.Outcome)
		require.Equal(c.T, []string{"The invitation link has been used."}, page.Causes)
	}
}

func consentIsTicked(c *town) {
	customer := kit.NewCustomer()
	c.alice.invites(models.Resale, c.alice.registers(customer).Id)
	v := c.SignIn(c.MailedLink(customer.Email, 1), c.Account(customer, nil))
	require.Equal(c.T, "1", v.NoticeVersion())
	require.NoError(c.T, v.Submit(c.T.Context(), "/accept", "", nil))
	require.Equal(c.T, http.StatusUnprocessableEntity, v.Page.Status)
	require.Len(c.T, v.Page.Problems, 1)
	require.NoError(c.T, v.Consent(c.T.Context()))
	require.Equal(c.T, visitor.Done, v.Page.Outcome)
}

func asOf(c *town) {
	customer := kit.NewCustomer()
	before := c.Now()
	c.ClockTo(before.Add(time.Hour))
	require.Equal(c.T, visitor.Done, c.Accept(c.link(models.Consultant), c.Account(customer, nil)).Page.Outcome)
	c.ClockTo(before.Add(2 * time.Hour))
	found := func(p person, at time.Time) bool {
		page := get[client.AssociationPage](p, "/v1/associations?limit=200&as_of="+at.UTC().Format(time.RFC3339))
		return slices.ContainsFunc(page.Items, func(a client.Association) bool { return a.CustomerName == customer.Company })
	}
	require.False(c.T, found(c.alice, before.Add(30*time.Minute)))
	require.True(c.T, found(c.alice, before.Add(90*time.Minute)))
	require.False(c.T, found(c.bob, before.Add(90*time.Minute)))
}
