package stack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"partnercenter/dev/postgres"
)

// Names of the pieces; further API processes are api-2, api-3, ...
const (
	PiecePostgres = "postgres"
	PieceTemporal = "temporal"
	PieceSims     = "sims"
	PieceAPI      = "api"
	PieceWorker   = "worker"
)

const readyPoll = 20 * time.Millisecond

func (p *Plan) pieces() []Piece {
	pieces := []Piece{
		p.temporalPiece(),
		p.devPiece(PieceSims),
		p.productPiece(PieceWorker, p.WorkerOps),
	}
	if p.Postgres.Cluster != nil {
		pieces = append(pieces, p.postgresPiece())
	}
	for n, address := range p.APIs {
		pieces = append(pieces, p.productPiece(apiPiece(n), address))
	}
	return pieces
}

// apiPiece names the n-th API process, counted from 0.
func apiPiece(n int) string {
	if n == 0 {
		return PieceAPI
	}
	return fmt.Sprintf("%s-%d", PieceAPI, n+1)
}

func (p *Plan) postgresPiece() Piece {
	cluster := *p.Postgres.Cluster
	return Piece{
		Name:    PiecePostgres,
		Command: func(ctx context.Context) (*exec.Cmd, error) { return postgres.Prepare(ctx, cluster) },
		Ready:   func(ctx context.Context, _ int) error { return postgres.WaitReady(ctx, cluster) },
		// Fast shutdown: clients that are still connected are cut off.
		StopSignal: os.Interrupt,
		Log:        p.log(PiecePostgres),
	}
}

// temporalPiece is started again when it gives up: the server allows each of its services 15 seconds to start, which a
// loaded machine can need for one of them after a crash; an installation's process manager restarts it as well.
func (p *Plan) temporalPiece() Piece {
	piece := p.devPiece(PieceTemporal)
	piece.Restarts = 2
	return piece
}

// devPiece is a subcommand of the dev binary that writes its process id to its ready file.
func (p *Plan) devPiece(name string) Piece {
	return Piece{
		Name: name,
		Command: func(context.Context) (*exec.Cmd, error) {
			return exec.Command(p.DevBinary, name, "--dir", p.Dir), nil
		},
		Ready: func(ctx context.Context, pid int) error {
			return poll(ctx, func() error { return p.checkReadyFile(name, pid) })
		},
		StopSignal: syscall.SIGTERM,
		Log:        p.log(name),
	}
}

func (p *Plan) checkReadyFile(name string, pid int) error {
	raw, err := os.ReadFile(p.readyFile(name))
	if err != nil {
		return err
	}
	if string(raw) != strconv.Itoa(pid) {
		return errors.New("the ready file is of an earlier process")
	}
	return nil
}

// MarkReady tells whoever waits for this process, a piece of the dev binary, that it is ready.
func (p *Plan) MarkReady(name string) error {
	if err := replace(p.readyFile(name), []byte(strconv.Itoa(os.Getpid()))); err != nil {
		return fmt.Errorf("mark %s as ready: %w", name, err)
	}
	return nil
}

// productPiece is a subcommand of the product's binary with a health port.
func (p *Plan) productPiece(name, address string) Piece {
	return Piece{
		Name: name,
		Command: func(context.Context) (*exec.Cmd, error) {
			return p.ProductCommand(name)
		},
		Ready: func(ctx context.Context, _ int) error {
			return poll(ctx, func() error { return checkURL(ctx, address+"/readyz") })
		},
		StopSignal: syscall.SIGTERM,
		Log:        p.log(name),
	}
}

// ProductCommand runs a process of the product: worker, api, api-2, ... with its environment in this stack.
func (p *Plan) ProductCommand(name string) (*exec.Cmd, error) {
	env, err := p.environmentOf(name)
	if err != nil {
		return nil, err
	}
	subcommand, _, _ := strings.Cut(name, "-")
	cmd := exec.Command(p.ProductBinary, subcommand)
	cmd.Env = environment(env)
	return cmd, nil
}

func (p *Plan) environmentOf(name string) (map[string]string, error) {
	if name == PieceWorker {
		return p.WorkerEnvironment()
	}
	for n := range p.APIs {
		if name == apiPiece(n) {
			return p.APIEnvironment(n)
		}
	}
	return nil, fmt.Errorf("start %s: the plan has no such process of the product", name)
}

func checkURL(ctx context.Context, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", address, response.Status)
	}
	return nil
}

func poll(ctx context.Context, attempt func() error) error {
	tick := time.NewTicker(readyPoll)
	defer tick.Stop()
	for {
		err := attempt()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-tick.C:
		}
	}
}
