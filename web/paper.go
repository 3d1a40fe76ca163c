// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"

	"rentmeester/formats/paper"
)

// paperBody is a paper on a page, and where its file is.
type paperBody struct {
	paper.Paper
	File string
	Back Sentence // where one came from
	Href string
	Turn []paperLink
}

// paperLink is another paper like it.
type paperLink struct {
	Name, Href string
	Current    bool
}

// handOutPDF gives a paper as a file.
func handOutPDF(w http.ResponseWriter, name string, p paper.Paper) error {
	var out bytes.Buffer
	if err := paper.WritePDF(&out, p); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", sealed)
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Language", p.Lang)
	h.Set("Content-Length", strconv.Itoa(out.Len()))
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name+".pdf"))
	_, err := out.WriteTo(w)
	return err
}

// projectReport shows the report of a quarter: of the one that ended last, unless
// another is asked for.
func (p *pages) projectReport(w http.ResponseWriter, r *http.Request) error {
	made, err := p.source.ProjectReport(r.Context(), p.langOf(r), r.URL.Query().Get("quarter"))
	if err != nil {
		return err
	}
	body := paperBody{Paper: made.Paper, File: "/projects/report/file?quarter=" + url.QueryEscape(made.Quarter), Back: Sentence{Code: "web.projects.tab"}, Href: "/projects"}
	for _, quarter := range made.Others {
		body.Turn = append(body.Turn, paperLink{quarter, "/projects/report?quarter=" + url.QueryEscape(quarter), quarter == made.Quarter})
	}
	return p.show(w, r, page{Name: "paper", Title: "web.projects.report", Tab: "projects", Body: body})
}

// projectReportFile gives the same as a PDF.
func (p *pages) projectReportFile(w http.ResponseWriter, r *http.Request) error {
	made, err := p.source.ProjectReport(r.Context(), p.langOf(r), r.URL.Query().Get("quarter"))
	if err != nil {
		return err
	}
	return handOutPDF(w, "projecten-"+made.Quarter, made.Paper)
}
