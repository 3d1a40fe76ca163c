// SPDX-License-Identifier: EUPL-1.2

package stranger

import (
	"fmt"
	"strings"

	"rentmeester/day"
	"rentmeester/money"
)

// due is a transfer in a weekly run: one or more items of one supplier.
type due struct {
	items  []*item
	amount money.Cents
	iban   string
	text   string
	shares []Share
	mess   string
}

// buyAndPay makes suppliers' invoices and pays them every week.
func (t *town) buyAndPay() {
	runs := make([][]due, 54)
	week := func(d day.Day) int { return min(53, max(1, d.Sub(t.on(1, 1))/7+1)) }
	for _, v := range t.vendors {
		bills := t.bills(v)
		for n := 0; n < len(bills); n++ {
			b := bills[n]
			w := week(b.Due.Add(-t.IntN(12)))
			d := due{items: []*item{b}, amount: -b.Amount, iban: v.iban, text: b.Number, mess: "supplier"}
			switch {
			case v.blocked != "":
				part := b.Amount * 30 / 100
				runs[w] = append(runs[w], due{items: d.items, amount: -part, iban: v.blocked, text: b.Number + " G-deel", shares: []Share{share(b, -part)}, mess: "g-account"})
				d.amount, d.mess = -(b.Amount - part), "g-account"
				d.shares = []Share{share(b, d.amount)}
			case t.chance(0.25*t.o.Traps+0.03) && b.Amount > 5000:
				d = t.netted(d, v)
			case n+1 < len(bills) && t.chance(0.25):
				next := bills[n+1]
				n++
				w = max(w, week(next.Issued.Add(7)))
				d.items, d.amount, d.text = append(d.items, next), d.amount-next.Amount, b.Number+" "+next.Number
				d.shares, d.mess = []Share{share(b, -b.Amount), share(next, -next.Amount)}, "supplier, several invoices"
			}
			if d.shares == nil {
				d.shares = []Share{share(b, d.amount)}
			}
			runs[w] = append(runs[w], d)
		}
	}
	t.refundsDue(runs, week)
	for w, run := range runs {
		if on := workday(t.on(1, 2).Add(7 * (w - 1))); len(run) > 0 && on <= t.on(12, 30) {
			t.run(w, on, run)
		}
	}
}

// bills makes a supplier's invoices of a year, in their order.
func (t *town) bills(v *party) []*item {
	var all []*item
	monthly := t.chance(0.25)
	number, on := 1+t.IntN(800), t.on(1, 3+t.IntN(20))
	fixed := t.amount([]money.Cents{4840, 12100, 36300}, 20, 900)
	for on < t.on(12, 5) {
		amount := t.cents(15, 400)
		if t.chance(0.1) {
			amount = t.cents(2000, 60000)
		}
		if monthly {
			amount = fixed
		}
		text := fmt.Sprintf(v.series, number)
		b := payable(v, "bill", text, amount, on, on.Add(30))
		b.EndToEndID = fmt.Sprintf("%d%06d", t.o.Year, t.next("voucher", 7001))
		b.Description = pick(t, []string{"onderhoud", "levering", "abonnement", "inhuur", "zorg in natura", "advies"})
		all = append(all, t.add(b))
		number += 1 + t.IntN(30)
		on = on.Add(25 + t.IntN(60))
		if monthly {
			on = b.Issued.Add(30)
		}
	}
	return all
}

// netted takes a credit note off a transfer: one amount for two items.
func (t *town) netted(d due, v *party) due {
	bill := d.items[0]
	note := payable(v, "credit", fmt.Sprintf("CR"+v.series, t.next("credit", 50)), bill.Amount*money.Cents(5+t.IntN(40))/100, bill.Issued.Add(3), bill.Due)
	note.Description = "Creditnota op " + bill.Number
	t.add(note)
	credit := share(note, note.Amount)
	d.items, d.amount, d.text = append(d.items, note), d.amount+note.Amount, bill.Number+" -/- "+note.Number
	d.shares, d.mess = []Share{share(bill, -bill.Amount), credit}, "supplier, less a credit note"
	return d
}

// refundsDue makes payables to inhabitants.
func (t *town) refundsDue(runs [][]due, week func(day.Day) int) {
	for _, p := range t.people {
		if !t.chance(0.03) {
			continue
		}
		on := t.on(2+t.IntN(10), 1+t.IntN(28))
		i := payable(p, "refund", fmt.Sprintf("TG%02d-%04d", t.o.Year%100, t.next("refund", 61)), t.amount([]money.Cents{4000, 9600, 12000}, 10, 300), on, on.Add(14))
		i.IBAN, i.EndToEndID, i.Description = p.iban, fmt.Sprintf("%d%06d", t.o.Year, t.next("voucher", 7001)), "Teruggaaf"
		t.add(i)
		w := week(on.Add(10))
		runs[w] = append(runs[w], due{items: []*item{i}, amount: -i.Amount, iban: p.iban, text: "Teruggaaf " + i.Number, shares: []Share{share(i, -i.Amount)}, mess: "refund with item"})
	}
}

// run pays what is due in a week: some weeks in one amount, some one by one, some
// by a treasurer who types.
func (t *town) run(w int, on day.Day, run []due) {
	o := &order{message: fmt.Sprintf("CRED%dW%02d", t.o.Year, w), to: t.main, on: on}
	o.info = o.message + "/A"
	o.single = w%2 == 1
	whole := &move{on: on, to: t.main, sort: "credits", batch: o, clear: true, mess: "payment run, one amount", hidden: w%4 != 0}
	if !whole.hidden {
		whole.mess = "payment run, details given"
	}
	for n, d := range run {
		who := d.items[0].who
		e2e := d.items[0].EndToEndID
		if len(d.shares) > 1 || d.mess == "g-account" {
			e2e = fmt.Sprintf("%s-%d", o.message, n+1)
		}
		m := &move{on: on, to: t.main, amount: d.amount, name: who.name, iban: d.iban, text: d.text, e2e: e2e, shares: d.shares, mess: d.mess, clear: true}
		if t.messy(0.05) { // urgent: not in the run
			m.e2e, m.mess, m.text = "", d.mess+", typed by the treasurer", strings.ToLower(d.text)+" spoed"
			t.book(m)
			continue
		}
		o.parts = append(o.parts, instruction{e2e: e2e, text: d.text, name: who.name, iban: d.iban, amount: -d.amount})
		if o.single {
			t.book(m)
		}
		whole.parts = append(whole.parts, m)
		whole.amount += d.amount
		whole.shares = append(whole.shares, d.shares...)
		if t.chance(0.02) && len(d.shares) == 1 {
			back := *m
			back.on, back.amount, back.came, back.sort, back.mess = on.Add(2), -m.amount, "AC04", "transfer back", "our payment returned"
			back.shares = []Share{{Item: m.shares[0].Item, Party: m.shares[0].Party, Amount: -m.amount}}
			if t.messy(0.5) {
				back.e2e, back.mess = "", "our payment returned, number only"
			}
			t.book(&back)
		}
	}
	if len(o.parts) == 0 {
		return
	}
	t.orders = append(t.orders, o)
	if !o.single {
		t.book(whole)
	}
}
