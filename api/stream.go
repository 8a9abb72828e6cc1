package api

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"

	"partnercenter/api/gen"
	"partnercenter/internal/clock"
	"partnercenter/models"
)

const (
	// streamPath is the only route whose answers have no end of their own.
	streamPath = "/v1/events/stream"

	// streamBatch is how many events a stream reads at once, streamBeat how long it
	// is silent, and streamPatience how long its reader may take for what is written.
	streamBatch    = 100
	streamBeat     = 15 * time.Second
	streamPatience = 10 * time.Second
	// newsPause is how long the one reader of news rests.
	newsPause = 250 * time.Millisecond
	// streamRetry is when a reader should listen again after the end, in milliseconds.
	streamRetry = 1000
)

// StreamEvents listens to a feed.
func (s *server) StreamEvents(ctx context.Context, r gen.StreamEventsRequestObject) (gen.StreamEventsResponseObject, error) {
	principal, filter := principalOf(ctx), eventFilter(r.Params.Type, r.Params.SubjectKind)
	if wrong := filter.Validate(); len(wrong) > 0 {
		return nil, inParameters(&models.InvalidInput{Errors: wrong})
	}
	ear, err := s.streams.join(ctx, principal)
	if err != nil {
		return nil, err
	}
	after, err := s.streamsFrom(ctx, r.Params)
	if err != nil {
		s.streams.leave(ear)
		return nil, err
	}
	return &stream{ctx: ctx, server: s, principal: principal, filter: filter, after: after, ear: ear}, nil
}

// streamsFrom is the position behind which a stream begins: the last that its
// reader has seen, or now.
func (s *server) streamsFrom(ctx context.Context, p gen.StreamEventsParams) (int64, error) {
	switch {
	case p.LastEventID != nil:
		return strconv.ParseInt(*p.LastEventID, 10, 64)
	case p.After != nil:
		return *p.After, nil
	default:
		return s.services.Feeds.Head(ctx)
	}
}

// stream is an answer that goes on until its reader leaves, his token ends or the
// process stops.
type stream struct {
	ctx       context.Context
	server    *server
	principal models.Principal
	filter    models.EventFilter
	after     int64
	ear       *ear
}

var _ gen.StreamEventsResponseObject = (*stream)(nil)

// VisitStreamEventsResponse writes the stream.
func (x *stream) VisitStreamEventsResponse(w http.ResponseWriter) error {
	defer x.server.streams.leave(x.ear)
	ctx, cancel := context.WithCancel(x.ctx)
	defer cancel()
	if !x.principal.Until.IsZero() {
		ctx, cancel = context.WithDeadline(ctx, x.principal.Until)
		defer cancel()
	}
	out := http.NewResponseController(w)
	// The limits of a request are not those of a stream.
	if err := out.SetReadDeadline(time.Time{}); err != nil {
		return fmt.Errorf("let a stream be long: %w", err)
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	if write(w, out, fmt.Appendf(nil, "retry: %d\n\n", streamRetry)) == nil { // else the reader has left
		x.tell(ctx, w, out)
	}
	return nil
}

// tell writes what there is, and what comes.
func (x *stream) tell(ctx context.Context, w http.ResponseWriter, out *http.ResponseController) {
	beat := time.NewTicker(streamBeat)
	defer beat.Stop()
	for {
		more, err := x.pass(ctx, w, out)
		if err != nil {
			x.server.log.LogAttrs(ctx, slog.LevelInfo, "a stream ended", slog.Int64("after", x.after), slog.String("error", err.Error()))
			return
		}
		if more {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-x.server.streams.stopping:
			return
		case <-x.ear.wake:
		case <-beat.C:
			if write(w, out, []byte(": still here\n\n")) != nil {
				return
			}
		}
	}
}

// pass writes the next stretch of the feed, as the reader may see it now.
func (x *stream) pass(ctx context.Context, w http.ResponseWriter, out *http.ResponseController) (more bool, err error) {
	page, err := x.server.services.Feeds.After(ctx, x.principal, x.filter, x.after, streamBatch)
	if err != nil {
		return false, err
	}
	var text bytes.Buffer
	for _, e := range page.Items {
		data, err := EventJSON(e, x.principal.Side)
		if err != nil {
			return false, err
		}
		fmt.Fprintf(&text, "id: %d\nevent: %s\ndata: %s\n\n", e.Position, e.Type, data)
	}
	x.after = page.Next
	if text.Len() == 0 {
		return page.More, nil
	}
	return page.More, write(w, out, text.Bytes())
}

// write sends text at once, to a reader who takes it in time.
func write(w http.ResponseWriter, out *http.ResponseController, text []byte) error {
	if err := out.SetWriteDeadline(clock.Clock{}.Now().Add(streamBeat + streamPatience)); err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	return out.Flush()
}

// streams are the open streams of this process. One reader looks for news for all
// of them, while there are any.
type streams struct {
	feeds    Feeds
	log      *slog.Logger
	stopping <-chan struct{}

	mu      sync.Mutex
	ears    map[*ear]struct{}
	count   map[person]int
	reading bool // the one reader is at work
}

// person is whose streams are counted together.
type person struct {
	org     uuid.UUID
	subject string
}

// ear is where a stream hears that there is something to read.
type ear struct {
	person person
	scope  models.FeedScope
	wake   chan struct{}
}

// join makes room for one more stream of a principal, or refuses.
func (s *streams) join(ctx context.Context, p models.Principal) (*ear, error) {
	most, err := s.feeds.StreamsPerPerson(ctx, p)
	if err != nil {
		return nil, err
	}
	head, err := s.feeds.Head(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	joined := &ear{person: person{p.Org, p.Subject}, scope: p.Feed(), wake: make(chan struct{}, 1)}
	if s.count[joined.person] >= most {
		return nil, &requestError{status: http.StatusTooManyRequests, code: codeStreamsTooMany}
	}
	if s.ears == nil {
		s.ears, s.count = map[*ear]struct{}{}, map[person]int{}
	}
	if !s.reading {
		s.reading = true
		go s.listen(context.WithoutCancel(ctx), head)
	}
	s.ears[joined] = struct{}{}
	s.count[joined.person]++
	return joined, nil
}

func (s *streams) leave(gone *ear) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.ears, gone)
	if s.count[gone.person]--; s.count[gone.person] == 0 {
		delete(s.count, gone.person)
	}
}

// listen looks for news behind a position as long as somebody wants to know.
func (s *streams) listen(ctx context.Context, head int64) {
	rest := time.NewTicker(newsPause)
	defer rest.Stop()
	for {
		select {
		case <-s.stopping:
			return
		case <-rest.C:
		}
		news, err := s.feeds.News(ctx, head)
		if err != nil {
			s.log.LogAttrs(ctx, slog.LevelWarn, "no news for streams", slog.String("error", err.Error()))
		}
		if len(news) > 0 {
			head = news[len(news)-1].Position
		}
		if !s.spread(news) {
			return
		}
	}
}

// spread wakes those whom the news concern, and reports whether anybody is left.
func (s *streams) spread(news []models.FeedNews) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for listening := range s.ears {
		for _, n := range news {
			if n.Concerns(listening.scope) {
				select {
				case listening.wake <- struct{}{}:
				default: // it has been told and not looked yet
				}
				break
			}
		}
	}
	s.reading = len(s.ears) > 0
	return s.reading
}
