package api

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// Whoever adds a route adds it to the document or to one of the named lists: the
// service's own, the customers' pages. Nothing is in two of them.
func TestNew_RoutesAreTheDocumentsOperationsAndTheNamedOnes(t *testing.T) {
	pages := newSite(t, newFakeCustomers(models.Resale)).pages
	var routes []string
	for _, route := range newStand(t, func(d *Deps) { d.Pages = pages }).echo.Routes() {
		routes = append(routes, operationKey(route.Method, route.Path))
	}
	wanted := slices.Concat(OwnRoutes, PageRoutes, slices.Collect(maps.Keys(documented(t))))
	require.ElementsMatch(t, wanted, routes)
}

// A peer that sends or reads slowly must not hold a connection for ever.
func TestServer_OutlivesNoSlowPeer(t *testing.T) {
	s := newStand(t, nil)
	server := Server(s.echo, s.deps.RequestTimeout, s.deps.Logger)
	require.Positive(t, server.ReadHeaderTimeout)
	require.Positive(t, server.ReadTimeout)
	require.Greater(t, server.WriteTimeout, s.deps.RequestTimeout, "an answer at the time limit must still get out")
	require.Positive(t, server.IdleTimeout)
	require.Positive(t, server.MaxHeaderBytes)
}

func TestNew_RefusesIncompleteDependencies(t *testing.T) {
	complete := newStand(t, nil).deps
	for name, spoil := range map[string]func(*Deps){
		"authenticator": func(d *Deps) { d.Auth = nil },
		"denials":       func(d *Deps) { d.Services.Denials = nil },
		"titles":        func(d *Deps) { d.Titles = nil },
		"time":          func(d *Deps) { d.RequestTimeout = 0 },
		"logger":        func(d *Deps) { d.Logger = nil },
		"cursor key":    func(d *Deps) { d.CursorKey = []byte("short") },
	} {
		deps := complete
		spoil(&deps)
		_, err := New(deps)
		require.ErrorContains(t, err, name)
	}
}

// Each operation × each role: a right is what the document says and nothing
// else. An unknown parameter stands behind authorisation, so that 400 proves it passed.
func TestAdmit_EveryOperationIsForItsRolesOnly(t *testing.T) {
	index := documented(t)
	s := newStand(t, nil)
	for key, op := range index {
		method, path, _ := strings.Cut(key, " ")
		target := strings.NewReplacer(":site", "cn", ":version", "1").Replace(path)
		for strings.Contains(target, ":") {
			at := strings.IndexByte(target, ':')
			end := len(target)
			if slash := strings.IndexByte(target[at:], '/'); slash >= 0 {
				end = at + slash
			}
			target = target[:at] + someID.String() + target[end:]
		}
		for _, role := range append(slices.Clone(knownRoles), models.RoleCustomer, "intruder") {
			wanted := http.StatusForbidden
			if slices.Contains(op.roles, role) {
				wanted = http.StatusBadRequest
			}
			w := s.ask(method, target+"?nonsense=1", "", header{"Authorization": "Bearer " + string(role)})
			require.Equal(t, wanted, w.Code, "%s as %s", key, role)
		}
		w := s.ask(method, target+"?nonsense=1", "", header{"Authorization": ""})
		require.Equal(t, http.StatusUnauthorized, w.Code, key)
	}
}

// Supervisors and auditors only read. Source: 1a-16.
func TestAuthorisation_ReadersChangeNothing(t *testing.T) {
	index := documented(t)
	for key, op := range index {
		method, _, _ := strings.Cut(key, " ")
		if method == http.MethodGet || op.id == "searchRegistrations" {
			continue
		}
		require.NotContains(t, op.roles, models.RoleSupervisor, op.id)
		require.NotContains(t, op.roles, models.RoleAuditor, op.id)
		require.NotContains(t, op.roles, models.RoleMember, op.id)
	}
}

