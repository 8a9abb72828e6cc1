package store

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

// ClaimKey binds the command's idempotency key to the resource that it is about
// to make. A non-nil record means that the same key was used before: the caller
// answers with what that request made. A request that still runs is waited for,
// two seconds at most, then models.ErrInProgress.
func (t *Tx) ClaimKey(cmd models.Command, kind string, resource uuid.UUID, status int) (*models.IdempotencyRecord, error) {
	if cmd.IdempotencyKey == "" {
		return nil, nil
	}
	p := cmd.Principal
	var earlier []models.IdempotencyRecord
	err := t.db.Raw("SELECT * FROM claim_key(?, ?, ?, ?, ?, ?, ?, ?, ?)",
		p.Realm, p.Org, p.Subject, cmd.IdempotencyKey, cmd.Fingerprint, kind, resource, status, t.Now()).Scan(&earlier).Error
	if err != nil {
		return nil, fmt.Errorf("claim idempotency key: %w", err)
	}
	return sameRequest(earlier, cmd.Fingerprint)
}

// FindKey looks whether the command was carried out before.
func (t *Tx) FindKey(cmd models.Command) (*models.IdempotencyRecord, error) {
	if cmd.IdempotencyKey == "" {
		return nil, nil
	}
	p := cmd.Principal
	var earlier []models.IdempotencyRecord
	err := t.db.Where("realm = ? AND org_id = ? AND subject = ? AND key = ?", p.Realm, p.Org, p.Subject, cmd.IdempotencyKey).Find(&earlier).Error
	if err != nil {
		return nil, fmt.Errorf("find idempotency key: %w", err)
	}
	return sameRequest(earlier, cmd.Fingerprint)
}

func sameRequest(earlier []models.IdempotencyRecord, fingerprint []byte) (*models.IdempotencyRecord, error) {
	if len(earlier) == 0 {
		return nil, nil
	}
	if string(earlier[0].Fingerprint) != string(fingerprint) {
		return nil, models.ErrIdempotencyMismatch
	}
	return &earlier[0], nil
}

// RetainKeys deletes the idempotency records that a realm's organisations of a site
// made before an instant. What belongs to no organisation counts to the house's site.
func (t *Tx) RetainKeys(realm string, site, house models.Site, before time.Time) error {
	return t.write("delete idempotency records", `DELETE FROM idempotency_records k WHERE realm = ? AND created_at < ?
		AND COALESCE((SELECT o.site FROM organisations o WHERE o.id = k.org_id), ?) = ?`, realm, before, house, site)
}

// Retain empties a realm's contacts whose retention is over: their rows stay, as others name them. What
// is still open needs to know whom it is about: an historical customer who may yet
// be submitted, money that nobody has claimed, an account that is to be paid to.
func (t *Tx) Retain(realm string, now time.Time) error {
	return t.write("empty contacts", `UPDATE contacts c SET person_name = '', account_name = '', phone = '', email = '', bank = '', bank_branch = '', bank_account = ''
		WHERE realm = ? AND retain_until < ? AND (person_name, account_name, phone, email, bank, bank_branch, bank_account) <> ('', '', '', '', '', '', '')
		AND NOT EXISTS (SELECT FROM registrations r WHERE r.contact_id = c.id AND r.state IN ('unreported', 'pending_review', 'reported'))
		AND NOT EXISTS (SELECT FROM top_ups u WHERE u.payer_id = c.id AND u.state = 'unmatched')
		AND NOT EXISTS (SELECT FROM withdrawals w WHERE w.contact_id = c.id AND w.state IN ('submitted', 'paying'))`, realm, now)
}

// AddEvaluation writes the record of one run of a rule set.
func (t *Tx) AddEvaluation(e models.Evaluation) error {
	if e.Blockers == nil {
		e.Blockers = []models.Blocker{}
	}
	if e.FactsIDs == nil {
		e.FactsIDs = []uuid.UUID{}
	}
	t.left.Evaluations = append(t.left.Evaluations, e)
	if err := insert(t, "evaluation", &e); err != nil || len(e.MatchedKeys) == 0 {
		return err
	}
	return insert(t, "evaluation note", &evaluationNote{EvaluationID: e.ID, Realm: e.Realm, MatchedKeys: e.MatchedKeys})
}

