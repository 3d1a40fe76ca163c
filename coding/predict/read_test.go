// SPDX-License-Identifier: EUPL-1.2

package predict_test

import (
	"strings"
	"testing"

	"rentmeester/coding/predict"
	"rentmeester/fault"
)

func TestWhatStandsBetweenColumns(t *testing.T) {
	for name, in := range map[string]string{
		"commas":     "date,supplier,amount,account\n2026-01-02,A,\"12,50\",4300\n",
		"semicolons": "\ufeffDate;Supplier;Amount;Account\n2026-01-02;A;12,50;4300\n",
	} {
		n := 0
		for row, err := range predict.ReadCSV(strings.NewReader(in)) {
			if n++; err != nil || row.Supplier != "A" || row.Amount != 1250 || row.Coding.Account != "4300" || row.Day != "2026-01-02" {
				t.Errorf("%s: %+v, %v", name, row, err)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d rows", name, n)
		}
	}
	for _, in := range []string{"", "kleur;geur\n2026-01-02;A\n", "date\n2026-01-02\n", "a|supplier\n1|2\n"} {
		var codes []string
		for _, err := range predict.ReadCSV(strings.NewReader(in)) {
			codes = append(codes, fault.Code(err))
		}
		if len(codes) != 1 || codes[0] != "predict.columns" {
			t.Errorf("%q: %v", in, codes)
		}
	}
}
