// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"fmt"
	"strings"

	"rentmeester/money"
)

// writeSecond writes today's statement of the second account as MT940 in ING's
// dialect; a file holds a week.
func (w *world) writeSecond() error {
	a := w.second
	for _, l := range a.lines {
		l.noRef = l.noRef || w.rng.Float64() < w.rates.NoBankRef
	}
	n := 0
	a.closeDay(func() string { n++; return w.today().Format("060102") + fmt.Sprintf("%08d", n) })
	if a.out == nil {
		friday := w.slot
		for w.week(friday+1) == w.week(w.slot) {
			friday++
		}
		out, err := w.bankFile("bank/second/"+w.today().Format("20060102")+"-mt940.sta", friday, false)
		if err != nil {
			return err
		}
		a.out = out
	}
	id := w.today().Format("P060102") + "000000001"
	w.writeMT940(a, id)
	for _, l := range a.lines {
		w.note(a, id, l)
		a.balance += l.amount
	}
	a.lines = nil
	if !w.lastOfWeek() {
		return nil
	}
	out := a.out
	a.out = nil
	if err := out.close(nil); err != nil {
		return err
	}
	return w.again(out, "bank/second/", "-mt940.sta", w.slot)
}

func (w *world) writeMT940(a *account, id string) {
	line := func(format string, args ...any) { fmt.Fprintf(a.out, format+"\r\n", args...) }
	before, today := strings.ReplaceAll(w.previousDay()[2:], "-", ""), w.today().Format("060102")
	closing := a.projected()
	line("{1:F01INGBNL2ABXXX0000000000}")
	line("{2:I940INGBNL2AXXXN}")
	line("{4:")
	line(":20:%s", id)
	line(":25:%sEUR", a.iban)
	line(":28C:%d", a.sequence)
	line(":60F:%s%sEUR%s", side(a.balance), before, comma(a.balance))
	for _, l := range a.lines {
		w.mt940Entry(line, l)
	}
	line(":62F:%s%sEUR%s", side(closing), today, comma(closing))
	line(":64:%s%sEUR%s", side(closing), today, comma(closing))
	line(":86:%s", mt940Sum(a.lines))
	line("-}")
}

// mt940Entry writes :61: and :86:; what the reference in :61: is (EREF, PREF,
// MARF) says where in :86: the reference stands.
func (w *world) mt940Entry(line func(string, ...any), l *line) {
	t := &tx{}
	if len(l.details) == 1 {
		t = &l.details[0]
	}
	kind, ref, info := "NONREF", "", mt940Info(t)
	switch {
	case l.batch != nil:
		kind, info = "PREF", fmt.Sprintf("/PREF/%s//REMI/USTD//TOTAAL %d VZ/", l.batch.id, l.batch.count)
	case t.e2e != "":
		kind = "EREF"
	}
	if l.ref != "" {
		ref = "//" + l.ref
	}
	mark := side(l.amount)
	if l.reversal {
		mark = map[string]string{"D": "RC", "C": "RD"}[mark]
	}
	line(":61:%s%s%s%sN%s%s%s", w.today().AddDate(0, 0, l.value).Format("060102"), w.today().Format("0102"), mark,
		comma(l.amount), l.code.swift, kind, ref)
	line("/TRCD/%s/", l.code.number)
	text := ":86:" + info
	for len(text) > width {
		line("%s", text[:width])
		text = text[width:]
	}
	line("%s", text)
}

// mt940Info gives the structured information to the owner.
func mt940Info(t *tx) string {
	var b strings.Builder
	if t.returned != "" {
		fmt.Fprintf(&b, "/RTRN/%s/", t.returned)
	}
	if t.e2e != "" {
		fmt.Fprintf(&b, "/EREF/%s/", t.e2e)
	}
	if t.mandate != "" {
		fmt.Fprintf(&b, "/MARF/%s/", t.mandate)
	}
	if t.currency != "" {
		fmt.Fprintf(&b, "/OCMT/%s%s/", t.currency, comma(t.ordered))
	}
	if t.costs != 0 {
		fmt.Fprintf(&b, "/CHGS/EUR%s/", comma(t.costs))
	}
	if t.name != "" {
		fmt.Fprintf(&b, "/CNTP/%s/%s/%s//", t.iban, t.bic, swiftSet(t.name))
	}
	switch {
	case t.ref != "" && t.ref[0] == 'R':
		fmt.Fprintf(&b, "/REMI/STRD/ISO/%s/", t.ref)
	case t.ref != "":
		fmt.Fprintf(&b, "/REMI/STRD/CUR/%s/", t.ref)
	case len(t.text) > 0:
		fmt.Fprintf(&b, "/REMI/USTD//%s/", swiftSet(broken(strings.Join(t.text, " "), t.breakIn, b.Len()+len(":86:/REMI/USTD//"))))
	}
	if t.ultimate != "" {
		fmt.Fprintf(&b, "/ULTD//%s/", swiftSet(t.ultimate))
	}
	return b.String()
}

// width of a line of :86:.
const width = 65

// broken puts so many words before a reference in a text that begins at a column
// that the end of a line cuts it in two.
func broken(text, ref string, column int) string {
	at := strings.Index(text, ref)
	if ref == "" || at < 0 || len(ref) < 4 {
		return text
	}
	space := (2*width - (column+at)%width - len(ref)/2) % width
	words := "aan gemeente Lindewoude volgens uw brief en de rekening van dit jaar met als kenmerk"
	if space < 2 {
		return text
	}
	return words[:space-1] + " " + text
}

// swiftSet keeps to the characters of SWIFT, and off the slash that separates.
func swiftSet(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '/':
			return '-'
		case r < ' ' || r > '~' || r == '&' || r == '{' || r == '}':
			return ' '
		}
		return r
	}, s)
}

func mt940Sum(lines []*line) string {
	var ins, outs money.Cents
	credits, debits := 0, 0
	for _, l := range lines {
		if l.amount < 0 {
			outs, debits = outs-l.amount, debits+1
		} else {
			ins, credits = ins+l.amount, credits+1
		}
	}
	return fmt.Sprintf("/SUM/%d/%d/%s/%s/", debits, credits, comma(outs), comma(ins))
}

func side(amount money.Cents) string {
	if amount < 0 {
		return "D"
	}
	return "C"
}

// comma writes an unsigned amount as SWIFT does.
func comma(amount money.Cents) string {
	return strings.Replace(amount.Abs().String(), ".", ",", 1)
}
