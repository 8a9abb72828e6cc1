package models

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/width"
)

// ErrEmailInvalid is returned for what is no deliverable internet address.
var ErrEmailInvalid = errors.New("invalid e-mail address")

// The bounds of RFC 5321, in octets.
const (
	maxLocalPart = 64
	maxEmail     = 254
)

// localPart is the dot-atom of RFC 5322. Quoted local parts and other scripts
// are refused: not every mail system on the way can deliver to them.
var localPart = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")

// domains maps a domain to its lower-case ASCII form and refuses what DNS would.
var domains = idna.New(
	idna.MapForLookup(),
	idna.BidiRule(),
	idna.StrictDomainName(true),
	idna.VerifyDNSLength(true),
)

// NormaliseEmail returns raw with its domain in lower-case ASCII (Punycode for
// internationalised domains). The local part stays as it is: only its own mail
// system knows whether case matters there.
func NormaliseEmail(raw string) (string, error) {
	// Chinese input methods type full-width characters.
	address := width.Fold.String(strings.TrimSpace(raw))
	at := strings.LastIndexByte(address, '@')
	if at < 0 || len(address) > maxEmail {
		return "", ErrEmailInvalid
	}
	local := address[:at]
	if len(local) > maxLocalPart || !localPart.MatchString(local) {
		return "", ErrEmailInvalid
	}
	domain, err := domains.ToASCII(address[at+1:])
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrEmailInvalid, err)
	}
	// A root dot would make two spellings of one domain.
	if !strings.Contains(domain, ".") || strings.HasSuffix(domain, ".") || len(local)+1+len(domain) > maxEmail {
		return "", ErrEmailInvalid
	}
	return local + "@" + domain, nil
}
