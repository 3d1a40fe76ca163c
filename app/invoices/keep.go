// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"encoding/json"
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/app/books"
	"rentmeester/approval"
	"rentmeester/day"
	"rentmeester/extract"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/invoice"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
)

// cleaner takes away what PostgreSQL refuses in a text.
var cleaner = strings.NewReplacer("\x00", "")

// keep writes what was read: the document, and the invoice in it with all that
// holds it.
func (w *work) keep(out *books.FileReport, r *reading) error {
	file, err := w.tx.FileByHash(w.ctx, db.FileByHashParams{Adm: w.tx.Adm, Sha256: out.SHA256})
	if err != nil {
		return books.Failed(err)
	}
	if readMeanwhile(file, out) {
		return nil
	}
	doc, err := w.document(out, file, r)
	if err != nil {
		return err
	}
	if r.content != nil {
		if err := w.register(out, doc, r.content, !r.apart); err != nil {
			return err
		}
	}
	return w.FileRead(w.ctx, w.tx, out, w.actor)
}

// readMeanwhile says whether another process read the file while we did.
func readMeanwhile(file db.File, out *books.FileReport) bool {
	if file.State == "read" {
		out.State = "known"
	}
	return file.State == "read"
}

// document writes the row of a document, or brings it up to date when the file is
// read once more.
func (w *work) document(out *books.FileReport, file db.File, r *reading) (db.Document, error) {
	why, err := r.reasons()
	if err != nil {
		return db.Document{}, err
	}
	scanned, err := writtenScans(r.scanned)
	if err != nil {
		return db.Document{}, err
	}
	doc := db.Document{Adm: w.tx.Adm, Sha256: out.SHA256, Name: out.Name, Channel: "import", Received: file.Received,
		Media: string(r.media), Kind: r.kind, Probability: r.probability, Why: string(why), Pages: int64(r.pages), Scanned: scanned, State: r.stateOf()}
	arrival, err := w.tx.ArrivalByHash(w.ctx, db.ArrivalByHashParams{Adm: w.tx.Adm, Sha256: out.SHA256})
	if err == nil {
		doc.Channel, doc.Sender, doc.Received, doc.Parent = arrival.Channel, arrival.Sender, arrival.Received, arrival.Parent
	} else if !store.NoRows(err) {
		return doc, books.Failed(err)
	}
	known, err := w.tx.DocumentByHash(w.ctx, db.DocumentByHashParams{Adm: w.tx.Adm, Sha256: out.SHA256})
	if err == nil {
		doc.ID = known.ID
		if err := w.setDocument(doc); err != nil {
			return doc, err
		}
		return doc, w.passOn(doc, r, known.State)
	}
	if !store.NoRows(err) {
		return doc, books.Failed(err)
	}
	doc.ID = w.tx.NewID()
	out.Documents++
	if err := w.tx.Add(w.ctx, doc); err != nil {
		return doc, err
	}
	return doc, w.passOn(doc, r, "")
}

// register writes an invoice, looks who sent it and whether it came before, and
// lets everything that is wrong hold it. A document that is another copy of an
// invoice that we have is filed as that, where it may.
func (w *work) register(out *books.FileReport, doc db.Document, c *Content, mayCopy bool) error {
	row, holds := rowOf(doc, c)
	row.Adm, row.ID = w.tx.Adm, w.tx.NewID()
	seller, more, err := w.seller(&row, c)
	if err != nil {
		return err
	}
	holds = append(holds, more...)
	if more, err = w.accounts(&row, seller, c); err != nil {
		return err
	}
	holds = append(holds, more...)
	more, copyOf, err := w.twice(row, doc, mayCopy)
	if err != nil {
		return err
	}
	if copyOf != 0 {
		out.CopyOf = copyOf
		return w.copied(doc, copyOf)
	}
	holds = append(holds, more...)
	if more, err = w.compare(&row, seller, c); err != nil {
		return err
	}
	holds = append(holds, more...)
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	row.Content = stripped(body)
	row.Search = searchOf(row, seller)
	row.State = string(Facts{Holds: len(holds)}.open())
	if err := w.tx.Add(w.ctx, row); err != nil {
		return err
	}
	for _, h := range holds {
		if err := w.hold(row.ID, h); err != nil {
			return err
		}
		out.Holds = append(out.Holds, books.Hold{Invoice: row.ID, Kind: h.kind, Finding: &fault.Error{Code: h.why.Code, Args: h.why.Args}})
	}
	out.Invoices++
	if len(holds) > 0 {
		out.Held++
	}
	return w.audit("registered", row.ID, map[string]any{"sha256": doc.Sha256, "supplier": row.SupplierID, "number": row.Number, "kind": row.Kind,
		"payable": money.Cents(row.Payable).String(), "iban": row.Iban, "state": row.State, "why": c.Why})
}

