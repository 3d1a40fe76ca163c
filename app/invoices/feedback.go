// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Predict proposes how lines of other programs are coded: of each row the target
// dimensions, best first. What a row says of other dimensions holds. A coding that
// may not be booked on the day of the row is not proposed.
// Error: invoices.predictor-busy while the past is being learned.
func (d *Desk) Predict(ctx context.Context, rows []predict.Row, targets ...coding.Field) ([][]predict.Proposal, error) {
	m, err := d.model(ctx)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, fault.New("invoices.predictor-busy")
	}
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].Day = cmp.Or(rows[i].Day, day.Of(d.Now().UTC()))
	}
	holding, err := d.holdingOn(ctx, rows)
	if err != nil {
		return nil, err
	}
	all := make([][]predict.Proposal, len(rows))
	for i, r := range rows {
		a := holding[r.Day]
		list := m.Ask(r)
		for at := range list {
			list[at].Coding = coding.Renew(a.recoding.Now(list[at].Coding, "", a.spent), a.codes, a.year)
		}
		all[i] = slices.DeleteFunc(narrowed(list, r.Coding, targets), func(p predict.Proposal) bool { return a.blocks(p.Coding) })
	}
	return all, nil
}

// holdingOn gives what codings are held against on the days of rows.
func (d *Desk) holdingOn(ctx context.Context, rows []predict.Row) (map[day.Day]*against, error) {
	all := map[day.Day]*against{}
	err := d.Read(ctx, func(q *db.Queries) error {
		p, err := d.InForce(ctx, q)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if all[r.Day] != nil {
				continue
			}
			l, err := d.lists(ctx, q, yearOf(r.Day))
			if err != nil {
				return err
			}
			all[r.Day] = &against{on: r.Day, spent: r.Day, year: yearOf(r.Day), recoding: p.On(r.Day).Coding.Recoding, chart: l.chartOn(r.Day), codes: l.codes}
		}
		return nil
	})
	return all, err
}

// blocks says whether what a coding has may not be booked.
func (a *against) blocks(c coding.Coding) bool {
	return slices.ContainsFunc(a.wrong(c), func(f coding.Finding) bool { return f.Blocks })
}

// narrowed gives proposals of some dimensions: those that agree with what is given
// of the others, and taken together where they differ in these only. What does not
// agree is out of the question, so that the others are as much more probable.
func narrowed(list []predict.Proposal, given coding.Coding, targets []coding.Field) []predict.Proposal {
	out := []predict.Proposal{}
	gone := 0.0 // probability of what does not agree
	for _, p := range list {
		agrees := true
		short := coding.Coding{}
		for _, f := range coding.Fields {
			if slices.Contains(targets, f) {
				short.Set(f, p.Coding.Get(f))
			} else if said := given.Get(f); said != "" {
				agrees = agrees && (p.Coding.Get(f) == "" || said == p.Coding.Get(f))
			}
		}
		if !agrees {
			gone += p.Probability
			continue
		}
		if short == (coding.Coding{}) {
			continue
		}
		p.Coding = short
		at := slices.IndexFunc(out, func(o predict.Proposal) bool { return o.Coding == short })
		if at < 0 {
			out = append(out, p)
			continue
		}
		out[at].Probability += p.Probability
	}
	left := max(1-gone, 1e-9)
	for i := range out {
		out[i].Probability = min(out[i].Probability/left, 1)
	}
	slices.SortStableFunc(out, func(a, b predict.Proposal) int {
		switch {
		case a.Probability > b.Probability:
			return -1
		case a.Probability < b.Probability:
			return 1
		}
		return 0
	})
	return out
}

// ToldLine is how another program says that a line was booked.
type ToldLine struct {
	predict.Row
	Line string // of the invoice
}

// Heard says what became of it: new, known already, or in place of what was said
// before.
type Heard struct{ Learned, Known, Replaced int }

