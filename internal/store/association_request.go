package store

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"partnercenter/models"
)

// AddAssociationRequest writes a new request about an association whose row is locked.
func (t *Tx) AddAssociationRequest(r *models.AssociationRequest) error {
	return insert(t, "association request", r)
}

// MoveAssociationRequest writes a request that is locked.
func (t *Tx) MoveAssociationRequest(r *models.AssociationRequest, version int64) error {
	return move(t, "association request", r, r.ID, version)
}

// MoveAssociation writes an association that is locked.
func (t *Tx) MoveAssociation(a *models.Association, version int64) error {
	return move(t, "association", a, a.ID, version)
}

// AssociationRequest is one request within the principal's reach.
func (t *Tx) AssociationRequest(id uuid.UUID) (models.AssociationRequest, error) {
	return take[models.AssociationRequest](t.manager(t.tenant(t.db)), "association request", id)
}

// AssociationRequests is one page of requests by their effective state.
func (t *Tx) AssociationRequests(f models.AssociationRequestFilter, q models.ListQuery) (models.Page[models.AssociationRequest], error) {
	base := func() *gorm.DB {
		query := t.manager(t.tenant(t.db))
		if f.AssociationID != nil {
			query = query.Where("association_id = ?", *f.AssociationID)
		}
		return query
	}
	id := func(r models.AssociationRequest) uuid.UUID { return r.ID }
	now := t.Now()
	switch f.State {
	case "":
		return page[models.AssociationRequest](base(), q, id)
	case models.AssociationRequestSubmitted:
		return page[models.AssociationRequest](base().Where("state = ? AND lapse_at > ?", f.State, now), q, id)
	case models.AssociationRequestLapsed:
		// The state is written out: a parameter would not be known to be the one of the partial index.
		late, err := page[models.AssociationRequest](t.few("association_requests", base().Model(&models.AssociationRequest{}).Where("state = 'submitted' AND lapse_at <= ?", now)), q, id)
		if err != nil {
			return late, err
		}
		done, err := page[models.AssociationRequest](base().Where("state = ?", f.State), q, id)
		if err != nil {
			return done, err
		}
		return merge(late, done, q.Limit, id), nil
	default:
		return page[models.AssociationRequest](base().Where("state = ?", f.State), q, id)
	}
}

// OpenAssociationRequest is the request about an association that waits for its
// answer, or nil. The caller holds the association's lock.
func (t *Tx) OpenAssociationRequest(association uuid.UUID) (*models.AssociationRequest, error) {
	var found []models.AssociationRequest
	if err := t.db.Where("association_id = ? AND state = 'submitted' AND lapse_at > ?", association, t.Now()).Find(&found).Error; err != nil {
		return nil, fmt.Errorf("find open request: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return &found[0], nil
}

// PartnerAskedToLeave are the instants of all requests of the partner about a
// customer, whatever became of them.
func (t *Tx) PartnerAskedToLeave(customer uuid.UUID) ([]time.Time, error) {
	var asked []time.Time
	err := t.tenant(t.db.Model(&models.AssociationRequest{})).Where("customer_id = ? AND initiator = ?", customer, models.PartyPartner).
		Order("created_at").Pluck("created_at", &asked).Error
	if err != nil {
		return nil, fmt.Errorf("count requests: %w", err)
	}
	return asked, nil
}

// CustomerAskedToLeave are the instants of all requests that the customer of an
// association of the principal's has made, whoever its partner was then.
func (t *Tx) CustomerAskedToLeave(association uuid.UUID) ([]time.Time, error) {
	var asked []time.Time
	if err := t.db.Raw("SELECT customer_asked_to_leave(?)", association).Scan(&asked).Error; err != nil {
		return nil, fmt.Errorf("count the customer's requests: %w", err)
	}
	return asked, nil
}

// AssociationFacts are the newest facts about the customers of associations that
// the principal belongs to, by the association; what nobody knows is missing.
func (t *Tx) AssociationFacts(associations ...uuid.UUID) (map[uuid.UUID]models.CustomerFacts, error) {
	var found []struct {
		AssociationID uuid.UUID
		ID            uuid.UUID
		AsOf          time.Time
		Facts         []byte
	}
	if err := t.db.Raw("SELECT * FROM association_facts(?::uuid[])", idArray(associations)).Scan(&found).Error; err != nil {
		return nil, fmt.Errorf("read facts of associations: %w", err)
	}
	known := make(map[uuid.UUID]models.CustomerFacts, len(found))
	for _, f := range found {
		facts := models.CustomerFacts{ID: f.ID, AsOf: f.AsOf}
		if err := json.Unmarshal(f.Facts, &facts.Facts); err != nil {
			return nil, fmt.Errorf("decode facts: %w", err)
		}
		known[f.AssociationID] = facts
	}
	return known, nil
}

// AssociationsByID are associations within the principal's reach.
func (t *Tx) AssociationsByID(ids []uuid.UUID) (map[uuid.UUID]models.Association, error) {
	var rows []models.Association
	if err := t.tenant(t.db).Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read associations: %w", err)
	}
	found := make(map[uuid.UUID]models.Association, len(rows))
	for _, a := range rows {
		found[a.ID] = a
	}
	return found, nil
}

// PartyNotice is a mail owed to a party of an association.
type PartyNotice struct {
	Association uuid.UUID
	Party       models.Party
	Kind        string
	SubjectKind string
	Subject     uuid.UUID
	Generation  int64
}

// NotifyParty owes a mail to a party of an association, whose address only its
// own organisation reads.
func (t *Tx) NotifyParty(n PartyNotice) error {
	return t.write("notify "+n.Kind, "SELECT notify_party(?, ?, ?, ?, ?, ?, ?, ?)",
		NewID(), n.Association, string(n.Party), n.Kind, n.SubjectKind, n.Subject, n.Generation, t.Now())
}

// AddStepUpCode writes a code that is about to be mailed.
func (t *Tx) AddStepUpCode(c *models.StepUpCode) error { return insert(t, "step-up code", c) }

// StepUpCode is one code.
func (t *Tx) StepUpCode(id uuid.UUID) (models.StepUpCode, error) {
	return take[models.StepUpCode](t.db, "step-up code", id)
}

// TryStepUpCode counts an attempt on the newest code of a person and answers it,
// or nil: there is none, or none that may be tried once more.
func (t *Tx) TryStepUpCode(subject string, most int) (*models.StepUpCode, error) {
	var tried []models.StepUpCode
	err := t.db.Raw(`UPDATE step_up_codes SET attempts = attempts + 1
		WHERE id = (SELECT id FROM step_up_codes WHERE partner_id = ? AND subject = ? ORDER BY id DESC LIMIT 1) AND attempts < ? AND used_at IS NULL RETURNING *`,
		t.principal.Org, subject, most).Scan(&tried).Error
	if err != nil {
		return nil, fmt.Errorf("try step-up code: %w", err)
	}
	if len(tried) == 0 {
		return nil, nil
	}
	return &tried[0], nil
}

// UseStepUpCode uses a code up and reports whether it was still unused.
func (t *Tx) UseStepUpCode(id uuid.UUID) (bool, error) {
	res := t.db.Exec("UPDATE step_up_codes SET used_at = ? WHERE id = ? AND used_at IS NULL", t.Now(), id)
	if res.Error != nil {
		return false, fmt.Errorf("use step-up code: %w", res.Error)
	}
	return res.RowsAffected == 1, nil
}
