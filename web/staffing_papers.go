// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rentmeester/app/staff"
	"rentmeester/fault"
	"rentmeester/formats/paper"
	"rentmeester/policy"
	"rentmeester/text"
)

// StaffPapers is what the papers about who does what need of the books.
type StaffPapers interface {
	// StaffPapers gathers what they say of a period, whose days may be "". Errors:
	// staff.papers-period.
	StaffPapers(ctx context.Context, from, until string) (staff.Papers, error)
}

func (p *pages) staffPapers() map[string]handler {
	return map[string]handler{
		"GET /staffing/papers":      p.paperFor(p.listPapers),
		"GET /staffing/papers/read": p.paperFor(p.readPaper),
		"GET /staffing/papers/file": p.paperFor(p.paperFile),
	}
}

// paperFor lets through who decides who does what, and who reads the audit trail.
// Errors: web.no-right.
func (p *pages) paperFor(handle handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if may(r, policy.Staff) || may(r, policy.ReadAudit) {
			return handle(w, r)
		}
		roles, err := p.source.RolesWith(r.Context(), policy.Staff)
		if err != nil {
			return err
		}
		return fault.New("web.no-right", "right", policy.Staff, "roles", strings.Join(roles, ", "))
	}
}

type papersBody struct {
	From, Until string
	Wrong       bool // the period that was asked for
	Papers      []paperRow
}

type paperRow struct {
	Title, Read string
	Files       []paperLink
}

// listPapers lists them, for a period.
func (p *pages) listPapers(w http.ResponseWriter, r *http.Request) error {
	papers, err := p.source.StaffPapers(r.Context(), r.FormValue("from"), r.FormValue("until"))
	body := papersBody{Wrong: fault.Is(err, "staff.papers-period")}
	if body.Wrong {
		papers, err = p.source.StaffPapers(r.Context(), "", "")
	}
	if err != nil {
		return err
	}
	body.From, body.Until = string(papers.From), string(papers.Until)
	for _, name := range staff.PaperNames {
		row := paperRow{Title: paperTitle(p.langOf(r), name), Read: paperAddress("read", name, papers, "")}
		for _, form := range formsOf(name) {
			row.Files = append(row.Files, paperLink{Name: strings.ToUpper(form), Href: paperAddress("file", name, papers, form)})
		}
		body.Papers = append(body.Papers, row)
	}
	return p.show(w, r, staffPage("staffing_papers", "web.staffing.papers", withParam(r.URL.RequestURI(), "lang", ""), body))
}

func paperTitle(lang text.Lang, name staff.PaperName) string {
	return text.Say(lang, "papers."+string(name)+".title", nil)
}

// formsOf gives the endings of the files that there are of a paper.
func formsOf(name staff.PaperName) []string {
	if name == staff.LogPaper {
		return []string{"pdf", "md", "csv"}
	}
	return []string{"pdf", "md"}
}

func paperAddress(what string, name staff.PaperName, of staff.Papers, form string) string {
	q := url.Values{"paper": {string(name)}, "from": {string(of.From)}, "until": {string(of.Until)}}
	if form != "" {
		q.Set("as", form)
	}
	return "/staffing/papers/" + what + "?" + q.Encode()
}

// askedPaper gives the paper that was asked for, the first where none was named. Errors: web.page.not-found where there is
// none of that name or period.
func (p *pages) askedPaper(r *http.Request) (name staff.PaperName, all staff.Papers, one paper.Paper, err error) {
	name = cmp.Or(staff.PaperName(r.FormValue("paper")), staff.PaperNames[0])
	if !slices.Contains(staff.PaperNames, name) {
		return name, all, one, fault.New("web.page.not-found", "path", r.URL.Path)
	}
	all, err = p.source.StaffPapers(r.Context(), r.FormValue("from"), r.FormValue("until"))
	if fault.Is(err, "staff.papers-period") {
		err = fault.New("web.page.not-found", "path", r.URL.Path)
	}
	if err == nil {
		one, err = all.Paper(name, p.langOf(r))
	}
	return name, all, one, err
}

// readPaper shows one on a page.
func (p *pages) readPaper(w http.ResponseWriter, r *http.Request) error {
	name, all, one, err := p.askedPaper(r)
	if err != nil {
		return err
	}
	body := paperBody{Paper: one, File: paperAddress("file", name, all, "pdf"), Back: Sentence{Code: "web.staffing.papers"},
		Href: "/staffing/papers?" + url.Values{"from": {string(all.From)}, "until": {string(all.Until)}}.Encode()}
	return p.show(w, r, staffPage("paper", "papers."+string(name)+".title", withParam(r.URL.RequestURI(), "lang", ""), body))
}

// paperFile gives one as a file.
func (p *pages) paperFile(w http.ResponseWriter, r *http.Request) error {
	name, all, one, err := p.askedPaper(r)
	if err != nil {
		return err
	}
	form := cmp.Or(r.FormValue("as"), "md")
	var out bytes.Buffer
	switch {
	case !slices.Contains(formsOf(name), form):
		return fault.New("web.page.not-found", "path", r.URL.Path)
	case form == "pdf":
		return handOutPDF(w, string(name), one)
	case form == "md":
		err = paper.WriteMarkdown(&out, one)
	default:
		err = all.WriteLog(&out)
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", sealed)
	h.Set("Content-Type", map[string]string{"md": "text/markdown; charset=utf-8", "csv": "text/csv; charset=utf-8"}[form])
	h.Set("Content-Length", strconv.Itoa(out.Len()))
	h.Set("Content-Disposition", `attachment; filename="`+string(name)+"."+form+`"`)
	_, err = out.WriteTo(w)
	return err
}