func TestAuthorisation_RefusesATableWithHoles(t *testing.T) {
	for name, roles := range map[string]any{
		"missing": nil,
		"empty":   []any{},
		"unknown": []any{"king"},
		"text":    "reviewer",
	} {
		document, err := Document()
		require.NoError(t, err)
		document.Paths.Value("/v1/tasks").Get.Extensions[rolesExtension] = roles
		_, err = Authorisation(document)
		require.ErrorContains(t, err, "/v1/tasks", name)
	}
}

func TestBearerToken_IsTheOnlyWayIn(t *testing.T) {
	s := newStand(t, nil)
	for _, value := range []string{"", "administrator", "Basic administrator", "Bearer", "Bearer "} {
		w := s.ask(http.MethodGet, "/v1/tasks", "", header{"Authorization": value})
		require.Equal(t, http.StatusUnauthorized, w.Code, value)
		require.Equal(t, codeTokenMissing, problemIn(t, w).Code)
		require.Equal(t, `Bearer realm="partnercenter"`, w.Header().Get("WWW-Authenticate"))
	}
}

func TestRouting_AnswersProblems(t *testing.T) {
	s := newStand(t, nil)
	w := s.ask(http.MethodGet, "/v1/nothing", "")
	require.Equal(t, http.StatusNotFound, w.Code)
	require.Equal(t, codeNotFound, problemIn(t, w).Code)

	w = s.ask(http.MethodDelete, "/v1/registrations", "")
	require.Equal(t, http.StatusMethodNotAllowed, w.Code)
	require.Equal(t, codeMethodNotAllowed, problemIn(t, w).Code)
	require.Contains(t, w.Header().Get("Allow"), "POST")
}

func TestIdentify_KeepsAGoodRequestIDAndReplacesABadOne(t *testing.T) {
	s := newStand(t, nil)
	w := s.ask(http.MethodGet, "/healthz", "", header{"X-Request-Id": "trace-17.a_b"})
	require.Equal(t, "trace-17.a_b", w.Header().Get("X-Request-Id"))

	for _, bad := range []string{"", "a b", "a\"b", strings.Repeat("a", 65), "注入"} {
		w = s.ask(http.MethodGet, "/healthz", "", header{"X-Request-Id": bad})
		_, err := uuid.Parse(w.Header().Get("X-Request-Id"))
		require.NoError(t, err, bad)
	}
}

// The log may be read by people who may not read customers' data.
func TestLogAccess_HoldsNoPathQueryBodyOrToken(t *testing.T) {
	s := newStand(t, withRegistrations(fakeRegistrations{
		search: func(models.RegistrationSearch, models.ListQuery) (models.Page[models.RegistrationView], error) {
			return models.Page[models.RegistrationView]{}, nil
		},
	}))
	s.ask(http.MethodPost, "/v1/registrations/search?limit=7", `{"phone":"+8613800000000"}`)
	s.ask(http.MethodGet, "/i/SECRETCODE?state=SECRETSTATE", "")
	line := s.log.String()
	require.Contains(t, line, `"operation":"searchRegistrations"`)
	require.Contains(t, line, partnerOrg.String())
	for _, secret := range []string{"13800000000", "SECRET", "limit=7", "Bearer", "someone"} {
		require.NotContains(t, line, secret)
	}
}

func TestSurvive_HidesThePanicAndLogsIt(t *testing.T) {
	s := newStand(t, withRegistrations(fakeRegistrations{
		get: func(models.Principal, uuid.UUID) (models.RegistrationView, error) { panic("secret state") },
	}))
	w := s.ask(http.MethodGet, "/v1/registrations/"+someID.String(), "")
	require.Equal(t, http.StatusInternalServerError, w.Code)
	p := problemIn(t, w)
	require.Equal(t, codeInternal, p.Code)
	require.NotContains(t, w.Body.String(), "secret")
	require.Contains(t, s.log.String(), "secret state")
	require.Contains(t, s.log.String(), p.RequestId)
}

func TestAnswers_StayOutOfCaches(t *testing.T) {
	w := newStand(t, nil).ask(http.MethodGet, "/healthz", "")
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	require.Equal(t, "no-referrer", w.Header().Get("Referrer-Policy"))
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
}

