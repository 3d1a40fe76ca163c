// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"fmt"
	"strings"

	"rentmeester/money"
)

// transfer gives an incoming payment as the payer's bank passes it on.
func (w *world) transfer(e *event, amount money.Cents) tx {
	who := w.who(e.class, e.payer)
	t := tx{amount: amount, name: who.banking, iban: who.iban, bic: who.bic}
	first := &w.items[e.items[0]]
	debtor := w.who(first.class(), first.party)
	if e.mess&payerThird != 0 {
		t.ultimate = ascii(debtor.name)
	}
	if w.rng.IntN(12) == 0 {
		t.e2e = fmt.Sprintf("%012d", w.rng.Uint64()%1e12)
	}
	t.ref, t.text = w.remittance(e, debtor)
	if e.mess&refLineBreak != 0 {
		t.breakIn = w.reference(first)
	}
	return t
}

// remittance gives the structured reference or, without one, the text.
func (w *world) remittance(e *event, debtor somebody) (ref string, text []string) {
	first := &w.items[e.items[0]]
	switch {
	case e.mess&severalClients != 0:
		return "", []string{w.clients(e.items)}
	case e.mess&severalItems != 0:
		return "", []string{w.listed(e.items)}
	case e.mess&payerAdministrator != 0 && e.mess&refMess == 0:
		return "", []string{"Client " + ascii(debtor.plain) + " " + w.reference(first)}
	case e.mess&severalTerms != 0 && w.rng.IntN(2) == 0:
		last := &w.items[e.items[len(e.items)-1]]
		return "", []string{fmt.Sprintf("Termijn %d t/m %d kenmerk %s", first.term, last.term, w.reference(first))}
	}
	return w.slipped(e, first, debtor)
}

// slipped writes one item's reference with the slip that the event has.
func (w *world) slipped(e *event, i *item, debtor somebody) (ref string, text []string) {
	ref = w.reference(i)
	word := []string{"betalingskenmerk", "kenmerk", "Kenm.", "betaling", "BK", ""}[w.rng.IntN(6)]
	if i.sort == rentItem {
		word = strings.ToLower(w.description(i))
	}
	free := func(s string) []string { return []string{strings.TrimSpace(word + " " + s)} }
	switch e.mess & refMess {
	case refFreeText:
		return "", free(ref)
	case refSpaced:
		return "", free(grouped(ref, []string{" ", ".", "-"}[w.rng.IntN(3)]))
	case refWrapped:
		cut := len(ref) / 2
		if len(ref) > 6 {
			cut = w.between(3, len(ref)-3)
		}
		return "", []string{strings.TrimSpace(word + " " + ref[:cut]), ref[cut:]}
	case refGlued:
		return "", []string{"kenmerk" + ref + []string{"gemeente", "", "/belasting"}[w.rng.IntN(3)]}
	case refDigitWrong:
		return "", free(w.digitWrong(ref))
	case refSwapped:
		return "", free(w.swapped(ref))
	case refMissing:
		return "", missing[w.rng.IntN(len(missing))]
	case refNameOnly:
		return "", []string{ascii(debtor.plain) + " " + debtor.street}
	case refItemNumber:
		return "", []string{[]string{"aanslag ", "nr ", "nota ", ""}[w.rng.IntN(4)] + w.number(i)}
	case refParty:
		return "", []string{[]string{"debiteurnr ", "klantnummer ", "debnr. ", ""}[w.rng.IntN(4)] + debtor.number}
	case refAddress:
		return "", []string{w.addressed(debtor)}
	case refTwo:
		last := w.kenmerk(i, (w.Year-1)%100, 1)
		return "", free([]string{last + " " + ref, ref + " niet " + last}[w.rng.IntN(2)])
	case refRFText:
		return "", []string{[]string{"RF-kenmerk ", "ref. ", ""}[w.rng.IntN(3)] + []string{grouped(ref, " "), strings.ToLower(ref), ref, strings.ToLower(grouped(ref, " "))}[w.rng.IntN(4)]}
	case refEndToEnd:
		return "", []string{[]string{"mislukte incasso ", "betreft ", "storno "}[w.rng.IntN(3)] + w.endToEnd(i)}
	case refLineBreak:
		return "", free(ref)
	}
	return w.misnamed(e, i)
}

// misnamed writes a reference that is valid and may be another's.
func (w *world) misnamed(e *event, i *item) (ref string, text []string) {
	switch e.mess & refMess {
	case refOtherPerson:
		other := *i
		other.serial = 1 + (other.serial+int32(w.rng.IntN(w.households/2)))%int32(w.households)
		return w.asWritten(&other)
	case refOtherOpen, swappedPayers:
		return w.asWritten(&w.items[e.named-1])
	case refLastYear:
		if i.sort <= feeItem {
			return w.kenmerk(i, (w.Year-1)%100, 1), nil
		}
	case refOtherInstalment:
		if n := w.sibling(e.items[0]); n >= 0 {
			return w.reference(&w.items[n]), nil
		}
	}
	return w.asWritten(i)
}

