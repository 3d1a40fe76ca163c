// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

type worklistBody struct {
	Worklist
	Filter Filter
	Cursor string
	Self   string
	All    bool // every proposal on the page is ticked
}

// Choosable counts the lines that can be accepted in one go.
func (b worklistBody) Choosable() (n int) {
	for _, item := range b.Items {
		if item.Proposal != nil {
			n++
		}
	}
	return n
}

// Narrowed says that the filter leaves lines out.
func (b worklistBody) Narrowed() bool { return b.Filter != Filter{} }

// worklist shows the lines that wait for a person, with their proposals.
func (p *pages) worklist(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	filter := Filter{Account: query.Get("account"), Query: query.Get("q"), Show: Show(query.Get("show"))}
	list, err := p.source.Worklist(r.Context(), filter, query.Get("after"))
	if err != nil {
		return err
	}
	self := withParam(withParam(r.URL.RequestURI(), "select", ""), "lang", "")
	return p.show(w, r, page{Name: "worklist", Title: "web.worklist.title", Tab: "worklist",
		Body: worklistBody{Worklist: list, Filter: filter, Cursor: query.Get("after"), Self: self, All: query.Get("select") == "all"}})
}
