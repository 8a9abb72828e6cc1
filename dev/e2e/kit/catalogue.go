package kit

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"partnercenter/models"
)

// recorded is a kind of event that a world has seen, with one field of its data.
type recorded struct{ Subject, Type, Field string }

// holdCatalogue holds every event of the world against the catalogue: its type, and the fields of its data.
func (w *World) holdCatalogue() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	rows, err := w.Admin.Query(ctx, `SELECT DISTINCT subject_kind, type, COALESCE(field, '')
		FROM events LEFT JOIN LATERAL jsonb_object_keys(data) AS field ON true`)
	if err != nil {
		return // the engine is gone, and what it held with it
	}
	seen, err := pgx.CollectRows(rows, pgx.RowToStructByPos[recorded])
	if err != nil {
		return
	}
	for _, e := range seen {
		if !slices.Contains(models.EventsAbout(e.Subject), e.Type) {
			w.T.Errorf("the catalogue does not know the event %s about a %s", e.Type, e.Subject)
		}
		if e.Field != "" && !slices.Contains(models.EventData(e.Subject), e.Field) {
			w.T.Errorf("the catalogue does not know the field %s of %s", e.Field, e.Type)
		}
	}
}
