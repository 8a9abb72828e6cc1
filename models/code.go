package models

import (
	"errors"
	"regexp"
	"strings"

	"golang.org/x/text/width"
)

// ErrCodeInvalid is returned for what is no unified social credit code.
var ErrCodeInvalid = errors.New("invalid unified social credit code")

// codeAlphabet gives each character its value (GB 32100-2015): the letters
// I, O, S, V and Z are not used because they look like digits or each other.
const codeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// codePattern: registration authority and kind, six digits of the
// administrative division, nine characters of the organisation, check character.
var codePattern = regexp.MustCompile(`^[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}$`)

// codeWeights are the powers of 3 modulo 31 of the first 17 characters.
var codeWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// NormaliseCode returns raw as an upper-case, half-width unified social credit
// code, or ErrCodeInvalid where form or check character are wrong.
func NormaliseCode(raw string) (string, error) {
	code := strings.ToUpper(width.Fold.String(strings.TrimSpace(raw)))
	if err := ValidateCode(code); err != nil {
		return "", err
	}
	return code, nil
}

// ValidateCode checks form and check character of a normalised code.
func ValidateCode(code string) error {
	if !codePattern.MatchString(code) || code[17] != codeCheck(code[:17]) {
		return ErrCodeInvalid
	}
	return nil
}

func codeCheck(body string) byte {
	sum := 0
	for i, weight := range codeWeights {
		sum += weight * strings.IndexByte(codeAlphabet, body[i])
	}
	return codeAlphabet[(31-sum%31)%31]
}
