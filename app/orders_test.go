// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"slices"
	"testing"
	"time"

	"github.com/govalues/decimal"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/demo"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/order"
	"rentmeester/policy"
	"rentmeester/store"
)

func quantity(s string) *decimal.Decimal {
	d := decimal.MustParse(s)
	return &d
}

// trees is an order of which nothing is paid before it is received.
func trees(t testing.TB, b *app.Books) invoices.OrderView {
	t.Helper()
	v, err := b.Invoices().AddOrder(t.Context(), "eva", order.Order{Number: " PO-9 ", Supplier: "C-1", Orderer: "eva", Receipts: true, Lines: []order.Line{
		{Description: "Snoeien", Quantity: quantity("4"), Unit: "st", Price: quantity("200")}, {Number: "7", Description: "Planten", Amount: 15_000}}})
	must(t, err)
	return v
}

func TestOrderOneByOne(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := staffed(t, s, "voorbeeld")
		d := b.Invoices()
		v := trees(t, b)
		if v.Number != "PO-9" || money.Cents(v.Amount) != 95_000 || v.Kind != "order" || len(v.Lines) != 2 || v.Lines[0].Number != "1" || money.Cents(v.Lines[0].Amount) != 80_000 {
			t.Fatalf("%+v", v)
		}
		before, err := b.Version(t.Context())
		must(t, err)
		if again := trees(t, b); again.ID != v.ID {
			t.Fatalf("%+v", again)
		}
		if after, err := b.Version(t.Context()); err != nil || after != before {
			t.Errorf("the same order once more changed the books: %v", err)
		}
		taken(t, b, "f.xml", demo.Bill{Order: "po 9", Net: 10_000}.UBL())
		changed, err := d.AddOrder(t.Context(), "eva", order.Order{Number: "PO-9", Supplier: "C-1", Amount: 60_000})
		must(t, err)
		if changed.ID != v.ID || money.Cents(changed.Amount) != 60_000 || money.Cents(changed.Invoiced) != 10_000 || len(changed.Lines) != 0 || !changed.Wanted || changed.Orderer != "eva" {
			t.Fatalf("%+v", changed)
		}
		_, err = d.AddOrder(t.Context(), "eva", order.Order{Number: "PO-9", Supplier: "C-1", Orderer: "anna", Amount: 60_000})
		wants(t, err, "invoices.order-orderer")
		contract, err := d.AddOrder(t.Context(), "eva", order.Order{Number: "CT-1", Supplier: "C-1", From: "2026-01-01", Until: "2026-12-31", Instalment: 5_000})
		must(t, err)
		if contract.Kind != "contract" || contract.Every != 1 || money.Cents(contract.Amount) != 60_000 {
			t.Fatalf("%+v", contract)
		}
		for _, wrong := range []struct {
			code string
			o    order.Order
		}{
			{"invoices.order-number", order.Order{Number: " -/ "}},
			{"invoices.order-term", order.Order{Number: "A1", From: "2026-02-01", Until: "2026-01-01"}},
			{"invoices.order-line-twice", order.Order{Number: "A1", Lines: []order.Line{{Number: "2"}, {}}}},
		} {
			if _, err := d.AddOrder(t.Context(), "eva", wrong.o); !fault.Is(err, wrong.code) {
				t.Errorf("%s: %v", wrong.code, err)
			}
		}
		for _, f := range []struct {
			f    invoices.OrderFilter
			want []string
		}{
			{invoices.OrderFilter{}, []string{"CT-1", "PO-9"}}, {invoices.OrderFilter{After: "CT-1"}, []string{"PO-9"}}, {invoices.OrderFilter{Number: "PO-9"}, []string{"PO-9"}},
			{invoices.OrderFilter{Supplier: "C-2"}, nil}, {invoices.OrderFilter{Filter: invoices.Filter{Query: "po-9"}}, []string{"PO-9"}},
		} {
			f.f.Limit = 10
			list, err := d.ListOrders(t.Context(), f.f)
			must(t, err)
			var got []string
			for _, o := range list {
				got = append(got, o.Number)
			}
			if !slices.Equal(got, f.want) {
				t.Errorf("%+v: %q", f.f, got)
			}
		}
		whole(t, b)
	})
}

