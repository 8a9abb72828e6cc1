package api

import (
	"errors"
	"fmt"
	"math"
	"net"
	"net/netip"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"partnercenter/models"
)

const (
	// callersKept bounds the memory that callers can take; who has been away for
	// longest begins with a full burst.
	callersKept = 1 << 16
	// networkBits is how much of an IPv6 address one customer of a provider has.
	networkBits = 64

	headerRateLimit       = "RateLimit"
	headerRateLimitPolicy = "RateLimit-Policy"
)

// Rate is how often one caller may ask: at once, and per second in the long run.
type Rate struct {
	PerSecond float64
	Burst     int
}

func (r Rate) check() error {
	if r.PerSecond <= 0 || r.Burst < 1 {
		return errors.New("a rate lets nobody in")
	}
	return nil
}

// Rates are those of callers whom a token names, and of all others by address.
type Rates struct {
	Principal Rate
	Address   Rate
}

// rateError says that a caller asks too often.
type rateError struct{ retryAfter int } // seconds

func (e *rateError) Error() string { return "asked too often" }

// limits counts the requests of each caller of a kind. It is this process's own:
// several let as many times more through.
type limits struct {
	name    string
	rate    Rate
	callers *lru.Cache[string, *rate.Limiter]
}

func newLimits(name string, r Rate) (*limits, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	callers, err := lru.New[string, *rate.Limiter](callersKept)
	return &limits{name: name, rate: r, callers: callers}, err
}

func (l *limits) of(caller string) *rate.Limiter {
	if known, ok := l.callers.Get(caller); ok {
		return known
	}
	fresh := rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst)
	if earlier, ok, _ := l.callers.PeekOrAdd(caller, fresh); ok {
		return earlier // a request of the same caller came first
	}
	return fresh
}

// take counts a request and tells its caller what is left, in the fields of the
// IETF's draft (draft-ietf-httpapi-ratelimit-headers).
func (l *limits) take(c echo.Context, caller string) error {
	limiter := l.of(caller)
	allowed := limiter.Allow()
	left := max(limiter.Tokens(), 0)
	header := c.Response().Header()
	header.Set(headerRateLimitPolicy, fmt.Sprintf("%q;q=%d;w=%d", l.name, l.rate.Burst, l.seconds(float64(l.rate.Burst))))
	header.Set(headerRateLimit, fmt.Sprintf("%q;r=%d;t=%d", l.name, int(left), l.seconds(float64(l.rate.Burst)-left)))
	if allowed {
		return nil
	}
	return &rateError{retryAfter: max(l.seconds(1-left), 1)}
}

// seconds is how long so many requests take to come back.
func (l *limits) seconds(requests float64) int { return int(math.Ceil(requests / l.rate.PerSecond)) }

// takeFor counts a request of somebody whom a token names.
func (s *server) takeFor(c echo.Context, p models.Principal) error {
	return s.principals.take(c, p.Org.String()+"/"+p.Subject)
}

// takeForStranger counts a request of nobody in particular.
func (s *server) takeForStranger(c echo.Context) error {
	return s.strangers.take(c, network(c.RealIP()))
}

// network is whose address it is: of IPv6 a caller has a whole network.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	prefix, err := ip.WithZone("").Prefix(networkBits)
	if err != nil {
		return address
	}
	return prefix.String()
}

// clientAddress believes what proxies say of their callers only where they are known:
// anybody can write X-Forwarded-For.
func clientAddress(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		trust = append(trust, echo.TrustIPRange(&net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}
