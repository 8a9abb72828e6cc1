package endings

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	sdkpb "go.temporal.io/api/sdk/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/directory"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/workflows"
)

// The engine's list names every process by its reference, whether a command started
// it, another process, or the operator who resumed it from its row.
func TestEverySummaryNamesTheReference(t *testing.T) {
	t.Parallel()
	p := newPlay(t)
	open := p.oneOfEachKind()
	for kind, row := range open {
		p.requireSummary(kind, row)
		require.NoError(t, p.Temporal.TerminateWorkflow(t.Context(), kind+":v1:"+row.id, "", "by mistake"))
	}
	p.Product.Ops("resume")
	for kind, row := range open {
		p.requireSummary(kind, row)
		p.requireFound(kind, row)
		p.requireDetails(kind, row)
	}
	p.requireQueries()
}

// A run that was begun without its reference, as earlier releases began them, gets it
// from the row, and the change that did it can be asked for.
func TestARunWithoutReferenceGetsIt(t *testing.T) {
	t.Parallel()
	p := newPlay(t)
	row := openRow{"registrations", p.Registered(p.alice, kit.NewCustomer())}
	workflowID := models.SubjectRegistration + ":v1:" + row.id
	p.requireFound(models.SubjectRegistration, row)
	require.NoError(t, p.Temporal.TerminateWorkflow(t.Context(), workflowID, "", "by mistake"))
	_, err := p.Temporal.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: workflowID, TaskQueue: p.TaskQueue},
		workflows.Registration, models.Start{Ref: models.Ref{ID: uuid.MustParse(row.id), Realm: p.Realm}})
	require.NoError(t, err)
	p.requireFound(models.SubjectRegistration, row)
	require.Equal(t, []string{workflowID}, p.found("WorkflowId = '"+workflowID+"' AND TemporalChangeVersion = 'reference-attribute:1-1'"))
}

// requireFound waits until the engine finds the running workflow by the row's reference.
func (p *play) requireFound(kind string, row openRow) {
	p.T.Helper()
	var reference string
	require.NoError(p.T, p.Admin.QueryRow(p.T.Context(), "SELECT reference FROM "+row.table+" WHERE id = $1", row.id).Scan(&reference))
	require.EventuallyWithT(p.T, func(c *assert.CollectT) {
		require.Equal(c, []string{kind + ":v1:" + row.id}, p.found("Reference = '"+reference+"' AND ExecutionStatus = 'Running'"))
	}, patience, poll)
}

func (p *play) found(query string) []string {
	p.T.Helper()
	answer, err := p.Temporal.ListWorkflow(p.T.Context(), &workflowservice.ListWorkflowExecutionsRequest{Query: query})
	require.NoError(p.T, err)
	var ids []string
	for _, execution := range answer.GetExecutions() {
		ids = append(ids, execution.GetExecution().GetWorkflowId())
	}
	return ids
}

// openRow is the row of a process that goes on.
type openRow struct{ table, id string }

// oneOfEachKind begins a process of each kind that waits for somebody.
func (p *play) oneOfEachKind() map[string]openRow {
	p.T.Helper()
	registration := p.Registered(p.alice, kit.NewCustomer())
	agreed, asked := p.Bonded(p.alice, models.Resale, nil), p.Bonded(p.alice, models.Resale, nil)
	p.asksToLeave(agreed)
	p.click(agreed, "/agree", map[string]string{"reason": "Yes.", "notice": "read"})
	p.Funds(p.Aurora, nil)
	open := map[string]openRow{
		models.SubjectRegistration: {"registrations", registration},
		models.SubjectInvitation:   {"invitations", p.Invited(p.alice, registration)[0]},
		models.SubjectRequest:      {"association_requests", p.asksToLeave(asked)},
		models.SubjectSettlement:   {"settlements", agreed.Association.String()},
		models.SubjectWithdrawal:   {"withdrawals", p.asksBack("10.00")},
		models.SubjectAcceptance:   {"acceptances", p.checking()},
	}
	for _, kind := range store.ProcessKinds() {
		require.Contains(p.T, open, kind)
	}
	return open
}

// checking is an attempt to associate for which the directory has no answer.
func (p *play) checking() string {
	p.T.Helper()
	customer := kit.NewCustomer()
	p.Invited(p.alice, p.Registered(p.alice, customer))
	account := p.Account(customer, nil)
	browser := p.Browse(p.LinkIn(customer.Email), account)
	p.DirectoryIs(directory.Down)
	status, err := browser.Agree(p.T.Context())
	require.NoError(p.T, err)
	require.Less(p.T, status, http.StatusInternalServerError)
	return p.acceptanceOf(account.String())
}

// requireSummary waits for the open row's workflow and reads what it was started with.
func (p *play) requireSummary(kind string, row openRow) {
	p.T.Helper()
	var reference, partner string
	require.NoError(p.T, p.Admin.QueryRow(p.T.Context(), "SELECT reference, partner_id::text FROM "+row.table+" WHERE id = $1 AND next_wake_at IS NOT NULL", row.id).Scan(&reference, &partner))
	require.EventuallyWithT(p.T, func(c *assert.CollectT) {
		run, err := p.Temporal.DescribeWorkflow(p.T.Context(), kind+":v1:"+row.id, "")
		require.NoError(c, err)
		require.Equal(c, "Running", run.Status.String())
		summary, err := run.GetStaticSummary()
		require.NoError(c, err)
		require.Equal(c, kind+" "+reference, summary)
		details, err := run.GetStaticDetails()
		require.NoError(c, err)
		require.Equal(c, "partner "+partner+", realm "+p.Realm, details)
	}, patience, poll)
}

// requireDetails waits until the engine shows what the row waits for, and since when it does; what it can be asked to do
// is described.
func (p *play) requireDetails(kind string, row openRow) {
	p.T.Helper()
	var shown string
	require.NoError(p.T, p.Admin.QueryRow(p.T.Context(), "SELECT reference || ': ' || state || ' since ' || to_char(state_since AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM "+
		row.table+" WHERE id = $1", row.id).Scan(&shown))
	require.EventuallyWithT(p.T, func(c *assert.CollectT) {
		answer, err := p.Temporal.QueryWorkflow(p.T.Context(), kind+":v1:"+row.id, "", "__temporal_workflow_metadata")
		require.NoError(c, err)
		var metadata sdkpb.WorkflowMetadata
		require.NoError(c, answer.Get(&metadata))
		require.Contains(c, metadata.GetCurrentDetails(), shown+", waiting for the ")
		for _, update := range metadata.GetDefinition().GetUpdateDefinitions() {
			require.NotEmpty(c, update.GetDescription(), update.GetName())
		}
	}, patience, poll)
}

// documented is a line of the table of queries.
var documented = regexp.MustCompile("(?m)^\\| [^|]+ \\| `([^`]*(?:ExecutionStatus|PartnerId|CustomerId|WorkflowId|Reference|TemporalChangeVersion) [^`]*)` \\|$")

// requireQueries runs what the operators' page says to ask.
func (p *play) requireQueries() {
	p.T.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "operations.md"))
	require.NoError(p.T, err)
	queries := documented.FindAllStringSubmatch(string(raw), -1)
	require.Len(p.T, queries, 9)
	for _, q := range queries {
		_, err := p.Temporal.ListWorkflow(p.T.Context(), &workflowservice.ListWorkflowExecutionsRequest{Query: strings.ReplaceAll(q[1], "<now>", time.Now().UTC().Format(time.RFC3339))})
		require.NoError(p.T, err, q[1])
	}
}
