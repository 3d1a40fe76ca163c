// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"encoding/xml"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/demo"
	"rentmeester/formats/camt"
	"rentmeester/formats/mt940"
	"rentmeester/formats/table"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/payment"
)

// town is a generated municipality as the engine sees it, with the truth.
type town struct {
	items   []Item
	batches []Batch
	lines   []truthLine // by booking day
	numbers map[string]int64
	model   *Model // nil: the prior
	waiting int    // items that money on account became
}

// truthLine is a line and what it really is.
type truthLine struct {
	Line
	right []Allocation           // by item; nil when it settles no item
	other map[string]money.Cents // by ledger account of the truth, what settles no item
	mess  string
	kind  string
}

// what the books owe a payer, as the invented chart has it
var owedBack = demo.LedgerAccounts[demo.KindOverpaid]

const firstOnAccount = 1 << 40 // identifiers of items that money on account became

// rightChoice says whether a choice is the truth, to the cent. What was paid too
// much may wait on account of the payer or stay on the worklist, and what is paid
// back may settle what waited so.
func (l *truthLine) rightChoice(c *Choice) bool {
	var items []Allocation
	other := map[string]money.Cents{}
	for _, a := range c.Allocations {
		switch {
		case a.Item >= firstOnAccount || a.Party != "":
			other[owedBack] += a.Amount
		case a.Item != 0:
			items = append(items, a)
		default:
			other[a.Account] += a.Amount
		}
	}
	sort.Slice(items, func(i, j int) bool { return items[i].Item < items[j].Item })
	if c.Rest != 0 {
		other[owedBack] += c.Rest
	}
	return sameAllocations(items, l.right) && maps.Equal(other, l.other)
}

// settlesNothing says that the truth of the line concerns no item.
func (l *truthLine) settlesNothing() bool { return len(l.right) == 0 }

// loadTown generates a town and reads it back through the project's readers.
func loadTown(t testing.TB, seed uint64, inhabitants int, jitter float64) *town {
	t.Helper()
	dir := t.TempDir()
	truth, err := demo.Generate(demo.Options{Seed: seed, Inhabitants: inhabitants, Year: 2026, Rates: demo.DefaultRates(), Jitter: jitter}, dir)
	if err != nil {
		t.Fatal(err)
	}
	w := &town{numbers: map[string]int64{}}
	w.readItems(t, dir)
	w.readOrders(t, dir)
	w.readLines(t, dir, truth)
	return w
}

