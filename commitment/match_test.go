// SPDX-License-Identifier: EUPL-1.2

package commitment

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/invoice"
	"rentmeester/money"
	"rentmeester/order"
	"rentmeester/text"
)

func dec(s string) *decimal.Decimal {
	d := decimal.MustParse(s)
	return &d
}

func eur(c money.Cents) *invoice.Amount {
	return &invoice.Amount{Value: decimal.MustNew(int64(c), 2), Currency: "EUR"}
}

// bill makes an invoice on an order: "2 x 10.00 Stoel" are its lines.
func bill(number string, lines ...string) Bill {
	inv := &invoice.Invoice{Kind: invoice.Bill, Number: "F1", Order: number, Issued: "2026-03-15"}
	total := money.Cents(0)
	for i, l := range lines {
		parts := strings.SplitN(l, " ", 4)
		net, _ := times(*dec(parts[0]), *dec(parts[2]))
		total += net
		inv.Lines = append(inv.Lines, invoice.Line{Number: string(rune('1' + i)), Quantity: dec(parts[0]),
			Price: &invoice.Amount{Value: *dec(parts[2])}, Net: eur(net), Name: parts[3]})
	}
	inv.Totals.Net = eur(total)
	return Bill{Invoice: inv, Supplier: "jansen", Day: "2026-03-14", Now: "2026-03-16"}
}

func flat(number string, net money.Cents) Bill {
	b := bill(number)
	b.Invoice.Totals.Net = eur(net)
	return b
}

func ordered(number string, lines ...string) order.Order {
	o := order.Order{Number: number, Kind: order.Purchase, Supplier: "jansen", Orderer: "freek"}
	for i, l := range lines {
		parts := strings.SplitN(l, " ", 4)
		amount, _ := times(*dec(parts[0]), *dec(parts[2]))
		o.Amount += amount
		o.Lines = append(o.Lines, order.Line{Number: string(rune('1' + i)), Quantity: dec(parts[0]), Price: dec(parts[2]), Amount: amount, Description: parts[3]})
	}
	return o
}

func changed(o order.Order, change func(*order.Order)) order.Order { change(&o); return o }

func kinds(o Outcome) string {
	var list []string
	for _, d := range o.Differences {
		said := string(d.Kind)
		if !d.Within {
			said += "!"
		}
		list = append(list, said)
	}
	return strings.Join(list, " ")
}

var margin = Tolerance{Line: Margin{50_000, 10_000}, Total: Margin{20_000, 25_000}}

