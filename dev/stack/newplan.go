package stack

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"partnercenter/dev/internal/ports"
	"partnercenter/dev/postgres"
	"partnercenter/dev/sim"
	"partnercenter/dev/temporal"
)

const (
	namespace    = "partnercenter"
	taskQueue    = "partner"
	oidcClientID = "partnercenter"
)

// Options of a new stack; the zero value of each has a default.
type Options struct {
	Dir           string // run folder; default: a new one under os.TempDir
	DevBinary     string // default: this executable
	ProductBinary string // default: partnercenter beside DevBinary
	DatabaseURL   string // superuser of an existing server; default: a private cluster
	Cache         string // prepared clusters; default: the user's cache folder; "none": no cache
	Namespaces    int    // size of the pool
	APIs          int    // API processes: api, api-2, ...; default 1
	Clock         string // the product's CLOCK; default offset
}

func (o Options) withDefaults() (Options, error) {
	if o.DevBinary == "" {
		self, err := os.Executable()
		if err != nil {
			return o, fmt.Errorf("find dev binary: %w", err)
		}
		o.DevBinary = self
	}
	if o.ProductBinary == "" {
		o.ProductBinary = filepath.Join(filepath.Dir(o.DevBinary), "partnercenter")
	}
	if o.Cache == "" {
		o.Cache = defaultCache()
	}
	if o.Cache == "none" {
		o.Cache = ""
	}
	if o.APIs == 0 {
		o.APIs = 1
	}
	if o.Clock == "" {
		o.Clock = "offset"
	}
	return o, o.makeDir()
}

// defaultCache is empty for a user without a home to write to: then every start initialises its cluster.
func defaultCache() string {
	parent, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	dir := filepath.Join(parent, "partnercenter-dev")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return ""
	}
	return dir
}

func (o *Options) makeDir() error {
	if o.Dir != "" {
		dir, err := filepath.Abs(o.Dir)
		if err != nil {
			return fmt.Errorf("find run folder: %w", err)
		}
		o.Dir = dir
		// Others may pass through, not look: PostgreSQL runs as another user when root starts it.
		if err := os.MkdirAll(dir, 0o711); err != nil {
			return fmt.Errorf("create run folder: %w", err)
		}
		return nil
	}
	parent := os.TempDir()
	if os.Geteuid() == 0 && !postgres.Reachable(filepath.Join(parent, "any")) {
		parent = "/tmp"
	}
	dir, err := os.MkdirTemp(parent, "partnercenter-")
	if err != nil {
		return fmt.Errorf("create run folder: %w", err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return fmt.Errorf("open run folder: %w", err)
	}
	o.Dir = dir
	return nil
}

// fixedPorts is how many ports a stack has besides its APIs'.
const fixedPorts = 16

// newPlan chooses addresses, names and secrets. The reservation keeps the ports from other stacks of this user.
func newPlan(ctx context.Context, opts Options) (*Plan, *ports.Reservation, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return nil, nil, err
	}
	free, reservation, err := ports.Reserve(fixedPorts + 2*opts.APIs)
	if err != nil {
		return nil, nil, err
	}
	next := func() int {
		port := free[0]
		free = free[1:]
		return port
	}
	plan := &Plan{
		Dir:           opts.Dir,
		DevBinary:     opts.DevBinary,
		ProductBinary: opts.ProductBinary,
		Sims:          newSims(next),
		WorkerOps:     loopbackURL(next()),
		Secrets:       newSecrets(),
		Clock:         opts.Clock,
		Tokens:        map[string]string{},
		Pids:          map[string]int{},
	}
	for range opts.APIs {
		plan.APIs, plan.APIOps = append(plan.APIs, loopbackURL(next())), append(plan.APIOps, loopbackURL(next()))
	}
	database, err := plan.planPostgres(ctx, opts, next())
	if err != nil {
		reservation.Release()
		return nil, nil, err
	}
	plan.planTemporal(opts, database, temporal.Ports{Frontend: next(), History: next(), Matching: next(), Worker: next(), UI: next()})
	return plan, reservation, nil
}

func loopbackURL(port int) string {
	return "http://" + ports.Address(port)
}

func newSims(next func() int) Sims {
	issuer := loopbackURL(next())
	return Sims{
		IssuerURL:      issuer,
		JWKSURL:        issuer + "/jwks.json",
		IdentityURL:    loopbackURL(next()),
		SMSURL:         loopbackURL(next()),
		MailURL:        loopbackURL(next()),
		SMTPAddr:       ports.Address(next()),
		DirectoryURL:   loopbackURL(next()),
		DirectoryToken: rand.Text(),
		BankURL:        loopbackURL(next()),
		BankToken:      rand.Text(),
		BankSecret:     secret(),
		ChannelsURL:    loopbackURL(next()),
		ChannelsToken:  rand.Text(),
		ControlURL:     loopbackURL(next()),
	}
}

