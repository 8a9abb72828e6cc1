package workflows

import "go.temporal.io/sdk/temporal"

// refuse is an error that no attempt can mend.
func refuse(kind, text string) error {
	return temporal.NewNonRetryableApplicationError(text, kind, nil)
}
