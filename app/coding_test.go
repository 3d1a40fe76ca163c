// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/coding"
	"rentmeester/demo"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/reply"
	"rentmeester/store"
	"rentmeester/text"
)

const (
	taakvelden = `boekjaar,code,omschrijving,ouder,diepte,blad
2025,0.1,Bestuur,0.,1,1
2025,6.71a,Huishoudelijke hulp (WMO),6.,1,1
2026,0.,BESTUUR,,0,0
2026,0.1,Bestuur,0.,1,1
2026,5.7,Openbaar groen,5.,1,1
2026,6.711,Huishoudelijke hulp (WMO),6.,1,1
`
	categories = `boekjaar,code,omschrijving,ouder,diepte,blad
2025,3.4.1,Belastingen,3.4,2,1
2026,3.4.1,Belastingen,3.4,2,1
2026,3.8,Overige goederen en diensten,3.,1,1
`
	cells = `taakveld,categorie
0.1,3.4.1
5.7,3.4.1
`
	accounts = `grootboek;omschrijving;soort;taakveld;categorie;btw
4300;Groenonderhoud;lasten;5.7;3.8;compensabel
4301;Sporthal;lasten;5.7;3.8;gemengd
4302;Grond;lasten;5.7;3.8;aftrekbaar
4303;Zonder;lasten;;;kosten
`
	centres = `kostenplaats;omschrijving;budgethouder
4100;Wijk Oost;A. Jansen
`
)

// listed gives a town that has the lists of 2026.
func listed(t testing.TB, s *store.Store, name string) *app.Books {
	t.Helper()
	b := newBooks(t, s, name)
	taken(t, b, "leveranciers.csv", supplierList)
	for name, content := range map[string]string{"taakvelden.csv": taakvelden, "categorieen.csv": categories, "grijze_cellen_lasten_2026.csv": cells,
		"schema.csv": accounts, "kostenplaatsen.csv": centres} {
		if got := taken(t, b, name, content); got.Codes == 0 {
			t.Fatalf("%s: %+v", name, got)
		}
	}
	return b
}

// lined gives an invoice of several lines instead of one.
func lined(b demo.Bill, nets ...money.Cents) string {
	b.Net = 0
	for _, n := range nets {
		b.Net += n
	}
	one := regexp.MustCompile(`(?s)<cac:InvoiceLine>.*</cac:InvoiceLine>`)
	whole := b.UBL()
	var lines strings.Builder
	for i, n := range nets {
		line := strings.ReplaceAll(one.FindString(whole), b.Net.String(), n.String())
		line = strings.Replace(line, "<cbc:ID>1</cbc:ID>", fmt.Sprintf("<cbc:ID>%d</cbc:ID>", i+1), 1)
		lines.WriteString(strings.Replace(line, "Snoeien", fmt.Sprint("Werk ", string(rune('A'+i))), 1))
	}
	return one.ReplaceAllLiteralString(whole, lines.String())
}

func codedOn(account, taakveld, categorie string) invoices.Coded {
	return invoices.Coded{Parts: []coding.Part{{Coding: coding.Coding{Account: account, Taakveld: taakveld, Categorie: categorie}}}}
}

func entry1(v invoices.CodingView) string {
	var all []string
	for _, l := range v.Entry {
		all = append(all, l.Account+" "+money.Cents(l.Amount).String())
	}
	return strings.Join(all, " ")
}

func seen(t testing.TB, b *app.Books, id int64) invoices.CodingView {
	t.Helper()
	v, err := b.Invoices().Coding(t.Context(), id)
	must(t, err)
	return v
}

