// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"

	"rentmeester/ident"
	"rentmeester/ledger"
	"rentmeester/money"
)

// sort of open item; the order is that of the codes in their references.
type sort uint8

const (
	taxItem         sort = iota // yearly assessment of a household
	dogItem                     // dog tax
	businessTaxItem             // property tax of a company
	permitItem                  // parking permit, a quarter
	feeItem                     // leges
	marketItem                  // market stall, a month
	rentItem                    // a month
	invoiceItem                 // to a company
	grantItem                   // to be received from the state
	supplierItem                // payable from here on
	subsidyItem
	benefitItem
	creditItem // a supplier's credit note: it owes us, and we pay less
)

// item is an open item in little memory; its texts are computed when written.
type item struct {
	sort        sort
	term, terms uint8 // instalment term of terms; 1 of 1 for what is paid at once
	direct      bool  // collected by us
	shared      bool  // one reference for all instalments
	lastYear    bool
	special     bool // supplier collects from us
	equal       bool // one of the amounts that many have
	party       int32
	serial      int32 // number within its sort
	run         int16 // pay run it goes out in (a direct debit: was last collected in; paid online: slot of the settlement); -1 none
	issued, due int16 // day numbers
	online      bool  // through the payment provider
	amount      money.Cents
	paid        money.Cents
}

func (i *item) open() money.Cents { return i.amount - i.paid }
func (i *item) payable() bool     { return i.sort >= supplierItem && i.sort != creditItem }

// class gives the population the item's party belongs to.
func (i *item) class() class {
	switch i.sort {
	case businessTaxItem, invoiceItem, marketItem:
		return company
	case grantItem:
		return official
	case supplierItem, creditItem:
		return supplier
	case subsidyItem:
		return club
	}
	return household
}

// second says whether the item is to be paid to the second account.
func (i *item) second() bool {
	return i.sort == permitItem || i.sort == feeItem || i.sort == marketItem || i.sort == rentItem
}

func (w *world) itemYear(i *item) int {
	if i.lastYear {
		return (w.Year - 1) % 100
	}
	return w.Year % 100
}

// number is the item's number in the books.
func (w *world) number(i *item) string {
	year := w.itemYear(i)
	if i.sort <= businessTaxItem {
		return fmt.Sprintf("%02d.%c%07d.%02d", year, "ABC"[i.sort], i.serial, i.term)
	}
	return fmt.Sprintf("%s%02d-%06d", [...]string{"", "", "", "PV", "LG", "MG", "HU", "F", "SPUK", "IK", "SUB", "UIT", "CN"}[i.sort], year, i.serial)
}

// reference is what the payer is asked to mention: a betalingskenmerk for taxes
// and fees, a creditor reference (RF) for invoices, a contract for rents; of what
// we pay, the supplier's own invoice number.
func (w *world) reference(i *item) string {
	switch i.sort {
	case rentItem:
		return fmt.Sprintf("HC%05d", i.party+1)
	case invoiceItem:
		rf, err := ident.MakeRF(fmt.Sprintf("%02d%07d", w.itemYear(i), i.serial))
		must(err)
		return rf
	case grantItem:
		return fmt.Sprintf("SPUK%d-%03d", w.Year, i.serial)
	case supplierItem:
		return supplierReference(w.hash(supplier, i.party, 14), w.Year, i.serial)
	case creditItem:
		return "C" + supplierReference(w.hash(supplier, i.party, 14), w.Year, i.serial)
	case subsidyItem, benefitItem:
		return ""
	}
	return w.kenmerk(i, w.itemYear(i), i.term)
}

// kenmerk gives the 16-digit reference: a code for the sort, the year, the
// number and the instalment, behind a check digit.
func (w *world) kenmerk(i *item, year int, term uint8) string {
	if i.shared {
		term = 0
	}
	k, err := ident.MakeBetalingskenmerk(fmt.Sprintf("%02d%02d%09d%02d", 71+int(i.sort), year, i.serial, term))
	must(err)
	return k
}

// supplierReference gives an invoice number in the supplier's own style.
func supplierReference(style uint64, year int, serial int32) string {
	switch style % 4 {
	case 0:
		return fmt.Sprintf("%d-%05d", year, serial)
	case 1:
		return fmt.Sprintf("VF%07d", serial)
	case 2:
		return fmt.Sprintf("%d", 700000+serial)
	}
	return fmt.Sprintf("INV/%d/%04d", year, serial)
}

