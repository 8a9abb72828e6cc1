package store

import (
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"partnercenter/models"
)

// PaymentAccountHolder is the seller of the realm whose account it is, or nil.
func (t *Tx) PaymentAccountHolder(account string) (*models.Organisation, error) {
	return t.anOrganisation(t.db.Where("payment_account = ? AND payment_account <> ''", account))
}

// House is the vendor's own organisation in the realm: its book holds what is
// nobody's.
func (t *Tx) House() (models.Organisation, error) {
	vendor, err := t.anOrganisation(t.db.Where("kind = ?", models.KindVendor).Order("id").Limit(1))
	if err == nil && vendor == nil {
		err = fmt.Errorf("realm %s has no vendor: %w", t.principal.Realm, models.ErrNotFound)
	}
	if err != nil {
		return models.Organisation{}, err
	}
	return *vendor, nil
}

func (t *Tx) anOrganisation(query *gorm.DB) (*models.Organisation, error) {
	var found []models.Organisation
	if err := query.Where("realm = ?", t.principal.Realm).Find(&found).Error; err != nil {
		return nil, fmt.Errorf("find organisation: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return &found[0], nil
}

// AddTopUp writes a new top-up, once per message and once per payment of its
// channel. It answers the earlier one where there is one: a racer waits here for
// whoever came first.
func (t *Tx) AddTopUp(u *models.TopUp) (*models.TopUp, error) {
	res := t.db.Clauses(clause.OnConflict{DoNothing: true}).Create(u)
	if res.Error != nil {
		return nil, fmt.Errorf("insert top-up: %w", res.Error)
	}
	if res.RowsAffected == 1 {
		return nil, nil
	}
	var earlier models.TopUp
	err := t.db.Where("realm = ? AND channel = ? AND (event_id = ? OR channel_reference = ?)", u.Realm, u.Channel, u.EventID, u.ChannelReference).
		Order("id").Take(&earlier).Error
	if err != nil {
		return nil, fmt.Errorf("read earlier top-up: %w", err)
	}
	return &earlier, nil
}

// MoveTopUp writes a top-up that is locked.
func (t *Tx) MoveTopUp(u *models.TopUp, version int64) error {
	return move(t, "top-up", u, u.ID, version)
}

// TopUp is one top-up within the principal's reach.
func (t *Tx) TopUp(id uuid.UUID) (models.TopUp, error) {
	return take[models.TopUp](t.tenant(t.db), "top-up", id)
}

// TopUps is one page of top-ups.
func (t *Tx) TopUps(f models.TopUpFilter, q models.ListQuery) (models.Page[models.TopUp], error) {
	query := t.tenant(t.db)
	if f.PartnerID != nil {
		query = query.Where("partner_id = ?", *f.PartnerID)
	}
	if f.State != "" {
		query = query.Where("state = ?", f.State)
	}
	return page[models.TopUp](query, q, func(u models.TopUp) uuid.UUID { return u.ID })
}
