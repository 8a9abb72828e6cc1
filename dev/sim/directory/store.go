package directory

import (
	"cmp"
	"slices"
	"sync"

	"github.com/google/uuid"
)

// MaxAccountsPerPhone is how many accounts share a phone: 一个手机号可以注册3个华为账号. Source: 1d
const MaxAccountsPerPhone = 3

// store keeps the accounts; what is unique among them is decided under its lock.
type store struct {
	mu      sync.RWMutex
	records map[uuid.UUID]Record
}

func (s *store) get(id uuid.UUID) (Record, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	record, found := s.records[id]
	record.Facts.Contracts = slices.Clone(record.Facts.Contracts)
	return record, found
}

// put returns the code of the conflict that kept the record out, or nothing; created tells a new account from a replaced one.
func (s *store) put(record Record) (created bool, conflict string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, exists := s.records[record.CustomerID]
	if code := s.conflict(record); code != "" {
		return false, code
	}
	s.records[record.CustomerID] = record
	return !exists, ""
}

func (s *store) conflict(record Record) string {
	samePhone := 0
	for id, other := range s.records {
		if id == record.CustomerID {
			continue
		}
		if record.AccountName != "" && other.AccountName == record.AccountName {
			return ConflictAccountName
		}
		if record.Phone != "" && other.Phone == record.Phone {
			samePhone++
		}
	}
	if samePhone >= MaxAccountsPerPhone {
		return ConflictPhone
	}
	return ""
}

// search returns the records that meet every criterion given, ordered by id.
func (s *store) search(q Query) []Record {
	s.mu.RLock()
	defer s.mu.RUnlock()
	found := []Record{}
	for _, record := range s.records {
		if q.matches(record) {
			record.Facts.Contracts = slices.Clone(record.Facts.Contracts)
			found = append(found, record)
		}
	}
	slices.SortFunc(found, func(a, b Record) int { return cmp.Compare(a.CustomerID.String(), b.CustomerID.String()) })
	return found
}

func (q Query) matches(r Record) bool {
	return (q.Phone == "" || q.Phone == r.Phone) &&
		(q.Email == "" || q.Email == r.Email) &&
		(q.AccountName == "" || q.AccountName == r.AccountName)
}
