package workflows

import (
	"reflect"
	"runtime"
	"strings"

	"go.temporal.io/sdk/worker"
)

// Register registers every workflow; the worker and the replay test call it. One by
// one: the check for what is not deterministic begins at these calls.
func Register(r worker.WorkflowRegistry) {
	r.RegisterWorkflow(Registration)
	r.RegisterWorkflow(Invitation)
	r.RegisterWorkflow(Acceptance)
	r.RegisterWorkflow(AssociationRequest)
	r.RegisterWorkflow(Settlement)
	r.RegisterWorkflow(Withdrawal)
	r.RegisterWorkflow(MatchStatement)
	r.RegisterWorkflow(Sweep)
	r.RegisterWorkflow(Deliver)
	r.RegisterWorkflow(Relay)
	r.RegisterWorkflow(Publish)
	r.RegisterWorkflow(Watch)
	r.RegisterWorkflow(Reconcile)
	r.RegisterWorkflow(Retain)
}

// Names are what the engine calls the workflows: as their functions.
func Names() []string {
	var list roll
	Register(&list)
	return list.names
}

// roll is a registry that only takes down the names.
type roll struct {
	worker.WorkflowRegistry
	names []string
}

func (r *roll) RegisterWorkflow(w any) {
	name := runtime.FuncForPC(reflect.ValueOf(w).Pointer()).Name()
	r.names = append(r.names, name[strings.LastIndexByte(name, '.')+1:])
}
