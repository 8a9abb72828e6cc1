package notify_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"partnercenter/internal/notify"
	"partnercenter/models"
)

var update = flag.Bool("update", false, "write the golden files anew")

func shanghai(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	return zone
}

func sample(t *testing.T) notify.Data {
	t.Helper()
	return notify.Data{
		Recipient:       "张三",
		PartnerName:     "云启科技有限公司",
		CompanyName:     "青山制造有限公司",
		Reference:       "INV-7F3K9-QX2AB",
		AssociationType: models.Resale,
		Link:            "https://partners.example.com/i/abcdefghijklmnopqrstuvwxyz234567",
		ExpiresAt:       time.Date(2026, 12, 7, 16, 30, 59, 0, time.UTC),
		ValidUntil:      time.Date(2026, 12, 15, 1, 2, 3, 0, time.UTC),
		At:              time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC),
		Opinion:         "资料齐全,\n同意。",
		RequestKind:     models.RequestSwitch,
		ToType:          models.Consultant,
		Code:            "042137",
		Route:           models.RouteBankCard,
		Amount:          money(t, "1200.50"),
		Paid:            money(t, "1000.00"),
		Returned:        money(t, "200.50"),
		ExpectedBy:      time.Date(2026, 12, 9, 9, 0, 0, 0, time.UTC),
		Description:     "订单系统",
		Since:           time.Date(2026, 11, 29, 7, 59, 0, 0, time.UTC),
		Zone:            shanghai(t),
	}
}

func money(t *testing.T, amount string) models.Money {
	t.Helper()
	m, err := models.ParseMoney(amount, string(models.CNY))
	require.NoError(t, err)
	return m
}

// Every mail, in both languages, reads as its golden files say: run with -update
// after a change of wording and read the difference.
func TestEveryMailReadsAsItsGoldenFile(t *testing.T) {
	for _, kind := range notify.Kinds {
		for _, locale := range notify.Locales {
			t.Run(kind+" "+locale, func(t *testing.T) {
				mail, err := notify.Compose(kind, locale, sample(t))
				require.NoError(t, err)
				golden(t, kind+"."+locale+".txt", "Subject: "+mail.Subject+"\n\n"+mail.Text)
				golden(t, kind+"."+locale+".html", mail.HTML)
			})
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// What people typed stays text: in the subject one line, in HTML escaped, in the
// text unable to begin a line of its own.
func TestTypedTextStaysText(t *testing.T) {
	const typed = "Evil<script>alert(1)</script>\r\nBcc: victim@example.com\n\u202Egnp"
	for _, kind := range notify.Kinds {
		for _, locale := range notify.Locales {
			d := sample(t)
			d.Recipient, d.PartnerName, d.CompanyName, d.Reference, d.Opinion, d.Description = typed, typed, typed, typed, typed, typed
			mail, err := notify.Compose(kind, locale, d)
			require.NoError(t, err)
			require.NotContains(t, mail.Subject, "\n")
			require.NotContains(t, mail.Subject, "\r")
			require.NotContains(t, mail.HTML, "<script")
			require.NotContains(t, mail.Text+mail.HTML, "\u202E")
			require.NotRegexp(t, `(?m)^Bcc:`, mail.Text)
		}
	}
}

// A mail loads nothing and reports nothing: no image, script, style sheet or
// form, and no address but the invitation's.
func TestMailsLoadNothingFromOutside(t *testing.T) {
	for _, kind := range notify.Kinds {
		for _, locale := range notify.Locales {
			d := sample(t)
			mail, err := notify.Compose(kind, locale, d)
			require.NoError(t, err)
			document, err := html.Parse(strings.NewReader(mail.HTML))
			require.NoError(t, err)
			for node := range document.Descendants() {
				require.NotContains(t, []string{"img", "script", "link", "iframe", "form", "object", "video"}, node.Data)
				for _, attribute := range node.Attr {
					require.NotContains(t, attribute.Val, "url(")
					if attribute.Key == "href" {
						require.Equal(t, d.Link, attribute.Val)
					}
				}
			}
		}
	}
}

func TestComposeRefusesWhatItCannotSay(t *testing.T) {
	_, err := notify.Compose("birthday", "en", sample(t))
	require.ErrorIs(t, err, notify.ErrUnknownMail)

	_, err = notify.Compose(notify.KindInvitation, "fr", sample(t))
	require.ErrorIs(t, err, notify.ErrUnknownMail)

	d := sample(t)
	d.Zone = nil
	_, err = notify.Compose(notify.KindInvitation, "en", d)
	require.ErrorContains(t, err, "time zone")

	d = sample(t)
	d.Link = "javascript:alert('abcdefghijklmnopqrstuvwxyz234567')"
	_, err = notify.Compose(notify.KindInvitation, "en", d)
	require.ErrorContains(t, err, "not a web address")
	require.NotContains(t, err.Error(), "abcdefghijklmnopqrstuvwxyz234567")
}
