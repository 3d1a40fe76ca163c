// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"rentmeester/app/books"
	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/iv3list"
	"rentmeester/formats/table"
	"rentmeester/iv3"
	"rentmeester/ledger"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Lists that invoices are coded by.
const (
	Iv3   Media = "iv3"   // codes and forbidden cells of Statistics Netherlands
	Chart Media = "chart" // ledger accounts, cost centres
)

// RecogniseList says what list a file is that begins with head; "" for none.
// What is in a workbook only reading shows.
func RecogniseList(head []byte, original io.ReadSeeker) Media {
	switch {
	case iv3list.Recognise(head):
		return Iv3
	case table.RecogniseChart(head):
		return Chart
	case !bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return ""
	}
	_, err := table.ReadChart(original)
	if _, again := original.Seek(0, io.SeekStart); again != nil {
		return ""
	}
	var rows table.RowErrors
	if err == nil || errors.As(err, &rows) || fault.Is(err, "table.heading-twice") || fault.Is(err, "table.chart-both") {
		return Chart
	}
	return ""
}

// ImportList reads a list of what RecogniseList found and keeps it in one step, in
// place of the one of its kind (and year) that was there. Errors: those of the
// readers, store.failed.
func (d *Desk) ImportList(ctx context.Context, out *books.FileReport, actor string, media Media, original io.Reader) error {
	out.Format = string(media)
	var codes iv3.File
	var chart ledger.Chart
	var err error
	if media == Iv3 {
		codes, err = iv3list.Read(original, out.Name)
	} else {
		chart, err = table.ReadChart(original)
	}
	if err != nil {
		return err
	}
	return d.step(ctx, actor, func(w *work) error {
		file, err := w.tx.FileByHash(ctx, db.FileByHashParams{Adm: w.tx.Adm, Sha256: out.SHA256})
		if err != nil || readMeanwhile(file, out) {
			return books.Failed(err)
		}
		for _, keep := range []func() error{
			func() error { return w.keepCodes(out, codes.Codes) },
			func() error { return w.keepCells(out, codes.Cells) },
			func() error { return w.keepAccounts(out, chart.Accounts) },
			func() error { return w.keepCentres(out, chart.CostCentres) },
		} {
			if err := keep(); err != nil {
				return err
			}
		}
		err = w.tx.SetVersion(ctx, db.SetVersionParams{Adm: w.tx.Adm, What: whatLists, Version: w.tx.NewID()})
		if err != nil {
			return books.Failed(err)
		}
		return w.FileRead(ctx, w.tx, out, w.actor)
	})
}

