package workflows

import (
	"fmt"

	"go.temporal.io/sdk/workflow"
)

// What a workflow does otherwise than the release before stands here: a change that
// would meet runs under way has a name, a predicate that asks the engine which of
// both the run has seen, and an end. Replays of recorded histories hold it.
const (
	// changeReference makes the reference a search attribute. Since it, who starts a
	// workflow names the reference; only runs that an earlier release began lack it.
	// The change goes, with its predicate, when no run is left that a release of
	// schema 0020 or before began.
	changeReference = "reference-attribute"
)

// addsReference: a run that was started without its reference as a search attribute
// gets it now. An answer holds for the rest of a run, and for what an earlier release
// has told it is no: each version of the row is asked for by itself, so that such a
// run gets it when its row moves next.
func addsReference(ctx workflow.Context, version int64) bool {
	change := fmt.Sprintf("%s:%d", changeReference, version)
	return workflow.GetVersion(ctx, change, workflow.DefaultVersion, 1) >= 1
}
