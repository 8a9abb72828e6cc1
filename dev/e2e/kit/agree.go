package kit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"

	"partnercenter/models"
	"partnercenter/workflows"
)

// processRow is what a row of a process says of itself.
type processRow struct {
	kind    string
	id      uuid.UUID
	state   string
	version int64
	open    bool
	events  []int64 // subject_seq of its events, sorted
}

// Disagreements lists where a row, its events and its workflow do not tell the
// same story, over all processes of the world; empty when all agree.
func (w *World) Disagreements(ctx context.Context) ([]string, error) {
	rows, err := w.processRows(ctx)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, row := range rows {
		for i, seq := range row.events {
			if seq != int64(i)+1 {
				found = append(found, fmt.Sprintf("%s %s has the events %v", row.kind, row.id, row.events))
				break
			}
		}
		if int64(len(row.events)) != row.version {
			found = append(found, fmt.Sprintf("%s %s has version %d and %d events", row.kind, row.id, row.version, len(row.events)))
		}
		said, err := w.workflowSays(ctx, row)
		if err != nil {
			return nil, fmt.Errorf("ask the workflow of %s %s: %w", row.kind, row.id, err)
		}
		if said != "" {
			found = append(found, fmt.Sprintf("%s %s is %s (version %d, open %t), its workflow %s", row.kind, row.id, row.state, row.version, row.open, said))
		}
	}
	return found, nil
}

// processRows leaves out the events of mails that did not arrive and of what was
// taken off a list: they are no versions of their subjects.
func (w *World) processRows(ctx context.Context) ([]processRow, error) {
	var selects []string
	for kind, table := range map[string]string{
		models.SubjectRegistration: "registrations", models.SubjectInvitation: "invitations", models.SubjectAcceptance: "acceptances",
		models.SubjectRequest: "association_requests", models.SubjectSettlement: "settlements", models.SubjectWithdrawal: "withdrawals",
	} {
		selects = append(selects, fmt.Sprintf(`SELECT '%s', id, state, version, next_wake_at IS NOT NULL,
			COALESCE((SELECT array_agg(subject_seq ORDER BY subject_seq) FROM events WHERE subject_id = p.id AND subject_kind = '%s' AND type NOT LIKE '%%.undelivered' AND type NOT LIKE '%%.deleted'), '{}') FROM %s p WHERE state <> 'unreported'`, kind, kind, table))
	}
	slices.Sort(selects)
	rows, err := w.Admin.Query(ctx, strings.Join(selects, " UNION ALL "))
	if err != nil {
		return nil, fmt.Errorf("read processes: %w", err)
	}
	defer rows.Close()
	var found []processRow
	for rows.Next() {
		var r processRow
		if err := rows.Scan(&r.kind, &r.id, &r.state, &r.version, &r.open, &r.events); err != nil {
			return nil, fmt.Errorf("read processes: %w", err)
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

// workflowSays is what a workflow says against its row, or nothing.
func (w *World) workflowSays(ctx context.Context, row processRow) (string, error) {
	id := workflows.ID(row.kind, row.id)
	described, err := w.Temporal.DescribeWorkflowExecution(ctx, id, "")
	if _, missing := errors.AsType[*serviceerror.NotFound](err); missing {
		return "does not exist", nil
	}
	if err != nil {
		return "", err
	}
	switch status := described.GetWorkflowExecutionInfo().GetStatus(); {
	case row.open && status == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING:
		var seen models.Row
		answer, err := w.Temporal.QueryWorkflow(ctx, id, "", workflows.QueryState)
		if err == nil {
			err = answer.Get(&seen)
		}
		return differs(row, seen.State, seen.Version), err
	case !row.open && status == enumspb.WORKFLOW_EXECUTION_STATUS_COMPLETED:
		var ending models.Ending
		err := w.Temporal.GetWorkflow(ctx, id, "").Get(ctx, &ending)
		return differs(row, ending.State, ending.Version), err
	default:
		return "is " + status.String(), nil
	}
}

func differs(row processRow, state string, version int64) string {
	if row.state == state && row.version == version {
		return ""
	}
	return fmt.Sprintf("says %s (version %d)", state, version)
}
