// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"rentmeester/day"
	"rentmeester/text"
)

// earlier is a bill that most tests begin with.
func earlier() Bill {
	return Bill{ID: 1, Supplier: 7, SupplierName: "De Vries Groenvoorziening B.V.", Number: "INV-2025-00120", Issued: "2025-03-03",
		Gross: 123_456, Net: 102_030, IBAN: "NL91ABNA0417164300", Channel: "mail", Text: "Onderhoud bermen maart", From: "2025-03-01", To: "2025-03-31"}
}

// changed is the earlier bill, sent in again with something else about it.
func changed(change func(*Bill)) Bill {
	b := earlier()
	b.ID, b.Issued, b.From, b.To = 100, "2025-03-10", "", ""
	change(&b)
	return b
}

func TestFind(t *testing.T) {
	tests := []struct {
		name    string
		bill    Bill
		besides []Bill
		want    Kind // "" none
	}{
		{"the same", changed(func(b *Bill) {}), nil, Same},
		{"another channel", changed(func(b *Bill) { b.Channel, b.Number = "peppol", "202500120" }), nil, Channel},
		{"O for 0", changed(func(b *Bill) { b.Number = "INV-2O25-OO120" }), nil, Same},
		{"a digit wrong", changed(func(b *Bill) { b.Number = "INV-2025-01120" }), nil, Slip},
		{"digits swapped", changed(func(b *Bill) { b.Number = "INV-2025-00210" }), nil, Slip},
		{"amount wrong", changed(func(b *Bill) { b.Gross, b.Net = 132_456, 0 }), nil, Slip},
		{"supplier twice", changed(func(b *Bill) { b.Supplier, b.SupplierName, b.IBAN = 8, "Vries de, Groenvoorziening", "" }), nil, Twice},
		{"another supplier with the account", changed(func(b *Bill) { b.Supplier, b.SupplierName, b.Number = 8, "Administratie", "2025-0012O" }), nil, Twice},
		{"without credit note", changed(func(b *Bill) { b.Number = "INV-2025-00488" }), nil, Renumbered},
		{"sent anew, and it says so", changed(func(b *Bill) { b.Number, b.Refers, b.Text = "INV-2025-00488", "2025.00120", "Correctie" }), nil, Renumbered},
		{"sent anew for the same days", changed(func(b *Bill) { b.Number, b.From, b.To = "INV-2025-00488", "2025-03-01", "2025-03-31" }), nil, Renumbered},
		{"for the next month", changed(func(b *Bill) { b.Number, b.From, b.To = "INV-2025-00488", "2025-04-01", "2025-04-30" }), nil, ""},
		{"sent anew after the credit note that names it, and another one between", changed(func(b *Bill) { b.Number, b.Refers = "INV-2025-00488", "INV-2025-00120" }),
			[]Bill{changed(func(b *Bill) { b.ID, b.Number, b.Issued, b.Text = 50, "INV-2025-00130", "2025-03-05", "Bomen" }),
				changed(func(b *Bill) {
					b.ID, b.Number, b.Credit, b.Issued, b.Refers = 51, "INV-2025-00300", true, "2025-03-07", "INV-2025-00120"
				})}, ""},
		{"second part", changed(func(b *Bill) { b.Number, b.Gross, b.Net = "INV-2025-00120-2", 100_000, 0 }),
			[]Bill{changed(func(b *Bill) { b.ID, b.Number, b.Gross, b.Net = 50, "INV-2025-00120-1", 23_456, 0 })}, Split},
		{"credited", changed(func(b *Bill) { b.Number = "INV-2025-00488" }),
			[]Bill{changed(func(b *Bill) { b.ID, b.Number, b.Credit, b.Issued = 50, "INV-2025-00300", true, "2025-03-07" })}, ""},
		{"the credit note itself", changed(func(b *Bill) { b.Number, b.Credit = "INV-2025-00300", true }), nil, ""},
		{"another bill", changed(func(b *Bill) { b.Number, b.Gross, b.Net = "INV-2025-00130", 99_999, 0 }), nil, ""},
		{"another supplier", changed(func(b *Bill) { b.Supplier, b.SupplierName, b.IBAN, b.Number = 8, "Bos", "", "77" }), nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x := New(nil)
			for _, b := range append(test.besides, earlier()) {
				x.Add(b)
			}
			found := x.Find(test.bill)
			switch {
			case test.want == "" && Probability(found) >= 0.2:
				t.Errorf("found %+v", found)
			case test.want == "":
			case len(found) == 0 || found[0].Probability < 0.2 && (test.want != Renumbered || found[0].Probability < 0.02):
				t.Errorf("not found: %+v", found)
			case found[0].ID != 1 || found[0].Kind != test.want:
				t.Errorf("found %+v, want %s", found[0], test.want)
			}
		})
	}
}

