// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"encoding/json"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/learn"
	"rentmeester/store/db"
)

// CodingFilter says which invoices that wait for a coding are wanted.
type CodingFilter struct {
	Show  string // sure, doubt, guess, otherwise; "" all
	Query string
	After Place
	Limit int
}

// CodingWait is an invoice that waits for a coding, with what is proposed.
type CodingWait struct {
	ID       int64      `json:"id"`
	Number   string     `json:"number"`
	Supplier string     `json:"supplier"` // number, "" not known
	Name     string     `json:"name"`
	Kind     string     `json:"kind"`
	Issued   day.Day    `json:"issued"`
	Last     day.Day    `json:"last"` // of the legal term
	Left     int        `json:"left"`
	Currency string     `json:"currency"`
	Net      books.Euro `json:"net"`
	Payable  books.Euro `json:"payable"`
	Order    string     `json:"order,omitempty"`
	Sure     bool       `json:"sure"`
	Guess    bool       `json:"guess"`
	Coding   CodingView `json:"coding"`
}

// CodingPage is a piece of what waits for a coding, the most urgent first.
type CodingPage struct {
	Invoices []CodingWait `json:"invoices"`
	Next     Place        `json:"-"`
	More     bool         `json:"more"`
}

// CodingWorklist gives invoices that wait for a coding, as it was proposed last: see
// Propose.
func (d *Desk) CodingWorklist(ctx context.Context, f CodingFilter) (p CodingPage, err error) {
	p.Invoices = []CodingWait{}
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.CodingWorklist(ctx, db.CodingWorklistParams{Adm: d.Adm.Key, Pattern: books.Pattern(f.Query), Shows: f.Show, Sure: SureFrom,
			PayBy: f.After.PayBy, After: f.After.ID, Page: int32(f.Limit + 1)})
		if err != nil {
			return books.Failed(err)
		}
		for i, r := range rows {
			if p.More = i == f.Limit; p.More {
				break
			}
			one, err := d.codingWait(r)
			if err != nil {
				return err
			}
			p.Invoices, p.Next = append(p.Invoices, one), Place{PayBy: r.PayBy, ID: r.InvoiceID}
		}
		return nil
	})
	return p, err
}

func (d *Desk) codingWait(r db.CodingWorklistRow) (CodingWait, error) {
	w := CodingWait{ID: r.InvoiceID, Number: r.Number, Supplier: r.SupplierNumber, Name: cmp.Or(r.KnownName, r.SupplierName), Kind: r.Kind, Issued: day.Day(r.Issued),
		Last: day.Day(r.PayBy), Left: d.left(day.Day(r.PayBy)), Currency: r.Currency, Net: books.Euro(r.Net), Payable: books.Euro(r.Payable), Order: r.OrderNumber,
		Sure: r.Filled && r.Probability >= SureFrom, Guess: !r.Filled}
	return w, books.Failed(json.Unmarshal([]byte(r.Content), &w.Coding))
}

// CodingTotals counts what waits for a coding, by how sure its proposal is.
type CodingTotals struct {
	Waiting   int64 `json:"waiting"`
	Sure      int64 `json:"sure"`
	Doubt     int64 `json:"doubt"`
	Guess     int64 `json:"guess"` // or nothing at all
	Otherwise int64 `json:"otherwise"`
}

// CodingTotals counts what waits for a coding.
func (d *Desk) CodingTotals(ctx context.Context) (t CodingTotals, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := q.CodingTotals(ctx, db.CodingTotalsParams{Adm: d.Adm.Key, Sure: SureFrom})
		t = CodingTotals(row)
		return books.Failed(err)
	})
	return t, err
}

// SurePreview says what accepting all that is sure would do.
type SurePreview struct {
	Invoices []CodingWait `json:"invoices"`
	Net      books.Euro   `json:"net"`     // credit notes taken off
	Claimed  float64      `json:"claimed"` // average probability that they are right
	// Judged counts the invoices that people looked at with a proposal that was as
	// sure, Right how many of these were right; Wrong is the exact upper bound of the
	// share that is wrong, at Confidence.
	Judged     int     `json:"judged"`
	Right      int     `json:"right"`
	Wrong      float64 `json:"wrong"`
	Confidence float64 `json:"confidence"`
	More       bool    `json:"more"` // than these are sure: these first
}

// mostSure is how many are accepted in one go.
const mostSure = 500

// Sure gives what accepting all that is sure would do.
func (d *Desk) Sure(ctx context.Context) (v SurePreview, err error) {
	page, err := d.CodingWorklist(ctx, CodingFilter{Show: "sure", Limit: mostSure})
	if err != nil {
		return v, err
	}
	v.Invoices, v.More = page.Invoices, page.More
	for _, one := range v.Invoices {
		if one.Kind == "creditnote" {
			v.Net -= one.Net
		} else {
			v.Net += one.Net
		}
		v.Claimed += one.Coding.Probability / float64(len(v.Invoices))
	}
	err = d.Read(ctx, func(q *db.Queries) error {
		p, err := d.InForce(ctx, q)
		if err != nil {
			return err
		}
		v.Confidence = p.On(day.Of(d.Now())).Codings.Confidence.Float()
		all, err := d.codingEvidence(ctx, q, "")
		cases := casesOf(all, SureFrom)
		for _, c := range cases {
			if c.Right {
				v.Right++
			}
		}
		v.Judged = len(cases)
		v.Wrong = learn.UpperBound(v.Judged-v.Right, v.Judged, v.Confidence)
		return err
	})
	return v, err
}
