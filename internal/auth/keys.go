package auth

import (
	"context"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
)

// watchedKeys tells an outage of the key server from a wrong signature: the
// verifier folds both into one text, and a caller with a good token must not be
// told to throw it away.
type watchedKeys struct{ keys oidc.KeySet }

// fetchFailure begins the key set's error when it could not read the keys.
const fetchFailure = "fetching keys"

// VerifySignature notes an outage for the caller and otherwise adds nothing.
func (w watchedKeys) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	payload, err := w.keys.VerifySignature(ctx, token)
	if err != nil && strings.HasPrefix(err.Error(), fetchFailure) {
		if outage, ok := ctx.Value(outageKey{}).(*error); ok {
			*outage = err
		}
	}
	return payload, err
}

type outageKey struct{}

func withOutage(ctx context.Context, outage *error) context.Context {
	return context.WithValue(ctx, outageKey{}, outage)
}