// stripped gives JSON as both databases keep it: PostgreSQL could not find a NUL
// back.
func stripped(body []byte) string { return strings.ReplaceAll(string(body), `\u0000`, "") }

// rowOf gives an invoice as it is kept, and what in its contents holds it.
func rowOf(doc db.Document, c *Content) (row db.Invoice, holds []held) {
	inv := &c.Invoice
	inv.Kind = cmp.Or(inv.Kind, invoice.Kind(doc.Kind)) // pages tell it by what they are
	row = db.Invoice{DocumentID: doc.ID, SupplierName: plain(sellerName(inv)), Number: plain(inv.Number), Kind: string(inv.Kind),
		Issued: string(inv.Issued), Due: string(inv.Due), Received: string(receivedDay(doc)), PayBy: string(approval.Case{Received: receivedDay(doc)}.Clock("").PayBy()), Currency: plain(inv.Currency),
		OrderNumber: plain(inv.Order), About: aboutOf(inv), Channel: doc.Channel}
	from, to := periodOf(inv)
	row.PeriodFrom, row.PeriodTo, row.Refers = string(from), string(to), plain(refersOf(inv))
	if count, first := c.errors(); count > 0 {
		holds = append(holds, held{kind: "invalid", why: why("invoices.hold.invalid", "count", count, "rule", first)})
	}
	if count, first := c.offPage(); count > 0 {
		holds = append(holds, held{kind: "page", why: why("invoices.hold.page", "count", count, "rule", first)})
	}
	for _, f := range c.Fields {
		if f.Doubtful && !extract.Aside(f.Name) {
			holds = append(holds, held{kind: "doubtful", why: why("invoices.hold.doubtful", "field", f.Name, "value", f.Value)})
		}
	}
	for _, u := range c.Unread {
		holds = append(holds, held{kind: "doubtful", why: why("invoices.hold.unread", "field", u.Field, "value", u.Value)})
	}
	if row.Number == "" {
		holds = append(holds, held{kind: "doubtful", why: why("invoices.hold.no-number")})
	}
	if row.Currency != "EUR" {
		holds = append(holds, held{kind: holdAmount, why: why("invoices.hold.currency", "currency", row.Currency)})
	}
	holds = append(holds, amounts(&row, inv.Totals)...)
	discounted(&row, inv)
	return row, append(holds, addUp(row, c)...)
}

// addUp holds an invoice that was read from pages when its amounts do not agree;
// those of an e-invoice are held against each other by its rules.
func addUp(row db.Invoice, c *Content) []held {
	t := c.Invoice.Totals
	if len(c.Fields) == 0 || t.Net == nil || t.Gross == nil || t.Payable == nil {
		return nil
	}
	if row.Net+row.Vat == row.Gross && (row.Payable == row.Gross || t.Paid != nil) {
		return nil
	}
	return []held{{kind: holdAmount, why: why(codeSum, "net", money.Cents(row.Net), "vat", money.Cents(row.Vat),
		"gross", money.Cents(row.Gross), "payable", money.Cents(row.Payable))}}
}

