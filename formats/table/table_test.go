// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"rentmeester/fault"
	"rentmeester/ledger"
)

// stream hides that a reader can be sought in.
type stream struct{ io.Reader }

// read reads a text both as a file and as a stream, which must agree.
func read(t testing.TB, content, name string) ([]ledger.OpenItem, error) {
	t.Helper()
	items, err := readFrom(strings.NewReader(content), name)
	again, err2 := readFrom(stream{strings.NewReader(content)}, name)
	if fmt.Sprint(err) != fmt.Sprint(err2) || !reflect.DeepEqual(items, again) {
		t.Fatalf("file and stream differ: %v, %v", err, err2)
	}
	return items, err
}

func readFrom(r io.Reader, name string) (items []ledger.OpenItem, err error) {
	err = ReadOpenItems(r, name, func(i ledger.OpenItem) error {
		items = append(items, i)
		return nil
	})
	return items, err
}

const canonical = "number,kind,party_number,party_name,iban,amount,currency,issued,due,reference,end_to_end_id,mandate_id,batch_id,description\n"

func TestCanonical(t *testing.T) {
	items, err := read(t, canonical+
		`2025-1,receivable,1001,"Jansen, P.",nl91 abna 0417 1643 00,123.45,EUR,2025-01-31,2025-02-28,5000056789012345,E2E-1,M-1,B-1,"OZB ""2025"""`+"\n"+
		"F-9,payable,77,Bouwbedrijf,,1000,,,,,,,,\n", "posten.csv")
	if err != nil {
		t.Fatal(err)
	}
	want := []ledger.OpenItem{{
		Number: "2025-1", Kind: ledger.Receivable, PartyNumber: "1001", PartyName: "Jansen, P.", IBAN: "NL91ABNA0417164300",
		Amount: 12345, Currency: "EUR", Issued: "2025-01-31", Due: "2025-02-28", Reference: "5000056789012345",
		EndToEndID: "E2E-1", MandateID: "M-1", BatchID: "B-1", Description: `OZB "2025"`, Line: 2,
	}, {
		Number: "F-9", Kind: ledger.Payable, PartyNumber: "77", PartyName: "Bouwbedrijf", Amount: 100000, Currency: "EUR", Line: 3,
	}}
	if !reflect.DeepEqual(items, want) {
		t.Errorf("got  %+v\nwant %+v", items, want)
	}
}

