// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

type accountBody struct {
	Account    AccountLine
	Days       []DayLine
	Statements []StatementHead
	Cursor     string
	Next       string
}

// account shows the proof of one account, today and at the end of every day.
func (p *pages) account(w http.ResponseWriter, r *http.Request) error {
	key, cursor := r.PathValue("account"), r.URL.Query().Get("after")
	account, err := p.source.Account(r.Context(), key)
	if err != nil {
		return err
	}
	days, next, err := p.source.Days(r.Context(), key, cursor)
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "account", Title: "web.account.title", Tab: "overview",
		TitleArgs: map[string]string{"name": account.Called()},
		Body:      accountBody{Account: account, Days: days, Cursor: cursor, Next: next}})
}