func TestMatch(t *testing.T) {
	chairs := ordered("INK-2026-0042", "10 x 100.00 Bureaustoel zwart", "2 x 250.00 Vergadertafel eiken")
	plain := order.Order{Number: "4500012345", Kind: order.Purchase, Supplier: "jansen", Amount: 1_000_00}
	all := []order.Receipt{{Order: "INK-2026-0042", Line: "1", Quantity: dec("10")}, {Order: "INK-2026-0042", Line: "2", Quantity: dec("2")}}
	rent := order.Order{Number: "C-17-0001", Kind: order.Contract, Supplier: "jansen", From: "2026-01-01", Until: "2026-12-31",
		Amount: 12_000_00, Every: 1, Instalment: 1_000_00, Invoiced: 2_000_00}
	whole := []string{"10 x 100.00 Bureaustoel, zwart", "2 x 250.00 Vergadertafel eiken 240 cm"}
	for _, test := range []struct {
		name     string
		bill     Bill
		orders   []order.Order
		receipts []order.Receipt
		state    State
		ways     int
		kinds    string
		over     money.Cents
	}{
		{"all as ordered", bill("INK-2026-0042", whole...), []order.Order{chairs}, nil, Matched, 2, "", 0},
		{"and received", bill("ink 2026 0042", whole...), []order.Order{chairs}, all, Matched, 3, "", 0},
		{"not all received", bill("INK-2026-0042", whole...), []order.Order{chairs}, all[:1], Deviates, 2 + 1, "not-received!", 500_00},
		{"must be received, is not", bill("INK-2026-0042", whole[0]), []order.Order{changed(chairs, func(o *order.Order) { o.Receipts = true })}, nil, Deviates, 3, "not-received!", 1000_00},
		{"to be received on a later day", bill("INK-2026-0042", whole[1]), []order.Order{chairs}, []order.Receipt{{Order: "INK-2026-0042", Line: "2", Quantity: dec("2"), Day: "2026-03-17"}}, Deviates, 3, "not-received!", 500_00},
		{"a part", bill("INK-2026-0042", "4 x 100.00 Bureaustoel zwart"), []order.Order{chairs}, all, Matched, 3, "", 0},
		{"the rest after a part", bill("INK-2026-0042", "6 x 100.00 Bureaustoel zwart"), []order.Order{changed(chairs, func(o *order.Order) {
			o.Lines = append([]order.Line{}, o.Lines...)
			o.Invoiced, o.Lines[0].Invoiced, o.Lines[0].InvoicedQty = 400_00, 400_00, dec("4")
		})}, all, Matched, 3, "", 0},
		{"more than the rest", bill("INK-2026-0042", "7 x 100.00 Bureaustoel zwart"), []order.Order{changed(chairs, func(o *order.Order) {
			o.Lines = append([]order.Line{}, o.Lines...)
			o.Invoiced, o.Lines[0].Invoiced, o.Lines[0].InvoicedQty = 400_00, 400_00, dec("4")
		})}, nil, Deviates, 2, "quantity!", 100_00},
		{"price a little over", bill("INK-2026-0042", "10 x 102.00 Bureaustoel zwart"), []order.Order{chairs}, nil, Within, 2, "price", 20_00},
		{"price much over", bill("INK-2026-0042", "10 x 120.00 Bureaustoel zwart"), []order.Order{chairs}, nil, Deviates, 2, "price!", 200_00},
		{"price lower", bill("INK-2026-0042", "10 x 90.00 Bureaustoel zwart"), []order.Order{chairs}, nil, Matched, 2, "", 0},
		{"a line that was not ordered", bill("INK-2026-0042", whole[0], "1 x 35.00 Bezorgkosten"), []order.Order{chairs}, nil, Deviates, 2, "unordered!", 35_00},
		{"of another supplier", flat("4500012345", 100_00), []order.Order{changed(plain, func(o *order.Order) { o.Supplier = "pietersen" })}, nil, Deviates, 2, "supplier!", 0},
		{"in total", flat("PO 45000 12345", 1_000_00), []order.Order{plain}, nil, Matched, 2, "", 0},
		{"O for 0", flat("45OOO12345", 1_000_00), []order.Order{plain}, nil, Matched, 2, "", 0},
		{"zeros left out", bill("Ink 2026/42", whole...), []order.Order{chairs}, nil, Matched, 2, "", 0},
		{"one figure wrong", flat("4500012354", 1_000_00), []order.Order{plain}, nil, Matched, 2, "", 0},
		{"two figures wrong", flat("4500012399", 1_000_00), []order.Order{plain}, nil, NotFound, 0, "", 0},
		{"within the total", flat("4500012345", 1_015_00), []order.Order{plain}, nil, Within, 2, "total", 15_00},
		{"over the total", flat("4500012345", 1_020_01), []order.Order{plain}, nil, Deviates, 2, "total!", 20_01},
		{"second of two", flat("4500012345", 600_00), []order.Order{changed(plain, func(o *order.Order) { o.Invoiced = 500_00 })}, nil, Deviates, 2, "total!", 100_00},
		{"received in total", flat("4500012345", 600_00), []order.Order{plain}, []order.Receipt{{Order: "4500012345", Amount: 600_00}}, Matched, 3, "", 0},
		{"received less in total", flat("4500012345", 600_00), []order.Order{plain}, []order.Receipt{{Order: "4500012345", Amount: 500_00}}, Deviates, 3, "not-received!", 100_00},
		{"expired", flat("4500012345", 100_00), []order.Order{changed(plain, func(o *order.Order) { o.Until = "2026-03-14" })}, nil, Deviates, 2, "expired!", 0},
		{"not begun", flat("4500012345", 100_00), []order.Order{changed(plain, func(o *order.Order) { o.From = "2026-03-16" })}, nil, Deviates, 2, "not-begun!", 0},
		{"closed", flat("4500012345", 100_00), []order.Order{changed(plain, func(o *order.Order) { o.Closed = true })}, nil, Deviates, 2, "closed!", 0},
		{"two orders on one", flat("4500012345, 4500099999", 1_500_00), []order.Order{plain, changed(plain, func(o *order.Order) { o.Number = "4500099999" })}, nil, Matched, 2, "", 0},
		{"the month's rent", flat("C-17-0001", 1_000_00), []order.Order{rent}, nil, Matched, 2, "", 0},
		{"rent without a number", flat("", 1_000_00), []order.Order{rent}, nil, Matched, 2, "", 0},
		{"rent, two contracts alike", flat("", 1_000_00), []order.Order{rent, changed(rent, func(o *order.Order) { o.Number = "C-17-0002" })}, nil, NotFound, 0, "", 0},
		{"rent indexed", flat("C-17-0001", 1_015_00), []order.Order{rent}, nil, Within, 2, "instalment", 15_00},
		{"rent twice a month", flat("C-17-0001", 1_000_00), []order.Order{changed(rent, func(o *order.Order) { o.Invoiced = 3_000_00 })}, nil, Deviates, 2, "early!", 1_000_00},
		{"no number", flat("", 333_00), []order.Order{plain}, nil, NotFound, 0, "", 0},
	} {
		got := Match(test.bill, test.orders, test.receipts, margin)
		if got.State != test.state || got.Ways != test.ways || kinds(got) != test.kinds || got.Over != test.over {
			t.Errorf("%s: %s %d-way %q over %v; want %s %d %q %v\n%+v", test.name, got.State, got.Ways, kinds(got), got.Over,
				test.state, test.ways, test.kinds, test.over, got.Reasons)
		}
	}
}