// TestDutch reads lists as the systems of municipalities write them.
func TestDutch(t *testing.T) {
	for _, c := range []struct{ name, file, content, want string }{
		{"title, Dutch headings, unknown columns", "lijst.csv", "Openstaande posten per 31-12-2025;;;;;;\n\n" +
			"Factuurnummer;Debiteurnummer;Relatienaam;Openstaand bedrag;Vervaldatum;Betalingskenmerk;Wijk\n" +
			"2025001;D1;Café Zon;€ 1.234,56;31-1-2025;5000 0567 8901 2345;Noord\n" +
			"2025002;D2;'t Hof;-12,50;01/02/2025;;\n",
			"2025001 receivable D1 Café Zon 1234.56 2025-01-31 5000 0567 8901 2345 map[Wijk:Noord] 4|" +
				"2025002 payable D2 't Hof 12.50 2025-02-01  map[credit_note:true] 5"},
		{"debit and credit", "a.csv", "Boekstuknr;Relatie;Debet;Credit\n1;A;10,00;\n2;B;;4,00\n3;C;5,00;7,00\n",
			"1 receivable A  10.00   map[] 2|2 payable B  4.00   map[] 3|3 payable C  2.00   map[] 4"},
		{"indicator", "a.csv", "documentnummer;soort;bedrag in EUR;D/C;klant\n1;debiteur;10,00;D;x\n2;Debiteur;4,00;C;x\n3;crediteur;7,00;C;x\n",
			"1 receivable  x 10.00   map[] 2|2 payable  x 4.00   map[credit_note:true] 3|3 payable  x 7.00   map[] 4"},
		{"creditors negative", "a.csv", "factuurnummer;leverancier;openstaand\nA;x;-10,00\nB;y;-1.000,00\n",
			"A payable  x 10.00   map[] 2|B payable  y 1000.00   map[] 3"},
		{"kind from the file's name", "crediteuren 2025.csv", "factuurnummer;naam;openstaand\nA;x;10\n", "A payable  x 10.00   map[] 2"},
		{"kind from the title", "a.csv", "Lijst debiteuren\nfactuurnummer;naam;openstaand\nA;x;10\n", "A receivable  x 10.00   map[] 3"},
		{"both parties", "a.csv", "nummer;debiteurnummer;crediteurnummer;bedrag\n1;D1;;5,00\n2;;C1;6,00\n",
			"1 receivable D1  5.00   map[] 2|2 payable C1  6.00   map[] 3"},
		{"open amount before invoice amount", "a.csv", "factuurnummer;klantnummer;factuurbedrag;openstaand bedrag\n1;K;100,00;25,00\n",
			"1 receivable K  25.00   map[factuurbedrag:100,00] 2"},
		{"instalments", "a.csv", "aanslagnummer,termijn,debiteur,termijnbedrag\n7,1,A,10.00\n7,2,A,10.00\n",
			"7/1 receivable  A 10.00   map[] 2|7/2 receivable  A 10.00   map[] 3"},
		{"trailing minus, brackets, thousands", "a.csv", "nummer;soort;bedrag\n1;debiteur;1.234.567,00\n2;debiteur;5,00-\n3;debiteur;(6,00)\n4;debiteur;€ 100,-\n5;debiteur;1 000,50\n6;debiteur;1.000\n",
			"1 receivable   1234567.00   map[] 2|2 payable   5.00   map[credit_note:true] 3|3 payable   6.00   map[credit_note:true] 4|4 receivable   100.00   map[] 5|5 receivable   1000.50   map[] 6|6 receivable   1000.00   map[] 7"},
		{"separator said", "a.csv", "sep=|\r\nnummer|soort|bedrag\r\n1|d|5\r\n", "1 receivable   5.00   map[] 3"},
		{"tabs, quotes in text, CR", "a.txt", "nummer\tsoort\tomschrijving\tbedrag\r1\tdebiteur\tbuis 5\" zwart\t5,00\r", "1 receivable   5.00   map[] 2"},
		{"kept as text", "a.csv", "nummer;soort;bedrag;kenmerk\n=\"001\";debiteur;5,00;'0012\n", "001 receivable   5.00  0012 map[] 2"},
		{"line break in quotes", "a.csv", "nummer;soort;bedrag;omschrijving\n1;debiteur;5,00;\"a\r\nb\"\n2;debiteur;5,00;c\n", "1 receivable   5.00   map[] 2|2 receivable   5.00   map[] 4"},
		{"empty dates and zero amounts", "a.csv", "nummer;soort;bedrag;vervaldatum\n1;debiteur;0,00;00.00.0000\n2;debiteur;1,00;20250131\n", "1 receivable   0.00   map[] 2|2 receivable   1.00 2025-01-31  map[] 3"},
		{"a time after the date", "a.csv", "nummer;soort;bedrag;vervaldatum\n1;debiteur;1;2025-01-31T00:00:00\n2;debiteur;1;31-01-2025 0:00\n", "1 receivable   1.00 2025-01-31  map[] 2|2 receivable   1.00 2025-01-31  map[] 3"},
	} {
		items, err := read(t, c.content, c.file)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for _, i := range items {
			got = append(got, fmt.Sprint(i.Number, " ", i.Kind, " ", i.PartyNumber, " ", i.PartyName, " ", i.Amount, " ", i.Due, " ", i.Reference, " ", i.Attributes, " ", i.Line))
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, s, c.want)
		}
	}
}

