// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"slices"

	"rentmeester/money"
)

// planCompanies gives companies their property tax, invoices and market stalls.
func (w *world) planCompanies() {
	invoices, stalls := int32(0), int32(0)
	for c := int32(0); c < int32(w.companies); c++ {
		tax := w.add(item{sort: businessTaxItem, party: c, serial: c + 1, issued: int16(w.cal.on(2, 28)), due: int16(w.cal.on(4, 30)), amount: w.euros(300, 9000)})
		w.planPayment(company, c, []int32{tax}, 0)
		sent := []int32{}
		for n := w.hash(company, c, 35) % 4; n > 0; n-- {
			invoices++
			issued := w.between(0, 345)
			sent = append(sent, w.add(item{sort: invoiceItem, party: c, serial: invoices, issued: int16(issued), due: int16(issued + 30), amount: w.euros(40, 4000)}))
		}
		w.planInvoices(c, sent)
		if w.chance(company, c, 36, 0.035) {
			stalls = w.market(c, stalls)
		}
	}
}

// planInvoices pays each invoice, or some of nearly the same time together.
func (w *world) planInvoices(c int32, sent []int32) {
	slices.SortFunc(sent, func(a, b int32) int { return int(w.items[b].issued) - int(w.items[a].issued) })
	if len(sent) > 1 && w.items[sent[0]].issued-w.items[sent[1]].issued < 60 && w.rng.Float64() < 3*w.rates.SeveralItems {
		w.planPayment(company, c, sent[:2:2], severalItems)
		sent = sent[2:]
	}
	for _, n := range sent {
		w.planPayment(company, c, []int32{n}, 0)
	}
}

// market is a stall, paid by the month.
func (w *world) market(c, serial int32) int32 {
	amount := w.euros(45, 160)
	for month := 1; month <= 12; month++ {
		serial++
		issued := w.cal.on(month, 1)
		n := w.add(item{sort: marketItem, party: c, serial: serial, issued: int16(issued), due: int16(issued + 14), amount: amount})
		w.planPayment(company, c, []int32{n}, 0)
	}
	return serial
}

// planRents gives tenants of the town's property a rent each month, which most
// pay by standing order on a fixed day.
func (w *world) planRents() {
	serial := int32(0)
	for tenant := int32(0); tenant < int32(w.Inhabitants/250)+1; tenant++ {
		h := tenant * 7 % int32(w.households)
		amount, payday, standing := w.euros(350, 950), w.between(1, 5), w.rng.IntN(4) > 0
		for month := 1; month <= 12; month++ {
			serial++
			first := w.cal.on(month, 1)
			n := w.add(item{sort: rentItem, party: h, serial: serial, issued: int16(first - 14), due: int16(first), amount: amount})
			if standing {
				w.push(first+payday-3, event{what: ownPayment, class: household, payer: h, items: []int32{n}})
			} else {
				w.planPayment(household, h, []int32{n}, 0)
			}
		}
	}
}

// planGrants are the payments of the state for special tasks.
func (w *world) planGrants() {
	before := map[int32]int32{} // an item of the ministry that waits to be paid with the next
	for serial := int32(1); serial <= 14; serial++ {
		issued, by := w.between(5, 300), serial%int32(len(ministries))
		n := w.add(item{sort: grantItem, party: by, serial: serial, issued: int16(issued), due: int16(issued + 45),
			amount: w.scaled(w.between(30_000, 600_000))})
		other, waits := before[by]
		if waits {
			delete(before, by)
			latest := max(int(w.items[other].issued), issued)
			w.push(latest+w.between(20, 60), event{what: ownPayment, class: official, payer: by, items: []int32{other, n}, mess: severalItems})
			continue
		}
		if serial+int32(len(ministries)) <= 14 && w.rng.Float64() < w.rates.GrantsCombined {
			before[by] = n
			continue
		}
		w.push(issued+w.between(20, 60), event{what: ownPayment, class: official, payer: by, items: []int32{n}})
	}
}

