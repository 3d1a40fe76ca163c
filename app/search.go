// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/ident"
	"rentmeester/store"
	"rentmeester/store/db"
)

// HitKind is a kind of what people look for.
type HitKind string

// What can be found.
const (
	HitDecision HitKind = "decision"
	HitInvoice  HitKind = "invoice"
	HitSupplier HitKind = "supplier"
	HitItem     HitKind = "item"
	HitOrder    HitKind = "order"
	HitRun      HitKind = "run"
	HitLine     HitKind = "line"
)

// Hit is something that was found.
type Hit struct {
	Kind     HitKind `json:"kind"`
	ID       string  `json:"id"`               // by which it is shown: number of a supplier, else identifier
	Number   string  `json:"number,omitempty"` // as people know it
	Name     string  `json:"name,omitempty"`   // of the other side
	Text     string  `json:"text,omitempty"`   // what else it says
	Amount   Euro    `json:"amount"`
	Currency string  `json:"currency,omitempty"`
	Day      day.Day `json:"day,omitempty"`
	State    string  `json:"state,omitempty"`
	Under    int64   `json:"under,omitempty"` // of a bank line: its statement; of a decision: its line
}

// HitGroup is what was found of a kind, the newest first.
type HitGroup struct {
	Kind HitKind `json:"kind"`
	Hits []Hit   `json:"hits"`
	More bool    `json:"more"` // there may be others: a longer query finds them
}

// Found is what was found of a query.
type Found struct {
	Query  string     `json:"query"`
	Words  []string   `json:"words"` // by which, folded: to mark them
	Groups []HitGroup `json:"groups"`
}

const (
	maxQuery  = 200  // characters of a query that count
	reachOf   = 2000 // words of a range that are looked at
	leastSaid = 2    // characters that a query has at least
)

// HitsShown is how many of each kind are shown at most when nothing else is asked.
const HitsShown = 8

// Search finds what begins with the words of a query, in any order: numbers, names,
// IBANs, amounts and texts. It looks at so much and no more, however much there is; what
// it leaves out it tells.
func (b *Books) Search(ctx context.Context, query string, each int) (f Found, err error) {
	query = strings.TrimSpace(strings.ToValidUTF8(query, " "))
	if runes := []rune(query); len(runes) > maxQuery {
		query = string(runes[:maxQuery])
	}
	f = Found{Query: query, Words: []string{}, Groups: []HitGroup{}}
	folded := foldedQuery(query)
	ranges := store.Ranges(folded)
	if len(folded) < leastSaid || len(ranges) == 0 {
		return f, nil
	}
	f.Words = strings.Fields(folded)
	err = b.read(ctx, func(q *db.Queries) error {
		s := searching{Books: b, ctx: ctx, q: q, each: each, ranges: ranges, patterns: books.Words(strings.Trim(folded, ". ")), folded: folded}
		for _, find := range []func() (HitGroup, error){s.decisions, s.invoices, s.suppliers, s.items, s.orders, s.runs, s.lines} {
			g, err := find()
			if err != nil {
				return err
			}
			if len(g.Hits) > 0 || g.More {
				f.Groups = append(f.Groups, g)
			}
		}
		return nil
	})
	return f, err
}

// spacedIBAN is the beginning of an IBAN, without its spaces.
var spacedIBAN = regexp.MustCompile(`^[a-z]{2}[0-9]{2}([a-z]{1,4}|[a-z]{4}[0-9]{1,18}|[0-9]{4,26})?$`)

// foldedQuery folds a query. An IBAN, or the beginning of one, is one word however it is
// spaced; an amount may have a sign before it, a € or a comma.
func foldedQuery(query string) string {
	if iban, ok := ident.IBAN(query); ok {
		return books.Fold(iban)
	}
	folded := strings.ReplaceAll(books.Fold(query), "€", " ")
	if together := strings.ReplaceAll(folded, " ", ""); spacedIBAN.MatchString(together) {
		return together
	}
	words := strings.Fields(folded)
	for i, w := range words {
		words[i] = strings.TrimLeft(w, "-−+")
	}
	return strings.Join(words, " ")
}

// searching is one query over the books of one moment.
type searching struct {
	*Books
	ctx      context.Context
	q        *db.Queries
	each     int
	ranges   [][]store.Range
	patterns [4]string
	folded   string
}

// rarest gives the ranges of the word that least has, of a kind; rare says that all of
// it is looked at.
func (s *searching) rarest(kind store.Subject) (best []store.Range, rare bool, err error) {
	least := int64(-1)
	for _, word := range s.ranges {
		n := int64(0)
		for _, r := range word {
			some, err := s.q.WordsIn(s.ctx, db.WordsInParams{Adm: s.Adm.Key, Kind: int64(kind), Low: r.Low, High: r.High, Most: reachOf + 1})
			if err != nil {
				return nil, false, failed(err)
			}
			n += some
		}
		if least < 0 || n < least {
			best, least = word, n
		}
	}
	return best, least <= reachOf, nil
}

