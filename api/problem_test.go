package api

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/auth"
	"partnercenter/models"
)

func TestProblem_MapsEveryError(t *testing.T) {
	taken := models.Blocker{Code: "customer_taken", ClearedBy: models.ClearedByTime}
	budget := models.Blocker{Code: "customer_budget_exhausted", ClearedBy: models.ClearedByTime}
	facts := models.Blocker{Code: "facts_unavailable", ClearedBy: models.ClearedByVendor, Retryable: true}
	var refusal error
	s := newStand(t, withRegistrations(fakeRegistrations{
		submit: func(models.Command, models.RegistrationInput) (models.Result[models.RegistrationView], error) {
			return models.Result[models.RegistrationView]{}, refusal
		},
	}))
	for name, c := range map[string]struct {
		err        error
		status     int
		code       string
		retryAfter bool
	}{
		"refusal":       {&models.Refusal{Blockers: []models.Blocker{taken, facts}, EvaluationID: someID}, 409, "customer_taken", false},
		"empty refusal": {&models.Refusal{}, 409, codeRefused, false},
		"budget":        {&models.Refusal{Blockers: []models.Blocker{budget}}, 429, "customer_budget_exhausted", true},
		"facts":         {&models.Refusal{Blockers: []models.Blocker{facts}}, 503, "facts_unavailable", true},
		"input":         {&models.InvalidInput{Errors: []models.FieldError{{Pointer: "/credit_code", Code: "check_digit"}}}, 422, codeInvalidFields, false},
		"not found":     {models.ErrNotFound, 404, codeNotFound, false},
		"forbidden":     {models.ErrForbidden, 403, codeForbidden, false},
		"key reused":    {models.ErrIdempotencyMismatch, 422, codeIdempotencyKeyReused, false},
		"in progress":   {models.ErrInProgress, 409, codeIdempotencyInProgress, true},
		"precondition":  {models.ErrPrecondition, 412, codeVersionMismatch, false},
		"unavailable":   {models.ErrUnavailable, 503, codeUnavailable, true},
		"late":          {context.DeadlineExceeded, 503, codeUnavailable, true},
		"token":         {auth.ErrToken, 401, codeTokenInvalid, false},
		"anything else": {errors.New("relation \"x\" does not exist"), 500, codeInternal, false},
	} {
		t.Run(name, func(t *testing.T) {
			refusal = fmt.Errorf("submit registration: %w", c.err)
			w := s.ask(http.MethodPost, "/v1/registrations", validRegistration, withKey)
			require.Equal(t, c.status, w.Code, w.Body.String())
			p := problemIn(t, w)
			require.Equal(t, c.code, p.Code)
			require.Equal(t, c.retryAfter, w.Header().Get("Retry-After") != "")
			require.NotContains(t, w.Body.String(), "submit registration")
			require.NotContains(t, w.Body.String(), "relation")
		})
	}
}

func TestProblem_NamesEveryBlockerAndTheEvaluation(t *testing.T) {
	until := noon
	s := refusing(t, &models.Refusal{EvaluationID: someID, Blockers: []models.Blocker{
		{Code: "customer_taken", ClearedBy: models.ClearedByTime, EligibleFrom: &until},
		{Code: "new_code", ClearedBy: models.ClearedByVendor, Reviewable: true},
	}})
	w := s.ask(http.MethodPost, "/v1/registrations", validRegistration, withKey, header{"Accept-Language": "en-GB, zh;q=0.5"})
	p := problemIn(t, w)
	require.Equal(t, "The customer is taken", p.Title)
	require.Equal(t, "en", w.Header().Get("Content-Language"))
	require.Equal(t, someID, *p.EvaluationId)
	require.Len(t, *p.Blockers, 2)
	require.Equal(t, noon, *(*p.Blockers)[0].EligibleFrom)
	require.Equal(t, "new_code", (*p.Blockers)[1].Title)
	require.True(t, *(*p.Blockers)[1].Reviewable)

	w = s.ask(http.MethodPost, "/v1/registrations", validRegistration, withKey)
	require.Equal(t, "客户已被占用", problemIn(t, w).Title)
	require.Equal(t, "zh-CN", w.Header().Get("Content-Language"))
}

func TestProblem_SaysWhenTheBudgetIsFreshAgain(t *testing.T) {
	// Business time is not this machine's: noon lies where it lies.
	soon, far := noon.Add(2*time.Hour), noon.Add(1000*time.Hour)
	for _, c := range []struct {
		eligible *time.Time
		want     int
	}{{&soon, 7200}, {&far, secondsPerDay}, {nil, retryFacts}, {&noon, 1}} {
		blocker := models.Blocker{Code: "customer_budget_exhausted", ClearedBy: models.ClearedByTime, EligibleFrom: c.eligible}
		w := refusing(t, &models.Refusal{Blockers: []models.Blocker{blocker}, At: noon}).ask(http.MethodPost, "/v1/registrations", validRegistration, withKey)
		require.Equal(t, strconv.Itoa(c.want), w.Header().Get("Retry-After"))
	}
}