// Where people come over TLS they shall not be led away from it; elsewhere the
// header would be ignored, or lock a developer out of his own machine.
func TestAnswers_KeepBrowsersOnTLS(t *testing.T) {
	for address, want := range map[string]string{"https://partners.example.com": "max-age=31536000", "http://127.0.0.1:8080": ""} {
		s := newStand(t, func(d *Deps) { d.PublicURL = address })
		for _, path := range []string{"/healthz", "/docs", "/nothing"} {
			require.Equal(t, want, s.serve(newRequest(http.MethodGet, path, "")).Header().Get("Strict-Transport-Security"), path)
		}
	}
}

func TestReady_NamesWhatFailsAndKeepsTheReason(t *testing.T) {
	failure := errors.New("dial 10.0.0.1")
	s := newStand(t, func(d *Deps) {
		d.Readiness = []Readiness{
			{Name: "database", Check: func(context.Context) error { return failure }},
			{Name: "temporal", Check: func(context.Context) error { return nil }},
		}
	})
	w := s.ask(http.MethodGet, "/readyz", "", header{"Authorization": ""})
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.JSONEq(t, `{"status":"not ready","checks":{"database":"failed","temporal":"ok"}}`, w.Body.String())
	require.Contains(t, s.log.String(), "10.0.0.1")

	failure = nil
	w = s.ask(http.MethodGet, "/readyz", "", header{"Authorization": ""})
	require.JSONEq(t, `{"status":"ready","checks":{"database":"ok","temporal":"ok"}}`, w.Body.String())
}

// Personal data is masked everywhere but in an unmasking. Source: 1a-11.
func TestRegistration_ShowsTheContactMasked(t *testing.T) {
	s := newStand(t, withRegistrations(fakeRegistrations{
		get:    func(models.Principal, uuid.UUID) (models.RegistrationView, error) { return registrationView(), nil },
		unmask: func(string) (models.Contact, error) { return registrationView().Contact, nil },
	}))
	w := s.ask(http.MethodGet, "/v1/registrations/"+someID.String(), "")
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.Equal(t, `"3"`, w.Header().Get("ETag"))
	body := decoded[gen.Registration](t, w)
	require.Equal(t, gen.Contact{PersonName: "王****", Phone: "+86138****1234", Email: "w****@example.com"}, body.Contact)
	require.Equal(t, "/v1/registrations/"+someID.String()+"/timeline", body.Links["timeline"])

	w = s.ask(http.MethodPost, "/v1/registrations/"+someID.String()+"/unmask", `{"reason":"电话确认"}`, withKey)
	require.Equal(t, "+8613800001234", decoded[gen.UnmaskedContact](t, w).Phone)
}

func TestRegistration_ShowsTheReviewsFigureAtItsScale(t *testing.T) {
	view := registrationView()
	amount, currency := "100000", "CNY"
	view.ReviewType, view.ExpectedAmount, view.ExpectedCurrency = models.ReviewManual, &amount, &currency
	s := newStand(t, withRegistrations(fakeRegistrations{
		get: func(models.Principal, uuid.UUID) (models.RegistrationView, error) { return view, nil },
	}))
	body := decoded[gen.Registration](t, s.ask(http.MethodGet, "/v1/registrations/"+someID.String(), ""))
	require.Equal(t, &gen.Money{Amount: "100000.00", Currency: gen.CNY}, body.Review.Form.ExpectedNewConsumption)
}

func TestReview_AnswersPendingDecisions(t *testing.T) {
	s := newStand(t, withRegistrations(fakeRegistrations{
		review: func(_ models.Command, in models.ReviewInput) (models.Result[models.RegistrationView], error) {
			require.Equal(t, models.ReviewInput{Verdict: models.VerdictApprove, Opinion: "同意"}, in)
			return models.Result[models.RegistrationView]{
				Value:   registrationView(),
				Pending: &models.PendingDecision{ID: someID, Verb: "review", At: noon},
			}, nil
		},
	}))
	w := s.ask(http.MethodPost, "/v1/registrations/"+someID.String()+"/review", `{"verdict":"approve","opinion":"同意"}`,
		withKey, header{"Authorization": "Bearer reviewer"})
	require.Equal(t, http.StatusAccepted, w.Code, w.Body.String())
	require.NotEmpty(t, w.Header().Get("Retry-After"))
	require.Equal(t, &gen.PendingDecision{Id: someID, Verb: "review", At: noon}, decoded[gen.Registration](t, w).PendingDecision)
}

