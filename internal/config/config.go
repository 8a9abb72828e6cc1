// Package config reads the configuration of a process from its environment, says
// everything that is wrong with it at once, and never prints a secret.
package config

import (
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
)

// keyBytes is the length of every secret key.
const keyBytes = 32

// Common is what every process needs.
type Common struct {
	DatabaseURL     Secret `env:"DATABASE_URL,required,notEmpty"`
	DatabaseConns   int    `env:"DATABASE_MAX_CONNS" envDefault:"32"`
	Temporal        Temporal
	Clock           string        `env:"CLOCK" envDefault:"system"`
	LogLevel        slog.Level    `env:"LOG_LEVEL" envDefault:"INFO"`
	ShutdownTimeout time.Duration `env:"SHUTDOWN_TIMEOUT" envDefault:"30s"`
}

// Temporal says where the engine is.
type Temporal struct {
	Address   string `env:"TEMPORAL_ADDRESS" envDefault:"127.0.0.1:7233"`
	Namespace string `env:"TEMPORAL_NAMESPACE" envDefault:"partnercenter"`
	TaskQueue string `env:"TEMPORAL_TASK_QUEUE" envDefault:"partner"`
}

// Programme is what the transactions of the programme need.
type Programme struct {
	PublicURL      *url.URL  `env:"PUBLIC_URL,required,notEmpty"`
	LookupKey      Key       `env:"LOOKUP_KEY,required,notEmpty"`
	InvitationKeys NamedKeys `env:"INVITATION_KEYS,required,notEmpty"`
	// WebhookKeys are what the secrets of subscriptions are derived from.
	WebhookKeys NamedKeys `env:"WEBHOOK_KEYS,required,notEmpty"`
	// WebhookNetworks are those that events may be sent to besides the public ones,
	// also without TLS.
	WebhookNetworks []netip.Prefix `env:"WEBHOOK_NETWORKS"`
	DirectoryURL    *url.URL       `env:"DIRECTORY_URL,required,notEmpty"`
	DirectoryToken  Secret         `env:"DIRECTORY_TOKEN,required,notEmpty"`
}

// Watch is how a process is watched.
type Watch struct {
	// OpsListen is where health and metrics are served, apart from everything else.
	OpsListen string `env:"OPS_LISTEN"`
	// OTLP is the base address of a collector of traces, and TracesURL the whole one.
	OTLP      string `env:"OTEL_EXPORTER_OTLP_ENDPOINT"`
	TracesURL string `env:"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"`
	NoTraces  bool   `env:"OTEL_SDK_DISABLED"`
}

// Traces is where traces are sent; empty: nowhere.
func (w Watch) Traces() string {
	switch {
	case w.NoTraces:
		return ""
	case w.TracesURL == "" && w.OTLP != "":
		return strings.TrimSuffix(w.OTLP, "/") + "/v1/traces"
	default:
		return w.TracesURL
	}
}

// API is the configuration of the API.
type API struct {
	Common
	Programme
	Watch
	Listen string `env:"HTTP_LISTEN" envDefault:":8080"`
	// RequestTimeout bounds a request; a third of it is the longest wait for a decision.
	RequestTimeout time.Duration `env:"REQUEST_TIMEOUT" envDefault:"15s"`
	// ShutdownDelay is how long the API serves on when it is to stop and says so.
	ShutdownDelay time.Duration `env:"SHUTDOWN_DELAY" envDefault:"5s"`
	AuthIssuer    string        `env:"AUTH_ISSUER,required,notEmpty"`
	AuthJWKSURL   *url.URL      `env:"AUTH_JWKS_URL,required,notEmpty"`
	AuthAudience  string        `env:"AUTH_AUDIENCE" envDefault:"partnercenter"`
	OIDCIssuer    string        `env:"CUSTOMER_OIDC_ISSUER,required,notEmpty"`
	OIDCClientID  string        `env:"CUSTOMER_OIDC_CLIENT_ID,required,notEmpty"`
	OIDCSecret    Secret        `env:"CUSTOMER_OIDC_CLIENT_SECRET,required,notEmpty"`
	CursorKey     Key           `env:"CURSOR_KEY,required,notEmpty"`
	SessionKey    Key           `env:"SESSION_KEY,required,notEmpty"`
	// BankSecret is what the bank signs its calls with.
	BankSecret Key `env:"BANK_SECRET,required,notEmpty"`
	// RatePrincipal and RateAddress are how often one caller may ask: one whom a token
	// names, and anybody else by his address.
	RatePrincipal Rate `env:"RATE_LIMIT_PRINCIPAL" envDefault:"100/400"`
	RateAddress   Rate `env:"RATE_LIMIT_ADDRESS" envDefault:"20/200"`
	// TrustedProxies are the networks of those who may say for whom they ask.
	TrustedProxies []netip.Prefix `env:"TRUSTED_PROXIES"`
	// PaymentChannels may call back; without any nobody may.
	PaymentChannels PaymentChannels `env:"PAYMENT_CHANNELS"`
}