type evaluationNote struct {
	EvaluationID uuid.UUID `gorm:"primaryKey"`
	Realm        string
	MatchedKeys  []models.KeyKind `gorm:"serializer:json"`
}

// TableName is the table of what only the vendor may know of an evaluation.
func (evaluationNote) TableName() string { return "evaluation_notes" }

// Evaluation is one evaluation that the principal may read.
func (t *Tx) Evaluation(id uuid.UUID) (models.Evaluation, error) {
	query := t.db.Where("id = ?", id)
	if t.principal.Side != models.SideVendor {
		query = query.Where("org_id = ?", t.principal.Org)
	}
	if t.principal.OwnCustomersOnly() {
		query = query.Where("actor = ?", t.principal.Subject)
	}
	var e models.Evaluation
	if err := query.Take(&e).Error; err != nil {
		return e, fmt.Errorf("read evaluation: %w", err)
	}
	if t.principal.Side != models.SideVendor {
		return e, nil
	}
	var notes []evaluationNote
	if err := t.db.Where("evaluation_id = ?", id).Find(&notes).Error; err != nil {
		return e, fmt.Errorf("read evaluation note: %w", err)
	}
	for _, note := range notes {
		e.MatchedKeys = note.MatchedKeys
	}
	return e, nil
}

// CountProbe counts a customer against the organisation's day and answers how
// many others it asked about on that day.
func (t *Tx) CountProbe(org uuid.UUID, day time.Time, fingerprint []byte) (int, error) {
	var others int
	err := t.db.Raw("SELECT count_probe(?, ?, ?)", org, day.Format(time.DateOnly), fingerprint).Scan(&others).Error
	if err != nil {
		return 0, fmt.Errorf("count probe: %w", err)
	}
	return others, nil
}

// Record writes what happened. The position is given out after the commit.
func (t *Tx) Record(e models.Event) error {
	e.ID = NewID()
	e.RecordedAt = t.Now()
	if e.At.IsZero() {
		e.At = e.RecordedAt
	}
	if e.Data == nil {
		e.Data = map[string]any{}
	}
	t.left.Events = append(t.left.Events, e)
	return insert(t, "event "+e.Type, &e)
}

// Timeline is one page of a subject's events, newest first.
func (t *Tx) Timeline(subject uuid.UUID, q models.ListQuery) (models.Page[models.Event], error) {
	query := t.tenant(t.db).Where("subject_id = ?", subject)
	return page[models.Event](query, q, func(e models.Event) uuid.UUID { return e.ID })
}

// AddDecision writes a decision; its id makes the same request the same decision.
func (t *Tx) AddDecision(d models.Decision) error {
	t.left.Decisions = append(t.left.Decisions, d)
	return insert(t, "decision", &d)
}

