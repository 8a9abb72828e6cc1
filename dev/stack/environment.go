package stack

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"

	"partnercenter/dev/sim"
)

// shell returns the plan's addresses as exports for a shell.
func (p *Plan) shell() []byte {
	exports := map[string]string{
		"STACK_FILE":         p.File(),
		"STACK_ADMIN_URL":    p.Postgres.AdminURL,
		"TEMPORAL_ADDRESS":   p.Temporal.Address,
		"TEMPORAL_NAMESPACE": p.Temporal.Namespace,
		"TEMPORAL_UI_URL":    p.Temporal.UIURL,
		"API_URL":            p.APIs[0],
		"MAIL_URL":           p.Sims.MailURL,
		"BANK_URL":           p.Sims.BankURL,
		"BANK_TOKEN":         p.Sims.BankToken,
	}
	for role, address := range p.Postgres.URLs {
		exports["STACK_"+strings.ToUpper(role)+"_URL"] = address
	}
	for name, token := range p.Tokens {
		exports["TOKEN_"+variable(name)] = token
	}
	var out bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(exports)) {
		fmt.Fprintf(&out, "export %s='%s'\n", name, exports[name])
	}
	return out.Bytes()
}

func variable(name string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "_", "-", "_").Replace(name))
}

// productEnvironment is what every process of the product in this stack is started with, besides the variables
// of the machine.
func (p *Plan) productEnvironment(databaseURL string) map[string]string {
	return map[string]string{
		"DATABASE_URL":                databaseURL,
		"TEMPORAL_ADDRESS":            p.Temporal.Address,
		"TEMPORAL_NAMESPACE":          p.Temporal.Namespace,
		"TEMPORAL_TASK_QUEUE":         p.Temporal.TaskQueue,
		"PUBLIC_URL":                  p.APIs[0],
		"AUTH_ISSUER":                 p.Sims.IssuerURL,
		"AUTH_JWKS_URL":               p.Sims.JWKSURL,
		"AUTH_AUDIENCE":               "partnercenter",
		"CUSTOMER_OIDC_ISSUER":        p.Sims.IdentityURL,
		"CUSTOMER_OIDC_CLIENT_ID":     p.Secrets.OIDCClientID,
		"CUSTOMER_OIDC_CLIENT_SECRET": p.Secrets.OIDCClientSecret,
		"SMTP_ADDR":                   p.Sims.SMTPAddr,
		"SMTP_FROM":                   "Partner Center <no-reply@partnercenter.example>",
		"SMTP_TLS":                    "none",
		"DIRECTORY_URL":               p.Sims.DirectoryURL,
		"DIRECTORY_TOKEN":             p.Sims.DirectoryToken,
		"BANK_URL":                    p.Sims.BankURL,
		"BANK_TOKEN":                  p.Sims.BankToken,
		"BANK_SECRET":                 base64.StdEncoding.EncodeToString(p.Sims.BankSecret),
		"PAYMENT_CHANNELS":            sim.PaymentChannels(sim.DefaultRealm, p.Secrets.ChannelSecrets),
		"PAYMENT_STATEMENTS":          sim.PaymentStatements(sim.DefaultRealm, p.Sims.ChannelsURL, p.Sims.ChannelsToken, p.Secrets.ChannelSecrets),
		"INVITATION_KEYS":             p.Secrets.InvitationKeys,
		"WEBHOOK_KEYS":                p.Secrets.WebhookKeys,
		"WEBHOOK_NETWORKS":            "127.0.0.0/8",
		"LOOKUP_KEY":                  p.Secrets.LookupKey,
		"CURSOR_KEY":                  p.Secrets.CursorKey,
		"SESSION_KEY":                 p.Secrets.SessionKey,
		"CLOCK":                       p.Clock,
	}
}

// APIEnvironment is the environment of the n-th API process, counted from 0.
func (p *Plan) APIEnvironment(n int) (map[string]string, error) {
	env := p.productEnvironment(p.Postgres.URLs["api"])
	listen, err := hostPort(p.APIs[n])
	if err != nil {
		return nil, err
	}
	env["HTTP_LISTEN"], env["SHUTDOWN_DELAY"] = listen, "0s" // nobody balances
	if env["OPS_LISTEN"], err = hostPort(p.APIOps[n]); err != nil {
		return nil, err
	}
	return env, nil
}

// WorkerEnvironment is the environment of the worker.
func (p *Plan) WorkerEnvironment() (map[string]string, error) {
	env := p.productEnvironment(p.Postgres.URLs["worker"])
	listen, err := hostPort(p.WorkerOps)
	if err != nil {
		return nil, err
	}
	env["OPS_LISTEN"] = listen
	return env, nil
}

// migrateEnvironment is the environment of `migrate up`, as the owner, and of `migrate roles`, as the superuser.
func (p *Plan) migrateEnvironment(databaseURL string) map[string]string {
	return map[string]string{
		"DATABASE_URL":         databaseURL,
		"ROLE_PASSWORD_OWNER":  p.Postgres.Passwords["owner"],
		"ROLE_PASSWORD_API":    p.Postgres.Passwords["api"],
		"ROLE_PASSWORD_WORKER": p.Postgres.Passwords["worker"],
	}
}

func hostPort(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("read address: %w", err)
	}
	return u.Host, nil
}

// environment is the machine's with the given variables on top; what the machine says about our own ones (such
// as a DATABASE_URL for the whole stack) does not reach the product.
func environment(own map[string]string) []string {
	env := slices.DeleteFunc(os.Environ(), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		_, ours := own[name]
		return ours
	})
	for _, name := range slices.Sorted(maps.Keys(own)) {
		env = append(env, name+"="+own[name])
	}
	return env
}
