package issuer_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/sim/issuer"
)

const organisation = "0190d0a4-0000-7000-8000-000000000001"

func start(t *testing.T) (*issuer.Server, string) {
	t.Helper()
	web := httptest.NewUnstartedServer(nil)
	url := "http://" + web.Listener.Addr().String()
	server, err := issuer.New(issuer.Config{URL: url})
	require.NoError(t, err)
	web.Config.Handler = server.Handler()
	web.Start()
	t.Cleanup(web.Close)
	return server, url
}

// verifier checks as a resource server does: keys from discovery, issuer, audience, times.
func verifier(t *testing.T, url string) *oidc.IDTokenVerifier {
	t.Helper()
	provider, err := oidc.NewProvider(t.Context(), url)
	require.NoError(t, err)
	return provider.Verifier(&oidc.Config{ClientID: "partnercenter"})
}

func post(t *testing.T, url string, body map[string]any) (int, string) {
	t.Helper()
	document, err := json.Marshal(body)
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/token", bytes.NewReader(document))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	return response.StatusCode, answer.AccessToken
}

func TestToken_CarriesTheClaimsAndVerifiesByDiscovery(t *testing.T) {
	_, url := start(t)
	status, raw := post(t, url, map[string]any{"sub": "li.na", "org": organisation, "roles": []string{"administrator"}, "name": "李娜", "ttl": 60})
	require.Equal(t, http.StatusOK, status)

	token, err := verifier(t, url).Verify(t.Context(), raw)
	require.NoError(t, err)
	require.Equal(t, "li.na", token.Subject)
	require.WithinDuration(t, time.Now().Add(time.Minute), token.Expiry, 5*time.Second)
	var claims struct {
		Organisation string   `json:"org"`
		Roles        []string `json:"roles"`
		Name         string   `json:"name"`
	}
	require.NoError(t, token.Claims(&claims))
	require.Equal(t, organisation, claims.Organisation)
	require.Equal(t, []string{"administrator"}, claims.Roles)
	require.Equal(t, "李娜", claims.Name)
}

// Each defect alone is enough for a refusal, and the same token without it is accepted.
func TestToken_EveryDefectIsRefused(t *testing.T) {
	server, url := start(t)
	verify := verifier(t, url)
	refusal := map[issuer.Defect]string{
		issuer.WrongIssuer:   "different provider",
		issuer.WrongAudience: "expected audience",
		issuer.WrongKey:      "failed to verify signature",
		issuer.AlgNone:       "unexpected signature algorithm",
		issuer.AlgHS256:      "unexpected signature algorithm",
		issuer.Expired:       "token is expired",
		issuer.NotYetValid:   "before the nbf",
	}
	for _, defect := range issuer.Defects() {
		t.Run(string("defect "+defect), func(t *testing.T) {
			raw, err := server.Issue(issuer.Claims{Subject: "li.na", Defect: defect})
			require.NoError(t, err)
			_, err = verify.Verify(t.Context(), raw)
			if defect == issuer.NoDefect {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, refusal[defect])
		})
	}
}

func TestToken_RefusesWhatItDoesNotUnderstand(t *testing.T) {
	_, url := start(t)
	for name, body := range map[string]map[string]any{
		"no subject":      {"org": organisation},
		"unknown defect":  {"sub": "li.na", "defect": "rotten"},
		"negative ttl":    {"sub": "li.na", "ttl": -1},
		"misspelt member": {"sub": "li.na", "role": []string{"administrator"}},
	} {
		t.Run(name, func(t *testing.T) {
			status, token := post(t, url, body)
			require.Equal(t, http.StatusBadRequest, status)
			require.Empty(t, token)
		})
	}
}

func TestToken_TakesAnotherAudience(t *testing.T) {
	server, url := start(t)
	raw, err := server.Issue(issuer.Claims{Subject: "li.na", Audience: "other"})
	require.NoError(t, err)
	_, err = verifier(t, url).Verify(t.Context(), raw)
	require.ErrorContains(t, err, "expected audience")
}