func TestEncodings(t *testing.T) {
	const content = "nummer;soort;naam;bedrag\n1;debiteur;Café Zoë € 5;5,00\n2;debiteur;Bjørn;6,00\n"
	encode := func(s string, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, raw := range map[string]string{
		"UTF-8":          content,
		"UTF-8 BOM":      "\ufeff" + content,
		"windows-1252":   encode(charmap.Windows1252.NewEncoder().String(content)),
		"UTF-16 LE BOM":  encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(content)),
		"UTF-16 BE BOM":  encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(content)),
		"UTF-16 LE bare": encode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(content)),
	} {
		items, err := read(t, raw, "")
		if err != nil || len(items) != 2 || items[0].PartyName != "Café Zoë € 5" || items[1].PartyName != "Bjørn" {
			t.Errorf("%s: %+v %v", name, items, err)
		}
		if !Recognise([]byte(raw), "x") {
			t.Errorf("%s is not recognised", name)
		}
	}
}

func TestRefused(t *testing.T) {
	const dutch = "nummer;soort;bedrag;vervaldatum;valuta;betalingskenmerk\n"
	for _, c := range []struct{ name, content, code string }{
		{"empty", "", "table.empty"},
		{"blank", " \n\n ", "table.empty"},
		{"no headings", "1;2;3\n4;5;6\n", "table.no-header"},
		{"xml", "<Document/>", "table.not-a-table"},
		{"pdf", "%PDF-1.4", "table.not-a-table"},
		{"binary", "a;b\x00\x01", "table.not-a-table"},
		{"old Excel", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "table.old-excel"},
		{"damaged workbook", "PK\x03\x04 and no more", "table.damaged"},
		{"no amount column", "nummer;soort;naam\n1;debiteur;x\n", "table.missing-column"},
		{"no number column", "soort;naam;bedrag\ndebiteur;x;1\n", "table.missing-column"},
		{"two open amounts", "nummer;soort;openstaand;openstaand bedrag\n1;debiteur;1;2\n", "table.heading-twice"},
		{"kind unknown", "nummer;naam;bedrag\n1;x;-1\n2;x;1\n", "table.kind-unknown"},
		{"two notations", dutch + "1;debiteur;1.234,56;;;\n2;debiteur;1,234.56;;;\n", "table.mixed-decimals"},
		{"sign unclear", dutch + "1;crediteur;1,00;;;\n2;crediteur;-1,00;;;\n", "table.sign-unclear"},
		{"open quote", dutch + "1;debiteur;1,00;\"oeps;;\n2;debiteur;1,00;;;\n", "table.open-quote"},
		{"only ambiguous", dutch + "1;debiteur;1.234;;;\n2;debiteur;12;;;\n", "table.amount-ambiguous"},
		{"ambiguous against the column", dutch + "1;debiteur;1.234;;;\n2;debiteur;12.50;;;\n", "table.amount-ambiguous"},
		{"three decimals", dutch + "1;debiteur;1234,567;;;\n", "table.amount-precision"},
		{"three decimals, doubtful one", dutch + "1;debiteur;1234,560;;;\n2;debiteur;1,234;;;\n", "table.amount-precision"},
		{"range", dutch + "1;debiteur;99999999999999999;;;\n", "table.amount-range"},
		{"no amount", dutch + "1;debiteur;;;;\n", "table.no-amount"},
		{"bad amount", dutch + "1;debiteur;twaalf;;;\n", "table.bad-amount"},
		{"groups", dutch + "1;debiteur;12.34.567,00;;;\n", "table.bad-amount"},
		{"two signs", dutch + "1;debiteur;(-5,00);;;\n", "table.bad-amount"},
		{"American date", dutch + "1;debiteur;1;12/31/2025;;\n", "table.bad-date"},
		{"no such day", dutch + "1;debiteur;1;30-02-2025;;\n", "table.bad-date"},
		{"short year", dutch + "1;debiteur;1;31-12-25;;\n", "table.short-year"},
		{"currency", dutch + "1;debiteur;1;;guldens;\n", "table.bad-currency"},
		{"kind", dutch + "1;misschien;1;;;\n", "table.bad-kind"},
		{"no kind", dutch + "1;;1;;;\n", "table.no-kind"},
		{"total line", dutch + "1;debiteur;1;;;\n;debiteur;1;;;\n", "table.no-number"},
		{"twice", dutch + "1;debiteur;1;;;\n1;debiteur;2;;;\n", "table.number-twice"},
		{"rounded reference", dutch + "1;debiteur;1;;;5,00006E+15\n", "table.lost-digits"},
		{"too many cells", dutch + "1;debiteur;1;;;;x\n", "table.too-many-cells"},
		{"cut off", dutch + "1;debiteur;1;;;\n2;deb", "table.too-few-cells"},
		{"text after quote", dutch + "1;\"debiteur\"x;1;;;\n", "table.quote"},
		{"bad side", "nummer;klant;bedrag;dc\n1;x;1;q\n", "table.bad-side"},
		{"sign twice", "nummer;klant;bedrag;dc\n1;x;-1;c\n", "table.sign-twice"},
		{"two character sets", dutch + "1;debiteur;1;;;é\n2;debiteur;1;;;\xe9\n", "table.encoding"},
		{"no character", dutch + "1;debiteur;1;;;\x81\n", "table.encoding"},
	} {
		items, err := read(t, c.content, "")
		code := fault.Code(err)
		if code == "table.rows" {
			var rows RowErrors
			if !errors.As(err, &rows) {
				t.Fatalf("%s: no RowErrors in %v", c.name, err)
			}
			code = rows[0].Code
		}
		if code != c.code || len(items) > 0 {
			t.Errorf("%s: %v and %d items, want %s", c.name, err, len(items), c.code)
		}
	}
}

