package directory_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/sim/clock"
	"partnercenter/dev/sim/directory"
)

const token = "directory-token"

// desk is a caller of a directory of its own.
type desk struct {
	t        *testing.T
	business *clock.Clock
	client   directory.Client
}

func open(t *testing.T) desk {
	t.Helper()
	business := new(clock.Clock)
	server, err := directory.New(directory.Config{Token: token, Clock: business, SlowFor: 300 * time.Millisecond})
	require.NoError(t, err)
	web := httptest.NewServer(server.Handler())
	t.Cleanup(web.Close)
	return desk{t: t, business: business, client: directory.Client{URL: web.URL, Token: token, HTTP: web.Client()}}
}

// call returns the status and the body.
func (d desk) call(method, path, body string) (int, string) {
	d.t.Helper()
	request, err := http.NewRequestWithContext(d.t.Context(), method, d.client.URL+path, strings.NewReader(body))
	require.NoError(d.t, err)
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := d.client.HTTP.Do(request)
	require.NoError(d.t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(d.t, err)
	return response.StatusCode, string(answer)
}

func (d desk) put(record directory.Record) {
	d.t.Helper()
	require.NoError(d.t, d.client.Put(d.t.Context(), record))
}

func (d desk) get(id uuid.UUID) directory.Record {
	d.t.Helper()
	record, err := d.client.Get(d.t.Context(), id)
	require.NoError(d.t, err)
	return record
}

// The defaults and the member names are the contract with the product's fact reader.
func TestPut_FreshAccountHasEveryFact(t *testing.T) {
	d := open(t)
	d.business.SetShift(-40 * 24 * time.Hour)
	id := uuid.Must(uuid.NewV7())
	status, body := d.call(http.MethodPut, "/customers/"+id.String(), `{"account_name":"aurora-one","phone":"13800138000","email":"Li.Na@Example.COM"}`)
	require.Equal(t, http.StatusCreated, status)

	var record map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &record))
	facts, ok := record["facts"].(map[string]any)
	require.True(t, ok)
	registeredAt, err := time.Parse(time.RFC3339, fmt.Sprint(facts["registered_at"]))
	require.NoError(t, err)
	require.WithinDuration(t, time.Now().Add(-40*24*time.Hour), registeredAt, 5*time.Second)
	delete(facts, "registered_at")
	delete(record, "as_of")
	require.Equal(t, map[string]any{
		"customer_id": id.String(), "account_name": "aurora-one", "name": "", "unified_social_credit_code": "",
		"phone": "+8613800138000", "email": "Li.Na@example.com",
		"facts": map[string]any{
			"site": "cn", "country": "", "cloud_enabled": true, "real_name_verified": false, "consumer_cloud_user": false,
			"internal_account": false, "has_cash_consumption": false, "followed_by_direct_sales": false, "registered_by_vendor": false,
			"online_sales_team": false, "authorised_sales_centre": false, "contracts": []any{}, "unified_accounting_member": false,
			"independent_accounting_member": false, "master_with_independent_members": false, "reward_programme": "none",
			"subsidy_programme": "none", "partner_status": "none", "in_arrears": false, "owed_invoices": false,
			"unexpired_reserved_instances": false, "stored_value_card_balance": false, "top_up_bonus_balance": false,
			"orders_awaiting_partner": false, "partner_support_plan": false,
			"unused_pick_up_vouchers": false, "account_balance": false, "account_frozen": false,
		},
	}, record)
}

func TestPatch_ChangesOnlyWhatItNames(t *testing.T) {
	d := open(t)
	id := uuid.Must(uuid.NewV7())
	record := directory.Fresh(id, time.Now().Add(-time.Hour))
	record.AccountName, record.Facts.Contracts = "aurora-one", []string{"offline_direct"}
	d.put(record)

	status, _ := d.call(http.MethodPatch, "/customers/"+id.String(), `{"facts":{"in_arrears":true}}`)
	require.Equal(t, http.StatusOK, status)
	changed := d.get(id)
	require.True(t, changed.Facts.InArrears)
	require.Equal(t, "aurora-one", changed.AccountName)
	require.Equal(t, []string{"offline_direct"}, changed.Facts.Contracts)
	require.Equal(t, record.Facts.RegisteredAt.UTC().Truncate(time.Microsecond), changed.Facts.RegisteredAt)

	status, _ = d.call(http.MethodPatch, "/customers/"+uuid.NewString(), `{"name":"x"}`)
	require.Equal(t, http.StatusNotFound, status)
}

func TestPut_RefusesWhatIsNoRecord(t *testing.T) {
	d := open(t)
	path := "/customers/" + uuid.NewString()
	for _, body := range []string{
		`{"facts":{"site":"us"}}`, `{"facts":{"contracts":["verbal"]}}`, `{"facts":{"reward_programme":"yes"}}`,
		`{"facts":{"subsidy_programme":""}}`, `{"facts":{"partner_status":"was"}}`, `{"facts":{"arrears":true}}`,
		`{"phone":"12"}`, `{"customer_id":"` + uuid.NewString() + `"}`,
	} {
		status, _ := d.call(http.MethodPut, path, body)
		require.Equal(t, http.StatusBadRequest, status, body)
	}
	status, _ := d.call(http.MethodGet, path, "")
	require.Equal(t, http.StatusNotFound, status)
	status, _ = d.call(http.MethodGet, "/customers/aurora", "")
	require.Equal(t, http.StatusBadRequest, status)
}

