package fuzz

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/stretchr/testify/require"

	"partnercenter/api"
	"partnercenter/models"
)

// operation is one operation of the document.
type operation struct {
	id    string
	route routers.Route
	roles []models.Role
}

func (o *operation) spec() *openapi3.Operation { return o.route.Operation }

// body is the schema of the body that the operation takes, or nil.
func (o *operation) body() *openapi3.SchemaRef {
	if o.spec().RequestBody == nil {
		return nil
	}
	return o.spec().RequestBody.Value.Content.Get("application/json").Schema
}

// takes reports whether the document names a parameter.
func (o *operation) takes(in, name string) bool {
	return o.spec().Parameters.GetByInAndName(in, name) != nil
}

// statuses are the documented ones.
func (o *operation) statuses() []int {
	var all []int
	for name := range o.spec().Responses.Map() {
		if status, err := strconv.Atoi(name); err == nil {
			all = append(all, status)
		}
	}
	slices.Sort(all)
	return all
}

// exceptions are the operations that chance does not play: a stream has no end. Package events reaches every refusal of it.
var exceptions = []string{"streamEvents"}

func readContract(t *testing.T) []*operation {
	t.Helper()
	openapi3filter.RegisterBodyDecoder("image/png", openapi3filter.FileBodyDecoder)
	document, err := api.Document()
	require.NoError(t, err)
	table, err := api.Authorisation(document)
	require.NoError(t, err)
	var all []*operation
	for _, path := range document.Paths.InMatchingOrder() {
		item := document.Paths.Value(path)
		specs := item.Operations()
		for _, method := range slices.Sorted(maps.Keys(specs)) {
			if slices.Contains(exceptions, specs[method].OperationID) {
				continue
			}
			all = append(all, &operation{
				id: specs[method].OperationID, roles: table[specs[method].OperationID],
				route: routers.Route{Spec: document, Path: path, PathItem: item, Method: method, Operation: specs[method]},
			})
		}
	}
	return all
}

// request is one request in full, so that it can be sent again.
type request struct {
	op     *operation
	path   string // with its query
	token  string
	body   string
	header map[string]string
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// wire sends requests and keeps count of what was seen.
type wire struct {
	base   string
	client *http.Client

	mu      sync.Mutex
	seen    map[string]map[int]int // operation -> status -> answers
	held    map[string]int         // operation -> answers that were held against what was offered
	sent    int
	defects []string
}

func newWire(base string) *wire {
	return &wire{
		base: base, seen: map[string]map[int]int{}, held: map[string]int{},
		client: &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64}},
	}
}

// send sends a request and notes whatever in the answer breaks the document.
func (w *wire) send(ctx context.Context, r request) answer {
	req, err := http.NewRequestWithContext(ctx, r.op.route.Method, w.base+r.path, strings.NewReader(r.body))
	if err != nil {
		w.note(r, 0, err)
		return answer{}
	}
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	if r.token != "" {
		req.Header.Set("Authorization", "Bearer "+r.token)
	}
	res, err := w.client.Do(req)
	if err != nil {
		w.note(r, 0, err)
		return answer{}
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		w.note(r, res.StatusCode, err)
	}
	a := answer{status: res.StatusCode, header: res.Header, body: body}
	w.note(r, a.status, conforms(ctx, req, r.op, a))
	return a
}

// conforms holds an answer against the document. The document's default is for
// errors of the service, which there must be none of.
func conforms(ctx context.Context, req *http.Request, op *operation, a answer) error {
	if !slices.Contains(op.statuses(), a.status) {
		return fmt.Errorf("status %d is not documented: %s", a.status, a.body)
	}
	err := openapi3filter.ValidateResponse(ctx, &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: req, Route: &op.route},
		Options:                &openapi3filter.Options{SchemaValidationOptions: api.Formats(), IncludeResponseStatus: true},
		Status:                 a.status, Header: a.header, Body: io.NopCloser(bytes.NewReader(a.body)),
	})
	if err != nil {
		return fmt.Errorf("answer %d: %w: %s", a.status, err, a.body)
	}
	return nil
}

func (w *wire) note(r request, status int, defect error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent++
	if w.seen[r.op.id] == nil {
		w.seen[r.op.id] = map[int]int{}
	}
	w.seen[r.op.id][status]++
	if defect != nil {
		w.defects = append(w.defects, fmt.Sprintf("%s: %s %s %.300s: %v", r.op.id, r.op.route.Method, r.path, r.body, defect))
	}
}

// compare notes that an answer was held against what was offered, and how it differs, if it does.
func (w *wire) compare(r request, defect string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held[r.op.id]++
	if defect != "" {
		w.defects = append(w.defects, fmt.Sprintf("%s: %s %s %.300s: %s", r.op.id, r.op.route.Method, r.path, r.body, defect))
	}
}

// lacking are the operations that have not answered well often enough, or not with
// every status that a request alone can bring about.
func (w *wire) lacking(operations []*operation) (found []*operation) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, o := range operations {
		unseen := slices.ContainsFunc(o.statuses(), func(status int) bool {
			elsewhere := status >= http.StatusInternalServerError || status == http.StatusAccepted || status == http.StatusTooManyRequests
			return !elsewhere && w.seen[o.id][status] == 0
		})
		if unseen || w.count(o.id, 2) < leastGood {
			found = append(found, o)
		}
	}
	return found
}

// count is how many answers of an operation had a status of a class (2, 4, 5).
func (w *wire) count(op string, class int) (n int) {
	for status, answers := range w.seen[op] {
		if status/100 == class {
			n += answers
		}
	}
	return n
}
