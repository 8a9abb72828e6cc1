// Package stack composes the development stack: PostgreSQL, Temporal with its UI, the simulators, and the
// product's API and worker, each a process that can be killed alone.
package stack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"partnercenter/dev/postgres"
	"partnercenter/dev/temporal"
)

// PlanFile is the name of the plan in the stack's folder.
const PlanFile = "stack.json"

// Plan is everything somebody needs to talk to a stack, or to start one of its pieces again at the same address.
// It is written to stack.json, for its owner only: it holds the throwaway secrets of this stack.
type Plan struct {
	Dir           string `json:"dir"`
	DevBinary     string `json:"dev_binary"`
	ProductBinary string `json:"product_binary"`

	Postgres  Postgres          `json:"postgres"`
	Temporal  Temporal          `json:"temporal"`
	Sims      Sims              `json:"sims"`
	APIs      []string          `json:"api_urls"`
	APIOps    []string          `json:"api_ops_urls"` // health and metrics, as WorkerOps
	WorkerOps string            `json:"worker_ops_url"`
	Secrets   Secrets           `json:"secrets"`
	Clock     string            `json:"clock"`
	Tokens    map[string]string `json:"tokens"` // bearer token by name of its bearer
	Pids      map[string]int    `json:"pids"`   // of running pieces; "stack" is the supervisor
	Ready     bool              `json:"ready"`  // everything asked for answers
}

// Postgres is the cluster and the product's databases in it.
type Postgres struct {
	// AdminURL is a superuser's; for a stack on DATABASE_URL, that one.
	AdminURL string `json:"admin_url"`
	// Cluster is nil when DATABASE_URL names the server: it is not ours to start.
	Cluster  *postgres.Config `json:"cluster,omitempty"`
	Database string           `json:"database"`
	// AdminDatabaseURL is the superuser's for Database: row-level security does not hide anything from it.
	AdminDatabaseURL string            `json:"admin_database_url"`
	URLs             map[string]string `json:"urls"`      // of the database, by login role: owner, api, worker
	Passwords        map[string]string `json:"passwords"` // by login role: owner, api, worker
}

// Temporal is the server and what clients need of it.
type Temporal struct {
	Address   string          `json:"address"`
	UIURL     string          `json:"ui_url"`
	Namespace string          `json:"namespace"`
	TaskQueue string          `json:"task_queue"`
	Pool      []string        `json:"pool"` // ready namespaces for tests that need one of their own
	Server    temporal.Config `json:"server"`
}

// Sims are the addresses of what lies outside the product.
type Sims struct {
	IssuerURL      string `json:"issuer_url"`
	JWKSURL        string `json:"jwks_url"`
	IdentityURL    string `json:"identity_url"`
	SMSURL         string `json:"sms_url"`
	MailURL        string `json:"mail_url"`
	SMTPAddr       string `json:"smtp_addr"`
	DirectoryURL   string `json:"directory_url"`
	DirectoryToken string `json:"directory_token"`
	BankURL        string `json:"bank_url"`
	BankToken      string `json:"bank_token"`
	BankSecret     []byte `json:"bank_secret"`
	ChannelsURL    string `json:"channels_url"`
	ChannelsToken  string `json:"channels_token"`
	ControlURL     string `json:"control_url"` // PUT {control_url}/clock
}

// Secrets of the product in this stack.
type Secrets struct {
	InvitationKeys   string `json:"invitation_keys"`
	WebhookKeys      string `json:"webhook_keys"`
	LookupKey        string `json:"lookup_key"`
	CursorKey        string `json:"cursor_key"`
	SessionKey       string `json:"session_key"`
	OIDCClientID     string `json:"oidc_client_id"`
	OIDCClientSecret string `json:"oidc_client_secret"`
	// ChannelSecrets are what the payment channels sign with, by name.
	ChannelSecrets map[string][]byte `json:"channel_secrets"`
}

// LoadPlan reads the plan of the stack in dir.
func LoadPlan(dir string) (*Plan, error) {
	return ReadPlan(filepath.Join(dir, PlanFile))
}

// ReadPlan reads a plan file, such as the one that STACK_FILE names.
func ReadPlan(file string) (*Plan, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	plan := &Plan{}
	if err := json.Unmarshal(raw, plan); err != nil {
		return nil, fmt.Errorf("read plan %s: %w", file, err)
	}
	return plan, nil
}

// File is where the plan is.
func (p *Plan) File() string {
	return filepath.Join(p.Dir, PlanFile)
}

// save replaces the plan's files in one step each: a reader sees the old or the new one, never a part.
func (p *Plan) save() error {
	raw, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return fmt.Errorf("write plan: %w", err)
	}
	if err := replace(p.File(), append(raw, '\n')); err != nil {
		return fmt.Errorf("write plan: %w", err)
	}
	if err := replace(filepath.Join(p.Dir, "stack.env"), p.shell()); err != nil {
		return fmt.Errorf("write plan's exports: %w", err)
	}
	return nil
}

func replace(file string, content []byte) error {
	fresh := file + ".new"
	if err := os.WriteFile(fresh, content, 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, file)
}

func (p *Plan) log(piece string) string {
	return filepath.Join(p.Dir, piece+".log")
}

// readyFile holds the process id of a piece of the dev binary once that piece is ready.
func (p *Plan) readyFile(piece string) string {
	return filepath.Join(p.Dir, piece+".ready")
}

// LoadOrCreatePlan lets a piece that is started by hand be the first in a folder.
func LoadOrCreatePlan(ctx context.Context, opts Options) (*Plan, error) {
	plan, err := LoadPlan(opts.Dir)
	if !errors.Is(err, os.ErrNotExist) {
		return plan, err
	}
	plan, reservation, err := newPlan(ctx, opts)
	if err != nil {
		return nil, err
	}
	// Nobody of the pieces outlives all others: the ports are only theirs by being used.
	reservation.Release()
	return plan, plan.save()
}

// Stop asks the supervisor of the stack to end and returns when it has.
func (p *Plan) Stop(ctx context.Context, patience time.Duration) error {
	pid := p.Pids["stack"]
	if !p.supervises(pid) {
		return fmt.Errorf("stop stack: process %d is not its supervisor any more", pid)
	}
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
		return fmt.Errorf("stop stack: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return poll(ctx, func() error {
		if alive(pid) {
			return fmt.Errorf("stop stack: process %d still runs", pid)
		}
		return nil
	})
}

// Running reports whether the stack's supervisor lives.
func (p *Plan) Running() bool {
	return p.supervises(p.Pids["stack"])
}

// supervises guards against a process id that was given to somebody else.
func (p *Plan) supervises(pid int) bool {
	executable, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	return err == nil && strings.TrimSuffix(executable, " (deleted)") == p.DevBinary
}