// TestWhatIsReceivedLetsGo: an invoice that came before its goods goes on by itself
// when somebody says that they came, on whatever day.
func TestWhatIsReceivedLetsGo(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		tick, later := clock(), time.Duration(0)
		b, _, err := app.Init(t.Context(), s, "voorbeeld", "Gemeente Voorbeeld", policy.Default, func() time.Time { return tick().Add(later) })
		must(t, err)
		taken(t, b, "leveranciers.csv", supplierList)
		d, o := b.Invoices(), trees(t, b)
		taken(t, b, "f.xml", demo.Bill{Order: "PO-9", Net: 20_000}.UBL())
		one := only(t, b, invoices.Held)
		if m := shown(t, b, one.ID).Content.Match; m.Differences[0].Kind != "not-received" {
			t.Fatalf("%+v", m)
		}
		later = 48 * time.Hour
		_, err = d.Receive(t.Context(), "eva", o.ID, []order.Receipt{{Line: "1", Number: "B1", Quantity: quantity("0.5")}})
		must(t, err)
		if got := shown(t, b, one.ID); got.State != invoices.Held {
			t.Fatal("half of it is there")
		}
		v, err := d.Receive(t.Context(), "eva", o.ID, []order.Receipt{{Line: "1", Number: "B1", Quantity: quantity("1")}, {Line: "7", Number: "B1", Amount: 15_000}})
		must(t, err)
		if len(v.Receipts) != 2 || v.Lines[0].ReceivedQty != "1" || money.Cents(v.Lines[1].Received) != 15_000 || v.Receipts[0].By != "eva" {
			t.Fatalf("%+v", v)
		}
		if got := shown(t, b, one.ID); got.State != invoices.Coding || got.Content.Match.Ways != 3 {
			t.Fatalf("%s %+v", got.State, got.Content.Match)
		}
		for _, wrong := range []struct {
			code string
			r    order.Receipt
		}{
			{"invoices.receipt-known", order.Receipt{Line: "1", Number: "B1", Quantity: quantity("1")}},
			{"invoices.receipt-line", order.Receipt{Line: "3", Amount: 1}},
			{"invoices.receipt-line", order.Receipt{Amount: 1}},
			{"invoices.receipt-quantity", order.Receipt{Line: "1", Amount: 100}},
			{"invoices.receipt-amount", order.Receipt{Line: "7", Quantity: quantity("1")}},
			{"invoices.receipt-day", order.Receipt{Line: "1", Quantity: quantity("1"), Day: "2126-01-01"}},
		} {
			if _, err := d.Receive(t.Context(), "eva", o.ID, []order.Receipt{wrong.r}); !fault.Is(err, wrong.code) {
				t.Errorf("%s: %v", wrong.code, err)
			}
		}
		if _, err := d.Receive(t.Context(), "eva", 999, []order.Receipt{{Amount: 1}}); !fault.Is(err, "invoices.no-order-id") {
			t.Error(err)
		}
		taken(t, b, "orders.csv", "ordernummer;leveranciersnummer;regel;aantal;prijs;regelbedrag;aantal ontvangen\nPO-10;C-1;1;4;100,00;400,00;1\n")
		other, err := d.ShowOrder(t.Context(), "PO-10")
		must(t, err)
		if _, err := d.Receive(t.Context(), "eva", other.ID, []order.Receipt{{Line: "1", Quantity: quantity("1")}}); !fault.Is(err, "invoices.receipt-listed") || !other.Listed {
			t.Errorf("%v %+v", err, other)
		}
		whole(t, b)
	})
}
