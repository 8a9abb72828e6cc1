package workflows

import "go.temporal.io/sdk/worker"

// Register registers every workflow; the worker and the replay test call it.
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
