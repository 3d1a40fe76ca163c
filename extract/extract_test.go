// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/formats/pdf"
)

// drawn makes a document of pages that are written as they look: every sign six
// points wide, every line twelve high. Two spaces part cells.
func drawn(pages ...string) *pdf.Document {
	doc := &pdf.Document{}
	for _, text := range pages {
		page := pdf.Page{Width: 595, Height: 842, Text: text}
		for y, line := range strings.Split(text, "\n") {
			runes := []rune(line)
			for x := 0; x < len(runes); x++ {
				from := x
				for x < len(runes) && runes[x] != ' ' {
					x++
				}
				if x > from {
					page.Words = append(page.Words, pdf.Word{Text: string(runes[from:x]),
						Box: pdf.Box{Left: 20 + 6*float64(from), Top: 20 + 12*float64(y), Right: 20 + 6*float64(x), Bottom: 28 + 12*float64(y)}})
				}
			}
		}
		doc.Pages = append(doc.Pages, page)
	}
	return doc
}

// scanned is a document as recognition gives it.
func scanned(sure float64, pages ...string) *pdf.Document {
	doc := drawn(pages...)
	for i := range doc.Pages {
		for j := range doc.Pages[i].Words {
			doc.Pages[i].Words[j].Confidence = sure
		}
	}
	return doc
}

const plainBill = `
Groenbedrijf Jansen B.V.                       FACTUUR
Industrieweg 12
7411 AB Deventer                               Factuurnummer:   2026-0815
info@groenbedrijfjansen.nl                     Factuurdatum:    2 maart 2026
                                               Vervaldatum:     1 april 2026
Gemeente Voorbeeldstad                         Debiteurnummer:  88321
Postbus 100                                    Ordernummer:     4500012345
8000 AB Voorbeeldstad
Uw BTW-nummer: NL001234567B01

Aantal  Omschrijving                     Prijs      BTW      Bedrag
4       Maaien bermen wijk Oost          125,00     21%      500,00
10      Plantgoed                         50,00      9%      500,00

                                     Subtotaal            1.000,00
                                     BTW 9% over 500,00      45,00
                                     BTW 21% over 500,00    105,00
                                     Totaal te betalen  € 1.150,00

KvK 12345678  BTW NL111222333B01  IBAN NL91 ABNA 0417 1643 00  BIC ABNANL2A
`

// mustRead holds fields of a reading against what they must be; "?" before a
// value says that it must be doubtful, "" that there is none.
func mustRead(t *testing.T, r Reading, want map[string]string) {
	t.Helper()
	for name, value := range want {
		f, found := r.Field(name)
		got := f.Value
		if f.Doubtful {
			got = "?" + got
		}
		if !found {
			got = ""
		}
		if got != value {
			t.Errorf("%s: got %q (%s, raw %q), want %q", name, got, f.Proof, f.Raw, value)
		}
	}
}

