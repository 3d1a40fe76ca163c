// SPDX-License-Identifier: EUPL-1.2

package ledgers

import (
	"cmp"
	"slices"

	"rentmeester/day"
	"rentmeester/duplicates"
	"rentmeester/learn"
	"rentmeester/money"
)

// BillOf gives an invoice to the engine, without what is known of it.
func BillOf(inv *Invoice) duplicates.Bill {
	return duplicates.Bill{ID: inv.ID, Supplier: inv.Supplier, SupplierName: inv.Name, Number: inv.Number, Issued: inv.Day,
		Gross: inv.Amount, Channel: inv.Channel, Text: inv.Text, Order: inv.Order, From: inv.From, To: inv.To, Refers: inv.Refers}
}

// Judged is an invoice with what the engine said of it.
type Judged struct {
	Invoice     *Invoice
	Probability float64
	First       *Invoice // the most probable suspect; nil none
	Repeat      bool     // the ledger has three or more earlier invoices of this supplier and amount
}

// asked is what a supplier asks.
type asked struct {
	supplier int64
	amount   money.Cents
}

// Run lets invoices come in, one after the other, and asks of each from a day on
// what it may repeat before it is kept.
func Run(invoices []Invoice, from day.Day, model *duplicates.Model) []Judged {
	x := duplicates.New(model)
	byID := map[int64]*Invoice{}
	earlier := map[asked]int{}
	var out []Judged
	for i := range invoices {
		b := BillOf(&invoices[i])
		byID[b.ID] = &invoices[i]
		if invoices[i].Day >= from {
			found := x.Find(b)
			j := Judged{Invoice: &invoices[i], Probability: duplicates.Probability(found)}
			j.Repeat = invoices[i].ID < firstInvented && earlier[asked{b.Supplier, b.Gross}] >= 3
			if len(found) > 0 {
				j.First = byID[found[0].ID]
			}
			out = append(out, j)
		}
		x.Add(b)
		if b.ID < firstInvented {
			earlier[asked{b.Supplier, b.Gross}]++
		}
	}
	return out
}

// Weighed is an invoice with its pairs, before any model weighs them.
type Weighed struct {
	Invoice *Invoice
	Pairs   []duplicates.Considered
}

// Weigh lets invoices come in and keeps the evidence, so that models can be
// compared without finding it anew.
func Weigh(invoices []Invoice, from day.Day) []Weighed {
	x := duplicates.New(duplicates.Reasoned())
	var out []Weighed
	for i := range invoices {
		b := BillOf(&invoices[i])
		if invoices[i].Day >= from {
			out = append(out, Weighed{&invoices[i], duplicates.Pairs(b, x.Candidates(b))})
		}
		x.Add(b)
	}
	return out
}

// Judge lets a model claim.
func Judge(weighed []Weighed, claim func([]duplicates.Considered) float64) []Judged {
	out := make([]Judged, len(weighed))
	for i, w := range weighed {
		out[i] = Judged{Invoice: w.Invoice, Probability: claim(w.Pairs)}
	}
	return out
}

// Cases gives what was claimed and what is true, for calibration.
func Cases(judged []Judged) []learn.Case {
	var out []learn.Case
	for _, j := range judged {
		if !j.Invoice.Neutral {
			out = append(out, learn.Case{Probability: j.Probability, Right: j.Invoice.Error != ""})
		}
	}
	return out
}

// CasesOn gives what a model claims on one ground and what is true.
func CasesOn(on duplicates.Ground, weighed []Weighed, model *duplicates.Model) []learn.Case {
	var out []learn.Case
	for _, w := range weighed {
		if claim, ground := model.ClaimOn(w.Pairs); ground == on && !w.Invoice.Neutral {
			out = append(out, learn.Case{Probability: claim, Right: w.Invoice.Error != ""})
		}
	}
	return out
}

