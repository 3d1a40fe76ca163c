// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/duplicates"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/invoice"
	"rentmeester/money"
	"rentmeester/store/db"
)

// Of the invoices under one key the latest are looked at: of an amount that came
// forty times in a year, those of before say nothing new, nor do they of a supplier
// who sends thousands a month.
const (
	mostTwins = 40
	mostNear  = 150 // of one stretch of time
)

// longestAbout is how much of what an invoice is for counts.
const longestAbout = 120

// aboutOf says what an invoice is for, as it is compared with others.
func aboutOf(inv *invoice.Invoice) string {
	var words []string
	for _, l := range inv.Lines {
		words = append(words, l.Name)
	}
	text := plain(strings.ToValidUTF8(strings.Join(strings.Fields(strings.Join(words, " ")), " "), ""))
	for len(text) > longestAbout {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}

// periodOf gives the time that an invoice is for: its period, that of all its
// lines, or the day of delivery.
func periodOf(inv *invoice.Invoice) (from, to day.Day) {
	if inv.Period != nil {
		return inv.Period.From, inv.Period.To
	}
	for _, l := range inv.Lines {
		if p := l.Period; p != nil {
			if p.From != "" && (from == "" || p.From < from) {
				from = p.From
			}
			to = max(to, p.To)
		}
	}
	if from == "" && to == "" && inv.Delivery != nil {
		return inv.Delivery.Day, inv.Delivery.Day
	}
	return from, to
}

// refersOf gives the number of the invoice before it that an invoice names. One that
// names several is about all of them: a last bill after payments in advance.
func refersOf(inv *invoice.Invoice) string {
	if len(inv.Preceding) != 1 {
		return ""
	}
	return inv.Preceding[0].Number
}

// billOf gives an invoice as it is compared with others.
func billOf(row db.Invoice) duplicates.Bill {
	gross := money.Cents(row.Gross)
	if gross == 0 {
		gross = money.Cents(row.Payable)
	}
	return duplicates.Bill{ID: row.ID, Supplier: row.SupplierID, SupplierName: row.SupplierName, Number: row.Number, Issued: day.Day(row.Issued),
		Received: day.Day(row.Received), Gross: gross, Net: money.Cents(row.Net), IBAN: row.Iban, Order: row.OrderNumber, Channel: row.Channel,
		Credit: row.Kind == string(invoice.CreditNote), Text: row.About, From: day.Day(row.PeriodFrom), To: day.Day(row.PeriodTo), Refers: row.Refers}
}

func billOfRow(r db.BillsByKeysRow) duplicates.Bill {
	return billOf(db.Invoice{ID: r.ID, SupplierID: r.SupplierID, SupplierName: r.SupplierName, Number: r.Number, Kind: r.Kind, Issued: r.Issued,
		Received: r.Received, Net: r.Net, Gross: r.Gross, Payable: r.Payable, Iban: r.Iban, OrderNumber: r.OrderNumber, About: r.About,
		PeriodFrom: r.PeriodFrom, PeriodTo: r.PeriodTo, Refers: r.Refers, Channel: r.Channel})
}

// compared is what a comparison with all others gave.
type compared struct {
	suspects []duplicates.Suspect // most probable first
	// numbered is the latest that bears the same number of the same supplier, 0
	// none. A number is given once (Wet op de omzetbelasting 35a), so a person
	// looks at it however improbable the engine thinks it is: in the ledgers that
	// it learned on, numbers repeat.
	numbered int64
	gross    money.Cents // of that one
}

func (c compared) empty() bool { return len(c.suspects) == 0 && c.numbered == 0 }

// compare holds an invoice against those that share a key with it, as part of a
// step.
func compare(ctx context.Context, q *db.Queries, adm int64, one duplicates.Bill) (c compared, err error) {
	rows, err := q.BillsByKeys(ctx, underProbes(adm, one))
	if err != nil {
		return c, books.Failed(err)
	}
	candidates := make([]duplicates.Bill, 0, len(rows))
	for _, r := range rows {
		other := billOfRow(r)
		candidates = append(candidates, other)
		if other.ID != one.ID && sameNumber(one, other) && other.ID > c.numbered {
			c.numbered, c.gross = other.ID, other.Gross
		}
	}
	c.suspects = duplicates.Prior().Score(one, candidates)
	return c, nil
}

// underProbes asks for the invoices under all probes of one in one question: of
// each the latest ones, by the index of the keys alone, and each of those once.
func underProbes(adm int64, one duplicates.Bill) db.BillsByKeysParams {
	var t [duplicates.MostTwins]int64 // 0 is as good as any key
	var n [duplicates.MostStretches]int64
	twins, stretches := duplicates.Probes(one)
	for i, key := range twins {
		t[i] = int64(key)
	}
	for i, key := range stretches {
		n[i] = int64(key)
	}
	return db.BillsByKeysParams{Adm: adm, Twins: mostTwins, Near: mostNear,
		Twin1: t[0], Twin2: t[1], Twin3: t[2], Twin4: t[3], Twin5: t[4], Twin6: t[5], Twin7: t[6], Twin8: t[7], Twin9: t[8], Twin10: t[9],
		Twin11: t[10], Twin12: t[11], Near1: n[0], Near2: n[1], Near3: n[2], Near4: n[3]}
}

// sameNumber says whether two invoices bear the same number of one supplier,
// however it is written.
func sameNumber(a, b duplicates.Bill) bool {
	number := strings.TrimLeft(ident.NormaliseReference(a.Number), "0")
	return number != "" && a.Supplier != 0 && a.Supplier == b.Supplier && a.Credit == b.Credit &&
		number == strings.TrimLeft(ident.NormaliseReference(b.Number), "0")
}

// twice looks whether the invoice came before, and writes by what later ones are
// compared with it. When it is the same document by another way, it gives the
// invoice that it is a copy of, and writes nothing.
func (w *work) twice(row db.Invoice, doc db.Document, mayCopy bool) (holds []held, copyOf int64, err error) {
	if err := w.tx.Flush(w.ctx); err != nil {
		return nil, 0, err
	}
	one := billOf(row)
	found, err := compare(w.ctx, w.tx.Queries, w.tx.Adm, one)
	if err != nil {
		return nil, 0, err
	}
	if mayCopy && found.numbered != 0 {
		same, err := w.sameDocument(row, doc, found.numbered)
		if err != nil || same {
			return nil, found.numbered, err
		}
	}
	for _, key := range duplicates.Keys(one) {
		if err := w.tx.Add(w.ctx, db.DuplicateKey{Adm: w.tx.Adm, Key: int64(key), InvoiceID: row.ID}); err != nil {
			return nil, 0, err
		}
	}
	holds, err = w.suspected(one, found)
	return holds, 0, err
}

// suspected holds an invoice when it bears a number that its supplier used
// before, or when policy says that it is too probable that it came before. What
// people said is a real repeat is not asked again.
func (w *work) suspected(one duplicates.Bill, found compared) ([]held, error) {
	if found.empty() {
		return nil, nil
	}
	p, err := w.InForce(w.ctx, w.tx.Queries)
	if err != nil {
		return nil, err
	}
	known, err := repeatsOf(w.ctx, w.tx.Queries, w.tx.Adm, one.Supplier)
	if err != nil {
		return nil, err
	}
	if found.numbered != 0 && !known.uses(one.Number, one.Gross == found.gross) {
		return w.heldAs("number", found.numbered, 1)
	}
	all := slices.DeleteFunc(slices.Clone(found.suspects), func(s duplicates.Suspect) bool {
		return known.knows(s, one.Gross) || s.ID == found.numbered
	})
	probability := duplicates.Probability(all)
	if len(all) == 0 || probability < p.On(day.Of(w.tx.Now)).Duplicates.Hold {
		return nil, nil
	}
	return w.heldAs(string(all[0].Kind), all[0].ID, probability)
}

func (w *work) heldAs(kind string, id int64, probability float64) ([]held, error) {
	other, err := w.invoice(id)
	if err != nil {
		return nil, err
	}
	return []held{{kind: holdTwice, why: why("invoices.hold.duplicate-"+kind, "other", other.ID, "number", other.Number,
		"name", other.SupplierName, "issued", other.Issued, "amount", money.Cents(other.Payable), "probability", int(probability*100))}}, nil
}

// sameDocument says whether a document is an invoice that we have, by another
// channel or in another form: everything on it agrees. Where anything differs, or
// it came the same way, a person looks.
func (w *work) sameDocument(row db.Invoice, doc db.Document, id int64) (bool, error) {
	other, err := w.invoice(id)
	if err != nil {
		return false, err
	}
	first, err := w.tx.DocumentByID(w.ctx, db.DocumentByIDParams{Adm: w.tx.Adm, ID: other.DocumentID})
	if err != nil {
		return false, books.Failed(err)
	}
	agree := other.Issued == row.Issued &&
		other.Currency == row.Currency && other.Net == row.Net && other.Vat == row.Vat && other.Gross == row.Gross && other.Payable == row.Payable &&
		(other.Iban == row.Iban || other.Iban == "" || row.Iban == "") && (other.GIban == row.GIban || other.GIban == "" || row.GIban == "")
	return agree && row.Payable != 0 && (first.Channel != doc.Channel || shown(Media(first.Media)) != shown(Media(doc.Media))), nil
}

// shown says whether a document is read from what it shows to people.
func shown(m Media) bool { return m == PDF || m == Scan || m == Image }

// copied files a document as another copy of an invoice that we have.
func (w *work) copied(doc db.Document, of int64) error {
	doc.State, doc.InvoiceID = docCopy, of
	if err := w.setDocument(doc); err != nil {
		return err
	}
	return w.audit("copy", of, map[string]any{"document": doc.ID, "sha256": doc.Sha256, "name": doc.Name, "channel": doc.Channel})
}

// Suspect is an invoice that another one may repeat, as people see it.
type Suspect struct {
	ID          int64           `json:"id"`
	With        int64           `json:"with,omitempty"` // with this one it makes up the earlier one
	Kind        duplicates.Kind `json:"kind"`
	Probability float64         `json:"probability"`
	Number      string          `json:"number"`
	Name        string          `json:"name"`
	Issued      day.Day         `json:"issued"`
	Received    day.Day         `json:"received"`
	Payable     books.Euro      `json:"payable"`
	State       State           `json:"state"`
	SameNumber  bool            `json:"sameNumber"` // of the same supplier
	Reasons     []Reason        `json:"reasons"`
	Said        *Repeat         `json:"said,omitempty"` // what people said of the pair
}

// Suspects gives the invoices that one may repeat, with the reasons, as the books
// stand now. Errors: invoices.none.
func (d *Desk) Suspects(ctx context.Context, id int64) (all []Suspect, err error) {
	all = []Suspect{}
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := d.row(ctx, q, id)
		if err != nil {
			return err
		}
		found, err := compare(ctx, q, d.Adm.Key, billOf(row))
		if err != nil {
			return err
		}
		known, err := repeatsOf(ctx, q, d.Adm.Key, row.SupplierID)
		if err != nil {
			return err
		}
		for _, s := range found.named() {
			other, err := q.InvoiceByID(ctx, db.InvoiceByIDParams{Adm: d.Adm.Key, ID: s.ID})
			if err != nil {
				return books.Failed(err)
			}
			one := Suspect{ID: s.ID, With: s.With, Kind: s.Kind, Probability: s.Probability, Number: other.Number, Name: other.SupplierName,
				Issued: day.Day(other.Issued), Received: day.Day(other.Received), Payable: books.Euro(other.Payable), State: State(other.State),
				SameNumber: s.ID == found.numbered, Reasons: []Reason{}, Said: known.said(id, s.ID)}
			for _, r := range s.Reasons {
				one.Reasons = append(one.Reasons, Reason(r))
			}
			all = append(all, one)
		}
		return nil
	})
	return all, err
}

