package identity

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"sync"
	"time"

	"partnercenter/dev/sim/clock"
)

const (
	defaultCodeMinutes = 10
	// maxCodeMinutes is the last value that is taken as it is; the source turns every greater one into fixedCodeMinutes.
	maxCodeMinutes   = 60
	fixedCodeMinutes = 5
)

// codeValidity: 10 minutes by default, a value over 60 means a fixed 5. Source: 2d
func codeValidity(minutes int) time.Duration {
	switch {
	case minutes == 0:
		minutes = defaultCodeMinutes
	case minutes > maxCodeMinutes:
		minutes = fixedCodeMinutes
	}
	return time.Duration(minutes) * time.Minute
}

// verifications are the codes sent to phones: the newest per phone counts, and it is good for one registration.
type verifications struct {
	clock    *clock.Clock
	validity time.Duration

	mu    sync.Mutex
	codes map[string]*verification
}

type verification struct {
	code    string
	expires time.Time
	claimed bool
}

func newVerifications(business *clock.Clock, validity time.Duration) *verifications {
	return &verifications{clock: business, validity: validity, codes: map[string]*verification{}}
}

// issue makes the code for a phone and voids the one before.
func (v *verifications) issue(phone string) (string, error) {
	number, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("draw verification code: %w", err)
	}
	code := fmt.Sprintf("%06d", number)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.codes[phone] = &verification{code: code, expires: v.clock.Now().Add(v.validity)}
	return code, nil
}

// claim takes the code for one registration; release gives it back when nothing came of it.
// A code claimed already is as wrong as one never sent.
func (v *verifications) claim(phone, code string) (release func(), refused *problem) {
	v.mu.Lock()
	defer v.mu.Unlock()
	sent, found := v.codes[phone]
	if !found || sent.claimed || subtle.ConstantTimeCompare([]byte(sent.code), []byte(code)) != 1 {
		return nil, &problemCodeWrong
	}
	if !v.clock.Now().Before(sent.expires) {
		return nil, &problemCodeExpired
	}
	sent.claimed = true
	return func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		sent.claimed = false
	}, nil
}
