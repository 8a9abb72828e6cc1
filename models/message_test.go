package models

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// What a decision needs of its command comes back from the engine as it went.
func TestOrder_KeepsTheCommandOnItsWayThroughTheEngine(t *testing.T) {
	cmd := Command{
		Principal: Principal{Realm: "sandbox", Org: uuid.New(), Side: SidePartner, Subject: "alice", Roles: []Role{RoleAdministrator, RoleFinance}},
		RequestID: "request", TraceID: "trace", IdempotencyKey: "key", Fingerprint: []byte{1, 2}, IfMatch: 3,
	}
	subject := uuid.New()
	travelled, err := json.Marshal(Order(uuid.New(), subject, VerbReview, VerdictApprove, cmd))
	require.NoError(t, err)
	var order DecisionOrder
	require.NoError(t, json.Unmarshal(travelled, &order))
	require.Equal(t, cmd, order.Command())
	require.Equal(t, Ref{ID: subject, Realm: "sandbox"}, order.Ref)
	require.Equal(t, []string{VerbReview, VerdictApprove}, []string{order.Verb, order.Verdict})
}