// Score is how well it went.
type Score struct {
	Invoices, Duplicates  int
	AUCPR                 float64          // average precision
	Top                   float64          // precision in the top 20 alerts of each 10,000 invoices
	Alerts, Right         int              // invoices of at least one half, and how many of them are duplicates
	Recall                map[Kind]float64 // share found, at one half
	Within                map[Kind]float64 // share found, with as many alerts as there are duplicates
	Pair                  float64          // of the duplicates found, the share whose first suspect is the right one
	Reliable              []learn.Reliable // by tenths
	Error                 float64          // expected calibration error
	Repeats, RepeatAlerts int              // invoices of the ledger with three or more earlier ones of their supplier and amount, and alerts among them
	Anew, AnewAlerts      int              // invoices sent anew rightly, after a credit note, and alerts among them
	Same                  int              // alerts that nobody invented, with supplier, number and amount of an earlier invoice
}

// Measure counts.
func Measure(judged []Judged) Score {
	judged = slices.DeleteFunc(slices.Clone(judged), func(j Judged) bool { return j.Invoice.Neutral })
	s := Score{Invoices: len(judged), Recall: map[Kind]float64{}, Within: map[Kind]float64{}, Top: top(judged, 10_000, 20)}
	cases := Cases(judged)
	s.Reliable = learn.Reliability(cases, learn.Tenths())
	s.Error = learn.CalibrationError(s.Reliable)
	slices.SortStableFunc(judged, func(a, b Judged) int { return cmp.Compare(b.Probability, a.Probability) })
	count := map[Kind]float64{}
	for _, j := range judged {
		if j.Invoice.Error != "" {
			s.Duplicates++
			count[j.Invoice.Error]++
		}
	}
	s.AUCPR = averagePrecision(judged, s.Duplicates)
	pairs := 0
	for i, j := range judged {
		kind := j.Invoice.Error
		s.countRight(j)
		if j.Probability >= 0.5 {
			s.Alerts++
			if kind != "" {
				s.Right++
				s.Recall[kind] += 1 / count[kind]
				if j.First != nil && j.First.ID == j.Invoice.Of {
					pairs++
				}
			} else if f := j.First; f != nil && f.Supplier == j.Invoice.Supplier && f.Number == j.Invoice.Number && f.Amount == j.Invoice.Amount {
				s.Same++
			}
		}
		if kind != "" && i < s.Duplicates {
			s.Within[kind] += 1 / count[kind]
		}
	}
	s.Pair = float64(pairs) / float64(max(s.Right, 1))
	return s
}

// countRight counts what looks like a duplicate and is right.
func (s *Score) countRight(j Judged) {
	alert := j.Probability >= 0.5
	if j.Repeat {
		s.Repeats++
		if alert {
			s.RepeatAlerts++
		}
	}
	if j.Invoice.Anew {
		s.Anew++
		if alert {
			s.AnewAlerts++
		}
	}
}

// averagePrecision is the area under the curve of precision and recall, in steps;
// what has the same probability is one step. Judged goes from the most probable.
func averagePrecision(judged []Judged, duplicates int) (area float64) {
	seen, right := 0, 0
	for i := 0; i < len(judged); {
		before := right
		for p := judged[i].Probability; i < len(judged) && judged[i].Probability == p; i++ {
			seen++
			if judged[i].Invoice.Error != "" {
				right++
			}
		}
		area += float64(right-before) / float64(max(duplicates, 1)) * float64(right) / float64(seen)
	}
	return area
}

// top gives the precision of the so many most probable of each so many invoices,
// as they come in; a last stretch that is not full is left out.
func top(judged []Judged, stretch, most int) float64 {
	right, all := 0, 0
	for from := 0; from+stretch <= len(judged); from += stretch {
		part := slices.Clone(judged[from : from+stretch])
		slices.SortStableFunc(part, func(a, b Judged) int { return cmp.Compare(b.Probability, a.Probability) })
		for _, j := range part[:most] {
			all++
			if j.Invoice.Error != "" {
				right++
			}
		}
	}
	return float64(right) / float64(max(all, 1))
}
