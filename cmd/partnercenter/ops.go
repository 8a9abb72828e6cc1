package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"partnercenter/internal/app"
	"partnercenter/internal/config"
	"partnercenter/models"
)

// call is what every operator's command is run with.
type call struct {
	cfg  config.Ops
	op   models.Operation
	args []string
	out  io.Writer
	log  *slog.Logger
}

// opsCommand is the operator's commands. Each says who calls it and why, which is
// written down before it does anything.
func opsCommand(errOut io.Writer) *cobra.Command {
	ops := &cobra.Command{Use: "ops", Short: "The operator's commands"}
	var op models.Operation
	ops.PersistentFlags().StringVar(&op.Operator, "operator", "", "who calls, for the audit trail")
	ops.PersistentFlags().StringVar(&op.Reason, "reason", "", "why, for the audit trail")
	operator := func(use, short, name string, args int, run func(context.Context, call) error) *cobra.Command {
		return &cobra.Command{Use: use, Short: short, Args: cobra.ExactArgs(args), RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := config.Load[config.Ops]()
			if err != nil {
				return err
			}
			op.ID, op.Command = uuid.Must(uuid.NewV7()), name
			return run(cmd.Context(), call{cfg: cfg, op: op, args: args, out: cmd.OutOrStdout(), log: logger(errOut, cfg.LogLevel, "ops")})
		}}
	}
	ops.AddCommand(
		operator("resume", "Start or wake the workflow of every open row", models.OperationResume, 0, func(ctx context.Context, c call) error {
			return app.Resume(ctx, c.cfg, c.op, c.out, c.log)
		}),
		operator("verify-ledger", "Recompute every book of the ledger and say what does not hold", models.OperationVerify, 0, func(ctx context.Context, c call) error {
			return app.VerifyLedger(ctx, c.cfg, c.op, c.out, c.log)
		}),
		operator("stuck", "List what does not go on by itself, and why", models.OperationStuck, 0, func(ctx context.Context, c call) error {
			return app.Stuck(ctx, c.cfg, c.op, c.out, c.log)
		}),
		operator("retry <association id> <step>", "Try a failed step of a settlement again at once", models.OperationRetry, 2, retry),
		auditCommand(operator),
		reverseCommand(operator, &op),
	)
	return ops
}

// reverseCommand takes a transaction of the ledger back; it takes two operators.
func reverseCommand(operator func(string, string, string, int, func(context.Context, call) error) *cobra.Command, op *models.Operation) *cobra.Command {
	var transaction string
	cmd := operator("reverse", "Take a transaction of the ledger back", models.OperationReverse, 0, func(ctx context.Context, c call) error {
		id, err := uuid.Parse(transaction)
		if err != nil {
			return fmt.Errorf("--transaction: %w", err)
		}
		return app.Reverse(ctx, c.cfg, c.op, id, c.out, c.log)
	})
	cmd.Flags().StringVar(&transaction, "transaction", "", "id of the transaction, as the account's entries name it")
	cmd.Flags().StringVar(&op.ApprovedBy, "approved-by", "", "the second operator, who has looked at it")
	return cmd
}

func retry(ctx context.Context, c call) error {
	association, err := uuid.Parse(c.args[0])
	if err != nil {
		return fmt.Errorf("the association's id: %w", err)
	}
	return app.RetryStep(ctx, c.cfg, c.op, association, c.args[1], c.out, c.log)
}

// auditCommand exports the audit trail of a subject, of an organisation, or of a time.
func auditCommand(operator func(string, string, string, int, func(context.Context, call) error) *cobra.Command) *cobra.Command {
	var subject, organisation, from, until string
	cmd := operator("audit <realm>", "Export events, one JSON document per line", models.OperationAudit, 1, func(ctx context.Context, c call) error {
		var f models.AuditFilter
		var err error
		if f.Subject, err = given(subject, "--subject", uuid.Parse); err != nil {
			return err
		}
		if f.Organisation, err = given(organisation, "--organisation", uuid.Parse); err != nil {
			return err
		}
		if f.From, err = given(from, "--from", instant); err != nil {
			return err
		}
		if f.Until, err = given(until, "--until", instant); err != nil {
			return err
		}
		return app.Audit(ctx, c.cfg, c.op, c.args[0], f, c.out, c.log)
	})
	cmd.Flags().StringVar(&subject, "subject", "", "id of a row: only what happened to it")
	cmd.Flags().StringVar(&organisation, "organisation", "", "id of a partner or customer: only what concerns it")
	cmd.Flags().StringVar(&from, "from", "", "only what was recorded at this instant (RFC 3339) or later")
	cmd.Flags().StringVar(&until, "until", "", "only what was recorded before this instant (RFC 3339)")
	return cmd
}

func instant(text string) (time.Time, error) { return time.Parse(time.RFC3339, text) }

// given reads a flag that may be left out.
func given[T any](text, flag string, read func(string) (T, error)) (*T, error) {
	if text == "" {
		return nil, nil
	}
	value, err := read(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	return &value, nil
}