// replace keeps rows in the place of others: drop takes away what the first row of
// each group comes in the place of, and of two rows with one key the last is kept.
func replace[R any, G, K comparable](w *work, out *books.FileReport, rows []R, of func(R) (G, K), drop func(G) error, keep func(R) any) error {
	dropped, last := map[G]bool{}, map[K]int{}
	for i, r := range rows {
		group, key := of(r)
		if last[key] = i; dropped[group] {
			continue
		}
		dropped[group] = true
		if err := drop(group); err != nil {
			return books.Failed(err)
		}
	}
	for i, r := range rows {
		if _, key := of(r); last[key] != i {
			continue
		}
		out.Codes++
		if err := w.tx.Add(w.ctx, keep(r)); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) keepCodes(out *books.FileReport, codes []iv3.Code) error {
	type group struct {
		year int
		kind iv3.Kind
	}
	type key struct {
		group
		code string
	}
	return replace(w, out, codes,
		func(c iv3.Code) (group, key) { g := group{c.Year, c.Kind}; return g, key{g, plain(c.Code)} },
		func(g group) error {
			return w.tx.DropIv3Codes(w.ctx, db.DropIv3CodesParams{Adm: w.tx.Adm, Year: int64(g.year), Kind: string(g.kind)})
		},
		func(c iv3.Code) any {
			return db.Iv3Code{Adm: w.tx.Adm, Year: int64(c.Year), Kind: string(c.Kind), Code: plain(c.Code), Name: plain(c.Name), Parent: plain(c.Parent), Leaf: c.Leaf}
		})
}

func (w *work) keepCells(out *books.FileReport, cells []iv3.Cell) error {
	for i := range cells {
		cells[i].Code, cells[i].Categorie = plain(cells[i].Code), plain(cells[i].Categorie)
	}
	return replace(w, out, cells,
		func(c iv3.Cell) (iv3.Cell, iv3.Cell) {
			return iv3.Cell{Year: c.Year, Kind: c.Kind, Balance: c.Balance}, c
		},
		func(g iv3.Cell) error {
			return w.tx.DropIv3Cells(w.ctx, db.DropIv3CellsParams{Adm: w.tx.Adm, Year: int64(g.Year), Kind: string(g.Kind), Balance: g.Balance})
		},
		func(c iv3.Cell) any {
			return db.Iv3Forbidden{Adm: w.tx.Adm, Year: int64(c.Year), Kind: string(c.Kind), Balance: c.Balance, Code: c.Code, Categorie: c.Categorie}
		})
}

// since tells rows of a chart apart: a code may come once for each day from which
// it holds.
type since struct {
	code string
	from day.Day
}

func (w *work) keepAccounts(out *books.FileReport, accounts []ledger.Account) error {
	return replace(w, out, accounts,
		func(a ledger.Account) (bool, since) { return true, since{plain(a.Code), a.From} },
		func(bool) error { return w.tx.DropLedgerAccounts(w.ctx, w.tx.Adm) },
		func(a ledger.Account) any {
			return db.LedgerAccount{Adm: w.tx.Adm, Code: plain(a.Code), FromDay: string(a.From), Name: plain(a.Name), Kind: plain(a.Kind),
				Taakveld: plain(a.Taakveld), Categorie: plain(a.Categorie), Treatment: plain(a.VAT), Until: string(a.To)}
		})
}

func (w *work) keepCentres(out *books.FileReport, centres []ledger.CostCentre) error {
	return replace(w, out, centres,
		func(c ledger.CostCentre) (bool, since) { return true, since{plain(c.Code), c.From} },
		func(bool) error { return w.tx.DropCostCentres(w.ctx, w.tx.Adm) },
		func(c ledger.CostCentre) any {
			return db.CostCentre{Adm: w.tx.Adm, Code: plain(c.Code), FromDay: string(c.From), Name: plain(c.Name), Holder: plain(c.Holder),
				Taakveld: plain(c.Taakveld), Categorie: plain(c.Categorie), Treatment: plain(c.VAT), Until: string(c.To)}
		})
}

// codeLists are the lists as they stand in the books: the codes of all years, the
// forbidden cells of one.
type codeLists struct {
	version int64
	year    int
	chart   ledger.Chart
	codes   *iv3.Lists
}

// listMemory keeps the lists of the year that was asked for last, as long as
// nobody loads others.
type listMemory struct {
	mu   sync.Mutex
	last *codeLists
}

func (m *Memory) lists(version int64, year int) *codeLists {
	if m == nil || version == 0 {
		return nil
	}
	m.coding.mu.Lock()
	defer m.coding.mu.Unlock()
	if last := m.coding.last; last != nil && last.version == version && last.year == year {
		return last
	}
	return nil
}

func (m *Memory) setLists(l *codeLists) {
	if m == nil {
		return
	}
	m.coding.mu.Lock()
	defer m.coding.mu.Unlock()
	m.coding.last = l
}

// whatLists names the lists in the table of versions.
const whatLists = "lists"

// lists gives the lists to code by, as part of a step.
func (d *Desk) lists(ctx context.Context, q *db.Queries, year int) (*codeLists, error) {
	version, err := q.VersionOf(ctx, db.VersionOfParams{Adm: d.Adm.Key, What: whatLists})
	if store.NoRows(err) {
		return &codeLists{year: year}, nil // none was ever loaded
	}
	if err != nil {
		return nil, books.Failed(err)
	}
	if l := d.Tools.Memory.lists(version, year); l != nil {
		return l, nil
	}
	l := &codeLists{version: version, year: year}
	if l.chart, err = d.chart(ctx, q); err != nil {
		return nil, err
	}
	codes, err := q.Iv3Codes(ctx, d.Adm.Key)
	if err != nil {
		return nil, books.Failed(err)
	}
	cells, err := q.Iv3Cells(ctx, db.Iv3CellsParams{Adm: d.Adm.Key, Year: int64(year)})
	if err != nil {
		return nil, books.Failed(err)
	}
	known, grey := make([]iv3.Code, len(codes)), make([]iv3.Cell, len(cells))
	for i, c := range codes {
		known[i] = iv3.Code{Kind: iv3.Kind(c.Kind), Year: int(c.Year), Code: c.Code, Name: c.Name, Parent: c.Parent, Leaf: c.Leaf}
	}
	for i, c := range cells {
		grey[i] = iv3.Cell{Year: int(c.Year), Kind: iv3.Kind(c.Kind), Code: c.Code, Categorie: c.Categorie, Balance: c.Balance}
	}
	l.codes = iv3.New(known, grey)
	d.Tools.Memory.setLists(l)
	return l, nil
}

func (d *Desk) chart(ctx context.Context, q *db.Queries) (c ledger.Chart, err error) {
	accounts, err := q.LedgerAccounts(ctx, d.Adm.Key)
	if err != nil {
		return c, books.Failed(err)
	}
	for _, a := range accounts {
		c.Accounts = append(c.Accounts, ledger.Account{Code: a.Code, Name: a.Name, Kind: a.Kind, Taakveld: a.Taakveld, Categorie: a.Categorie, VAT: a.Treatment,
			From: day.Day(a.FromDay), To: day.Day(a.Until)})
	}
	centres, err := q.CostCentres(ctx, d.Adm.Key)
	for _, k := range centres {
		c.CostCentres = append(c.CostCentres, ledger.CostCentre{Code: k.Code, Name: k.Name, Holder: k.Holder, Taakveld: k.Taakveld, Categorie: k.Categorie,
			VAT: k.Treatment, From: day.Day(k.FromDay), To: day.Day(k.Until)})
	}
	return c, books.Failed(err)
}

// chartOn gives the chart as it holds on a day: of a code that comes more than
// once the row that holds then, else its last.
func (l *codeLists) chartOn(on day.Day) *coding.Chart {
	c := ledger.Chart{Accounts: slices.Clone(l.chart.Accounts), CostCentres: slices.Clone(l.chart.CostCentres)}
	slices.SortStableFunc(c.Accounts, func(a, b ledger.Account) int { return latest(a.From, a.To, b.From, b.To, on) })
	slices.SortStableFunc(c.CostCentres, func(a, b ledger.CostCentre) int { return latest(a.From, a.To, b.From, b.To, on) })
	return coding.NewChart(c)
}

// latest puts what holds on a day after what does not.
func latest(from, to, otherFrom, otherTo, on day.Day) int {
	switch a, b := holdsOn(from, to, on), holdsOn(otherFrom, otherTo, on); {
	case a && !b:
		return 1
	case b && !a:
		return -1
	}
	return 0 // in order of their codes and first days, as they were read
}

func holdsOn(from, to, on day.Day) bool { return from <= on && (to == "" || on <= to) }

// ListView says what is loaded of a list.
type ListView struct {
	// Kind is account, cost_centre, taakveld, categorie_lasten, categorie_baten,
	// balanscode; forbidden_ with a category for cells with taakvelden, and
	// forbidden_balance_ for those with balance codes.
	Kind    string `json:"kind"`
	Year    int    `json:"year,omitempty"` // financial year; 0: it has days of its own
	Entries int64  `json:"entries"`
}

// Lists says which lists are loaded, and for which years.
func (d *Desk) Lists(ctx context.Context) (all []ListView, err error) {
	all = []ListView{}
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.CodingLists(ctx, d.Adm.Key)
		for _, r := range rows {
			if r.Entries > 0 {
				all = append(all, ListView{r.What, int(r.Year), r.Entries})
			}
		}
		return books.Failed(err)
	})
	return all, err
}

