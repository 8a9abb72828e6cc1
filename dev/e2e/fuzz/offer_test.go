package fuzz

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"partnercenter/models"
	"partnercenter/rules"
)

// offer is the entry of `allowed_actions` that speaks of an operation.
type offer struct {
	action string
	// verdict is what the entry speaks of in a state, where the operation takes one;
	// nil: the entry holds for each. Another verdict is another question.
	verdict func(state string) string
	// alone reports whether the command alone can know of a blocker, or of its end; nil: of none.
	alone func(code string) bool
}

// offers are all operations on a thing that has `allowed_actions`.
var offers = map[string]offer{
	"submitHistoricalRegistration": {action: models.VerbSubmit, alone: aboutTheCustomer},
	"reviewRegistration":           {action: models.VerbReview},
	"releaseRegistration":          {action: models.VerbRelease},
	"resendInvitation":             {action: models.VerbResend, alone: is(rules.InvitationLimitReached)}, // counted when the mail is asked for
	"cancelInvitation":             {action: models.VerbCancel},
	"revokeInvitationLink":         {action: "revoke"},
	"decideAssociationRequest":     {action: models.VerbDecide, verdict: approval, alone: is(rules.FactsUnavailable, rules.NoticeNotAccepted)}, // read anew, and ticked, when it is decided
	"cancelAssociationRequest":     {action: models.VerbCancel},
	"retrySettlementStep":          {action: models.VerbRetry},
	"claimTopUp":                   {action: models.VerbClaim},
	"refuseTopUp":                  {action: models.VerbRefuse},
	"reviewAccountChange":          {action: models.VerbReview, verdict: approval},
	"reviewWithdrawal":             {action: models.VerbReview, verdict: verdictOnWithdrawal, alone: is(rules.FactsUnavailable)}, // likewise
	"cancelWithdrawal":             {action: models.VerbCancel},
	"deleteWithdrawal":             {action: "delete"},
}

// looks change nothing of what they are about, whatever its state is: nothing is offered.
var looks = []string{"unmaskRegistration", "unmaskTopUp", "unmaskWithdrawal"}

func approval(string) string { return models.VerdictApprove }

// verdictOnWithdrawal: what was approved can be given up, and not approved again.
func verdictOnWithdrawal(state string) string {
	if state == models.WithdrawalSubmitted {
		return models.VerdictApprove
	}
	return models.VerdictReject
}

func is(codes ...string) func(string) bool {
	return func(code string) bool { return slices.Contains(codes, code) }
}

// aboutTheCustomer: whether a customer may be registered is looked up when he is submitted, all but what row and partner say.
func aboutTheCustomer(code string) bool {
	return !is(rules.RoleCannotAct, rules.NotOwnCustomer, rules.PartnerFrozen, rules.PartnerContactMissing, rules.RegistrationCapReached)(code)
}

// Each operation on a thing that says what may be done with it is among what it says.
func TestEveryDecisionHasItsOffer(t *testing.T) {
	t.Parallel()
	var found []string
	operations := readContract(t)
	for _, o := range operations {
		if read := reading(operations, o); read != nil && read != o && saysWhatIsAllowed(read) && o.route.Method != http.MethodGet {
			found = append(found, o.id)
		}
	}
	want := append(slices.Collect(maps.Keys(offers)), looks...)
	require.ElementsMatch(t, want, found)
}

// reading is the operation that reads the thing which another one is about, or nil.
func reading(operations []*operation, o *operation) *operation {
	path := subjectOf(o.route.Path)
	for _, candidate := range operations {
		if candidate.route.Method == http.MethodGet && candidate.route.Path == path {
			return candidate
		}
	}
	return nil
}

// subjectOf is the path of the thing that a path is about: as far as its own id, or its settlement.
func subjectOf(path string) string {
	parts := strings.Split(path, "/") // "", "v1", "registrations", id, …
	last := min(len(parts), 4)
	if len(parts) > 4 && parts[4] == "settlement" {
		last = 5
	}
	return strings.Join(parts[:last], "/")
}

