package identity_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// page is what a person without JavaScript has before them.
type page struct {
	t      *testing.T
	client *http.Client
	status int
	url    *url.URL
	text   string
	root   *html.Node
	// location is where a redirect leads that the client stops at: the product's redirect URI.
	location *url.URL
}

// browse follows redirects within the provider and stops where the provider sends the person away.
func browse(t *testing.T, address, acceptLanguage string) page {
	t.Helper()
	provider, err := url.Parse(address)
	require.NoError(t, err)
	client := &http.Client{
		Transport: reader{language: acceptLanguage},
		CheckRedirect: func(next *http.Request, _ []*http.Request) error {
			if next.URL.Host != provider.Host {
				return http.ErrUseLastResponse
			}
			return nil
		},
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	return open(t, client, request)
}

// reader sends the language with each request, redirected ones too.
type reader struct{ language string }

func (r reader) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Accept-Language", r.language)
	return http.DefaultTransport.RoundTrip(request)
}

func open(t *testing.T, client *http.Client, request *http.Request) page {
	t.Helper()
	response, err := client.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	p := page{t: t, client: client, status: response.StatusCode, url: response.Request.URL, text: string(body)}
	if response.Header.Get("Location") != "" {
		p.location, err = response.Location()
		require.NoError(t, err)
		return p
	}
	p.root, err = html.Parse(strings.NewReader(p.text))
	require.NoError(t, err)
	require.NotContains(t, p.text, "<script")
	require.Contains(t, response.Header.Get("Content-Security-Policy"), "default-src 'none'")
	return p
}

// follow clicks the link with the text.
func (p page) follow(text string) page {
	p.t.Helper()
	link := find(p.root, func(n *html.Node) bool { return n.Data == "a" && n.FirstChild != nil && n.FirstChild.Data == text })
	require.NotNil(p.t, link, "no link %q on the page", text)
	target, err := p.url.Parse(attribute(link, "href"))
	require.NoError(p.t, err)
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, target.String(), nil)
	require.NoError(p.t, err)
	return open(p.t, p.client, request)
}

// submit fills the form's fields, which must exist, and presses the button with the value.
func (p page) submit(button string, fields map[string]string) page {
	p.t.Helper()
	form := find(p.root, func(n *html.Node) bool { return n.Data == "form" })
	require.NotNil(p.t, form, "no form on the page: %s", p.text)
	values := url.Values{}
	collect(form, values)
	for name, value := range fields {
		field := find(form, func(n *html.Node) bool { return n.Data == "input" && attribute(n, "name") == name })
		require.NotNil(p.t, field, "no field %q in the form", name)
		if values.Set(name, value); value == "" {
			values.Del(name)
		}
	}
	pressed := find(form, func(n *html.Node) bool { return n.Data == "button" && attribute(n, "value") == button })
	require.NotNil(p.t, pressed, "no button %q in the form", button)
	values.Set(attribute(pressed, "name"), button)

	action, err := p.url.Parse(attribute(form, "action"))
	require.NoError(p.t, err)
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, action.String(), strings.NewReader(values.Encode()))
	require.NoError(p.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", "http://"+p.url.Host)
	return open(p.t, p.client, request)
}

// collect takes what the page itself puts into its fields.
func collect(n *html.Node, values url.Values) {
	if n.Data == "input" && attribute(n, "value") != "" {
		if attribute(n, "type") != "checkbox" || has(n, "checked") {
			values.Set(attribute(n, "name"), attribute(n, "value"))
		}
	}
	for child := range n.ChildNodes() {
		collect(child, values)
	}
}

// codes are those of the problems shown.
func (p page) codes() []string {
	p.t.Helper()
	require.NotNil(p.t, p.root, "redirected to %s", p.location)
	found := []string{}
	for n := range p.root.Descendants() {
		if n.Data == "li" {
			found = append(found, attribute(n, "data-code"))
		}
	}
	return found
}

func find(root *html.Node, wanted func(*html.Node) bool) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && wanted(n) {
			return n
		}
	}
	return nil
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