// Choice is a code that can be picked, with what it brings along.
type Choice struct {
	Code      string `json:"code"`
	Name      string `json:"name"`
	Kind      string `json:"kind,omitempty"` // of a ledger account
	Taakveld  string `json:"taakveld,omitempty"`
	Categorie string `json:"categorie,omitempty"`
	VAT       string `json:"vat,omitempty"`
	Holder    string `json:"holder,omitempty"` // who answers for a cost centre
}

// Choices are the codes that can be picked in a coding.
type Choices struct {
	Year        int      `json:"year"`
	Accounts    []Choice `json:"accounts"`
	CostCentres []Choice `json:"costCentres"`
	Taakvelden  []Choice `json:"taakvelden"`
	Categories  []Choice `json:"categories"` // of what is spent
	Balance     []Choice `json:"balance"`    // codes for what stands on the balance
	VAT         []string `json:"vat"`        // treatments, with the ratios of policy
}

// Choices gives the codes that hold on a day, in order of their codes.
func (d *Desk) Choices(ctx context.Context, on day.Day) (c Choices, err error) {
	c = Choices{Year: yearOf(on), Accounts: []Choice{}, CostCentres: []Choice{}}
	err = d.Read(ctx, func(q *db.Queries) error {
		l, err := d.lists(ctx, q, c.Year)
		if err != nil {
			return err
		}
		for _, a := range l.chart.Accounts {
			if holdsOn(a.From, a.To, on) {
				c.Accounts = append(c.Accounts, Choice{Code: a.Code, Name: a.Name, Kind: a.Kind, Taakveld: a.Taakveld, Categorie: a.Categorie, VAT: a.VAT})
			}
		}
		for _, k := range l.chart.CostCentres {
			if holdsOn(k.From, k.To, on) {
				c.CostCentres = append(c.CostCentres, Choice{Code: k.Code, Name: k.Name, Taakveld: k.Taakveld, Categorie: k.Categorie, VAT: k.VAT, Holder: k.Holder})
			}
		}
		c.Taakvelden, c.Categories, c.Balance = leaves(l.codes, iv3.Taakveld, c.Year), leaves(l.codes, iv3.Expense, c.Year), leaves(l.codes, iv3.Balance, c.Year)
		p, err := d.InForce(ctx, q)
		if err != nil {
			return err
		}
		c.VAT = []string{string(coding.Compensable), string(coding.Deductible), string(coding.Cost)}
		for name := range p.On(on).Coding.Ratios {
			c.VAT = append(c.VAT, strings.TrimSuffix(string(coding.Mixed)+":"+name, ":"))
		}
		slices.Sort(c.VAT[3:])
		return nil
	})
	return c, err
}

// leaves gives the codes of a list that can be booked on.
func leaves(l *iv3.Lists, kind iv3.Kind, year int) []Choice {
	all := []Choice{}
	for _, c := range l.Of(kind, year) {
		if c.Leaf {
			all = append(all, Choice{Code: c.Code, Name: c.Name})
		}
	}
	return all
}

func yearOf(d day.Day) int {
	year, _ := strconv.Atoi(string(d)[:min(4, len(d))]) // days are valid, or ""
	return year
}
