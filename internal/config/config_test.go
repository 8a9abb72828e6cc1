package config_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/internal/config"
)

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
