// Package worker builds, tunes, runs and stops the process that carries the
// workflows and activities.
package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"

	"partnercenter/activities"
	"partnercenter/internal/notify"
	"partnercenter/internal/observe"
	"partnercenter/internal/process"
	"partnercenter/internal/programme"
	"partnercenter/internal/webhook"
	"partnercenter/workflows"
)

const (
	// stopPatience is how long running activities may finish when the worker stops.
	stopPatience = 20 * time.Second

	// The pools are sized for many short transactions on few connections.
	concurrentActivities = 64
	concurrentTasks      = 64
	concurrentLocal      = 64
	pollers              = 8
)

// Deps is what the worker carries.
type Deps struct {
	Client    client.Client
	TaskQueue string
	Programme *programme.Programme
	Upkeep    *programme.Upkeep
	Ledger    *programme.Ledger
	Observer  *observe.Observer
	Engine    *process.Engine
	Sender    *notify.Sender
	Events    *webhook.Sender
	Log       *slog.Logger
}

// Worker carries workflows and activities until it is stopped.
type Worker struct {
	worker worker.Worker
	fatal  chan error
}

// New builds a worker.
func New(deps Deps) *Worker {
	w := &Worker{fatal: make(chan error, 1)}
	w.worker = worker.New(deps.Client, deps.TaskQueue, worker.Options{
		WorkerStopTimeout:                       stopPatience,
		MaxConcurrentActivityExecutionSize:      concurrentActivities,
		MaxConcurrentWorkflowTaskExecutionSize:  concurrentTasks,
		MaxConcurrentLocalActivityExecutionSize: concurrentLocal,
		MaxConcurrentActivityTaskPollers:        pollers,
		MaxConcurrentWorkflowTaskPollers:        pollers,
		OnFatalError:                            func(err error) { w.fatal <- err },
	})
	workflows.Register(w.worker)
	w.worker.RegisterActivity(&activities.Registrations{Programme: deps.Programme.Registrations, Signals: deps.Engine})
	w.worker.RegisterActivity(&activities.Invitations{Programme: deps.Programme.Invitations, Signals: deps.Engine})
	w.worker.RegisterActivity(&activities.Acceptances{Programme: deps.Programme.Acceptances, Signals: deps.Engine})
	w.worker.RegisterActivity(&activities.Upkeep{Programme: deps.Upkeep, Ledger: deps.Ledger, Observer: deps.Observer, Sender: deps.Sender, Events: deps.Events, Log: deps.Log})
	w.worker.RegisterActivity(&activities.AssociationRequests{Programme: deps.Programme.Requests, Signals: deps.Engine})
	w.worker.RegisterActivity(&activities.Settlements{Programme: deps.Programme.Settlements, Signals: deps.Engine})
	w.worker.RegisterActivity(&activities.Withdrawals{Programme: deps.Programme.Withdrawals, Signals: deps.Engine})
	w.worker.RegisterActivity(&activities.Statements{Programme: deps.Programme.Statements})
	return w
}

// Run carries work until ctx ends, then lets running activities finish.
func (w *Worker) Run(ctx context.Context) error {
	if err := w.worker.Start(); err != nil {
		return fmt.Errorf("start worker: %w", err)
	}
	defer w.worker.Stop()
	select {
	case <-ctx.Done():
		return nil
	case err := <-w.fatal:
		return errors.Join(errors.New("the worker cannot go on"), err)
	}
}
