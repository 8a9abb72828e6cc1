package workflows

import "go.temporal.io/sdk/temporal"

// Error types that cross the engine; the API maps them, activities make them.
const (
	// ErrorUnknownVerb: the process has no such decision.
	ErrorUnknownVerb = "UNKNOWN_VERB"
	// ErrorOver: the process has ended; nothing can be decided any more.
	ErrorOver = "OVER"
	// ErrorRestarting: the run is about to continue as new; ask again.
	ErrorRestarting = "RESTARTING"
	// ErrorNotFound: there is no such row. A person must look.
	ErrorNotFound = "NOT_FOUND"
	// ErrorInvalid: the input can never succeed. A person must look.
	ErrorInvalid = "INVALID"
)

func refuse(kind, text string) error {
	return temporal.NewNonRetryableApplicationError(text, kind, nil)
}
