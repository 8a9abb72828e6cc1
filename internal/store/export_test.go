package store

import "gorm.io/gorm"

// Live is the SQL predicate of a claim in force.
const Live = live

// DB is the transaction's own handle: tests look with it at what the transaction
// may see, and try what it may not do.
func (t *Tx) DB() *gorm.DB { return t.db }
