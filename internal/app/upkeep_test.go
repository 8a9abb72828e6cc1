package app_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/app"
	"partnercenter/internal/config"
	"partnercenter/internal/programme"
	"partnercenter/internal/store"
	"partnercenter/internal/store/storetest"
	"partnercenter/models"
)

// A row that cannot be woken, as its input is too old or the engine refuses it, leaves no other behind.
func TestResume_GoesOnWithTheOthers(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	first, second := overdue(t, db, "one"), overdue(t, db, "two")
	engine := &refusing{refused: first[1]}
	upkeep := &programme.Upkeep{Store: db.Store(t, "worker", 4), Engine: engine, Log: slog.New(slog.DiscardHandler)}

	counts, err := upkeep.Resume(t.Context())
	require.EqualError(t, err, "1 open rows could not be woken: the log names each with the reason")
	require.Equal(t, 5, counts[models.SubjectRegistration])
	require.ElementsMatch(t, []uuid.UUID{first[0], first[2], second[0], second[1], second[2]}, engine.woken)

	engine.refused = uuid.Nil
	counts, err = upkeep.Resume(t.Context())
	require.NoError(t, err)
	require.Equal(t, 6, counts[models.SubjectRegistration])
}

// What the database knows is listed where the engine is away, and the call fails.
func TestStuck_ListsRowsWithoutTheEngine(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	ids := overdue(t, db, "sandbox")
	cfg := config.Ops{Common: config.Common{
		DatabaseURL: config.Secret(db.URLs["worker"]), DatabaseConns: 4, Temporal: config.Temporal{Address: "127.0.0.1:1", Namespace: "default", TaskQueue: "none"},
	}}
	var out bytes.Buffer
	err := app.Stuck(t.Context(), cfg, call(models.OperationStuck), &out, slog.New(slog.DiscardHandler))
	require.ErrorContains(t, err, "list workflows that ended badly")
	for _, id := range ids {
		require.Contains(t, out.String(), id.String())
	}
	require.Equal(t, len(ids), strings.Count(out.String(), "the engine does not answer"))
}

// refusing is an engine that does not take one row.
type refusing struct {
	refused uuid.UUID

	mu    sync.Mutex
	woken []uuid.UUID
}

func (e *refusing) Wake(_ context.Context, row store.Waker) error {
	if row.Ref.ID == e.refused {
		return errors.New("refused")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.woken = append(e.woken, row.Ref.ID)
	return nil
}

// overdue opens a realm with three registrations whose wake has passed long ago, and answers them in their order.
func overdue(t *testing.T, db storetest.Database, realm string) (ids []uuid.UUID) {
	t.Helper()
	partner := store.NewID()
	require.NoError(t, store.OpenRealm(t.Context(), db.URLs["owner"], realm, store.NewID(), "Vendor", models.SiteCN))
	_, err := db.Admin.Exec(t.Context(), `INSERT INTO organisations (id, realm, kind, site, name, country, has_contact, version, created_at, updated_at)
		VALUES ($1, $2, 'partner', 'cn', 'Partner', 'CN', true, 1, now(), now())`, partner, realm)
	require.NoError(t, err)
	for range 3 {
		id := store.NewID()
		_, err := db.Admin.Exec(t.Context(), `
			WITH verdict AS (
				INSERT INTO evaluations (id, realm, org_id, rule_set, subject_kind, policy_id, facts_ids, outcome, blockers, actor, request_id, at)
				SELECT gen_random_uuid(), $1, $2, 'registration.register', 'registration', id, '[]', 'allow', '[]', 'boss', '', now()
				FROM policies WHERE realm = $1 AND site = 'cn' ORDER BY version LIMIT 1 RETURNING id, policy_id
			), person AS (
				INSERT INTO contacts (id, realm, owner_id, purpose, retain_until, created_at)
				VALUES ($3, $1, $2, 'registration', now() + interval '1 year', now()) RETURNING id
			)
			INSERT INTO registrations (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, created_at, company_name,
				contact_id, name_hash, phone_hash, email_hash, reporter, review_type, submitted_at, held_until, valid_until)
			SELECT $3, $1, $2, 'REG-' || $3, 'reported', now(), 1, policy_id, verdict.id, now() - interval '1 hour', now(), 'Company',
				person.id, '', '', '', 'boss', 'auto', now(), now() + interval '1 day', now() + interval '1 day'
			FROM person, verdict`, realm, partner, id)
		require.NoError(t, err)
		ids = append(ids, id)
	}
	return ids
}
