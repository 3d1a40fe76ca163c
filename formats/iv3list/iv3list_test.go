// SPDX-License-Identifier: EUPL-1.2

package iv3list

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/iv3"
)

const definitionText = `{"metadata":{"overheidslaag":"Gemeente","boekjaar":"2031"},"codelijsten":{
 "taakveld":{"codelijst":[{"code":"Tot_TV","omschrijving":"Totaal","subcodes":[{"code":"0.","omschrijving":"BESTUUR","subcodes":[
   {"code":"0.1","omschrijving":"Bestuur "},{"code":"0.10","omschrijving":"Mutaties reserves"}]}]}]},
 "categorie_lasten":{"codelijst":[{"code":"3.8","omschrijving":"Overige goederen en diensten"}]},
 "kengetallen":{"codelijst":[{"code":"fk.1","omschrijving":"Netto schuldquote"}]}},
 "controles":[{"nummer":1}],
 "grijze_cellen":{"lasten":[{"taakveld":"0.10","categorie":"3.8"}],"balans_baten":[{"balanscode":"A111","categorie":"2.2.1"}]}}`

const listText = "boekjaar,code,omschrijving,ouder,diepte,blad\n2030,0.,BESTUUR,,0,0\n2030,0.1,Bestuur,0.,1,1\n2031,0.10,\"Reserves, mutaties\",0.,1,1\n"

func TestReadDefinition(t *testing.T) {
	f, err := Read(strings.NewReader("\ufeff"+definitionText), "x.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Codes) != 5 || len(f.Cells) != 2 {
		t.Fatalf("%+v", f)
	}
	if c := f.Codes[2]; c != (iv3.Code{Kind: iv3.Taakveld, Year: 2031, Code: "0.1", Name: "Bestuur", Parent: "0.", Leaf: true}) {
		t.Errorf("%+v", c)
	}
	if c := f.Cells[1]; c != (iv3.Cell{Year: 2031, Kind: iv3.Income, Code: "A111", Categorie: "2.2.1", Balance: true}) {
		t.Errorf("%+v", c)
	}
}

