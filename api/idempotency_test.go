package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

func TestIdempotencyKey_IsRequiredAndVisibleASCII(t *testing.T) {
	s := accepting(t)
	for key, place := range map[string]string{
		"":                      "header /Idempotency-Key required",
		"a b":                   "header /Idempotency-Key invalid",
		"键":                     "header /Idempotency-Key invalid",
		strings.Repeat("k", 65): "header /Idempotency-Key too_long",
	} {
		headers := header{}
		if key != "" {
			headers["Idempotency-Key"] = key
		}
		w := s.ask(http.MethodPost, "/v1/registrations", validRegistration, headers)
		require.Equal(t, http.StatusBadRequest, w.Code, key)
		require.Contains(t, places(problemIn(t, w)), place, key)
	}
	w := s.ask(http.MethodPost, "/v1/registrations", validRegistration, header{"Idempotency-Key": strings.Repeat("~", 64)})
	require.Equal(t, http.StatusCreated, w.Code)
}

func TestIdempotencyKey_GivenTwiceIsRefused(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/v1/registrations", strings.NewReader(validRegistration))
	r.Header.Set("Authorization", "Bearer administrator")
	r.Header.Set("Content-Type", "application/json")
	r.Header["Idempotency-Key"] = []string{"a", "b"}
	w := accepting(t).send(r)
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.Equal(t, []string{"header /Idempotency-Key duplicate"}, places(problemIn(t, w)))
}

// Every JSON request that changes something carries a key; what changes nothing does not.
func TestIdempotencyKey_IsDeclaredByWhateverChanges(t *testing.T) {
	readers := []string{"checkRegistration", "searchRegistrations", "previewInvitations", "checkAssociationRequest", "quoteWithdrawal"}
	document, err := Document()
	require.NoError(t, err)
	for path, item := range document.Paths.Map() {
		for method, operation := range item.Operations() {
			wanted := method != http.MethodGet
			for _, reader := range readers {
				wanted = wanted && operation.OperationID != reader
			}
			declared := operation.Parameters.GetByInAndName("header", headerIdempotencyKey)
			require.Equal(t, wanted, declared != nil, "%s %s", method, path)
			require.True(t, declared == nil || declared.Required, "%s %s", method, path)
		}
	}
}

func TestCommand_CarriesWhatMakesARequestTheSameRequest(t *testing.T) {
	var commands []models.Command
	s := newStand(t, withRegistrations(fakeRegistrations{
		submit: func(cmd models.Command, _ models.RegistrationInput) (models.Result[models.RegistrationView], error) {
			commands = append(commands, cmd)
			result := submitted(registrationView())
			result.Replayed = len(commands) > 1
			return result, nil
		},
	}))
	first := s.ask(http.MethodPost, "/v1/registrations", validRegistration, withKey, header{"X-Request-Id": "one"})
	again := s.ask(http.MethodPost, "/v1/registrations", validRegistration, withKey)
	other := s.ask(http.MethodPost, "/v1/registrations", strings.Replace(validRegistration, "wang", "wong", 1), withKey)
	require.Equal(t, http.StatusCreated, first.Code)
	require.Equal(t, http.StatusCreated, again.Code)
	require.Empty(t, first.Header().Get("Idempotency-Replayed"))
	require.Equal(t, "true", again.Header().Get("Idempotency-Replayed"))
	require.Equal(t, "/v1/registrations/"+someID.String(), first.Header().Get("Location"))
	require.Equal(t, http.StatusCreated, other.Code)

	require.Equal(t, "key-1", commands[0].IdempotencyKey)
	require.Equal(t, "one", commands[0].RequestID)
	require.Equal(t, partnerOrg, commands[0].Principal.Org)
	require.Len(t, commands[0].Fingerprint, 32)
	require.Equal(t, commands[0].Fingerprint, commands[1].Fingerprint)
	require.NotEqual(t, commands[0].Fingerprint, commands[2].Fingerprint)
}

func TestFingerprint_CoversMethodPathQueryAndBody(t *testing.T) {
	of := func(method, target, body string) string {
		r := httptest.NewRequest(method, target, nil)
		return string(fingerprint(r, r.URL.Query(), []byte(body)))
	}
	base := of(http.MethodPost, "/v1/a?x=1&y=2", "{}")
	require.Equal(t, base, of(http.MethodPost, "/v1/a?y=2&x=1", "{}"))
	for _, other := range []string{
		of(http.MethodPut, "/v1/a?x=1&y=2", "{}"),
		of(http.MethodPost, "/v1/b?x=1&y=2", "{}"),
		of(http.MethodPost, "/v1/a?x=1&y=3", "{}"),
		of(http.MethodPost, "/v1/a?x=1&y=2", "{} "),
		of(http.MethodPost, "/v1/a", "x=1&y=2\n{}"),
	} {
		require.NotEqual(t, base, other)
	}
}

func TestIfMatch_TakesStrongVersionsOnly(t *testing.T) {
	for tag, version := range map[string]int64{`"3"`: 3, `"900000000000000000"`: 900000000000000000} {
		got, err := ifMatch(tag)
		require.NoError(t, err)
		require.Equal(t, version, got)
	}
	var seen int64 = -1
	s := newStand(t, withRegistrations(fakeRegistrations{
		review: func(cmd models.Command, _ models.ReviewInput) (models.Result[models.RegistrationView], error) {
			seen = cmd.IfMatch
			return submitted(registrationView()), nil
		},
	}))
	review := func(tag string) *httptest.ResponseRecorder {
		headers := header{"Authorization": "Bearer reviewer"}
		if tag != "" {
			headers["If-Match"] = tag
		}
		return s.ask(http.MethodPost, "/v1/registrations/"+someID.String()+"/review", `{"verdict":"reject","opinion":"x"}`, withKey, headers)
	}
	require.Equal(t, http.StatusOK, review("").Code)
	require.Zero(t, seen)
	require.Equal(t, http.StatusOK, review(`"3"`).Code)
	require.EqualValues(t, 3, seen)
	for _, bad := range []string{"*", `W/"3"`, `"3", "4"`, `3`, `"0"`, `"-1"`, `"03"`, `"3`, `""`, `"99999999999999999999"`} {
		w := review(bad)
		require.Equal(t, http.StatusBadRequest, w.Code, bad)
		require.Contains(t, strings.Join(places(problemIn(t, w)), " "), "header /If-Match", bad)
	}
}

// A check is not the record of anything: what a caller puts into headers that
// the operation does not read goes nowhere.
func TestCommand_HoldsNoHeaderThatTheOperationDoesNotRead(t *testing.T) {
	var seen models.Command
	s := newStand(t, withRegistrations(fakeRegistrations{
		check: func(cmd models.Command, _ models.RegistrationInput) (models.Evaluation, error) {
			seen = cmd
			return models.Evaluation{ID: someID, PolicyID: someID, Outcome: "allow", At: noon}, nil
		},
	}))
	w := s.ask(http.MethodPost, "/v1/registrations/check", validRegistration,
		header{"Idempotency-Key": strings.Repeat("k", 1000), "If-Match": "*"})
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.Empty(t, seen.IdempotencyKey)
	require.Zero(t, seen.IfMatch)
}
