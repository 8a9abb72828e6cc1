package race

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/visitor"
	"partnercenter/models"
)

// couples is how many associations race at once, each for itself.
const couples = 8

func leaving(association uuid.UUID) string {
	return kit.Encode(map[string]any{"association_id": association, "kind": models.RequestUnlink, "reason": "It is over.", "accept_notice": true})
}

// bonds are associations of the field's only partner.
func (f field) bonds(t *testing.T) []kit.Bond {
	t.Helper()
	bonds := make([]kit.Bond, couples)
	for i := range bonds {
		bonds[i] = f.Bonded(f.tokens[0], models.Resale, nil)
	}
	return bonds
}

// leaves makes a partner's request about each association and answers their ids.
func (f field) leaves(t *testing.T, bonds []kit.Bond) []string {
	t.Helper()
	ids := make([]string, len(bonds))
	for i, b := range bonds {
		made := f.post(t.Context(), i, f.tokens[0], "/v1/association-requests", leaving(b.Association))
		require.Equal(t, http.StatusCreated, made.status, "%s", made.body)
		ids[i] = made.id()
	}
	return ids
}

// customersAsk makes a request of each customer and answers their ids.
func (f field) customersAsk(t *testing.T, bonds []kit.Bond) []string {
	t.Helper()
	ids := make([]string, len(bonds))
	for i, b := range bonds {
		require.NoError(t, f.AtPartnerPage(b.Account).Submit(t.Context(), "/ask", "", map[string]string{"reason": "Bye.", "notice": "read"}))
		require.NoError(t, f.Admin.QueryRow(t.Context(), "SELECT id::text FROM association_requests WHERE association_id = $1", b.Association).Scan(&ids[i]))
	}
	return ids
}

// pages are the customers in front of the page of their partner.
func (f field) pages(t *testing.T, bonds []kit.Bond) []*visitor.Visitor {
	t.Helper()
	pages := make([]*visitor.Visitor, len(bonds))
	for i, b := range bonds {
		pages[i] = f.AtPartnerPage(b.Account)
	}
	return pages
}

func submit(ctx context.Context, v *visitor.Visitor, form string, values map[string]string) answer {
	err := v.Submit(ctx, form, "", values)
	return answer{status: v.Page.Status, body: []byte(v.Page.Text), err: err}
}

var reasoned = map[string]string{"reason": "So be it.", "notice": "read"}

// once: whatever raced, a request has one end and an association at most one; who
// came too late left nothing.
func (f field) once(t *testing.T) {
	t.Helper()
	require.Zero(t, f.count(t, "SELECT count(*) FROM (SELECT 1 FROM decisions WHERE subject_kind = 'association_request' GROUP BY subject_id HAVING count(*) > 1) d"))
	require.Zero(t, f.count(t, "SELECT count(*) FROM association_requests WHERE version <> 2 AND state <> 'submitted'"))
	require.Zero(t, f.count(t, `SELECT count(*) FROM associations a WHERE (effective_until IS NOT NULL) <> EXISTS (SELECT FROM association_requests r WHERE r.association_id = a.id AND r.state = 'approved')`))
	require.Zero(t, f.count(t, `SELECT count(*) FROM associations a WHERE (effective_until IS NOT NULL) <> EXISTS (SELECT FROM settlements s WHERE s.id = a.id)`))
	require.Zero(t, f.deadlocks(t), "PostgreSQL counted deadlocks")
}

// Both sides ask at the same time, several times over: one request is open.
func TestOneRequestIsOpenWhenBothSidesAskAtOnce(t *testing.T) {
	f := newField(t, 1)
	bonds := f.bonds(t)
	pages := f.pages(t, bonds)
	race(t, 3*couples, func(ctx context.Context, i int) answer {
		b := i % couples
		if i < couples {
			return submit(ctx, pages[b], "/ask", reasoned)
		}
		a := f.post(ctx, i, f.tokens[0], "/v1/association-requests", leaving(bonds[b].Association))
		if a.err == nil && a.status != http.StatusCreated {
			require.Equal(t, http.StatusConflict, a.status, "%s", a.body)
			require.Contains(t, []string{"association_request_open", "partner_request_limit_reached"}, a.code(), "%s", a.body)
		}
		return a
	})
	require.Equal(t, couples, f.count(t, "SELECT count(*) FROM association_requests WHERE state = 'submitted'"))
	require.Equal(t, couples, f.count(t, "SELECT count(DISTINCT association_id) FROM association_requests"))
	f.once(t)
}

// The customer agrees while the partner takes the request back: one of both happens.
func TestAgreeingRacesTakingBack(t *testing.T) {
	f := newField(t, 1)
	bonds := f.bonds(t)
	ids := f.leaves(t, bonds)
	pages := f.pages(t, bonds)
	race(t, 2*couples, func(ctx context.Context, i int) answer {
		if b := i % couples; i < couples {
			return submit(ctx, pages[b], "/agree", reasoned)
		}
		return f.post(ctx, i, f.tokens[0], "/v1/association-requests/"+ids[i%couples]+"/cancel", "")
	})
	require.Equal(t, couples, f.count(t, "SELECT count(*) FROM association_requests WHERE state IN ('approved', 'cancelled')"))
	f.once(t)
}

// Two administrators answer a customer differently at once: one answer counts.
func TestTwoAnswersRace(t *testing.T) {
	f := newField(t, 1)
	ids := f.customersAsk(t, f.bonds(t))
	colleague := f.Token("colleague", f.orgs[0], models.RoleAdministrator)
	answers := race(t, 2*couples, func(ctx context.Context, i int) answer {
		token, body := f.tokens[0], `{"verdict":"approve","reason":"Go.","accept_notice":true}`
		if i >= couples {
			token, body = colleague, `{"verdict":"reject","reason":"Stay."}`
		}
		return f.post(ctx, i, token, "/v1/association-requests/"+ids[i%couples]+"/decide", body)
	})
	for b := range couples {
		one, other := answers[b], answers[b+couples]
		require.ElementsMatch(t, []int{http.StatusOK, http.StatusConflict}, []int{one.status, other.status}, "%s %s", one.body, other.body)
	}
	f.once(t)
}

// The partner agrees at the instant at which the request lapses: it is approved
// or lapsed, and the association ended or not, accordingly.
func TestAgreeingRacesTheLapse(t *testing.T) {
	f := newField(t, 1)
	ids := f.customersAsk(t, f.bonds(t))
	var lapse time.Time
	require.NoError(t, f.Admin.QueryRow(t.Context(), "SELECT min(lapse_at) FROM association_requests").Scan(&lapse))
	_, err := f.Admin.Exec(t.Context(), "UPDATE association_requests SET lapse_at = $1, next_wake_at = $1", lapse)
	require.NoError(t, err)
	f.Sims.Clock.SetShift(time.Until(lapse)) // the directory lives at the same time
	f.ClockTo(lapse.Add(-300 * time.Millisecond))
	race(t, couples, func(ctx context.Context, i int) answer {
		select {
		case <-time.After(time.Duration(i) * 80 * time.Millisecond): // around the instant
		case <-ctx.Done():
		}
		a := f.post(ctx, i, f.tokens[0], "/v1/association-requests/"+ids[i]+"/decide", `{"verdict":"approve","reason":"Go.","accept_notice":true}`)
		require.Contains(t, []int{http.StatusOK, http.StatusConflict}, a.status, "%s", a.body)
		return a
	})
	require.Zero(t, f.count(t, "SELECT count(*) FROM association_requests WHERE effective_at >= lapse_at"), "nobody agrees to what has lapsed")
	f.once(t)
}
