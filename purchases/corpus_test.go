// SPDX-License-Identifier: EUPL-1.2

package purchases

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rentmeester/money"
)

// TestRealFiles looks at what is found in real exports of three programs.
func TestRealFiles(t *testing.T) {
	for name, want := range map[string]struct {
		tally Tally
		net   money.Cents
		some  []string
	}{
		"ExactOnline_V32_2016.xml": {Tally{Documents: 9, Lines: 10, Other: 48}, 51_983_48, []string{
			"2016-04-25|12|Warmtebedrijf Eneco Delft B.V.|16600003|60/16600003|Aquariumvergoeding|1000.00|4901||21",
			"2016-10-18|33|Koroma|16600009|60/16600009|LED armaturen|1487.60|0300||21",
		}},
		"Multivers_V32_2017.xml": {Tally{Documents: 27, Lines: 31, Other: 47}, 22_434_84, []string{
			// one transaction with the invoices of two suppliers
			"2017-01-12|C7008|Firma Muller's Kantoorbenodigdheden|20170009|I/1-9-a|Whiteboard|134.75|4300||21",
			"2017-01-12|C7014|De Terrafirm B.V.|20170010|I/1-9-b|Tuinscherm 'Classic' 2 st|105.50|7040||21",
		}},
		// all in one journal of no kind, creditors as accounts of their own, the name of
		// the account as the text of each line
		"auditfile_v3.2_nl_20180101_20181231.xml": {Tally{Documents: 4, Lines: 6, Other: 42}, 2_567_03, []string{
			"2018-01-19|21000|Cees Van Bekkum|2|1/4|Aankoop verpakkingsmateriaal, factuur 15|330.58|4815||21",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := os.Open(filepath.Join(os.Getenv("RENTMEESTER_CORPUS"), "invoice", "xaf", name))
			if os.Getenv("RENTMEESTER_CORPUS") == "" || os.IsNotExist(err) {
				t.Skip("RENTMEESTER_CORPUS is not set or has no audit files: real files are not read")
			}
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			var rows []string
			var net money.Cents
			_, tally, err := Read(f, func(d Document) error {
				for _, l := range d.Lines {
					rows = append(rows, strings.Join([]string{string(d.Day), d.Supplier.ID, d.Supplier.Name, d.Number, d.Key, l.Text, l.Amount.String(), l.Account, l.CostCentre, l.Rate}, "|"))
					net += l.Amount
				}
				return nil
			})
			if err != nil || tally != want.tally || net != want.net {
				t.Errorf("%+v, %s, %v", tally, net, err)
			}
			for _, r := range want.some {
				if !slices.Contains(rows, r) {
					t.Errorf("no %s", r)
				}
			}
			if t.Failed() {
				t.Log("\n" + strings.Join(rows, "\n"))
			}
		})
	}
}
