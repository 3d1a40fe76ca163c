// SPDX-License-Identifier: EUPL-1.2

package policy

import "go.yaml.in/yaml/v3"

// Results says by what the page of results reckons: how long work takes a person, and
// how it went before.
type Results struct {
	Minutes  Minutes
	Baseline Baseline
}

// Minutes is how long a person takes for one of each, as the administration assumes.
type Minutes struct {
	BankLine   int // to find what it is for and book it
	Coding     int // of an invoice
	Reading    int // typing what an invoice says
	Letter     int
	Correction int // of what was done wrong without him
}

// Baseline is how it went before, as the administration says; nil it does not say.
type Baseline struct {
	BankLines, Codings, Invoices *int // parts of a hundred without a person
	BookedDays, PaidDays         *int // of half of the invoices, from the day on which they came
}

// unreckoned holds where a policy says nothing.
func unreckoned() Results { return Results{Minutes: Minutes{2, 3, 4, 5, 10}} }

// resultPart is what a part of a policy says of it; nil is what it does not say.
type resultPart struct {
	bankLine, coding, reading, letter, correction *int
	baseline                                      Baseline
}

func (p resultPart) apply(to *Results) {
	for _, m := range []struct {
		said *int
		to   *int
	}{{p.bankLine, &to.Minutes.BankLine}, {p.coding, &to.Minutes.Coding}, {p.reading, &to.Minutes.Reading}, {p.letter, &to.Minutes.Letter},
		{p.correction, &to.Minutes.Correction}} {
		if m.said != nil {
			*m.to = *m.said
		}
	}
	for _, b := range []struct {
		said *int
		to   **int
	}{{p.baseline.BankLines, &to.Baseline.BankLines}, {p.baseline.Codings, &to.Baseline.Codings}, {p.baseline.Invoices, &to.Baseline.Invoices},
		{p.baseline.BookedDays, &to.Baseline.BookedDays}, {p.baseline.PaidDays, &to.Baseline.PaidDays}} {
		if b.said != nil {
			*b.to = b.said
		}
	}
}

// readResults reads that part. Errors: policy.value-at.
func readResults(node yaml.Node, from string) (p resultPart, err error) {
	r := reader{from}
	number := func(to **int, high int) func(*yaml.Node, string) error {
		return func(node *yaml.Node, setting string) error {
			n := 0
			err := r.number(&n, 0, high)(node, setting)
			*to = &n
			return err
		}
	}
	const most, whole, year = 480, 100, 366
	return p, r.settings(&node, "results",
		take{"minutes", func(node *yaml.Node, setting string) error {
			return r.settings(node, setting, take{"bank-line", number(&p.bankLine, most)}, take{"coding", number(&p.coding, most)},
				take{"reading", number(&p.reading, most)}, take{"letter", number(&p.letter, most)}, take{"correction", number(&p.correction, most)})
		}},
		take{"baseline", func(node *yaml.Node, setting string) error {
			b := &p.baseline
			return r.settings(node, setting, take{"bank-lines", number(&b.BankLines, whole)}, take{"codings", number(&b.Codings, whole)},
				take{"invoices", number(&b.Invoices, whole)}, take{"booked-days", number(&b.BookedDays, year)}, take{"paid-days", number(&b.PaidDays, year)})
		}})
}
