// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"rentmeester/fault"
	"rentmeester/ledger"
)

// page is a sheet of a workbook to be written.
type page struct {
	name   string
	hidden bool
	rows   [][]any
}

// excel writes a workbook with an independent library.
func excel(t testing.TB, pages ...page) []byte {
	t.Helper()
	f := excelize.NewFile()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, p := range pages {
		if i == 0 {
			must(f.SetSheetName("Sheet1", p.name))
		} else {
			_, err := f.NewSheet(p.name)
			must(err)
		}
		for n, cells := range p.rows {
			must(f.SetSheetRow(p.name, fmt.Sprintf("A%d", n+1), &cells))
		}
		if p.hidden {
			must(f.SetSheetVisible(p.name, false))
		}
	}
	b, err := f.WriteToBuffer()
	must(err)
	return b.Bytes()
}

// rawSheet writes a workbook from the XML of its sheet.
func rawSheet(t testing.TB, sheetXML string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="A" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="/xl/worksheets/a.xml"/></Relationships>`,
		"xl/worksheets/a.xml":        sheetXML,
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readBoth(t testing.TB, raw []byte) ([]ledger.OpenItem, error) {
	t.Helper()
	items, err := readFrom(bytes.NewReader(raw), "posten.xlsx")
	again, err2 := readFrom(stream{bytes.NewReader(raw)}, "posten.xlsx")
	if fmt.Sprint(err) != fmt.Sprint(err2) || !reflect.DeepEqual(items, again) {
		t.Fatalf("file and stream differ: %v, %v", err, err2)
	}
	return items, err
}

func TestWorkbook(t *testing.T) {
	raw := excel(t,
		page{name: "Toelichting", rows: [][]any{{"Deze lijst is gemaakt op verzoek."}}},
		page{name: "Debiteuren", rows: [][]any{
			{"Openstaande posten"}, {},
			{"Factuurnummer", "Naam", "Openstaand bedrag", "Vervaldatum", "Betalingskenmerk", "Wijk"},
			{"D1", "Jansen", 1234.56, time.Date(2025, 1, 31, 0, 0, 0, 0, time.UTC), "5000056789012345", "Noord", nil, "let op"},
			{"D2", "De Wit", 0.1 + 0.2, 45000, 1234567, nil},
			{20250003, "Café", "1.234,50", "31-1-2025"},
		}},
		page{name: "Crediteuren", rows: [][]any{{"Factuurnummer", "Naam", "Openstaand bedrag"}, {"C1", "Bouw", 10}}},
		page{name: "Oud", hidden: true, rows: [][]any{{"Factuurnummer", "Naam", "Bedrag"}, {"X", "oud", "geen"}}},
	)
	items, err := readBoth(t, raw)
	if err != nil {
		t.Fatal(err)
	}
	want := []ledger.OpenItem{
		{Number: "D1", Kind: ledger.Receivable, PartyName: "Jansen", Amount: 123456, Currency: "EUR", Due: "2025-01-31",
			Reference: "5000056789012345", Attributes: map[string]string{"Wijk": "Noord", "H": "let op"}, Line: 4},
		{Number: "D2", Kind: ledger.Receivable, PartyName: "De Wit", Amount: 30, Currency: "EUR", Due: "2023-03-15", Reference: "1234567", Line: 5},
		{Number: "20250003", Kind: ledger.Receivable, PartyName: "Café", Amount: 123450, Currency: "EUR", Due: "2025-01-31", Line: 6},
		{Number: "C1", Kind: ledger.Payable, PartyName: "Bouw", Amount: 1000, Currency: "EUR", Line: 2},
	}
	if !reflect.DeepEqual(items, want) {
		t.Errorf("got  %+v\nwant %+v", items, want)
	}
}

// TestNumberIsNoText: the number 1.234 is one euro and a bit, which has too many
// decimals; the text 1.234 may be a thousand.
func TestNumberIsNoText(t *testing.T) {
	head := []any{"nummer", "debiteur", "bedrag"}
	_, err := readBoth(t, excel(t, page{name: "a", rows: [][]any{head, {"1", "x", 1.234}}}))
	if code := firstRow(err); code != "table.amount-precision" {
		t.Errorf("number: %v", err)
	}
	items, err := readBoth(t, excel(t, page{name: "a", rows: [][]any{head, {"1", "x", "1.234"}, {"2", "x", "1,50"}, {"3", "x", 1.5}}}))
	if err != nil || items[0].Amount != 123400 || items[2].Amount != 150 {
		t.Errorf("text: %+v %v", items, err)
	}
}

func firstRow(err error) string {
	var rows RowErrors
	if errors.As(err, &rows) {
		return rows[0].Code
	}
	return fault.Code(err)
}

func TestLongNumbers(t *testing.T) {
	sheet := func(values ...string) []byte {
		rows := `<row><c t="inlineStr"><is><t>nummer</t></is></c><c t="inlineStr"><is><t>debiteur</t></is></c><c t="inlineStr"><is><t>bedrag</t></is></c><c t="inlineStr"><is><t>betalingskenmerk</t></is></c></row>`
		for i, v := range values {
			rows += fmt.Sprintf(`<row><c><v>%d</v></c><c t="str"><v>x</v></c><c><v>1E2</v></c><c><v>%s</v></c></row>`, i+1, v)
		}
		return rawSheet(t, "<worksheet><sheetData>"+rows+"</sheetData></worksheet>")
	}
	if _, err := readBoth(t, sheet("5000056789012340", "123")); firstRow(err) != "table.lost-digits" {
		t.Errorf("%v", err)
	}
	if _, err := readBoth(t, sheet("5.00005678901234E+15")); firstRow(err) != "table.lost-digits" {
		t.Errorf("%v", err)
	}
	items, err := readBoth(t, sheet("5000056789012345", "5000056789012340", "1.2E3"))
	if err != nil || items[0].Reference != "5000056789012345" || items[1].Reference != "5000056789012340" ||
		items[2].Reference != "1200" || items[0].Amount != 10000 {
		t.Errorf("a program that writes whole numbers: %+v %v", items, err)
	}
}

func TestSerialDays(t *testing.T) {
	for _, c := range []struct {
		in       string
		from1904 bool
		want     string
		ok       bool
	}{
		{"45000", false, "2023-03-15", true}, {"45000.75", false, "2023-03-15", true}, {"43538", true, "2023-03-15", true},
		{"61", false, "1900-03-01", true}, {"60", false, "", false}, {"0", false, "", true}, {"-5", false, "", false},
		{"20250131", false, "2025-01-31", true}, {"20251331", false, "", false}, {"1E30", false, "", false}, {"x", false, "", false},
	} {
		d, ok := serialDay(c.in, c.from1904)
		if string(d) != c.want || ok != c.ok {
			t.Errorf("%s: %s %v", c.in, d, ok)
		}
	}
}

func TestHostileWorkbook(t *testing.T) {
	cells := func(s string) string { return "<worksheet><sheetData><row>" + s + "</row></sheetData></worksheet>" }
	var wide strings.Builder
	for range maxColumns + 1 {
		wide.WriteString("<c><v>1</v></c>")
	}
	for _, c := range []struct {
		name, sheet, code string
	}{
		{"bomb", "<worksheet>" + strings.Repeat(strings.Repeat(" ", 1<<16)+"<a/>", 600) + "</worksheet>", "table.too-large"},
		{"100,000 deep", strings.Repeat("<a>", 200_000), "table.damaged"},
		{"entities", `<!DOCTYPE x [<!ENTITY a "aaaa">]>` + cells("<c><v>&a;</v></c>"), "table.damaged"},
		{"long text", cells(`<c t="str"><v>` + strings.Repeat("a", 3<<20) + "</v></c>"), "table.damaged"},
		{"long attribute", cells(`<c t="` + strings.Repeat("a", 3<<20) + `"><v>1</v></c>`), "table.damaged"},
		{"many columns", cells(wide.String()), "table.too-many-columns"},
		{"far column", cells(`<c r="ZZZZZZZ1"><v>1</v></c>`), "table.too-many-columns"},
		{"no shared text", cells(`<c t="s"><v>3</v></c>`), "table.damaged"},
		{"cut off", "<worksheet><sheetData><row><c>", "table.damaged"},
		{"empty", cells(""), "table.empty"},
		{"no XML", "plain", "table.damaged"},
		{"other XML", "<chart><sheetData/></chart>", "table.empty"},
	} {
		if items, err := readBoth(t, rawSheet(t, c.sheet)); fault.Code(err) != c.code || len(items) > 0 {
			t.Errorf("%s: %.200v, want %s", c.name, err, c.code)
		}
	}
	var empty bytes.Buffer
	if err := zip.NewWriter(&empty).Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := openWorkbook(bytes.NewReader(empty.Bytes()), int64(empty.Len())); fault.Code(err) != "table.not-a-table" {
		t.Errorf("%v", err)
	}
}

// FuzzSheet varies the XML of a sheet; the zip around it is tested elsewhere.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>nummer</t></is></c><c t="str"><v>debiteur</v></c><c t="str"><v>bedrag</v></c></row><row><c><v>1</v></c><c t="s"><v>0</v></c><c><v>1.5</v></c></row></sheetData></worksheet>`)
	f.Add(`<row><c t="str"><v>nummer</v></c><c t="str"><v>debiteur</v></c><c t="str"><v>bedrag</v></c></row><row><c><v>1</v></c><c/><c><v>1E2</v></c></row>`)
	f.Fuzz(func(t *testing.T, xml string) {
		items, err := readFrom(bytes.NewReader(rawSheet(t, xml)), "debiteuren")
		if err != nil && (fault.Code(err) == "internal" || len(items) > 0) {
			t.Fatalf("%v with %d items", err, len(items))
		}
	})
}

func FuzzWorkbook(f *testing.F) {
	f.Add(rawSheet(f, "<row/>"))
	f.Add(excel(f, page{name: "a", rows: [][]any{{"nummer", "debiteur", "bedrag"}, {1, "x", 2.5}}}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		items, err := readFrom(bytes.NewReader(raw), "debiteuren")
		if err != nil && (fault.Code(err) == "internal" || len(items) > 0) {
			t.Fatalf("%v with %d items", err, len(items))
		}
	})
}

func BenchmarkReadWorkbook(b *testing.B) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	const n = 20_000
	for i := range n + 1 {
		cells := []any{fmt.Sprint("2025-", i), "Bewoner", float64(i) + 0.5, 45000 + i%300, "5000056789012345"}
		if i == 0 {
			cells = []any{"factuurnummer", "debiteur", "openstaand bedrag", "vervaldatum", "betalingskenmerk"}
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	raw, err := f.WriteToBuffer()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		got := 0
		if err := ReadOpenItems(bytes.NewReader(raw.Bytes()), "", func(ledger.OpenItem) error { got++; return nil }); err != nil || got != n {
			b.Fatal(got, err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