func TestReadTables(t *testing.T) {
	f, err := Read(strings.NewReader(listText), "whatever.csv")
	if err != nil || len(f.Codes) != 3 || f.Codes[0].Leaf || !f.Codes[2].Leaf || f.Codes[2].Code != "0.10" || f.Codes[2].Name != "Reserves, mutaties" {
		t.Errorf("%+v %v", f, err)
	}
	f, err = Read(strings.NewReader("taakveld;categorie\r\n0.1;3.4.1\r\n0.10;3.4.1\r\n"), "grijs_2031.csv")
	if err != nil || len(f.Cells) != 2 || f.Cells[1] != (iv3.Cell{Year: 2031, Kind: iv3.Expense, Code: "0.10", Categorie: "3.4.1"}) {
		t.Errorf("%+v %v", f, err)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, test := range []struct{ name, body, file, code string }{
		{"no year of forbidden cells", "taakveld,categorie\n0.1,3.4.1\n", "grijs.csv", "iv3.year"},
		{"two years of forbidden cells", "taakveld,categorie\n0.1,3.4.1\n", "grijs_2030-2031.csv", "iv3.year"},
		{"expense or income", "taakveld,categorie\n0.1,3.8\n", "grijs_2031.csv", "iv3.kind"},
		{"another list", "boekjaar,code,omschrijving,ouder,diepte,blad\n2030,fk.1,Schuldquote,,0,1\n", "kengetallen.csv", "iv3.kind"},
		{"a year that is none", strings.Replace(listText, "2031", "31", 1), "x.csv", "iv3.row"},
		{"a row without a code", strings.Replace(listText, "0.10", "", 1), "x.csv", "iv3.row"},
		{"a row too short", listText + "2031,0.2\n", "x.csv", "iv3.csv"},
		{"nothing", "", "x.csv", "iv3.empty"},
		{"something else", "a,b\n1,2\n", "x.csv", "iv3.unknown"},
		{"JSON of something else", `{"a":1}`, "x.json", "iv3.year"},
		{"broken JSON", `{"metadata":`, "x.json", "iv3.json"},
		{"of a province", strings.Replace(definitionText, "Gemeente", "Provincie", 1), "x.json", "iv3.kind"},
		{"totals without end", `{"metadata":{"overheidslaag":"Gemeente","boekjaar":"2031"},"codelijsten":{"taakveld":{"codelijst":[` +
			strings.Repeat(`{"code":"1","subcodes":[`, 40) + strings.Repeat(`]}`, 40) + `]}}}`, "x.json", "iv3.depth"},
		{"too large", strings.Repeat(" ", maxSize+1), "x.csv", "iv3.size"},
	} {
		if _, err := Read(strings.NewReader(test.body), test.file); !fault.Is(err, test.code) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestRecognise(t *testing.T) {
	for body, want := range map[string]bool{
		definitionText: true, "\ufeff" + listText: true, "taakveld,categorie\n": true, "\"balanscode\";\"categorie\"\r\n": true,
		`{"invoice":1}`: false, "grootboek;omschrijving;soort;taakveld;categorie\n": false, "": false,
	} {
		if Recognise([]byte(body)) != want {
			t.Errorf("%.40q: %v", body, !want)
		}
	}
}

// The lists as they are published: the same from the table and from the definition
// files of the years.
func TestPublishedLists(t *testing.T) {
	corpus := filepath.Join(os.Getenv("RENTMEESTER_CORPUS"), "lists")
	if _, err := os.Stat(corpus); os.Getenv("RENTMEESTER_CORPUS") == "" || err != nil {
		t.Skip("RENTMEESTER_CORPUS is not set or has no lists: not read")
	}
	read := func(name string) iv3.File {
		body, err := os.ReadFile(filepath.Join(corpus, name))
		if err != nil {
			t.Fatal(err)
		}
		if !Recognise(body[:min(len(body), 64<<10)]) {
			t.Errorf("%s is not recognised", name)
		}
		f, err := Read(bytes.NewReader(body), filepath.Base(name))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return f
	}
	var all iv3.File
	for name, rows := range map[string]int{
		"taakveld_2017-2026": 695, "categorie_lasten_2017-2026": 391, "categorie_baten_2017-2026": 411, "balanscode_2017-2026": 707,
		"grijze_cellen_lasten_2026": 784, "grijze_cellen_baten_2026": 1175, "grijze_cellen_balans_lasten_2026": 2459, "grijze_cellen_balans_baten_2026": 2653,
	} {
		f := read("iv3_gemeente_" + name + ".csv")
		if got := len(f.Codes) + len(f.Cells); got != rows {
			t.Errorf("%s: %d rows, not %d", name, got, rows)
		}
		all.Codes, all.Cells = append(all.Codes, f.Codes...), append(all.Cells, f.Cells...)
	}
	tables := iv3.New(all.Codes, all.Cells)
	for _, year := range []string{"2024", "2025", "2026"} {
		f := read("iv3-definitions/iv3_definities_Gemeente_" + year + ".json")
		for _, c := range f.Codes {
			if got, ok := tables.Find(c.Kind, c.Year, c.Code); !ok || got.Name != c.Name || got.Leaf != c.Leaf {
				t.Errorf("%s %s %s: %+v in the table", year, c.Kind, c.Code, got)
			}
		}
		definition := iv3.New(f.Codes, f.Cells)
		for _, c := range all.Codes {
			if _, ok := definition.Find(c.Kind, c.Year, c.Code); !ok && definition.Has(c.Kind, c.Year) {
				t.Errorf("%s %s %s is only in the table", year, c.Kind, c.Code)
			}
		}
		for _, c := range f.Cells {
			if year == "2026" && !tables.Forbidden(c) {
				t.Errorf("%+v is not in the tables", c)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(definitionText), "x.json")
	f.Add([]byte(listText), "x.csv")
	f.Add([]byte("taakveld;categorie\n0.1;3.4.1\n"), "grijs_2031.csv")
	f.Fuzz(func(t *testing.T, body []byte, name string) {
		Recognise(body)
		got, err := Read(bytes.NewReader(body), name)
		if err != nil && len(got.Codes)+len(got.Cells) > 0 {
			t.Error("something came out of a file that was refused")
		}
		for _, c := range got.Codes {
			if c.Code == "" || c.Year < 2000 || c.Kind == "" {
				t.Errorf("%+v", c)
			}
		}
	})
}
