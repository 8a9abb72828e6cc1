package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/client"

	"partnercenter/internal/config"
	"partnercenter/internal/process"
	"partnercenter/internal/programme"
	"partnercenter/internal/store"
	"partnercenter/models"
)

// retryPatience bounds how long an operator waits for a decision.
const retryPatience = 30 * time.Second

// operate opens the database for one call of an operator, and writes the call down
// before it does anything.
func operate(ctx context.Context, cfg config.Ops, op models.Operation, log *slog.Logger, do func(*store.Store) error) error {
	if err := op.Check(); err != nil {
		return err
	}
	db, err := openStore(ctx, cfg.Common, log)
	if err != nil {
		return err
	}
	if err = (&programme.Operations{Store: db}).Begin(ctx, op); err == nil {
		err = do(db)
	}
	return errors.Join(err, db.Close())
}

// steer is operate for what needs the engine too.
func steer(ctx context.Context, cfg config.Ops, op models.Operation, log *slog.Logger, do func(*store.Store, *process.Engine) error) error {
	return operate(ctx, cfg, op, log, func(db *store.Store) error {
		c, err := dial(ctx, cfg.Temporal, nil, nil, log)
		if err != nil {
			return err
		}
		defer c.Close()
		return do(db, &process.Engine{Client: c, TaskQueue: cfg.Temporal.TaskQueue, DecisionWait: retryPatience, Log: log})
	})
}

func operations(db *store.Store, engine *process.Engine, log *slog.Logger) *process.Operations {
	return &process.Operations{
		Operations:  &programme.Operations{Store: db},
		Settlements: &process.Settlements{Settlements: &programme.Settlements{Deps: programme.Deps{Store: db, Log: log}}, Engine: engine},
		Engine:      engine,
	}
}

// Stuck writes what does not go on by itself, and why. It does not wait for the
// engine: where that is away, the rows are listed before the error.
func Stuck(ctx context.Context, cfg config.Ops, op models.Operation, out io.Writer, log *slog.Logger) error {
	return operate(ctx, cfg, op, log, func(db *store.Store) error {
		c, err := client.NewLazyClient(clientOptions(cfg.Temporal, log))
		if err != nil {
			return fmt.Errorf("prepare the engine's client: %w", err)
		}
		defer c.Close()
		stuck, err := operations(db, &process.Engine{Client: c, TaskQueue: cfg.Temporal.TaskQueue, Log: log}, log).Stuck(ctx)
		if err == nil && len(stuck.Items) == 0 {
			fmt.Fprintln(out, "nothing is stuck")
			return nil
		}
		return errors.Join(listStuck(stuck, out), err)
	})
}

func listStuck(stuck models.StuckList, out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "WHAT\tKIND\tREALM\tID\tREFERENCE\tSTATE\tSINCE\tWHY")
	for _, s := range stuck.Items {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", s.What, s.Kind, s.Ref.Realm, s.Ref.ID, s.Reference, s.State, s.Since.UTC().Format(time.RFC3339), s.Why)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("write what is stuck: %w", err)
	}
	if stuck.More {
		fmt.Fprintln(out, "and more: not all of it is listed")
	}
	return nil
}

// RetryStep lets a failed step of a settlement, which has the id of its
// association, be tried again at once.
func RetryStep(ctx context.Context, cfg config.Ops, op models.Operation, association uuid.UUID, step string, out io.Writer, log *slog.Logger) error {
	op.Data = map[string]any{"association_id": association.String(), "step": step}
	return steer(ctx, cfg, op, log, func(db *store.Store, engine *process.Engine) error {
		if err := operations(db, engine, log).Retry(ctx, op, association, step); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s of settlement %s is tried again\n", step, association)
		return nil
	})
}