func TestListsAreLoadedAndReplaced(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "lijsten")
		d := b.Invoices()
		show := func() (all []string) {
			list, err := d.Lists(t.Context())
			must(t, err)
			for _, l := range list {
				all = append(all, fmt.Sprint(l.Kind, " ", l.Year, " ", l.Entries))
			}
			return all
		}
		want := []string{"account 0 4", "categorie_lasten 2025 1", "categorie_lasten 2026 2", "cost_centre 0 1", "forbidden_categorie_lasten 2026 2",
			"taakveld 2025 2", "taakveld 2026 4"}
		if got := show(); !slices.Equal(got, want) {
			t.Fatalf("%q", got)
		}
		taken(t, b, "taakvelden.csv", "boekjaar,code,omschrijving\n2026,0.1,Bestuur\n") // of 2026 only
		taken(t, b, "schema.csv", accounts+"4310;Nieuw;lasten;5.7;3.8;\n")
		want[0], want[6] = "account 0 5", "taakveld 2026 1"
		if got := show(); !slices.Equal(got, want) {
			t.Fatalf("after loading again: %q", got)
		}
		c, err := d.Choices(t.Context(), "2026-03-02")
		must(t, err)
		if c.Year != 2026 || len(c.Accounts) != 5 || len(c.CostCentres) != 1 || c.CostCentres[0].Holder != "A. Jansen" || len(c.Taakvelden) != 1 ||
			len(c.Categories) != 2 || !slices.Equal(c.VAT, []string{"compensable", "deductible", "cost", "mixed"}) {
			t.Fatalf("%+v", c)
		}
		if got := take(t, b, "fout.csv", "boekjaar,code,omschrijving\n2026,0.1,Bestuur\nxx,0.2,Fout\n"); got.Refused != 1 || got.Codes != 0 {
			t.Fatalf("a list with a wrong row: %+v", got)
		}
		if got := show(); !slices.Equal(got, want) {
			t.Fatalf("a refused list changes nothing: %q", got)
		}
		whole(t, b)
	})
}

func TestChartsInAWorkbook(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	for sheet, rows := range map[string][][]any{"Grootboek": {{"Grootboek", "Omschrijving", "Taakveld"}, {"4300", "Groen", "0.10"}},
		"Kostenplaatsen": {{"Kostenplaats", "Omschrijving"}, {"4100", "Oost"}}} {
		_, err := book.NewSheet(sheet)
		must(t, err)
		for i, row := range rows {
			must(t, book.SetSheetRow(sheet, fmt.Sprint("A", i+1), &row))
		}
	}
	var body bytes.Buffer
	must(t, book.Write(&body))
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "werkmap")
		if got := taken(t, b, "schema.xlsx", body.String()); got.Codes != 2 {
			t.Fatalf("%+v", got)
		}
		c, err := b.Invoices().Choices(t.Context(), "2026-03-02")
		must(t, err)
		if len(c.Accounts) != 1 || c.Accounts[0].Taakveld != "0.10" || len(c.CostCentres) != 1 {
			t.Fatalf("%+v", c)
		}
	})
}

func TestWhatMayNotBeBookedIsRefused(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "grijs")
		d := b.Invoices()
		taken(t, b, "f.xml", demo.Bill{}.UBL())
		id := only(t, b, invoices.Coding).ID
		for _, test := range []struct {
			name, because string
			coding        invoices.Coded
		}{
			{"a forbidden cell", "coding.check.forbidden", codedOn("4303", "0.1", "3.4.1")},
			{"a code that never was", "coding.check.unknown", codedOn("4303", "9.9", "3.8")},
			{"a code of before", "coding.check.replaced", codedOn("4303", "6.71a", "3.8")},
			{"a total", "coding.check.total", codedOn("4303", "0.", "3.8")},
			{"an account that is not in the chart", "coding.check.unknown-account", codedOn("9999", "5.7", "3.8")},
			{"nothing filled in that policy wants", "coding.check.missing.taakveld", codedOn("4303", "", "3.8")},
		} {
			err := d.SetCoding(t.Context(), "coder", id, test.coding)
			wants(t, err, "invoices.coding-refused")
			if !fault.Is(err, test.because) {
				t.Errorf("%s: %v", test.name, err)
			}
		}
		wants(t, d.SetCoding(t.Context(), "coder", id), "invoices.coding-none")
		wants(t, d.SetCoding(t.Context(), "coder", id, invoices.Coded{Line: 2, Parts: whole100.Parts}), "invoices.coding-line")
		wants(t, d.Accept(t.Context(), "coder", id, ""), "invoices.no-proposal")
		if i := only(t, b, invoices.Coding); i.ID != id {
			t.Fatal("something was coded")
		}
		// the chart fills in what is not said
		must(t, d.SetCoding(t.Context(), "coder", id, invoices.Coded{Parts: []coding.Part{{Coding: coding.Coding{Account: "4300", CostCentre: "4100"}}}}))
		if v := seen(t, b, id); !v.Coded || v.Lines[0].Parts[0].Taakveld != "5.7" || len(v.Lines[0].Findings) != 0 {
			t.Fatalf("%+v", v)
		}
		// what was right when it was coded is not booked on once the lists forbid it
		taken(t, b, "grijze_cellen_lasten_2026.csv", cells+"5.7,3.8\n")
		_, err := d.Approve(t.Context(), "budget", id, "")
		wants(t, err, "invoices.coding-refused")
		whole(t, b)
	})
}

