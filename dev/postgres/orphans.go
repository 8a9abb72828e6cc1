package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// sharedMemory lists the System V segments of the machine with the number of processes on each.
const sharedMemory = "/proc/sysvipc/shm"

// orphansGone returns when the children of a killed postmaster have left its shared memory. They go by themselves
// within moments; a postmaster that starts before refuses to run.
func (c *cluster) orphansGone(ctx context.Context) error {
	segment, err := c.segment()
	if segment == "" || err != nil {
		return err
	}
	tick := time.NewTicker(readyPoll)
	defer tick.Stop()
	for {
		used, err := inUse(segment)
		if !used || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the children of the server that was killed: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// segment is the id of the shared memory of the postmaster that ran last; empty if it ended cleanly.
func (c *cluster) segment() (string, error) {
	raw, err := os.ReadFile(filepath.Join(c.data(), "postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the server's lock file: %w", err)
	}
	const line = 6 // key and id
	lines := strings.Split(string(raw), "\n")
	if len(lines) <= line {
		return "", nil
	}
	if fields := strings.Fields(lines[line]); len(fields) == 2 {
		return fields[1], nil
	}
	return "", nil
}

func inUse(segment string) (bool, error) {
	raw, err := os.ReadFile(sharedMemory)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // not Linux: the postmaster itself says so
	}
	if err != nil {
		return false, fmt.Errorf("read shared memory segments: %w", err)
	}
	const id, attached = 1, 6
	for line := range strings.Lines(string(raw)) {
		if fields := strings.Fields(line); len(fields) > attached && fields[id] == segment {
			return fields[attached] != "0", nil
		}
	}
	return false, nil
}
