package kit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// MailDisagreements lists where the mails that were caught and the rows that say
// they were sent differ; empty when all agree. A mail may be caught twice under one
// Message-ID. One that the server took may be void: its sender died before it could
// note it, and nobody owed the mail any more when the next one came.
func (w *World) MailDisagreements(ctx context.Context) ([]string, error) {
	caught, err := w.Mails(ctx, "")
	if err != nil {
		return nil, err
	}
	copies := map[string]int{}
	for _, m := range caught {
		notification, _, _ := strings.Cut(m.MessageID, "@")
		copies[notification]++
	}
	rows, err := w.Admin.Query(ctx, "SELECT id::text, state FROM notifications")
	if err != nil {
		return nil, fmt.Errorf("read mails: %w", err)
	}
	states := map[string]string{}
	var id, state string
	if _, err := pgx.ForEachRow(rows, []any{&id, &state}, func() error { states[id] = state; return nil }); err != nil {
		return nil, fmt.Errorf("read mails: %w", err)
	}
	var found []string
	for id, n := range copies {
		if state := states[id]; n > 2 || state != "sent" && state != "void" {
			found = append(found, fmt.Sprintf("mail %s was caught %d times, its row says %q", id, n, state))
		}
	}
	for id, state := range states {
		if state == "sent" && copies[id] == 0 {
			found = append(found, fmt.Sprintf("mail %s is said to be sent and was never caught", id))
		}
	}
	slices.Sort(found)
	return found, nil
}