// Worker is the configuration of the worker.
type Worker struct {
	Common
	Programme
	Watch
	SMTPAddr     string `env:"SMTP_ADDR,required,notEmpty"`
	SMTPFrom     string `env:"SMTP_FROM,required,notEmpty"`
	SMTPUsername string `env:"SMTP_USERNAME"`
	SMTPPassword Secret `env:"SMTP_PASSWORD"`
	SMTPTLS      string `env:"SMTP_TLS" envDefault:"starttls"`

	BankURL   *url.URL `env:"BANK_URL,required,notEmpty"`
	BankToken Secret   `env:"BANK_TOKEN,required,notEmpty"`
	// PaymentStatements are what the payment channels have taken in, as they state it.
	PaymentStatements PaymentStatements `env:"PAYMENT_STATEMENTS"`
}

// Migrate is the configuration of the migrations.
type Migrate struct {
	DatabaseURL    Secret `env:"DATABASE_URL,required,notEmpty"`
	OwnerPassword  Secret `env:"ROLE_PASSWORD_OWNER"`
	APIPassword    Secret `env:"ROLE_PASSWORD_API"`
	WorkerPassword Secret `env:"ROLE_PASSWORD_WORKER"`
	Temporal       Temporal
}

// Ops is the configuration of the operator's commands.
type Ops struct{ Common }

// Load reads a configuration from the environment of the process.
func Load[T any]() (T, error) { return From[T](env.ToMap(os.Environ())) }

// From reads a configuration from an environment. The error names every variable
// that is missing or cannot be read, and no value.
func From[T any](environment map[string]string) (T, error) {
	cfg, err := env.ParseAsWithOptions[T](env.Options{Environment: environment})
	if several, ok := errors.AsType[env.AggregateError](err); ok {
		return cfg, fmt.Errorf("configuration: %w", errors.Join(withoutValues(several.Errors)...))
	}
	if err != nil {
		return cfg, fmt.Errorf("configuration: %w", err)
	}
	if v, ok := any(cfg).(interface{ validate() error }); ok {
		if err := v.validate(); err != nil {
			return cfg, fmt.Errorf("configuration: %w", err)
		}
	}
	return cfg, nil
}

// withoutValues replaces errors that quote what they could not read.
func withoutValues(errs []error) []error {
	out := make([]error, len(errs))
	for i, err := range errs {
		out[i] = err
		if unreadable, ok := errors.AsType[env.ParseError](err); ok {
			out[i] = fmt.Errorf("%s cannot be read as %s", unreadable.Name, unreadable.Type)
		}
	}
	return out
}

func (c API) validate() error {
	if c.RequestTimeout < time.Second {
		return errors.New("REQUEST_TIMEOUT must be at least a second")
	}
	if c.ShutdownDelay < 0 {
		return errors.New("SHUTDOWN_DELAY must not be negative")
	}
	return c.Common.validate()
}

func (c Common) validate() error {
	if c.Clock != "system" && c.Clock != "offset" {
		return errors.New("CLOCK must be system or offset")
	}
	return nil
}

// MovableClock reports whether the realms' development clocks are allowed.
func (c Common) MovableClock() bool { return c.Clock == "offset" }

// Secret is a value that is never printed.
type Secret string

// String hides the value.
func (Secret) String() string { return "[secret]" }

// LogValue hides the value.
func (Secret) LogValue() slog.Value { return slog.StringValue("[secret]") }

// Key is a secret key of 32 bytes, written in base64.
type Key []byte

// UnmarshalText reads a key.
func (k *Key) UnmarshalText(text []byte) error {
	raw, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil || len(raw) != keyBytes {
		return fmt.Errorf("want %d bytes in base64", keyBytes)
	}
	*k = raw
	return nil
}

// String hides the key.
func (Key) String() string { return "[secret]" }

// LogValue hides the key.
func (Key) LogValue() slog.Value { return slog.StringValue("[secret]") }

