// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"os"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"rentmeester/approval"
	"rentmeester/commitment"
	"rentmeester/invoice"
	"rentmeester/order"
)

// manual gives the policy that docs/approval.md shows.
func manual(t *testing.T) Policy {
	t.Helper()
	raw, err := os.ReadFile("../docs/approval.md")
	if err != nil {
		t.Fatal(err)
	}
	said := "policy:\n  - from: 2026-01-01" + accounts + "\n"
	for _, block := range strings.Split(string(raw), "```yaml\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		said += block
	}
	p, err := Check([]byte(said))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// From an order and its receipt to the steps of the invoice, by the policy of the
// manual: what was ordered, received and invoiced alike needs no declaration of
// performance.
func TestFromOrderToRoute(t *testing.T) {
	s := manual(t).On("2026-03-01")
	goods := order.Order{Number: "V2026-0017", Kind: order.Purchase, Supplier: "77", Amount: 100_000, Orderer: "b.smit"}
	for _, test := range []struct {
		name     string
		cents    int64
		receipts []order.Receipt
		account  string
		want     string
	}{
		{"received", 100_000, []order.Receipt{{Order: "V2026-0017", Amount: 100_000}}, "4300", "budgetholder:4010"},
		{"received, a little over", 100_500, []order.Receipt{{Order: "V2026-0017", Amount: 100_500}}, "4300", "budgetholder:4010"},
		{"not compared with receipts", 100_000, nil, "4300", "performance budgetholder:4010"},
		{"not received", 100_000, []order.Receipt{{Order: "V2026-0017", Amount: 10_000}}, "4300", "performance budgetholder:4010"},
		{"an investment", 100_000, []order.Receipt{{Order: "V2026-0017", Amount: 100_000}}, "0210", "budgetholder:4010 controller"},
	} {
		net := invoice.Amount{Value: decimal.MustNew(test.cents, 2)}
		bill := commitment.Bill{Supplier: "77", Day: "2026-03-01",
			Invoice: &invoice.Invoice{Kind: invoice.Bill, Order: "v2026/17", Issued: "2026-02-27", Totals: invoice.Totals{Net: &net}}}
		out := commitment.Match(bill, []order.Order{goods}, test.receipts, s.Commitments)
		r := approval.Plan(approval.Case{Received: "2026-03-01", Amount: 121_000, Supplier: "77", Ordered: out.Orderers(),
			Parts: []approval.Part{{Amount: 121_000, Account: test.account, CostCentre: "4010"}},
			Match: approval.Match{State: string(out.State), Ways: out.Ways}}, s.Approval)
		var got []string
		for _, step := range r.Steps {
			got = append(got, step.Key)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %s %d-way gives %q, not %q\n%+v", test.name, out.State, out.Ways, got, test.want, out.Reasons)
		}
	}
}