// Decision is an earlier decision with this id, or nil.
func (t *Tx) Decision(id uuid.UUID) (*models.Decision, error) {
	var found []models.Decision
	if err := t.db.Where("id = ?", id).Find(&found).Error; err != nil {
		return nil, fmt.Errorf("find decision: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return &found[0], nil
}

// KeepOpinion keeps what a person typed with a decision that is yet to be made.
func (t *Tx) KeepOpinion(decision uuid.UUID, realm, opinion string) error {
	return t.write("keep opinion", "INSERT INTO decision_texts (decision_id, realm, opinion) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", decision, realm, opinion)
}

// Opinion is what was typed with a decision; empty if nothing was.
func (t *Tx) Opinion(decision uuid.UUID) (string, error) {
	var opinion string
	err := t.db.Raw("SELECT opinion FROM decision_texts WHERE decision_id = ?", decision).Scan(&opinion).Error
	return opinion, err
}

// KeepReason keeps why somebody looked at a partner's contact in clear, and
// answers the id by which the event of the look names it.
func (t *Tx) KeepReason(realm string, partner uuid.UUID, reason string) (uuid.UUID, error) {
	id := NewID()
	return id, t.write("keep reason", "INSERT INTO unmask_reasons (id, realm, partner_id, reason) VALUES (?, ?, ?, ?)", id, realm, partner, reason)
}

// AddContact writes the personal data of one person for one purpose.
func (t *Tx) AddContact(c models.Contact) error {
	return insert(t, "contact", &c)
}

// Contacts reads contacts by id.
func (t *Tx) Contacts(ids []uuid.UUID) (map[uuid.UUID]models.Contact, error) {
	if len(ids) == 0 {
		return map[uuid.UUID]models.Contact{}, nil
	}
	var found []models.Contact
	if err := t.db.Where("id IN ?", ids).Find(&found).Error; err != nil {
		return nil, fmt.Errorf("read contacts: %w", err)
	}
	contacts := make(map[uuid.UUID]models.Contact, len(found))
	for _, c := range found {
		contacts[c.ID] = c
	}
	return contacts, nil
}

// OpenTask says that somebody must act; opening the same task again changes nothing.
func (t *Tx) OpenTask(task models.Task) error {
	task.ID = NewID()
	return t.write("open task "+task.Kind, `INSERT INTO tasks (id, realm, partner_id, party, kind, subject_kind, subject_id, reference, account_manager, since, due_at, on_silence, escalated)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (subject_id, kind) WHERE closed_at IS NULL DO NOTHING`,
		task.ID, task.Realm, task.PartnerID, task.Party, task.Kind, task.SubjectKind, task.SubjectID, task.Reference, task.AccountManager, task.Since, task.DueAt, task.OnSilence, task.Escalated)
}

// CloseTasks closes what is open about a subject.
func (t *Tx) CloseTasks(subject uuid.UUID, at time.Time) error {
	return t.write("close tasks", "UPDATE tasks SET closed_at = ? WHERE subject_id = ? AND closed_at IS NULL", at, subject)
}

// CloseTask closes one kind of what is open about a subject.
func (t *Tx) CloseTask(subject uuid.UUID, kind string, at time.Time) error {
	return t.write("close task "+kind, "UPDATE tasks SET closed_at = ? WHERE subject_id = ? AND kind = ? AND closed_at IS NULL", at, subject, kind)
}

// EscalateTasks marks what is open about a subject as late.
func (t *Tx) EscalateTasks(subject uuid.UUID) error {
	return t.write("escalate tasks", "UPDATE tasks SET escalated = true WHERE subject_id = ? AND closed_at IS NULL", subject)
}

// EscalateMoneyTasks marks the realm's tasks about money that are past their due
// instant as late: no workflow wakes for them.
func (t *Tx) EscalateMoneyTasks() error {
	return t.write("escalate tasks about money", "UPDATE tasks SET escalated = true WHERE realm = ? AND kind IN ? AND due_at <= ? AND NOT escalated AND closed_at IS NULL",
		t.principal.Realm, models.MoneyTasks(), t.Now())
}

// Tasks is one page of open tasks, newest first. A task whose due instant with
// a declared outcome on silence has passed is over, whoever is late to close it.
func (t *Tx) Tasks(f models.TaskFilter, q models.ListQuery) (models.Page[models.Task], error) {
	query := t.manager(t.tenant(t.db)).Where("closed_at IS NULL AND NOT (on_silence <> '' AND due_at <= ?)", t.Now())
	if f.Party != "" {
		query = query.Where("party = ?", f.Party)
	}
	if f.Kind != "" {
		query = query.Where("kind = ?", f.Kind)
	}
	return page[models.Task](query, q, func(x models.Task) uuid.UUID { return x.ID })
}

// Notify owes a mail to a recipient because of a cause; the same cause owes it once.
func (t *Tx) Notify(n models.Notification) error {
	n.ID = NewID()
	now := t.Now()
	return t.write("notify "+n.Kind, `INSERT INTO notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, next_attempt_at, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?) ON CONFLICT ON CONSTRAINT notifications_cause_key DO NOTHING`,
		n.ID, n.Realm, n.PartnerID, n.SubjectKind, n.SubjectID, n.Kind, n.ContactID, n.Generation, n.Locale, now, now)
}
