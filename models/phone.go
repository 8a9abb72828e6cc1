package models

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/unicode/norm"
)

// ErrPhoneInvalid is returned for what is no dialable number.
var ErrPhoneInvalid = errors.New("invalid phone number")

// maxPhoneInput bounds what is parsed; longer texts are no phone numbers.
const maxPhoneInput = 40

// NormalisePhone returns raw in E.164 form, such as "+8613812345678". A number
// without a country code is read as one of defaultRegion (ISO 3166-1 alpha-2).
// A number with an extension is refused: E.164 would drop it and make the
// phones of two people one.
func NormalisePhone(raw, defaultRegion string) (string, error) {
	if utf8.RuneCountInString(raw) > maxPhoneInput {
		return "", ErrPhoneInvalid
	}
	number, err := phonenumbers.Parse(norm.NFKC.String(raw), strings.ToUpper(defaultRegion))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrPhoneInvalid, err)
	}
	if number.GetExtension() != "" || !phonenumbers.IsValidNumber(number) {
		return "", ErrPhoneInvalid
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}
