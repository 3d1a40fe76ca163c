// SPDX-License-Identifier: EUPL-1.2

package sorting

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// document is an invented document whose kind is known.
type document struct {
	kind Kind
	text string
	trap string // what it was made to be mistaken for
}

// invent makes so many documents of each kind as an author writes them.
func invent(a author, each int, seed uint64) (all []document) {
	r := rand.New(rand.NewPCG(seed, 7))
	for _, kind := range Kinds {
		for range each {
			all = append(all, a.write(r, kind))
		}
	}
	return all
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

var (
	firms  = []string{"Jansen Groen B.V.", "De Vries Installaties", "Kantoorland", "Bouwbedrijf Ooms", "Stichting Buurtkracht", "Noordlicht Energie N.V."}
	towns  = []string{"Gemeente Zandmeer", "Gemeente Oosterwold", "Municipality of Zandmeer"}
	things = []string{"Onderhoud perceel 12", "Papier A4, doos", "Uren monteur", "Huur zaal", "Licentie", "Zand, m3", "Consultancy", "Koffie, kg"}
)

func (a author) write(r *rand.Rand, kind Kind) document {
	d := document{kind: kind}
	w := a.kinds[kind]
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	a.letterhead(r, line)
	title := pick(r, w.titles)
	if r.IntN(3) == 0 && title != "" {
		line("Betreft: %s", title)
	} else {
		line("%s", title)
	}
	order := r.Perm(len(w.says))[:2+r.IntN(2)]
	for _, i := range order[:1] {
		line("%s", w.says[i])
	}
	a.rows(r, kind, line)
	for _, i := range order[1:] {
		line("%s", w.says[i])
	}
	for range r.IntN(3) {
		line("%s", pick(r, a.footer))
	}
	if kind == Reminder && r.IntN(3) == 0 { // the invoice is sent along
		d.trap = "reminder with a copy of the invoice"
		b.WriteString("\f" + a.write(r, Invoice).text)
	}
	if kind == OrderConfirmation {
		d.trap = "order confirmation with totals"
	}
	if text := b.String(); kind == Invoice && strings.Contains(strings.ToLower(text), "herinnering") {
		d.trap = "invoice with a reminder in its small print"
	}
	d.text = b.String()
	return d
}

func (a author) letterhead(r *rand.Rand, line func(string, ...any)) {
	line("%s", pick(r, firms))
	line("Industrieweg %d, %d AB Zandmeer", 1+r.IntN(90), 1000+r.IntN(8000))
	if r.IntN(2) == 0 {
		line("IBAN NL%02dABNA%010d  KvK %08d", 10+r.IntN(80), r.IntN(1e9), r.IntN(1e8))
	}
	line("%s", pick(r, towns))
	line("%s: %d-%d-2026", a.labels[1], 1+r.IntN(28), 1+r.IntN(12))
}

func (a author) rows(r *rand.Rand, kind Kind, line func(string, ...any)) {
	sign := ""
	if kind == CreditNote && r.IntN(2) == 0 { // half of them are written with a minus
		sign = "-"
	}
	euro := func(cents int) string { return fmt.Sprintf("%s%d,%02d", sign, cents/100, cents%100) }
	switch kind {
	case Invoice, CreditNote, OrderConfirmation, Quotation:
		if kind == Invoice || kind == CreditNote {
			line("%s: %d", a.labels[0], 20260000+r.IntN(9999))
		}
		net := 0
		for range 1 + r.IntN(4) {
			price := 1000 + r.IntN(90000)
			net += price
			line("%s   %d   %s", pick(r, things), 1+r.IntN(9), euro(price))
		}
		line("%s %s", a.labels[2], euro(net))
		line("%s %s", a.labels[3], euro(net*21/100))
		total := a.labels[4]
		if kind == OrderConfirmation || kind == Quotation {
			total = "Totaal"
		}
		line("%s € %s", total, euro(net*121/100))
	case Reminder:
		line("%s %d   %d-%d-2026   € %s", a.labels[0], 20260000+r.IntN(9999), 1+r.IntN(28), 1+r.IntN(12), euro(r.IntN(100000)))
	case Statement:
		for range 3 + r.IntN(8) {
			line("%d-%d-2026  %d  %d-%d-2026  %s", 1+r.IntN(28), 1+r.IntN(12), 20260000+r.IntN(9999), 1+r.IntN(28), 1+r.IntN(12), euro(r.IntN(100000)))
		}
	case DeliveryNote:
		for range 1 + r.IntN(4) {
			line("%s   %d", pick(r, things), 1+r.IntN(20))
		}
	case Contract:
		for i := range 2 + r.IntN(4) {
			line("Artikel %d", i+1)
			line("Het gestelde in de bijlage maakt hier deel van uit.")
		}
	case Decision:
		if r.IntN(2) == 0 {
			line("Bedrag: € %s", euro(r.IntN(10000000)))
		}
	case Advertising:
		if r.IntN(2) == 0 {
			line("Nu voor € %s", euro(r.IntN(10000)))
		}
	}
}
