package programme

import (
	"context"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// Feeds read what happened, in the order in which it became known.
type Feeds struct{ Deps }

// newsBatch bounds one look for news.
const newsBatch = 1000

// After is what comes after a position for a principal: at most limit events.
func (s *Feeds) After(ctx context.Context, p models.Principal, f models.EventFilter, after int64, limit int) (models.FeedPage, error) {
	if wrong := f.Validate(); len(wrong) > 0 {
		return models.FeedPage{}, &models.InvalidInput{Errors: wrong}
	}
	var page models.FeedPage
	err := s.Store.As(ctx, p, func(tx *store.Tx) (err error) {
		page, err = tx.Feed(p.Feed(), f, after, limit)
		return err
	})
	return page, err
}

// StreamsPerPerson is how many streams a principal may have open at once.
func (s *Feeds) StreamsPerPerson(ctx context.Context, p models.Principal) (int, error) {
	var most int
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		policy, err := tx.Policy(p.Site, tx.Now())
		most = policy.Document.Events.StreamsPerPerson
		return err
	})
	return most, err
}

// nobody may ask whether there is news, and reads nothing.
var nobody = models.Principal{Side: models.SideCustomer}

// Head is the newest position of all.
func (s *Feeds) Head(ctx context.Context) (int64, error) {
	var head int64
	err := s.Store.As(ctx, nobody, func(tx *store.Tx) (err error) {
		head, err = tx.FeedHead()
		return err
	})
	return head, err
}

// News says whose events came after a position, oldest first.
func (s *Feeds) News(ctx context.Context, after int64) ([]models.FeedNews, error) {
	var news []models.FeedNews
	err := s.Store.As(ctx, nobody, func(tx *store.Tx) (err error) {
		news, err = tx.FeedNews(after, newsBatch)
		return err
	})
	return news, err
}
