package store

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"partnercenter/models"
)

// Finding is a place where a book does not hold.
type Finding struct {
	BookSeq int64 // 0: the book as a whole
	What    string
}

// chainRow is a transaction with one of its lines.
type chainRow struct {
	ID            uuid.UUID
	BookSeq       int64
	Kind          string
	TradeType     string
	Realm         string
	PartnerID     uuid.UUID
	SubjectKind   string
	SubjectID     uuid.UUID
	Cause         string
	AssociationID *uuid.UUID
	ReversesID    *uuid.UUID
	EffectiveAt   time.Time
	RecordedAt    time.Time
	Previous      []byte
	Hash          []byte
	Account       string
	CustomerID    uuid.UUID
	Amount        decimal.Decimal
	Currency      models.Currency
}

// EventAnchored is a book's head as it was at an instant, outside of the book:
// cutting a book's end together with its head shows against it.
const EventAnchored = "ledger.anchored"

// Head is how far a book goes.
type Head struct {
	Seq  int64
	Hash []byte
}

// anchor is the newest event that keeps a book's head.
type anchor struct {
	Seq  int64
	Head string // in hexadecimal
	At   time.Time
}

// VerifyBook recomputes a book from its lines, in a Snapshot: the chain of hashes, the
// gapless sequence, the head, the newest anchor, the balances, that lots hold the cash,
// and that arrears are what was not paid of them. A changed byte and a cut end are
// found. It answers what does not hold.
func (t *Tx) VerifyBook(book uuid.UUID) ([]Finding, error) {
	if t.session.mode != oneState { // head, lines and sums would be of several states
		return nil, errors.New("verify a book: not in a snapshot")
	}
	head, err := t.BookHead(book)
	if err != nil {
		return nil, err
	}
	anchored, err := t.anchor(book)
	if err != nil {
		return nil, err
	}
	c := newChain(anchored)
	if err := t.eachLine(book, c.add); err != nil {
		return nil, err
	}
	sums, err := t.verifySums(book)
	return slices.Concat(c.end(head), sums), err
}

// BookHead is how far a book goes; nothing has been posted to one that is not there.
func (t *Tx) BookHead(book uuid.UUID) (Head, error) {
	head := Head{Hash: make([]byte, sha256.Size)}
	if err := t.db.Raw("SELECT seq, head AS hash FROM books WHERE partner_id = ?", book).Scan(&head).Error; err != nil {
		return head, fmt.Errorf("read book: %w", err)
	}
	return head, nil
}

