package webhook_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/webhook"
)

func TestPublic_IsOneHostOnTheInternetOnly(t *testing.T) {
	t.Parallel()
	for text, public := range map[string]bool{
		"1.1.1.1": true, "93.184.216.34": true, "100.63.255.255": true, "100.128.0.0": true, "172.15.255.255": true, "172.32.0.0": true, "223.255.255.255": true,
		"0.0.0.0": false, "0.1.2.3": false, "10.0.0.1": false, "100.64.0.1": false, "100.100.100.200": false, "127.0.0.1": false, "127.255.255.254": false,
		"169.254.169.254": false, "172.16.0.1": false, "172.31.255.255": false, "192.0.0.192": false, "192.0.2.1": false, "192.88.99.1": false, "192.168.1.1": false,
		"198.18.0.1": false, "198.19.255.255": false, "198.51.100.7": false, "203.0.113.9": false, "224.0.0.1": false, "239.255.255.255": false, "240.0.0.1": false,
		"255.255.255.255": false, "168.63.129.16": false,

		"2606:4700:4700::1111": true, "2a00:1450:4001:80b::200e": true, "2620:0:2d0::1": true,
		"::": false, "::1": false, "::127.0.0.1": false, "fc00::1": false, "fd00:ec2::254": false, "fe80::1": false, "fe80::1%eth0": false, "fec0::1": false,
		"ff02::1": false, "100::1": false, "2001::1": false, "2001:db8::1": false, "2002:7f00:1::": false, "2002:102:304::": false, "4000::1": false, "3fff::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:169.254.169.254": false, "::ffff:1.1.1.1": true,
		"64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b::101:101": true, "64:ff9b:1::101:101": false,
	} {
		require.Equal(t, public, webhook.Public(netip.MustParseAddr(text)), text)
	}
	require.False(t, webhook.Public(netip.Addr{}))
}

func TestAllows_NamedNetworksAndPublicOnesWithTLS(t *testing.T) {
	t.Parallel()
	networks := webhook.Networks{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00:1::/32")}
	for _, c := range []struct {
		scheme, address string
		want            bool
	}{
		{"https", "1.1.1.1", true}, {"http", "1.1.1.1", false}, {"http", "10.1.2.3", true}, {"https", "10.1.2.3", true}, {"http", "10.2.0.1", false},
		{"https", "10.2.0.1", false}, {"http", "::ffff:10.1.2.3", true}, {"https", "::ffff:10.2.0.1", false}, {"http", "fd00:1::9", true}, {"https", "fd00:2::9", false},
	} {
		require.Equal(t, c.want, networks.Allows(c.scheme, netip.MustParseAddr(c.address)), "%s to %s", c.scheme, c.address)
	}
}

func TestAccepts_AddressesThatSayWhereAndNothingElse(t *testing.T) {
	t.Parallel()
	production, development := webhook.Networks(nil), webhook.Networks{netip.MustParsePrefix("127.0.0.0/8")}
	for address, want := range map[string][2]bool{
		"https://partner.example/events?from=us": {true, true},
		"https://partner.example:8443/":          {true, true},
		"https://10.0.0.1/":                      {true, true}, // refused where it leads
		"http://partner.example/":                {false, true},
		"":                                       {false, false},
		"/events":                                {false, false},
		"https:///events":                        {false, false},
		"https://:443/":                          {false, false},
		"https://user:secret@partner.example/":   {false, false},
		"https://partner.example/#part":          {false, false},
		"https:partner.example":                  {false, false},
		"ftp://partner.example/":                 {false, false},
		"file:///etc/passwd":                     {false, false},
		"javascript:alert(1)":                    {false, false},
		"https://partner.example/%zz":            {false, false},
		"https://partner .example/":              {false, false},
	} {
		require.Equal(t, want, [2]bool{production.Accepts(address), development.Accepts(address)}, address)
	}
}
