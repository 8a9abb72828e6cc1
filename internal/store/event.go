package store

import (
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"partnercenter/models"
)

// relayLock is the advisory lock of the only relay.
const relayLock = 7_045_011

// feedWindow is how many events of a tenant one reading of its feed looks at: what
// a filter leaves of them may be none.
const feedWindow = 1000

// GivePositions gives the committed events that wait their positions, in the
// order in which they were recorded, and answers how many. There is one relay at
// a time: another one waits.
//
// Those about one subject get theirs in the order of its versions, whatever the
// clocks of the processes say that wrote them: a batch takes all that waits about
// a subject, and nobody gets a place before an earlier one of his subject.
func (t *Tx) GivePositions(limit int) (int, error) {
	if err := t.exec("SELECT pg_advisory_xact_lock(?)", relayLock); err != nil {
		return 0, fmt.Errorf("become the relay: %w", err)
	}
	res := t.db.Exec(`
		WITH first AS (
			SELECT DISTINCT e.subject_kind, e.subject_id FROM (SELECT event_id FROM event_queue ORDER BY event_id LIMIT ?) q JOIN events e ON e.id = q.event_id
		), waiting AS (
			DELETE FROM event_queue q USING events e WHERE e.id = q.event_id AND (e.subject_kind, e.subject_id) IN (SELECT * FROM first) RETURNING q.event_id
		), recorded AS (
			SELECT e.*, max(e.recorded_at) OVER (PARTITION BY e.subject_kind, e.subject_id ORDER BY e.subject_seq) AS follows FROM waiting w JOIN events e ON e.id = w.event_id
		), ordered AS (
			SELECT *, row_number() OVER (ORDER BY follows, subject_seq, id) AS n FROM recorded
		)
		INSERT INTO event_positions (position, event_id, realm, partner_id, subject_kind, type)
		SELECT n + COALESCE((SELECT max(position) FROM event_positions), 0), id, realm, partner_id, subject_kind, type FROM ordered`, limit)
	if res.Error != nil {
		return 0, fmt.Errorf("give positions: %w", res.Error)
	}
	return int(res.RowsAffected), nil
}

// Feed is what comes after a position in a feed, in the order of positions: at most
// limit events that meet the filter, of at most feedWindow that do or do not.
func (t *Tx) Feed(scope models.FeedScope, f models.EventFilter, after int64, limit int) (models.FeedPage, error) {
	var window struct {
		Passed int
		Last   int64
	}
	places := t.places(scope).Select("position").Where("position > ?", after).Order("position").Limit(feedWindow)
	if err := t.db.Table("(?) AS w", places).Select("count(*) AS passed, COALESCE(max(position), ?) AS last", after).Scan(&window).Error; err != nil {
		return models.FeedPage{}, fmt.Errorf("read feed: %w", err)
	}
	matching := narrow(t.places(scope).Select("position, event_id").Where("position > ? AND position <= ?", after, window.Last), f)
	var found []models.FeedEvent
	err := t.db.Table("(?) AS p", matching.Order("position").Limit(limit+1)).Select("e.*, p.position").
		Joins("JOIN events e ON e.id = p.event_id").Order("p.position").Scan(&found).Error
	if err != nil {
		return models.FeedPage{}, fmt.Errorf("read feed: %w", err)
	}
	if len(found) > limit {
		return models.FeedPage{Items: found[:limit], Next: found[limit-1].Position, More: true}, nil
	}
	return models.FeedPage{Items: found, Next: window.Last, More: window.Passed == feedWindow}, nil
}

// places are the positions of a feed, by the index that begins with its tenant.
func (t *Tx) places(scope models.FeedScope) *gorm.DB {
	places := t.db.Table("event_positions")
	if scope.Side == models.SideVendor {
		return places.Where("realm = ?", scope.Realm)
	}
	return places.Where("partner_id = ?", scope.Org)
}

func narrow(places *gorm.DB, f models.EventFilter) *gorm.DB {
	if len(f.Types) > 0 {
		places = places.Where("type IN ?", f.Types)
	}
	if len(f.SubjectKinds) > 0 {
		places = places.Where("subject_kind IN ?", f.SubjectKinds)
	}
	return places
}

// FeedHead is the newest position of all.
func (t *Tx) FeedHead() (int64, error) {
	var head int64
	if err := t.db.Raw("SELECT feed_head()").Scan(&head).Error; err != nil {
		return 0, fmt.Errorf("read head of the feed: %w", err)
	}
	return head, nil
}

// FeedNews says whose events came after a position, oldest first.
func (t *Tx) FeedNews(after int64, limit int) ([]models.FeedNews, error) {
	var news []models.FeedNews
	if err := t.db.Raw("SELECT * FROM feed_news(?, ?)", after, limit).Scan(&news).Error; err != nil {
		return nil, fmt.Errorf("read news of the feed: %w", err)
	}
	return news, nil
}

// EventsAt reads the events of positions.
func (t *Tx) EventsAt(ids []uuid.UUID) (map[uuid.UUID]models.FeedEvent, error) {
	var found []models.FeedEvent
	err := t.db.Table("events AS e").Select("e.*, p.position").Joins("JOIN event_positions p ON p.event_id = e.id").Where("e.id IN ?", ids).Scan(&found).Error
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	events := make(map[uuid.UUID]models.FeedEvent, len(found))
	for _, e := range found {
		events[e.ID] = e
	}
	return events, nil
}
