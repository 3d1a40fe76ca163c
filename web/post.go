// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

type postBody struct {
	DocumentList
	Filter DocumentFilter
	Cursor string
	Self   string
	Report *ImportReport // of an upload just now
}

// Narrowed says that the filter leaves documents out.
func (b postBody) Narrowed() bool { return b.Filter != DocumentFilter{} }

// States gives the states to choose from.
func (b postBody) States() []string { return DocumentStates }

// post shows what came in, and where to bring more.
func (p *pages) post(w http.ResponseWriter, r *http.Request) error { return p.showPost(w, r, nil) }

func (p *pages) showPost(w http.ResponseWriter, r *http.Request, report *ImportReport) error {
	query, self := r.URL.Query(), "/post"
	if r.Method == http.MethodGet {
		self = withParam(r.URL.RequestURI(), "lang", "")
	}
	filter := DocumentFilter{State: query.Get("state"), Kind: query.Get("kind")}
	list, err := p.source.Documents(r.Context(), filter, query.Get("after"))
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "post", Title: "web.post.title", Tab: "post", Self: self,
		Body: postBody{DocumentList: list, Filter: filter, Cursor: query.Get("after"), Self: self, Report: report}})
}

// takePost reads uploaded documents and tells what became of each.
func (p *pages) takePost(w http.ResponseWriter, r *http.Request) error {
	report, err := p.upload(w, r)
	if err != nil {
		return err
	}
	return p.showPost(w, r, &report)
}
