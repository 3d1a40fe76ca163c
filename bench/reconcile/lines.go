// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"os"
	"strconv"
	"strings"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/formats/camt"
	"rentmeester/formats/mt940"
	"rentmeester/money"
	"rentmeester/reconcile"
)

// Line is a bank line with its truth.
type Line struct {
	reconcile.Line
	Came day.Day // when its statement came
	span         // its rows of the truth
}

// reading is what is remembered from one file of the bank to the next.
type reading struct {
	today    day.Day                  // the latest booking day of what came so far
	seen     map[string]bool          // statements; the bank sends some twice
	notified map[string][]bank.Detail // details that came before their entry, by account and reference
	waiting  map[string]int           // collected entries that may still get details: place in Lines, by account and reference
}

// bank reads a file of the bank.
func (l *loader) bank(name string, f *os.File) error {
	if l.seen == nil {
		l.seen, l.notified, l.waiting = map[string]bool{}, map[string][]bank.Detail{}, map[string]int{}
	}
	from := len(l.town.Lines)
	read := camt.Read
	if strings.HasSuffix(name, ".sta") {
		read = mt940.Read
	}
	if err := read(f, &teller{loader: l}); err != nil {
		return err
	}
	for i := from; i < len(l.town.Lines); i++ {
		l.today = max(l.today, l.town.Lines[i].Booked)
	}
	for i := from; i < len(l.town.Lines); i++ {
		l.town.Lines[i].Came = l.today
	}
	return nil
}

// teller takes the statements of one file.
type teller struct {
	*loader
	statement bank.Statement
	again     bool // this statement came before
	details   []bank.Detail
}

// Begin implements bank.Handler.
func (t *teller) Begin(s *bank.Statement) error {
	t.statement = *s
	key := string(s.Kind) + s.Account.ID + "|" + s.ID
	t.again = t.seen[key]
	t.seen[key] = true
	t.details = t.details[:0]
	return nil
}

// Detail implements bank.Handler.
func (t *teller) Detail(_ *bank.Entry, d *bank.Detail) error {
	if !t.again {
		t.details = append(t.details, *d)
	}
	return nil
}

// End implements bank.Handler.
func (t *teller) End(*bank.Statement) error { return nil }

// Entry implements bank.Handler.
func (t *teller) Entry(e *bank.Entry) error {
	details := t.details
	t.details = t.details[:0]
	key := t.statement.Account.ID + "|" + e.BankRef
	switch {
	case t.again || e.Status != bank.StatusBooked:
		return nil
	case t.statement.Kind == bank.Notification:
		t.notice(key, details)
		return nil
	case t.statement.Kind != bank.Booked:
		return nil
	}
	named := e.BankRef
	if named == "" {
		named = t.statement.Sequence + "/" + strconv.Itoa(e.Index+1)
	}
	rows := t.town.truth.take(t.statement.Account.ID, named)
	if early, found := t.notified[key]; found && len(details) == 0 {
		details = early
	}
	delete(t.notified, key)
	whole := t.base(e)
	switch len(details) {
	case 0:
		if e.BankRef != "" && e.Batch != nil {
			t.waiting[key] = len(t.town.Lines)
		}
		t.add(whole, "", rows)
	case 1:
		t.fill(&whole, &details[0])
		t.add(whole, details[0].CreditorID, rows)
	default:
		t.open(whole, details, rows)
	}
	return nil
}

// notice ties details to the entry they tell of, whichever came first.
func (t *teller) notice(key string, details []bank.Detail) {
	at, found := t.waiting[key]
	if !found {
		t.notified[key] = append([]bank.Detail(nil), details...)
		return
	}
	delete(t.waiting, key)
	if len(details) < 2 {
		return
	}
	whole := t.town.Lines[at]
	t.town.Lines[at].ID = -1 // its details take its place
	t.open(whole.Line, details, whole.span)
}

// open makes a line of each detail of a collected entry.
func (t *teller) open(whole reconcile.Line, details []bank.Detail, rows span) {
	for i := range details {
		one := whole
		one.ID, one.Part = 0, true
		if details[i].HasAmount {
			one.Amount = details[i].Amount
		}
		t.fill(&one, &details[i])
		t.add(one, details[i].CreditorID, t.town.truth.detail(rows, i+1))
	}
}

