package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/models"
)

// The generated client and the generated server speak of the same things over a
// real connection.
func TestClient_ReadsAnswersAndProblems(t *testing.T) {
	var refusal error
	s := newStand(t, withRegistrations(fakeRegistrations{
		submit: func(models.Command, models.RegistrationInput) (models.Result[models.RegistrationView], error) {
			return submitted(registrationView()), refusal
		},
	}))
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close)
	c, err := client.NewClientWithResponses(server.URL, client.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer administrator")
		return nil
	}))
	require.NoError(t, err)
	body := client.RegistrationInput{CompanyName: "深圳市晨星科技有限公司", Phone: "+8613800000000", Email: "wang@example.com"}
	params := &client.SubmitRegistrationParams{IdempotencyKey: "k"}

	answer, err := c.SubmitRegistrationWithResponse(t.Context(), params, body)
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, answer.StatusCode())
	require.Equal(t, someID, answer.JSON201.Id)

	refusal = &models.Refusal{Blockers: []models.Blocker{{Code: "customer_taken", ClearedBy: models.ClearedByTime}}, EvaluationID: someID}
	answer, err = c.SubmitRegistrationWithResponse(t.Context(), params, body)
	require.NoError(t, err)
	require.Equal(t, http.StatusConflict, answer.StatusCode())
	require.Equal(t, "customer_taken", answer.ApplicationproblemJSON409.Code)
}