func TestRead(t *testing.T) {
	replaced := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(plainBill) }
	tests := []struct {
		name, page string
		want       map[string]string
	}{
		{"a plain bill", plainBill, map[string]string{
			Kind: "invoice", Number: "2026-0815", Issued: "2026-03-02", Due: "2026-04-01", Order: "4500012345", Currency: "EUR",
			SellerName: "Groenbedrijf Jansen B.V.", SellerStreet: "Industrieweg 12", SellerPostCode: "7411 AB", SellerCity: "Deventer",
			SellerKvK: "12345678", SellerVAT: "NL111222333B01", IBAN: "NL91ABNA0417164300", BIC: "ABNANL2A",
			Net: "1000.00", VAT: "150.00", Gross: "1150.00", Payable: "1150.00", "tax.0.rate": "9.00", "tax.1.amount": "105.00",
			"lines.0.net": "500.00", "lines.0.quantity": "4", "lines.0.price": "125.00", "lines.1.name": "Plantgoed",
		}},
		{"a credit note with minus signs", replaced("FACTUUR", "CREDITNOTA", "1.000,00", "-1.000,00", "45,00", "-45,00", "105,00", "-105,00", "500,00", "-500,00", "1.150,00", "-1.150,00"),
			map[string]string{Kind: "creditnote", Gross: "1150.00", Net: "1000.00", VAT: "150.00"}},
		{"a total that does not add up", replaced("1.150,00", "1.160,00"), map[string]string{Gross: "?1160.00", VAT: ""}},
		{"an account with a wrong digit", replaced("1643 00", "1643 01"), map[string]string{IBAN: "?NL91ABNA0417164301"}},
		{"two accounts", replaced("BIC ABNANL2A", "of NL02 ABNA 0123 4567 89"), map[string]string{IBAN: "?NL91ABNA0417164300"}},
		{"two numbers", replaced("Debiteurnummer:  88321", "Factuurnummer:   2026-0816"), map[string]string{Number: "?2026-0815"}},
		{"the account of the buyer", replaced("BIC ABNANL2A", "", "Uw BTW-nummer: NL001234567B01", "Afgeschreven van uw rekening NL02 ABNA 0123 4567 89"),
			map[string]string{IBAN: "NL91ABNA0417164300"}},
		{"direct debit", replaced("BIC ABNANL2A", "", "KvK 12345678", "Het bedrag wordt geïncasseerd."), map[string]string{IBAN: "?NL91ABNA0417164300"}},
		{"a blocked account too", replaced("BIC ABNANL2A", " G-rekening NL49 RABO 0991 2345 67"), map[string]string{IBAN: "NL91ABNA0417164300"}},
		{"days before numbers of another kind", replaced("Debiteurnummer:  88321", "Leverdatum:      1-2-2026"), map[string]string{Issued: "2026-03-02", Due: "2026-04-01"}},
		{"an order number that is a day", replaced("4500012345", "12-03-2026"), map[string]string{Order: ""}},
		{"reversed", replaced("BTW 9% over 500,00      45,00", "BTW verlegd              0,00", "BTW 21% over 500,00    105,00", "", "1.150,00", "1.000,00", "21%", "", " 9%", ""),
			map[string]string{Net: "1000.00", VAT: "0.00", Gross: "1000.00"}},
		{"a term instead of a day", replaced("Vervaldatum:     1 april 2026", "Betaling binnen 30 dagen"), map[string]string{Due: "?2026-04-01"}},
		{"asked to pay before a day", replaced(strings.Repeat(" ", 47)+"Vervaldatum:     1 april 2026", "Wij verzoeken u het bedrag voor 1 april 2026 over te maken op onze rekening."), map[string]string{Due: "2026-04-01"}},
		{"paid in part", replaced("Totaal te betalen  € 1.150,00", "Totaal inclusief btw 1.150,00\n                                     Reeds betaald          150,00\n                                     Te betalen          € 1.000,00"),
			map[string]string{Gross: "1150.00", Payable: "1000.00"}},
		{"a letter", "Geachte gemeente,\n\nHierbij nodigen wij u uit voor de opening\nvan ons nieuwe gebouw op 12 mei 2026.", map[string]string{Number: "", Gross: "", IBAN: ""}},
		{"nothing", "", map[string]string{Number: "", Kind: "?invoice"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { mustRead(t, Read(drawn(test.page), nil, Options{}), test.want) })
	}
}

// Labels stand in a row over their values, in one line or two.
func TestFactsInARow(t *testing.T) {
	page := `
Factuur                                    Hendriks Advies
                Uw          Uiterste
Factuurnummer   kenmerk     betaaldatum   Datum       Klantnummer
F2026.77        Afd. RO     30-04-2026    31-03-2026  90210

Advies bestemmingsplan                      € 2.000,00
21% BTW                                     €   420,00
Totaal                                      € 2.420,00
`
	mustRead(t, Read(drawn(page), nil, Options{}), map[string]string{Number: "F2026.77", Due: "2026-04-30", Issued: "2026-03-31", Gross: "2420.00", VAT: "420.00", Net: "2000.00"})
}

