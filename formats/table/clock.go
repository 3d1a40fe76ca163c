// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"rentmeester/formats/xmlread"
)

// Who types 7:30 in a workbook gets the number 0.3125 of a day, and a style that shows
// it as it was typed. Read as a number of hours that would be nineteen minutes.

// maxStyles is how many styles a workbook may have; Excel itself stops at 65,490.
const maxStyles = 100_000

// readStyles notes which styles write a number as a time without a day.
func (w *workbook) readStyles(name string) error {
	written := map[string]bool{"18": true, "19": true, "20": true, "21": true, "45": true, "46": true, "47": true} // those that every workbook has
	return w.read(name, maxShared, func(x *xmlread.Reader) error {
		for d := x.Depth(); x.Child(d); {
			switch x.Name() {
			case "numFmts":
				for d := x.Depth(); x.Child(d) && len(written) < maxStyles; {
					written[x.Attr("numFmtId")] = isClock(x.Attr("formatCode"))
				}
			case "cellXfs":
				for d := x.Depth(); x.Child(d) && len(w.clocks) < maxStyles; {
					w.clocks = append(w.clocks, written[x.Attr("numFmtId")])
				}
			}
		}
		return nil
	})
}

// asis is what a format shows as it stands, and [h], which counts on past a day.
var asis = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[\$[^\]]*\]`)

// isClock says whether a format shows hours, and neither day, month nor year. In Dutch
// workbooks hours are h and u alike.
func isClock(format string) bool {
	f := strings.ToLower(asis.ReplaceAllString(format, ""))
	return (strings.ContainsAny(f, "hu") && strings.Contains(f, "m") || strings.Contains(f, "[h]") || strings.Contains(f, "[u]")) && !strings.ContainsAny(f, "dyj#?") && !strings.Contains(f, "mmm")
}

// clockCell writes a part of a day, or more than one, as hours and minutes.
func clockCell(s string) cell {
	days, ok := number(s)
	if !ok || days.Sign() < 0 {
		return cell{text: s, number: true}
	}
	all := new(big.Rat).Mul(days, big.NewRat(24*60, 1)).FloatString(0)
	minutes, err := strconv.ParseInt(all, 10, 64)
	if err != nil {
		return cell{text: s, number: true}
	}
	return cell{text: fmt.Sprintf("%d:%02d", minutes/60, minutes%60)}
}