func TestReleaseBatch_TellsEachResult(t *testing.T) {
	view := registrationView()
	s := newStand(t, withRegistrations(fakeRegistrations{
		releaseBatch: func(ids []uuid.UUID) ([]models.BatchItem[models.RegistrationView], bool, error) {
			return []models.BatchItem[models.RegistrationView]{
				{ID: ids[0], Value: &view},
				{ID: ids[1], NotFound: true},
				{ID: ids[2], Blockers: []models.Blocker{{Code: "registration_not_open", ClearedBy: models.ClearedByNobody}}, EvaluationID: someID},
			}, true, nil
		},
	}))
	w := s.ask(http.MethodPost, "/v1/registrations/release",
		`{"ids":["`+someID.String()+`","`+otherOrg.String()+`","`+vendorOrg.String()+`"]}`, withKey)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.Equal(t, "true", w.Header().Get("Idempotency-Replayed"))
	results := mapped(decoded[gen.ReleaseBatchResult](t, w).Items, func(i gen.ReleaseBatchItem) gen.ReleaseBatchItemResult { return i.Result })
	require.Equal(t, []gen.ReleaseBatchItemResult{"released", "not_found", "refused"}, results)
}

// Which key matched tells about other partners' customers.
func TestEvaluation_HidesTheMatchedKeysFromPartners(t *testing.T) {
	s := newStand(t, withRegistrations(fakeRegistrations{
		check: func(models.Command, models.RegistrationInput) (models.Evaluation, error) {
			return models.Evaluation{
				ID: someID, RuleSet: "registration.register", PolicyID: someID, Outcome: "refuse", Actor: "someone", At: noon,
				FactsIDs: []uuid.UUID{someID}, MatchedKeys: []models.KeyKind{models.KeyPhone},
				Blockers: []models.Blocker{{Code: "customer_taken", ClearedBy: models.ClearedByTime}},
			}, nil
		},
	}))
	w := s.ask(http.MethodPost, "/v1/registrations/check", validRegistration)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	body := decoded[gen.Evaluation](t, w)
	require.Nil(t, body.MatchedKeys)
	require.Nil(t, body.FactsIds)
	require.Equal(t, "客户已被占用", body.Blockers[0].Title)

	vendor := models.Principal{Side: models.SideVendor}
	shown := (&server{titles: func(string, string) (string, bool) { return "", false }}).evaluation(
		withCall(t.Context(), call{command: models.Command{Principal: vendor}}),
		models.Evaluation{FactsIDs: []uuid.UUID{someID}, MatchedKeys: []models.KeyKind{models.KeyPhone}},
	)
	require.Equal(t, []gen.EvaluationMatchedKeys{"phone"}, *shown.MatchedKeys)
	require.Equal(t, []uuid.UUID{someID}, *shown.FactsIds)
}

func TestEvent_ShowsTheEngineToTheVendorOnly(t *testing.T) {
	e := models.Event{ID: someID, WorkflowID: "registration:v1:x", RunID: "r", TraceID: "t"}
	require.NotNil(t, event(e, models.SideVendor).WorkflowId)
	shown := event(e, models.SidePartner)
	require.Nil(t, shown.WorkflowId)
	require.Nil(t, shown.RunId)
	require.Nil(t, shown.TraceId)
}

func TestQRCode_IsAPicture(t *testing.T) {
	image, err := qrCode("https://partners.example.com/i/" + strings.Repeat("A", 26))
	require.NoError(t, err)
	config, err := png.DecodeConfig(bytes.NewReader(image))
	require.NoError(t, err)
	require.Equal(t, qrPixels, config.Width)
	require.Equal(t, qrPixels, config.Height)
}
