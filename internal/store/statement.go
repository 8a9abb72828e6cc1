package store

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"partnercenter/models"
)

// LockStatement locks how far a statement has been read and answers it.
func (t *Tx) LockStatement(source string) (int64, error) {
	realm := t.principal.Realm
	if err := t.exec("INSERT INTO statement_positions (realm, source, after) VALUES (?, ?, 0) ON CONFLICT DO NOTHING", realm, source); err != nil {
		return 0, fmt.Errorf("open statement: %w", err)
	}
	var after int64
	if err := t.db.Raw("SELECT after FROM statement_positions WHERE realm = ? AND source = ? FOR UPDATE", realm, source).Scan(&after).Error; err != nil {
		return 0, fmt.Errorf("lock statement: %w", err)
	}
	return after, nil
}

func (t *Tx) moveStatement(source string, after int64) error {
	return t.affected("move statement", "UPDATE statement_positions SET after = ? WHERE realm = ? AND source = ?", after, t.principal.Realm, source)
}

// AddStatedLines keeps lines as they were read, and that they were.
func (t *Tx) AddStatedLines(source string, lines []models.StatedLine) error {
	if err := insert(t, "lines of a statement", &lines); err != nil {
		return err
	}
	return t.moveStatement(source, lines[len(lines)-1].Line)
}

// StatedReferences are those of the references that the statement has named already.
func (t *Tx) StatedReferences(source string, references []string) (map[string]bool, error) {
	var stated []string
	err := t.db.Model(&models.StatedLine{}).Where("realm = ? AND source = ? AND reference IN ?", t.principal.Realm, source, references).Pluck("reference", &stated).Error
	if err != nil {
		return nil, fmt.Errorf("read stated references: %w", err)
	}
	found := make(map[string]bool, len(stated))
	for _, reference := range stated {
		found[reference] = true
	}
	return found, nil
}

// LinesAhead are the next lines that were read before an instant and named what
// was not here then. Each is answered once: how far they were looked at is a
// position like that of the statement.
func (t *Tx) LinesAhead(source string, before time.Time, limit int) ([]models.StatedLine, error) {
	position := source + ":ahead"
	after, err := t.LockStatement(position)
	if err != nil {
		return nil, err
	}
	var lines []models.StatedLine
	err = t.db.Where("realm = ? AND source = ? AND difference = 'missing_here' AND line > ? AND read_at <= ?", t.principal.Realm, source, after, before).
		Order("line").Limit(limit).Find(&lines).Error
	if err != nil {
		return nil, fmt.Errorf("read lines that are ahead: %w", err)
	}
	if len(lines) == 0 {
		return nil, nil
	}
	return lines, t.moveStatement(position, lines[len(lines)-1].Line)
}

// LinesAsked are the lines that named what was not here, and about which somebody
// is still asked.
func (t *Tx) LinesAsked(source string) ([]models.StatedLine, error) {
	var lines []models.StatedLine
	err := t.db.Where("realm = ? AND source = ? AND difference = 'missing_here'", t.principal.Realm, source).
		Where("id IN (SELECT subject_id FROM tasks WHERE realm = ? AND kind = ? AND closed_at IS NULL)", t.principal.Realm, models.TaskStatement).
		Find(&lines).Error
	if err != nil {
		return nil, fmt.Errorf("read lines that are asked about: %w", err)
	}
	return lines, nil
}

// MovedPayouts are the payouts of the realm with these references.
func (t *Tx) MovedPayouts(references []string) ([]models.Movement, error) {
	var payouts []models.Payout
	if err := t.db.Where("realm = ? AND reference IN ?", t.principal.Realm, references).Find(&payouts).Error; err != nil {
		return nil, fmt.Errorf("read payouts by reference: %w", err)
	}
	return movements(payouts, models.Payout.Movement), nil
}

// UnstatedPayouts are the next payouts of the realm that succeeded before an instant
// and that no line of the bank has named, each once.
func (t *Tx) UnstatedPayouts(before time.Time, limit int) ([]models.Movement, error) {
	of := ours{source: models.SourceBank, table: "payouts", reference: "reference", moved: "settled_at"}
	settled := func(p models.Payout) time.Time { return *p.SettledAt }
	payouts, err := unstated(t, of, t.db.Where("realm = ? AND state = 'succeeded'", t.principal.Realm), settled, before, limit)
	return movements(payouts, models.Payout.Movement), err
}

// MovedTopUps are the top-ups of a channel of the realm with these references of its.
func (t *Tx) MovedTopUps(channel string, references []string) ([]models.Movement, error) {
	var topUps []models.TopUp
	if err := t.db.Where("realm = ? AND channel = ? AND channel_reference IN ?", t.principal.Realm, channel, references).Find(&topUps).Error; err != nil {
		return nil, fmt.Errorf("read top-ups by reference: %w", err)
	}
	return movements(topUps, models.TopUp.Movement), nil
}

// UnstatedTopUps are the next top-ups that a channel told of before an instant and
// that no line of its statement has named, each once.
func (t *Tx) UnstatedTopUps(channel string, before time.Time, limit int) ([]models.Movement, error) {
	of := ours{source: models.SourceChannel(channel), table: "top_ups", reference: "channel_reference", moved: "created_at"}
	heard := func(u models.TopUp) time.Time { return u.CreatedAt }
	topUps, err := unstated(t, of, t.db.Where("realm = ? AND channel = ?", t.principal.Realm, channel), heard, before, limit)
	return movements(topUps, models.TopUp.Movement), err
}

// ours is where a statement's other side is kept: the columns of the reference that
// both sides have and of the instant at which it moved.
type ours struct{ source, table, reference, moved string }

// unstated are the next rows that moved before an instant and that no line has named.
// How far they were looked at is a position like that of the statement, in microseconds:
// what has moved for years is not looked at again.
func unstated[T any](t *Tx, of ours, rows *gorm.DB, moved func(T) time.Time, before time.Time, limit int) ([]T, error) {
	position := of.source + ":behind"
	after, err := t.LockStatement(position)
	if err != nil {
		return nil, err
	}
	var found []T
	err = rows.Where(fmt.Sprintf("%[1]s >= ? AND %[1]s < ?", of.moved), time.UnixMicro(after), before).
		Where(fmt.Sprintf("NOT EXISTS (SELECT FROM statement_lines l WHERE l.realm = %[1]s.realm AND l.source = ? AND l.reference = %[1]s.%[2]s)", of.table, of.reference), of.source).
		Order(of.moved).Limit(limit).Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("read unstated %s: %w", of.table, err)
	}
	if len(found) == limit {
		before = moved(found[limit-1])
	}
	return found, t.moveStatement(position, max(after, before.UnixMicro()))
}

func movements[T any](rows []T, movement func(T) models.Movement) []models.Movement {
	found := make([]models.Movement, len(rows))
	for i, row := range rows {
		found[i] = movement(row)
	}
	return found
}
