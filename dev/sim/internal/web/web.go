// Package web is the little HTTP the simulators share: strict JSON in, JSON out, and the client side of both.
package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
)

const maxBodyBytes = 1 << 20

// Error is the JSON body of every refusal, and what Call returns for one.
type Error struct {
	Status  int    `json:"-"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (e *Error) Error() string {
	return fmt.Sprintf("status %d: %s: %s", e.Status, e.Code, e.Message)
}

// ReadJSON decodes the one document of the body into v, which keeps its values where the document is silent.
// When it returns false it has answered 400: a mistyped field in a test's control call must not pass unseen.
func ReadJSON(w http.ResponseWriter, r *http.Request, v any) bool {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(v)
	if err == nil && decoder.More() {
		err = errors.New("more than one document")
	}
	if err != nil {
		WriteError(w, http.StatusBadRequest, "body_invalid", err.Error())
		return false
	}
	return true
}

// WriteJSON answers a document. Who has gone away meanwhile is noted in the log.
func WriteJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		slog.Error("write answer", "error", err)
	}
}

// WriteError answers a refusal, which Call turns back into an *Error.
func WriteError(w http.ResponseWriter, status int, code, message string) {
	WriteJSON(w, status, Error{Code: code, Message: message})
}

// Template is what html/template and this package agree on.
type Template interface {
	Execute(w io.Writer, data any) error
}

// WritePage renders before it answers, so that a template's failure is a 500 and not half a page.
func WritePage(w http.ResponseWriter, status int, page Template, data any) {
	var body bytes.Buffer
	if err := page.Execute(&body, data); err != nil {
		slog.Error("render page", "error", err)
		http.Error(w, "page could not be rendered", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if _, err := body.WriteTo(w); err != nil {
		slog.Debug("write page", "error", err)
	}
}

// Call sends in as JSON (nil: no body) and decodes a 2xx answer into out (nil: ignored).
// A nil client is http.DefaultClient, an empty token sends no Authorization header. A refusal is an *Error.
func Call(ctx context.Context, client *http.Client, method, url, token string, in, out any) error {
	request, err := newRequest(ctx, method, url, token, in)
	if err != nil {
		return err
	}
	if client == nil {
		client = http.DefaultClient
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusMultipleChoices {
		return refusal(response)
	}
	if out == nil {
		return nil
	}
	if err := json.NewDecoder(response.Body).Decode(out); err != nil {
		return fmt.Errorf("decode answer: %w", err)
	}
	return nil
}

func newRequest(ctx context.Context, method, url, token string, in any) (*http.Request, error) {
	var body io.Reader
	if in != nil {
		document, err := json.Marshal(in)
		if err != nil {
			return nil, fmt.Errorf("encode request: %w", err)
		}
		body = bytes.NewReader(document)
	}
	request, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return nil, fmt.Errorf("build request: %w", err)
	}
	if in != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return request, nil
}

func refusal(response *http.Response) error {
	refused := &Error{Status: response.StatusCode, Code: "unknown", Message: response.Status}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBodyBytes))
	if err != nil {
		return fmt.Errorf("read refusal: %w", err)
	}
	// A body of another form leaves the status line to speak.
	var document Error
	if json.Unmarshal(body, &document) == nil && document.Code != "" {
		refused.Code, refused.Message = document.Code, document.Message
	}
	return refused
}
