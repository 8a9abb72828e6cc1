package api

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"time"

	"golang.org/x/text/language"

	"partnercenter/models"
)

//go:embed pages
var pageFiles embed.FS

var (
	pageTemplates = parsePages("invitation", "consent", "result", "failure", "partner")
	pageStyle     = mustReadPage("pages/style.css")
)

// parsePages and mustReadPage run at the start: a page that is broken stops the
// process there, not in front of a customer.
func parsePages(names ...string) map[string]*template.Template {
	layout := template.Must(template.New("layout.html").Funcs(template.FuncMap{"dict": dict}).ParseFS(pageFiles, "pages/layout.html"))
	pages := make(map[string]*template.Template, len(names))
	for _, name := range names {
		pages[name] = template.Must(template.Must(layout.Clone()).ParseFS(pageFiles, "pages/"+name+".html"))
	}
	return pages
}

// dict gives a template that is called by another several things to speak of.
func dict(pairs ...any) map[string]any {
	out := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		out[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return out
}

func mustReadPage(name string) []byte {
	content, err := pageFiles.ReadFile(name)
	if err != nil {
		panic(err) //nolint:forbidigo // at the start of the process: the page is part of the binary
	}
	return content
}

// notice is the text of a version of the notice that resale customers agree to.
// A version without a text cannot be agreed to: an error, never an empty notice.
func notice(version, locale string) (template.HTML, error) {
	content, err := pageFiles.ReadFile("pages/notices/" + version + "." + locale + ".html")
	if err != nil {
		return "", fmt.Errorf("read notice %q: %w", version, err)
	}
	return template.HTML(content), nil //nolint:gosec // our own file
}

// NoticeVersions are the versions of the notice that have a text in every
// language of the pages.
func NoticeVersions() ([]string, error) {
	ending := "." + languages[0].String() + ".html"
	files, err := fs.Glob(pageFiles, "pages/notices/*"+ending)
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	var versions []string
	for _, file := range files {
		version := strings.TrimSuffix(path.Base(file), ending)
		for _, tag := range languages {
			if _, err := notice(version, tag.String()); err != nil {
				return nil, err
			}
		}
		versions = append(versions, version)
	}
	return versions, nil
}

// pageView is what every page shows.
type pageView struct {
	Locale    string
	T         texts
	Home      string // address of the code; empty if there is none
	Query     string // carries a chosen language on, with its question mark
	Languages []languageLink
	Refresh   bool // the page comes back by itself
	Page      any
}

type languageLink struct {
	Name, Locale, Address string
	Current               bool
}

// codeDetails is the invitation or link of a page.
type codeDetails struct {
	PartnerName string
	Resale      bool
	ExpiresAt   string // empty: it does not end
}

// cause is one reason against the association and what to do about it.
type cause struct{ Title, Advice string }

type (
	invitationView struct{ Code codeDetails }

	consentView struct {
		Code          codeDetails
		Account       models.Contact // masked
		FactsAsOf     string
		Causes        []cause
		Notice        template.HTML
		NoticeVersion string
		NoticeMissing bool
		Token         string
	}

	resultView struct {
		Code           codeDetails
		State          string
		Reference      string
		Since          string
		GiveUpAt       string
		Causes         []cause
		AgainByPartner bool
		Token          string
	}

	failureView struct {
		Title  string
		Lead   string
		Code   *codeDetails // nil where there is none
		Causes []cause
		Back   string // address to try again at
	}
)

func (p *Pages) render(v *visit, status int, name string, page any) error {
	view := pageView{Locale: v.locale, T: textsOf(v.locale), Page: page}
	if v.code != "" {
		view.Home = v.pathIn("", v.locale, false)
	}
	if v.chosen {
		view.Query = "?lang=" + v.locale
	}
	if result, ok := page.(resultView); ok {
		view.Refresh = result.State == models.AcceptanceChecking
	}
	view.Languages = v.languages()
	var content bytes.Buffer
	if err := pageTemplates[name].ExecuteTemplate(&content, "layout.html", view); err != nil {
		return fmt.Errorf("render %s page: %w", name, err)
	}
	return v.HTMLBlob(status, content.Bytes())
}

// languages leads to the same page in each language; an answer to a form leads
// to the page that the form was on, which is there to read.
func (v *visit) languages() []languageLink {
	if v.code == "" {
		return nil
	}
	suffix := ""
	switch {
	case v.Path() == resultPath:
		suffix = "/result/" + url.PathEscape(v.Param("id"))
	case v.Path() == consentPath, v.Path() == acceptPath:
		suffix = "/consent"
	}
	links := make([]languageLink, len(languages))
	for n, tag := range languages {
		locale := tag.String()
		links[n] = languageLink{Name: textsOf(locale).Language, Locale: locale, Address: v.pathIn(suffix, locale, true), Current: locale == v.locale}
	}
	return links
}

func (v *visit) describe(view models.CodeView) codeDetails {
	return codeDetails{
		PartnerName: view.PartnerName,
		Resale:      view.AssociationType == models.Resale,
		ExpiresAt:   v.instant(view.ExpiresAt, view.Zone),
	}
}

// instant writes a time for people in the programme's zone, cut to the minute:
// nobody reads a deadline later than it is.
func (v *visit) instant(at *time.Time, zone string) string {
	if at == nil {
		return ""
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		location = time.UTC
	}
	local := at.In(location)
	return fmt.Sprintf("%s (%s, UTC%s)", local.Format(textsOf(v.locale).Minute), location, local.Format("-07:00"))
}

// causes puts blockers in the customer's words: the rules' titles speak to
// partners, and some read otherwise from here.
func (p *Pages) causes(v *visit, zone string, blockers []models.Blocker) []cause {
	t := textsOf(v.locale)
	causes := make([]cause, len(blockers))
	for n, blocker := range blockers {
		causes[n] = cause{Title: t.Titles[blocker.Code], Advice: t.advice(blocker.Code)}
		if causes[n].Title == "" {
			causes[n].Title = p.title(blocker.Code, v.locale)
		}
		if blocker.EligibleFrom != nil {
			causes[n].Advice += " " + fmt.Sprintf(t.EligibleFrom, v.instant(blocker.EligibleFrom, zone))
		}
	}
	return causes
}

func (p *Pages) title(code, locale string) string {
	if title, ok := p.titles(code, locale); ok {
		return title
	}
	return code
}

// closestLocale is "zh-CN" or "en", whichever a language tag is closer to.
func closestLocale(tag string) string {
	_, index := language.MatchStrings(languageMatcher, tag)
	return languages[index].String()
}

// AssociationName names the association type of a page.
func (t texts) AssociationName(c codeDetails) string {
	if c.Resale {
		return t.Resale
	}
	return t.Consultant
}

// AssociationMeaning says what the association type means for the customer.
func (t texts) AssociationMeaning(c codeDetails) []string {
	if c.Resale {
		return strings.Split(t.ResaleMeaning, "\n")
	}
	return strings.Split(t.ConsultantMeaning, "\n")
}
