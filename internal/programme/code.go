package programme

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"partnercenter/models"
)

// codeBytes is the length of a code: 160 bits, 32 characters.
const codeBytes = 20

// Codes derives the codes of invitations and links. A code is never stored:
// rows keep the key's name, the generation and the code's SHA-256.
type Codes struct {
	keys    map[string][]byte
	current string
}

// NewCodes uses the named keys; new codes are derived under current, old ones
// stay good as long as their key is kept.
func NewCodes(keys map[string][]byte, current string) Codes {
	return Codes{keys: keys, current: current}
}

// Current is the name of the key for new codes.
func (c Codes) Current() string { return c.current }

// Of derives the code of a row's generation.
func (c Codes) Of(keyID string, id uuid.UUID, generation int) (string, error) {
	key, known := c.keys[keyID]
	if !known {
		return "", fmt.Errorf("the key %q of an invitation code is not configured", keyID)
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s\x00%d", id, generation)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:codeBytes])), nil
}

// HashCode is what the database knows of a code.
func HashCode(code string) []byte {
	sum := sha256.Sum256([]byte(code))
	return sum[:]
}

// Address is the page of a code.
func (d Deps) Address(code string) string {
	return strings.TrimSuffix(d.PublicURL, "/") + "/i/" + code
}

// PartnerPage is where customers see their partner and answer its requests.
func (d Deps) PartnerPage() string { return d.Address("partner") }

// InvitationAddress is the page of an invitation's current code.
func (d Deps) InvitationAddress(i models.Invitation) (string, error) {
	code, err := d.Codes.Of(i.KeyID, i.ID, i.Generation)
	if err != nil {
		return "", err
	}
	return d.Address(code), nil
}
