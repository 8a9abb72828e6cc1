package store

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"partnercenter/models"
)

// processTables are the tables whose open rows have a workflow each.
var processTables = map[string]string{
	models.SubjectRegistration: "registrations",
	models.SubjectInvitation:   "invitations",
	models.SubjectAcceptance:   "acceptances",
	models.SubjectRequest:      "association_requests",
	models.SubjectSettlement:   "settlements",
	models.SubjectWithdrawal:   "withdrawals",
}

// ProcessKinds are the kinds of rows that have a workflow each.
func ProcessKinds() []string { return slices.Sorted(maps.Keys(processTables)) }

// ProcessTables are the tables of these rows.
func ProcessTables() []string { return slices.Sorted(maps.Values(processTables)) }

// Waker is an open row whose workflow may have to be woken.
type Waker struct {
	Kind string
	Ref  models.Ref
	// Reference and PartnerID are what the start of a workflow tells the operators.
	// Who names a row whose workflow is only told leaves them out.
	Reference string
	PartnerID uuid.UUID
	// Fresh: the row was made by the transaction that names it; its workflow is
	// still to be started.
	Fresh bool
}

// Overdue lists open rows of the transaction's realm whose wake passed before an instant, oldest first. A
// row that its workflow has never read keeps the wake of its creation.
func (t *Tx) Overdue(kind string, before time.Time, limit int) ([]Waker, error) {
	return t.wakers(kind, "SELECT id, realm, reference, partner_id FROM "+processTables[kind]+" WHERE realm = ? AND next_wake_at < ? ORDER BY next_wake_at LIMIT ?", t.principal.Realm, before, limit)
}

// Open lists open rows of the transaction's realm in the order of their ids, from after an id on.
func (t *Tx) Open(kind string, after uuid.UUID, limit int) ([]Waker, error) {
	return t.wakers(kind, "SELECT id, realm, reference, partner_id FROM "+processTables[kind]+" WHERE realm = ? AND next_wake_at IS NOT NULL AND id > ? ORDER BY id LIMIT ?", t.principal.Realm, after, limit)
}

func (t *Tx) wakers(kind, query string, args ...any) ([]Waker, error) {
	var rows []struct {
		models.Ref

		Reference string
		PartnerID uuid.UUID
	}
	if err := t.db.Raw(query, args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("list open %ss: %w", kind, err)
	}
	wakers := make([]Waker, len(rows))
	for i, row := range rows {
		wakers[i] = Waker{Kind: kind, Ref: row.Ref, Reference: row.Reference, PartnerID: row.PartnerID}
	}
	return wakers, nil
}

// Realms lists the realms with their clocks' business now: an instant that is
// past in one realm may be to come in another.
func (t *Tx) Realms() ([]string, error) {
	var realms []string
	if err := t.db.Raw("SELECT DISTINCT realm FROM organisations WHERE kind = 'vendor' ORDER BY realm").Scan(&realms).Error; err != nil {
		return nil, fmt.Errorf("list realms: %w", err)
	}
	return realms, nil
}

// MarkStarted notes that rows have got workflows that know them as they were written,
// and when somebody has to look after them. A row that its workflow has read, or that
// somebody holds locked, is left as it is, and so is one that has moved: it is answered,
// because who moved it may have found no workflow to tell.
func (t *Tx) MarkStarted(begun []models.Begun) (moved []Waker, err error) {
	byKind := map[string][]models.Begun{}
	for _, b := range begun {
		byKind[b.Kind] = append(byKind[b.Kind], b)
	}
	for kind, some := range byKind {
		ids, versions, looks := make(textArray, len(some)), make(textArray, len(some)), make(textArray, len(some))
		for n, b := range some {
			ids[n], versions[n], looks[n] = b.Ref.ID.String(), strconv.FormatInt(b.Row.Version, 10), b.LookAt.Format(time.RFC3339Nano)
		}
		var found []uuid.UUID
		err := t.db.Raw("SELECT * FROM mark_started(?, ?, ?::uuid[], ?::bigint[], ?::timestamptz[])", processTables[kind], t.Now(), ids, versions, looks).Scan(&found).Error
		if err != nil {
			return nil, fmt.Errorf("mark %ss as started: %w", kind, err)
		}
		for _, id := range found {
			moved = append(moved, Waker{Kind: kind, Ref: models.Ref{ID: id, Realm: t.principal.Realm}})
		}
	}
	return moved, nil
}

// MarkActed notes that the workflow of a row has read it, and when it wakes next.
// A row that somebody holds locked for longer than a moment is left as it is:
// reading must not wait for deciding, and the sweep has a row read again that was
// not marked.
func (t *Tx) MarkActed(kind string, id uuid.UUID, wake *time.Time) error {
	return t.write("mark as acted", "SELECT mark_acted(?, ?, ?, ?)", processTables[kind], id, t.Now(), wake)
}