// planPayables are suppliers' invoices, subsidies and benefits with the pay run
// each goes out in.
func (w *world) planPayables() {
	weeks := len(w.cal.next)/7 - 1
	suppliers := int32(max(10, w.Inhabitants/60))
	for serial := int32(1); serial <= int32(w.Inhabitants/5); serial++ {
		issued := w.between(-30, 355)
		if w.Post && issued >= postFrom(w.cal) {
			continue
		}
		i := item{sort: supplierItem, party: int32(w.rng.IntN(int(suppliers))), serial: serial, run: -1, issued: int16(issued), due: int16(issued + 30), amount: w.supply()}
		if w.rng.Float64() < w.rates.SupplierCollects {
			i.special = true
			n := w.add(i)
			w.push(issued+w.between(10, 30), event{what: collection, class: supplier, payer: i.party, items: []int32{n}, mess: theyCollect})
			continue
		}
		week := min(weeks, max(0, (issued+w.between(10, 28))/7))
		n := w.schedule(i, week, weeks)
		if week < weeks && i.amount > 10_000 && w.rng.Float64() < w.rates.CreditNotes {
			i.sort, i.run, i.amount = creditItem, int16(week), i.amount*money.Cents(w.between(4, 40))/100
			w.notes[n] = w.add(i)
		}
	}
	for serial := int32(1); serial <= int32(max(3, w.Inhabitants/150)); serial++ {
		month := w.between(0, 11)
		w.schedule(item{sort: subsidyItem, party: serial, serial: serial, issued: int16(w.cal.on(month+1, 1)), due: int16(w.cal.on(month+1, 15)), amount: w.euros(500, 25_000)}, month, 11)
	}
	w.planBenefits()
	w.planRuns(weeks)
}

// supply draws an invoice amount: many small, few large.
func (w *world) supply() money.Cents {
	switch x := w.rng.IntN(100); {
	case x < 60:
		return w.euros(25, 900)
	case x < 95:
		return w.euros(900, 9000)
	}
	return w.euros(9000, 120_000)
}

func (w *world) planBenefits() {
	serial := int32(0)
	for month := 0; month < 12; month++ {
		for n := int32(0); n < int32(max(3, w.Inhabitants*22/1000)); n++ {
			serial++
			h := (n*19 + 5) % int32(w.households)
			amount := money.Cents(98_000 + w.hash(household, h, 37)%52_000)
			w.schedule(item{sort: benefitItem, party: h, serial: serial, issued: int16(w.cal.on(month+1, 12)), due: int16(w.cal.on(month+1, 23)), amount: amount}, month, 11)
		}
	}
}

// payRun names a batch of ours.
type payRun struct {
	sort sort
	run  int
}

// schedule adds a payable and puts it in a run; beyond the last it stays open.
func (w *world) schedule(i item, run, last int) int32 {
	i.run = -1
	if run < last || i.sort != supplierItem {
		i.run = int16(run)
	}
	n := w.add(i)
	if i.run >= 0 {
		key := payRun{i.sort, run}
		w.payRuns[key] = append(w.payRuns[key], n)
	}
	return n
}

// planRuns puts the pay runs and the direct debits in the diary.
func (w *world) planRuns(weeks int) {
	for week := 0; week <= weeks; week++ {
		w.plansRun(w.cal.slot(7*week+8-int(w.cal.first.Weekday())%7+2), payRun{supplierItem, week})
	}
	for month := 1; month <= 12; month++ {
		w.plansRun(w.cal.slot(w.cal.on(month, 15)), payRun{subsidyItem, month - 1})
		w.plansRun(w.cal.slot(w.cal.on(month, 23)), payRun{benefitItem, month - 1})
	}
	for term := 1; term <= 10; term++ {
		w.onSlot(w.cal.slot(w.cal.on(2+term, 26)), func() error { return w.collectTerm(term) })
	}
}

func (w *world) plansRun(slot int, run payRun) {
	w.onSlot(slot, func() error { return w.payOutRun(run) })
}

// onSlot puts something we do ourselves in the diary.
func (w *world) onSlot(slot int, do func() error) {
	if slot >= 0 {
		w.runs[slot] = append(w.runs[slot], do)
	}
}
