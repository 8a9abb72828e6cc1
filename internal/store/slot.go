package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

// KeyLine is the key of a phone alone; it finds the accounts on it.
const KeyLine models.KeyKind = "line"

// keyAccount hashes user names; it is no matching key by itself.
const keyAccount models.KeyKind = "account"

// Hasher turns matching values, which are personal data, into keyed hashes.
type Hasher struct{ key []byte }

// NewHasher hashes under a key that never leaves the configuration.
func NewHasher(key []byte) Hasher { return Hasher{key: key} }

// Hash is the keyed hash of a value within a realm and kind.
func (h Hasher) Hash(realm string, kind models.KeyKind, value string) []byte {
	mac := hmac.New(sha256.New, h.key)
	fmt.Fprintf(mac, "%s\x00%s\x00%s", realm, kind, value)
	return mac.Sum(nil)
}

// HashedKeys are the hashed matching keys of one customer, sorted by kind. Code
// is the hash of the unified social credit code, empty if there is none; Line
// is the hash of the phone alone, which is no matching key where the phone has
// accounts but by which people search.
type HashedKeys struct {
	Kinds  []models.KeyKind
	Hashes [][]byte
	Code   []byte
	Line   []byte
	// Account is the hash of the chosen user name, empty if none was chosen.
	Account []byte
}

// HashIdentity hashes the matching keys of a customer; their order is kept.
func (h Hasher) HashIdentity(realm string, identity models.Identity) HashedKeys {
	hashed := HashedKeys{Code: []byte{}, Line: h.Hash(realm, KeyLine, identity.Phone), Account: []byte{}}
	if identity.Account != "" {
		hashed.Account = h.Hash(realm, keyAccount, identity.Account)
	}
	for _, k := range identity.Keys() {
		hash := h.Hash(realm, k.Kind, k.Value)
		hashed.Kinds = append(hashed.Kinds, k.Kind)
		hashed.Hashes = append(hashed.Hashes, hash)
		if k.Kind == models.KeyCode {
			hashed.Code = hash
		}
	}
	return hashed
}

// And adds a key that has to be looked at as well.
func (k HashedKeys) And(kind models.KeyKind, hash []byte) HashedKeys {
	k.Kinds = append(slices.Clone(k.Kinds), kind)
	k.Hashes = append(slices.Clone(k.Hashes), hash)
	return k
}

// Of is the hash of one kind, empty if the customer has no such key.
func (k HashedKeys) Of(kind models.KeyKind) []byte {
	for i := range k.Kinds {
		if k.Kinds[i] == kind {
			return k.Hashes[i]
		}
	}
	return []byte{}
}

// Fingerprint tells customers apart for the daily budget.
func (k HashedKeys) Fingerprint() []byte {
	sum := sha256.New()
	for _, hash := range k.Hashes {
		sum.Write(hash)
	}
	return sum.Sum(nil)
}

func (k HashedKeys) bind() (kinds textArray, hashes byteaArray, code []byte) {
	for _, kind := range k.Kinds {
		kinds = append(kinds, string(kind))
	}
	return kinds, k.Hashes, empty(k.Code)
}

// HeldKey is a key that a live claim holds.
type HeldKey struct {
	Kind models.KeyKind
	Own  bool // held by the asking partner
}

// TakeSlots takes all keys for a registration until an instant and answers the
// ones that another live claim holds.
func (t *Tx) TakeSlots(realm string, partner, registration uuid.UUID, keys HashedKeys, until time.Time) ([]HeldKey, error) {
	return t.slots(realm, partner, registration, keys, until, t.Now(), uuid.Nil)
}

// LockSlots locks all keys, and the rows of a registration with them, and takes
// nothing. It answers the keys that a live claim holds.
func (t *Tx) LockSlots(realm string, partner, holder uuid.UUID, keys HashedKeys, with uuid.UUID) ([]HeldKey, error) {
	now := t.Now()
	return t.slots(realm, partner, holder, keys, now, now, with)
}