// eachLine shows the lines of a book in their order, however many there are.
func (t *Tx) eachLine(book uuid.UUID, show func(chainRow)) error {
	rows, err := t.db.Raw(`SELECT t.id, t.realm, t.partner_id, t.book_seq, t.kind, t.trade_type, t.subject_kind, t.subject_id, t.cause, t.association_id, t.reverses_id, t.effective_at, t.recorded_at, t.previous, t.hash,
			a.kind AS account, a.customer_id, p.amount, p.currency
		FROM ledger_transactions t JOIN postings p ON p.transaction_id = t.id JOIN accounts a ON a.id = p.account_id
		WHERE t.partner_id = ? ORDER BY t.book_seq, p.line`, book).Rows()
	if err != nil {
		return fmt.Errorf("read lines: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var row chainRow
		if err := t.db.ScanRows(rows, &row); err != nil {
			return fmt.Errorf("read a line: %w", err)
		}
		show(row)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read lines: %w", err)
	}
	return nil
}

func (t *Tx) anchor(book uuid.UUID) (anchor, error) {
	var newest anchor
	err := t.db.Raw("SELECT subject_seq AS seq, data->>'head' AS head, at FROM events WHERE subject_id = ? AND type = ? ORDER BY subject_seq DESC LIMIT 1", book, EventAnchored).Scan(&newest).Error
	if err != nil {
		return newest, fmt.Errorf("read anchor: %w", err)
	}
	return newest, nil
}

// AnchorBook keeps a head that was proven as an event, if the book has moved since the
// newest anchor and that one is older than every.
func (t *Tx) AnchorBook(book uuid.UUID, head Head, every time.Duration) error {
	newest, err := t.anchor(book)
	if err != nil || head.Seq == newest.Seq || t.Now().Before(newest.At.Add(every)) {
		return err
	}
	return t.Record(models.Event{
		Realm: t.principal.Realm, PartnerID: &book, SubjectKind: models.SubjectBook, SubjectID: book, SubjectSeq: head.Seq,
		Type: EventAnchored, Actor: t.principal.Subject, Data: map[string]any{"head": hex.EncodeToString(head.Hash)},
	})
}

// chain recomputes a book's chain of hashes, one transaction at a time: a book may be
// too long to be held in memory.
type chain struct {
	anchored anchor
	found    bool // the anchored transaction
	lines    []chainRow
	previous []byte
	next     int64
	findings []Finding
}

func newChain(anchored anchor) *chain {
	return &chain{anchored: anchored, found: anchored.Seq == 0, previous: make([]byte, sha256.Size), next: 1}
}

// add takes the next line of the book.
func (c *chain) add(line chainRow) {
	if len(c.lines) > 0 && line.BookSeq != c.lines[0].BookSeq {
		c.link()
	}
	c.lines = append(c.lines, line)
}

// link compares a transaction whose lines are complete.
func (c *chain) link() {
	first := c.lines[0]
	switch {
	case first.BookSeq != c.next:
		c.findings = append(c.findings, Finding{c.next, fmt.Sprintf("missing: the next is number %d", first.BookSeq)})
	case !bytes.Equal(first.Previous, c.previous):
		c.findings = append(c.findings, Finding{c.next, "does not follow from the one before"})
	case !bytes.Equal(first.Hash, chainHash(c.lines)):
		c.findings = append(c.findings, Finding{c.next, "was changed"})
	}
	if first.BookSeq == c.anchored.Seq && hex.EncodeToString(first.Hash) == c.anchored.Head {
		c.found = true
	}
	c.previous, c.next, c.lines = first.Hash, first.BookSeq+1, c.lines[:0]
}

// end compares where the chain has come to with the book's head, and answers what
// does not hold.
func (c *chain) end(head Head) []Finding {
	if len(c.lines) > 0 {
		c.link()
	}
	if c.next != head.Seq+1 || !bytes.Equal(c.previous, head.Hash) {
		c.findings = append(c.findings, Finding{head.Seq, "the end is cut"})
	}
	if !c.found {
		c.findings = append(c.findings, Finding{c.anchored.Seq, "is not what was anchored on " + c.anchored.At.UTC().Format(time.RFC3339)})
	}
	return c.findings
}

// chainHash hashes what the function post_ledger hashes.
func chainHash(lines []chainRow) []byte {
	t := lines[0]
	fields := []string{
		hex.EncodeToString(t.Previous), t.ID.String(), t.Realm, t.PartnerID.String(), strconv.FormatInt(t.BookSeq, 10), t.Kind, t.TradeType,
		t.SubjectKind, t.SubjectID.String(), t.Cause, optional(t.AssociationID), optional(t.ReversesID), microseconds(t.EffectiveAt), microseconds(t.RecordedAt),
	}
	for _, line := range lines {
		amount := models.Money{Amount: line.Amount, Currency: line.Currency}
		fields = append(fields, line.Account, line.CustomerID.String(), amount.Fixed(), string(line.Currency))
	}
	hash := sha256.New()
	for _, field := range fields {
		fmt.Fprintf(hash, "%d:%s", len(field), field)
	}
	return hash.Sum(nil)
}

func optional(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

func microseconds(at time.Time) string { return strconv.FormatInt(at.UnixMicro(), 10) }

// verifySums compares what is stored as a sum with the sum of its lines.
func (t *Tx) verifySums(book uuid.UUID) ([]Finding, error) {
	var findings []Finding
	err := t.db.Raw(`
		SELECT 'account ' || a.id || ' is not the sum of its lines' AS what
		FROM accounts a LEFT JOIN (SELECT account_id, sum(amount) AS amount, count(*) AS n, max(account_seq) AS last FROM postings WHERE partner_id = @book GROUP BY account_id) s ON s.account_id = a.id
		WHERE a.partner_id = @book AND (a.balance <> COALESCE(s.amount, 0) OR a.seq <> COALESCE(s.last, 0) OR a.seq <> COALESCE(s.n, 0))
		UNION ALL
		SELECT 'line ' || p.account_seq || ' of account ' || p.account_id || ' does not lead to its balance'
		FROM (SELECT account_id, account_seq, balance_after, sum(amount) OVER (PARTITION BY account_id ORDER BY account_seq) AS total FROM postings WHERE partner_id = @book) p
		WHERE p.balance_after <> p.total
		UNION ALL
		SELECT 'the lots of ' || c.currency || ' do not hold the cash'
		FROM (SELECT currency, sum(balance) AS cash FROM accounts WHERE partner_id = @book AND kind = 'cash' GROUP BY currency) c
		LEFT JOIN (SELECT currency, sum(remaining) AS held FROM lots WHERE partner_id = @book GROUP BY currency) l ON l.currency = c.currency
		WHERE c.cash <> COALESCE(l.held, 0)
		UNION ALL
		SELECT 'lot ' || l.id || ' is not what its draws left'
		FROM lots l LEFT JOIN (SELECT lot_id, sum(amount) AS drawn FROM lot_draws WHERE partner_id = @book GROUP BY lot_id) d ON d.lot_id = l.id
		WHERE l.partner_id = @book AND l.remaining <> l.amount - COALESCE(d.drawn, 0)
		UNION ALL
		SELECT 'arrears of consumption ' || o.consumption_id || ' are not what was paid of them'
		FROM arrears o LEFT JOIN (
			SELECT t.subject_id, sum(p.amount) AS paid, count(*) AS n FROM ledger_transactions t
			JOIN postings p ON p.transaction_id = t.id JOIN accounts a ON a.id = p.account_id AND a.kind = 'clearing'
			WHERE t.partner_id = @book AND t.kind = 'write_off' GROUP BY t.subject_id
		) w ON w.subject_id = o.consumption_id
		WHERE o.partner_id = @book AND (o.remaining <> o.amount - COALESCE(w.paid, 0) OR o.version <> 1 + COALESCE(w.n, 0))
		UNION ALL
		SELECT 'consumption ' || c.id || ' left arrears that are not kept'
		FROM consumptions c LEFT JOIN arrears o ON o.consumption_id = c.id
		WHERE c.partner_id = @book AND c.arrears > 0 AND c.arrears <> COALESCE(o.amount, 0)
		UNION ALL
		SELECT 'more is designated in ' || currency || ' than there is cash'
		FROM accounts WHERE partner_id = @book GROUP BY currency
		HAVING COALESCE(sum(balance) FILTER (WHERE kind = 'designated'), 0) > COALESCE(sum(balance) FILTER (WHERE kind = 'cash'), 0)
		UNION ALL
		SELECT 'what may be spent in ' || currency || ' is not what there is'
		FROM accounts WHERE partner_id = @book GROUP BY currency
		HAVING COALESCE(sum(balance) FILTER (WHERE kind IN ('allocatable', 'customer', 'designated')), 0) <> COALESCE(sum(balance) FILTER (WHERE kind IN ('cash', 'credit')), 0)`,
		sql.Named("book", book)).Scan(&findings).Error
	if err != nil {
		return nil, fmt.Errorf("compare sums: %w", err)
	}
	return findings, nil
}