func each(t testing.TB, pattern string, read func(name string, f *os.File) error) {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		err = read(name, f)
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

func (w *town) readItems(t testing.TB, dir string) {
	each(t, dir+"/openitems/*.csv", func(name string, f *os.File) error {
		return table.ReadOpenItems(f, name, func(i ledger.OpenItem) error {
			id := int64(len(w.items) + 1)
			w.numbers[i.Number] = id
			w.items = append(w.items, Item{ID: id, Number: i.Number, Kind: i.Kind, PartyNumber: i.PartyNumber, PartyName: i.PartyName,
				IBAN: i.IBAN, Amount: i.Amount, Open: i.Amount, Currency: i.Currency, Issued: i.Issued, Due: i.Due,
				Reference: i.Reference, EndToEndID: i.EndToEndID, MandateID: i.MandateID, BatchID: i.BatchID, Description: i.Description})
			return nil
		})
	})
}

type painFile struct {
	Blocks []struct {
		ID        string `xml:"PmtInfId"`
		Execution string `xml:"ReqdExctnDt"`
		Collect   string `xml:"ReqdColltnDt"`
		Pays      []struct {
			E2E    string `xml:"PmtId>EndToEndId"`
			Amount string `xml:"Amt>InstdAmt"`
			Name   string `xml:"Cdtr>Nm"`
			IBAN   string `xml:"CdtrAcct>Id>IBAN"`
			Text   string `xml:"RmtInf>Ustrd"`
		} `xml:"CdtTrfTxInf"`
		Debits []struct {
			E2E     string `xml:"PmtId>EndToEndId"`
			Amount  string `xml:"InstdAmt"`
			Mandate string `xml:"DrctDbtTx>MndtRltdInf>MndtId"`
			Name    string `xml:"Dbtr>Nm"`
			IBAN    string `xml:"DbtrAcct>Id>IBAN"`
		} `xml:"DrctDbtTxInf"`
	} `xml:"PmtInf"`
	Message string `xml:"GrpHdr>MsgId"`
}

func (w *town) readOrders(t testing.TB, dir string) {
	cents := func(s string) money.Cents {
		c, err := money.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	each(t, dir+"/orders/*.xml", func(name string, f *os.File) error {
		doc := struct {
			Pay     painFile `xml:"CstmrCdtTrfInitn"`
			Collect painFile `xml:"CstmrDrctDbtInitn"`
		}{}
		if err := xml.NewDecoder(f).Decode(&doc); err != nil {
			return err
		}
		for _, file := range []painFile{doc.Pay, doc.Collect} {
			for _, block := range file.Blocks {
				b := Batch{ID: int64(len(w.batches) + 1), Kind: payment.CreditTransfer, InfoID: block.ID, MessageID: file.Message, Execution: day.Day(block.Execution)}
				for _, p := range block.Pays {
					b.Instructions = append(b.Instructions, Instruction{EndToEndID: p.E2E, Amount: cents(p.Amount), IBAN: p.IBAN, Name: p.Name, Text: p.Text})
				}
				for _, p := range block.Debits {
					b.Kind, b.Execution = payment.DirectDebit, day.Day(block.Collect)
					b.Instructions = append(b.Instructions, Instruction{EndToEndID: p.E2E, Amount: cents(p.Amount), IBAN: p.IBAN, Name: p.Name, MandateID: p.Mandate})
				}
				b.Count = len(b.Instructions)
				for _, in := range b.Instructions {
					b.Total += in.Amount
				}
				w.batches = append(w.batches, b)
			}
		}
		return nil
	})
}

func (w *town) readLines(t testing.TB, dir string, truth demo.Truth) {
	details := map[string][]bank.Detail{} // of notifications, by the bank's reference
	var statements []bank.Full
	each(t, dir+"/bank/*/*", func(name string, f *os.File) error {
		c := &bank.Collector{}
		read := camt.Read
		if strings.HasSuffix(name, ".sta") {
			read = mt940.Read
		}
		if err := read(f, c); err != nil {
			return err
		}
		for _, s := range c.Statements {
			if s.Kind == bank.Notification {
				for _, e := range s.Entries {
					details[s.Account.ID+e.BankRef] = e.Details
				}
				continue
			}
			statements = append(statements, s)
		}
		return nil
	})
	right := readTruth(t, truth.Path)
	for si := range statements {
		s := &statements[si]
		for ei := range s.Entries {
			e := &s.Entries[ei]
			if more := details[s.Account.ID+e.BankRef]; len(e.Details) == 0 && more != nil {
				e.Details = more
			}
			key := s.Account.ID + "|" + s.ID + "|" + e.BankRef
			if e.BankRef == "" {
				key = fmt.Sprintf("%s|%s|%s/%d", s.Account.ID, s.ID, s.Sequence, e.Index+1)
			}
			w.addEntry(s, e, right, key)
		}
	}
	sort.SliceStable(w.lines, func(i, j int) bool { return w.lines[i].Booked < w.lines[j].Booked })
	for i := range w.lines {
		w.lines[i].ID = int64(i + 1)
	}
	lost := 0
	for range right {
		lost++
	}
	if lost > 0 {
		t.Logf("%d entries of the truth were not found in the statements", lost)
	}
}

func readTruth(t testing.TB, path string) map[string][]demo.Line {
	right := map[string][]demo.Line{}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := demo.Read(f, func(l demo.Line) error {
		key := l.Account + "|" + l.Statement + "|" + l.Entry
		right[key] = append(right[key], l)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return right
}

// addEntry makes lines of an entry: one for each detail when there are more.
func (w *town) addEntry(s *bank.Full, e *bank.FullEntry, right map[string][]demo.Line, key string) {
	rows := right[key]
	delete(right, key)
	base := Line{Account: s.Account.ID, Amount: e.Amount, Currency: e.Currency, Booked: e.Booked, Reversal: e.Reversal, Code: e.Code, Info: e.Info}
	if base.Currency == "" {
		base.Currency = "EUR"
	}
	if e.Batch != nil {
		base.PaymentInfoID, base.MessageID, base.BatchCount, base.BatchTotal = e.Batch.PaymentInfoID, e.Batch.MessageID, e.Batch.Count, e.Batch.Total
	}
	if len(e.Details) < 2 {
		if len(e.Details) == 1 {
			fill(&base, &e.Details[0], false)
		}
		w.add(base, rows)
		return
	}
	for i := range e.Details {
		l := base
		fill(&l, &e.Details[i], true)
		var own []demo.Line
		for _, r := range rows {
			if r.Detail == i+1 {
				own = append(own, r)
			}
		}
		w.add(l, own)
	}
}

func fill(l *Line, d *bank.Detail, one bool) {
	if one && d.HasAmount {
		l.Amount = d.Amount
	}
	if one {
		l.BatchCount, l.BatchTotal = 0, nil
	}
	l.EndToEndID, l.MandateID, l.InstructionID = d.EndToEndID, d.MandateID, d.InstructionID
	if d.PaymentInfoID != "" {
		l.PaymentInfoID = d.PaymentInfoID
	}
	l.Counterparty, l.Ultimate, l.Remittance = d.Counterparty, d.Ultimate, d.Remittance
	l.Reference, l.ReferenceType, l.Return = d.Reference, d.ReferenceType, d.Return
}

func (w *town) add(l Line, rows []demo.Line) {
	out := truthLine{Line: l, other: map[string]money.Cents{}}
	sums := map[int64]money.Cents{}
	for _, r := range rows {
		if r.Item != "" {
			sums[w.numbers[r.Item]] += r.Amount
		} else {
			out.other[demo.LedgerAccounts[r.Kind]] += r.Amount
		}
		if out.kind == "" || r.Item == "" {
			out.kind = r.Kind
		}
		if r.Mess != "" {
			out.mess = r.Mess
		}
	}
	for id, amount := range sums {
		out.right = append(out.right, Allocation{Item: id, Amount: amount})
	}
	sort.Slice(out.right, func(i, j int) bool { return out.right[i].Item < out.right[j].Item })
	w.lines = append(w.lines, out)
}

// engine gives an engine that knows the items issued before a day.
func (w *town) engine() *Engine { return New(Settings{Model: w.model}, w.items, w.batches, nil, nil) }

// apply books the truth of a line. What waits on account of a payer becomes an
// item, as it does in the books.
func (w *town) apply(e *Engine, l *truthLine) {
	var c Choice
	c.Allocations = append(c.Allocations, l.right...)
	for account, amount := range l.other {
		if account != owedBack {
			c.Allocations = append(c.Allocations, Allocation{Account: account, Amount: amount})
			continue
		}
		c.Allocations = append(c.Allocations, w.onAccount(e, l, amount)...)
	}
	sort.Slice(c.Allocations, func(i, j int) bool { return c.Allocations[i].Account < c.Allocations[j].Account })
	e.Apply(l.Line, c)
}

// onAccount puts money on account of who paid, or takes it from there.
func (w *town) onAccount(e *Engine, l *truthLine, amount money.Cents) []Allocation {
	iban := l.Counterparty.Account
	if amount < 0 {
		for id := int64(firstOnAccount); id < firstOnAccount+int64(w.waiting); id++ {
			if item := &e.items[e.byID[id]]; item.IBAN == iban && item.Open == -amount {
				return []Allocation{{Item: id, Amount: amount}}
			}
		}
		return []Allocation{{Account: owedBack, Amount: amount}}
	}
	item := Item{ID: firstOnAccount + int64(w.waiting), Number: fmt.Sprintf("OA-%d", w.waiting), Kind: ledger.Payable, IBAN: iban,
		PartyName: l.Counterparty.Name, Amount: amount, Open: amount, Issued: l.Booked}
	e.who.each(hash(keyAccount, iban), func(p int32) bool {
		item.PartyNumber, item.PartyName = e.parties[p].number, e.parties[p].label
		return false
	})
	w.waiting++
	e.Update(item)
	if item.PartyNumber == "" {
		return []Allocation{{Account: owedBack, Amount: amount}}
	}
	return []Allocation{{Party: item.PartyNumber, Amount: amount}}
}
