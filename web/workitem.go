// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"

	"rentmeester/fault"
	"rentmeester/money"
)

type workItemBody struct {
	Item     WorkItem
	Query    string
	Found    []OpenItem
	Searched bool
	Rows     []bookRow
	Problem  error
	Self     string // this page without the language
	Chosen   []string
}

// Sum gives the amount to divide: the line's, without its sign.
func (b workItemBody) Sum() money.Cents { return b.Item.Line.Amount.Abs() }

// Has says whether an open item is among the rows already.
func (b workItemBody) Has(number string) bool { return slices.Contains(b.Chosen, number) }

// Add gives the address of this page with one item more among the rows.
func (b workItemBody) Add(number string) string { return addItem(b.Self, number) }

// workItem shows one line at length, with the form to book it otherwise. Items
// found by ?q= come into the form by ?item=, so that it works without JavaScript.
func (p *pages) workItem(w http.ResponseWriter, r *http.Request) error {
	item, err := p.source.WorkItem(r.Context(), r.PathValue("line"))
	if err != nil {
		return err
	}
	query := r.URL.Query()
	body := workItemBody{Item: item, Query: query.Get("q"), Chosen: query["item"], Searched: query.Get("q") != ""}
	if len(body.Chosen) > maxRows {
		return fault.New("web.too-many-rows", "most", maxRows)
	}
	if body.Searched {
		if body.Found, err = p.source.OpenItems(r.Context(), item.Line.ID, body.Query); err != nil {
			return err
		}
	}
	if body.Rows, err = p.startRows(r, item, body.Chosen); err != nil {
		return err
	}
	return p.showItem(w, r, body, http.StatusOK)
}

func (p *pages) showItem(w http.ResponseWriter, r *http.Request, body workItemBody, status int) error {
	line := body.Item.Line
	body.Self = "/worklist/" + url.PathEscape(line.ID)
	if r.Method == http.MethodGet {
		body.Self = withParam(r.URL.RequestURI(), "lang", "")
	}
	return p.show(w, r, page{Name: "workitem", Title: "web.workitem.title", Tab: "worklist", Self: body.Self,
		TitleArgs: fault.Args("number", line.Number, "label", line.StatementLabel), Body: body, status: status})
}
