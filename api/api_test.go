package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/require"

	"partnercenter/api/gen"
	"partnercenter/internal/auth"
	"partnercenter/models"
)

var (
	partnerOrg = uuid.MustParse("01981f6e-6f3b-7c1e-9f5a-000000000001")
	vendorOrg  = uuid.MustParse("01981f6e-6f3b-7c1e-9f5a-000000000002")
	otherOrg   = uuid.MustParse("01981f6e-6f3b-7c1e-9f5a-000000000003")
	someID     = uuid.MustParse("01981f6e-6f3b-7c1e-9f5a-0000000000aa")
	noon       = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
)

// fakeAuth takes the role as token; a token of the form role@org changes the organisation.
type fakeAuth struct{ err error }

func (f fakeAuth) Authenticate(_ context.Context, token string) (models.Principal, error) {
	if f.err != nil {
		return models.Principal{}, f.err
	}
	role, org, _ := strings.Cut(token, "@")
	p := models.Principal{Realm: "production", Org: partnerOrg, Site: models.SiteCN, Side: models.SidePartner, Subject: "someone", Roles: []models.Role{models.Role(role)}}
	vendorRoles := []models.Role{models.RoleReviewer, models.RoleOperator, models.RoleAuditor, models.RoleVendorFinance, models.RoleService}
	if slices.Contains(vendorRoles, models.Role(role)) {
		p.Org, p.Side = vendorOrg, models.SideVendor
	}
	if org != "" {
		p.Org = uuid.MustParse(org)
	}
	return p, nil
}

type fakeRegistrations struct {
	Registrations
	check        func(models.Command, models.RegistrationInput) (models.Evaluation, error)
	submit       func(models.Command, models.RegistrationInput) (models.Result[models.RegistrationView], error)
	get          func(models.Principal, uuid.UUID) (models.RegistrationView, error)
	list         func(models.RegistrationFilter, models.ListQuery) (models.Page[models.RegistrationView], error)
	search       func(models.RegistrationSearch, models.ListQuery) (models.Page[models.RegistrationView], error)
	review       func(models.Command, models.ReviewInput) (models.Result[models.RegistrationView], error)
	releaseBatch func([]uuid.UUID) ([]models.BatchItem[models.RegistrationView], bool, error)
	unmask       func(string) (models.Contact, error)
}

func (f fakeRegistrations) Check(_ context.Context, cmd models.Command, in models.RegistrationInput) (models.Evaluation, error) {
	return f.check(cmd, in)
}

func (f fakeRegistrations) Submit(_ context.Context, cmd models.Command, in models.RegistrationInput) (models.Result[models.RegistrationView], error) {
	return f.submit(cmd, in)
}

func (f fakeRegistrations) Get(_ context.Context, p models.Principal, id uuid.UUID) (models.RegistrationView, error) {
	return f.get(p, id)
}

func (f fakeRegistrations) List(_ context.Context, _ models.Principal, filter models.RegistrationFilter, q models.ListQuery) (models.Page[models.RegistrationView], error) {
	return f.list(filter, q)
}

func (f fakeRegistrations) Search(_ context.Context, _ models.Principal, s models.RegistrationSearch, q models.ListQuery) (models.Page[models.RegistrationView], error) {
	return f.search(s, q)
}

func (f fakeRegistrations) Review(_ context.Context, cmd models.Command, _ uuid.UUID, in models.ReviewInput) (models.Result[models.RegistrationView], error) {
	return f.review(cmd, in)
}

func (f fakeRegistrations) ReleaseBatch(_ context.Context, _ models.Command, ids []uuid.UUID) ([]models.BatchItem[models.RegistrationView], bool, error) {
	return f.releaseBatch(ids)
}

func (f fakeRegistrations) Unmask(_ context.Context, _ models.Command, _ uuid.UUID, reason string) (models.Contact, error) {
	return f.unmask(reason)
}

type fakeTimelines struct {
	of func(kind string, id uuid.UUID, q models.ListQuery) (models.Page[models.Event], error)
}

func (f fakeTimelines) Of(_ context.Context, _ models.Principal, kind string, id uuid.UUID, q models.ListQuery) (models.Page[models.Event], error) {
	return f.of(kind, id, q)
}

// fakeDenials keeps what it is told, or fails with err.
type fakeDenials struct {
	err  error
	kept []denial
}

type denial struct {
	cmd       models.Command
	operation string
	named     uuid.UUID
}

func (f *fakeDenials) Record(_ context.Context, cmd models.Command, operation string, named uuid.UUID) error {
	f.kept = append(f.kept, denial{cmd, operation, named})
	return f.err
}

// stand is an API with fakes behind it and its log in a buffer.
type stand struct {
	t    *testing.T
	deps Deps
	log  *bytes.Buffer
	echo *echo.Echo
}

func newStand(t *testing.T, change func(*Deps)) *stand {
	t.Helper()
	s := &stand{t: t, log: &bytes.Buffer{}}
	s.deps = Deps{
		Services:  Services{Denials: &fakeDenials{}},
		Auth:      fakeAuth{},
		CursorKey: bytes.Repeat([]byte{7}, minKeyLength),
		Titles: func(code, language string) (string, bool) {
			title, ok := map[string]string{"zh-CN": "客户已被占用", "en": "The customer is taken"}[language]
			return title, ok && code == "customer_taken"
		},
		PublicURL:      "https://partners.example.com/",
		RequestTimeout: 15 * time.Second,
		Rates:          Rates{Principal: Rate{PerSecond: 1e6, Burst: 1e6}, Address: Rate{PerSecond: 1e6, Burst: 1e6}},
		Logger:         slog.New(slog.NewJSONHandler(s.log, nil)),
	}
	if change != nil {
		change(&s.deps)
	}
	e, err := New(s.deps)
	require.NoError(t, err)
	s.echo = e
	return s
}