func TestMargins(t *testing.T) {
	for _, test := range []struct {
		m    Margin
		on   money.Cents
		want money.Cents
	}{
		{Margin{}, 1_000_00, 0},
		{Margin{Millionths: 20_000}, 1_000_00, 20_00},
		{Margin{Amount: 25_00}, 1_000_00, 25_00},
		{Margin{20_000, 25_00}, 1_000_00, 20_00},
		{Margin{20_000, 25_00}, 10_000_00, 25_00},
		{Margin{20_000, 25_00}, -1_000_00, 20_00},
		{Margin{Millionths: 250_000}, money.Max, money.Max / 4},
	} {
		if got := test.m.of(test.on); got != test.want {
			t.Errorf("%+v of %v is %v, not %v", test.m, test.on, got, test.want)
		}
	}
}

func TestCreditNotesGiveBack(t *testing.T) {
	o := order.Order{Number: "4500012345", Supplier: "jansen", Amount: 1_000_00, Invoiced: 800_00}
	for amount, want := range map[money.Cents]State{300_00: Matched, 900_00: Deviates} {
		b := flat("4500012345", amount)
		b.Invoice.Kind = invoice.CreditNote
		got := Match(b, []order.Order{o}, nil, margin)
		if got.State != want || want == Matched && got.Orders[0].Left != 500_00 {
			t.Errorf("%v: %s %+v", amount, got.State, got.Orders)
		}
	}
}

func TestCandidatesForAnInvoiceWithoutANumber(t *testing.T) {
	var list []order.Order
	for number, amount := range map[string]money.Cents{"A-1001": 500_00, "A-1002": 333_00, "A-1003": 100_00} {
		list = append(list, order.Order{Number: number, Supplier: "jansen", Amount: amount})
	}
	list = append(list, order.Order{Number: "B-1", Supplier: "pietersen", Amount: 333_00})
	got := Match(flat("", 333_00), list, nil, margin)
	var said []string
	for _, c := range got.Candidates {
		said = append(said, c.Order.Number)
	}
	if strings.Join(said, " ") != "A-1002 A-1001 A-1003" {
		t.Errorf("%v", said)
	}
}