// base is what the entry itself says.
func (t *teller) base(e *bank.Entry) reconcile.Line {
	l := reconcile.Line{Account: t.once(t.statement.Account.ID), Amount: e.Amount, Currency: t.once(e.Currency), Booked: day.Day(t.once(string(e.Booked))),
		Reversal: e.Reversal, Code: t.code(e.Code), Info: t.once(e.Info)}
	if l.Currency == "" {
		l.Currency = t.once(t.statement.Currency())
	}
	if b := e.Batch; b != nil {
		l.PaymentInfoID, l.MessageID, l.BatchCount = t.once(b.PaymentInfoID), t.once(b.MessageID), b.Count
		if b.Total != nil {
			total := *b.Total
			l.BatchTotal = &total
		}
	}
	return l
}

func (t *teller) code(c bank.Code) bank.Code {
	return bank.Code{Domain: t.once(c.Domain), Family: t.once(c.Family), SubFamily: t.once(c.SubFamily), Proprietary: t.once(c.Proprietary), Issuer: t.once(c.Issuer)}
}

// fill adds what a detail says, as the program does when it keeps a line.
func (t *teller) fill(l *reconcile.Line, d *bank.Detail) {
	l.EndToEndID, l.MandateID, l.InstructionID = d.EndToEndID, t.once(d.MandateID), d.InstructionID
	if d.PaymentInfoID != "" {
		l.PaymentInfoID = t.once(d.PaymentInfoID)
	}
	if d.MessageID != "" {
		l.MessageID = t.once(d.MessageID)
	}
	l.Counterparty = d.Counterparty
	l.Counterparty.Name, l.Counterparty.Account, l.Counterparty.BIC = t.once(d.Counterparty.Name), t.once(d.Counterparty.Account), t.once(d.Counterparty.BIC)
	l.Ultimate, l.Remittance = t.once(d.Ultimate), append([]string(nil), d.Remittance...)
	l.Reference, l.ReferenceType = t.once(d.Reference), t.once(d.ReferenceType)
	if l.Charges = d.Charges; d.InstructedCcy == l.Currency && d.Instructed != nil {
		ordered := *d.Instructed
		l.Instructed = &ordered
	}
	if d.Return != nil {
		r := *d.Return
		l.Return = &r
	}
	if d.Code != (bank.Code{}) {
		l.Code = t.code(d.Code)
	}
	if d.Info != "" && d.Info != l.Info {
		l.Info = strings.TrimPrefix(l.Info+"\n"+d.Info, "\n")
	}
}

// add keeps a line with what the rules of policy say of it.
func (t *teller) add(l reconcile.Line, creditor string, rows span) {
	if t.rules != nil {
		l.Habits = t.habits(&l, creditor)
	}
	t.town.Lines = append(t.town.Lines, Line{Line: l, span: rows})
}

// finish drops the entries that were opened up and numbers the lines.
func (l *loader) finish() (*Town, error) {
	kept := l.town.Lines[:0]
	for _, line := range l.town.Lines {
		if line.ID < 0 {
			continue
		}
		line.ID = int64(len(kept) + 1)
		kept = append(kept, line)
	}
	l.town.Lines = kept
	return l.town, l.check()
}

// check counts the rows of the truth that no line has, and proves that every
// line is what the truth says it is, to the cent.
func (l *loader) check() error {
	t := l.town
	had := 0
	for i := range t.Lines {
		sum := money.Cents(0)
		for _, r := range t.truth.rows[t.Lines[i].from:t.Lines[i].to] {
			sum += r.amount
		}
		had += int(t.Lines[i].to - t.Lines[i].from)
		if sum != t.Lines[i].Amount {
			return &mismatch{t.Lines[i], sum}
		}
	}
	t.Lost = len(t.truth.rows) - had
	t.truth.spans = nil
	return nil
}

// mismatch is a line that the truth does not add up to.
type mismatch struct {
	line Line
	said money.Cents
}

// Error implements error.
func (m *mismatch) Error() string {
	return "line of " + string(m.line.Booked) + " on " + m.line.Account + " of " + m.line.Amount.String() + ": the truth adds up to " + m.said.String()
}
