package models

import (
	"cmp"
	"slices"
)

// MatchKey is one normalised value by which two registrations speak of one
// customer. It is personal data until it is hashed.
type MatchKey struct {
	Kind  KeyKind
	Value string
}

// MatchKeys returns the keys of a customer, sorted by kind and value, from
// normalised values; an empty value gives no key. Where the phone has accounts
// and one was chosen, phone and account together are the key: one phone may
// hold the accounts of several customers. Source: 1a-14, 1f.
func MatchKeys(name, phone, account, email, code string) []MatchKey {
	if phone != "" && account != "" {
		phone += "|" + account
	}
	keys := []MatchKey{{KeyCode, code}, {KeyEmail, email}, {KeyName, name}, {KeyPhone, phone}}
	keys = slices.DeleteFunc(keys, func(k MatchKey) bool { return k.Value == "" })
	slices.SortFunc(keys, compareKeys)
	return keys
}

func compareKeys(a, b MatchKey) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value))
}

// SameCustomer is the reference of what the protection slots decide: two
// different valid codes are two customers whatever else matches, otherwise any
// equal key makes one customer. Source: 1f.
func SameCustomer(a, b []MatchKey) bool {
	codeA, hasA := codeOf(a)
	codeB, hasB := codeOf(b)
	if hasA && hasB && codeA != codeB {
		return false
	}
	return slices.ContainsFunc(a, func(k MatchKey) bool { return slices.Contains(b, k) })
}

func codeOf(keys []MatchKey) (code string, found bool) {
	for _, k := range keys {
		if k.Kind == KeyCode {
			return k.Value, true
		}
	}
	return "", false
}
