package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	sdkpb "go.temporal.io/api/sdk/v1"

	"partnercenter/dev/sim/mail"
	"partnercenter/workflows"
)

const (
	lookPatience = 30 * time.Second
	lookEvery    = 50 * time.Millisecond
	// metadataQuery answers a workflow's current details, as the engine's UI shows them.
	metadataQuery = "__temporal_workflow_metadata"
)

// eventually repeats a look until it succeeds: mails and workflows follow their cause by a moment.
func eventually(ctx context.Context, look func() error) error {
	ctx, cancel := context.WithTimeout(ctx, lookPatience)
	defer cancel()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		err := look()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-tick.C:
		}
	}
}

// mailTo waits until exactly one mail with a text in its subject is in somebody's box.
func (p *play) mailTo(ctx context.Context, address, subject string) (mail.Message, error) {
	var found []mail.Message
	err := eventually(ctx, func() (err error) {
		found, err = p.mailsTo(ctx, address, subject)
		if err == nil && len(found) != 1 {
			err = fmt.Errorf("%d mails %q to %s, not one", len(found), subject, address)
		}
		return err
	})
	if err != nil {
		return mail.Message{}, err
	}
	return found[0], nil
}

func (p *play) mailsTo(ctx context.Context, address, subject string) ([]mail.Message, error) {
	query := url.Values{"to": {address}, "subject": {subject}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.plan.Sims.MailURL+"/api/messages?"+query.Encode(), http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("read mail box: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("read mail box: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	var box struct {
		Messages []mail.Message `json:"messages"`
	}
	if err := json.NewDecoder(response.Body).Decode(&box); err != nil {
		return nil, fmt.Errorf("read mail box: %w", err)
	}
	return box.Messages, nil
}

// process is a workflow as operators see it.
type process struct {
	id      string
	run     string
	status  enumspb.WorkflowExecutionStatus
	state   string
	details string
}

func (w process) String() string {
	status := strings.ToLower(w.status.String())
	if w.details == "" {
		return fmt.Sprintf("%s is %s, State=%s", short(w.id), status, w.state)
	}
	return fmt.Sprintf("%s is %s: “%s”", short(w.id), status, w.details)
}

// short keeps the kind and the end of an id, which is where ids differ.
func short(workflowID string) string {
	kind, _, _ := strings.Cut(workflowID, ":")
	return kind + ":…" + workflowID[len(workflowID)-6:]
}

// process waits until the workflow of a row has the wanted status and State.
func (p *play) process(ctx context.Context, kind string, id uuid.UUID, status enumspb.WorkflowExecutionStatus, state string) (process, error) {
	var seen process
	err := eventually(ctx, func() (err error) {
		seen, err = p.describe(ctx, kind, id)
		if err == nil && (seen.status != status || seen.state != state) {
			err = fmt.Errorf("workflow %s is %s with State %q, not %s with %q", seen.id, seen.status, seen.state, status, state)
		}
		return err
	})
	return seen, err
}

func (p *play) running(ctx context.Context, kind string, id uuid.UUID, state string) (process, error) {
	seen, err := p.process(ctx, kind, id, enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING, state)
	if err != nil {
		return seen, err
	}
	answer, err := p.engine.QueryWorkflow(ctx, seen.id, seen.run, metadataQuery)
	if err != nil {
		return seen, fmt.Errorf("query %s: %w", seen.id, err)
	}
	var metadata sdkpb.WorkflowMetadata
	if err := answer.Get(&metadata); err != nil {
		return seen, fmt.Errorf("read details of %s: %w", seen.id, err)
	}
	seen.details = metadata.GetCurrentDetails()
	return seen, nil
}

func (p *play) completed(ctx context.Context, kind string, id uuid.UUID, state string) (process, error) {
	return p.process(ctx, kind, id, enumspb.WORKFLOW_EXECUTION_STATUS_COMPLETED, state)
}

func (p *play) describe(ctx context.Context, kind string, id uuid.UUID) (process, error) {
	workflowID := workflows.ID(kind, id)
	description, err := p.engine.DescribeWorkflow(ctx, workflowID, "")
	if err != nil {
		return process{}, fmt.Errorf("describe %s: %w", workflowID, err)
	}
	state, _ := description.TypedSearchAttributes.GetKeyword(workflows.AttributeState)
	return process{id: workflowID, run: description.WorkflowExecution.RunID, status: description.Status, state: state}, nil
}

// number is what a counting query answers.
func (p *play) number(ctx context.Context, query string, args ...any) (int, error) {
	var n int
	if err := p.db.QueryRow(ctx, query, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count in the database: %w", err)
	}
	return n, nil
}

// registrationRow is what is stored of a registration.
type registrationRow struct {
	state     string
	version   int
	slots     int
	heldUntil *time.Time
	events    []string // types, in their order
}

func (p *play) registrationRow(ctx context.Context, id uuid.UUID) (registrationRow, error) {
	var row registrationRow
	err := p.db.QueryRow(ctx, `SELECT state, version, held_until,
			(SELECT count(*) FROM protection_slots s WHERE s.registration_id = r.id),
			(SELECT coalesce(array_agg(type ORDER BY id), '{}') FROM events e WHERE e.subject_id = r.id)
		FROM registrations r WHERE id = $1`, id).Scan(&row.state, &row.version, &row.heldUntil, &row.slots, &row.events)
	if err != nil {
		return row, fmt.Errorf("read registration from the database: %w", err)
	}
	return row, nil
}