func saysWhatIsAllowed(o *operation) bool {
	answer := o.spec().Responses.Status(http.StatusOK)
	if answer == nil || answer.Value.Content.Get("application/json") == nil {
		return false
	}
	return has(answer.Value.Content.Get("application/json").Schema, "allowed_actions")
}

func has(schema *openapi3.SchemaRef, property string) bool {
	if schema == nil {
		return false
	}
	inPart := func(part *openapi3.SchemaRef) bool { return has(part, property) }
	return schema.Value.Properties[property] != nil || slices.ContainsFunc(schema.Value.AllOf, inPart)
}

// offered is what a thing says about an operation on it, to one person at one time.
type offered struct {
	of      offer
	read    request
	version any
	state   string
	listed  bool
	allowed bool
	codes   []string
}

// foretold reads what is offered before an operation is asked for; nil where there is nothing to hold it against.
func (a *actor) foretold(ctx context.Context, r request) *offered {
	of, decides := offers[r.op.id]
	read := reading(a.operations, r.op)
	if !decides || read == nil {
		return nil
	}
	path, _, _ := strings.Cut(r.path, "?")
	told := &offered{of: of, read: request{op: read, token: r.token, path: subjectOf(path), header: map[string]string{"Accept-Language": "en"}}}
	if !told.again(ctx, a) {
		return nil
	}
	return told
}

// enough is how often each offer has to be held against what came of it.
const enough = 10

// again reads it as it is now, and reports whether it is there and of the actor's own partner: others' change as others like.
func (told *offered) again(ctx context.Context, a *actor) bool {
	got := a.wire.send(ctx, told.read)
	var thing struct {
		PartnerID      string `json:"partner_id"`
		Version        any
		State          string
		AllowedActions []struct {
			Name     string
			Allowed  bool
			Blockers []struct{ Code string }
		} `json:"allowed_actions"`
	}
	if got.status != http.StatusOK || json.Unmarshal(got.body, &thing) != nil {
		return false
	}
	told.version, told.state, told.listed, told.allowed, told.codes = thing.Version, thing.State, false, false, nil
	for _, action := range thing.AllowedActions {
		if action.Name == told.of.action {
			told.listed, told.allowed = true, action.Allowed
			for _, b := range action.Blockers {
				told.codes = append(told.codes, b.Code)
			}
		}
	}
	return thing.PartnerID == a.org.String() || thing.PartnerID == "" // money of nobody
}

// holds compares what came of an operation with what was foretold, and notes where they differ.
func (a *actor) holds(ctx context.Context, told *offered, r request, got answer) {
	if told == nil {
		return
	}
	var body struct{ Verdict string }
	_ = json.Unmarshal([]byte(r.body), &body) // where it has none, no entry speaks of one
	if told.of.verdict != nil && told.of.verdict(told.state) != body.Verdict {
		return
	}
	a.wire.compare(r, a.differs(ctx, told, got))
}

// differs says how what came of an operation differs from what was foretold; empty if it does not.
func (a *actor) differs(ctx context.Context, told *offered, got answer) string {
	switch done := got.status < 300; {
	case done && !told.listed:
		return fmt.Sprintf("done in state %s, and was not among the actions", told.state)
	case done && !told.allowed && !slices.ContainsFunc(told.codes, told.knows):
		return fmt.Sprintf("done in state %s, and was said to be impossible: %v", told.state, told.codes)
	case got.status == http.StatusConflict && told.allowed:
		return a.refusedAfterAll(ctx, told, got)
	}
	return ""
}

func (told *offered) knows(code string) bool { return told.of.alone != nil && told.of.alone(code) }

// refusedAfterAll: what was offered is refused for what only the command can know, or because somebody was faster.
func (a *actor) refusedAfterAll(ctx context.Context, told *offered, got answer) string {
	var problem struct{ Blockers []struct{ Code string } }
	if json.Unmarshal(got.body, &problem) != nil || len(problem.Blockers) == 0 {
		return "" // not by the rules
	}
	for _, b := range problem.Blockers {
		if told.knows(b.Code) {
			return ""
		}
	}
	before := told.version
	if told.again(ctx, a) && told.version == before && told.allowed {
		return fmt.Sprintf("refused in state %s, and is said to be possible: %s", told.state, got.body)
	}
	return ""
}
