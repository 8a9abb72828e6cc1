package api

import (
	"net/http"

	"golang.org/x/text/language"
)

// languages are what people are answered in; the first is the programme's own
// and serves where the caller asks for nothing we have.
var languages = []language.Tag{language.MustParse("zh-CN"), language.English}

var languageMatcher = language.NewMatcher(languages)

// languageOf returns "zh-CN" or "en".
func languageOf(r *http.Request) string {
	_, index := language.MatchStrings(languageMatcher, r.Header.Get("Accept-Language"))
	return languages[index].String()
}
