package lifecycle

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

// What a partner does with the registrations it holds, and who may see them.
func TestHolding(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{})
	t.Run("one is released", func(t *testing.T) { oneIsReleased(c.in(t)) })
	t.Run("several are released as far as they can be", func(t *testing.T) { severalAreReleased(c.in(t)) })
	t.Run("historical customers are imported and submitted", func(t *testing.T) { historyIsSubmitted(c.in(t)) })
	t.Run("search is exact on normalised values", func(t *testing.T) { searchIsExact(c.in(t)) })
	t.Run("personal data is masked until somebody says why", func(t *testing.T) { contactsAreMasked(c.in(t)) })
	t.Run("an account manager has his own customers", func(t *testing.T) { managersHaveTheirOwn(c.in(t)) })
	t.Run("a supervisor reads and does not act", func(t *testing.T) { supervisorsRead(c.in(t)) })
	t.Run("evaluations explain refusals", func(t *testing.T) { evaluationsExplain(c.in(t)) })
}

func release(p person, id uuid.UUID, status int, header ...string) []byte {
	p.T.Helper()
	got, body := p.raw(http.MethodPost, "/v1/registrations/"+id.String()+"/release", nil, header...)
	require.Equal(p.T, status, got, "%s", body)
	return body
}

func oneIsReleased(c *town) {
	customer := kit.NewCustomer()
	r := c.alice.registers(customer)
	i := c.alice.invites(models.Consultant, r.Id)[0]
	link := c.MailedLink(customer.Email, 1)
	release(c.bob, r.Id, http.StatusNotFound)
	release(c.alice, r.Id, http.StatusPreconditionFailed, "If-Match", `"2"`)
	release(c.alice, r.Id, http.StatusOK, "If-Match", `"1"`)
	release(c.alice, r.Id, http.StatusConflict)
	require.Equal(c.T, client.InvitationStateClosed, c.alice.invitation(i.Id).State)
	require.Equal(c.T, "stopped", c.Visitor(link).Page.Outcome)
	c.bob.registers(customer)
	c.settled()
}

func severalAreReleased(c *town) {
	mine, other := c.alice.registers(kit.NewCustomer()), c.alice.registers(kit.NewCustomer())
	released, theirs := c.alice.registers(kit.NewCustomer()), c.bob.registers(kit.NewCustomer())
	release(c.alice, released.Id, http.StatusOK)
	body := map[string]any{"ids": []uuid.UUID{mine.Id, released.Id, theirs.Id, other.Id}}
	key := kit.Key()
	result := post[client.ReleaseBatchResult](c.alice, http.StatusOK, "/v1/registrations/release", body, "Idempotency-Key", key)
	found := map[uuid.UUID]string{}
	for _, item := range result.Items {
		found[item.Id] = string(item.Result) + " " + strings.Join(blockerCodes(item.Blockers), ",")
	}
	require.Equal(c.T, map[uuid.UUID]string{
		mine.Id: "released ", other.Id: "released ", released.Id: "refused registration_not_open", theirs.Id: "not_found ",
	}, found)
	require.Equal(c.T, client.RegistrationStateReported, c.bob.registration(theirs.Id).State)
	again := post[client.ReleaseBatchResult](c.alice, http.StatusOK, "/v1/registrations/release", body, "Idempotency-Key", key)
	require.Equal(c.T, "released", string(again.Items[0].Result), "a replay answers what the first call did")
}