// planPostgres fills the plan's database part and returns where Temporal keeps its state.
func (p *Plan) planPostgres(ctx context.Context, opts Options, port int) (temporal.Database, error) {
	if opts.DatabaseURL != "" {
		return p.planExternalPostgres(opts)
	}
	binaries, err := postgres.Find(ctx)
	if err != nil {
		return temporal.Database{}, err
	}
	cluster := &postgres.Config{
		Dir:      filepath.Join(opts.Dir, "postgres"),
		Port:     port,
		Password: postgres.NewPassword(),
		Binaries: binaries.Dir,
	}
	if err := cachedTemplate(opts.Cache, binaries.Version, cluster); err != nil {
		return temporal.Database{}, err
	}
	p.Postgres = Postgres{
		AdminURL: cluster.URL("postgres"),
		Cluster:  cluster,
		Database: "partnercenter",
	}
	if err := p.Postgres.addLogins(cluster.Password); err != nil {
		return temporal.Database{}, err
	}
	return temporalDatabase(p.Postgres.AdminURL, "", cluster.Password)
}

// planExternalPostgres gives the databases names of their own: other stacks may share the server. Its roles are
// the server's, so every stack on it derives the same passwords.
func (p *Plan) planExternalPostgres(opts Options) (temporal.Database, error) {
	suffix := "_" + strings.ToLower(rand.Text()[:8])
	p.Postgres = Postgres{AdminURL: opts.DatabaseURL, Database: "partnercenter" + suffix}
	admin, err := pgx.ParseConfig(opts.DatabaseURL)
	if err != nil {
		return temporal.Database{}, fmt.Errorf("read DATABASE_URL: %w", err)
	}
	if err := p.Postgres.addLogins(admin.Password); err != nil {
		return temporal.Database{}, err
	}
	return temporalDatabase(opts.DatabaseURL, suffix, admin.Password)
}

var errNotURL = errors.New("read DATABASE_URL: it must be a URL")

// addLogins derives the login roles' passwords from the superuser's.
func (p *Postgres) addLogins(secret string) error {
	p.Passwords = map[string]string{}
	p.URLs = map[string]string{}
	admin, err := url.Parse(p.AdminURL)
	if err != nil {
		return errNotURL
	}
	p.AdminDatabaseURL = admin.ResolveReference(&url.URL{Path: "/" + p.Database, RawQuery: admin.RawQuery}).String()
	for _, role := range []string{"owner", "api", "worker"} {
		p.Passwords[role] = derive(secret, role)
		login, err := withLogin(p.AdminURL, "pc_"+role, p.Passwords[role], p.Database)
		if err != nil {
			return err
		}
		p.URLs[role] = login
	}
	return nil
}

func derive(secret, name string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(name))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

func withLogin(address, user, password, database string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", errNotURL
	}
	u.User = url.UserPassword(user, password)
	u.Path = "/" + database
	return u.String(), nil
}

func temporalDatabase(adminURL, suffix, secret string) (temporal.Database, error) {
	admin, err := pgx.ParseConfig(adminURL)
	if err != nil {
		return temporal.Database{}, fmt.Errorf("read address of PostgreSQL: %w", err)
	}
	return temporal.Database{
		Address:    net.JoinHostPort(admin.Host, strconv.Itoa(int(admin.Port))),
		User:       "temporal",
		Password:   derive(secret, "temporal"),
		Main:       "temporal" + suffix,
		Visibility: "temporal_visibility" + suffix,
	}, nil
}

func (p *Plan) planTemporal(opts Options, database temporal.Database, at temporal.Ports) {
	pool := temporal.Pool(opts.Namespaces)
	server := temporal.Config{
		Database:   database,
		Ports:      at,
		Namespaces: append([]string{namespace}, pool...),
	}
	p.Temporal = Temporal{
		Address:   server.Address(),
		UIURL:     server.UIURL(),
		Namespace: namespace,
		TaskQueue: taskQueue,
		Pool:      pool,
		Server:    server,
	}
}

func newSecrets() Secrets {
	return Secrets{
		InvitationKeys:   "k1:" + key(),
		WebhookKeys:      "k1:" + key(),
		LookupKey:        key(),
		CursorKey:        key(),
		SessionKey:       key(),
		OIDCClientID:     oidcClientID,
		OIDCClientSecret: rand.Text(),
		ChannelSecrets:   sim.DrawChannelSecrets(),
	}
}

func key() string { return base64.StdEncoding.EncodeToString(secret()) }

func secret() []byte {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	return raw
}