// named gives the suspects, and the one with the same number among them.
func (c compared) named() []duplicates.Suspect {
	if c.numbered == 0 || slices.ContainsFunc(c.suspects, func(s duplicates.Suspect) bool { return s.ID == c.numbered }) {
		return c.suspects
	}
	return append([]duplicates.Suspect{{ID: c.numbered, Kind: duplicates.Slip}}, c.suspects...)
}

// releaseTwice lets a person say that an invoice is none of the earlier ones, and
// why; that is remembered. Errors: invoices.no-reason.
func (w *work) releaseTwice(row db.Invoice, holds []db.Hold, because string) error {
	if because == "" {
		return fault.New("invoices.no-reason")
	}
	one := billOf(row)
	found, err := compare(w.ctx, w.tx.Queries, w.tx.Adm, one)
	if err != nil {
		return err
	}
	for _, h := range holds {
		if _, err := w.release(h); err != nil {
			return err
		}
	}
	for _, s := range found.named() {
		if row.SupplierID == 0 || !slices.ContainsFunc(holds, func(h db.Hold) bool { return argOf(h, "other") == subjectID(s.ID) }) {
			continue
		}
		lesson := Repeat{Invoice: row.ID, Other: s.ID, Kind: s.Kind, Amount: one.Gross, Because: plain(because)}
		if s.ID == found.numbered {
			lesson.Number = plain(row.Number)
		}
		if err := w.teachRepeat(row.SupplierID, lesson); err != nil {
			return err
		}
	}
	err = w.tx.Add(w.ctx, db.ApprovalAct{Adm: w.tx.Adm, ID: w.tx.NewID(), InvoiceID: row.ID, Act: "comment", Person: w.actor, Lines: "[]", Basis: "{}",
		Comment: plain(because), At: w.tx.Stamp()})
	if err != nil {
		return err
	}
	return w.audit("no-duplicate", row.ID, map[string]any{"because": because})
}