func historyIsSubmitted(c *town) {
	customer := kit.NewCustomer()
	r := post[client.Registration](c.feed, http.StatusCreated, "/v1/historical-customers", with(c, customer.JSON(), "partner_id", c.Aurora))
	require.Equal(c.T, client.RegistrationStateUnreported, r.State)
	require.Nil(c.T, r.DueAt)
	require.Equal(c.T, client.RegistrationStateUnreported, c.alice.registration(r.Id).State)
	require.True(c.T, allowed(c.alice.registration(r.Id).AllowedActions, "submit"))
	require.False(c.T, allowed(c.alice.registration(r.Id).AllowedActions, "release"))
	for _, other := range []person{c.rita, c.member("sue", models.RoleSupervisor)} {
		require.False(c.T, allowed(other.registration(r.Id).AllowedActions, "submit"))
	}
	refusal := post[client.Problem](c.alice, http.StatusConflict, "/v1/invitations", `{"registration_ids":["`+r.Id.String()+`"],"association_type":"consultant"}`)
	require.Contains(c.T, codes(refusal), "registration_not_reported")

	theirs := c.bob.registers(customer) // it protects nothing
	path := "/v1/registrations/" + r.Id.String() + "/submit"
	require.Equal(c.T, []string{"customer_taken"}, codes(post[client.Problem](c.alice, http.StatusConflict, path, `{}`)))
	release(c.bob, theirs.Id, http.StatusOK)
	submitted := post[client.Registration](c.alice, http.StatusOK, path, `{}`)
	require.Equal(c.T, r.Id, submitted.Id)
	require.Equal(c.T, client.RegistrationStateReported, submitted.State)
	require.False(c.T, allowed(c.alice.registration(r.Id).AllowedActions, "submit"), "once")
	require.Equal(c.T, 15*day, submitted.ValidUntil.Sub(submitted.StateSince))
	require.Equal(c.T, http.StatusConflict, post[client.Problem](c.alice, http.StatusConflict, path, `{}`).Status)
	require.Equal(c.T, []string{"customer_taken"}, codes(c.bob.isRefused(http.StatusConflict, customer.JSON())))
	require.Equal(c.T, []string{"registration.imported", "registration.reported"}, types(c.events("registration", r.Id)))
}

func searchIsExact(c *town) {
	customer := kit.NewCustomer()
	r := c.alice.registers(customer)
	c.alice.registers(kit.NewCustomer())
	local := strings.TrimPrefix(customer.Phone, "+86")
	for _, query := range []map[string]string{
		{"company_name": strings.Replace(customer.Company, "有限公司", "有限责任公司", 1)},
		{"phone": local[:3] + " " + local[3:7] + " " + local[7:]},
		{"email": strings.Replace(customer.Email, "@customer.example", "@CUSTOMER.example", 1)},
		{"company_name": customer.Company, "phone": customer.Phone, "email": customer.Email},
	} {
		page := post[client.RegistrationPage](c.alice, http.StatusOK, "/v1/registrations/search", query)
		require.Len(c.T, page.Items, 1, "%v", query)
		require.Equal(c.T, r.Id, page.Items[0].Id)
		require.Empty(c.T, post[client.RegistrationPage](c.bob, http.StatusOK, "/v1/registrations/search", query).Items, "another partner finds nothing")
	}
	part := post[client.RegistrationPage](c.alice, http.StatusOK, "/v1/registrations/search", map[string]string{"company_name": "晨星"})
	require.Empty(c.T, part.Items)
	require.Equal(c.T, http.StatusBadRequest, post[client.Problem](c.alice, http.StatusBadRequest, "/v1/registrations/search", `{}`).Status)
}

func contactsAreMasked(c *town) {
	customer := kit.NewCustomer()
	r := c.alice.registers(customer)
	for _, answer := range []client.Contact{r.Contact, c.alice.registration(r.Id).Contact, c.rita.registration(r.Id).Contact} {
		require.NotEqual(c.T, customer.Phone, answer.Phone)
		require.NotEqual(c.T, customer.Email, answer.Email)
		require.NotEqual(c.T, "王小明", answer.PersonName)
		require.Contains(c.T, answer.Phone, "****")
	}
	path := "/v1/registrations/" + r.Id.String() + "/unmask"
	require.Equal(c.T, http.StatusBadRequest, post[client.Problem](c.alice, http.StatusBadRequest, path, `{}`).Status)
	require.Equal(c.T, http.StatusNotFound, post[client.Problem](c.bob, http.StatusNotFound, path, `{"reason":"curious"}`).Status)
	open := post[client.UnmaskedContact](c.alice, http.StatusOK, path, `{"reason":"call about the migration"}`)
	require.Equal(c.T, []string{customer.Phone, customer.Email, "王小明"}, []string{open.Phone, open.Email, open.PersonName})
	var reason, actor string
	require.NoError(c.T, c.Admin.QueryRow(c.T.Context(),
		"SELECT reason, actor FROM events JOIN unmask_reasons u ON u.id::text = data->>'reason_id' WHERE type = 'contact.unmasked' AND data->>'registration_id' = $1", r.Id.String()).Scan(&reason, &actor))
	require.Equal(c.T, []string{"call about the migration", "alice"}, []string{reason, actor})
	var told int
	require.NoError(c.T, c.Admin.QueryRow(c.T.Context(), "SELECT count(*) FROM events WHERE data::text LIKE '%about the migration%'").Scan(&told))
	require.Zero(c.T, told, "what people type stays out of events")
}

