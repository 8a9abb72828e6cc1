// Package visitor plays a customer at the customers' pages: a browser without JavaScript, with cookies, that follows
// links, fills in the forms that are there and reads what comes back.
package visitor

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"partnercenter/dev/sim/sms"
)

const (
	requestTimeout = 2 * time.Minute
	checkPatience  = 5 * time.Minute
	poll           = 100 * time.Millisecond
)

// Outcomes of a page.
const (
	Done    = "done"
	Stopped = "stopped"
	Waiting = "waiting"
)

// Person is who registers an account at the identity provider.
type Person struct {
	Phone       string
	Email       string
	Company     string
	AccountName string // empty: the provider draws one
	Password    string
}

// Visitor is one person at one browser. It is not safe for concurrent use.
type Visitor struct {
	Page Page // the one in front of the visitor

	http     *http.Client
	phone    sms.Client
	language string
}

// New returns a visitor who has been nowhere yet. language is what the browser asks for, such as "en"; phone shows the
// texts that the visitor receives.
func New(language string, phone sms.Client) (*Visitor, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("make a browser: %w", err)
	}
	return &Visitor{http: &http.Client{Jar: jar, Timeout: requestTimeout}, phone: phone, language: language}, nil
}

// Open opens an address, such as a link from a mail.
func (v *Visitor) Open(ctx context.Context, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return fmt.Errorf("open page: %w", err)
	}
	return v.do(request)
}

// Submit fills in the form whose address ends with action and presses the button of that value.
func (v *Visitor) Submit(ctx context.Context, action, press string, values map[string]string) error {
	for _, form := range v.Page.forms {
		if !strings.HasSuffix(form.action.Path, action) {
			continue
		}
		sent, err := form.fill(press, values)
		if err != nil {
			return fmt.Errorf("submit %s: %w", action, err)
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, form.action.String(), strings.NewReader(sent.Encode()))
		if err != nil {
			return fmt.Errorf("submit %s: %w", action, err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return v.do(request)
	}
	return fmt.Errorf("the page %q (%d) has no form %s", v.Page.Heading, v.Page.Status, action)
}

// Asks reports whether the page has a form whose address ends with action.
func (v *Visitor) Asks(action string) bool {
	return slices.ContainsFunc(v.Page.forms, func(f form) bool { return strings.HasSuffix(f.action.Path, action) })
}

func (v *Visitor) do(request *http.Request) error {
	request.Header.Set("Accept-Language", v.language)
	response, err := v.http.Do(request)
	if err != nil {
		return fmt.Errorf("load page: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	v.Page, err = read(response)
	return err
}

// Register goes from the invitation's page to the identity provider, registers an account there with the code from the
// text message, and comes back to the page that asks for consent.
func (v *Visitor) Register(ctx context.Context, p Person) error {
	if err := v.Submit(ctx, "/sign-in", "register", nil); err != nil {
		return err
	}
	if err := v.Submit(ctx, "/register", "send_code", map[string]string{"phone": p.Phone}); err != nil {
		return err
	}
	code, err := v.textedCode(ctx, p.Phone)
	if err != nil {
		return err
	}
	err = v.Submit(ctx, "/register", "register", map[string]string{
		"phone": p.Phone, "code": code, "email": p.Email, "company": p.Company, "account_name": p.AccountName, "password": p.Password,
		"user_agreement": "yes", "privacy_policy": "yes",
	})
	if err != nil {
		return err
	}
	return v.mustAskForConsent()
}

var codePattern = regexp.MustCompile(`\b\d{6}\b`)

// textedCode reads the newest code: the provider has sent it before it answered.
func (v *Visitor) textedCode(ctx context.Context, number string) (string, error) {
	messages, err := v.phone.Messages(ctx, number)
	if err != nil {
		return "", err
	}
	if len(messages) == 0 {
		return "", fmt.Errorf("no text message came; the page says %q %q", v.Page.Heading, v.Page.Problems)
	}
	code := codePattern.FindString(messages[len(messages)-1].Text)
	if code == "" {
		return "", errors.New("the text message holds no code")
	}
	return code, nil
}

// SignIn goes from the invitation's page to the identity provider, signs in, and comes back to the page that asks for
// consent.
func (v *Visitor) SignIn(ctx context.Context, login, password string) error {
	if err := v.Submit(ctx, "/sign-in", "sign_in", nil); err != nil {
		return err
	}
	if err := v.Submit(ctx, "/sign-in", "sign_in", map[string]string{"login": login, "password": password}); err != nil {
		return err
	}
	return v.mustAskForConsent()
}

func (v *Visitor) mustAskForConsent() error {
	if strings.HasSuffix(v.Page.URL.Path, "/consent") && v.Page.Status == http.StatusOK {
		return nil
	}
	return fmt.Errorf("no consent is asked for: %d %q %q", v.Page.Status, v.Page.Heading, v.Page.Problems)
}

// NoticeVersion is the version of the notice on the page; empty: there is none to tick.
func (v *Visitor) NoticeVersion() string {
	for _, form := range v.Page.forms {
		if version := form.fields.Get("notice_version"); version != "" {
			return version
		}
	}
	return ""
}

// Consent ticks the notice, if there is one, agrees, and waits for the result.
func (v *Visitor) Consent(ctx context.Context) error {
	values := map[string]string{}
	if v.NoticeVersion() != "" {
		values["notice"] = "read"
	}
	if err := v.Submit(ctx, "/accept", "", values); err != nil {
		return err
	}
	return v.AwaitResult(ctx)
}

// AwaitResult reloads the page while it says that the check is under way.
func (v *Visitor) AwaitResult(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, checkPatience)
	defer cancel()
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for v.Page.Outcome == Waiting {
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the result: %w", ctx.Err())
		case <-tick.C:
		}
		if err := v.Open(ctx, v.Page.URL.String()); err != nil {
			return err
		}
	}
	return nil
}

// Link finds the address of an invitation in a text, such as a mail's.
func Link(text, base string) (*url.URL, error) {
	found := regexp.MustCompile(regexp.QuoteMeta(base) + `/i/[a-z2-7]{26,}`).FindString(text)
	if found == "" {
		return nil, errors.New("the text holds no link of an invitation")
	}
	return url.Parse(found)
}
