// SPDX-License-Identifier: EUPL-1.2

package paying_test

import (
	"bytes"
	"fmt"
	"time"

	"rentmeester/formats/pain"
	"rentmeester/paying"
	"rentmeester/payment"
)

// A run of two invoices, one with a part for a g-account, and the file of it.
func ExamplePlan() {
	terms := paying.Terms{Account: "NL02ABNA0123456789", Ahead: 2, Net: true, Combine: true, Late: paying.Late{Days: 30}}
	run := paying.Plan([]paying.Payable{
		{ID: 1, Number: "2026-17", Supplier: 7, Name: "Bakker & Zonen", IBAN: "NL20INGB0001234567", Amount: 12_100, Due: "2026-03-01"},
		{
			ID: 2, Number: "A9", Supplier: 8, Name: "Uitzendbureau Noord", IBAN: "NL44RABO0123456789", Amount: 100_000,
			GIBAN: "NL93RABO0990123456", GAmount: 25_000, Due: "2026-03-02",
		},
		{ID: 3, Number: "2026-18", Supplier: 7, Name: "Bakker & Zonen", IBAN: "NL20INGB0001234567", Amount: 4_500, Due: "2026-04-01"},
	}, terms, "2026-02-27")
	for _, one := range run.Payments {
		fmt.Println(one.To.Name, one.To.IBAN, one.Amount, one.Text)
	}
	for _, one := range run.Left {
		fmt.Println("left", one.Number, one.Reasons[0].Key, one.Reasons[0].Args["day"])
	}
	var file bytes.Buffer
	message := run.Message("R1", paying.Sender{
		Own: payment.Side{Name: "Gemeente Voorbeeld", IBAN: terms.Account}, Created: time.Date(2026, 2, 27, 9, 0, 0, 0, time.UTC),
	})
	if err := pain.Write(&file, pain.V09, message); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Bakker & Zonen NL20INGB0001234567 121.00 2026-17
	// Uitzendbureau Noord NL44RABO0123456789 750.00 A9
	// Uitzendbureau Noord NL93RABO0990123456 250.00 A9
	// left 2026-18 paying.left.not-due 2026-03-30
}
