// Package compose_test proves docker-compose.yml without a container engine: the file is read as compose reads it,
// and the services of the product are run by the same binary, with exactly their environment, against the engines of
// the test stack.
package compose_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"partnercenter/dev/stack"
	"partnercenter/internal/config"
	"partnercenter/worker"
)

const (
	root        = "../.."
	composeFile = "docker-compose.yml"
)

// The file is complete with the documented development values, and api and worker accept what it gives them.
func TestFile_GivesEveryProcessWhatItValidates(t *testing.T) {
	project := load(t, developmentValues(t))

	require.ElementsMatch(t, []string{
		"postgresql", "temporal-schema", "temporal", "temporal-ui", "mail",
		"migrate-roles", "migrate-database", "migrate-up", "migrate-realm", "migrate-temporal", "api", "worker",
	}, project.ServiceNames())
	_, err := config.From[config.API](environment(project.Services["api"]))
	require.NoError(t, err)
	_, err = config.From[config.Worker](environment(project.Services["worker"]))
	require.NoError(t, err)
	for _, name := range []string{"migrate-roles", "migrate-up", "migrate-realm"} {
		_, err = config.From[config.Migrate](environment(project.Services[name]))
		require.NoError(t, err, name)
	}
	_, err = config.From[config.Temporal](environment(project.Services["migrate-temporal"]))
	require.NoError(t, err)
}

// A process starts when what it needs answers, and a step of the migration when the one before has succeeded.
func TestFile_StartsInOrder(t *testing.T) {
	project := load(t, developmentValues(t))

	for service, needs := range map[string]map[string]string{
		"migrate-roles":    {"postgresql": types.ServiceConditionHealthy},
		"migrate-database": {"migrate-roles": types.ServiceConditionCompletedSuccessfully},
		"migrate-up":       {"migrate-database": types.ServiceConditionCompletedSuccessfully},
		"migrate-realm":    {"migrate-up": types.ServiceConditionCompletedSuccessfully},
		"temporal-schema":  {"migrate-database": types.ServiceConditionCompletedSuccessfully},
		"temporal":         {"temporal-schema": types.ServiceConditionCompletedSuccessfully},
		"migrate-temporal": {"temporal": types.ServiceConditionHealthy},
		"temporal-ui":      {"temporal": types.ServiceConditionHealthy},
		"api":              {"migrate-realm": types.ServiceConditionCompletedSuccessfully, "migrate-temporal": types.ServiceConditionCompletedSuccessfully},
		"worker": {
			"migrate-realm": types.ServiceConditionCompletedSuccessfully, "migrate-temporal": types.ServiceConditionCompletedSuccessfully,
			"mail": types.ServiceConditionStarted,
		},
	} {
		require.Equal(t, needs, conditions(project.Services[service]), service)
	}
	for _, name := range []string{"postgresql", "temporal", "api", "worker"} {
		require.NotNil(t, project.Services[name].HealthCheck, name)
	}
}

// Whoever forgets a secret learns its name; none has a value in the file.
func TestFile_HoldsNoSecrets(t *testing.T) {
	values := developmentValues(t)
	for name := range values {
		if !secret.MatchString(name) {
			continue
		}
		incomplete := maps.Clone(values)
		delete(incomplete, name)
		_, err := read(t.Context(), incomplete)
		require.ErrorContains(t, err, name)
	}

	for name, value := range values {
		values[name] = "from-the-environment-" + value
	}
	project := load(t, values)
	for name, service := range project.Services {
		for variable, value := range environment(service) {
			if secret.MatchString(variable) && value != "" {
				require.Contains(t, value, "from-the-environment-", "%s of %s", variable, name)
			}
		}
	}
}

var secret = regexp.MustCompile(`PASSWORD|PWD|SECRET|TOKEN|_KEYS?$`)