// Of the two VAT numbers the one that is not the administration's is the
// supplier's, with no label to tell.
func TestOwnIdentity(t *testing.T) {
	page := "Factuur 12 \nNL001234567B01     NL111222333B01\nNL91ABNA0417164300  NL02ABNA0123456789"
	mustRead(t, Read(drawn(page), nil, Options{}), map[string]string{IBAN: "?NL91ABNA0417164300"})
	own := Options{Own: Identity{VAT: []string{"NL001234567B01"}, IBANs: []string{"NL02 ABNA 0123 4567 89"}}}
	mustRead(t, Read(drawn(page), nil, own), map[string]string{SellerVAT: "NL111222333B01", IBAN: "NL91ABNA0417164300"})
}

// What recognition confuses is mended only where check digits or the sum prove it.
func TestConfusedSigns(t *testing.T) {
	page := strings.NewReplacer("NL91 ABNA 0417 1643 00", "NL91 A8NA O417 I643 OO", "NL111222333B01", "NL11I222333801", "1.150,00", "l.1S0,00").Replace(plainBill)
	mustRead(t, Read(scanned(0.95, page), nil, Options{}), map[string]string{IBAN: "NL91ABNA0417164300", SellerVAT: "NL111222333B01", Gross: "1150.00", Number: "2026-0815"})
	mustRead(t, Read(drawn(page), nil, Options{}), map[string]string{IBAN: "?NL91A8NAO417I643", SellerVAT: ""}) // a text says what it says
	for value, unsafe := range map[string]string{"IO-12345": "?IO-12345", "10-12345": "?10-12345", "F0123": "?F0123", "2026-0815": "2026-0815", "RE-4471": "RE-4471"} {
		mustRead(t, Read(scanned(0.95, strings.Replace(plainBill, "2026-0815", value, 1)), nil, Options{}), map[string]string{Number: unsafe})
	}
	mustRead(t, Read(scanned(0.5, plainBill), nil, Options{}), map[string]string{Number: "?2026-0815", Gross: "1150.00", IBAN: "NL91ABNA0417164300"})
}

func TestAmericanDays(t *testing.T) {
	page := func(a, b string) string {
		return "INVOICE\nInvoice number: 12\nInvoice date: " + a + "\nOrder date: " + b + "\nThe amount is due within days"
	}
	mustRead(t, Read(drawn(page("03/04/2026", "01/02/2026")), nil, Options{}), map[string]string{Issued: "?2026-04-03"})
	mustRead(t, Read(drawn(page("03/04/2026", "01/22/2026")), nil, Options{}), map[string]string{Issued: "2026-03-04"})
	mustRead(t, Read(drawn(page("03/04/2026", "22/01/2026")), nil, Options{}), map[string]string{Issued: "2026-04-03"})
}

// A correction teaches where this supplier has the number, and it outlives
// being kept as JSON.
func TestMemory(t *testing.T) {
	page := func(number, batch string) *pdf.Document {
		return drawn("De Boer Drukkerij\nIBAN NL91ABNA0417164300\nProductiecode  " + batch + "\nRitnummer      " + number + "\nDatum: 2-3-2026\nTotaal excl. btw  100,00\nBTW 21%   21,00\nTotaal  121,00")
	}
	if _, found := Read(page("A-1001", "77120"), nil, Options{}).Field(Number); found {
		t.Fatal("there is nothing to call this the number")
	}
	var learned Memory
	learned.Learn("boer", page("A-1001", "77120"), map[string]string{Number: "A-1001", IBAN: "NL91ABNA0417164300", SellerName: "De Boer Drukkerij"})
	kept, err := json.Marshal(learned)
	if err != nil {
		t.Fatal(err)
	}
	var memory Memory
	if err := json.Unmarshal(kept, &memory); err != nil {
		t.Fatal(err)
	}
	r := Read(page("A-1002", "77121"), &memory, Options{})
	mustRead(t, r, map[string]string{Number: "A-1002", SellerName: "De Boer Drukkerij"})
	if f, _ := r.Field(Number); f.Proof != ProofHistory {
		t.Errorf("proof %q", f.Proof)
	}
	other := strings.Replace(page("A-1002", "77121").Pages[0].Text, "NL91ABNA0417164300", "NL02ABNA0123456789", 1)
	mustRead(t, Read(drawn(other), &memory, Options{}), map[string]string{Number: ""})
}

