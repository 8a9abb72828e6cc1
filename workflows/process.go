package workflows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"partnercenter/activities"
	"partnercenter/models"
)

// process is what every process has in common: its row as it was last seen, its
// decisions, and the wait for whatever comes next.
type process struct {
	kind  string
	ref   models.Ref
	verbs []string
	// reopens: what comes after the end may open the row again.
	reopens bool
	log     log.Logger
	lock    workflow.Mutex
	// row is what the last step or decision left, and seen when it came here.
	row  models.Row
	seen time.Time
	// changed: something else moved the row; it has to be read again.
	changed bool
	// news counts what a wait must notice: a decision, a moved row.
	news int
}

// story does what a process does by itself when the time of its next step has come.
type story func(ctx workflow.Context, p *process) error

// tell runs a process from its row to its end. written is the row as the start of
// the workflow told it, or nil.
func tell(ctx workflow.Context, written *models.Row, of process, next story) (models.Ending, error) {
	p := &of
	p.lock = workflow.NewMutex(ctx)
	p.log = log.With(workflow.GetLogger(ctx), "kind", p.kind, "id", p.ref.ID.String())
	if err := p.listen(ctx); err != nil {
		return models.Ending{}, err
	}
	if err := p.begin(ctx, written); err != nil {
		return models.Ending{}, err
	}
	for {
		ended, err := p.live(ctx, next)
		if err != nil || ended {
			return models.Ending{State: p.row.State, Version: p.row.Version}, err
		}
	}
}

// live runs a process until its row is terminal, and answers whether that is its end.
func (p *process) live(ctx workflow.Context, next story) (bool, error) {
	for !p.over() {
		if workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
			return false, p.continueAsNew(ctx)
		}
		woken, err := p.wait(ctx)
		if err != nil {
			return false, err
		}
		if err := p.goOn(ctx, woken, next); err != nil {
			return false, err
		}
	}
	// A caller whose decision is still being carried out gets its answer first.
	if err := workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) }); err != nil {
		return false, err
	}
	if p.reopens {
		if err := letSpeak(ctx); err != nil {
			return false, err
		}
	}
	return p.over(), nil
}

// over: a row that cannot open again stays ended, whoever says that it changed.
func (p *process) over() bool {
	return p.row.Terminal && (!p.reopens || !p.changed)
}

// letSpeak gives way to what came with the same task of the engine: a signal that
// nobody has received yet says that the row has moved, and would be lost with the run.
func letSpeak(ctx workflow.Context) error {
	spoken := false
	workflow.GoNamed(ctx, "give way", func(workflow.Context) { spoken = true })
	return workflow.Await(ctx, func() bool { return spoken })
}

func (p *process) goOn(ctx workflow.Context, woken bool, next story) error {
	switch {
	case p.changed:
		return p.load(ctx)
	case woken:
		return next(ctx, p)
	default:
		return nil // a decision moved the row; its handler has already seen to it
	}
}

func (p *process) continueAsNew(ctx workflow.Context) error {
	if err := workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) }); err != nil {
		return err
	}
	return workflow.NewContinueAsNewError(ctx, Types[p.kind], models.Start{Ref: p.ref})
}

// listen registers the handlers one by one, before anything blocks.
func (p *process) listen(ctx workflow.Context) error {
	if err := workflow.SetQueryHandlerWithOptions(ctx, QueryState, func() (models.Row, error) { return p.row, nil },
		workflow.QueryHandlerOptions{Description: "the row as the workflow last saw it"}); err != nil {
		return fmt.Errorf("set query handler: %w", err)
	}
	err := workflow.SetUpdateHandlerWithOptions(ctx, UpdateDecide, p.decide, workflow.UpdateHandlerOptions{
		Validator:   p.mayDecide,
		Description: fmt.Sprintf("decide on the %s: %v", p.kind, p.verbs),
	})
	if err != nil {
		return fmt.Errorf("set update handler: %w", err)
	}
	moved := workflow.GetSignalChannelWithOptions(ctx, SignalRowChanged, workflow.SignalChannelOptions{Description: "another process moved the row: read it again"})
	workflow.GoNamed(ctx, "row changes", func(ctx workflow.Context) {
		for moved.Receive(ctx, nil) {
			p.changed = true
			p.news++
		}
	})
	return nil
}

// mayDecide only observes. The rules are asked by the API before and by the
// activity under the locks; here stands what the engine alone can know.
func (p *process) mayDecide(ctx workflow.Context, order models.DecisionOrder) error {
	if !slices.Contains(p.verbs, order.Verb) {
		return refuse(models.EngineUnknownVerb, fmt.Sprintf("a %s has no decision %q", p.kind, order.Verb))
	}
	if workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
		return temporal.NewApplicationError("the run continues as new, ask again", models.EngineRestarting)
	}
	return nil
}

// decide carries a decision out, one at a time.
func (p *process) decide(ctx workflow.Context, order models.DecisionOrder) (models.DecisionResult, error) {
	var result models.DecisionResult
	if err := p.lock.Lock(ctx); err != nil {
		return result, err
	}
	defer p.lock.Unlock()
	err := workflow.ExecuteActivity(decision(ctx, order.Verb), decide(p.kind), order).Get(ctx, &result)
	if err != nil {
		return result, err
	}
	p.news++
	return result, p.see(ctx, result.Row)
}

// begin learns the row: from who has just written it, or by reading it. A first task
// that waited for a worker has taken its time: the row was true at the start.
func (p *process) begin(ctx workflow.Context, written *models.Row) error {
	if written == nil {
		return p.load(ctx)
	}
	if err := p.know(ctx, *written, workflow.GetInfo(ctx).WorkflowStartTime); err != nil {
		return err
	}
	return letSpeak(ctx) // the row may have moved before this task
}

