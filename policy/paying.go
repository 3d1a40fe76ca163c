// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/pain"
	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/paying"
	"rentmeester/payment"
)

// Paying says from where, how and under whose hands an administration pays.
type Paying struct {
	Name    string       // own name as the bank knows it, "" that of the administration
	BIC     string       // of the own bank, "" leave it to the bank
	OrgID   string       // number agreed with the bank, "" none
	Version string       // of the file
	Booking bool         // one booking for a run; else one for each payment
	Terms   paying.Terms // Terms.Account is the account to pay from, "" none: nothing can be paid
	Release paying.Rule
}

// Sender gives our side of a payment file, made at a time; name is that of the
// administration, for a policy that names none.
func (p Paying) Sender(name string, created time.Time) paying.Sender {
	if p.Name != "" {
		name = p.Name
	}
	return paying.Sender{
		Own: payment.Side{Name: name, IBAN: p.Terms.Account, BIC: p.BIC}, OrgID: p.OrgID, Booking: p.Booking, Created: created,
	}
}

// unsaid holds where a policy says nothing of paying.
func unsaid() Paying {
	rates := []paying.Rate{
		{From: "2016-07-01", Yearly: 800}, {From: "2023-01-01", Yearly: 1050}, {From: "2023-07-01", Yearly: 1200},
		{From: "2024-01-01", Yearly: 1250}, {From: "2024-07-01", Yearly: 1225}, {From: "2025-01-01", Yearly: 1115},
		{From: "2025-07-01", Yearly: 1015}, {From: "2026-01-01", Yearly: 1015},
	}
	return Paying{
		Version: pain.V09, Booking: true,
		Terms: paying.Terms{
			Ahead: 2, Net: true, Combine: true, Discount: 500,
			Late: paying.Late{Days: 30, Compensation: 40_00, Rates: rates},
		},
		Release: paying.Rule{People: 2},
	}
}

// payingPart is what a part of a policy says of paying: what to change, in order.
type payingPart []func(*Paying)

func (p payingPart) apply(to *Paying) {
	for _, change := range p {
		change(to)
	}
}

// payingSetting reads one setting; allowed says what may stand there.
type payingSetting struct {
	allowed string
	read    func(*yaml.Node) (func(*Paying), bool)
}

// payingSettings are all there are; a setting is one line here.
var payingSettings = map[string]payingSetting{
	"account": {"een IBAN / an IBAN", scalar(func(p *Paying, s string) bool {
		iban, ok := ident.IBAN(s)
		p.Terms.Account = iban
		return ok && payment.SEPA(ident.IBANCountry(iban))
	})},
	"name":         {"1 – 70", scalar(func(p *Paying, s string) bool { p.Name = s; return payment.Readable(s) && len(s) <= payment.MaxName })},
	"bic":          {"ABNANL2A", scalar(func(p *Paying, s string) bool { bic, ok := ident.BIC(s); p.BIC = bic; return ok })},
	"organisation": {"1 – 35", scalar(func(p *Paying, s string) bool { p.OrgID = s; return payment.Identifies(s) })},
	"version":      {pain.V09 + ", " + pain.V03, scalar(func(p *Paying, s string) bool { p.Version = s; return s == pain.V09 || s == pain.V03 })},
	"booking":      {"batch, each", scalar(func(p *Paying, s string) bool { p.Booking = s == "batch"; return s == "batch" || s == "each" })},
	"days-before":  number(0, 30, func(p *Paying) *int { return &p.Terms.Ahead }),
	"limit":        amount(func(p *Paying) *money.Cents { return &p.Terms.Limit }),
	"run-limit":    amount(func(p *Paying) *money.Cents { return &p.Terms.RunLimit }),
	"minimum":      amount(func(p *Paying) *money.Cents { return &p.Terms.Minimum }),
	"net":          yesNo(func(p *Paying) *bool { return &p.Terms.Net }),
	"combine":      yesNo(func(p *Paying) *bool { return &p.Terms.Combine }),
	"discount":     {"0% – 100%", scalar(func(p *Paying, s string) (ok bool) { p.Terms.Discount, ok = hundredths(s); return ok })},
	"closed":       {"[2026-04-27, 2026-05-05]", readClosed},

	"people":        number(1, 5, func(p *Paying) *int { return &p.Release.People }),
	"maker":         yesNo(func(p *Paying) *bool { return &p.Release.Maker }),
	"person-limit":  amount(func(p *Paying) *money.Cents { return &p.Release.Limit }),
	"person-limits": {`{j.jansen: "50000.00"}`, readPersonLimits},

	"pay-within":   number(1, 60, func(p *Paying) *int { return &p.Terms.Late.Days }),
	"compensation": amount(func(p *Paying) *money.Cents { return &p.Terms.Late.Compensation }),
	"interest":     {`{2025-07-01: "10.15%"}`, readRates},
}