func (t *Tx) slots(realm string, partner, holder uuid.UUID, keys HashedKeys, until, now time.Time, with uuid.UUID) ([]HeldKey, error) {
	kinds, hashes, code := keys.bind()
	var held []HeldKey
	err := t.db.Raw("SELECT * FROM take_slots(?, ?, ?, ?::text[], ?::bytea[], ?, ?, ?, ?)", realm, partner, holder, kinds, hashes, code, until, now, with).Scan(&held).Error
	if err != nil {
		return nil, fmt.Errorf("take slots: %w", err)
	}
	return held, nil
}

// HeldSlots answers the same as TakeSlots and takes nothing.
func (t *Tx) HeldSlots(realm string, partner uuid.UUID, keys HashedKeys) ([]HeldKey, error) {
	kinds, hashes, code := keys.bind()
	var held []HeldKey
	err := t.db.Raw("SELECT * FROM held_slots(?, ?, ?, ?::text[], ?::bytea[], ?, ?)", realm, partner, uuid.Nil, kinds, hashes, code, t.Now()).Scan(&held).Error
	if err != nil {
		return nil, fmt.Errorf("look at slots: %w", err)
	}
	return held, nil
}

// HoldSlots moves the end of the slots of a registration.
func (t *Tx) HoldSlots(registration uuid.UUID, until time.Time) error {
	return t.write("hold slots", "SELECT hold_slots(?, ?)", registration, until)
}

// FreeSlots gives the slots of a registration up.
func (t *Tx) FreeSlots(registration uuid.UUID) error {
	return t.write("free slots", "SELECT free_slots(?)", registration)
}

// LineAccount is an account on a phone.
type LineAccount struct {
	CustomerID  uuid.UUID
	AccountName string
}

// AccountsOnLine lists the accounts that the directory knows on a phone.
func (t *Tx) AccountsOnLine(realm string, line []byte) ([]LineAccount, error) {
	var accounts []LineAccount
	if err := t.db.Raw("SELECT * FROM accounts_on_line(?, ?)", realm, line).Scan(&accounts).Error; err != nil {
		return nil, fmt.Errorf("find accounts on line: %w", err)
	}
	return accounts, nil
}

// MatchedCustomer is a customer account that one of the keys recognises.
type MatchedCustomer struct {
	CustomerID uuid.UUID
	FactsID    *uuid.UUID
	AsOf       *time.Time
	Facts      *models.AccountFacts
	Associated bool
	Own        bool // associated with the asking partner
	Matched    []models.KeyKind
}

// MatchedCustomers finds the customer accounts that the keys recognise.
func (t *Tx) MatchedCustomers(realm string, partner uuid.UUID, keys HashedKeys) ([]MatchedCustomer, error) {
	kinds, hashes, code := keys.bind()
	var rows []struct {
		CustomerID uuid.UUID
		FactsID    *uuid.UUID
		AsOf       *time.Time
		Facts      []byte
		Associated bool
		Own        bool
		Matched    string
	}
	err := t.db.Raw("SELECT customer_id, facts_id, as_of, facts, associated, own, array_to_json(matched) AS matched FROM matched_customers(?, ?, ?::text[], ?::bytea[], ?, ?)",
		realm, partner, kinds, hashes, code, t.Now()).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("match customers: %w", err)
	}
	found := make([]MatchedCustomer, len(rows))
	for i, row := range rows {
		found[i] = MatchedCustomer{CustomerID: row.CustomerID, FactsID: row.FactsID, AsOf: row.AsOf, Associated: row.Associated, Own: row.Own}
		if err := json.Unmarshal([]byte(row.Matched), &found[i].Matched); err != nil {
			return nil, fmt.Errorf("read matched keys: %w", err)
		}
		if row.Facts == nil {
			continue
		}
		if err := json.Unmarshal(row.Facts, &found[i].Facts); err != nil {
			return nil, fmt.Errorf("read facts of %s: %w", row.CustomerID, err)
		}
	}
	return found, nil
}