// The services of the product become healthy with exactly the environment that the file gives them, and end within
// their grace period. Hosts of the compose network stand for addresses of the test stack; the database, which
// deploy/databases.sql creates there, is created here.
func TestServices_BecomeHealthy(t *testing.T) {
	plan := testStack(t)
	values := developmentValues(t)
	maps.Copy(values, engineValues(t, plan))
	project := load(t, values)
	network := newNetwork(t, plan)

	// Roles belong to the cluster, and other tests of this stack make them as well.
	admin, err := pgx.Connect(t.Context(), plan.Postgres.AdminURL)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, admin.Close(context.Background())) })
	execute(t, admin, "SELECT pg_advisory_lock(7045099)")
	run(t, plan, network, project.Services["migrate-roles"])
	execute(t, admin, "SELECT pg_advisory_unlock(7045099)")

	database := pgx.Identifier{values["POSTGRES_DATABASE"]}.Sanitize()
	execute(t, admin, "CREATE DATABASE "+database+" OWNER pc_owner")
	t.Cleanup(func() {
		_, err := admin.Exec(context.Background(), "DROP DATABASE "+database+" WITH (FORCE)")
		require.NoError(t, err)
	})
	run(t, plan, network, project.Services["migrate-up"])
	run(t, plan, network, project.Services["migrate-realm"])
	run(t, plan, network, project.Services["migrate-temporal"])
	removeSchedules(t, plan, project.Services["worker"])

	processes := map[string]*process{}
	for _, name := range []string{"api", "worker"} {
		processes[name] = start(t, plan, network, project.Services[name])
	}
	for name, p := range processes {
		p.requireHealthy(t, name)
	}
	for name, p := range processes {
		p.requireEnd(t, name)
	}
}

func testStack(t *testing.T) *stack.Plan {
	t.Helper()
	file := os.Getenv("STACK_FILE")
	if file == "" {
		t.Fatal("STACK_FILE names no running stack: run `make test`")
	}
	plan, err := stack.ReadPlan(file)
	require.NoError(t, err)
	return plan
}

// engineValues are what a deployer would set for this stack: the passwords of its roles, and the addresses of what
// compose does not bring.
func engineValues(t *testing.T, plan *stack.Plan) map[string]string {
	t.Helper()
	admin, err := url.Parse(plan.Postgres.AdminURL)
	require.NoError(t, err)
	password, _ := admin.User.Password()
	return map[string]string{
		"POSTGRES_PASSWORD":           password,
		"POSTGRES_DATABASE":           "compose_" + strings.ReplaceAll(uuid.NewString(), "-", ""),
		"ROLE_PASSWORD_OWNER":         plan.Postgres.Passwords["owner"],
		"ROLE_PASSWORD_API":           plan.Postgres.Passwords["api"],
		"ROLE_PASSWORD_WORKER":        plan.Postgres.Passwords["worker"],
		"AUTH_ISSUER":                 plan.Sims.IssuerURL,
		"AUTH_JWKS_URL":               plan.Sims.JWKSURL,
		"CUSTOMER_OIDC_ISSUER":        plan.Sims.IdentityURL,
		"CUSTOMER_OIDC_CLIENT_ID":     plan.Secrets.OIDCClientID,
		"CUSTOMER_OIDC_CLIENT_SECRET": plan.Secrets.OIDCClientSecret,
		"DIRECTORY_URL":               plan.Sims.DirectoryURL,
		"DIRECTORY_TOKEN":             plan.Sims.DirectoryToken,
		"BANK_URL":                    plan.Sims.BankURL,
		"BANK_TOKEN":                  plan.Sims.BankToken,
	}
}

// network stands for the one of compose: names of services lead to addresses of the stack, and each container has its
// ports for itself.
type network struct {
	hosts *strings.Replacer
}

func newNetwork(t *testing.T, plan *stack.Plan) network {
	t.Helper()
	admin, err := url.Parse(plan.Postgres.AdminURL)
	require.NoError(t, err)
	return network{hosts: strings.NewReplacer(
		"postgresql:5432", admin.Host, "temporal:7233", plan.Temporal.Address, "mail:1025", plan.Sims.SMTPAddr,
	)}
}

// environ is the service's environment and nothing else. Containers have their ports for themselves: listen stands for
// the one whose health is asked, and any free one for another.
func (n network) environ(service types.ServiceConfig, port, listen string) []string {
	var pairs []string
	for name, value := range environment(service) {
		switch {
		case strings.HasSuffix(name, "_LISTEN") && value == ":"+port:
			value = listen
		case strings.HasSuffix(name, "_LISTEN"):
			value = "127.0.0.1:0"
		}
		pairs = append(pairs, name+"="+n.hosts.Replace(value))
	}
	return pairs
}

