package store

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

// stuckRows are the open rows of one kind that are late, or are named.
const stuckRows = `SELECT '` + models.StuckRow + `' AS what, '%[1]s' AS kind, id, realm, reference, state, next_wake_at AS since, next_wake_at < @late AS late
	FROM %[2]s WHERE realm = @realm AND next_wake_at IS NOT NULL AND (next_wake_at < @late OR id IN @named)`

// StuckRows are the open rows of the transaction's realm whose wake passed before
// an instant, and those of the named ones that are open, longest first.
func (t *Tx) StuckRows(late time.Time, named []uuid.UUID, limit int) ([]models.Stuck, error) {
	var parts []string
	for _, kind := range ProcessKinds() {
		parts = append(parts, fmt.Sprintf(stuckRows, kind, processTables[kind]))
	}
	return t.stuck("rows", strings.Join(parts, " UNION ALL ")+" ORDER BY since LIMIT @limit",
		map[string]any{"late": late, "named": append([]uuid.UUID{uuid.Nil}, named...), "limit": limit})
}

// StuckSteps are the steps of settlements of the transaction's realm whose last
// attempt failed.
func (t *Tx) StuckSteps(limit int) ([]models.Stuck, error) {
	return t.stuck("steps", `SELECT '`+models.StuckStep+`' AS what, '`+models.SubjectSettlement+`' AS kind, s.id, s.realm, s.reference, p.state, p.started_at AS since,
			p.name || ': ' || p.error_code || ', ' || p.attempts || ' attempts' AS why
		FROM settlements s JOIN settlement_steps p ON p.association_id = s.id
		WHERE s.realm = @realm AND s.next_wake_at IS NOT NULL AND p.error_code <> '' AND p.finished_at IS NULL ORDER BY p.started_at LIMIT @limit`,
		map[string]any{"limit": limit})
}

// StuckMails are the mails of the transaction's realm that are owed since before
// one instant, or that were owed after another and that the mail server refused.
func (t *Tx) StuckMails(owedBefore, refusedAfter time.Time, limit int) ([]models.Stuck, error) {
	return t.stuck("mails", `SELECT '`+models.StuckMail+`' AS what, kind, subject_id AS id, realm, '' AS reference, state, created_at AS since,
			CASE WHEN attempts = 0 THEN 'no sender has taken it' ELSE attempts || ' attempts: ' || last_error END AS why
		FROM notifications WHERE realm = @realm AND (state = 'queued' AND created_at < @owed OR state = 'failed' AND created_at > @refused)
		ORDER BY created_at LIMIT @limit`, map[string]any{"owed": owedBefore, "refused": refusedAfter, "limit": limit})
}

func (t *Tx) stuck(what, query string, args map[string]any) ([]models.Stuck, error) {
	args["realm"] = t.principal.Realm
	var found []struct {
		models.Stuck
		ID    uuid.UUID
		Realm string
	}
	if err := t.db.Raw(query, args).Scan(&found).Error; err != nil {
		return nil, fmt.Errorf("find stuck %s: %w", what, err)
	}
	stuck := make([]models.Stuck, len(found))
	for i, f := range found {
		stuck[i] = f.Stuck
		stuck[i].Ref = models.Ref{ID: f.ID, Realm: f.Realm}
	}
	return stuck, nil
}

// Audit is one batch of the events of the transaction's realm that a filter
// chooses, in the order of their ids, from after an id on.
func (t *Tx) Audit(f models.AuditFilter, after uuid.UUID, limit int) ([]models.AuditedEvent, error) {
	query := t.db.Table("events AS e").Select("e.*, p.position, COALESCE(d.opinion, '') AS reason").
		Joins("LEFT JOIN event_positions p ON p.event_id = e.id").
		Joins("LEFT JOIN decision_texts d ON d.decision_id = e.decision_id AND e.subject_kind = ?", models.SubjectOperation).
		Where("e.realm = ? AND e.id > ?", t.principal.Realm, after)
	if f.Subject != nil {
		query = query.Where("e.subject_id = ?", *f.Subject)
	}
	if f.Organisation != nil {
		query = query.Where("(e.partner_id = ? OR e.customer_id = ?)", *f.Organisation, *f.Organisation)
	}
	if f.From != nil {
		query = query.Where("e.recorded_at >= ?", *f.From)
	}
	if f.Until != nil {
		query = query.Where("e.recorded_at < ?", *f.Until)
	}
	var events []models.AuditedEvent
	if err := query.Order("e.id").Limit(limit).Find(&events).Error; err != nil {
		return nil, fmt.Errorf("read audit trail: %w", err)
	}
	return events, nil
}
