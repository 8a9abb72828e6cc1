package api

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

func TestKeepDenials_RecordsWhoWasRefusedWhat(t *testing.T) {
	kept := &fakeDenials{}
	s := newStand(t, func(d *Deps) {
		d.Services = Services{Denials: kept, Registrations: fakeRegistrations{
			get: func(models.Principal, uuid.UUID) (models.RegistrationView, error) {
				return models.RegistrationView{}, models.ErrForbidden
			},
		}}
	})
	path := "/v1/registrations/" + someID.String()
	missingRight := header{"Authorization": "Bearer member", "X-Request-Id": "asked-1"}
	for _, refused := range []struct {
		method, path string
		headers      header
		operation    string
		named        uuid.UUID
		actor        string
	}{
		{http.MethodGet, path, missingRight, "getRegistration", someID, "member"},
		{http.MethodPost, "/v1/registrations", missingRight, "submitRegistration", uuid.Nil, "member"},
		{http.MethodGet, "/v1/registrations/no-id", missingRight, "getRegistration", uuid.Nil, "member"},
		{http.MethodGet, path, header{"X-Request-Id": "asked-1"}, "getRegistration", someID, "administrator"}, // by the service
	} {
		kept.kept = nil
		require.Equal(t, http.StatusForbidden, s.ask(refused.method, refused.path, "", refused.headers).Code)
		require.Len(t, kept.kept, 1)
		d := kept.kept[0]
		require.Equal(t, refused.operation, d.operation)
		require.Equal(t, refused.named, d.named)
		require.Equal(t, "asked-1", d.cmd.RequestID)
		require.Equal(t, []models.Role{models.Role(refused.actor)}, d.cmd.Principal.Roles)
	}
	kept.kept = nil
	require.Equal(t, http.StatusUnauthorized, s.ask(http.MethodGet, path, "", header{"Authorization": ""}).Code)
	require.Empty(t, kept.kept, "nobody knows who it was")
}

func TestKeepDenials_StaysForbiddenWhenTheRecordFails(t *testing.T) {
	s := newStand(t, func(d *Deps) { d.Services.Denials = &fakeDenials{err: errors.New("database is away")} })
	w := s.ask(http.MethodGet, "/v1/registrations", "", header{"Authorization": "Bearer member"})
	require.Equal(t, http.StatusForbidden, w.Code)
	require.Equal(t, codeForbidden, problemIn(t, w).Code)
	require.Contains(t, s.log.String(), `"level":"ERROR","msg":"denial not recorded"`)
	require.Contains(t, s.log.String(), "database is away")
}

// Whoever hangs up at once is recorded all the same.
func TestKeepDenials_OutlivesTheCaller(t *testing.T) {
	var recorded error
	s := newStand(t, func(d *Deps) { d.Services.Denials = denialsFunc(func(ctx context.Context) { recorded = ctx.Err() }) })
	ctx, hangUp := context.WithCancel(t.Context())
	r := newRequest(http.MethodGet, "/v1/registrations", "").WithContext(ctx)
	r.Header.Set("Authorization", "Bearer member")
	hangUp()
	recorded = errors.New("never asked")
	s.serve(r)
	require.NoError(t, recorded)
}

type denialsFunc func(context.Context)

func (f denialsFunc) Record(ctx context.Context, _ models.Command, _ string, _ uuid.UUID) error {
	f(ctx)
	return nil
}