// Every field points at words that are there, and a repeated reading is the same.
func TestPlacesAndRepeat(t *testing.T) {
	doc := drawn(plainBill)
	r := Read(doc, nil, Options{})
	for _, f := range r.Fields {
		if len(f.Places) == 0 {
			if f.Name == VAT && f.Raw == "" {
				continue // worked out of the VAT of each rate
			}
			t.Errorf("%s has no place", f.Name)
		}
		for _, p := range f.Places {
			if p.Page != 0 || p.Box.Right <= p.Box.Left || p.Box.Bottom <= p.Box.Top {
				t.Errorf("%s stands at %+v", f.Name, p)
			}
		}
		if f.Doubtful == (f.Proof != ProofNone) {
			t.Errorf("%s: doubtful %v with proof %q", f.Name, f.Doubtful, f.Proof)
		}
	}
	if again := Read(doc, nil, Options{}); !reflect.DeepEqual(again, r) {
		t.Error("another reading is another")
	}
	if r.Invoice.Number != "2026-0815" || r.Invoice.Totals.Gross.Value.String() != "1150.00" || len(r.Invoice.Lines) != 2 || len(r.Invoice.Tax) != 2 || r.Invoice.Seller.Legal.ID != "12345678" {
		t.Errorf("%+v", r.Invoice)
	}
}

// Whatever net amount and rates, the totals are read; and one cent off is never
// accepted as a gross amount that adds up.
func TestTotalsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		net := rapid.Int64Range(2_00, 9_999_999_00).Draw(t, "net")
		rate := rapid.SampledFrom([]int64{21, 9}).Draw(t, "rate")
		vat := (net*rate + 50) / 100
		off := rapid.Int64Range(-3, 3).Draw(t, "off")
		page := "Factuur 1\nTotaal excl. btw   € " + comma(net*cent) + "\nBTW " + strings.TrimSuffix(comma(rate*unit), ",00") + "%   € " + comma(vat*cent) + "\nTotaal incl. btw   € " + comma((net+vat+off)*cent)
		r := Read(drawn(page), nil, Options{})
		gross := r.Accepted(Gross)
		if off == 0 && gross != plain((net+vat)*cent) || off != 0 && gross != "" {
			t.Fatalf("%s\n gives %q", page, gross)
		}
	})
}

// comma writes units the Dutch way.
func comma(units int64) string {
	return strings.Replace(plain(units), ".", ",", 1)
}

// FuzzRead: whatever the page says, reading ends, the same twice.
func FuzzRead(f *testing.F) {
	f.Add(plainBill)
	f.Add("Factuur\n€ € 1.1.1,-\nIBAN NL\n%%%\n(((380))) Nr. :")
	f.Add("BTW 21% 0,21 1,00 1,21\nIBAN: NL91\nABNA 0417 1643 00")
	f.Fuzz(func(t *testing.T, page string) {
		if len(page) > 4000 {
			t.Skip("longer than a page")
		}
		doc := drawn(page)
		var m Memory
		m.Learn("a", doc, map[string]string{Number: "1", Gross: "1.00", Issued: "2026-01-01"})
		if !reflect.DeepEqual(Read(doc, &m, Options{}), Read(doc, &m, Options{})) {
			t.Error("another reading is another")
		}
		Read(scanned(0.9, page), nil, Options{})
	})
}