func TestSearch_MeetsAllCriteriaInNormalForm(t *testing.T) {
	d := open(t)
	var ids []uuid.UUID
	for i, email := range []string{"li.na@example.com", "wang@example.com"} {
		record := directory.Fresh(uuid.Must(uuid.NewV7()), time.Now())
		record.AccountName, record.Phone, record.Email = fmt.Sprintf("aurora-%d", i), "13800138000", email
		d.put(record)
		ids = append(ids, record.CustomerID)
	}
	for body, expected := range map[string][]uuid.UUID{
		`{"phone":"+86 138 0013 8000"}`:                          ids,
		`{"phone":"13800138000","account_name":"aurora-1"}`:      ids[1:],
		`{"email":"li.na@EXAMPLE.com"}`:                          ids[:1],
		`{"email":"LI.NA@example.com"}`:                          {},
		`{"account_name":"aurora-0","email":"wang@example.com"}`: {},
		`{"account_name":"aurora-0","phone":"","email":""}`:      ids[:1],
		`{"phone":"+8613900139000"}`:                             {},
	} {
		status, answer := d.call(http.MethodPost, "/customers/search", body)
		require.Equal(t, http.StatusOK, status, body)
		var found struct {
			Customers []directory.Record `json:"customers"`
		}
		require.NoError(t, json.Unmarshal([]byte(answer), &found))
		actual := []uuid.UUID{}
		for _, record := range found.Customers {
			require.WithinDuration(t, time.Now(), record.AsOf, 5*time.Second)
			actual = append(actual, record.CustomerID)
		}
		require.Equal(t, expected, actual, body)
	}
	for _, body := range []string{`{}`, `{"phone":"12"}`, `{"name":"aurora"}`} {
		status, _ := d.call(http.MethodPost, "/customers/search", body)
		require.Equal(t, http.StatusBadRequest, status, body)
	}
}

// Racers for one phone: three accounts are made, whoever comes first. Source: 1d
func TestPut_GivesOnePhoneThreeAccountsAndOneNameOneAccount(t *testing.T) {
	d := open(t)
	const racers = 12
	race := func(fill func(i int, record *directory.Record), conflict error) (created int) {
		outcomes := make([]error, racers)
		var all sync.WaitGroup
		for i := range racers {
			record := directory.Fresh(uuid.New(), time.Now())
			fill(i, &record)
			all.Go(func() { outcomes[i] = d.client.Put(context.WithoutCancel(t.Context()), record) })
		}
		all.Wait()
		for _, err := range outcomes {
			if err == nil {
				created++
				continue
			}
			require.ErrorIs(t, err, conflict)
		}
		return created
	}
	require.Equal(t, 3, race(func(i int, r *directory.Record) { r.Phone, r.AccountName = "13800138000", fmt.Sprintf("aurora-%d", i) }, directory.ErrPhoneExhausted))
	require.Equal(t, 1, race(func(_ int, r *directory.Record) { r.AccountName = "borealis" }, directory.ErrAccountNameExists))
}

func TestBehaviour_FailsTheProductsCallsAndNoOthers(t *testing.T) {
	d := open(t)
	record := directory.Fresh(uuid.Must(uuid.NewV7()), time.Now())
	record.AccountName = "aurora-one"
	d.put(record)
	behave := func(body string, expected int) {
		t.Helper()
		status, _ := d.call(http.MethodPut, "/behaviour", body)
		require.Equal(t, expected, status)
	}

	behave(`{"mode":"down","count":2}`, http.StatusOK)
	d.put(record)
	accounts, err := d.client.Accounts(t.Context(), directory.Query{AccountName: "aurora-one"})
	require.NoError(t, err)
	require.Len(t, accounts, 1)
	status, _ := d.call(http.MethodGet, "/customers/"+record.CustomerID.String(), "")
	require.Equal(t, http.StatusServiceUnavailable, status)
	status, _ = d.call(http.MethodPost, "/customers/search", `{"account_name":"aurora-one"}`)
	require.Equal(t, http.StatusServiceUnavailable, status)
	require.WithinDuration(t, time.Now(), d.get(record.CustomerID).AsOf, 5*time.Second)

	behave(`{"mode":"stale"}`, http.StatusOK)
	for range 3 {
		require.WithinDuration(t, time.Now().Add(-30*24*time.Hour), d.get(record.CustomerID).AsOf, 5*time.Second)
	}

	behave(`{"mode":"slow","count":1}`, http.StatusOK)
	hurried, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = d.client.Get(hurried, record.CustomerID)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	d.get(record.CustomerID)

	behave(`{"mode":"drunk"}`, http.StatusBadRequest)
	behave(`{"mode":"down","count":-1}`, http.StatusBadRequest)
}

func TestDirectory_AsksForItsToken(t *testing.T) {
	d := open(t)
	for _, authorization := range []string{"", "Bearer other", "Basic " + token} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.client.URL+"/customers/"+uuid.NewString(), nil)
		require.NoError(t, err)
		request.Header.Set("Authorization", authorization)
		response, err := d.client.HTTP.Do(request)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, http.StatusUnauthorized, response.StatusCode)
	}
}
