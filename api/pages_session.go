package api

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

const (
	sessionCookie = "pc_session"
	signInCookie  = "pc_sign_in"

	// sessionLife is long enough to read a notice, and short on a borrowed phone.
	sessionLife = 30 * time.Minute
	// signInLife is how long a customer may take at the identity provider.
	signInLife = 10 * time.Minute
)

// session says who signed in, and for which code: following another invitation
// asks to sign in again. It holds no personal data.
type session struct {
	ID       string    `json:"id"` // binds forms to the session
	Realm    string    `json:"realm"`
	Customer uuid.UUID `json:"customer"`
	CodeHash []byte    `json:"code"`
	Until    time.Time `json:"until"`
}

func (s session) principal() models.Principal {
	return models.Principal{
		Realm: s.Realm, Org: s.Customer, Side: models.SideCustomer, Subject: s.Customer.String(), Roles: []models.Role{models.RoleCustomer},
	}
}

// signIn is what must come back unchanged from the identity provider.
type signIn struct {
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"`
	Code     string    `json:"code"`
	Locale   string    `json:"locale"`
	Chosen   bool      `json:"chosen"`
	Until    time.Time `json:"until"`
}

func codeHash(code string) []byte {
	sum := sha256.Sum256([]byte(code))
	return sum[:]
}

// sealer encrypts cookies and binds forms, each under a key of its own.
type sealer struct {
	box   cipher.AEAD
	forms []byte
}

func newSealer(key []byte) (sealer, error) {
	if len(key) < minKeyLength {
		return sealer{}, fmt.Errorf("session key is shorter than %d bytes", minKeyLength)
	}
	cookies, err := hkdf.Key(sha256.New, key, nil, "cookies of the pages", 32)
	if err != nil {
		return sealer{}, fmt.Errorf("derive cookie key: %w", err)
	}
	forms, err := hkdf.Key(sha256.New, key, nil, "forms of the pages", 32)
	if err != nil {
		return sealer{}, fmt.Errorf("derive form key: %w", err)
	}
	block, err := aes.NewCipher(cookies)
	if err != nil {
		return sealer{}, fmt.Errorf("make cookie cipher: %w", err)
	}
	box, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return sealer{}, fmt.Errorf("make cookie cipher: %w", err)
	}
	return sealer{box: box, forms: forms}, nil
}

// seal binds the value to the cookie's name: one cookie cannot pose as another.
func (s sealer) seal(name string, value any) (string, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("write cookie: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(s.box.Seal(nil, nil, plain, []byte(name))), nil //nolint:gosec // the box makes a random nonce for each value
}

var errCookie = errors.New("cookie is not ours")

func (s sealer) open(name, sealed string, value any) error {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return errCookie
	}
	plain, err := s.box.Open(nil, nil, raw, []byte(name))
	if err != nil {
		return errCookie
	}
	if err := json.Unmarshal(plain, value); err != nil {
		return errCookie
	}
	return nil
}

// formMAC is half of a SHA-256: 128 bits.
const formMAC = 16

// formToken is the one-time token of a form. It is the idempotency key of what
// the form asks for, so it keeps to the 64 visible characters of one.
func (s sealer) formToken(of session) string {
	nonce := rand.Text()
	return nonce + "." + base64.RawURLEncoding.EncodeToString(s.formMAC(of, nonce))
}

func (s sealer) formMAC(of session, nonce string) []byte {
	mac := hmac.New(sha256.New, s.forms)
	fmt.Fprintf(mac, "%s\x00%x\x00%s", of.ID, of.CodeHash, nonce)
	return mac.Sum(nil)[:formMAC]
}

func (s sealer) checkForm(of session, token string) error {
	nonce, encoded, found := bytes.Cut([]byte(token), []byte("."))
	mac, err := base64.RawURLEncoding.DecodeString(string(encoded))
	if !found || err != nil || !hmac.Equal(mac, s.formMAC(of, string(nonce))) {
		return errFormInvalid
	}
	return nil
}

// keep stores a sealed value with the reader, for these pages only.
func (p *Pages) keep(v *visit, name string, value any, life time.Duration) error {
	sealed, err := p.sealer.seal(name, value)
	if err != nil {
		return err
	}
	cookie := p.cookie(name, int(life.Seconds())) //nolint:gosec // it sets HttpOnly, SameSite and, behind https, Secure
	cookie.Value = sealed
	v.SetCookie(cookie)
	return nil
}

func (p *Pages) forget(v *visit, name string) {
	v.SetCookie(p.cookie(name, -1))
}

// cookie is Lax and not Strict: the customer comes back from the identity
// provider by a link of another site.
func (p *Pages) cookie(name string, maxAge int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever the public address is https; a developer's machine has none
		Name: name, Path: pagesPath, MaxAge: maxAge, HttpOnly: true, Secure: p.secure, SameSite: http.SameSiteLaxMode,
	}
}

func (p *Pages) read(v *visit, name string, value any) error {
	cookie, err := v.Cookie(name)
	if err != nil {
		return errCookie
	}
	return p.sealer.open(name, cookie.Value, value)
}

// session is who signed in for the code of the visit. Error: errSignedOut.
func (p *Pages) session(v *visit) (session, error) {
	var s session
	if err := p.read(v, sessionCookie, &s); err != nil {
		return session{}, errSignedOut
	}
	if !p.now().Before(s.Until) || !hmac.Equal(s.CodeHash, codeHash(v.code)) {
		return session{}, errSignedOut
	}
	return s, nil
}

// openSession gives the customer who signed in a session for the code.
func (p *Pages) openSession(v *visit, customer models.Principal) error {
	s := session{
		ID: rand.Text(), Realm: customer.Realm, Customer: customer.Org, CodeHash: codeHash(v.code), Until: p.now().Add(sessionLife),
	}
	return p.keep(v, sessionCookie, s, sessionLife)
}
