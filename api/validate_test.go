package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

func TestReadQuery_RefusesEveryWrongParameter(t *testing.T) {
	s := accepting(t)
	for query, place := range map[string]string{
		"nonsense=1":                  "query /nonsense unknown",
		"a~b/c=1":                     "query /a~0b~1c unknown",
		"state=reported&state=lapsed": "query /state duplicate",
		"account_manager=%00":         "query /account_manager invalid",
		"account_manager=%ff":         "query /account_manager invalid",
		"account_manager=%zz":         "query  invalid",
		"a=1;b=2":                     "query  invalid",
		"state=unheard":               "query /state not_allowed",
		"state=":                      "query /state not_allowed",
		"partner_id=123":              "query /partner_id invalid",
		"partner_id=01981F6E-6F3B-7C1E-9F5A-0000000000AA": "query /partner_id invalid",
		"limit=0":                    "query /limit out_of_range",
		"limit=201":                  "query /limit out_of_range",
		"limit=1e2":                  "query /limit invalid",
		"limit=1.5":                  "query /limit invalid",
		"limit=99999999999999999999": "query /limit invalid",
		"cursor=*":                   "query /cursor invalid",
	} {
		t.Run(query, func(t *testing.T) {
			w := s.ask(http.MethodGet, "/v1/registrations?"+query, "")
			require.Equal(t, http.StatusBadRequest, w.Code, w.Body.String())
			require.Contains(t, places(problemIn(t, w)), place)
		})
	}
}

func TestReadQuery_ReportsEveryWrongParameterAtOnce(t *testing.T) {
	w := accepting(t).ask(http.MethodGet, "/v1/registrations?state=unheard&limit=0", "")
	require.ElementsMatch(t, []string{"query /state not_allowed", "query /limit out_of_range"}, places(problemIn(t, w)))
}

func TestValidate_RefusesMalformedIDs(t *testing.T) {
	s := accepting(t)
	for _, id := range []string{"1", "01981f6e6f3b7c1e9f5a0000000000aa", "%7B01981f6e-6f3b-7c1e-9f5a-0000000000aa%7D", "a%00b", "..%2F", strings.ToUpper(someID.String())} {
		w := s.ask(http.MethodGet, "/v1/registrations/"+id, "")
		require.Equal(t, http.StatusBadRequest, w.Code, id)
		require.Equal(t, []string{"path /registration_id invalid"}, places(problemIn(t, w)), id)
	}
}

func TestValidate_ReportsEveryWrongMember(t *testing.T) {
	w := accepting(t).ask(http.MethodPost, "/v1/registrations", `{
		"company_name": "`+strings.Repeat("长", 201)+`",
		"phone": 13800000000,
		"credit_code": "short",
		"nickname": "x",
		"review": {"expected_new_consumption": {"amount": "1E9", "currency": "XXX"}, "project_details": " "}
	}`, withKey)
	require.Equal(t, http.StatusBadRequest, w.Code)
	p := problemIn(t, w)
	require.Equal(t, codeInvalidRequest, p.Code)
	require.Subset(t, places(p), []string{
		"body /company_name too_long",
		"body /phone wrong_type",
		"body /email required",
		"body /credit_code too_short",
		"body /nickname unknown",
		"body /review/expected_new_consumption/amount invalid",
		"body /review/expected_new_consumption/currency not_allowed",
		"body /review/project_details invalid",
		"body /review/communication required",
	})
}

// Amounts are bounded before anything computes with them.
func TestValidate_RefusesAmountsThatAreNoAmounts(t *testing.T) {
	s := accepting(t)
	for amount, place := range map[string]string{
		`"1E-200000000"`:                     "body /review/expected_new_consumption/amount invalid",
		`"` + strings.Repeat("9", 300) + `"`: "body /review/expected_new_consumption/amount too_long",
		`"01.00"`:                            "body /review/expected_new_consumption/amount invalid",
		`100`:                                "body /review/expected_new_consumption/amount wrong_type",
		`1e400`:                              "body /review/expected_new_consumption/amount wrong_type",
	} {
		body := strings.TrimSuffix(validRegistration, "}") +
			`,"review":{"project_details":"x","communication":"x","expected_new_consumption":{"currency":"CNY","amount":` + amount + `}}}`
		w := s.ask(http.MethodPost, "/v1/registrations", body, withKey)
		require.Equal(t, http.StatusBadRequest, w.Code, amount)
		require.Contains(t, places(problemIn(t, w)), place)
	}
}

func TestValidate_RefusesInstantsBeyondWhatCanBeComputedWith(t *testing.T) {
	s := newStand(t, nil)
	for _, instant := range []string{"yesterday", "2026-02-30T00:00:00Z", "2026-01-01", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-01-01T00:00:60Z"} {
		w := s.ask(http.MethodGet, "/v1/associations?as_of="+instant, "")
		require.Equal(t, http.StatusBadRequest, w.Code, instant)
		require.Equal(t, []string{"query /as_of invalid"}, places(problemIn(t, w)), instant)
	}
}

func TestValidate_WritesTheDocumentsDefaults(t *testing.T) {
	var limits []int
	s := newStand(t, withRegistrations(fakeRegistrations{
		list: func(_ models.RegistrationFilter, q models.ListQuery) (models.Page[models.RegistrationView], error) {
			limits = append(limits, q.Limit)
			return models.Page[models.RegistrationView]{}, nil
		},
	}))
	require.Equal(t, http.StatusOK, s.ask(http.MethodGet, "/v1/registrations", "").Code)
	require.Equal(t, http.StatusOK, s.ask(http.MethodGet, "/v1/registrations?limit=200", "").Code)
	require.Equal(t, []int{50, 200}, limits)
}

func TestListRegistrations_PassesItsFilters(t *testing.T) {
	var seen models.RegistrationFilter
	s := newStand(t, withRegistrations(fakeRegistrations{
		list: func(f models.RegistrationFilter, _ models.ListQuery) (models.Page[models.RegistrationView], error) {
			seen = f
			return models.Page[models.RegistrationView]{Items: []models.RegistrationView{registrationView()}}, nil
		},
	}))
	w := s.ask(http.MethodGet, "/v1/registrations?state=reported&account_manager=li&partner_id="+otherOrg.String(), "")
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	other := uuid.MustParse(otherOrg.String())
	require.Equal(t, models.RegistrationFilter{State: "reported", AccountManager: "li", PartnerID: &other}, seen)
}
