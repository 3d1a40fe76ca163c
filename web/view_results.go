// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"

	"rentmeester/money"
)

// Outcomes is what the page of results needs.
type Outcomes interface {
	// Results gives what came of the work, by month.
	Results(ctx context.Context) (Results, error)
}

// Results is what came of the work of the last months, and how it went before.
type Results struct {
	Months    []MonthResult // the latest first
	Automatic string        // month in which something was first done without a person; "" never
	Since     MonthResult   // those months together, from that one on
	Before    Before
	Minutes   Minutes
}

// MonthResult is what came of the work of a month.
type MonthResult struct {
	Month                    string
	Lines, Codings, Invoices DoneAlone
	Read, Letters            int
	Booked, Paid             Lead
	Found                    []Caught
	Minutes                  int // saved
}

// DoneAlone says how much was done, how much of that without a person, and how much
// of that was put right since.
type DoneAlone struct{ All, Alone, Corrected int }

// Share gives what part was done without a person, when anything was done.
func (d DoneAlone) Share() Figure { return figure(part(d.Alone, d.All)).only(d.All > 0) }

// Wrong gives what part of that was put right, when there was any.
func (d DoneAlone) Wrong() Figure { return figure(part(d.Corrected, d.Alone)).only(d.Alone > 0) }

// Lead says how many days invoices took: half of them no more than Median, nine of ten
// no more than Most. Count 0: nothing is known.
type Lead struct{ Count, Median, Most int }

// Middle gives the median, when it is known.
func (l Lead) Middle() Figure { return figure(l.Median).only(l.Count > 0) }

// Slow gives in how many days nine of ten were done, when it is known.
func (l Lead) Slow() Figure { return figure(l.Most).only(l.Count > 0) }

// Caught counts what was found wrong of a kind, and what came of it.
type Caught struct {
	Kind                            string
	Count                           int
	Amount                          money.Cents
	Stopped, Mended, Released, Open int
}

// Invoices says that it is about invoices, which have an amount and an end.
func (f Caught) Invoices() bool { return f.Kind != "refused" }

// Before is how it went before.
type Before struct {
	From, Until              string // months that were measured; "" none
	Lines, Codings, Invoices BeforeFigure
	Booked, Paid             BeforeFigure
}

// BeforeFigure is a figure of before; Stated: policy says so.
type BeforeFigure struct {
	Figure
	Stated bool
}

// Stated says that policy says something of before.
func (b Before) Stated() bool {
	return b.Lines.Stated || b.Codings.Stated || b.Invoices.Stated || b.Booked.Stated || b.Paid.Stated
}

// Minutes is how long a person takes for one of each, as policy assumes.
type Minutes struct{ BankLine, Coding, Reading, Letter, Correction int }
