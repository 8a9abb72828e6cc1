// Package models holds the vocabulary of the partner centre: the rows, their
// states, money, dates and the policy document. It knows nothing of HTTP,
// Temporal or gorm (gorm appears only in struct tags), so that workflows,
// rules, store and API can all share it.
package models