// Feedback keeps how lines of other programs were booked, so that it counts in the
// next proposal. A line is known again by the numbers that it bears; said anew it
// takes the place of what was said before.
// Errors: predict.target, invoices.coding-sign.
func (d *Desk) Feedback(ctx context.Context, actor string, all []ToldLine) (h Heard, err error) {
	err = d.step(ctx, actor, func(w *work) error {
		first, last, batch := int64(0), int64(0), map[string]bool{}
		for _, one := range all {
			row, err := w.told(one)
			if err != nil {
				return err
			}
			if batch[row.Known] {
				if err := w.tx.Flush(w.ctx); err != nil {
					return err
				}
			}
			batch[row.Known] = row.Known != ""
			known, err := w.replaces(&row)
			if err != nil {
				return err
			}
			if known {
				h.Known++
				continue
			}
			if h.Learned++; row.Replaces != 0 {
				h.Replaced++
			}
			row.ID = w.tx.NewID()
			if last = row.ID; first == 0 {
				first = row.ID
			}
			if err := w.tx.Add(w.ctx, row); err != nil {
				return err
			}
		}
		if h.Learned == 0 {
			return nil
		}
		return w.tx.Audit(w.ctx, actor, "coding.feedback", books.Subject("feedback", first), map[string]any{"last": last, "lines": h.Learned, "replaced": h.Replaced})
	})
	return h, err
}

// told makes a row to keep of what was said.
func (w *work) told(one ToldLine) (db.CodingFeedback, error) {
	r := one.Row
	if err := clean(&r.Coding); err != nil {
		return db.CodingFeedback{}, err
	}
	if r.Coding == (coding.Coding{}) {
		return db.CodingFeedback{}, fault.New("predict.target")
	}
	if r.Day == "" {
		r.Day = day.Of(w.tx.Now.UTC())
	}
	for _, s := range []*string{&r.Supplier, &r.SupplierID, &r.Text, &r.Invoice, &r.Document, &r.Area, &r.Extra} {
		*s = strings.TrimSpace(plain(*s))
	}
	r.Document = strings.TrimLeft(r.Document, ours) // by that ours are known
	c := r.Coding
	return db.CodingFeedback{Adm: w.tx.Adm, Known: knownBy(r, one.Line), Day: string(r.Day), Supplier: r.Supplier, SupplierNumber: r.SupplierID,
		Description: r.Text, Amount: int64(r.Amount), NoAmount: r.NoAmount, Number: r.Invoice, Document: r.Document, Area: r.Area, Extra: r.Extra,
		Account: c.Account, CostCentre: c.CostCentre, Taakveld: c.Taakveld, Categorie: c.Categorie, Project: c.Project, Treatment: string(c.VAT),
		Person: w.actor, At: w.tx.Stamp()}, nil
}

// knownBy gives by what a line is known again: the numbers of its supplier, of the
// invoice and of itself; one without a number of its own by text and amount. ""
// when neither supplier nor program numbered it.
func knownBy(r predict.Row, line string) string {
	if r.Invoice == "" && r.Document == "" {
		return ""
	}
	by := []string{r.SupplierID, r.Invoice, r.Document, line}
	if r.SupplierID == "" {
		by[0] = "\x00" + r.Supplier
	}
	if line == "" {
		by = append(by, r.Text, r.Amount.String())
	}
	body, _ := json.Marshal(by) // texts always encode
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// replaces takes away what was said of the line before; known says that it was the
// very same.
func (w *work) replaces(row *db.CodingFeedback) (known bool, err error) {
	if row.Known == "" {
		return false, nil
	}
	old, err := w.tx.FeedbackKnown(w.ctx, db.FeedbackKnownParams{Adm: w.tx.Adm, Known: row.Known})
	if store.NoRows(err) {
		return false, nil
	}
	if err != nil {
		return false, books.Failed(err)
	}
	same := *row
	same.ID, same.Replaces, same.Person, same.At = old.ID, old.Replaces, old.Person, old.At
	if same == old {
		return true, nil
	}
	row.Replaces = old.ID
	return false, books.Failed(w.tx.DropFeedback(w.ctx, db.DropFeedbackParams{Adm: w.tx.Adm, ID: old.ID}))
}