// piece is a part of what bears a word of a range: so many that a page is filled.
type piece struct {
	store.Range
	oldest, newest int64
}

// pieces is how many times as much as is shown is looked at in one go.
const pieces = 4

// newest finds the newest of what bears a word of a range, piece by piece until there
// is more than is shown: most is found among the first, and rows are slow to read.
func (s *searching) newest(of store.Subject, r store.Range, find func(piece) ([]Hit, error)) (hits []Hit, err error) {
	ids, err := s.q.SubjectsIn(s.ctx, db.SubjectsInParams{Adm: s.Adm.Key, Kind: int64(of), Low: r.Low, High: r.High, Most: reachOf})
	for part := range slices.Chunk(ids, pieces*int(s.page())) {
		if err != nil || len(hits) > s.each {
			break
		}
		var some []Hit
		some, err = find(piece{r, part[len(part)-1], part[0]})
		hits = append(hits, some...)
	}
	return hits[:min(len(hits), int(s.page()))], err
}

// search finds what is of a kind by the rarest word.
func (s *searching) search(kind HitKind, of store.Subject, find func(piece) ([]Hit, error)) (g HitGroup, err error) {
	g = HitGroup{Kind: kind, Hits: []Hit{}}
	ranges, rare, err := s.rarest(of)
	if err != nil {
		return g, err
	}
	seen := map[string]bool{}
	for _, r := range ranges {
		hits, err := s.newest(of, r, find)
		if err != nil {
			return g, failed(err)
		}
		for _, h := range hits {
			if !seen[h.ID] {
				seen[h.ID], h.Kind = true, kind
				g.Hits = append(g.Hits, h)
			}
		}
	}
	slices.SortStableFunc(g.Hits, func(a, b Hit) int { return s.closeness(b) - s.closeness(a) })
	if g.More = !rare || len(g.Hits) > s.each; len(g.Hits) > s.each {
		g.Hits = g.Hits[:s.each]
	}
	return g, nil
}

// closeness puts before the rest what bears the very number that was asked.
func (s *searching) closeness(h Hit) int {
	if books.Fold(h.Number) == s.folded || books.Fold(h.ID) == s.folded {
		return 1
	}
	return 0
}

func (s *searching) page() int32 { return int32(s.each + 1) }

func (s *searching) lines() (HitGroup, error) {
	return s.search(HitLine, store.Lines, func(r piece) (hits []Hit, err error) {
		rows, err := s.q.FindLines(s.ctx, db.FindLinesParams{Adm: s.Adm.Key, Low: r.Low, High: r.High, Most: reachOf, Oldest: r.oldest, Newest: r.newest, Page: s.page(),
			Word1: s.patterns[0], Word2: s.patterns[1], Word3: s.patterns[2], Word4: s.patterns[3]})
		for _, row := range rows {
			var c content
			if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
				return nil, err
			}
			hits = append(hits, Hit{ID: formatID(row.ID), Name: row.PartyName, Number: row.PartyIban, Amount: Euro(row.Amount), Currency: row.Currency,
				Day: day.Day(row.Booked), State: row.State, Under: row.StatementID, Text: brief(append(slices.Clone(c.Remittance), c.Reference, c.EndToEndID)...)})
		}
		return hits, err
	})
}

func (s *searching) invoices() (HitGroup, error) {
	return s.search(HitInvoice, store.Invoices, func(r piece) (hits []Hit, err error) {
		rows, err := s.q.FindInvoices(s.ctx, db.FindInvoicesParams{Adm: s.Adm.Key, Low: r.Low, High: r.High, Most: reachOf, Oldest: r.oldest, Newest: r.newest, Page: s.page(),
			Word1: s.patterns[0], Word2: s.patterns[1], Word3: s.patterns[2], Word4: s.patterns[3]})
		for _, row := range rows {
			hits = append(hits, Hit{ID: formatID(row.ID), Number: row.Number, Name: row.SupplierName, Amount: Euro(row.Payable), Currency: row.Currency,
				Day: day.Day(row.Issued), State: row.State, Text: brief(row.About, row.Reference, row.OrderNumber, row.Iban)})
		}
		return hits, err
	})
}

func (s *searching) suppliers() (HitGroup, error) {
	return s.search(HitSupplier, store.Suppliers, func(r piece) (hits []Hit, err error) {
		rows, err := s.q.FindSuppliers(s.ctx, db.FindSuppliersParams{Adm: s.Adm.Key, Low: r.Low, High: r.High, Most: reachOf, Oldest: r.oldest, Newest: r.newest, Page: s.page(),
			Word1: s.patterns[0], Word2: s.patterns[1], Word3: s.patterns[2], Word4: s.patterns[3]})
		for _, row := range rows {
			hits = append(hits, Hit{ID: row.Number, Number: row.Number, Name: row.Name, State: row.State, Text: brief(row.City, row.Kvk, row.Vat)})
		}
		return hits, err
	})
}

