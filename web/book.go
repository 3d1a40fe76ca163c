// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/text"
)

const (
	maxRows   = 200 // rows in one form
	emptyRows = 2   // empty rows that stand ready
)

// bookRow is a row of the form as it was typed.
type bookRow struct {
	Kind, Ref, Amount string
	Problem           error
}

// book divides a line over items and accounts as a person says, or gives the
// form again: with more rows when asked, or with what is wrong.
func (p *pages) book(w http.ResponseWriter, r *http.Request) error {
	line := r.PathValue("line")
	item, err := p.source.WorkItem(r.Context(), line)
	if err != nil {
		return err
	}
	rows, err := typedRows(r)
	if err != nil {
		return err
	}
	if r.PostFormValue("step") == "row" {
		return p.showItem(w, r, workItemBody{Item: item, Rows: append(rows, bookRow{})}, http.StatusOK)
	}
	allocations, ok := allocationsOf(p.langOf(r), rows)
	if ok {
		var decision string
		if decision, err = p.source.Book(r.Context(), p.user(r), line, allocations); err == nil {
			p.sayNext(w, r, said{Code: "web.said.booked", Args: fault.Args("decision", decision), Decision: decision})
			http.Redirect(w, r, backTo(r, "/worklist"), http.StatusSeeOther)
			return nil
		}
	} else {
		err = fault.New("web.form-incomplete")
	}
	return p.showItem(w, r, workItemBody{Item: item, Rows: rows, Problem: err}, statusOf(err))
}

// typedRows reads the rows of the form as they stand.
func typedRows(r *http.Request) ([]bookRow, error) {
	if err := r.ParseForm(); err != nil {
		return nil, fault.New("web.form-unreadable")
	}
	kinds, refs, amounts := r.PostForm["kind"], r.PostForm["ref"], r.PostForm["amount"]
	if len(kinds) != len(refs) || len(kinds) != len(amounts) {
		return nil, fault.New("web.form-unreadable")
	}
	if len(kinds) > maxRows {
		return nil, fault.New("web.too-many-rows", "most", maxRows)
	}
	rows := make([]bookRow, len(kinds))
	for i := range kinds {
		rows[i] = bookRow{Kind: kinds[i], Ref: strings.TrimSpace(refs[i]), Amount: strings.TrimSpace(amounts[i])}
	}
	return rows, nil
}

// allocationsOf reads the rows that were filled in and marks those that are
// wrong. Whether the amounts add up is for the books to say.
func allocationsOf(lang text.Lang, rows []bookRow) (all []Allocation, ok bool) {
	ok = true
	for i := range rows {
		row := &rows[i]
		if row.Ref == "" && row.Amount == "" {
			continue
		}
		kind := AllocationKind(row.Kind)
		amount, err := parseAmount(lang, row.Amount)
		switch {
		case !slices.Contains([]AllocationKind{ToItem, ToLedger, OnAccount}, kind):
			err = fault.New("web.row-without-kind")
		case row.Ref == "":
			err = fault.New("web.row-without-number")
		case err == nil && amount == 0:
			err = fault.New("web.row-without-amount")
		}
		if row.Problem = err; err != nil {
			ok = false
			continue
		}
		all = append(all, Allocation{Kind: kind, Ref: row.Ref, Amount: amount})
	}
	return all, ok && len(all) > 0
}

// startRows fills the form for a fresh page: the items that were chosen, each
// with what the line can settle of it or take back, and some empty rows.
func (p *pages) startRows(r *http.Request, item WorkItem, chosen []string) ([]bookRow, error) {
	rest, lang := item.Line.Amount.Abs(), p.langOf(r)
	var rows []bookRow
	for _, number := range chosen {
		open, err := p.source.OpenItems(r.Context(), item.Line.ID, number)
		if err != nil {
			return nil, err
		}
		amount := rest
		for _, o := range open {
			if o.Number == number {
				amount = min(rest, o.Room)
			}
		}
		row := bookRow{Kind: string(ToItem), Ref: number}
		if amount != 0 {
			row.Amount = fieldText(lang, amount)
		}
		rest -= amount
		rows = append(rows, row)
	}
	for range emptyRows {
		rows = append(rows, bookRow{Kind: string(ToItem)})
	}
	if next := len(chosen); rest != 0 {
		rows[next].Amount = fieldText(lang, rest)
	}
	return rows, nil
}

// fieldText writes an amount as a person types it.
func fieldText(lang text.Lang, c money.Cents) string { return text.Money(lang, c.String()) }

// addItem gives an address with one item more.
func addItem(address, number string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "/worklist"
	}
	query := u.Query()
	query.Add("item", number)
	u.RawQuery = query.Encode()
	u.Fragment = "book"
	return u.String()
}
