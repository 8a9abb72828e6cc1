package kit

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/app"
	"partnercenter/internal/config"
	"partnercenter/worker"
)

// Product is the product's processes: "worker", "api", "api-2", …
type Product struct {
	world    *World
	database map[string]string
	separate bool
	binary   string
	workers  int
	ops      map[string]string // where a process serves health and metrics, if it does

	mu      sync.Mutex
	running map[string]*running
}

// running is one process, or one that runs inside this one.
type running struct {
	stop   func(kill bool)
	signal func(syscall.Signal) // of a separate process
	done   chan struct{}
	err    error
}

func newProduct(w *World, database map[string]string, opts Options) *Product {
	p := &Product{world: w, database: database, separate: opts.Separate || opts.Shipped, running: map[string]*running{}, ops: map[string]string{}, workers: opts.Workers}
	if opts.Watched {
		for _, name := range p.Names() {
			p.ops[name] = freeAddress(w.T)
		}
	}
	switch {
	case opts.Shipped:
		p.binary = w.Plan.ProductBinary
	case opts.Separate:
		p.binary = crashBinary(w)
	}
	w.T.Cleanup(p.close)
	return p
}

// Names lists the processes.
func (p *Product) Names() []string {
	names := []string{"worker", "api"}
	for n := 2; n <= p.workers; n++ {
		names = append(names, fmt.Sprintf("worker-%d", n))
	}
	for n := 2; n <= len(p.world.URLs); n++ {
		names = append(names, fmt.Sprintf("api-%d", n))
	}
	return names
}

// StartAll starts every process and waits until all are ready.
func (p *Product) StartAll() {
	p.world.T.Helper()
	for _, name := range p.Names() {
		p.Launch(name)
	}
	for _, name := range p.Names() {
		p.WaitReady(name)
	}
}

// Start starts a process and waits until it is ready.
func (p *Product) Start(name string) {
	p.world.T.Helper()
	p.Launch(name)
	p.WaitReady(name)
}

// Launch starts a process.
func (p *Product) Launch(name string) {
	p.world.T.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.separate {
		p.running[name] = p.spawn(name)
	} else {
		p.running[name] = p.embed(name)
	}
}

// Stop ends a process as an operator would and waits for its end.
func (p *Product) Stop(name string) { p.end(name, false) }

// Restart ends a process and starts it with more of an environment, which all that
// starts from now on has.
func (p *Product) Restart(name string, env map[string]string) {
	p.world.T.Helper()
	p.Relaunch(name, env)
	p.WaitReady(name)
}

// Relaunch is Restart of a process that need not become ready.
func (p *Product) Relaunch(name string, env map[string]string) {
	p.world.T.Helper()
	p.Stop(name)
	maps.Copy(p.world.env, env)
	p.Launch(name)
}

// Kill ends a separate process with SIGKILL.
func (p *Product) Kill(name string) { p.end(name, true) }

// Signal sends a separate process a signal, such as SIGSTOP and SIGCONT.
func (p *Product) Signal(name string, signal syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r := p.running[name]; r != nil {
		r.signal(signal)
	}
}

func isWorker(name string) bool { return strings.HasPrefix(name, "worker") }

// Running reports whether a process runs.
func (p *Product) Running(name string) bool {
	p.mu.Lock()
	r := p.running[name]
	p.mu.Unlock()
	if r == nil {
		return false
	}
	select {
	case <-r.done:
		return false
	default:
		return true
	}
}

func (p *Product) end(name string, kill bool) {
	p.mu.Lock()
	r := p.running[name]
	delete(p.running, name)
	p.mu.Unlock()
	if r == nil {
		return
	}
	r.stop(kill)
	<-r.done
}

// URL is the address of an API process.
func (p *Product) URL(name string) string {
	n := 1
	if name != "api" {
		_, _ = fmt.Sscanf(name, "api-%d", &n)
	}
	return p.world.URLs[n-1]
}

// OpsURL is where a process of a watched world serves health and metrics.
func (p *Product) OpsURL(name string) string { return "http://" + p.ops[name] }

// WaitReady waits until a process answers that it is ready.
func (p *Product) WaitReady(name string) {
	p.world.T.Helper()
	if isWorker(name) {
		return // its work waits in the queue until it is there
	}
	p.mu.Lock()
	r := p.running[name]
	p.mu.Unlock()
	require.Eventually(p.world.T, func() bool {
		select {
		case <-r.done:
			p.world.T.Errorf("%s ended: %v", name, r.err)
			return true
		default:
		}
		status, _, err := p.world.Try(p.world.T.Context(), p.URL(name), http.MethodGet, "/readyz", "", "")
		return err == nil && status == http.StatusOK
	}, Patience, 20*time.Millisecond, "%s does not become ready", name)
}