// asWritten gives a reference where it belongs: structured, or in text for
// those that banks have no field for.
func (w *world) asWritten(i *item) (ref string, text []string) {
	if i.sort == rentItem || i.sort == grantItem {
		return "", []string{w.description(i) + " " + w.reference(i)}
	}
	return w.reference(i), nil
}

var missing = [][]string{nil, {"betaling"}, {"gemeente Lindewoude"}, {"belasting"}, {"zie brief"}, {"rekening"}, {"Betaling via app"}}

// addressed gives an address or a part of it that still says which house.
func (w *world) addressed(who somebody) string {
	postcode, number := who.town[:7], who.street[strings.LastIndexByte(who.street, ' ')+1:]
	switch w.rng.IntN(4) {
	case 0:
		return who.street
	case 1:
		return postcode + " " + number
	case 2:
		return strings.ReplaceAll(postcode, " ", "") + " huisnr " + number
	}
	return "belasting " + who.street + " " + postcode
}

// neighbour gives an item of the same sort that another debtor pays by himself,
// -1 when there is none near.
func (w *world) neighbour(n int32) int32 {
	i := &w.items[n]
	for try := 0; try < 30; try++ {
		other := n + int32(w.between(-300, 300))
		if other < 0 || int(other) >= len(w.items) {
			continue
		}
		if o := &w.items[other]; o.sort == i.sort && o.party != i.party && !o.direct && !o.online {
			return other
		}
	}
	return -1
}

// grouped puts a mark between every four characters, as on the letter.
func grouped(ref, mark string) string {
	parts := []string{}
	for len(ref) > 4 {
		parts, ref = append(parts, ref[:4]), ref[4:]
	}
	return strings.Join(append(parts, ref), mark)
}

// digitWrong changes one digit of a reference.
func (w *world) digitWrong(ref string) string {
	b := []byte(ref)
	for {
		n := w.rng.IntN(len(b))
		if b[n] >= '0' && b[n] <= '9' {
			b[n] = '0' + (b[n]-'0'+1+byte(w.rng.IntN(9)))%10
			return string(b)
		}
	}
}

// swapped exchanges two different neighbouring digits of a reference.
func (w *world) swapped(ref string) string {
	b := []byte(ref)
	for try := 0; try < 50; try++ {
		if n := w.rng.IntN(len(b) - 1); b[n] != b[n+1] && b[n] <= '9' && b[n+1] <= '9' {
			b[n], b[n+1] = b[n+1], b[n]
			break
		}
	}
	return string(b)
}

// listed names several items of one payer in one text.
func (w *world) listed(items []int32) string {
	parts := []string{}
	for _, n := range items {
		i := &w.items[n]
		if i.sort == invoiceItem && w.rng.IntN(2) == 0 {
			parts = append(parts, w.number(i))
		} else {
			parts = append(parts, w.reference(i))
		}
	}
	return fit(strings.Join(parts, " "))
}

// clients names what an administrator pays for several people.
func (w *world) clients(items []int32) string {
	parts := []string{}
	for _, n := range items {
		i := &w.items[n]
		parts = append(parts, ascii(w.who(i.class(), i.party).plain)+" "+w.reference(i))
	}
	return fit(strings.Join(parts, ", "))
}

// fit cuts a text at the 140 characters that a credit transfer carries.
func fit(s string) string {
	if len(s) > 140 {
		return s[:140]
	}
	return s
}

// settle takes slips out of an event that do not fit what is paid, so that the
// truth names only what can be seen.
func (w *world) settle(e *event) {
	first := &w.items[e.items[0]]
	if e.mess&refOtherInstalment != 0 && (first.terms < 2 || first.shared) ||
		e.mess&refLastYear != 0 && (first.sort > feeItem || first.lastYear) ||
		e.mess&refTwo != 0 && (first.sort > feeItem || first.lastYear) ||
		e.mess&swappedPayers != 0 && (w.living || e.mess&gAccount != 0 || e.class != household && e.class != company || first.shared) ||
		e.mess&(refDigitWrong|refSwapped|refLastYear|refOtherPerson) != 0 && first.sort == grantItem {
		e.mess &^= refMess
	}
	if first.sort == rentItem && e.mess&(refFreeText|refOtherPerson|refOtherOpen) != 0 {
		e.mess &^= refMess // a contract number always stands in text
	}
	if e.mess&(severalItems|severalClients) != 0 || len(e.items) > 1 && e.mess&refMess != 0 {
		e.mess &^= refMess
	}
	if e.mess&amountOther != 0 && w.sibling(e.items[0]) < 0 {
		e.mess &^= amountOther
	}
}
