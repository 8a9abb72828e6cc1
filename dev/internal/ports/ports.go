// Package ports reserves loopback TCP ports for servers that are started later, and may be killed and
// started again at the same address.
package ports

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// The range lies below the kernel's ephemeral ports (32768 and up by default): an outgoing connection never
// takes a reserved port while its server is down.
const (
	lowest  = 20000
	highest = 32000
	tries   = 500
)

var errTaken = errors.New("port is taken")

// Reservation holds ports against other stacks of the same user until Release; the kernel releases them when
// the process dies.
type Reservation struct {
	locks []*os.File
}

// Reserve returns n free ports of 127.0.0.1 and the reservation that holds them.
func Reserve(n int) ([]int, *Reservation, error) {
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("partnercenter-ports-%d", os.Getuid()))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, fmt.Errorf("create port locks: %w", err)
	}
	r := &Reservation{}
	found := make([]int, 0, n)
	for range tries {
		if len(found) == n {
			return found, r, nil
		}
		port := lowest + rand.IntN(highest-lowest)
		lock, err := reserve(dir, port)
		if errors.Is(err, errTaken) {
			continue
		}
		if err != nil {
			r.Release()
			return nil, nil, err
		}
		r.locks = append(r.locks, lock)
		found = append(found, port)
	}
	r.Release()
	return nil, nil, fmt.Errorf("find %d free ports in %d-%d: gave up after %d tries", n, lowest, highest, tries)
}

// Release gives the ports back.
func (r *Reservation) Release() {
	for _, lock := range r.locks {
		_ = lock.Close()
	}
	r.locks = nil
}

func reserve(dir string, port int) (*os.File, error) {
	lock, err := os.OpenFile(filepath.Join(dir, strconv.Itoa(port)), os.O_CREATE|os.O_RDWR|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open port lock: %w", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = lock.Close()
		return nil, errTaken
	}
	// Servers of other users, and those that were not started by a stack, show only by the bind.
	listener, err := net.Listen("tcp", Address(port))
	if err != nil {
		_ = lock.Close()
		return nil, errTaken
	}
	_ = listener.Close()
	return lock, nil
}

// Address is the loopback address of a port.
func Address(port int) string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
}