// NamedKeys are secret keys with names; the last is current.
type NamedKeys struct {
	Keys    map[string][]byte
	Current string
}

// UnmarshalText reads `name:base64,name:base64`.
func (k *NamedKeys) UnmarshalText(text []byte) error {
	keys := map[string][]byte{}
	for pair := range strings.SplitSeq(string(text), ",") {
		name, encoded, found := strings.Cut(pair, ":")
		var key Key
		if !found || name == "" || key.UnmarshalText([]byte(encoded)) != nil {
			return errors.New("want name:base64,name:base64")
		}
		if _, twice := keys[name]; twice {
			return errors.New("a key is named twice")
		}
		keys[name], k.Current = key, name
	}
	k.Keys = keys
	return nil
}

// Rate is how often something may happen.
type Rate struct {
	PerSecond float64
	Burst     int
}

// UnmarshalText reads `requests per second/burst`, such as `100/400` or `0.5/10`.
func (r *Rate) UnmarshalText(text []byte) error {
	rate, burst, _ := strings.Cut(string(text), "/")
	perSecond, err := strconv.ParseFloat(rate, 64)
	if err != nil || !(perSecond > 0) || math.IsInf(perSecond, 0) {
		return errRate
	}
	n, err := strconv.Atoi(burst)
	if err != nil || n < 1 {
		return errRate
	}
	*r = Rate{PerSecond: perSecond, Burst: n}
	return nil
}

var errRate = errors.New("want requests per second/burst, as 100/400")

// PaymentChannels are the payment channels that may call back, by name.
type PaymentChannels map[string]PaymentChannel

// PaymentChannel is one channel with the secret that it signs with.
type PaymentChannel struct {
	Number int // the real system's number of the kind of channel
	Realm  string
	Secret Key
}

// UnmarshalText reads `name:number:realm:base64,name:number:realm:base64`.
func (c *PaymentChannels) UnmarshalText(text []byte) error {
	channels := PaymentChannels{}
	for entry := range strings.SplitSeq(string(text), ",") {
		parts := strings.Split(entry, ":")
		if len(parts) != 4 {
			return errPaymentChannels
		}
		number, err := strconv.Atoi(parts[1])
		channel := PaymentChannel{Number: number, Realm: parts[2]}
		if err != nil || parts[0] == "" || channel.Realm == "" || channel.Secret.UnmarshalText([]byte(parts[3])) != nil {
			return errPaymentChannels
		}
		if _, twice := channels[parts[0]]; twice {
			return errors.New("a channel is named twice")
		}
		channels[parts[0]] = channel
	}
	*c = channels
	return nil
}

var errPaymentChannels = errors.New("want name:number:realm:base64,name:number:realm:base64")

// String hides the secrets.
func (PaymentChannels) String() string { return "[secret]" }

// LogValue hides the secrets.
func (PaymentChannels) LogValue() slog.Value { return slog.StringValue("[secret]") }

// PaymentStatements are the statements of payment channels, by the channel's name.
type PaymentStatements map[string]PaymentStatement

// PaymentStatement is where a channel's statement is read.
type PaymentStatement struct {
	Realm string
	Token Secret
	URL   *url.URL
}

// UnmarshalText reads `name:realm:token:url,name:realm:token:url`.
func (s *PaymentStatements) UnmarshalText(text []byte) error {
	statements := PaymentStatements{}
	for entry := range strings.SplitSeq(string(text), ",") {
		parts := strings.SplitN(entry, ":", 4)
		if len(parts) != 4 || parts[0] == "" || parts[1] == "" || parts[2] == "" {
			return errPaymentStatements
		}
		address, err := url.Parse(parts[3])
		if err != nil || address.Scheme != "http" && address.Scheme != "https" || address.Host == "" {
			return errPaymentStatements
		}
		if _, twice := statements[parts[0]]; twice {
			return errors.New("a channel is named twice")
		}
		statements[parts[0]] = PaymentStatement{Realm: parts[1], Token: Secret(parts[2]), URL: address}
	}
	*s = statements
	return nil
}

var errPaymentStatements = errors.New("want name:realm:token:url,name:realm:token:url")

// String hides the tokens.
func (PaymentStatements) String() string { return "[secret]" }

// LogValue hides the tokens.
func (PaymentStatements) LogValue() slog.Value { return slog.StringValue("[secret]") }

// String hides the keys.
func (NamedKeys) String() string { return "[secret]" }

// LogValue hides the keys.
func (NamedKeys) LogValue() slog.Value { return slog.StringValue("[secret]") }
