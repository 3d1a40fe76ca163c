// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"bytes"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func TestFormatsOfAClock(t *testing.T) {
	for format, want := range map[string]bool{"[h]:mm": true, "h:mm": true, "[u]:mm": true, "uu:mm;@": true, "h:mm AM/PM": true, "[h]": true, "hh\\:mm\\ \"uur\"": true,
		"d-m-yyyy": false, "d/m/yyyy h:mm": false, "jjjj-mm-dd uu:mm": false, "0.00": false, "#,##0.00 \"uur\"": false, "General": false, "Standaard": false, "@": false, "mmm": false,
		"[$-413]u:mm": true, "[$€-413] #,##0": false} {
		if isClock(format) != want {
			t.Errorf("%q: %t", format, !want)
		}
	}
}

// TestHoursTypedAsAClock: 7:30 in a workbook is a part of a day.
func TestHoursTypedAsAClock(t *testing.T) {
	f := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "medewerker", "B1": "project", "C1": "datum", "D1": "uren", "A2": "Jan", "B2": "P1", "C2": "1-4-2026", "D2": 7*time.Hour + 30*time.Minute,
		"A3": "Jan", "B3": "P1", "C3": "2-4-2026", "D3": 7.5} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	body, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	rows, bad, err := ReadHours(bytes.NewReader(body.Bytes()))
	if err != nil || len(bad) > 0 || len(rows) != 2 || rows[0].Minutes != 450 || rows[1].Minutes != 450 {
		t.Errorf("%+v %v %v", rows, bad, err)
	}
}