// environment is the process's own.
func (p *Product) environment(name string) map[string]string {
	env := maps.Clone(p.world.env)
	env["OPS_LISTEN"] = p.ops[name]
	if isWorker(name) {
		env["DATABASE_URL"] = p.database["worker"]
		return env
	}
	env["DATABASE_URL"] = p.database["api"]
	address, err := url.Parse(p.URL(name))
	require.NoError(p.world.T, err)
	env["HTTP_LISTEN"] = address.Host
	return env
}

// Ops runs one of the operator's commands to its end, as the operator "olga", and
// answers its output.
func (p *Product) Ops(args ...string) string {
	p.world.T.Helper()
	out, err := p.TryOps(append(args, "--operator", "olga", "--reason", "a test")...)
	require.NoError(p.world.T, err, "%s", out)
	return out
}

// TryOps runs one of the operator's commands and answers its output, errors
// included, whether it succeeds or not.
func (p *Product) TryOps(args ...string) (string, error) {
	binary := p.binary
	if binary == "" { // this product runs inside the test
		binary = p.world.Plan.ProductBinary
	}
	cmd := exec.Command(binary, append([]string{"ops"}, args...)...)
	cmd.Env = pairs(p.environment("worker"))
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (p *Product) spawn(name string) *running {
	p.world.T.Helper()
	cmd := exec.Command(p.binary, map[bool]string{true: "worker", false: "api"}[isWorker(name)])
	cmd.Env = pairs(p.environment(name))
	log, err := os.OpenFile(filepath.Join(p.world.LogDir(), name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(p.world.T, err)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	require.NoError(p.world.T, cmd.Start())
	r := &running{done: make(chan struct{})}
	r.signal = func(signal syscall.Signal) { _ = cmd.Process.Signal(signal) }
	r.stop = func(kill bool) {
		r.signal(map[bool]syscall.Signal{true: syscall.SIGKILL, false: syscall.SIGTERM}[kill])
	}
	go func() {
		r.err = cmd.Wait()
		_ = log.Close()
		close(r.done)
	}()
	return r
}

// embed runs a process inside this one, where the race detector sees it.
func (p *Product) embed(name string) *running {
	p.world.T.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{done: make(chan struct{}), stop: func(bool) { cancel() }}
	log := slog.New(slog.NewJSONHandler(p.logFile(name), &slog.HandlerOptions{Level: slog.LevelInfo}))
	env := p.environment(name)
	run := func() error { return runAPI(ctx, env, log) }
	if isWorker(name) {
		run = func() error { return runWorker(ctx, env, log) }
	}
	go func() {
		defer close(r.done)
		r.err = run()
	}()
	return r
}

func runAPI(ctx context.Context, env map[string]string, log *slog.Logger) error {
	cfg, err := config.From[config.API](env)
	if err != nil {
		return err
	}
	return app.API(ctx, cfg, log)
}

func runWorker(ctx context.Context, env map[string]string, log *slog.Logger) error {
	cfg, err := config.From[config.Worker](env)
	if err != nil {
		return err
	}
	return app.Worker(ctx, cfg, log)
}

func (p *Product) logFile(name string) io.Writer {
	file, err := os.OpenFile(filepath.Join(p.world.LogDir(), name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(p.world.T, err)
	p.world.T.Cleanup(func() { _ = file.Close() })
	return file
}

// close ends everything and takes the world's schedules out of the engine.
func (p *Product) close() {
	for _, name := range p.Names() {
		p.Stop(name)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = worker.RemoveSchedules(ctx, p.world.Temporal, p.world.TaskQueue)
}

var (
	buildOnce sync.Once
	built     string
	buildErr  error
)

// crashBinary builds the product once with its crash points.
func crashBinary(w *World) string {
	w.T.Helper()
	buildOnce.Do(func() {
		dir, err := os.MkdirTemp(SharedPlan(w.T).Dir, "product-") // goes with the stack
		if err != nil {
			buildErr = err
			return
		}
		built = filepath.Join(dir, "partnercenter")
		cmd := exec.Command("go", "build", "-tags", "crashpoints", "-o", built, "partnercenter/cmd/partnercenter")
		if out, err := cmd.CombinedOutput(); err != nil {
			buildErr = fmt.Errorf("build the product with crash points: %w: %s", err, out)
		}
	})
	require.NoError(w.T, buildErr)
	return built
}