func TestWithoutListsAFindingSaysSo(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "kaal")
		taken(t, b, "f.xml", demo.Bill{}.UBL())
		list, err := b.Invoices().List(t.Context(), invoices.Filter{Limit: 1})
		must(t, err)
		must(t, b.Invoices().SetCoding(t.Context(), "coder", list[0].ID, whole100))
		var codes []string
		for _, f := range seen(t, b, list[0].ID).Lines[0].Findings {
			codes = append(codes, f.Code)
		}
		if !slices.Equal(codes, []string{"coding.check.no-lists", "coding.check.no-lists"}) {
			t.Fatal(codes)
		}
	})
}

func TestACorrectionCountsForTheNextInvoice(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "volgende")
		d := b.Invoices()
		var ids []int64
		for n := range 4 {
			taken(t, b, "f.xml", demo.Bill{Number: fmt.Sprint("F", n), Net: money.Cents(10000 + n)}.UBL())
		}
		list, err := d.List(t.Context(), invoices.Filter{Limit: 10})
		must(t, err)
		for _, i := range list {
			ids = append(ids, i.ID)
		}
		if v := seen(t, b, ids[0]); len(v.Lines[0].Proposal.Parts) != 0 || v.Lines[0].Proposal.Reasons[0].Code != "coding.reason.nothing" {
			t.Fatalf("nothing was coded yet: %+v", v.Lines[0].Proposal)
		}
		proposed := func(id int64) string {
			p := seen(t, b, id).Lines[0].Proposal
			if len(p.Parts) != 1 || p.Probability <= 0 || len(p.Reasons) == 0 {
				t.Fatalf("%+v", p)
			}
			return p.Parts[0].Account
		}
		must(t, d.SetCoding(t.Context(), "coder", ids[0], codedOn("4300", "", "")))
		if got := proposed(ids[1]); got != "4300" {
			t.Fatalf("as it was coded: %s", got)
		}
		old := seen(t, b, ids[1]).Seen
		must(t, d.SetCoding(t.Context(), "coder", ids[0], codedOn("4303", "0.1", "3.8"))) // the first is corrected
		if got := proposed(ids[1]); got != "4303" {
			t.Fatalf("after the correction: %s", got)
		}
		if v := seen(t, b, ids[1]); v.Model != invoices.PredictModel || !slices.Contains(v.Lines[0].Proposal.Like, fmt.Sprint(ids[0])) {
			t.Fatalf("it says which invoice: %+v", v)
		}
		wants(t, d.Accept(t.Context(), "coder", ids[1], old), "invoices.proposal-changed")
		must(t, d.SetCoding(t.Context(), "coder", ids[1], codedOn("4300", "", "")))
		must(t, d.Reject(t.Context(), "coder", ids[0], "niet besteld"))
		if p := seen(t, b, ids[2]).Lines[0]; p.Proposal.Parts[0].Account != "4300" || len(p.Alternatives) != 0 {
			t.Fatalf("what was rejected says nothing: %+v", p)
		}
		must(t, d.Accept(t.Context(), "coder", ids[2], ""))
		shown, err := d.Show(t.Context(), ids[2])
		must(t, err)
		if shown.Parts[0].Source != invoices.PredictModel || shown.State != invoices.Approval {
			t.Fatalf("%+v", shown.Parts)
		}
		var out bytes.Buffer
		must(t, b.Export(t.Context(), &out, "codings", "csv", text.NL))
		if !regexp.MustCompile(`F2,C-1,.*,4300,.*,100.02,21.00,21.00,predict/1,predict/1,0\.\d{4},true,coder,`).MatchString(out.String()) {
			t.Fatal(out.String())
		}
		whole(t, b)
	})
}

