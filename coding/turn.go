// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"slices"

	"rentmeester/day"
)

// Turn is where the lines of a supplier that are alike came to be booked otherwise.
type Turn struct {
	From    Coding  `json:"from"`
	To      Coding  `json:"to"`
	Since   day.Day `json:"since"`   // the first that was booked so
	Invoice string  `json:"invoice"` // that one, as the caller knows it
	Last    day.Day `json:"last"`    // the last that was booked as before
}

// mostSince is how many lines may have been booked the new way for it to be news.
const mostSince = 3

// Turned looks in the past of one supplier, the latest last, whether lines like
// this one came to be booked otherwise lately; nil when not. Like are lines with
// the same words, numbers and months aside; a line without words is like all.
// What was divided tells nothing.
func Turned(past []Past, line Line) *Turn {
	words := stem(line.Text)
	var t *Turn
	times := 0
	for _, p := range slices.Backward(past) {
		for _, l := range p.Lines {
			if len(l.Parts) != 1 || stem(l.Text) != words && words != "" {
				continue
			}
			code := l.Parts[0].Coding
			code.VAT, code.Other = "", ""
			switch {
			case t == nil:
				t = &Turn{To: code}
				fallthrough
			case code == t.To:
				if times++; times > mostSince {
					return nil
				}
				t.Since, t.Invoice = p.Day, p.Invoice
			default:
				t.From, t.Last = code, p.Day
				return t
			}
		}
	}
	return nil
}