func run(t *testing.T, plan *stack.Plan, n network, service types.ServiceConfig) {
	t.Helper()
	command := exec.Command(plan.ProductBinary, service.Command...)
	command.Env = n.environ(service, "", "")
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s: %s", service.Name, out)
}

// process is a service that runs.
type process struct {
	command *exec.Cmd
	out     *bytes.Buffer
	health  string
	grace   time.Duration
	ended   chan error
}

func start(t *testing.T, plan *stack.Plan, n network, service types.ServiceConfig) *process {
	t.Helper()
	address := freeAddress(t)
	check, err := url.Parse(service.HealthCheck.Test[len(service.HealthCheck.Test)-1])
	require.NoError(t, err)
	port := check.Port()
	check.Host = address
	p := &process{
		command: exec.Command(plan.ProductBinary, service.Command...), out: &bytes.Buffer{}, health: check.String(),
		grace: time.Duration(*service.StopGracePeriod), ended: make(chan error, 1),
	}
	p.command.Env = n.environ(service, port, address)
	p.command.Stdout, p.command.Stderr = p.out, p.out
	require.NoError(t, p.command.Start())
	go func() { p.ended <- p.command.Wait() }()
	t.Cleanup(func() { _ = p.command.Process.Kill() })
	return p
}

func (p *process) requireHealthy(t *testing.T, name string) {
	t.Helper()
	require.Eventually(t, func() bool {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.health, nil)
		if err != nil {
			return false
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return false
		}
		return response.Body.Close() == nil && response.StatusCode == http.StatusOK
	}, time.Minute, 100*time.Millisecond, "%s does not become healthy", name)
}

func (p *process) requireEnd(t *testing.T, name string) {
	t.Helper()
	require.NoError(t, p.command.Process.Signal(syscall.SIGTERM))
	select {
	case err := <-p.ended:
		require.NoError(t, err, "%s: %s", name, p.out)
	case <-time.After(p.grace):
		require.Fail(t, "still runs after its grace period", name)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}

// removeSchedules takes away in the end what the worker creates: the stack outlives this test.
func removeSchedules(t *testing.T, plan *stack.Plan, service types.ServiceConfig) {
	t.Helper()
	t.Cleanup(func() {
		env := environment(service)
		c, err := client.Dial(client.Options{HostPort: plan.Temporal.Address, Namespace: env["TEMPORAL_NAMESPACE"]})
		require.NoError(t, err)
		defer c.Close()
		require.NoError(t, worker.RemoveSchedules(context.Background(), c, env["TEMPORAL_TASK_QUEUE"]))
	})
}

func execute(t *testing.T, conn *pgx.Conn, statement string) {
	t.Helper()
	_, err := conn.Exec(t.Context(), statement)
	require.NoError(t, err)
}

func developmentValues(t *testing.T) map[string]string {
	t.Helper()
	values, err := dotenv.Read(filepath.Join(root, "deploy", "development.env"))
	require.NoError(t, err)
	return values
}

func load(t *testing.T, values map[string]string) *types.Project {
	t.Helper()
	project, err := read(t.Context(), values)
	require.NoError(t, err)
	return project
}

func read(ctx context.Context, values map[string]string) (*types.Project, error) {
	dir, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("find repository: %w", err)
	}
	return loader.LoadWithContext(ctx, types.ConfigDetails{
		WorkingDir: dir, ConfigFiles: []types.ConfigFile{{Filename: filepath.Join(dir, composeFile)}}, Environment: values,
	}, func(o *loader.Options) { o.SetProjectName("partnercenter", true) })
}

func environment(service types.ServiceConfig) map[string]string {
	env := map[string]string{}
	for name, value := range service.Environment {
		if value != nil {
			env[name] = *value
		}
	}
	return env
}

func conditions(service types.ServiceConfig) map[string]string {
	needs := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(service.DependsOn)) {
		needs[name] = service.DependsOn[name].Condition
	}
	return needs
}