func TestVATIsBookedAsPolicySays(t *testing.T) {
	reverse := strings.NewReplacer("<cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent>", "<cbc:ID>AE</cbc:ID><cbc:Percent>0</cbc:Percent>",
		`<cbc:TaxAmount currencyID="EUR">42.00</cbc:TaxAmount>`, `<cbc:TaxAmount currencyID="EUR">0.00</cbc:TaxAmount>`, "242.00", "200.00")
	tests := []struct {
		name, xml, account, want string
	}{
		{"from the fund", demo.Bill{}.UBL(), "4300", "4300 200.00 1420 42.00 1600 -242.00"},
		{"deducted", demo.Bill{}.UBL(), "4302", "4302 200.00 1430 42.00 1600 -242.00"},
		{"mixed", demo.Bill{}.UBL(), "4301", "4301 202.52 1420 37.80 1430 1.68 1600 -242.00"},
		{"a cost", demo.Bill{}.UBL(), "4303", "4303 242.00 1600 -242.00"},
		{"reverse-charged, from the fund", reverse.Replace(demo.Bill{}.UBL()), "4300", "4300 200.00 1420 42.00 1725 -42.00 1600 -200.00"},
		{"reverse-charged, a cost", reverse.Replace(demo.Bill{}.UBL()), "4303", "4303 242.00 1725 -42.00 1600 -200.00"},
		{"credit note", demo.Bill{Credit: true}.UBL(), "4300", "4300 -200.00 1420 -42.00 1600 242.00"},
		{"lines of a third each", lined(demo.Bill{}, 3333, 3333, 3334), "4301", "4301 101.26 1420 18.90 1430 0.84 1600 -121.00"},
	}
	onEachStore(t, func(t *testing.T, s *store.Store) {
		for n, test := range tests {
			b := listed(t, s, fmt.Sprint("btw-", n))
			d := b.Invoices()
			take(t, b, "f.xml", test.xml)
			list, err := d.List(t.Context(), invoices.Filter{Limit: 10})
			must(t, err)
			id := list[0].ID
			if list[0].State == invoices.Held {
				_, err := d.Release(t.Context(), "jansen", id, "invalid")
				must(t, err)
			}
			must(t, d.SetCoding(t.Context(), "coder", id, codedOn(test.account, "5.7", "3.8")))
			if got := entry1(seen(t, b, id)); got != test.want {
				t.Errorf("%s: %s, want %s", test.name, got, test.want)
			}
			_, err = d.Approve(t.Context(), "budget", id, "")
			must(t, err)
			sluitend(t, b)
			must(t, d.Unbook(t.Context(), "budget", id, "verkeerd"))
			if status := sluitend(t, b); status.OpenAmount != 0 {
				t.Errorf("%s: %v is left open", test.name, status.OpenAmount)
			}
		}
	})
}

func TestLinesAreCodedOneByOneAndSplit(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "regels")
		d := b.Invoices()
		taken(t, b, "f.xml", lined(demo.Bill{}, 10001, 5000))
		id := only(t, b, invoices.Coding).ID
		wants(t, d.SetCoding(t.Context(), "coder", id, invoices.Coded{Line: 1, Parts: []coding.Part{{Coding: coding.Coding{Account: "4300"}}}}), "invoices.coding-missing")
		split := []coding.Part{{Coding: coding.Coding{Account: "4300"}, Weight: 60}, {Coding: coding.Coding{Account: "4302"}, Weight: 40}}
		must(t, d.SetCoding(t.Context(), "coder", id, codedOn("4300", "", "")))
		must(t, d.SetCoding(t.Context(), "coder", id, invoices.Coded{Line: 1, Parts: split}))
		v := seen(t, b, id)
		if len(v.Lines) != 2 || len(v.Lines[0].Parts) != 2 || v.Lines[0].Parts[0].Amount != 6001 || v.Lines[0].Parts[1].Amount != 4000 || len(v.Lines[1].Parts) != 1 {
			t.Fatalf("%+v", v.Lines)
		}
		taken(t, b, "g.xml", lined(demo.Bill{Number: "F2"}, 20000, 1000))
		next := seen(t, b, only(t, b, invoices.Coding).ID)
		if p := next.Lines[0].Proposal.Parts; len(p) != 2 || p[0].Amount != 12000 || p[1].Amount != 8000 {
			t.Fatalf("the shares are taken over: %+v", p)
		}
		whole(t, b)
	})
}

