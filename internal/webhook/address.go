package webhook

import (
	"net/netip"
	"net/url"
	"slices"
)

// maxAddress is the length of an address that is still one.
const maxAddress = 2000

// Networks are those that events may be sent to besides the public ones, also
// without TLS: a receiver beside the programme, and the machine of a developer.
type Networks []netip.Prefix

// Accepts reports whether an address may be subscribed: absolute, with TLS unless
// there are networks that need none, and without credentials, which a log could
// show. Where its name leads is looked at when something is sent there.
func (n Networks) Accepts(address string) bool {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxAddress || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && len(n) > 0
}

// Allows reports whether events may be sent to an IP address: to public ones with
// TLS, to those of the networks anyway.
func (n Networks) Allows(scheme string, address netip.Addr) bool {
	address = address.Unmap().WithZone("")
	if slices.ContainsFunc(n, func(p netip.Prefix) bool { return p.Contains(address) }) {
		return true
	}
	return scheme == "https" && Public(address)
}

// special are the networks of IPv4 that are not one address of one host on the
// internet, by the registry of special-purpose addresses (RFC 6890), with those
// that are: the addresses at which clouds tell a machine its credentials.
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
	"224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
)

// unicast is what there is of IPv6 on the internet, and unusual what of it is
// none: transition mechanisms that carry another address, and documentation.
var (
	unicast = netip.MustParsePrefix("2000::/3")
	unusual = prefixes("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
	// nat64 leads to the IPv4 address in its last 32 bits (RFC 6052).
	nat64 = netip.MustParsePrefix("64:ff9b::/96")
)

func prefixes(texts ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		all[i] = netip.MustParsePrefix(text)
	}
	return all
}

// Public reports whether an address is one host's on the internet.
func Public(address netip.Addr) bool {
	address = address.Unmap().WithZone("")
	within := func(p netip.Prefix) bool { return p.Contains(address) }
	switch {
	case address.Is4():
		return !slices.ContainsFunc(special, within)
	case nat64.Contains(address):
		bytes := address.As16()
		return Public(netip.AddrFrom4([4]byte(bytes[12:])))
	default:
		return unicast.Contains(address) && !slices.ContainsFunc(unusual, within)
	}
}