func managersHaveTheirOwn(c *town) {
	mia, moritz := c.member("mia", models.RoleAccountManager), c.member("moritz", models.RoleAccountManager)
	hers, his := mia.registers(kit.NewCustomer()), moritz.registers(kit.NewCustomer())
	require.Equal(c.T, "mia", *hers.AccountManager)
	given := post[client.Registration](c.alice, http.StatusCreated, "/v1/registrations", with(c, kit.NewCustomer().JSON(), "account_manager", "mia"))

	seen := []uuid.UUID{}
	for _, r := range get[client.RegistrationPage](mia, "/v1/registrations?limit=200").Items {
		seen = append(seen, r.Id)
	}
	require.ElementsMatch(c.T, []uuid.UUID{hers.Id, given.Id}, seen)
	require.Equal(c.T, http.StatusNotFound, call[client.Problem](mia, http.StatusNotFound, http.MethodGet, "/v1/registrations/"+his.Id.String(), nil).Status)
	release(mia, his.Id, http.StatusNotFound)
	status, _ := mia.raw(http.MethodPost, "/v1/registrations", with(c, kit.NewCustomer().JSON(), "account_manager", "moritz"))
	require.Equal(c.T, http.StatusUnprocessableEntity, status, "only an administrator assigns")

	i := mia.invites(models.Consultant, given.Id)[0]
	require.Equal(c.T, "mia", *i.AccountManager)
	require.Equal(c.T, http.StatusNotFound, call[client.Problem](moritz, http.StatusNotFound, http.MethodGet, "/v1/invitations/"+i.Id.String(), nil).Status)
	release(mia, given.Id, http.StatusOK)
	release(c.alice, his.Id, http.StatusOK)
}

func supervisorsRead(c *town) {
	sue := c.member("sue", models.RoleSupervisor)
	r := c.alice.registers(kit.NewCustomer())
	require.Equal(c.T, r.Id, sue.registration(r.Id).Id)
	require.False(c.T, allowed(sue.registration(r.Id).AllowedActions, "release"))
	require.NotEmpty(c.T, get[client.Timeline](sue, "/v1/registrations/"+r.Id.String()+"/timeline").Items)
	get[client.TaskPage](sue, "/v1/tasks")
	release(sue, r.Id, http.StatusForbidden)
	for path, body := range map[string]string{
		"/v1/registrations":    kit.NewCustomer().JSON(),
		"/v1/invitations":      `{"registration_ids":["` + r.Id.String() + `"],"association_type":"consultant"}`,
		"/v1/invitation-links": `{"kind":"general","association_type":"consultant"}`,
	} {
		require.Equal(c.T, http.StatusForbidden, post[client.Problem](sue, http.StatusForbidden, path, body).Status, path)
	}
}

func evaluationsExplain(c *town) {
	customer := kit.NewCustomer()
	c.alice.registers(customer)
	twin := kit.NewCustomer()
	twin.Phone, twin.Email = customer.Phone, customer.Email
	refusal := c.bob.isRefused(http.StatusConflict, twin.JSON())
	path := "/v1/evaluations/" + refusal.EvaluationId.String()
	theirs := get[client.Evaluation](c.bob, path)
	require.Equal(c.T, client.EvaluationOutcomeRefuse, theirs.Outcome)
	require.Equal(c.T, []string{"customer_taken"}, blockerCodes(theirs.Blockers))
	require.Nil(c.T, theirs.MatchedKeys)
	vendors := get[client.Evaluation](c.auditor, path)
	require.Equal(c.T, "bob", vendors.Actor)
	require.ElementsMatch(c.T, []client.EvaluationMatchedKeys{"phone", "email"}, *vendors.MatchedKeys)
	require.Equal(c.T, http.StatusNotFound, call[client.Problem](c.alice, http.StatusNotFound, http.MethodGet, path, nil).Status)
}