// now is what the database's clock says by now, as far as the engine can measure.
func (p *process) now(ctx workflow.Context) time.Time {
	return p.row.Now.Add(workflow.Now(ctx).Sub(p.seen))
}

// load reads the row.
func (p *process) load(ctx workflow.Context) error {
	p.changed = false
	return p.step(ctx, load(p.kind), "read the row")
}

// step runs one transaction of a timer and sees what it left.
func (p *process) step(ctx workflow.Context, activity any, summary string) error {
	var row models.Row
	if err := workflow.ExecuteLocalActivity(step(ctx, summary), activity, p.ref).Get(ctx, &row); err != nil {
		return fmt.Errorf("%s: %w", summary, err)
	}
	return p.see(ctx, row)
}

// see takes what a step or a decision left. A row that is older than the known one
// arrived late and says nothing new.
func (p *process) see(ctx workflow.Context, row models.Row) error {
	if row.Version < p.row.Version {
		return nil
	}
	return p.know(ctx, row, workflow.Now(ctx))
}

// know takes a row as the newest known and shows it to the operators.
func (p *process) know(ctx workflow.Context, row models.Row, at time.Time) error {
	p.row, p.seen = row, at
	workflow.SetCurrentDetails(ctx, details(row))
	return p.publish(ctx)
}

// publish moves the search attributes with the row, and only then: each upsert
// is an event.
func (p *process) publish(ctx workflow.Context) error {
	known := workflow.GetTypedSearchAttributes(ctx)
	var updates []temporal.SearchAttributeUpdate
	if _, ok := known.GetKeyword(AttributeReference); !ok && addsReference(ctx, p.row.Version) {
		updates = append(updates, AttributeReference.ValueSet(p.row.Reference))
	}
	if _, ok := known.GetKeyword(AttributePartner); !ok { // started by who knew no more than the id
		updates = append(updates, AttributePartner.ValueSet(p.row.PartnerID.String()), AttributeProcess.ValueSet(p.kind))
	}
	if state, ok := known.GetKeyword(AttributeState); !ok || state != p.row.State {
		updates = append(updates, AttributeState.ValueSet(p.row.State))
	}
	if due := p.row.Waiting.DueAt; due != nil {
		if shown, ok := known.GetTime(AttributeDue); !ok || !shown.Equal(*due) {
			updates = append(updates, AttributeDue.ValueSet(*due))
		}
	}
	if customer := p.row.CustomerID; customer != nil {
		if id, ok := known.GetKeyword(AttributeCustomer); !ok || id != customer.String() {
			updates = append(updates, AttributeCustomer.ValueSet(customer.String()))
		}
	}
	if len(updates) == 0 {
		return nil
	}
	return workflow.UpsertTypedSearchAttributes(ctx, updates...)
}

// wait waits until the row's next step is due (true) or there is news (false).
// It only measures how long: what time it is, the database's clock says.
func (p *process) wait(ctx workflow.Context) (bool, error) {
	if p.changed {
		return false, nil
	}
	known := p.news
	timeout := min(max(p.row.WakeAt.Sub(p.now(ctx)), 0), longestTimer)
	news, err := workflow.AwaitWithOptions(ctx, workflow.AwaitOptions{
		Timeout:      timeout,
		TimerOptions: workflow.TimerOptions{Summary: p.row.NextStep},
	}, func() bool { return p.news != known })
	if err != nil {
		return false, err
	}
	return !news, nil
}

// details is the line that operators read: since when it is as it is, who must act,
// until when, and what happens if nobody does.
func details(row models.Row) string {
	w := row.Waiting
	line := row.Reference + ": " + row.State
	if !row.Since.IsZero() {
		line += " since " + row.Since.Format(time.RFC3339)
	}
	if row.Terminal {
		return line
	}
	line += fmt.Sprintf(", waiting for the %s to %s", w.Party, strings.ReplaceAll(w.Action, "_", " "))
	if w.DueAt != nil {
		line += " until " + w.DueAt.Format(time.RFC3339)
	}
	if w.OnSilence != "" {
		line += ", then " + w.OnSilence
	}
	return line
}

// load and decide name the activities of a kind; workflows refer to methods, so
// that a renamed one does not compile.
func load(kind string) any {
	switch kind {
	case models.SubjectRegistration:
		return registrations.LoadRegistration
	case models.SubjectInvitation:
		return invitations.LoadInvitation
	case models.SubjectRequest:
		return requests.LoadAssociationRequest
	case models.SubjectSettlement:
		return settlements.LoadSettlement
	case models.SubjectWithdrawal:
		return withdrawals.LoadWithdrawal
	default:
		return acceptances.LoadAcceptance
	}
}

func decide(kind string) any {
	switch kind {
	case models.SubjectRegistration:
		return registrations.DecideRegistration
	case models.SubjectRequest:
		return requests.DecideAssociationRequest
	case models.SubjectSettlement:
		return settlements.DecideSettlement
	case models.SubjectWithdrawal:
		return withdrawals.DecideWithdrawal
	default:
		return invitations.DecideInvitation
	}
}

// The activity structs are nil here: only their methods' names are used.
var (
	registrations *activities.Registrations
	invitations   *activities.Invitations
	acceptances   *activities.Acceptances
	requests      *activities.AssociationRequests
	settlements   *activities.Settlements
	withdrawals   *activities.Withdrawals
	statements    *activities.Statements
	upkeep        *activities.Upkeep
)