// Reverse takes a transaction of the ledger back, on the word of two operators.
func Reverse(ctx context.Context, cfg config.Ops, op models.Operation, transaction uuid.UUID, out io.Writer, log *slog.Logger) error {
	op.Data = map[string]any{"transaction_id": transaction.String(), "approved_by": op.ApprovedBy}
	return operate(ctx, cfg, op, log, func(db *store.Store) error {
		posted, err := (&programme.Operations{Store: db}).Reverse(ctx, op, transaction)
		if err != nil {
			return fmt.Errorf("reverse transaction %s: %w", transaction, err)
		}
		said := "is reversed"
		if posted.Replayed {
			said = "was reversed before"
		}
		fmt.Fprintf(out, "transaction %s %s by %s, number %d of its book\n", transaction, said, posted.ID, posted.BookSeq)
		return nil
	})
}

// auditLine is one line of an exported audit trail.
type auditLine struct {
	Position      *int64         `json:"position"`
	ID            uuid.UUID      `json:"id"`
	Type          string         `json:"type"`
	SubjectKind   string         `json:"subject_kind"`
	SubjectID     uuid.UUID      `json:"subject_id"`
	SubjectSeq    int64          `json:"subject_seq"`
	PartnerID     *uuid.UUID     `json:"partner_id,omitempty"`
	CustomerID    *uuid.UUID     `json:"customer_id,omitempty"`
	AssociationID *uuid.UUID     `json:"association_id,omitempty"`
	Actor         string         `json:"actor"`
	OnBehalfOf    string         `json:"on_behalf_of,omitempty"`
	At            time.Time      `json:"at"`
	RecordedAt    time.Time      `json:"recorded_at"`
	RequestID     string         `json:"request_id,omitempty"`
	TraceID       string         `json:"trace_id,omitempty"`
	WorkflowID    string         `json:"workflow_id,omitempty"`
	RunID         string         `json:"run_id,omitempty"`
	DecisionID    *uuid.UUID     `json:"decision_id,omitempty"`
	PolicyID      *uuid.UUID     `json:"policy_id,omitempty"`
	Reason        string         `json:"reason,omitempty"`
	Data          map[string]any `json:"data"`
}

// Audit writes the events of a realm that a filter chooses, one JSON document per
// line, in the order in which they were made.
func Audit(ctx context.Context, cfg config.Ops, op models.Operation, realm string, f models.AuditFilter, out io.Writer, log *slog.Logger) error {
	if f.Subject == nil && f.Organisation == nil && f.From == nil {
		return errors.New("state --subject, --organisation or --from")
	}
	op.Data = audited(realm, f)
	return operate(ctx, cfg, op, log, func(db *store.Store) error {
		lines := json.NewEncoder(out)
		return (&programme.Operations{Store: db}).Audit(ctx, realm, f, func(e models.AuditedEvent) error {
			return lines.Encode(auditLine{
				Position: e.Position, ID: e.ID, Type: e.Type, SubjectKind: e.SubjectKind, SubjectID: e.SubjectID, SubjectSeq: e.SubjectSeq,
				PartnerID: e.PartnerID, CustomerID: e.CustomerID, AssociationID: e.AssociationID, Actor: e.Actor, OnBehalfOf: e.OnBehalfOf,
				At: e.At.UTC(), RecordedAt: e.RecordedAt.UTC(), RequestID: e.RequestID, TraceID: e.TraceID, WorkflowID: e.WorkflowID, RunID: e.RunID,
				DecisionID: e.DecisionID, PolicyID: e.PolicyID, Reason: e.Reason, Data: e.Data,
			})
		})
	})
}

// audited is what an export asked for, for the event that tells of it.
func audited(realm string, f models.AuditFilter) map[string]any {
	data := map[string]any{"realm": realm}
	for name, id := range map[string]*uuid.UUID{"subject_id": f.Subject, "organisation_id": f.Organisation} {
		if id != nil {
			data[name] = id.String()
		}
	}
	for name, at := range map[string]*time.Time{"from": f.From, "until": f.Until} {
		if at != nil {
			data[name] = at.UTC().Format(time.RFC3339Nano)
		}
	}
	return data
}
