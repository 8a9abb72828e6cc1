package identity

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"partnercenter/dev/sim/internal/phone"
)

// problem is why a form was not accepted. Code is empty where the source has none for it.
type problem struct {
	Code string
	Text message
}

// codeInvalid is 参数错误, the code of every field that breaks its rule. Source: 12
const codeInvalid = "CBC.0100"

// Problems with codes of their own. Source: 2e
var (
	problemCodeWrong      = problem{"CBC.99000026", textCodeWrong}
	problemCodeExpired    = problem{"CBC.99000027", textCodeExpired}
	problemPhoneExhausted = problem{"CBC.99000029", textPhoneExhausted}
	problemNameExists     = problem{"CBC.99000038", textNameExists}
)

const (
	minAccountName = 5
	maxAccountName = 32
	minPassword    = 8
	minKinds       = 2
)

// accountName starts with no digit, so a name of digits only cannot be, nor one that could be taken for a phone.
var accountName = regexp.MustCompile(`^([a-zA-Z_-]([a-zA-Z0-9_-])*)$`)

// reservedPrefixes belong to accounts that the vendor makes.
var reservedPrefixes = []string{"op_", "shadow_"}

// validAccountName: 5–32 characters of the pattern, no reserved prefix; empty asks for a random one. Source: 2d
func validAccountName(name string) bool {
	if name == "" {
		return true
	}
	reserved := slices.ContainsFunc(reservedPrefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
	return len(name) >= minAccountName && len(name) <= maxAccountName && accountName.MatchString(name) && !reserved
}

// validPassword: at least 8 characters of 2 of 4 kinds, not the account name or its reverse, not the phone. Source: 2d
func validPassword(password, name, number string) bool {
	if utf8.RuneCountInString(password) < minPassword || kinds(password) < minKinds {
		return false
	}
	return password != name && password != reverse(name) && !isPhone(password, number)
}

// kinds counts which of capital letters, small letters, digits and other characters occur.
func kinds(password string) int {
	var capital, small, digit, other int
	for _, r := range password {
		switch {
		case r >= 'A' && r <= 'Z':
			capital = 1
		case r >= 'a' && r <= 'z':
			small = 1
		case r >= '0' && r <= '9':
			digit = 1
		default:
			other = 1
		}
	}
	return capital + small + digit + other
}

func reverse(text string) string {
	runes := []rune(text)
	slices.Reverse(runes)
	return string(runes)
}

// isPhone sees through spellings of the number: +86 138-0013-8000 has two kinds of characters and is the phone all the same.
func isPhone(password, number string) bool {
	strange := func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune("+-() .", r) }
	if strings.ContainsFunc(password, strange) {
		return false
	}
	normal, err := phone.Normalise(password)
	return err == nil && normal == number
}

// validEmail wants a bare address, not one with a display name.
func validEmail(email string) bool {
	address, err := mail.ParseAddress(email)
	return err == nil && address.Address == email
}
