package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the validator behind it would let through, the reader refuses, and says where.
func TestReadBody_RefusesWhatIsNotOnePlainDocument(t *testing.T) {
	s := accepting(t)
	deep := strings.Repeat(`{"a":`, maxJSONDepth+1) + "1" + strings.Repeat("}", maxJSONDepth+1)
	for name, c := range map[string]struct {
		body   string
		status int
		place  string
	}{
		"empty":              {"", 400, "body  required"},
		"white space":        {"  ", 400, "body  json_malformed"},
		"no JSON":            {`company_name=x`, 400, "body  json_malformed"},
		"cut off":            {`{"phone": "1`, 400, "body /phone json_malformed"},
		"trailing comma":     {`{"phone": "1",}`, 400, "body  json_malformed"},
		"duplicate key":      {`{"phone":"+8613800000000","phone":"+8613900000000"}`, 400, "body /phone json_duplicate_key"},
		"duplicate, nested":  {`{"review":{"communication":"a","communication":"b"}}`, 400, "body /review/communication json_duplicate_key"},
		"duplicate, escaped": {`{"phone":"1","\u0070hone":"2"}`, 400, "body /phone json_duplicate_key"},
		"second document":    {validRegistration + `{}`, 400, "body  json_trailing_data"},
		"trailing text":      {validRegistration + ` x`, 400, "body  json_trailing_data"},
		"NUL byte":           {"{\"phone\":\"1\x00\"}", 400, "body  json_nul"},
		"escaped NUL":        {`{"phone":"1\u0000"}`, 400, "body /phone json_nul"},
		"escaped NUL in key": {`{"ph\u0000one":"1"}`, 400, "body /ph\x00one json_nul"},
		"broken UTF-8":       {"{\"phone\":\"\xff\"}", 400, "body /phone json_malformed"},
		"lone surrogate":     {`{"phone":"\ud800"}`, 400, "body /phone json_malformed"},
		"too deep":           {deep, 400, "body " + strings.Repeat("/a", maxJSONDepth) + " json_too_deep"},
		"too large":          {strings.Repeat(" ", maxBodyBytes+1), 413, "body  body_too_large"},
		"10 MB":              {`{"phone":"` + strings.Repeat("1", 10<<20) + `"}`, 413, "body  body_too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			w := s.ask(http.MethodPost, "/v1/registrations", c.body, withKey, header{"Content-Type": "application/json"})
			require.Equal(t, c.status, w.Code, w.Body.String())
			require.Equal(t, []string{c.place}, places(problemIn(t, w)))
		})
	}
}

func TestReadBody_TakesABodyOfTheGreatestSize(t *testing.T) {
	body := validRegistration + strings.Repeat(" ", maxBodyBytes-len(validRegistration))
	w := accepting(t).ask(http.MethodPost, "/v1/registrations", body, withKey)
	require.Equal(t, http.StatusCreated, w.Code, w.Body.String())
}

func TestReadBody_TakesPlainJSONOnly(t *testing.T) {
	s := accepting(t)
	for contentType, status := range map[string]int{
		"application/json":                  201,
		"application/json; charset=utf-8":   201,
		"Application/JSON; charset=UTF-8":   201,
		"application/json; charset=gbk":     415,
		"application/x-www-form-urlencoded": 415,
		"text/plain":                        415,
		"":                                  415,
		"application/json; =":               415,
	} {
		w := s.ask(http.MethodPost, "/v1/registrations", validRegistration, withKey, header{"Content-Type": contentType})
		require.Equal(t, status, w.Code, contentType)
	}
}

func TestReadBody_RefusesCompressedBodies(t *testing.T) {
	w := accepting(t).ask(http.MethodPost, "/v1/registrations", validRegistration, withKey, header{"Content-Encoding": "gzip"})
	require.Equal(t, http.StatusUnsupportedMediaType, w.Code)
}

func TestReadBody_RefusesABodyWhereNoneIsWanted(t *testing.T) {
	w := accepting(t).ask(http.MethodPost, "/v1/registrations/"+someID.String()+"/release", "{}", withKey)
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.Equal(t, []string{"body  body_unexpected"}, places(problemIn(t, w)))
}
