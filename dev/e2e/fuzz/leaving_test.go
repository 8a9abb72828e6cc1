package fuzz

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

// couples is how many associations each actor gets of every sort. Requests are
// counted in months: one association is good for one request.
const couples = 15

// couple gives an actor's partner customers: associations to ask about, requests of
// customers to answer, and settlements whose first step has failed. They come past
// the API, as customers come by the pages only; the workflows of the rows are the
// sweep's to start.
func (a *actor) couple(t *testing.T, w *kit.World) {
	t.Helper()
	status, answer := w.Call(w.URLs[0], http.MethodPost, "/v1/invitation-links", a.by(models.RoleAdministrator).token, `{"kind":"general","association_type":"resale"}`)
	require.Equal(t, http.StatusCreated, status, "%s", answer)
	var link struct{ ID string }
	require.NoError(t, json.Unmarshal(answer, &link))
	// Too little is known of this one, who owes his partner nothing, and the directory knows no more.
	a.partner.offer("leave", a.bond(t, w, link.ID, models.Consultant, time.Now().Add(-48*time.Hour)))
	for range couples {
		a.partner.offer("leave", a.bond(t, w, link.ID, models.Resale, time.Now()))
		a.partner.offer("request_decide", a.customersRequest(t, w, a.bond(t, w, link.ID, models.Resale, time.Now())))
		request := a.failedSettlement(t, w, a.bond(t, w, link.ID, models.Resale, time.Now()))
		a.vendor.offer("settlement_retry", request)
		a.partner.remember("settled_id", request)
		a.vendor.remember("settled_id", request)
	}
}

// bond is an association with a customer of whom facts are known as of an instant.
func (a *actor) bond(t *testing.T, w *kit.World, link string, kind models.AssociationType, asOf time.Time) string {
	t.Helper()
	customer, acceptance, association := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	run(t, w, `INSERT INTO organisations (id, realm, kind, site, name, country, version, created_at, updated_at) VALUES ($1, $2, 'customer', 'cn', 'Somebody', 'CN', 1, now(), now())`, customer, w.Realm)
	run(t, w, `INSERT INTO customer_facts (id, customer_id, realm, as_of, received_at, source, facts)
		VALUES (gen_random_uuid(), $1, $2, $3, $3, 'test', '{"site":"cn","country":"CN","cloud_enabled":true}')`, customer, w.Realm, asOf)
	run(t, w, `WITH e AS (INSERT INTO evaluations (id, realm, org_id, rule_set, subject_kind, policy_id, facts_ids, outcome, blockers, actor, request_id, at)
			SELECT gen_random_uuid(), realm, $1, 'test', 'acceptance', id, '[]', 'allow', '[]', 'test', 'test', now() FROM policies WHERE realm = $2 AND site = 'cn' AND version = 1 RETURNING id, policy_id)
		INSERT INTO acceptances (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, created_at, customer_id, link_id, generation, association_type,
			consented_at, give_up_at, failure_codes, association_id, locale)
		SELECT $3, $2, $1, $4, 'associated', now(), 1, policy_id, id, now(), $5, $6, 1, 'resale', now(), now(), '[]', $7, 'en' FROM e`,
		a.org, w.Realm, acceptance, models.NewReference("ACC", acceptance), customer, link, association)
	run(t, w, `INSERT INTO associations (id, realm, partner_id, customer_id, reference, association_type, effective_from, link_id, acceptance_id, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $8, now() - interval '1 hour', $6, $7, 1, now())`,
		association, w.Realm, a.org, customer, models.NewReference("ASC", association), link, acceptance, kind)
	return association.String()
}

// customersRequest is a customer's request that waits for the partner's answer.
func (a *actor) customersRequest(t *testing.T, w *kit.World, association string) string {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	run(t, w, `INSERT INTO association_requests (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, created_at, association_id, customer_id,
			kind, initiator, from_type, requester, reason, lapse_at)
		SELECT $1, s.realm, s.partner_id, $3, 'submitted', now(), 1, a.policy_id, a.evaluation_id, now() - interval '3 minutes', now(), s.id, s.customer_id,
			'unlink', 'customer', s.association_type, 'somebody', 'It is over.', now() + interval '15 days'
		FROM associations s JOIN acceptances a ON a.id = s.acceptance_id WHERE s.id = $2`, id, association, models.NewReference("REQ", id))
	return id.String()
}

// failedSettlement is an ended association whose first step of settlement has
// failed; it answers the id of the request.
func (a *actor) failedSettlement(t *testing.T, w *kit.World, association string) string {
	t.Helper()
	request := a.customersRequest(t, w, association)
	run(t, w, "UPDATE association_requests SET state = 'approved', effective_at = now(), next_wake_at = NULL WHERE id = $1", request)
	run(t, w, "UPDATE associations SET effective_until = now(), version = 2 WHERE id = $1", association)
	run(t, w, `INSERT INTO settlements (id, realm, partner_id, customer_id, request_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, created_at)
		SELECT association_id, realm, partner_id, customer_id, id, 'SET-' || reference, 'blocked', now(), 1, policy_id, evaluation_id, now() - interval '3 minutes', now() FROM association_requests WHERE id = $1`, request)
	for n, name := range models.SettlementSteps() {
		state := models.StepPending
		if n == 0 {
			state = models.StepFailed
		}
		run(t, w, `INSERT INTO settlement_steps (id, realm, partner_id, customer_id, association_id, position, name, state, attempts, result, next_attempt_at)
			SELECT gen_random_uuid(), realm, partner_id, customer_id, id, $2, $3, $4, 5, '{}', now() + interval '1 day' FROM settlements WHERE request_id = $1`, request, n+1, name, state)
	}
	return request
}

// leavingStates: whether a customer may leave of whom too little is known, nobody can say.
func leavingStates(t *testing.T, a *actor) {
	t.Helper()
	r := a.good(a.operation("createAssociationRequest"), a.by(models.RoleAdministrator))
	r.body = kit.Encode(map[string]any{"association_id": a.partner.open["leave"][0], "kind": models.RequestUnlink, "reason": "It is over.", "accept_notice": true})
	got := a.wire.send(t.Context(), r)
	require.Equal(t, http.StatusServiceUnavailable, got.status, "%s", got.body)
}

func run(t *testing.T, w *kit.World, statement string, args ...any) {
	t.Helper()
	_, err := w.Admin.Exec(t.Context(), statement, args...)
	require.NoError(t, err)
}
