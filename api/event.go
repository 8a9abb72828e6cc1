package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// ListEvents reads a feed from a position on.
func (s *server) ListEvents(ctx context.Context, r gen.ListEventsRequestObject) (gen.ListEventsResponseObject, error) {
	principal := principalOf(ctx)
	page, err := s.services.Feeds.After(ctx, principal, eventFilter(r.Params.Type, r.Params.SubjectKind), *r.Params.After, int(*r.Params.Limit))
	if err != nil {
		return nil, inParameters(err)
	}
	items := mapped(page.Items, func(e models.FeedEvent) gen.Event { return feedEvent(e, principal.Side) })
	return gen.ListEvents200JSONResponse{Body: gen.EventFeed{Items: items, NextAfter: page.Next, More: page.More}}, nil
}

func eventFilter(kind, subject *string) models.EventFilter {
	var f models.EventFilter
	if kind != nil {
		f.Types = []string{*kind}
	}
	if subject != nil {
		f.SubjectKinds = []string{*subject}
	}
	return f
}

// feedEvent is an event with its position; the rest is as timelines show it.
func feedEvent(e models.FeedEvent, reader models.Side) gen.Event {
	shown := event(e.Event, reader)
	shown.Position = &e.Position
	return shown
}

// EventJSON is an event as feeds, streams and messages show it to a side.
func EventJSON(e models.FeedEvent, reader models.Side) (json.RawMessage, error) {
	text, err := json.Marshal(feedEvent(e, reader))
	if err != nil {
		return nil, fmt.Errorf("encode event: %w", err)
	}
	return text, nil
}

// inParameters says of a filter that it stands in the query.
func inParameters(err error) error {
	var invalid *models.InvalidInput
	if !errors.As(err, &invalid) {
		return err
	}
	fields := mapped(invalid.Errors, func(e models.FieldError) fieldError {
		return fieldError{in: inQuery, pointer: pointerTo(parameterOf[e.Pointer]), code: e.Code}
	})
	return &requestError{status: http.StatusUnprocessableEntity, code: codeInvalidFields, fields: fields}
}

// parameterOf names the parameters of the query after the lists that they fill.
var parameterOf = map[string]string{"/types/0": "type", "/subject_kinds/0": "subject_kind"}