func TestADifferenceIsHeldAndShown(t *testing.T) {
	rounded := func(cents string) string { // the supplier rounds what is to be paid
		return strings.NewReplacer(`<cbc:PayableAmount currencyID="EUR">242.00</cbc:PayableAmount>`,
			`<cbc:PayableRoundingAmount currencyID="EUR">0.`+cents+`</cbc:PayableRoundingAmount><cbc:PayableAmount currencyID="EUR">242.`+cents+`</cbc:PayableAmount>`).
			Replace(demo.Bill{}.UBL())
	}
	onEachStore(t, func(t *testing.T, s *store.Store) {
		small := listed(t, s, "klein")
		taken(t, small, "f.xml", rounded("03"))
		id := only(t, small, invoices.Coding).ID
		must(t, small.Invoices().SetCoding(t.Context(), "coder", id, codedOn("4300", "", "")))
		if v := seen(t, small, id); len(v.Differences) != 1 || v.Differences[0].Amount != 3 || !strings.Contains(entry1(v), " 0.03 ") {
			t.Fatalf("%+v", v)
		}
		only(t, small, invoices.Approval)

		b := listed(t, s, "groot")
		d := b.Invoices()
		taken(t, b, "f.xml", rounded("40"))
		id = only(t, b, invoices.Coding).ID
		must(t, d.SetCoding(t.Context(), "coder", id, codedOn("4300", "", "")))
		if got := kinds(only(t, b, invoices.Held)); !slices.Equal(got, []string{"amount"}) {
			t.Fatal(got)
		}
		r, err := d.Reply(t.Context(), id, nil, "")
		if err != nil || !slices.Equal(r.Reasons, []reply.Reason{reply.Sums}) || r.Outcome != reply.Queried {
			t.Fatalf("%+v %v", r, err)
		}
		_, err = d.Release(t.Context(), "jansen", id, "amount")
		must(t, err)
		must(t, d.SetCoding(t.Context(), "coder", id, codedOn("4303", "0.1", "3.8"))) // stays released
		_, err = d.Approve(t.Context(), "budget", id, "")
		must(t, err)
		sluitend(t, b)
	})
}

func TestReplies(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "antwoord")
		d := b.Invoices()
		taken(t, b, "leveranciers.csv", supplierList)
		take(t, b, "f.xml", demo.Bill{Wrong: true}.UBL())
		id := only(t, b, invoices.Held).ID
		r, err := d.Reply(t.Context(), id, nil, "")
		must(t, err)
		letter := reply.Write(r, text.EN)
		if r.Outcome != reply.Queried || !strings.Contains(letter.Body, "BR-CO-15") || !strings.Contains(letter.Body, "Gemeente Voorbeeld") {
			t.Fatalf("%s\n%s", letter.Subject, letter.Body)
		}
		must(t, d.Reject(t.Context(), "jansen", id, "Het totaal klopt niet."))
		if r, err = d.Reply(t.Context(), id, nil, ""); err != nil || r.Outcome != reply.Rejected || r.Remark != "Het totaal klopt niet." {
			t.Fatalf("%+v %v", r, err)
		}
		_, err = d.Reply(t.Context(), id, []reply.Reason{"zomaar"}, "")
		wants(t, err, "invoices.reply-reason")
		taken(t, b, "g.xml", demo.Bill{Number: "F2"}.UBL())
		good := only(t, b, invoices.Coding).ID
		_, err = d.Reply(t.Context(), good, nil, "")
		wants(t, err, "invoices.no-reply")
		r, err = d.Reply(t.Context(), good, []reply.Reason{reply.Price}, "De prijs was 180.")
		must(t, err)
		if r.Outcome != reply.Queried || r.Remark != "De prijs was 180." {
			t.Fatalf("%+v", r)
		}
	})
}

