package config_test

import (
	"net/netip"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/caarlos0/env/v11"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/config"
)

// The page of operations says of every variable which process reads it.
func TestOperationsPage_NamesEveryVariable(t *testing.T) {
	page, err := os.ReadFile("../../docs/operations.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(page), "\n## Environment\n")
	require.True(t, found)
	said := map[string][2]bool{} // by the API, by the worker
	for line := range strings.SplitSeq(table, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 6 {
			continue
		}
		for _, name := range regexp.MustCompile("`([A-Z_]+)`").FindAllStringSubmatch(cells[1], -1) {
			said[name[1]] = [2]bool{strings.TrimSpace(cells[2]) == "x", strings.TrimSpace(cells[3]) == "x"}
		}
	}
	for i, process := range []any{&config.API{}, &config.Worker{}} {
		fields, err := env.GetFieldParams(process)
		require.NoError(t, err)
		require.NotEmpty(t, fields)
		for _, field := range fields {
			if strings.HasPrefix(field.Key, "OTEL_") {
				continue // the row of the first stands for all of OpenTelemetry's own
			}
			require.True(t, said[field.Key][i], "%s of %T", field.Key, process)
		}
	}
}

const secret = "ZGV2ZWxvcG1lbnQtcGF5bWVudC1jaGFubmVsLTAwMDE="

func TestPaymentChannels_AreReadStrictly(t *testing.T) {
	var channels config.PaymentChannels
	require.NoError(t, channels.UnmarshalText([]byte("alipay:1:production:"+secret+",bank-transfer:2:sandbox:"+secret)))
	require.Len(t, channels, 2)
	require.Equal(t, 2, channels["bank-transfer"].Number)
	require.Equal(t, "sandbox", channels["bank-transfer"].Realm)
	require.NotContains(t, channels.String()+channels.LogValue().String(), "ZGV")
	for name, text := range map[string]string{
		"no secret": "alipay:1:production", "a short secret": "alipay:1:production:AAAA", "no number": "alipay:one:production:" + secret,
		"no name": ":1:production:" + secret, "no realm": "alipay:1::" + secret, "twice": "a:1:p:" + secret + ",a:2:p:" + secret, "a rest": "a:1:p:" + secret + ",",
	} {
		err := channels.UnmarshalText([]byte(text))
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), secret, name)
	}
}

func TestPaymentStatements_AreReadStrictly(t *testing.T) {
	var statements config.PaymentStatements
	require.NoError(t, statements.UnmarshalText([]byte("alipay:production:t0ken:https://ali.example/s?channel=1,wechat:sandbox:x:http://127.0.0.1:9/s")))
	require.Equal(t, "https://ali.example/s?channel=1", statements["alipay"].URL.String())
	require.Equal(t, config.Secret("t0ken"), statements["alipay"].Token)
	require.Equal(t, "sandbox", statements["wechat"].Realm)
	require.NotContains(t, statements.String()+statements.LogValue().String(), "t0ken")
	for name, text := range map[string]string{
		"no address": "alipay:production:t0ken", "no realm": "alipay::t0ken:https://a.example", "no token": "alipay:p::https://a.example", "no name": ":p:t0ken:https://a.example",
		"no host": "alipay:p:t0ken:https:///s", "another scheme": "alipay:p:t0ken:ftp://a.example", "twice": "a:p:t0ken:http://a.example,a:p:t0ken:http://a.example",
	} {
		err := statements.UnmarshalText([]byte(text))
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), "t0ken", name)
	}
}

func TestRate_IsReadStrictly(t *testing.T) {
	var rate config.Rate
	require.NoError(t, rate.UnmarshalText([]byte("0.5/10")))
	require.Equal(t, config.Rate{PerSecond: 0.5, Burst: 10}, rate)
	for _, text := range []string{"", "1", "1/", "/1", "0/1", "-1/1", "1/0", "1/1.5", "NaN/1", "Inf/1", "1/1/1", "1 /1"} {
		require.Error(t, rate.UnmarshalText([]byte(text)), text)
	}
}

func TestNetworks_AreNoneWhereNothingIsSaid(t *testing.T) {
	type receivers struct {
		Networks []netip.Prefix `env:"WEBHOOK_NETWORKS"`
	}
	for text, want := range map[string][]netip.Prefix{
		"": nil, "127.0.0.0/8,fd00:1::/32": {netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("fd00:1::/32")},
	} {
		cfg, err := config.From[receivers](map[string]string{"WEBHOOK_NETWORKS": text})
		require.NoError(t, err)
		require.Equal(t, want, cfg.Networks)
	}
	_, err := config.From[receivers](map[string]string{"WEBHOOK_NETWORKS": "127.0.0.1"})
	require.ErrorContains(t, err, "Networks")
}
