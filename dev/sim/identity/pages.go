package identity

import (
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"

	"partnercenter/dev/sim/internal/web"
)

const maxFormBytes = 64 << 10

//go:embed templates
var files embed.FS

var (
	signInPage   = parsePage("sign_in.html")
	registerPage = parsePage("register.html")
	failurePage  = parsePage("failure.html")
)

func parsePage(name string) *template.Template {
	return template.Must(template.ParseFS(files, "templates/layout.html", "templates/"+name)).Lookup(name)
}

// view is what the templates see.
type view struct {
	Language language
	Request  string
	// Path is the page's own, for its links to itself in the other language.
	Path     string
	Form     any
	Problems []problem
	// CodeSentTo is the phone that was just sent a verification code.
	CodeSentTo string
	// Failure is why there is no form to show.
	Failure message
}

// T is the text in the page's language; an unknown name fails the page, which the tests of each page would see.
func (v view) T(name message) (string, error) { return v.Language.lookup(name) }

// Tag is the page's language.
func (v view) Tag() string { return v.Language.tag }

// Link keeps request and language on the way to another page of ours.
func (v view) Link(path, lang string) string {
	return path + "?" + url.Values{"request": {v.Request}, "lang": {lang}}.Encode()
}

// withRequest parses the form and finds the authorisation request that the page belongs to.
func (s *Server) withRequest(next func(http.ResponseWriter, *http.Request, authorization)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
		if err := r.ParseForm(); err != nil {
			s.fail(w, r, http.StatusBadRequest, textRequestInvalid)
			return
		}
		request, found := s.requests.get(r.Form.Get("request"))
		if !found {
			s.fail(w, r, http.StatusBadRequest, textRequestOver)
			return
		}
		next(w, r, request)
	}
}

func (s *Server) page(w http.ResponseWriter, r *http.Request, request authorization, status int, page *template.Template, v view) {
	v.Language, v.Request, v.Path = languageOf(r, request), r.FormValue("request"), r.URL.Path
	protect(w.Header())
	w.Header().Set("Content-Language", v.Language.tag)
	web.WritePage(w, status, page, v)
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, status int, why message) {
	s.page(w, r, authorization{}, status, failurePage, view{Failure: why})
}

// busy is for what the person cannot help; the cause goes to the log.
func (s *Server) busy(w http.ResponseWriter, r *http.Request, cause error) {
	slog.ErrorContext(r.Context(), "serve identity form", "path", r.URL.Path, "error", cause)
	s.fail(w, r, http.StatusServiceUnavailable, textBusy)
}

// protect allows no script at all. There is no form-action: browsers apply it to the redirect that ends the flow at the client.
func protect(header http.Header) {
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Cache-Control", "no-store")
}

func style(w http.ResponseWriter, r *http.Request) {
	http.ServeFileFS(w, r, files, "templates/style.css")
}
