package models

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Identity is what identifies a customer, each value normalised. Code and
// Account may be empty. CompanyKey is the normalised name, for matching and
// searching only; people read the name as it was typed.
type Identity struct {
	CompanyKey string
	Phone      string // E.164
	Account    string // user name chosen where the phone has accounts
	Email      string
	Code       string
}

// NormaliseIdentity normalises what a partner says of a customer and reports
// every value that cannot be read. defaultRegion is the partner's country.
// Name, phone and e-mail are required. Source: 1c.
func NormaliseIdentity(in RegistrationInput, defaultRegion string) (Identity, []FieldError) {
	n := &identityNormaliser{}
	identity := Identity{
		CompanyKey: n.value("/company_name", in.CompanyName, true, NormaliseCompanyName),
		Phone: n.value("/phone", in.Phone, true, func(raw string) (string, error) {
			return NormalisePhone(raw, defaultRegion)
		}),
		Account: strings.TrimSpace(norm.NFKC.String(in.AccountName)),
		Email:   n.value("/email", in.Email, true, NormaliseEmail),
		Code:    n.value("/credit_code", in.CreditCode, false, NormaliseCode),
	}
	return identity, n.errors
}

// Keys returns the matching keys of the identity.
func (i Identity) Keys() []MatchKey {
	return MatchKeys(i.CompanyKey, i.Phone, i.Account, i.Email, i.Code)
}

type identityNormaliser struct{ errors []FieldError }

func (n *identityNormaliser) value(pointer, raw string, required bool, normalise func(string) (string, error)) string {
	if strings.TrimSpace(raw) == "" {
		if required {
			n.errors = append(n.errors, FieldError{Pointer: pointer, Code: FieldRequired})
		}
		return ""
	}
	value, err := normalise(raw)
	if err != nil {
		n.errors = append(n.errors, FieldError{Pointer: pointer, Code: FieldInvalid})
		return ""
	}
	return value
}
