// Package proc runs child processes that never outlive their parent.
package proc

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// Process is a started child.
type Process struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error
}

// Start runs cmd in a process group of its own, tied to the life of this process, and appends what it prints
// to the file log.
func Start(cmd *exec.Cmd, log string) (*Process, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	// The child holds its own copy: it writes on without anybody here who reads.
	defer func() { _ = out.Close() }()
	return StartTo(cmd, out)
}

// StartTo is Start with an open file to print to.
func StartTo(cmd *exec.Cmd, out *os.File) (*Process, error) {
	cmd.Stdout, cmd.Stderr = out, out
	Tie(cmd)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	p := &Process{cmd: cmd, done: make(chan struct{})}
	go func() {
		p.err = cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

// Tie puts cmd into a process group of its own and has the kernel kill it when this process dies.
func Tie(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
}

// Pid of the child, also after its end.
func (p *Process) Pid() int {
	return p.cmd.Process.Pid
}

// Done is closed when the child has ended.
func (p *Process) Done() <-chan struct{} {
	return p.done
}

// Err is how the child ended; valid after Done.
func (p *Process) Err() error {
	return p.err
}

// Stop asks with sig, and kills the child that has not ended after grace.
func (p *Process) Stop(sig os.Signal, grace time.Duration) {
	_ = p.cmd.Process.Signal(sig)
	select {
	case <-p.done:
	case <-time.After(grace):
		p.Kill()
	}
}

// Kill ends the child and everything in its process group at once, and waits for the child's end.
func (p *Process) Kill() {
	_ = syscall.Kill(-p.Pid(), syscall.SIGKILL)
	<-p.done
}