// amounts takes the totals over in cents. Without an exact amount to pay nothing
// can be booked; the others only show.
func amounts(row *db.Invoice, t invoice.Totals) (holds []held) {
	for _, a := range []struct {
		name string
		from *invoice.Amount
		to   *int64
		must bool
	}{{"net", t.Net, &row.Net, true}, {"vat", t.VAT, &row.Vat, false}, {"gross", t.Gross, &row.Gross, true}, {"payable", t.Payable, &row.Payable, true}} {
		if a.from == nil {
			if a.must {
				holds = append(holds, held{kind: holdAmount, why: why("invoices.hold.no-amount", "field", a.name)})
			}
			continue
		}
		cents, err := a.from.Cents()
		if err != nil {
			holds = append(holds, held{kind: holdAmount, why: why("invoices.hold.amount", "field", a.name, "value", a.from.Value)})
			continue
		}
		*a.to = int64(cents)
	}
	return holds
}

func sellerName(inv *invoice.Invoice) string { return cmp.Or(inv.Seller.Name, inv.Seller.Trade) }

// receivedDay is the day on which the clock began to run.
func receivedDay(doc db.Document) day.Day {
	if len(doc.Received) < len("2026-01-31") {
		return ""
	}
	return day.Day(doc.Received[:len("2026-01-31")])
}

func searchOf(row db.Invoice, s Supplier) string {
	return books.SearchText(money.Cents(row.Payable), row.Number, row.SupplierName, s.Number, s.Name, row.Iban, row.OrderNumber, row.Reference)
}

// discounted takes over what may be kept back when the invoice is paid early, as
// far as it says so to the cent and by a day.
func discounted(row *db.Invoice, inv *invoice.Invoice) {
	d := inv.Discount
	if d == nil || row.Payable <= 0 {
		return
	}
	until := d.Until
	if until == "" && d.Days > 0 && inv.Issued != "" {
		until = inv.Issued.Add(d.Days)
	}
	off := CentsOf(d.Amount)
	if off == 0 && d.Percent != nil {
		base := money.Cents(row.Payable)
		if d.Base != nil {
			base = CentsOf(d.Base)
		}
		off = percentOf(base, *d.Percent)
	}
	if until != "" && off > 0 && int64(off) < row.Payable {
		row.Discount, row.DiscountDay = int64(off), string(until)
	}
}

// percentOf is a percentage of an amount, rounded to cents; 0 when it cannot be
// said exactly enough.
func percentOf(base money.Cents, percent decimal.Decimal) money.Cents {
	whole, err := decimal.New(int64(base), 2)
	if err != nil {
		return 0
	}
	part, err := whole.Mul(percent)
	if err != nil {
		return 0
	}
	if part, err = part.Quo(decimal.Hundred); err != nil {
		return 0
	}
	part = part.Round(2)
	return CentsOf(&invoice.Amount{Value: part})
}

// CentsOf is an amount in cents, to be shown or compared; 0 for none, or one that is
// not exact in them.
func CentsOf(a *invoice.Amount) money.Cents {
	if a == nil {
		return 0
	}
	c, err := a.Cents()
	if err != nil {
		return 0
	}
	return c
}

// partOf is the part of an invoice for its blocked account, when that is one.
func partOf(row *db.Invoice, part *invoice.Amount) int64 {
	if c := int64(CentsOf(part)); c > 0 && c <= row.Payable {
		return c
	}
	return 0
}

// payAccounts takes the accounts over that the invoice wants to be paid on. An
// invoice that the supplier collects himself names none that we pay to.
func payAccounts(row *db.Invoice, inv *invoice.Invoice) {
	for _, m := range inv.Payments {
		if m.Mandate != "" || m.Code == "49" || m.Code == "59" {
			continue
		}
		account := ident.Electronic(plain(m.Account))
		if iban, ok := ident.IBAN(m.Account); ok {
			account = iban
		}
		switch {
		case account == "":
		case ident.GAccount(account) && row.GIban == "":
			row.GIban, row.GAmount = account, partOf(row, m.Part)
		case row.Iban == "":
			row.Iban, row.Holder = account, plain(m.Holder)
		}
		row.Reference = cmp.Or(row.Reference, plain(m.Reference))
	}
}

// collected says whether the supplier takes his money himself.
func collected(inv *invoice.Invoice) bool {
	for _, m := range inv.Payments {
		if m.Mandate != "" || m.Code == "49" || m.Code == "59" {
			return true
		}
	}
	return false
}