// What is over what the tolerance allows is never called matched or within.
func TestNothingIsOverUnseen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := money.Cents(rapid.Int64Range(1, 1_000_000).Draw(t, "ordered"))
		before := money.Cents(rapid.Int64Range(0, int64(amount)).Draw(t, "invoiced"))
		asked := money.Cents(rapid.Int64Range(1, 1_500_000).Draw(t, "asked"))
		tol := Tolerance{Total: Margin{rapid.Int64Range(0, 200_000).Draw(t, "share"), money.Cents(rapid.Int64Range(0, 50_000).Draw(t, "cap"))}}
		o := order.Order{Number: "4500012345", Supplier: "jansen", Amount: amount, Invoiced: before}
		got := Match(flat("4500012345", asked), []order.Order{o}, nil, tol)
		over := before + asked - amount
		switch {
		case over <= 0 && got.State != Matched:
			t.Fatalf("%s with nothing over", got.State)
		case over > 0 && got.State == Matched:
			t.Fatalf("matched, %v over", over)
		case over > tol.Total.of(amount) && got.State != Deviates:
			t.Fatalf("%s with %v over", got.State, over)
		}
		if got.Orders[0].Left != amount-before-asked {
			t.Fatalf("left %v", got.Orders[0].Left)
		}
	})
}

// A quantity or price over shows by line whatever the other lines do.
func TestLinesOverAreSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string, from, to int64) decimal.Decimal {
			return decimal.MustNew(rapid.Int64Range(from, to).Draw(t, name), 2)
		}
		n := rapid.IntRange(1, 4).Draw(t, "lines")
		o := order.Order{Number: "4500012345", Supplier: "jansen"}
		inv := &invoice.Invoice{Kind: invoice.Bill, Order: "4500012345", Issued: day.Day("2026-01-01")}
		over, total := false, money.Cents(0)
		for i := range n {
			number := string(rune('1' + i))
			q, p := draw("ordered", 1, 1000), draw("price", 1, 10_000)
			iq, ip := draw("invoiced", 1, 1000), draw("asked", 1, 10_000)
			amount, _ := times(q, p)
			net, _ := times(iq, ip)
			at := times2(iq, p)
			o.Amount += amount
			o.Lines = append(o.Lines, order.Line{Number: number, Quantity: &q, Price: &p, Amount: amount})
			inv.Lines = append(inv.Lines, invoice.Line{Number: number, OrderLine: number, Quantity: &iq, Price: &invoice.Amount{Value: ip}, Net: eur(net)})
			total += net
			over = over || iq.Cmp(q) > 0 || net > at
		}
		inv.Totals.Net = eur(total)
		got := Match(Bill{Invoice: inv, Supplier: "jansen"}, []order.Order{o}, nil, Tolerance{})
		// A quantity over whose worth rounds to nothing is still said.
		if over && len(got.Differences) == 0 {
			t.Fatalf("%s without differences", got.State)
		}
		if !over && got.State != Matched {
			t.Fatalf("%s: %+v", got.State, got.Differences)
		}
	})
}

func times2(a, b decimal.Decimal) money.Cents { c, _ := times(a, b); return c }

func FuzzNumbers(f *testing.F) {
	for _, s := range []string{"INK-2026-0042", "ink 2026/42", "PO 45OOO12345", "", "é", "0000"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, number, said string) {
		b := NewBook([]order.Order{{Number: number, Supplier: "jansen"}, {Number: number + "9", Supplier: "jansen"}}, nil)
		b.Match(flat(said, 100), Tolerance{})
		x, y := fold(letters(number)), fold(letters(said))
		if oneApart(x, y) != oneApart(y, x) {
			t.Errorf("%q, %q", x, y)
		}
	})
}

// Every reason that the code can give has its sentence in both languages.
func TestEveryReasonHasItsSentence(t *testing.T) {
	call := regexp.MustCompile(`reason\("([a-z-]+)"`)
	found := []string{"cited-exact", "cited-variant", "cited-near"}
	files, _ := filepath.Glob("*.go")
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(raw), -1) {
			found = append(found, m[1])
		}
	}
	for _, key := range found {
		if strings.HasSuffix(key, "-") {
			continue
		}
		for _, lang := range []text.Lang{text.NL, text.EN} {
			if !text.Has(lang, "commitment.reason."+key) {
				t.Errorf("commitment.reason.%s has no sentence in %s", key, lang)
			}
		}
	}
}