func TestAllRowsAreTold(t *testing.T) {
	var b strings.Builder
	b.WriteString("nummer;soort;bedrag;vervaldatum\n")
	for i := range 250 {
		fmt.Fprintf(&b, "%d;debiteur;x;31-12-2025\n", i)
	}
	b.WriteString("goed;debiteur;1,00;31-12-2025\n")
	items, err := read(t, b.String(), "")
	var rows RowErrors
	if !errors.As(err, &rows) || len(rows) != maxErrors || len(items) != 0 {
		t.Fatalf("%d rows, %d items", len(rows), len(items))
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Args["count"] != "250" || f.Args["shown"] != "100" {
		t.Errorf("%v", f.Args)
	}
	want := map[string]string{"row": "2", "column": "bedrag", "value": "x"}
	if !reflect.DeepEqual(rows[0].Args, want) {
		t.Errorf("%v", rows[0].Args)
	}
	// Two faults in one row are both told.
	_, err = read(t, "nummer;soort;bedrag;vervaldatum\n1;wie;x;gisteren\n", "")
	if !errors.As(err, &rows) || len(rows) != 3 {
		t.Errorf("%v", err)
	}
}

func TestTheReceiversErrorStops(t *testing.T) {
	stop := errors.New("stop")
	calls := 0
	err := ReadOpenItems(strings.NewReader(canonical+"1,receivable,,,,1,,,,,,,,\n2,receivable,,,,1,,,,,,,,\n"), "", func(ledger.OpenItem) error {
		calls++
		return stop
	})
	if err != stop || calls != 1 {
		t.Errorf("%v after %d", err, calls)
	}
}

func TestFromWhereItStands(t *testing.T) {
	r := strings.NewReader("xxx" + canonical + "1,receivable,,,,1,,,,,,,,\n")
	if _, err := r.Seek(3, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	items, err := readFrom(r, "")
	if err != nil || len(items) != 1 {
		t.Errorf("%v %v", items, err)
	}
}

func TestRecognise(t *testing.T) {
	for head, want := range map[string]bool{
		canonical: true, "factuurnummer;openstaand bedrag;naam\n": true, "a;b;c\n": false, ":20:940\n": false,
		"<?xml version='1.0'?>": false, "": false, "PK\x03\x04....[Content_Types].xml": true, "PK\x03\x04....jan.xml": false,
	} {
		if got := Recognise([]byte(head), "x"); got != want {
			t.Errorf("%.30q: %v", head, got)
		}
	}
}

// endless gives the same bytes for ever, up to n.
type endless struct {
	head string
	body byte
	n    int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.head != "" {
		n := copy(p, e.head)
		e.head = e.head[n:]
		return n, nil
	}
	if e.n <= 0 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = e.body
	}
	n := int(min(int64(len(p)), e.n))
	e.n -= int64(n)
	return n, nil
}

func TestHostile(t *testing.T) {
	for _, c := range []struct {
		name string
		r    io.Reader
		code string
	}{
		{"line of 2 GB", &endless{head: canonical + "1,receivable,,", body: 'a', n: 2 << 30}, "table.line-too-long"},
		{"quote of 2 GB", &endless{head: canonical + "1,receivable,,\"", body: '\n', n: 2 << 30}, "table.line-too-long"},
		{"first line of 2 GB", &endless{body: 'a', n: 2 << 30}, "table.line-too-long"},
		{"100,000 columns", &endless{body: ',', n: 100_000}, "table.too-many-columns"},
		{"2 GB of empty lines", &endless{head: canonical, body: '\n', n: 2 << 30}, "table.too-many-rows"},
		{"zeros", bytes.NewReader(make([]byte, 1000)), "table.not-a-table"},
	} {
		items, err := readFrom(c.r, "")
		if fault.Code(err) != c.code || len(items) > 0 {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
}

func TestCapped(t *testing.T) {
	_, err := io.ReadAll(&capped{from: &endless{body: 'a', n: 100}, left: 99, limit: 99})
	if fault.Code(err) != "table.too-large" {
		t.Error(err)
	}
	whole, err := io.ReadAll(&capped{from: &endless{body: 'a', n: 99}, left: 99, limit: 99})
	if err != nil || len(whole) != 99 {
		t.Error(len(whole), err)
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte(canonical + "1,receivable,,\"a\"\"b\",,1.00,,2025-01-01,,,,,,\n"))
	f.Add([]byte("sep=;\nnummer;debiteur;bedrag;dc\r\n1;x;1.234,56;C\r\n"))
	f.Add([]byte("\xff\xfen\x00r\x00;\x00"))
	f.Add([]byte("nummer;klant;debet;credit\n1;\x80;€ 100,-;\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if bytes.HasPrefix(raw, []byte("PK\x03\x04")) {
			return
		}
		Recognise(raw, "")
		items, err := readFrom(bytes.NewReader(raw), "posten debiteuren")
		again, err2 := readFrom(stream{bytes.NewReader(raw)}, "posten debiteuren")
		if fmt.Sprint(err) != fmt.Sprint(err2) || !reflect.DeepEqual(items, again) {
			t.Fatalf("file and stream differ: %v, %v", err, err2)
		}
		if err != nil && (fault.Code(err) == "internal" || len(items) > 0 || fault.Code(err) == "table.changed") {
			t.Fatalf("%v with %d items", err, len(items))
		}
		for _, i := range items {
			if i.Number == "" || i.Amount < 0 || i.Kind != ledger.Receivable && i.Kind != ledger.Payable || i.Line < 1 || i.Currency == "" {
				t.Fatalf("%+v", i)
			}
		}
	})
}

// lines makes a list of n items as a Dutch system exports it.
func lines(n int) []byte {
	var b bytes.Buffer
	b.WriteString("Factuurnummer;Debiteurnummer;Relatienaam;IBAN;Openstaand bedrag;Factuurdatum;Vervaldatum;Betalingskenmerk;Omschrijving;Wijk\r\n")
	for i := range n {
		fmt.Fprintf(&b, "2025%06d;D%d;\"Bewoner, %d\";NL91ABNA0417164300;%d.234,%02d;31-01-2025;28-02-2025;5000056789012345;Aanslag gemeentelijke belastingen;Noord\r\n", i, i/3, i, i%9+1, i%100)
	}
	return b.Bytes()
}

func BenchmarkReadCSV(b *testing.B) {
	raw := lines(100_000)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		if err := ReadOpenItems(bytes.NewReader(raw), "", func(ledger.OpenItem) error { n++; return nil }); err != nil || n != 100_000 {
			b.Fatal(n, err)
		}
	}
}
