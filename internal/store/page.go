package store

import (
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"partnercenter/models"
)

// tenant names the tenant in the query itself, so that it uses the index that
// starts with the tenant column; row-level security confirms.
func (t *Tx) tenant(db *gorm.DB) *gorm.DB {
	switch t.principal.Side {
	case models.SidePartner:
		return db.Where("partner_id = ?", t.principal.Org)
	case models.SideCustomer:
		return db.Where("customer_id = ?", t.principal.Org)
	default:
		return db.Where("realm = ?", t.principal.Realm)
	}
}

// manager narrows the query to the account manager's own customers, if the
// principal is one. Source: 1a-16.
func (t *Tx) manager(db *gorm.DB) *gorm.DB {
	if t.principal.OwnCustomersOnly() {
		return db.Where("account_manager = ?", t.principal.Subject)
	}
	return db
}

// page reads one page, newest first, and one row more to know whether it goes on.
func page[T any](query *gorm.DB, q models.ListQuery, id func(T) uuid.UUID) (models.Page[T], error) {
	if q.After != nil {
		query = query.Where("id < ?", *q.After)
	}
	return read(query.Order("id DESC"), q.Limit, id)
}

func read[T any](query *gorm.DB, limit int, id func(T) uuid.UUID) (models.Page[T], error) {
	var rows []T
	if err := query.Limit(limit + 1).Find(&rows).Error; err != nil {
		return models.Page[T]{}, fmt.Errorf("read page: %w", err)
	}
	return cut(rows, limit, id), nil
}

// few selects first and orders afterwards. It is for conditions that hardly any
// row meets: walking a list in its order, which a limit makes look cheap, would
// read all the others.
func (t *Tx) few(table string, query *gorm.DB) *gorm.DB {
	return t.db.Table("(? OFFSET 0) AS "+table, query)
}

func cut[T any](rows []T, limit int, id func(T) uuid.UUID) models.Page[T] {
	if len(rows) <= limit {
		return models.Page[T]{Items: rows}
	}
	last := id(rows[limit-1])
	return models.Page[T]{Items: rows[:limit], Next: &last}
}