func (s *searching) items() (HitGroup, error) {
	return s.search(HitItem, store.Items, func(r piece) (hits []Hit, err error) {
		rows, err := s.q.FindItems(s.ctx, db.FindItemsParams{Adm: s.Adm.Key, Low: r.Low, High: r.High, Most: reachOf, Oldest: r.oldest, Newest: r.newest, Page: s.page(),
			Word1: s.patterns[0], Word2: s.patterns[1], Word3: s.patterns[2], Word4: s.patterns[3]})
		for _, row := range rows {
			state := "open"
			if row.Settled >= row.Amount {
				state = "settled"
			}
			hits = append(hits, Hit{ID: formatID(row.ID), Number: row.Number, Name: row.PartyName, Amount: Euro(row.Amount), Currency: row.Currency,
				Day: day.Day(row.Due), State: state, Text: brief(row.Description, row.PartyNumber, row.Reference, row.Iban)})
		}
		return hits, err
	})
}

func (s *searching) orders() (HitGroup, error) {
	return s.search(HitOrder, store.Orders, func(r piece) (hits []Hit, err error) {
		rows, err := s.q.FindOrders(s.ctx, db.FindOrdersParams{Adm: s.Adm.Key, Low: r.Low, High: r.High, Most: reachOf, Oldest: r.oldest, Newest: r.newest, Page: s.page(),
			Word1: s.patterns[0], Word2: s.patterns[1], Word3: s.patterns[2], Word4: s.patterns[3]})
		for _, row := range rows {
			hits = append(hits, Hit{ID: formatID(row.ID), Number: row.Number, Name: row.SupplierName, Amount: Euro(row.Amount), Day: day.Day(row.Ordered),
				Text: brief(row.Description)})
		}
		return hits, err
	})
}

// runs finds payment runs by what they say and by what they pay: each word must be in
// it somewhere.
func (s *searching) runs() (g HitGroup, err error) {
	g = HitGroup{Kind: HitRun, Hits: []Hit{}}
	var ids []int64
	for i, word := range s.ranges {
		var of []int64
		for _, r := range word {
			some, err := s.q.SubjectsIn(s.ctx, db.SubjectsInParams{Adm: s.Adm.Key, Kind: int64(store.Runs), Low: r.Low, High: r.High, Most: reachOf})
			if err != nil {
				return g, failed(err)
			}
			of = append(of, some...)
		}
		if i == 0 {
			ids = of
		}
		ids = slices.DeleteFunc(ids, func(id int64) bool { return !slices.Contains(of, id) })
	}
	slices.SortFunc(ids, func(a, b int64) int { return int(b - a) })
	ids = slices.Compact(ids)
	if g.More = len(ids) > s.each; g.More {
		ids = ids[:s.each]
	}
	for _, id := range ids {
		row, err := s.q.RunByID(s.ctx, db.RunByIDParams{Adm: s.Adm.Key, ID: id})
		if err != nil {
			return g, failed(err)
		}
		g.Hits = append(g.Hits, Hit{Kind: HitRun, ID: formatID(id), Number: row.MessageID, Name: row.MadeBy, Amount: Euro(row.Total), Day: day.Day(row.Execution),
			State: row.State})
	}
	return g, nil
}

// decisions finds a decision by its number.
func (s *searching) decisions() (g HitGroup, err error) {
	g = HitGroup{Kind: HitDecision, Hits: []Hit{}}
	id, err := strconv.ParseInt(strings.TrimPrefix(s.folded, "d"), 10, 64)
	if err != nil {
		return g, nil // it is no number
	}
	row, err := s.q.DecisionByID(s.ctx, db.DecisionByIDParams{Adm: s.Adm.Key, ID: id})
	if store.NoRows(err) {
		return g, nil
	}
	if err != nil {
		return g, failed(err)
	}
	line, err := s.q.WaitingLine(s.ctx, db.WaitingLineParams{Adm: s.Adm.Key, ID: row.LineID})
	if err != nil {
		return g, failed(err)
	}
	g.Hits = append(g.Hits, Hit{Kind: HitDecision, ID: formatID(id), Number: formatID(id), Name: line.PartyName, Text: row.Actor, State: row.Kind,
		Day: dayOfStamp(row.At, s.Now().Location()), Under: row.LineID})
	return g, nil
}

// briefSize is how many characters of a text are shown.
const briefSize = 160

// brief joins what else something says.
func brief(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p = strings.Join(strings.Fields(p), " "); p != "" && !slices.Contains(said, p) {
			said = append(said, p)
		}
	}
	all := []rune(strings.Join(said, " · "))
	if len(all) > briefSize {
		return string(all[:briefSize]) + "…"
	}
	return string(all)
}
