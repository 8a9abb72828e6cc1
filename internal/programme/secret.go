package programme

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"github.com/google/uuid"
)

// Receivers is what there is to know of the addresses that events are sent to.
type Receivers struct {
	Secrets Secrets
	// Accepts reports whether an address may be subscribed; where its name leads is
	// looked at whenever something is sent there.
	Accepts func(address string) bool
}

// Secrets derives what deliveries are signed with. A secret is never stored: rows
// keep the key's name and the generation.
type Secrets struct {
	keys    map[string][]byte
	current string
}

// NewSecrets uses the named keys; new subscriptions have theirs under current.
func NewSecrets(keys map[string][]byte, current string) Secrets {
	return Secrets{keys: keys, current: current}
}

// Current is the name of the key for new subscriptions.
func (s Secrets) Current() string { return s.current }

// Of derives the secret of a subscription's generation.
func (s Secrets) Of(keyID string, id uuid.UUID, generation int) (Secret, error) {
	key, known := s.keys[keyID]
	if !known {
		return nil, fmt.Errorf("the key %q of a subscription's secret is not configured", keyID)
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "subscription\x00%s\x00%d", id, generation)
	return mac.Sum(nil), nil
}

// Secret is what the deliveries of a subscription are signed with.
type Secret []byte

// Text is the secret as receivers' libraries read it (Standard Webhooks).
func (s Secret) Text() string { return "whsec_" + base64.StdEncoding.EncodeToString(s) }