func TestProblem_LogsDefectsWithTheirRequestID(t *testing.T) {
	s := refusing(t, errors.New("disk is full"))
	p := problemIn(t, s.ask(http.MethodPost, "/v1/registrations", validRegistration, withKey))
	require.Contains(t, s.log.String(), "disk is full")
	require.Contains(t, s.log.String(), p.RequestId)
}

func TestProblem_IsForNobodyWhenTheCallerHasLeft(t *testing.T) {
	s := refusing(t, context.Canceled)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := newRequest(http.MethodPost, "/v1/registrations", validRegistration).WithContext(ctx)
	r.Header.Set("Idempotency-Key", "k")
	w := s.serve(r)
	require.Equal(t, statusClientGone, w.Code)
	require.Empty(t, w.Body.String())
}

// Every code that an answer can have is a constant of titles.go, which is held
// against its titles here, or one of the rules, which their own test holds
// against theirs.
func TestTitles_NameEveryCodeOfAnAnswer(t *testing.T) {
	declared := map[string]string{}
	for _, spec := range constants(t, "titles.go") {
		code, err := strconv.Unquote(types.ExprString(spec.Values[0]))
		require.NoError(t, err)
		declared[spec.Names[0].Name] = code
	}
	require.Len(t, titles["en"], len(declared))
	require.Len(t, titles["zh-CN"], len(declared))
	for _, code := range declared {
		require.NotEmpty(t, titles["en"][code], code)
		require.NotEmpty(t, titles["zh-CN"][code], code)
	}
	made := 0
	for _, file := range sources(t) {
		inAPI := filepath.Dir(file.path) == filepath.Join("..", "api")
		// A page has words of its own for a code: pages_text.go and its test.
		if inAPI && strings.HasPrefix(filepath.Base(file.path), "pages") {
			continue
		}
		ast.Inspect(file.syntax, func(n ast.Node) bool {
			made += answers(t, file, n, inAPI, declared)
			return true
		})
	}
	require.Greater(t, made, 15, "the literals that this test is about are found")
}

// answers holds what a literal of an answer says of its code, and counts those
// that name one. Blockers are made by the rules alone.
func answers(t *testing.T, file source, n ast.Node, inAPI bool, declared map[string]string) int {
	t.Helper()
	literal, ok := n.(*ast.CompositeLit)
	if !ok || literal.Type == nil {
		return 0
	}
	at := file.path + ": " + types.ExprString(literal)
	switch types.ExprString(literal.Type) {
	case "models.Blocker":
		require.Equal(t, filepath.Join("..", "rules"), filepath.Dir(file.path), at)
	case "[]models.Blocker":
		require.Empty(t, literal.Elts, at)
	case "problem", "requestError":
		for _, element := range literal.Elts {
			member, named := element.(*ast.KeyValueExpr)
			if !inAPI || !named || types.ExprString(member.Key) != "code" {
				continue
			}
			_, isText := member.Value.(*ast.BasicLit)
			require.False(t, isText, at)
			if name, isName := member.Value.(*ast.Ident); isName && name.Name != "code" {
				require.Contains(t, declared, name.Name, at)
			}
			return 1
		}
	}
	return 0
}

type source struct {
	path   string
	syntax *ast.File
}

// sources are the files of the product, without its tests, generated code and
// the development stack.
func sources(t *testing.T) []source {
	t.Helper()
	var files []source
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains([]string{"dev", "gen", "client", "bin", ".git"}, entry.Name()):
			return filepath.SkipDir
		case filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		files = append(files, source{path, syntax})
		return err
	}))
	return files
}

// constants are the constants that a file declares.
func constants(t *testing.T, path string) []*ast.ValueSpec {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	require.NoError(t, err)
	var specs []*ast.ValueSpec
	for _, d := range file.Decls {
		group, ok := d.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, s := range group.Specs {
			spec, ok := s.(*ast.ValueSpec)
			require.True(t, ok)
			specs = append(specs, spec)
		}
	}
	require.NotEmpty(t, specs)
	return specs
}

// An unknown organisation and a wrong signature are told alike.
func TestToken_ThatIsWrongIsChallenged(t *testing.T) {
	s := newStand(t, func(d *Deps) { d.Auth = fakeAuth{err: fmt.Errorf("%w: unknown organisation", auth.ErrToken)} })
	w := s.ask(http.MethodGet, "/v1/tasks", "")
	require.Equal(t, http.StatusUnauthorized, w.Code)
	require.Equal(t, `Bearer realm="partnercenter", error="invalid_token"`, w.Header().Get("WWW-Authenticate"))
	require.NotContains(t, w.Body.String(), "organisation")
}

func TestToken_CannotBeCheckedWhileItsKeysAreOut(t *testing.T) {
	s := newStand(t, func(d *Deps) { d.Auth = fakeAuth{err: models.ErrUnavailable} })
	w := s.ask(http.MethodGet, "/v1/tasks", "")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
}