// readPaying reads that part. Errors: policy.value-at.
func readPaying(node yaml.Node, from string) (part payingPart, err error) {
	wrong := func(at *yaml.Node, setting, allowed string) error {
		return fault.New("policy.value-at", "from", from, "line", at.Line, "setting", setting, "value", written(at), "allowed", allowed)
	}
	all := strings.Join(slices.Sorted(maps.Keys(payingSettings)), ", ")
	if node.Kind != 0 && node.Kind != yaml.MappingNode && node.Tag != "!!null" {
		return nil, wrong(&node, "paying", all)
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		setting, known := payingSettings[key.Value]
		if !known {
			return nil, wrong(key, "paying", all)
		}
		change, ok := setting.read(value)
		if !ok {
			return nil, wrong(value, "paying."+key.Value, setting.allowed)
		}
		part = append(part, change)
	}
	return part, nil
}

// written gives what stands at a place in a policy, short.
func written(node *yaml.Node) string {
	if node.Kind == yaml.ScalarNode {
		return node.Value
	}
	var parts []string
	for _, one := range node.Content {
		parts = append(parts, written(one))
	}
	return payment.Clip(strings.Join(parts, " "), 60)
}

// scalar reads a value that stands alone: take says whether it is one, and puts
// it in its place.
func scalar(take func(*Paying, string) bool) func(*yaml.Node) (func(*Paying), bool) {
	return func(node *yaml.Node) (func(*Paying), bool) {
		said := node.Value
		if node.Kind != yaml.ScalarNode || !take(&Paying{}, said) {
			return nil, false
		}
		return func(p *Paying) { take(p, said) }, true
	}
}

func number(low, high int, place func(*Paying) *int) payingSetting {
	return payingSetting{strconv.Itoa(low) + " – " + strconv.Itoa(high), scalar(func(p *Paying, s string) bool {
		n, err := strconv.Atoi(s)
		*place(p) = n
		return err == nil && n >= low && n <= high
	})}
}

func amount(place func(*Paying) *money.Cents) payingSetting {
	return payingSetting{"0.00 – " + payment.MaxTransfer.String(), scalar(func(p *Paying, s string) bool {
		cents, err := money.Parse(s)
		*place(p) = cents
		return err == nil && cents >= 0 && cents <= payment.MaxTransfer
	})}
}

func yesNo(place func(*Paying) *bool) payingSetting {
	return payingSetting{"true, false", scalar(func(p *Paying, s string) bool { *place(p) = s == "true"; return s == "true" || s == "false" })}
}

// hundredths reads a percentage with two decimals at most.
func hundredths(s string) (int, bool) {
	share, ok := parseShare(s)
	return int(share / 100), ok && share%100 == 0
}

func readClosed(node *yaml.Node) (func(*Paying), bool) {
	said := []string{}
	if err := node.Decode(&said); err != nil {
		return nil, false
	}
	days := make([]day.Day, len(said))
	for n, s := range said {
		d, err := day.Parse(s)
		if err != nil {
			return nil, false
		}
		days[n] = d
	}
	return func(p *Paying) { p.Terms.Closed = slices.Clone(days) }, true
}

func readPersonLimits(node *yaml.Node) (func(*Paying), bool) {
	said := map[string]string{}
	if err := node.Decode(&said); err != nil {
		return nil, false
	}
	limits := map[string]money.Cents{}
	for person, s := range said {
		cents, err := money.Parse(s)
		if err != nil || cents < 0 || strings.TrimSpace(person) == "" {
			return nil, false
		}
		limits[person] = cents
	}
	return func(p *Paying) { p.Release.Limits = maps.Clone(limits) }, true
}

// readRates reads interest by the day from which it holds. What is said of other
// days stays: a new part names the new rate only.
func readRates(node *yaml.Node) (func(*Paying), bool) {
	said := map[string]string{}
	if err := node.Decode(&said); err != nil {
		return nil, false
	}
	rates := make([]paying.Rate, 0, len(said))
	for from, s := range said {
		d, err := day.Parse(from)
		yearly, ok := hundredths(s)
		if err != nil || !ok {
			return nil, false
		}
		rates = append(rates, paying.Rate{From: d, Yearly: yearly})
	}
	return func(p *Paying) {
		kept := slices.DeleteFunc(slices.Clone(p.Terms.Late.Rates), func(r paying.Rate) bool {
			return slices.ContainsFunc(rates, func(n paying.Rate) bool { return n.From == r.From })
		})
		kept = append(kept, rates...)
		slices.SortFunc(kept, func(a, b paying.Rate) int { return cmp.Compare(a.From, b.From) })
		p.Terms.Late.Rates = kept
	}, true
}