// Whatever is coded, accepted, corrected, booked and taken back: the books are
// whole after each act, and what is coded is the whole of the lines.
func TestAnyCodingKeepsTheBooks(t *testing.T) {
	defer fewer(t)()
	onEachStore(t, func(t *testing.T, s *store.Store) {
		towns := 0
		rapid.Check(t, func(r *rapid.T) {
			towns++
			b := listed(t, s, fmt.Sprint("codering-", towns))
			d, sent := b.Invoices(), 0
			pick := func(r *rapid.T) int64 {
				list, err := d.List(t.Context(), invoices.Filter{Limit: 100})
				must(t, err)
				if len(list) == 0 {
					r.Skip("no invoices yet")
				}
				return rapid.SampledFrom(list).Draw(r, "invoice").ID
			}
			refused := func(err error) {
				if err != nil && (fault.Code(err) == "internal" || fault.Is(err, "store.failed") || fault.Is(err, "store.out-of-step") || fault.Is(err, "ledger.unbalanced")) {
					r.Fatal(err)
				}
			}
			r.Repeat(map[string]func(*rapid.T){
				"send": func(r *rapid.T) {
					sent++
					nets := rapid.SliceOfN(rapid.Int64Range(1, 99_999), 1, 4).Draw(r, "nets")
					all := make([]money.Cents, len(nets))
					for i, n := range nets {
						all[i] = money.Cents(n)
					}
					take(t, b, "f.xml", lined(demo.Bill{Number: fmt.Sprint("F", sent)}, all...))
				},
				"set": func(r *rapid.T) {
					said := invoices.Coded{Line: rapid.IntRange(0, 4).Draw(r, "line")}
					for range rapid.IntRange(1, 3).Draw(r, "parts") {
						said.Parts = append(said.Parts, coding.Part{Weight: rapid.Int64Range(1, 9).Draw(r, "weight"),
							Coding: coding.Coding{Account: rapid.SampledFrom([]string{"4300", "4301", "4302"}).Draw(r, "account")}})
					}
					refused(d.SetCoding(t.Context(), "coder", pick(r), said))
				},
				"accept": func(r *rapid.T) { refused(d.Accept(t.Context(), "coder", pick(r), "")) },
				"approve": func(r *rapid.T) {
					_, err := d.Approve(t.Context(), "budget", pick(r), "")
					refused(err)
				},
				"unbook": func(r *rapid.T) { refused(d.Unbook(t.Context(), "budget", pick(r), "")) },
				"": func(r *rapid.T) {
					whole(t, b)
					list, err := d.List(t.Context(), invoices.Filter{Limit: 100})
					must(t, err)
					for _, i := range list {
						shown, err := d.Show(t.Context(), i.ID)
						must(t, err)
						sum := money.Cents(0)
						for _, p := range shown.Parts {
							sum += p.Amount + p.Charged
						}
						if len(shown.Parts) > 0 && sum != money.Cents(i.Payable) {
							r.Fatalf("the parts of %s are %s, it is %s", i.Number, sum, money.Cents(i.Payable))
						}
					}
				},
			})
		})
	})
}

// TestPublishedLists loads what Statistics Netherlands publishes, as tables and as
// the definition of a year, and codes by it.
func TestPublishedLists(t *testing.T) {
	corpus := os.Getenv("RENTMEESTER_CORPUS")
	if corpus == "" {
		t.Skip("RENTMEESTER_CORPUS is not set")
	}
	files, err := filepath.Glob(filepath.Join(corpus, "lists", "iv3_gemeente_[tcbg]*.csv"))
	must(t, err)
	files = slices.DeleteFunc(files, func(f string) bool { return strings.Contains(f, "beleids") })
	definition := filepath.Join(corpus, "lists", "iv3-definitions", "iv3_definities_Gemeente_2026.json")
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "cbs")
		load := func(name string) {
			body, err := os.ReadFile(name)
			must(t, err)
			if got := taken(t, b, filepath.Base(name), string(body)); got.Codes == 0 {
				t.Fatalf("%s: %+v", name, got)
			}
		}
		for _, f := range files {
			load(f)
		}
		tables, err := b.Invoices().Lists(t.Context())
		must(t, err)
		load(definition)
		again, err := b.Invoices().Lists(t.Context())
		must(t, err)
		if !slices.Equal(tables, again) {
			t.Errorf("the definition of 2026 says something else than the tables:\n%+v\n%+v", tables, again)
		}
		taken(t, b, "leveranciers.csv", supplierList)
		taken(t, b, "f.xml", demo.Bill{}.UBL())
		id := only(t, b, invoices.Coding).ID
		wants(t, b.Invoices().SetCoding(t.Context(), "coder", id, codedOn("4300", "0.1", "3.4.1")), "invoices.coding-refused")
		must(t, b.Invoices().SetCoding(t.Context(), "coder", id, codedOn("4300", "5.7", "3.8")))
	})
}
