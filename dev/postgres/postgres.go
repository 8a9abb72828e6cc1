// Package postgres starts a private PostgreSQL server for development and tests.
package postgres

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"

	"partnercenter/dev/internal/ports"
)

const (
	superuser = "postgres"
	readyPoll = 20 * time.Millisecond
)

// Config says where a cluster lives. Dir, Port and Password stay the same over restarts.
type Config struct {
	Dir      string `json:"dir"`      // holds the data; created if absent
	Port     int    `json:"port"`     // on 127.0.0.1
	Password string `json:"password"` // of the superuser postgres
	Binaries string `json:"binaries"` // folder with initdb and postgres, see Find
	Template string `json:"template"` // a folder written by Snapshot; empty or absent: initdb
}

// URL is the superuser's connection string of a database of the cluster.
func (c Config) URL(database string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(superuser, c.Password),
		Host:     ports.Address(c.Port),
		Path:     "/" + database,
		RawQuery: "sslmode=disable",
	}
	return u.String()
}

// NewPassword returns a random password.
func NewPassword() string {
	return rand.Text()
}

// Prepare creates the cluster unless it exists, and returns the command that runs its postmaster in the
// foreground. The command dies with this process, in a process group of its own; SIGINT ends it cleanly.
func Prepare(ctx context.Context, cfg Config) (*exec.Cmd, error) {
	owner, err := serverAccount()
	if err != nil {
		return nil, err
	}
	c := &cluster{cfg: cfg, account: owner}
	if err := c.create(ctx); err != nil {
		return nil, err
	}
	if err := c.orphansGone(ctx); err != nil {
		return nil, err
	}
	return c.command(), nil
}

type cluster struct {
	cfg     Config
	account *account
}

func (c *cluster) data() string {
	return filepath.Join(c.cfg.Dir, "data")
}

// create makes the data directory from the template or by initdb. A half-made one never passes for a whole one:
// it is renamed into place at the end.
func (c *cluster) create(ctx context.Context) error {
	if _, err := os.Stat(c.data()); err == nil {
		return nil
	}
	if err := os.MkdirAll(c.cfg.Dir, 0o711); err != nil {
		return fmt.Errorf("create cluster folder: %w", err)
	}
	if c.account != nil && !Reachable(c.data()) {
		return fmt.Errorf("create cluster in %s: the user that runs PostgreSQL for root cannot enter it; choose another folder", c.cfg.Dir)
	}
	fresh := c.data() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("remove unfinished cluster: %w", err)
	}
	if err := c.fill(ctx, fresh); err != nil {
		return err
	}
	if err := os.Rename(fresh, c.data()); err != nil {
		return fmt.Errorf("put cluster in place: %w", err)
	}
	return nil
}

func (c *cluster) fill(ctx context.Context, dir string) error {
	if c.fromTemplate() {
		if err := os.CopyFS(dir, os.DirFS(c.cfg.Template)); err != nil {
			return fmt.Errorf("copy cluster template: %w", err)
		}
	} else if err := c.initdb(ctx, dir); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "postgresql.auto.conf"), c.settings(), 0o600); err != nil {
		return fmt.Errorf("write server settings: %w", err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("close cluster folder: %w", err)
	}
	if err := c.account.own(dir); err != nil {
		return fmt.Errorf("give cluster to its user: %w", err)
	}
	return nil
}

func (c *cluster) fromTemplate() bool {
	if c.cfg.Template == "" {
		return false
	}
	_, err := os.Stat(filepath.Join(c.cfg.Template, "PG_VERSION"))
	return err == nil
}

func (c *cluster) initdb(ctx context.Context, dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return fmt.Errorf("create data folder: %w", err)
	}
	if err := c.account.own(dir); err != nil {
		return fmt.Errorf("give data folder to its user: %w", err)
	}
	password := dir + ".password"
	if err := os.WriteFile(password, []byte(c.cfg.Password+"\n"), 0o600); err != nil {
		return fmt.Errorf("write superuser password: %w", err)
	}
	defer func() { _ = os.Remove(password) }()
	if err := c.account.own(password); err != nil {
		return fmt.Errorf("give password file to its user: %w", err)
	}
	cmd := exec.CommandContext(ctx, filepath.Join(c.cfg.Binaries, "initdb"),
		"--pgdata", dir, "--username", superuser, "--auth", "scram-sha-256", "--pwfile", password,
		"--encoding", "UTF8", "--no-locale", "--no-sync", "--no-instructions")
	cmd.Dir = "/"
	cmd.SysProcAttr = c.account.attributes()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initialise cluster: %w: %s", err, bytes.TrimSpace(out))
	}
	return nil
}

// settings of a throwaway cluster. Losing power may lose it (fsync), but a commit that was answered is never
// lost by a crash of the server (synchronous_commit): the crash tests rely on it.
func (c *cluster) settings() []byte {
	return fmt.Appendf(nil, `listen_addresses = '127.0.0.1'
port = %d
unix_socket_directories = ''
max_connections = 500
max_locks_per_transaction = 256
shared_buffers = '256MB'
max_wal_size = '4GB'
checkpoint_timeout = '15min'
fsync = off
full_page_writes = off
synchronous_commit = on
logging_collector = off
log_lock_waits = on
`, c.cfg.Port)
}

func (c *cluster) command() *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.cfg.Binaries, "postgres"), "-D", c.data())
	cmd.Dir = "/"
	cmd.SysProcAttr = c.account.attributes()
	return cmd
}

// WaitReady returns when the cluster answers a query.
func WaitReady(ctx context.Context, cfg Config) error {
	tick := time.NewTicker(readyPoll)
	defer tick.Stop()
	var last error // what stood in the way, once the context's end hides it
	for {
		err := ping(ctx, cfg.URL("postgres"))
		if err == nil {
			return nil
		}
		if ctx.Err() == nil {
			last = err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for PostgreSQL: %w", errors.Join(ctx.Err(), last))
		case <-tick.C:
		}
	}
}

func ping(ctx context.Context, address string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	return conn.Ping(ctx)
}

// Snapshot keeps the data of a cluster that was stopped cleanly as a template for later ones. Several stacks
// may do it at once: the first one's rename wins.
func Snapshot(cfg Config, template string) error {
	if err := os.MkdirAll(filepath.Dir(template), 0o700); err != nil {
		return fmt.Errorf("create template folder: %w", err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(template), "unfinished-")
	if err != nil {
		return fmt.Errorf("create template folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(fresh) }()
	data := filepath.Join(fresh, "data")
	if err := os.CopyFS(data, os.DirFS(filepath.Join(cfg.Dir, "data"))); err != nil {
		return fmt.Errorf("copy cluster to template: %w", err)
	}
	if err := os.Rename(data, template); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("put template in place: %w", err)
	}
	return nil
}
