// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// trailCSV gives the events that the filter lets through as a table. A text that
// a spreadsheet would take for a formula has an apostrophe before it.
func (p *pages) trailCSV(w http.ResponseWriter, r *http.Request) error {
	_, f, err := p.filter(r)
	if err != nil {
		return err
	}
	give(w, "text/csv; charset=utf-8", "audit.csv")
	out := csv.NewWriter(w)
	_ = out.Write([]string{"seq", "at", "actor", "act", "subject", "payload", "hash"})
	err = p.source.EachEvent(r.Context(), f, func(e TrailEvent) error {
		return out.Write([]string{strconv.FormatInt(e.Seq, 10), e.Stamp, textCell(e.ActorName), e.Act, textCell(e.Subject), textCell(e.Payload), e.Hash})
	})
	out.Flush()
	p.mustEnd(r, err)
	p.mustEnd(r, out.Error())
	return nil
}

// taken is an event as it is taken along: what is under its hash.
type taken struct {
	Seq     int64  `json:"seq"`
	At      string `json:"at"`
	Actor   string `json:"actor"`
	Act     string `json:"act"`
	Subject string `json:"subject"`
	Payload string `json:"payload"`
	Hash    string `json:"hash"`
}

// trailJSON gives the same as JSON. The payload is a text, byte for byte as it is
// under the hash, so that somebody else's program can check the chain.
func (p *pages) trailJSON(w http.ResponseWriter, r *http.Request) error {
	_, f, err := p.filter(r)
	if err != nil {
		return err
	}
	give(w, "application/json", "audit.json")
	lead := "["
	err = p.source.EachEvent(r.Context(), f, func(e TrailEvent) error {
		raw, err := json.Marshal(taken{e.Seq, e.Stamp, e.ActorName, e.Act, e.Subject, e.Payload, e.Hash})
		if err == nil {
			_, err = fmt.Fprintf(w, "%s\n%s", lead, raw)
		}
		lead = ","
		return err
	})
	p.mustEnd(r, err)
	if lead == "[" {
		fmt.Fprint(w, lead)
	}
	fmt.Fprint(w, "\n]\n")
	return nil
}

// give says that a file follows, to keep.
func give(w http.ResponseWriter, media, name string) {
	h := w.Header()
	h.Set("Content-Security-Policy", sealed)
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
}

// mustEnd breaks the connection when a file could not be written whole: half of it
// must not look whole.
func (p *pages) mustEnd(r *http.Request, err error) {
	if err != nil {
		p.options.Log.ErrorContext(r.Context(), "web: download broke off", "path", r.URL.Path, "error", err)
		panic(http.ErrAbortHandler)
	}
}

// textCell keeps a text from being worked out as a formula.
func textCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}