func (w *world) description(i *item) string {
	month := monthNames[w.cal.time(int(i.due)).Month()-1]
	switch i.sort {
	case taxItem:
		if i.terms > 1 {
			return fmt.Sprintf("Gemeentelijke belastingen %d termijn %d van %d", w.Year, i.term, i.terms)
		}
		return fmt.Sprintf("Gemeentelijke belastingen 20%02d", w.itemYear(i))
	case dogItem:
		return fmt.Sprintf("Hondenbelasting %d", w.Year)
	case businessTaxItem:
		return fmt.Sprintf("Onroerendezaakbelasting %d niet-woning", w.Year)
	case permitItem:
		return fmt.Sprintf("Parkeervergunning kwartaal %d", (w.cal.time(int(i.due)).Month()+2)/3)
	case feeItem:
		return "Leges vergunning"
	case marketItem:
		return "Marktgeld " + month
	case rentItem:
		return "Huur " + month
	case invoiceItem:
		return "Factuur dienstverlening"
	case grantItem:
		return "Specifieke uitkering"
	case supplierItem:
		return "Inkoopfactuur " + among(supplies, w.hash(supplier, i.party, 1))
	case subsidyItem:
		return "Subsidie " + month
	case creditItem:
		return "Creditnota"
	}
	return "Uitkering levensonderhoud " + month
}

var monthNames = [...]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}

// endToEnd is the reference that travels with an order of ours.
func (w *world) endToEnd(i *item) string {
	switch {
	case i.direct:
		return "INC-" + w.number(i)
	case i.online:
		return fmt.Sprintf("IDL%012d", w.hash(i.class(), i.serial, 46+uint64(i.sort))%1e12)
	case i.sort == creditItem: // it goes with the order for the invoice of the same number
		invoice := *i
		invoice.sort = supplierItem
		return w.number(&invoice)
	}
	return w.number(i)
}

// mandate is the direct-debit mandate of a household.
func mandate(party int32) string { return fmt.Sprintf("MND%08d", party+1) }

// add puts a new item in the books and gives its index.
func (w *world) add(i item) int32 {
	if i.term == 0 {
		i.term, i.terms = 1, 1
	}
	if !i.payable() && !i.online && i.sort != creditItem {
		i.run = -1
	}
	w.items = append(w.items, i)
	return int32(len(w.items) - 1)
}

// Columns are the headings of the open-items files.
var Columns = []string{"number", "kind", "party_number", "party_name", "iban", "amount", "currency", "issued",
	"due", "reference", "end_to_end_id", "mandate_id", "batch_id", "description"}

// writeItems writes the items of a half-year, in the order they were issued.
func (w *world) writeItems(name string, from, to int) error {
	chosen := []int32{}
	for n := range w.items {
		if at := int(w.items[n].issued); at >= from && at < to {
			chosen = append(chosen, int32(n))
		}
	}
	slices.SortStableFunc(chosen, func(a, b int32) int { return int(w.items[a].issued) - int(w.items[b].issued) })
	out, err := w.file(name)
	if err != nil {
		return err
	}
	rows := csv.NewWriter(out.Writer)
	rows.Write(Columns) //nolint:errcheck // rows.Error gives the first failure
	for _, n := range chosen {
		rows.Write(w.itemRow(&w.items[n])) //nolint:errcheck
		w.count(&w.items[n])
	}
	rows.Flush()
	return out.close(rows.Error())
}

func (w *world) count(i *item) {
	w.truth.Items++
	if i.payable() {
		w.truth.Payables++
	}
}

func (w *world) itemRow(i *item) []string {
	who, kind, about := w.who(i.class(), i.party), ledger.Receivable, w.description(i)
	iban, e2e, mandateID, batch := "", "", "", ""
	switch {
	case i.payable(), i.sort == creditItem:
		if e2e = w.endToEnd(i); i.payable() {
			kind, iban = ledger.Payable, who.iban
		}
		if i.run >= 0 {
			batch = w.payRunID(i.sort, int(i.run))
		}
	case i.direct:
		iban, e2e, mandateID = who.iban, w.endToEnd(i), mandate(i.party)
	case i.online:
		if e2e = w.endToEnd(i); w.chance(bailiff, int32(i.run), 47, w.rates.SettlementKnown) {
			batch = w.settlementID(int(i.run))
		}
	case w.chance(i.class(), i.party, 15, w.rates.Known):
		iban = who.iban
	}
	if i.special {
		e2e = ""
	}
	if i.sort <= businessTaxItem && w.chance(i.class(), i.party, 48, w.rates.AddressListed) {
		about += " " + who.street + " " + who.town[:7]
	}
	return []string{w.number(i), string(kind), who.number, who.name, iban, i.amount.String(), "EUR",
		string(w.cal.date(int(i.issued))), string(w.cal.date(int(i.due))), w.reference(i), e2e, mandateID, batch, about}
}

// euros gives a random amount from low up to high euros, with cents.
func (w *world) euros(low, high int) money.Cents {
	return money.Cents(low*100 + w.rng.IntN((high-low)*100))
}

func itoa(n int) string { return strconv.Itoa(n) }

// must stops on what cannot happen: these calls fail only by a mistake in this
// package.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
