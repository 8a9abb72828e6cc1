package kit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/sim/mail"
)

// Password is that of every account that Browse signs in with.
const Password = "Correct-Horse-7"

// Browser is a customer before the consent form: signed in, and about to agree.
// It sends plain requests and may be used from any goroutine.
type Browser struct {
	client *http.Client
	accept string
	form   url.Values
}

// Browse follows an invitation's or link's address, signs in with an account of
// the directory and answers before the consent form.
func (w *World) Browse(link string, account uuid.UUID) *Browser {
	w.T.Helper()
	w.setPassword(account)
	record, err := w.Sims.Directory().Get(w.T.Context(), account)
	require.NoError(w.T, err)
	jar, err := cookiejar.New(nil)
	require.NoError(w.T, err)
	b := &Browser{client: &http.Client{Jar: jar, Timeout: 2 * time.Minute}, accept: link + "/accept"}
	page, at := b.submit(w, link+"/sign-in", url.Values{"action": {"sign_in"}})
	credentials := hidden(page)
	credentials.Set("login", record.AccountName)
	credentials.Set("password", Password)
	credentials.Set("action", "sign_in")
	page, at = b.submit(w, at.ResolveReference(&url.URL{Path: "/sign-in"}).String(), credentials)
	require.True(w.T, strings.HasSuffix(at.Path, "/consent"), "signed in and sent to %s", at.Path)
	_, form, found := strings.Cut(page, `/accept`)
	require.True(w.T, found, "there is no consent form: %s", page)
	b.form = hidden(form)
	b.form.Set("notice", "read")
	return b
}

func (b *Browser) submit(w *World, address string, form url.Values) (string, *url.URL) {
	w.T.Helper()
	status, page, at, err := b.post(w.T.Context(), address, form)
	require.NoError(w.T, err)
	require.Equal(w.T, http.StatusOK, status, "%s", page)
	return page, at
}

// Agree sends the consent and answers the status of the page it leads to. Sent
// again, it is the same consent.
func (b *Browser) Agree(ctx context.Context) (int, error) {
	status, _, at, err := b.post(ctx, b.accept, b.form)
	if err == nil && status == http.StatusOK && !strings.Contains(at.Path, "/result/") {
		return status, errors.New("the consent led to " + at.Path)
	}
	return status, err
}

func (b *Browser) post(ctx context.Context, address string, form url.Values) (int, string, *url.URL, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", nil, fmt.Errorf("make request: %w", err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := b.client.Do(request)
	if err != nil {
		return 0, "", nil, fmt.Errorf("send form: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	page, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, "", nil, fmt.Errorf("read page: %w", err)
	}
	return response.StatusCode, string(page), response.Request.URL, nil
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)

// hidden are the hidden fields of a page.
func hidden(page string) url.Values {
	form := url.Values{}
	for _, field := range hiddenField.FindAllStringSubmatch(page, -1) {
		form.Set(field[1], field[2])
	}
	return form
}

func (w *World) setPassword(account uuid.UUID) {
	w.T.Helper()
	w.Tell(w.Sims.Endpoints.IdentityURL+"/accounts/"+account.String()+"/password", fmt.Sprintf(`{"password":%q}`, Password))
}

// Tell puts a JSON document to a simulator: how it behaves, what it knows.
func (w *World) Tell(address, body string) {
	w.T.Helper()
	status, answer := w.Call(address, http.MethodPut, "", "", body)
	require.Less(w.T, status, 300, "%s", answer)
}

// Mails are the caught mails, the oldest first; to is a recipient or empty.
func (w *World) Mails(ctx context.Context, to string) ([]mail.Message, error) {
	status, body, err := w.Try(ctx, w.Sims.Endpoints.MailURL, http.MethodGet, "/api/messages?to="+url.QueryEscape(to), "", "")
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK {
		return nil, fmt.Errorf("the mail catcher answers %d", status)
	}
	var answer struct{ Messages []mail.Message }
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fmt.Errorf("read mails: %w", err)
	}
	return answer.Messages, nil
}

// LinkIn waits for a mail to an address and answers the page that it links to.
func (w *World) LinkIn(to string, old ...string) string {
	w.T.Helper()
	page := regexp.MustCompile(regexp.QuoteMeta(w.URLs[0]) + `/i/[a-z2-7]{32}`)
	link := ""
	require.Eventually(w.T, func() bool {
		caught, err := w.Mails(w.T.Context(), to)
		if err != nil {
			return false
		}
		for _, m := range slices.Backward(caught) {
			if link = page.FindString(m.Text); link != "" && !slices.Contains(old, link) {
				return true
			}
		}
		return false
	}, Patience, 50*time.Millisecond, "a mail with a link to %s", to)
	return link
}
