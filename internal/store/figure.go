package store

import (
	"database/sql"
	"fmt"
	"strings"
	"time"

	"partnercenter/models"
)

// The figures of a realm; each is the name of a metric.
const (
	FigureOpen       = "processes_open"            // by process and state
	FigureOverdue    = "processes_overdue"         // by process
	FigureLate       = "processes_overdue_seconds" // by process
	FigureTasks      = "tasks_open"                // by party and kind
	FigureEscalated  = "tasks_escalated"           // by party and kind
	FigureMails      = "mails_waiting"
	FigureMailAge    = "mails_waiting_seconds"
	FigureMailFailed = "mails_failed"
	FigureRelay      = "events_waiting"
	FigureRelayAge   = "events_waiting_seconds"
	FigureDeliveries = "deliveries_waiting"
	FigureDelivery   = "deliveries_waiting_seconds"
	FigureDisabled   = "subscriptions_disabled"
	FigureBooks      = "ledger_books_wrong"
	FigureUninvited  = "registrations_expired_uninvited"
)

// Figure is one number about a realm, with the values of its labels.
type Figure struct {
	Name   string
	Labels []string
	Value  float64
}

// processFigures count the rows of one kind of process.
const processFigures = `
	SELECT '` + FigureOpen + `' AS name, '%[1]s' AS first, state AS second, count(*)::float8 AS value FROM %[2]s WHERE realm = @realm AND next_wake_at IS NOT NULL GROUP BY state
	UNION ALL SELECT '` + FigureOverdue + `', '%[1]s', '', count(*) FROM %[2]s WHERE realm = @realm AND next_wake_at < @late
	UNION ALL SELECT '` + FigureLate + `', '%[1]s', '', COALESCE(EXTRACT(epoch FROM @now - min(next_wake_at)), 0) FROM %[2]s WHERE realm = @realm AND next_wake_at < @late`

// realmFigures count what all processes have in common.
const realmFigures = `
	SELECT '` + FigureTasks + `', party, kind, count(*)::float8 FROM tasks WHERE realm = @realm AND closed_at IS NULL GROUP BY party, kind
	UNION ALL SELECT '` + FigureEscalated + `', party, kind, count(*) FILTER (WHERE escalated)::float8 FROM tasks WHERE realm = @realm AND closed_at IS NULL GROUP BY party, kind
	UNION ALL SELECT '` + FigureBooks + `', '', '', count(*) FROM tasks WHERE realm = @realm AND closed_at IS NULL AND kind = '` + models.TaskLedger + `'
	UNION ALL SELECT '` + FigureDisabled + `', '', '', count(*) FROM tasks WHERE realm = @realm AND closed_at IS NULL AND kind = '` + models.TaskSubscription + `'
	UNION ALL SELECT '` + FigureMails + `', '', '', count(*) FROM notifications WHERE realm = @realm AND state = 'queued'
	UNION ALL SELECT '` + FigureMailAge + `', '', '', COALESCE(EXTRACT(epoch FROM @now - min(created_at)), 0) FROM notifications WHERE realm = @realm AND state = 'queued'
	UNION ALL SELECT '` + FigureMailFailed + `', '', '', count(*) FROM notifications WHERE realm = @realm AND state = 'failed' AND created_at > @yesterday
	UNION ALL SELECT '` + FigureRelay + `', '', '', count(*) FROM event_queue q JOIN events e ON e.id = q.event_id WHERE e.realm = @realm
	UNION ALL SELECT '` + FigureRelayAge + `', '', '', COALESCE(EXTRACT(epoch FROM @now - min(e.recorded_at)), 0) FROM event_queue q JOIN events e ON e.id = q.event_id WHERE e.realm = @realm
	UNION ALL SELECT '` + FigureDeliveries + `', '', '', count(*) FROM ` + owedDeliveries + `
	UNION ALL SELECT '` + FigureDelivery + `', '', '', COALESCE(EXTRACT(epoch FROM @now - min(d.queued_at)), 0) FROM ` + owedDeliveries + `
	UNION ALL SELECT '` + FigureUninvited + `', '', '', count(*) FROM registrations r
		WHERE r.realm = @realm AND r.state = 'expired' AND r.state_since > @yesterday AND NOT EXISTS (SELECT FROM invitations i WHERE i.registration_id = r.id)`

// owedDeliveries are what is queued for those who are sent anything.
const owedDeliveries = `deliveries d JOIN subscriptions s ON s.id = d.subscription_id WHERE s.realm = @realm AND s.state = 'active' AND d.state = 'queued'`

// Figures are the numbers of the transaction's realm, read in one statement. A row
// whose wake passed before late is overdue.
func (t *Tx) Figures(late time.Time) ([]Figure, error) {
	now := t.Now()
	var parts []string
	for _, kind := range ProcessKinds() {
		parts = append(parts, fmt.Sprintf(processFigures, kind, processTables[kind]))
	}
	var rows []struct {
		Name, First, Second string
		Value               float64
	}
	err := t.db.Raw(strings.Join(append(parts, realmFigures), " UNION ALL "),
		sql.Named("realm", t.principal.Realm), sql.Named("now", now), sql.Named("late", late), sql.Named("yesterday", now.Add(-24*time.Hour))).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	figures := make([]Figure, len(rows))
	for i, r := range rows {
		figures[i] = Figure{Name: r.Name, Value: r.Value}
		for _, label := range []string{r.First, r.Second} {
			if label != "" {
				figures[i].Labels = append(figures[i].Labels, label)
			}
		}
	}
	return figures, nil
}