// Copy says that an invoice is the document of another one by another way: it is
// filed as a copy and not paid. Reopen takes that back.
// Errors: invoices.none, invoices.state, invoices.copy-itself.
func (d *Desk) Copy(ctx context.Context, actor string, id, of int64) error {
	return d.step(ctx, actor, func(w *work) error {
		row, err := w.invoice(id)
		if err != nil {
			return err
		}
		other, err := w.invoice(of)
		if err != nil {
			return err
		}
		if id == of || other.State == string(Rejected) {
			return fault.New("invoices.copy-itself", "invoice", id, "other", of)
		}
		if err := w.sendBack(&row, "= "+subjectID(of)); err != nil {
			return err
		}
		doc, err := w.tx.DocumentByID(w.ctx, db.DocumentByIDParams{Adm: w.tx.Adm, ID: row.DocumentID})
		if err != nil {
			return books.Failed(err)
		}
		if err := w.copied(doc, of); err != nil {
			return err
		}
		return w.audit("filed-as-copy", id, map[string]any{"of": of})
	})
}

// sendBack rejects an invoice because of what its document is; Reopen takes it back.
func (w *work) sendBack(row *db.Invoice, comment string) error {
	if err := w.again(row, Reject); err != nil {
		return err
	}
	return w.tx.Add(w.ctx, db.ApprovalAct{Adm: w.tx.Adm, ID: w.tx.NewID(), InvoiceID: row.ID, Act: string(Reject), Person: w.actor, Lines: "[]", Basis: "{}",
		Comment: comment, At: w.tx.Stamp()})
}