// A rent comes each month: the same amount, another number.
func TestRepeatsAreNoDuplicates(t *testing.T) {
	x := New(nil)
	months := []day.Day{"2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01", "2025-06-02"}
	for i, month := range months {
		b := Bill{ID: int64(i + 1), Supplier: 7, SupplierName: "Woningstichting De Brug", Number: "H2025" + string(month[5:7]), Issued: month, Gross: 85_000}
		if p := Probability(x.Find(b)); i >= 2 && p > 0.1 {
			t.Errorf("%s: %.3f", month, p)
		}
		x.Add(b)
	}
}

// Who works for many clients asks each month the same for each of them, for the same
// month under the same order, and says the same of it.
func TestManyClientsAreNoDuplicates(t *testing.T) {
	x := New(nil)
	for i := range 40 {
		month := day.Day("2025-01-01").Add(i / 8 * 31)
		b := Bill{ID: int64(i + 1), Supplier: 7, SupplierName: "Stichting Thuiszorg", Number: fmt.Sprint("2025", 1000+i*7), Issued: month, Gross: 64_033,
			Order: "RK-2025", From: month[:8] + "01", To: month[:8] + "28", Text: "Begeleiding individueel"}
		if p := Probability(x.Find(b)); i >= 2 && p > 0.2 {
			t.Errorf("%d: %.3f", i, p)
		}
		x.Add(b)
	}
}

// Another share of duplicates moves every probability the same way.
func TestShareOfDuplicates(t *testing.T) {
	twin := changed(func(b *Bill) { b.Number = "INV-2025-01120" })
	ask := func(m *Model) float64 { return Probability(m.Score(twin, []Bill{earlier()})) }
	rare, usual, common := ask(Prior().At(0.0005)), ask(Prior()), ask(Prior().At(0.05))
	if !(rare < usual && usual < common && common <= 1) {
		t.Errorf("%v %v %v", rare, usual, common)
	}
	if ask(Prior().At(0)) != usual || ask(Prior().At(2)) != usual {
		t.Error("a share that is none changes something")
	}
}

func TestModelRefusesWhatIsNone(t *testing.T) {
	for _, body := range []string{"", "{}", `{"rate":2}`, `{"rate":0.01,"weights":{"bias":1e9}}`, `{"rate":0.01,"calibration":{"details":{"claimed":[1],"right":[]}}}`} {
		var m Model
		if err := json.Unmarshal([]byte(body), &m); err == nil {
			t.Errorf("%s: taken", body)
		}
	}
}

// A file says what each piece of evidence weighs, by name.
func TestModelFileRoundTrip(t *testing.T) {
	body, err := Prior().File("x")
	if err != nil {
		t.Fatal(err)
	}
	var m Model
	if err := json.Unmarshal(body, &m); err != nil || m.weights != Prior().weights || m.rate != Prior().rate || !reflect.DeepEqual(m.calibrations, Prior().calibrations) {
		t.Errorf("%v %v", err, m)
	}
	seen := map[string]bool{}
	for e, name := range evidenceNames {
		if name == "" || seen[name] {
			t.Errorf("evidence %d has the name %q", e, name)
		}
		seen[name] = true
	}
}

func TestEveryReasonHasItsSentence(t *testing.T) {
	for e := evidence(0); e < evidenceCount; e++ {
		key := "duplicates.reason." + evidenceNames[e]
		for _, lang := range []text.Lang{text.NL, text.EN} {
			if told.has(e) && !text.Has(lang, key) {
				t.Errorf("%s has no sentence in %s", key, lang)
			}
		}
	}
	for _, kind := range []Kind{Same, Slip, Renumbered, Twice, Channel, Split} {
		if !text.Has(text.NL, "duplicates.kind."+string(kind)) {
			t.Errorf("no sentence for kind %s", kind)
		}
	}
}
