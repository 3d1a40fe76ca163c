// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rentmeester/fault"
)

type codingsBody struct {
	CodingList
	Filter CodingFilter
	Cursor string
	Self   string
}

// Narrowed says that the filter leaves invoices out.
func (b codingsBody) Narrowed() bool { return b.Filter != CodingFilter{} }

// Card gives the templates an invoice of the list.
func (b codingsBody) Card(item CodingItem) codingCard {
	return codingCard{Invoice: item.ID, Item: &item, Self: b.Self}
}

// codingCard is one invoice of the list, or what is left of it after an act.
type codingCard struct {
	Invoice string
	Item    *CodingItem
	Said    *said
	Self    string
	Rows    []codeRow // as they were sent, when something was wrong with them
}

// Typed gives the rows of the form: as they were sent, or as it is proposed.
func (c codingCard) Typed() []codeRow {
	if len(c.Rows) > 0 || c.Item == nil {
		return c.Rows
	}
	return rowsOf(c.Item.Lines)
}

// rowsOf gives the rows of a form to code otherwise: what is proposed where that is
// sure enough to be filled in.
func rowsOf(lines []CodeLine) (rows []codeRow) {
	for _, line := range lines {
		if line.Guess || len(line.Proposal.Parts) != 1 {
			rows = append(rows, codeRow{At: line.At})
			continue
		}
		p := line.Proposal.Parts[0]
		rows = append(rows, codeRow{At: line.At, Account: p.Account, CostCentre: p.CostCentre, Taakveld: p.Taakveld, Categorie: p.Categorie,
			Project: p.Project, Treatment: p.Treatment})
	}
	return rows
}

// codings lists the invoices that wait for a coding, with what is proposed.
func (p *pages) codings(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	filter := CodingFilter{Show: query.Get("show"), Query: query.Get("q")}
	list, err := p.source.Codings(r.Context(), filter, query.Get("after"))
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "codings", Title: "web.codings.title", Tab: "codings",
		Body: codingsBody{list, filter, query.Get("after"), withParam(r.URL.RequestURI(), "lang", "")}})
}

// codeOne codes an invoice of the list, as chosen or as typed.
func (p *pages) codeOne(w http.ResponseWriter, r *http.Request) error {
	invoice := r.PathValue("invoice")
	if err := r.ParseForm(); err != nil {
		return fault.New("web.form-unreadable")
	}
	if r.PostFormValue("step") == "code" {
		rows, parts, err := p.codeForm(r)
		if err == nil {
			err = p.source.Code(r.Context(), p.user(r), invoice, parts)
		}
		if err == nil {
			rows = nil
		}
		return p.coded(w, r, "web.said.coded", rows, err)
	}
	choices, err := chosen(r)
	if err == nil {
		err = p.source.ChooseCoding(r.Context(), p.user(r), invoice, choices)
	}
	return p.coded(w, r, "web.said.coded", nil, err)
}

// chosen reads which way was chosen for each line. Error: web.choose-first.
func chosen(r *http.Request) (map[int]string, error) {
	choices := map[int]string{}
	for name, values := range r.PostForm {
		if at, ok := strings.CutPrefix(name, "choice-"); ok {
			line, err := strconv.Atoi(at)
			if err != nil || len(values) != 1 || line < 1 {
				return nil, fault.New("web.form-unreadable")
			}
			choices[line] = values[0]
		}
	}
	lines, err := strconv.Atoi(r.PostFormValue("lines"))
	if err != nil {
		return nil, fault.New("web.form-unreadable")
	}
	if len(choices) < lines || len(choices) == 0 {
		return nil, fault.New("web.choose-first")
	}
	return choices, nil
}

// uncode takes a coding back; asked from the list the invoice comes back in the
// place it had.
func (p *pages) uncode(w http.ResponseWriter, r *http.Request) error {
	err := p.source.Uncode(r.Context(), p.user(r), r.PathValue("invoice"))
	return p.coded(w, r, "web.said.uncoded", nil, err)
}

// coded answers an act on one invoice of the list: for htmx with the card that
// takes its place, else with the page the form came from.
func (p *pages) coded(w http.ResponseWriter, r *http.Request, code string, rows []codeRow, err error) error {
	invoice := r.PathValue("invoice")
	told, status := said{Code: code}, http.StatusOK
	if code == "web.said.coded" {
		told.Undo = "/codings/" + url.PathEscape(invoice) + "/undo"
	}
	if err != nil {
		told, status = p.overtaken(r, p.saidFault(r, err)), statusOf(err)
	}
	back := backTo(r, "/codings")
	if !byHTMX(r) {
		p.sayNext(w, r, told)
		http.Redirect(w, r, back, http.StatusSeeOther)
		return nil
	}
	card := codingCard{Invoice: invoice, Said: &told, Self: back, Rows: rows}
	if item, err := p.source.CodingItem(r.Context(), invoice); err == nil {
		card.Item = item
	}
	return p.part(w, r, "codings", "codingCard", status, card)
}
