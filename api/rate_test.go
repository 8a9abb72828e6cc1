package api

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

// slow lets a caller ask three times, and again in ten seconds.
var slow = Rate{PerSecond: 0.1, Burst: 3}

func noRegistrations(d *Deps) {
	d.Services.Registrations = fakeRegistrations{
		list: func(models.RegistrationFilter, models.ListQuery) (models.Page[models.RegistrationView], error) {
			return models.Page[models.RegistrationView]{}, nil
		},
	}
}

func TestRates_AreOfEachPrincipal(t *testing.T) {
	s := newStand(t, func(d *Deps) {
		noRegistrations(d)
		d.Rates.Principal = slow
	})
	for left := 2; left >= 0; left-- {
		w := s.ask(http.MethodGet, "/v1/registrations", "")
		require.Equal(t, http.StatusOK, w.Code, w.Body.String())
		require.Equal(t, `"principal";q=3;w=30`, w.Header().Get("RateLimit-Policy"))
		require.Contains(t, w.Header().Get("RateLimit"), `"principal";r=`+strconv.Itoa(left)+`;t=`)
	}
	w := s.ask(http.MethodGet, "/v1/registrations", "")
	require.Equal(t, http.StatusTooManyRequests, w.Code)
	require.Equal(t, "rate_limited", problemIn(t, w).Code)
	require.Equal(t, "10", w.Header().Get("Retry-After"))
	require.Equal(t, `"principal";r=0;t=30`, w.Header().Get("RateLimit"))

	other := s.ask(http.MethodGet, "/v1/registrations", "", header{"Authorization": "Bearer administrator@" + otherOrg.String()})
	require.Equal(t, http.StatusOK, other.Code, "somebody else is not held up")
	require.Equal(t, http.StatusOK, s.ask(http.MethodGet, "/openapi.json", "", header{"Authorization": ""}).Code, "nor is a stranger at his address")
}

// Who has no token, or a wrong one, counts by his address, before anything is read for him. Health is not counted.
func TestRates_OfStrangersAreOfTheirAddress(t *testing.T) {
	s := newStand(t, func(d *Deps) {
		noRegistrations(d)
		d.Rates.Address = slow
	})
	ask := func(path, token, address string) int {
		r := newRequest(http.MethodGet, path, "")
		r.Header.Set("Authorization", token)
		r.RemoteAddr = address
		return s.serve(r).Code
	}
	require.Equal(t, http.StatusUnauthorized, ask("/v1/registrations", "", "192.0.2.1:1"))
	require.Equal(t, http.StatusOK, ask("/docs", "", "192.0.2.1:2"))
	require.Equal(t, http.StatusNotFound, ask("/nothing", "", "192.0.2.1:3"))
	for _, path := range []string{"/v1/registrations", "/docs", "/nothing"} {
		require.Equal(t, http.StatusTooManyRequests, ask(path, "", "192.0.2.1:4"), path)
	}
	require.Equal(t, http.StatusOK, ask("/healthz", "", "192.0.2.1:5"))
	require.Equal(t, http.StatusOK, ask("/v1/registrations", "Bearer administrator", "192.0.2.1:6"), "a token tells who he is")
	require.Equal(t, http.StatusOK, ask("/docs", "", "192.0.2.2:1"))
	for _, address := range []string{"[2001:db8::1]:1", "[2001:db8::2]:1", "[2001:db8:0:0:1::]:1"} {
		require.Equal(t, http.StatusOK, ask("/docs", "", address))
	}
	require.Equal(t, http.StatusTooManyRequests, ask("/docs", "", "[2001:db8::3]:1"), "a network is one caller")
}

// Who comes to a page is told as people are.
func TestRates_OfAPageAreAPage(t *testing.T) {
	site := newSite(t, nil)
	s := newStand(t, func(d *Deps) { d.Rates.Address, d.Pages = Rate{PerSecond: 0.1, Burst: 1}, site.pages })
	ask := func(path string) *httptest.ResponseRecorder {
		r := newRequest(http.MethodGet, path, "")
		r.Header.Set("Accept-Language", "en")
		return s.serve(r)
	}
	require.Equal(t, http.StatusOK, ask(stylePath).Code)
	w := ask(pagesPath + "/callback")
	require.Equal(t, http.StatusTooManyRequests, w.Code)
	require.Contains(t, w.Header().Get("Content-Type"), "text/html")
	require.Contains(t, w.Header().Get("Content-Security-Policy"), "frame-ancestors 'none'")
	require.Equal(t, "10", w.Header().Get("Retry-After"))
	require.Contains(t, w.Body.String(), "Too many requests")
}

// Anybody can write the header; only who is known to be a proxy is believed.
func TestClientAddress_BelievesKnownProxies(t *testing.T) {
	forwarded := func(from string, proxies ...netip.Prefix) string {
		r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
		r.RemoteAddr = from + ":1"
		r.Header.Set("X-Forwarded-For", "198.51.100.1, 203.0.113.9")
		return clientAddress(proxies)(r)
	}
	proxy := netip.MustParsePrefix("10.0.0.0/8")
	require.Equal(t, "10.1.2.3", forwarded("10.1.2.3"))
	require.Equal(t, "203.0.113.9", forwarded("10.1.2.3", proxy), "what the proxy wrote, not what it was told")
	require.Equal(t, "127.0.0.1", forwarded("127.0.0.1", proxy))
}

// A bucket refills, and the memory for callers is bounded.
func TestLimits_Refill(t *testing.T) {
	l, err := newLimits("address", Rate{PerSecond: 20, Burst: 1})
	require.NoError(t, err)
	now := time.Now()
	require.True(t, l.of("a").AllowN(now, 1))
	require.False(t, l.of("a").AllowN(now, 1))
	require.True(t, l.of("a").AllowN(now.Add(time.Second/20), 1))
	for n := range callersKept + 1 {
		l.of(strconv.Itoa(n))
	}
	require.Equal(t, callersKept, l.callers.Len())
	for _, wrong := range []Rate{{}, {PerSecond: 1}, {Burst: 1}, {PerSecond: -1, Burst: 1}} {
		_, err := newLimits("address", wrong)
		require.Error(t, err)
	}
}
