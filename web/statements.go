// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

// statements lists the statements of an account, the newest first.
func (p *pages) statements(w http.ResponseWriter, r *http.Request) error {
	key, cursor := r.PathValue("account"), r.URL.Query().Get("after")
	account, err := p.source.Account(r.Context(), key)
	if err != nil {
		return err
	}
	heads, next, err := p.source.Statements(r.Context(), key, cursor)
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "statements", Title: "web.statements.title", Tab: "overview",
		TitleArgs: map[string]string{"name": account.Called()},
		Body:      accountBody{Account: account, Statements: heads, Cursor: cursor, Next: next}})
}