func withRegistrations(f fakeRegistrations) func(*Deps) {
	return func(d *Deps) { d.Services.Registrations = f }
}

type header map[string]string

// ask sends a request as an administrator unless the headers say otherwise, and
// holds the answer against the document.
func (s *stand) ask(method, target, body string, headers ...header) *httptest.ResponseRecorder {
	s.t.Helper()
	r := newRequest(method, target, body)
	for _, h := range headers {
		for name, value := range h {
			r.Header.Set(name, value)
		}
	}
	return s.send(r)
}

func newRequest(method, target, body string) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer administrator")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

func (s *stand) send(r *http.Request) *httptest.ResponseRecorder {
	s.t.Helper()
	w := s.serve(r)
	s.conforms(r, w)
	return w
}

func (s *stand) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.echo.ServeHTTP(w, r)
	return w
}

var loadIndex = sync.OnceValues(func() (map[string]operation, error) {
	document, err := Document()
	if err != nil {
		return nil, err
	}
	return operations(document)
})

// documented are the document's operations by method and route.
func documented(t *testing.T) map[string]operation {
	t.Helper()
	index, err := loadIndex()
	require.NoError(t, err)
	return index
}

// conforms holds an answer of one of the document's operations against it.
func (s *stand) conforms(r *http.Request, w *httptest.ResponseRecorder) {
	s.t.Helper()
	index := documented(s.t)
	c := s.echo.NewContext(r, nil)
	s.echo.Router().Find(r.Method, r.URL.Path, c)
	op, known := index[operationKey(r.Method, c.Path())]
	if !known {
		return
	}
	require.NoError(s.t, openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, Route: &op.route},
		Options:                &openapi3filter.Options{SchemaValidationOptions: Formats(), IncludeResponseStatus: true},
		Status:                 w.Code,
		Header:                 w.Header(),
		Body:                   io.NopCloser(bytes.NewReader(w.Body.Bytes())),
	}), w.Body.String())
}

func problemIn(t *testing.T, w *httptest.ResponseRecorder) gen.Problem {
	t.Helper()
	require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"), w.Body.String())
	var p gen.Problem
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p))
	require.Equal(t, w.Code, p.Status)
	require.NotEmpty(t, p.RequestId)
	require.Equal(t, "https://partners.example.com/docs/problems/"+p.Code, p.Type)
	return p
}

// places writes the wrong fields of a problem as "in pointer code".
func places(p gen.Problem) []string {
	if p.Errors == nil {
		return nil
	}
	return mapped(*p.Errors, func(e gen.FieldError) string { return string(e.In) + " " + e.Pointer + " " + e.Code })
}

func decoded[T any](t *testing.T, w *httptest.ResponseRecorder) T {
	t.Helper()
	var value T
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &value), w.Body.String())
	return value
}

const validRegistration = `{"company_name":"深圳市晨星科技有限公司","person_name":"王小明","phone":"+8613800000000","email":"wang@example.com"}`

var withKey = header{"Idempotency-Key": "key-1"}

func registrationView() models.RegistrationView {
	due := noon.AddDate(0, 0, 15)
	return models.RegistrationView{
		Registration: models.Registration{
			Process: models.Process{
				ID: someID, PartnerID: partnerOrg, Reference: "REG-7F3K-9QX2", State: models.RegistrationReported,
				StateSince: noon, Version: 3, PolicyID: someID, EvaluationID: someID, CreatedAt: noon,
			},
			CompanyName: "深圳市晨星科技有限公司",
			Reporter:    "someone",
			ReviewType:  models.ReviewAuto,
			SubmittedAt: noon,
			ValidUntil:  &due,
		},
		Effective: models.RegistrationReported,
		Contact:   models.Contact{PersonName: "王小明", AccountName: "morning", Phone: "+8613800001234", Email: "wang@example.com"},
		Waiting:   models.Waiting{Party: models.PartyCustomer, Action: "accept_invitation", DueAt: &due, OnSilence: models.RegistrationExpired},
		Actions:   []models.Action{{Name: "release", Allowed: true}},
	}
}

func submitted(view models.RegistrationView) models.Result[models.RegistrationView] {
	return models.Result[models.RegistrationView]{Value: view}
}

// accepting is an API that registers whatever passes the contract.
func accepting(t *testing.T) *stand {
	t.Helper()
	return newStand(t, withRegistrations(fakeRegistrations{
		submit: func(models.Command, models.RegistrationInput) (models.Result[models.RegistrationView], error) {
			return submitted(registrationView()), nil
		},
	}))
}

// refusing is an API whose service answers with err.
func refusing(t *testing.T, err error) *stand {
	t.Helper()
	return newStand(t, withRegistrations(fakeRegistrations{
		submit: func(models.Command, models.RegistrationInput) (models.Result[models.RegistrationView], error) {
			return models.Result[models.RegistrationView]{}, err
		},
	}))
}

var _ Authenticator = (*auth.Authenticator)(nil)
