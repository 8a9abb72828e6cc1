package api

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// A cursor leads on in the very list it came from and nowhere else.
func TestCursor_HoldsForItsListOnly(t *testing.T) {
	var after []*uuid.UUID
	last := uuid.MustParse("01981f6e-6f3b-7c1e-9f5a-0000000000bb")
	note := func(q models.ListQuery) (models.Page[models.RegistrationView], error) {
		after = append(after, q.After)
		return models.Page[models.RegistrationView]{Items: []models.RegistrationView{registrationView()}, Next: &last}, nil
	}
	s := newStand(t, func(d *Deps) {
		d.Services.Registrations = fakeRegistrations{
			list: func(_ models.RegistrationFilter, q models.ListQuery) (models.Page[models.RegistrationView], error) {
				return note(q)
			},
			search: func(_ models.RegistrationSearch, q models.ListQuery) (models.Page[models.RegistrationView], error) {
				return note(q)
			},
		}
		d.Services.Timelines = fakeTimelines{of: func(string, uuid.UUID, models.ListQuery) (models.Page[models.Event], error) {
			return models.Page[models.Event]{Next: &last}, nil
		}}
	})
	first := s.ask(http.MethodGet, "/v1/registrations?state=reported", "")
	require.Equal(t, http.StatusOK, first.Code, first.Body.String())
	cursor := *decoded[gen.RegistrationPage](t, first).NextCursor

	next := s.ask(http.MethodGet, "/v1/registrations?state=reported&limit=7&cursor="+cursor, "")
	require.Equal(t, http.StatusOK, next.Code, next.Body.String())
	require.Equal(t, []*uuid.UUID{nil, &last}, after)

	foreign := header{"Authorization": "Bearer administrator@" + otherOrg.String()}
	timeline := *decoded[gen.Timeline](t, s.ask(http.MethodGet, "/v1/registrations/"+someID.String()+"/timeline", "")).NextCursor
	found := *decoded[gen.RegistrationPage](t, s.ask(http.MethodPost, "/v1/registrations/search", `{"phone":"+8613800000000"}`)).NextCursor
	for name, w := range map[string]int{
		"other filter":   s.ask(http.MethodGet, "/v1/registrations?state=expired&cursor="+cursor, "").Code,
		"no filter":      s.ask(http.MethodGet, "/v1/registrations?cursor="+cursor, "").Code,
		"other org":      s.ask(http.MethodGet, "/v1/registrations?state=reported&cursor="+cursor, "", foreign).Code,
		"other list":     s.ask(http.MethodGet, "/v1/invitations?cursor="+cursor, "").Code,
		"other subject":  s.ask(http.MethodGet, "/v1/registrations/"+otherOrg.String()+"/timeline?cursor="+timeline, "").Code,
		"other search":   s.ask(http.MethodPost, "/v1/registrations/search?cursor="+found, `{"phone":"+8613900000000"}`).Code,
		"cut":            s.ask(http.MethodGet, "/v1/registrations?state=reported&cursor="+cursor[:len(cursor)-1], "").Code,
		"tampered":       s.ask(http.MethodGet, "/v1/registrations?state=reported&cursor=B"+cursor[1:], "").Code,
		"someone's idea": s.ask(http.MethodGet, "/v1/registrations?state=reported&cursor="+url.QueryEscape("eyJpZCI6MX0"), "").Code,
	} {
		require.Equal(t, http.StatusBadRequest, w, name)
	}
	forged := s.ask(http.MethodGet, "/v1/registrations?cursor="+cursor, "")
	require.Equal(t, codeInvalidCursor, problemIn(t, forged).Code)
	require.Equal(t, []string{"query /cursor invalid_cursor"}, places(problemIn(t, forged)))
}
