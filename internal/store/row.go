package store

import (
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// insert writes a new row.
func insert[T any](t *Tx, what string, row *T) error {
	return t.later("insert "+what, false, func(db *gorm.DB) *gorm.DB { return db.Create(row) })
}

// move writes a row that the transaction holds locked; version is the one that
// the lock showed. A miss means that somebody wrote without the lock.
func move[T any](t *Tx, what string, row *T, id uuid.UUID, version int64) error {
	return t.later("move "+what, true, func(db *gorm.DB) *gorm.DB {
		return db.Model(row).Where("id = ? AND version = ?", id, version).Select("*").Omit("id", "created_at").Updates(row)
	})
}

// take reads one row by id within the principal's reach.
func take[T any](query *gorm.DB, what string, id uuid.UUID) (T, error) {
	var row T
	if err := query.Take(&row, "id = ?", id).Error; err != nil {
		return row, fmt.Errorf("read %s: %w", what, err)
	}
	return row, nil
}
