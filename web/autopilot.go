// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strconv"
	"strings"

	"rentmeester/fault"
	"rentmeester/text"
)

// autopilot shows what the autopilot may do, why, and how well it goes.
func (p *pages) autopilot(w http.ResponseWriter, r *http.Request) error {
	a, err := p.source.Autopilot(r.Context())
	if err != nil {
		return err
	}
	codings, err := p.source.CodingPilot(r.Context())
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "autopilot", Title: "web.autopilot.title", Tab: "autopilot", Body: autopilotBody{a, codings}})
}

// autopilotBody is how the autopilot stands on bank lines, and on codings.
type autopilotBody struct {
	Autopilot
	Codings Autopilot
}

// Kept says that the blind sample proves the promise.
func (a Autopilot) Kept() bool { return a.Blind > 0 && a.Bound <= a.Promise.Wrong }

// CorrectedShare gives what part of the automatic decisions was taken back.
func (a Autopilot) CorrectedShare() float64 { return part(a.Corrected, a.Automatic) }

// rate writes a share in percent, see text.Percent.
func rate(lang text.Lang, share float64) string {
	return text.Say(lang, "web.rate", fault.Args("share", text.Percent(share)))
}

// brief writes a share that people chose in percent, as they would: "95 %", "0,1 %".
func brief(lang text.Lang, share float64) string {
	said := strconv.FormatFloat(share*100, 'f', 4, 64)
	return text.Say(lang, "web.rate", fault.Args("share", strings.TrimRight(strings.TrimRight(said, "0"), ".")))
}

// hundredth gives a share as a part of 100, for the width of a bar.
func hundredth(share float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(min(max(share, 0), 1)*100, 'f', 1, 64), ".0")
}

var months = []string{"web.month.01", "web.month.02", "web.month.03", "web.month.04", "web.month.05", "web.month.06",
	"web.month.07", "web.month.08", "web.month.09", "web.month.10", "web.month.11", "web.month.12"}

// monthName writes "2026-04" in words.
func monthName(lang text.Lang, month string) string {
	year, number, _ := strings.Cut(month, "-")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > 12 {
		return month
	}
	return text.Say(lang, months[n-1], nil) + " " + year
}

// anchor gives the place on a page of something that people named.
func anchor(name string) string {
	return "rule-" + strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(name)), "-")
}