// uncopied makes the document of an invoice that was reopened its own again.
func (w *work) uncopied(row db.Invoice) error {
	doc, err := w.tx.DocumentByID(w.ctx, db.DocumentByIDParams{Adm: w.tx.Adm, ID: row.DocumentID})
	if err != nil || doc.State == docInvoiced {
		return books.Failed(err)
	}
	doc.State, doc.InvoiceID = docInvoiced, 0
	return w.setDocument(doc)
}

// repeated leaves out of new holds what a person released already on the invoice.
func (w *work) repeated(invoice int64, holds []held) ([]held, error) {
	old, err := w.tx.HoldsOfInvoice(w.ctx, db.HoldsOfInvoiceParams{Adm: w.tx.Adm, InvoiceID: invoice})
	if err != nil {
		return nil, books.Failed(err)
	}
	return slices.DeleteFunc(holds, func(h held) bool {
		return slices.ContainsFunc(old, func(o db.Hold) bool {
			if o.State != holdReleased || o.Kind != h.kind || o.Code != h.why.Code || h.kind == holdAccount || h.kind == holdSupplier {
				return false
			}
			if h.kind == holdTwice {
				return argOf(o, "other") == h.why.Args["other"]
			}
			args, err := json.Marshal(h.why.Args)
			return err == nil && o.Args == plain(string(args))
		})
	}), nil
}
