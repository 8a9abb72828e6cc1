package stack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"time"

	"partnercenter/dev/internal/proc"
)

const (
	readyTimeout = 90 * time.Second
	stopGrace    = 35 * time.Second // the product's own shutdown timeout is 30 s
	logTail      = 2000             // bytes of a failed piece's log in the error
)

var errEnded = errors.New("its process has ended")

// Piece is one process of the stack.
type Piece struct {
	Name    string
	Command func(ctx context.Context) (*exec.Cmd, error)
	// Ready returns when the piece answers; pid is its process.
	Ready      func(ctx context.Context, pid int) error
	StopSignal os.Signal
	Log        string
	// Restarts is how often WaitReady launches the piece again that has ended before it answered.
	Restarts int
}

// Supervisor starts, kills and restarts pieces. It is safe for concurrent use; none is restarted by itself.
type Supervisor struct {
	pieces  map[string]Piece
	changed func(pids map[string]int) error

	mu      sync.Mutex
	running map[string]*proc.Process
	order   []string
}

func newSupervisor(pieces []Piece, changed func(map[string]int) error) *Supervisor {
	s := &Supervisor{pieces: map[string]Piece{}, changed: changed, running: map[string]*proc.Process{}}
	for _, piece := range pieces {
		s.pieces[piece.Name] = piece
	}
	return s
}

// Start starts a piece that is not running and returns when it answers.
func (s *Supervisor) Start(ctx context.Context, name string) error {
	if err := s.Launch(ctx, name); err != nil {
		return err
	}
	return s.WaitReady(ctx, name)
}

// Launch starts a piece without waiting for it.
func (s *Supervisor) Launch(ctx context.Context, name string) error {
	piece, known := s.pieces[name]
	if !known {
		return fmt.Errorf("start %s: the stack has no such piece", name)
	}
	if process := s.process(name); process != nil {
		return fmt.Errorf("start %s: it is running as process %d", name, process.Pid())
	}
	cmd, err := piece.Command(ctx)
	if err != nil {
		return fmt.Errorf("start %s: %w", name, err)
	}
	process, err := proc.Start(cmd, piece.Log)
	if err != nil {
		return fmt.Errorf("start %s: %w", name, err)
	}
	s.mu.Lock()
	s.running[name] = process
	s.order = append(slices.DeleteFunc(s.order, func(n string) bool { return n == name }), name)
	s.mu.Unlock()
	return s.report()
}

// WaitReady returns when a started piece answers, or with its last log lines when it has ended instead.
func (s *Supervisor) WaitReady(ctx context.Context, name string) error {
	err := s.waitAnswer(ctx, name)
	for restarts := s.pieces[name].Restarts; errors.Is(err, errEnded) && restarts > 0; restarts-- {
		if err := s.Launch(ctx, name); err != nil {
			return err
		}
		err = s.waitAnswer(ctx, name)
	}
	return err
}

func (s *Supervisor) waitAnswer(ctx context.Context, name string) error {
	process := s.process(name)
	if process == nil {
		return s.ended(name)
	}
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	answer := make(chan error, 1)
	go func() { answer <- s.pieces[name].Ready(ctx, process.Pid()) }()
	select {
	case <-process.Done():
		return s.ended(name)
	case err := <-answer:
		if err != nil {
			return fmt.Errorf("wait for %s: %w\n%s", name, err, tail(s.pieces[name].Log))
		}
		return nil
	}
}

func (s *Supervisor) ended(name string) error {
	return fmt.Errorf("wait for %s: %w\n%s", name, errEnded, tail(s.pieces[name].Log))
}

// Signal sends a running piece a signal, such as SIGSTOP and SIGCONT.
func (s *Supervisor) Signal(name string, signal syscall.Signal) error {
	process := s.process(name)
	if process == nil {
		return fmt.Errorf("signal %s: it is not running", name)
	}
	return syscall.Kill(process.Pid(), signal)
}

// Kill ends a piece by SIGKILL, as a crash would.
func (s *Supervisor) Kill(name string) error {
	return s.end(name, (*proc.Process).Kill)
}

// Stop asks a piece to end and returns when it has.
func (s *Supervisor) Stop(name string) error {
	return s.end(name, func(p *proc.Process) { p.Stop(s.pieces[name].StopSignal, stopGrace) })
}

// Pid of a running piece, 0 for one that is not.
func (s *Supervisor) Pid(name string) int {
	process := s.process(name)
	if process == nil {
		return 0
	}
	return process.Pid()
}

// Done is closed when the piece that now runs ends; nil, which blocks for ever, when none does.
func (s *Supervisor) Done(name string) <-chan struct{} {
	process := s.process(name)
	if process == nil {
		return nil
	}
	return process.Done()
}

// Close stops everything, the last started first.
func (s *Supervisor) Close() error {
	s.mu.Lock()
	names := slices.Clone(s.order)
	s.mu.Unlock()
	slices.Reverse(names)
	var errs []error
	for _, name := range names {
		if s.Pid(name) != 0 {
			errs = append(errs, s.Stop(name))
		}
	}
	return errors.Join(errs...)
}

func (s *Supervisor) end(name string, how func(*proc.Process)) error {
	process := s.process(name)
	if process == nil {
		return fmt.Errorf("end %s: it is not running", name)
	}
	how(process)
	return s.report()
}

// process is the piece's running process, nil when there is none.
func (s *Supervisor) process(name string) *proc.Process {
	s.mu.Lock()
	defer s.mu.Unlock()
	process := s.running[name]
	if process == nil {
		return nil
	}
	select {
	case <-process.Done():
		return nil
	default:
		return process
	}
}

func (s *Supervisor) report() error {
	pids := map[string]int{"stack": os.Getpid()}
	for name := range s.pieces {
		if pid := s.Pid(name); pid != 0 {
			pids[name] = pid
		}
	}
	return s.changed(pids)
}

func tail(log string) []byte {
	raw, err := os.ReadFile(log)
	if err != nil {
		return nil
	}
	return bytes.TrimSpace(raw[max(0, len(raw)-logTail):])
}

// alive reports whether a process exists.
func alive(pid int) bool {
	return pid > 0 && !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}
