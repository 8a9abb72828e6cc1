package notify

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"net/url"
	"path"
	"slices"
	"strings"
	texttemplate "text/template"
	"time"
	"unicode"

	"partnercenter/models"
)

// The kinds of mails. They are stored with the notification.
const (
	KindInvitation           = "invitation"
	KindRegistrationEnding   = "registration_ending"
	KindRegistrationExpired  = "registration_expired"
	KindRegistrationApproved = "registration_approved"
	KindRegistrationRejected = "registration_rejected"
	KindRegistrationLapsed   = "registration_lapsed"
	KindAssociationCustomer  = "association_customer"
	KindAssociationPartner   = "association_partner"

	KindRequestCustomer  = "association_request_customer" // the partner asks the customer
	KindRequestPartner   = "association_request_partner"  // the customer asks the partner
	KindRequestReminder  = "association_request_reminder"
	KindRequestRejected  = "association_request_rejected"
	KindRequestCancelled = "association_request_cancelled"
	KindRequestLapsed    = "association_request_lapsed"
	KindAssociationEnded = "association_ended"
	KindSwitched         = "association_switched"
	KindSettlementClosed = "settlement_closed"
	KindVerificationCode = "verification_code"

	KindWithdrawalApproved   = "withdrawal_approved"
	KindWithdrawalRejected   = "withdrawal_rejected"
	KindWithdrawalSucceeded  = "withdrawal_succeeded"
	KindWithdrawalFailed     = "withdrawal_failed"     // all of it or a part came back
	KindWithdrawalSuperseded = "withdrawal_superseded" // its money had left before
	KindWithdrawalWaits      = "withdrawal_waits"      // the vendor is late to review it

	KindSubscriptionDisabled = "subscription_disabled"
)

// Kinds lists every kind of mail.
var Kinds = []string{
	KindInvitation, KindRegistrationEnding, KindRegistrationExpired, KindRegistrationApproved,
	KindRegistrationRejected, KindRegistrationLapsed, KindAssociationCustomer, KindAssociationPartner,
	KindRequestCustomer, KindRequestPartner, KindRequestReminder, KindRequestRejected, KindRequestCancelled, KindRequestLapsed,
	KindAssociationEnded, KindSwitched, KindSettlementClosed, KindVerificationCode,
	KindWithdrawalApproved, KindWithdrawalRejected, KindWithdrawalSucceeded, KindWithdrawalFailed, KindWithdrawalSuperseded, KindWithdrawalWaits,
	KindSubscriptionDisabled,
}

// Locales are the languages of mails.
var Locales = []string{"zh-CN", "en"}

// ErrUnknownMail says that there is no such mail in that language.
var ErrUnknownMail = errors.New("no such mail")

// Data is what a mail tells. A mail uses the fields that its kind speaks of;
// empty ones are left out. Zone is the programme's: people read its times.
type Data struct {
	Recipient       string // person's name
	PartnerName     string
	CompanyName     string
	Reference       string
	AssociationType models.AssociationType
	Link            string // absolute address of the invitation's page
	ExpiresAt       time.Time
	ValidUntil      time.Time
	At              time.Time // when what the mail tells of happened
	Opinion         string    // of the reviewer, or of who answered
	RequestKind     string    // of a request about an association
	ToType          models.AssociationType
	ByCustomer      bool   // the customer made the request
	Code            string // that proves who reads the mail
	Route           string // of a withdrawal
	Amount          models.Money
	Paid            models.Money // of the amount; zero: none of it
	Returned        models.Money
	ExpectedBy      time.Time // the money is there at the latest
	Description     string    // of a subscription, by its owner
	Gone            bool      // its receiver said that it is not there any more
	Since           time.Time // nothing has got through to it
	Zone            *time.Location
}

// Mail is a composed mail: the same content as text and as HTML.
type Mail struct {
	Subject string
	Text    string
	HTML    string
}

// Compose writes the mail of a kind in a language. Errors: ErrUnknownMail, and
// those of a Data that lacks what its kind needs.
func Compose(kind, locale string, d Data) (Mail, error) {
	if !slices.Contains(Kinds, kind) || !slices.Contains(Locales, locale) {
		return Mail{}, fmt.Errorf("compose %q in %q: %w", kind, locale, ErrUnknownMail)
	}
	if d.Zone == nil {
		return Mail{}, fmt.Errorf("compose %s: no time zone", kind)
	}
	if kind == KindInvitation && !isWebAddress(d.Link) {
		// The address holds the code: it is not part of the error.
		return Mail{}, fmt.Errorf("compose %s: the link is not a web address", kind)
	}
	l, err := write(kind, locale, d.clean())
	if err != nil {
		return Mail{}, fmt.Errorf("compose %s: %w", kind, err)
	}
	return l.render()
}

func isWebAddress(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// clean makes every typed text one harmless line.
func (d Data) clean() Data {
	for _, text := range []*string{&d.Recipient, &d.PartnerName, &d.CompanyName, &d.Reference, &d.Opinion, &d.Description} {
		*text = oneLine(*text)
	}
	return d
}

// oneLine drops what could end a header or a line, or turn the reading
// direction of what follows.
func oneLine(s string) string {
	visible := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(visible), " ")
}

