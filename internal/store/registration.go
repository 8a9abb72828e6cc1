package store

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"partnercenter/models"
)

// live is the one SQL predicate of a claim that is in force at an instant; its
// twin in Go is rules.EffectiveRegistrationState.
const live = "held_until > ?"

// AddRegistration writes a new registration.
func (t *Tx) AddRegistration(r *models.Registration) error {
	return insert(t, "registration", r)
}

// MoveRegistration writes a registration that is locked; version is the one the lock showed.
func (t *Tx) MoveRegistration(r *models.Registration, version int64) error {
	return move(t, "registration", r, r.ID, version)
}

// Registration is one registration within the principal's reach.
func (t *Tx) Registration(id uuid.UUID) (models.Registration, error) {
	return take[models.Registration](t.manager(t.tenant(t.db)), "registration", id)
}

// CountOpenRegistrations counts the partner's claims in force, up to a number that
// nobody asks beyond: with it a list costs the same however many there are. A command
// holds the partner's lock. Source: 1a-4.
func (t *Tx) CountOpenRegistrations(partner uuid.UUID, most int) (int, error) {
	var open int64
	claims := t.db.Model(&models.Registration{}).Select("id").Where("partner_id = ? AND "+live, partner, t.Now()).Limit(most)
	if err := t.db.Table("(?) AS claims", claims).Count(&open).Error; err != nil {
		return 0, fmt.Errorf("count open registrations: %w", err)
	}
	return int(open), nil
}

// Registrations is one page of registrations by their effective state.
func (t *Tx) Registrations(f models.RegistrationFilter, q models.ListQuery) (models.Page[models.Registration], error) {
	base := func() *gorm.DB {
		query := t.manager(t.tenant(t.db))
		if f.PartnerID != nil {
			query = query.Where("partner_id = ?", *f.PartnerID)
		}
		if f.AccountManager != "" {
			query = query.Where("account_manager = ?", f.AccountManager)
		}
		return query
	}
	id := func(r models.Registration) uuid.UUID { return r.ID }
	now := t.Now()
	switch f.State {
	case "":
		return page[models.Registration](base(), q, id)
	case models.RegistrationReported, models.RegistrationPending:
		return page[models.Registration](base().Where("state = ? AND "+live, f.State, now), q, id)
	case models.RegistrationExpired:
		return t.lagging(base, models.RegistrationReported, f.State, now, q)
	case models.RegistrationLapsed:
		return t.lagging(base, models.RegistrationPending, f.State, now, q)
	default:
		return page[models.Registration](base().Where("state = ?", f.State), q, id)
	}
}

// lagging pages over rows whose stored state is over and those that are over by
// the clock while the workflow is late.
func (t *Tx) lagging(base func() *gorm.DB, stored, over string, now time.Time, q models.ListQuery) (models.Page[models.Registration], error) {
	id := func(r models.Registration) uuid.UUID { return r.ID }
	late, err := page[models.Registration](t.few("registrations", base().Model(&models.Registration{}).Where("state = ? AND NOT ("+live+")", stored, now)), q, id)
	if err != nil {
		return late, err
	}
	done, err := page[models.Registration](base().Where("state = ?", over), q, id)
	if err != nil {
		return done, err
	}
	return merge(late, done, q.Limit, id), nil
}

// merge joins two pages of the same size, newest first.
func merge[T any](a, b models.Page[T], limit int, id func(T) uuid.UUID) models.Page[T] {
	rows := slices.Concat(a.Items, b.Items)
	slices.SortFunc(rows, func(x, y T) int { return -slices.Compare(idBytes(id(x)), idBytes(id(y))) })
	more := a.Next != nil || b.Next != nil || len(rows) > limit
	rows = rows[:min(len(rows), limit)]
	if !more {
		return models.Page[T]{Items: rows}
	}
	last := id(rows[len(rows)-1])
	return models.Page[T]{Items: rows, Next: &last}
}

func idBytes(id uuid.UUID) []byte { return id[:] }

// FindRegistrations searches by the hashes of exact normalised values; every
// value given must match. Source: 1a-11.
func (t *Tx) FindRegistrations(name, phone, email []byte, q models.ListQuery) (models.Page[models.Registration], error) {
	query := t.manager(t.tenant(t.db))
	if len(name) > 0 {
		query = query.Where("name_hash = ?", name)
	}
	if len(phone) > 0 {
		query = query.Where("phone_hash = ?", phone)
	}
	if len(email) > 0 {
		query = query.Where("email_hash = ?", email)
	}
	return page[models.Registration](query, q, func(r models.Registration) uuid.UUID { return r.ID })
}

// LiveRegistration is the partner's claim in force that one of the keys
// recognises, or nil. It is not locked: slots come first, so the caller takes the
// locks and looks again.
func (t *Tx) LiveRegistration(partner uuid.UUID, keys HashedKeys) (*models.Registration, error) {
	var found []models.Registration
	err := t.db.
		Where("partner_id = ? AND state = ? AND "+live, partner, models.RegistrationReported, t.Now()).
		Where("(code_hash = '' OR ? = ''::bytea OR code_hash = ?)", keys.Code, keys.Code).
		Where("(name_hash = ? OR (phone_hash = ? AND account_hash IN ('', ?)) OR email_hash = ? OR (code_hash <> '' AND code_hash = ?))",
			keys.Of(models.KeyName), keys.Line, keys.Account, keys.Of(models.KeyEmail), keys.Code).
		Order("id").Limit(1).Find(&found).Error
	if err != nil {
		return nil, fmt.Errorf("find live registration: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return &found[0], nil
}
