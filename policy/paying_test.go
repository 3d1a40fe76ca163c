// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/pain"
	"rentmeester/money"
	"rentmeester/paying"
	"rentmeester/payment"
	"rentmeester/text"
)

// The default policy says in words what holds where a policy says nothing: the
// two may not drift apart.
func TestDefaultPayingIsWhatIsUnsaid(t *testing.T) {
	p, err := Parse(Default)
	if err != nil {
		t.Fatal(err)
	}
	got, want := p.On("2026-03-02").Paying, unsaid()
	got.Terms.Closed = nil // [] says the same
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func TestPayingParts(t *testing.T) {
	p, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + `
    paying:
      account: NL02 ABNA 0123 4567 89
      name: Gemeente Voorbeeld
      bic: abnanl2a
      organisation: "12345678"
      version: pain.001.001.03
      booking: each
      days-before: 1
      combine: false
      net: false
      limit: "250000.00"
      run-limit: "1000000.00"
      minimum: "1.00"
      discount: "7.5%"
      closed: [2026-04-27]
      people: 3
      maker: true
      person-limit: "50000.00"
      person-limits: {j.jansen: "500000.00"}
      pay-within: 14
      compensation: "75.00"
      interest: {2026-01-01: "9%"}
  - from: 2026-07-01
    paying:
      run-limit: "0.00"
      closed: []
      interest: {2026-07-01: "10.4%"}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := Paying{
		Name: "Gemeente Voorbeeld", BIC: "ABNANL2A", OrgID: "12345678", Version: pain.V03,
		Terms: paying.Terms{
			Account: "NL02ABNA0123456789", Ahead: 1, Limit: 25_000_000, RunLimit: 100_000_000, Minimum: 100, Discount: 750, Closed: []day.Day{"2026-04-27"},
			Late: paying.Late{Days: 14, Compensation: 7500, Rates: append(unsaid().Terms.Late.Rates[:7:7], paying.Rate{From: "2026-01-01", Yearly: 900})},
		},
		Release: paying.Rule{People: 3, Maker: true, Limit: 5_000_000, Limits: map[string]money.Cents{"j.jansen": 50_000_000}},
	}
	if got := p.On("2026-03-02").Paying; !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	when := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	from := paying.Sender{Own: payment.Side{Name: "Gemeente Voorbeeld", IBAN: "NL02ABNA0123456789", BIC: "ABNANL2A"}, OrgID: "12345678", Created: when}
	if got := p.On("2026-03-02").Paying.Sender("Lindewoude", when); got != from {
		t.Errorf("sent from %+v", got)
	}
	if got := unsaid().Sender("Lindewoude", when); got.Own.Name != "Lindewoude" || !got.Booking {
		t.Errorf("sent from %+v", got)
	}
	want.Terms.RunLimit, want.Terms.Closed = 0, []day.Day{}
	want.Terms.Late.Rates = append(want.Terms.Late.Rates, paying.Rate{From: "2026-07-01", Yearly: 1040})
	if got := p.On("2026-08-01").Paying; !reflect.DeepEqual(got, want) {
		t.Errorf("later: got\n%+v\nwant\n%+v", got, want)
	}
}

func TestPayingRefuses(t *testing.T) {
	for name, said := range map[string]string{
		"unknown setting":     "fast: true",
		"account with a slip": "account: NL03ABNA0123456789",
		"account abroad":      "account: TR330006100519786457841326",
		"old version":         "version: pain.001.001.02",
		"no version":          "version: [1]",
		"booking":             "booking: maybe",
		"days":                "days-before: 31",
		"days in words":       "days-before: two",
		"negative limit":      `limit: "-1.00"`,
		"limit in words":      "limit: much",
		"yes":                 "net: yes",
		"percent":             "discount: 5",
		"fine percent":        `discount: "5.001%"`,
		"closed":              "closed: [2026-02-30]",
		"closed day":          "closed: Monday",
		"nobody":              "people: 0",
		"limits":              "person-limits: {a: b}",
		"limits as list":      "person-limits: [a]",
		"interest":            `interest: {2026-01-01: "10"}`,
		"interest day":        `interest: {soon: "10%"}`,
		"name":                `name: "***"`,
		"bic":                 "bic: ABN",
		"organisation":        "organisation: a_b",
		"list":                "[a]",
	} {
		policy := "policy:\n  - from: 2026-01-01" + accounts + "\n    paying:\n      " + said + "\n"
		_, err := Parse([]byte(policy))
		if fault.Code(err) != "policy.value-at" {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if what, do := text.Fault(text.NL, err); strings.Contains(what, "{") || strings.Contains(what, "‘’") || do == "" || !strings.Contains(what, "paying") {
			t.Errorf("%s: %s %s", name, what, do)
		}
	}
}