//go:embed templates
var files embed.FS

// letter is a mail's content before it is laid out. Text templates write it, the
// layouts print it: HTML is escaped in one place, by html/template.
type letter struct {
	Locale     string
	Subject    string
	Greeting   string
	Paragraphs []string
	Facts      []fact
	Action     string // label of the link, if any
	Link       string
	Notes      []string
	Closing    string
}

type fact struct{ Label, Value string }

// write fills the blocks of a kind's template.
func write(kind, locale string, d Data) (letter, error) {
	blocks := letters[path.Join(locale, kind)]
	l := letter{Locale: locale, Link: d.Link}
	for _, b := range []struct {
		name string
		fill func(text string)
	}{
		{"subject", func(s string) { l.Subject = oneLine(s) }},
		{"greeting", func(s string) { l.Greeting = oneLine(s) }},
		{"body", func(s string) { l.Paragraphs = lines(s) }},
		{"facts", func(s string) { l.Facts = facts(s) }},
		{"action", func(s string) { l.Action = oneLine(s) }},
		{"notes", func(s string) { l.Notes = lines(s) }},
		{"closing", func(s string) { l.Closing = oneLine(s) }},
	} {
		var text bytes.Buffer
		if err := blocks.ExecuteTemplate(&text, b.name, d); err != nil {
			return letter{}, fmt.Errorf("write %s: %w", b.name, err)
		}
		b.fill(text.String())
	}
	return l, nil
}

func lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// facts reads lines of "label | value"; those without a value are left out.
func facts(text string) []fact {
	var out []fact
	for _, line := range lines(text) {
		label, value, _ := strings.Cut(line, "|")
		if value = strings.TrimSpace(value); value != "" {
			out = append(out, fact{Label: strings.TrimSpace(label), Value: value})
		}
	}
	return out
}

var (
	textLayout = texttemplate.Must(texttemplate.ParseFS(files, "templates/layout.txt"))
	htmlLayout = htmltemplate.Must(htmltemplate.ParseFS(files, "templates/layout.html"))
	letters    = parseLetters()
)

func (l letter) render() (Mail, error) {
	var text, html bytes.Buffer
	if err := textLayout.Execute(&text, l); err != nil {
		return Mail{}, fmt.Errorf("lay out text: %w", err)
	}
	if err := htmlLayout.Execute(&html, l); err != nil {
		return Mail{}, fmt.Errorf("lay out html: %w", err)
	}
	return Mail{Subject: l.Subject, Text: text.String(), HTML: html.String()}, nil
}

// parseLetters parses one template per language and kind on top of what the
// language's letters share. A broken template stops the process at its start.
func parseLetters() map[string]*texttemplate.Template {
	out := make(map[string]*texttemplate.Template)
	for _, locale := range Locales {
		shared := texttemplate.Must(texttemplate.New("").Option("missingkey=error").Funcs(funcs(locale)).
			ParseFS(files, path.Join("templates", locale, "shared.tmpl")))
		for _, kind := range Kinds {
			own := texttemplate.Must(texttemplate.Must(shared.Clone()).ParseFS(files, path.Join("templates", locale, kind+".tmpl")))
			out[path.Join(locale, kind)] = own
		}
	}
	return out
}

// minutes are what people read; a deadline is cut down to its minute, so that
// nobody reads it later than it is.
var minutes = map[string]string{
	"zh-CN": "2006年1月2日 15:04",
	"en":    "2 January 2006, 15:04",
}

var associationNames = map[string]map[models.AssociationType]string{
	"zh-CN": {models.Consultant: "顾问销售（客户直接向云服务商购买）", models.Resale: "代售（客户向合作伙伴购买）"},
	"en":    {models.Consultant: "Referral (the customer buys from the cloud vendor)", models.Resale: "Resale (the customer buys from the partner)"},
}

var requestNames = map[string]map[string]string{
	"zh-CN": {models.RequestUnlink: "解除关联", models.RequestSwitch: "切换关联类型"},
	"en":    {models.RequestUnlink: "End the association", models.RequestSwitch: "Change the association type"},
}

var routeNames = map[string]map[string]string{
	"zh-CN": {models.RouteOriginal: "原路提现", models.RouteBankCard: "银行卡提现", models.RouteRebate: "激励返点提现"},
	"en":    {models.RouteOriginal: "Original route", models.RouteBankCard: "Bank card", models.RouteRebate: "Incentive rebate"},
}

func funcs(locale string) texttemplate.FuncMap {
	return texttemplate.FuncMap{
		"instant": func(at time.Time, zone *time.Location) string {
			if at.IsZero() {
				return ""
			}
			local := at.In(zone)
			return fmt.Sprintf("%s (%s, UTC%s)", local.Format(minutes[locale]), zone, local.Format("-07:00"))
		},
		"money": func(m models.Money) string {
			if m.Amount.IsZero() {
				return ""
			}
			return m.Fixed() + " " + string(m.Currency)
		},
		"route":       func(route string) string { return routeNames[locale][route] },
		"request":     func(kind string) string { return requestNames[locale][kind] },
		"association": func(t models.AssociationType) string { return associationNames[locale][t] },
	}
}
