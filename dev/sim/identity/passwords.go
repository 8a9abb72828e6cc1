package identity

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/http"
	"sync"

	"github.com/google/uuid"

	"partnercenter/dev/sim/internal/web"
)

const (
	// rounds is far below what a real provider needs: hundreds of customers sign in during a test.
	rounds    = 10_000
	saltBytes = 16
	hashBytes = 32
)

// passwords is safe for concurrent use; its zero value is empty.
type passwords struct {
	mu     sync.RWMutex
	hashes map[uuid.UUID]passwordHash
}

type passwordHash struct {
	salt [saltBytes]byte
	hash []byte
}

func (p *passwords) set(account uuid.UUID, password string) error {
	var salt [saltBytes]byte
	// crypto/rand.Read never fails: it ends the process instead.
	_, _ = rand.Read(salt[:])
	hash, err := derive(password, salt)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.hashes == nil {
		p.hashes = map[uuid.UUID]passwordHash{}
	}
	p.hashes[account] = passwordHash{salt: salt, hash: hash}
	return nil
}

func (p *passwords) verify(account uuid.UUID, password string) (bool, error) {
	p.mu.RLock()
	kept, found := p.hashes[account]
	p.mu.RUnlock()
	if !found {
		return false, nil
	}
	hash, err := derive(password, kept.salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(hash, kept.hash) == 1, nil
}

func derive(password string, salt [saltBytes]byte) ([]byte, error) {
	hash, err := pbkdf2.Key(sha256.New, password, salt[:], rounds, hashBytes)
	if err != nil {
		return nil, fmt.Errorf("derive password hash: %w", err)
	}
	return hash, nil
}

type passwordSetting struct {
	Password string `json:"password"`
}

// setPassword skips the rules for passwords: they guard the form, not a test's own accounts.
func (s *Server) setPassword(w http.ResponseWriter, r *http.Request) {
	account, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		web.WriteError(w, http.StatusBadRequest, "id_invalid", "the account's id must be a UUID")
		return
	}
	var in passwordSetting
	if !web.ReadJSON(w, r, &in) {
		return
	}
	if in.Password == "" {
		web.WriteError(w, http.StatusBadRequest, "password_invalid", "password must be given")
		return
	}
	if err := s.passwords.set(account, in.Password); err != nil {
		web.WriteError(w, http.StatusInternalServerError, "password_failed", err.Error())
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
