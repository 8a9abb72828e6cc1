package chaos

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/sim/bank"
	"partnercenter/dev/sim/directory"
	"partnercenter/dev/sim/mail"
	"partnercenter/dev/stack"
)

// What may happen to a process.
const (
	killed    = "killed"
	restarted = "restarted"
	paused    = "paused"
	broken    = "broken" // a simulator
)

// disruption is one thing that happens at an instant of the plan, for a while.
type disruption struct {
	at, lasts time.Duration
	what      string
	victim    string // a process, or a simulator with its behaviour
}

// plan follows from its seed alone.
type plan struct {
	duration time.Duration
	steps    []disruption
}

var (
	processes  = []string{"api", "api-2", "worker", "worker-2", stack.PieceTemporal, stack.PiecePostgres}
	simulators = []string{
		"bank " + bank.Break, "bank " + bank.Lose, "bank " + bank.TimeOut, "bank " + bank.Duplicate, "bank " + bank.Fail,
		"directory " + directory.Down, "directory " + directory.Slow, "mail " + mail.TempFail, "mail " + mail.CloseAfter250,
		"receiver " + receiverSlow, "receiver " + receiverDown, "receiver " + receiverRefuses,
	}
)

func newPlan(seed uint64, duration time.Duration) plan {
	random := rand.New(rand.NewPCG(seed, seed))
	p := plan{duration: duration}
	for at := time.Second; at < duration; {
		d := disruption{at: at, lasts: time.Duration(200+random.IntN(2300)) * time.Millisecond}
		switch random.IntN(8) {
		case 0, 1:
			d.what, d.victim = broken, simulators[random.IntN(len(simulators))]
		case 2:
			d.what, d.victim = paused, processes[random.IntN(len(processes)-1)] // PostgreSQL is many processes
		case 3:
			d.what, d.victim = restarted, processes[random.IntN(4)]
		default:
			d.what, d.victim = killed, processes[random.IntN(len(processes))]
		}
		p.steps = append(p.steps, d)
		at += d.lasts + time.Duration(300+random.IntN(1700))*time.Millisecond
	}
	return p
}

func (p plan) String() string {
	steps := make([]string, len(p.steps))
	for i, d := range p.steps {
		steps[i] = fmt.Sprintf("%.1fs %s %s for %.1fs", d.at.Seconds(), d.victim, d.what, d.lasts.Seconds())
	}
	return strings.Join(steps, ", ")
}

// carryOut does what the plan says, one step after the other; each ends before the next begins.
func (s *stage) carryOut(ctx context.Context, p plan) {
	s.T.Helper()
	began := time.Now()
	for _, d := range p.steps {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(began.Add(d.at))):
		}
		s.disrupt(d)
	}
}

func (s *stage) disrupt(d disruption) {
	s.T.Helper()
	switch d.what {
	case broken:
		simulator, mode, _ := strings.Cut(d.victim, " ")
		s.behaves(simulator, mode)
		<-time.After(d.lasts)
		s.behaves(simulator, "ok")
	case paused:
		s.signal(d.victim, syscall.SIGSTOP)
		<-time.After(d.lasts)
		s.signal(d.victim, syscall.SIGCONT)
	case restarted:
		s.down.Store(d.victim)
		s.Product.Stop(d.victim)
		<-time.After(d.lasts)
		s.Product.Launch(d.victim)
		s.down.Store("")
	default:
		s.down.Store(d.victim)
		defer s.down.Store("")
		s.kill(d.victim)
		<-time.After(d.lasts)
		s.start(d.victim)
	}
}

func engine(name string) bool { return name == stack.PieceTemporal || name == stack.PiecePostgres }

func (s *stage) kill(name string) {
	s.T.Helper()
	if engine(name) {
		require.NoError(s.T, s.engines.Kill(name))
		return
	}
	s.Product.Kill(name)
}

// start starts a process again. The product's are not waited for: what they stand on
// may be the next to go.
func (s *stage) start(name string) {
	s.T.Helper()
	if engine(name) {
		require.NoError(s.T, s.engines.Start(s.T.Context(), name))
		return
	}
	s.Product.Launch(name)
}

func (s *stage) signal(name string, signal syscall.Signal) {
	s.T.Helper()
	if engine(name) {
		require.NoError(s.T, s.engines.Signal(name, signal))
		return
	}
	s.Product.Signal(name, signal)
}

// behaves sets how a simulator behaves.
func (s *stage) behaves(simulator, mode string) {
	s.T.Helper()
	if simulator == "receiver" {
		s.inbox.behaves(mode)
		return
	}
	address := map[string]string{"bank": s.Sims.Endpoints.BankURL, "directory": s.Sims.Endpoints.DirectoryURL, "mail": s.Sims.Endpoints.MailURL}[simulator]
	token := map[string]string{"bank": s.Sims.Endpoints.BankToken, "directory": s.Sims.Endpoints.DirectoryToken}[simulator]
	status, answer := s.Call(address, http.MethodPut, "/behaviour", token, fmt.Sprintf(`{"mode":%q,"count":0}`, mode))
	require.Less(s.T, status, http.StatusMultipleChoices, "%s", answer)
}
