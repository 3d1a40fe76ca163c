// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"

	"rentmeester/fault"
)

type debtorsBody struct {
	DebtorList
	Query, Cursor, Self string
	Ageing              Chart
}

// debtors lists who owes us something.
func (p *pages) debtors(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	list, err := p.source.Debtors(r.Context(), query.Get("q"), query.Get("after"))
	if err != nil {
		return err
	}
	ages, err := p.ageing(r, Receivable, "web.ageing.debtors", query)
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "debtors", Title: "web.debtors.title", Tab: "debtors",
		Body: debtorsBody{list, query.Get("q"), query.Get("after"), withParam(r.URL.RequestURI(), "lang", ""), ages}})
}

type debtorBody struct {
	Debtor
	Cursor, Self string
}

// debtor shows one debtor: what is open, and what he paid.
func (p *pages) debtor(w http.ResponseWriter, r *http.Request) error {
	cursor := r.URL.Query().Get("after")
	one, err := p.source.Debtor(r.Context(), r.PathValue("debtor"), cursor)
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "debtor", Title: "web.debtor.title", TitleArgs: fault.Args("name", one.Name), Tab: "debtors",
		Body: debtorBody{one, cursor, withParam(r.URL.RequestURI(), "lang", "")}})
}

// ageing gives the chart of what is open, on the first page of the whole list only.
func (p *pages) ageing(r *http.Request, kind, title string, query url.Values) (c Chart, err error) {
	if query.Get("q") != "" || query.Get("after") != "" || query.Get("state") != "" {
		return c, nil
	}
	ages, err := p.source.Ageing(r.Context(), kind)
	return ageingChart(p.langOf(r), kind, title, ages), err
}
