// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rentmeester/fault"
	"rentmeester/text"
)

// codeRow is a part of the coding as it is typed.
type codeRow struct {
	At                                                int
	Account, CostCentre, Taakveld, Categorie, Project string
	Treatment, Amount                                 string
	Problem                                           error
}

const maxCodeRows = 200

// codeRows gives the form its rows: the coding that stands, else what is
// proposed, else one empty row for every line.
func (p *pages) codeRows(r *http.Request, inv Invoice) (rows []codeRow) {
	for _, line := range inv.Coding.Lines {
		parts := line.Parts
		if len(parts) == 0 {
			parts = line.Proposal.Parts
		}
		for _, part := range parts {
			row := codeRow{At: line.At, Account: part.Account, CostCentre: part.CostCentre, Taakveld: part.Taakveld, Categorie: part.Categorie,
				Project: part.Project, Treatment: part.Treatment}
			if len(parts) > 1 {
				row.Amount = fieldText(p.langOf(r), part.Amount)
			}
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 || len(rows) > maxCodeRows {
		rows = []codeRow{{}}
	}
	return rows
}

// code books an invoice on what a person says or on what was proposed, or shows
// the form with a row more.
func (p *pages) code(w http.ResponseWriter, r *http.Request) error {
	if r.PostFormValue("step") == "accept" {
		choices, err := chosen(r)
		if err == nil {
			err = p.source.ChooseCoding(r.Context(), p.user(r), r.PathValue("invoice"), choices)
		}
		return p.did(w, r, here(r, "#coding"), said{Code: "web.said.coded", Undo: "/codings/" + url.PathEscape(r.PathValue("invoice")) + "/undo"}, err)
	}
	rows, parts, err := p.codeForm(r)
	if err == nil && r.PostFormValue("step") == "row" {
		inv, err := p.source.Invoice(r.Context(), p.user(r), r.PathValue("invoice"))
		if err != nil {
			return err
		}
		return p.showInvoice(w, r, invoiceBody{Invoice: inv, Rows: append(rows, codeRow{}), Where: "coding"}, http.StatusOK)
	}
	if err == nil {
		err = p.source.Code(r.Context(), p.user(r), r.PathValue("invoice"), parts)
	}
	if err != nil {
		return p.wrong(w, r, "coding", err, func(b *invoiceBody) {
			if len(rows) > 0 {
				b.Rows = rows
			}
		})
	}
	return p.did(w, r, here(r, "#coding"), said{Code: "web.said.coded", Undo: "/codings/" + url.PathEscape(r.PathValue("invoice")) + "/undo"}, nil)
}

// codeForm reads the rows; empty ones are left out.
func (p *pages) codeForm(r *http.Request) (rows []codeRow, parts []CodePart, err error) {
	if err := r.ParseForm(); err != nil {
		return nil, nil, fault.New("web.form-unreadable")
	}
	n := len(r.PostForm["account"])
	if n > maxCodeRows {
		return nil, nil, fault.New("web.too-many-rows", "most", maxCodeRows)
	}
	get := func(name string, i int) string {
		if values := r.PostForm[name]; i < len(values) {
			return strings.TrimSpace(values[i])
		}
		return ""
	}
	for i := range n {
		at, _ := strconv.Atoi(get("at", i)) // what is no number is every line
		row := codeRow{At: at, Account: get("account", i), CostCentre: get("cost-centre", i), Taakveld: get("taakveld", i),
			Categorie: get("categorie", i), Project: get("project", i), Treatment: get("treatment", i), Amount: get("amount", i)}
		if row.Account == "" && row.CostCentre == "" && row.Amount == "" {
			continue
		}
		part, wrong := partOf(p.langOf(r), row)
		if row.Problem = wrong; wrong != nil && err == nil {
			err = wrong
		}
		rows, parts = append(rows, row), append(parts, part)
	}
	if len(parts) == 0 && err == nil && r.PostFormValue("step") != "row" {
		err = fault.New("web.no-account")
	}
	return rows, parts, err
}

func partOf(lang text.Lang, row codeRow) (CodePart, error) {
	part := CodePart{At: row.At, Account: row.Account, CostCentre: row.CostCentre, Taakveld: row.Taakveld, Categorie: row.Categorie,
		Project: row.Project, Treatment: row.Treatment}
	if row.Amount == "" {
		return part, nil
	}
	cents, err := parseAmount(lang, row.Amount)
	part.Amount = cents
	return part, err
}
