package fuzz

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
)

// attack is a request that no caller of good will sends, and what it is told.
type attack struct {
	name    string
	request request
	status  int
	code    string
	pointer string // of the first wrong place
}

var (
	ids     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)
	amounts = regexp.MustCompile(`"amount":"[^"]*"`)
	firstOf = regexp.MustCompile(`^\{"([a-z_]+)":`)
)

// attacks are made for every operation that can be attacked so.
func (a *actor) attacks(stranger *actor) []attack {
	var all []attack
	for _, o := range slices.Compact(slices.Clone(a.operations)) { // each once, whatever its weight
		p := a.caller(o)
		good := a.good(o, p)
		add := func(name string, status int, code, pointer string, change func(*request)) {
			bad := a.good(o, p)
			bad.path, bad.body = good.path, good.body
			change(&bad)
			all = append(all, attack{o.id + ": " + name, bad, status, code, pointer})
		}
		add("an unknown query parameter", 400, "invalid_request", "/surprise", func(r *request) { r.path += separator(r.path) + "surprise=1" })
		add("a body of 10 MB", map[bool]int{true: 413, false: 400}[o.body() != nil], map[bool]string{true: "body_too_large", false: "body_unexpected"}[o.body() != nil], "",
			func(r *request) {
				r.header["Content-Type"], r.body = "application/json", `{"a":"`+strings.Repeat("1", 10<<20)+`"}`
			})
		if strings.Contains(o.route.Path, "_id}") {
			parameter := o.route.Path[strings.Index(o.route.Path, "{")+1 : strings.Index(o.route.Path, "}")]
			for _, malformed := range []string{"1", "%00", "..%2f..", "01981F6E-6F3B-7C1E-9F5A-0000000000AA", "%7B01981f6e-6f3b-7c1e-9f5a-0000000000aa%7D"} {
				add("the malformed id "+malformed, 400, "invalid_request", "/"+parameter, func(r *request) { r.path = ids.ReplaceAllString(r.path, malformed) })
			}
		}
		if o.takes("query", "cursor") {
			add("a forged cursor", 400, "invalid_cursor", "/cursor", func(r *request) { r.path += separator(r.path) + "cursor=" + strings.Repeat("A", 43) })
			add("a foreign cursor", 400, "invalid_cursor", "/cursor", func(r *request) { r.path += separator(r.path) + "cursor=" + stranger.cursor() })
		}
		if o.body() != nil {
			a.attackBody(o, good, add)
		}
	}
	return all
}

// attackBody breaks the good body of a request as a document.
func (a *actor) attackBody(o *operation, good request, add func(string, int, string, string, func(*request))) {
	if good.body == "{}" { // no member is required
		good.body = `{"review":` + kit.Encode(a.value("review", o.body().Value.Properties["review"])) + "}"
	}
	first := firstOf.FindStringSubmatch(good.body)[1]
	member := func(value string) string { return `{"` + first + `":` + value + `,` + good.body[1:] }
	add("a NUL byte", 400, "json_nul", "", func(r *request) { r.body = member("\"\x00\"") })
	add("an escaped NUL", 400, "json_nul", "/"+first, func(r *request) { r.body = member(`"\u0000"`) })
	add("invalid UTF-8", 400, "json_malformed", "/"+first, func(r *request) { r.body = member("\"\xff\xfe\"") })
	add("half of a surrogate pair", 400, "json_malformed", "/"+first, func(r *request) { r.body = member(`"\ud800"`) })
	add("a duplicate key", 400, "json_duplicate_key", "/"+first, func(r *request) { r.body = member("1") })
	add("a second document", 400, "json_trailing_data", "", func(r *request) { r.body += r.body })
	add("a very deep document", 400, "json_too_deep", strings.Repeat("/a", 32), func(r *request) { r.body = strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100) })
	form := o.body().Value.Properties["review"]
	if form == nil {
		return
	}
	review := kit.Encode(a.value("review", form))
	prefix, _, _ := strings.Cut(good.body[:len(good.body)-1], `,"review":`)
	if prefix == "{" || strings.HasPrefix(prefix, `{"review":`) {
		prefix = ""
	}
	for _, amount := range []string{`"1E+9"`, `"1e-200000000"`, `"` + strings.Repeat("9", 300) + `"`, `1000.00`, `"NaN"`, `"0x10"`, `"1,000.00"`, `"٣"`} {
		add("the amount "+amount, 400, "invalid_request", "/review/expected_new_consumption/amount", func(r *request) {
			r.body = strings.TrimPrefix(prefix+`,"review":`, ",")
			if prefix == "" {
				r.body = `{"review":`
			}
			r.body += amounts.ReplaceAllString(review, `"amount":`+amount) + "}"
		})
	}
}

func separator(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}

// cursor is a cursor that the service gave to the actor.
func (a *actor) cursor() string {
	for _, m := range []memory{a.partner, a.vendor} {
		for _, address := range m.next {
			_, cursor, found := strings.Cut(address, "cursor=")
			if found {
				return cursor
			}
		}
	}
	return "none"
}

// strangers are told of every operation that it is for people with a token.
func strangers(t *testing.T, w *wire, a *actor) {
	t.Helper()
	for _, o := range slices.Compact(slices.Clone(a.operations)) {
		r := a.good(o, a.caller(o))
		r.token = ""
		got := w.send(t.Context(), r)
		require.Equal(t, 401, got.status, "%s: %s", o.id, got.body)
		for _, p := range a.people {
			if !slices.Contains(o.roles, p.role) {
				r.token = p.token
				got = w.send(t.Context(), r)
				require.Equal(t, 403, got.status, "%s as %s: %s", o.id, p.role, got.body)
				break
			}
		}
	}
}

// repel launches the attacks; each is told what is wrong and where.
func repel(t *testing.T, w *wire, attacks []attack) {
	t.Helper()
	require.Greater(t, len(attacks), 200)
	for _, x := range attacks {
		got := w.send(t.Context(), x.request)
		require.Equal(t, x.status, got.status, "%s: %s", x.name, got.body)
		var problem struct {
			Code   string
			Errors []struct{ In, Pointer, Code string }
		}
		require.NoError(t, json.Unmarshal(got.body, &problem), x.name)
		require.Equal(t, x.code, problem.Code, "%s: %s", x.name, got.body)
		require.NotEmpty(t, problem.Errors, x.name)
		places := make([]string, len(problem.Errors))
		for i, e := range problem.Errors {
			places[i] = e.Pointer
			require.NotEmpty(t, e.Code, x.name)
		}
		require.Contains(t, places, x.pointer, x.name)
	}
}
