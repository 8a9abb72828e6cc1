// Package phone gives phone numbers the one form by which simulators compare them.
package phone

import (
	"errors"
	"fmt"

	"github.com/nyaruka/phonenumbers"
)

// homeRegion is where a number without a country code is dialled from.
const homeRegion = "CN"

// ErrImpossible says that no number has so many digits.
var ErrImpossible = errors.New("not a possible phone number")

// Normalise returns the number in E.164. Only its length is checked, so that tests may invent numbers.
func Normalise(typed string) (string, error) {
	number, err := phonenumbers.Parse(typed, homeRegion)
	if err != nil {
		return "", fmt.Errorf("parse phone number: %w", err)
	}
	if !phonenumbers.IsPossibleNumber(number) {
		return "", ErrImpossible
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}
