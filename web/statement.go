// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

type statementBody struct {
	Statement
	Cursor string
}

// statement shows a statement with its lines and what became of each.
func (p *pages) statement(w http.ResponseWriter, r *http.Request) error {
	cursor := r.URL.Query().Get("after")
	statement, err := p.source.Statement(r.Context(), r.PathValue("id"), cursor)
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "statement", Title: "web.statement.title", Tab: "overview",
		TitleArgs: map[string]string{"label": statement.Head.Label},
		Body:      statementBody{statement, cursor}})
}
