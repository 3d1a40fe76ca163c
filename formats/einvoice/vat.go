// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"slices"

	"github.com/govalues/decimal"

	"rentmeester/fault"
)

// category is a category of VAT with rules of its own in EN 16931-1.
type category struct {
	rules string // the name in its rules: BR-IC-…
	code  string // UNTDID 5305
	// taxed categories may occur at several rates, the others once, at zero.
	taxed, manyRates bool
	zeroRate         bool // the rate is there and zero
	noRate           bool // there is no rate
	positiveRate     bool
	exempt           bool // a reason why there is no VAT
	noReason         bool // no such reason
	seller           sellerID
	buyer            []term // one of these identifies the buyer
	exactBase        bool   // the base is exactly the sum; else give or take one unit
}

// sellerID says how the seller is known.
type sellerID byte

const (
	taxOrVAT sellerID = iota // by VAT number or local tax number
	vatOnly                  // by VAT number
	noVAT                    // not by a VAT number, and neither is the buyer
)

var categories = []category{
	{rules: "S", code: "S", taxed: true, manyRates: true, positiveRate: true, noReason: true},
	{rules: "Z", code: "Z", zeroRate: true, noReason: true, exactBase: true},
	{rules: "E", code: "E", zeroRate: true, exempt: true, exactBase: true},
	{rules: "AE", code: "AE", zeroRate: true, exempt: true, exactBase: true, buyer: []term{"BT-48", "BT-47"}},
	{rules: "IC", code: "K", zeroRate: true, exempt: true, exactBase: true, seller: vatOnly, buyer: []term{"BT-48"}},
	{rules: "G", code: "G", zeroRate: true, exempt: true, exactBase: true, seller: vatOnly},
	{rules: "O", code: "O", noRate: true, exempt: true, exactBase: true, seller: noVAT},
	{rules: "AF", code: "L", taxed: true, manyRates: true, noReason: true}, // Canary Islands (IGIC)
	{rules: "AG", code: "M", taxed: true, manyRates: true, noReason: true}, // Ceuta and Melilla (IPSI)
}

// spots are the three places of an invoice with a category of VAT.
var spots = []struct {
	group, code, rate term
	parties, percent  string // numbers of the rules
}{
	{"BG-25", "BT-151", "BT-152", "02", "05"},
	{"BG-20", "BT-95", "BT-96", "03", "06"},
	{"BG-21", "BT-102", "BT-103", "04", "07"},
}

// vatRules are the rules of all categories (BR-S-01 … BR-AG-10) and those that
// only one of them has.
var vatRules = func() []rule {
	var rules []rule
	for _, c := range categories {
		rules = append(rules, c.make()...)
	}
	return append(rules,
		rule{"BR-IC-11", Error, each("BG-0"), ifCategory("K", deliveredOrPeriod), sentence("BR-IC-11")},
		rule{"BR-IC-12", Error, each("BG-0"), ifCategory("K", deliveredTo), missing("BT-80")},
		rule{"BR-O-11", Error, each("BG-0"), ifCategory("O", onlyO("BT-118")), about("BR-O-only", "BT-118")},
		rule{"BR-O-12", Error, each("BG-0"), ifCategory("O", onlyO("BT-151")), about("BR-O-only", "BT-151")},
		rule{"BR-O-13", Error, each("BG-0"), ifCategory("O", onlyO("BT-95")), about("BR-O-only", "BT-95")},
		rule{"BR-O-14", Error, each("BG-0"), ifCategory("O", onlyO("BT-102")), about("BR-O-only", "BT-102")},
		rule{"BR-B-01", Error, each("BG-0"), splitPaymentInItaly, sentence("BR-B-01")},
		rule{"BR-B-02", Error, each("BG-0"), splitPaymentAlone, sentence("BR-B-02")},
	)
}()

func (c category) make() []rule {
	id := func(number string) string { return "BR-" + c.rules + "-" + number }
	say := func(key string, t term) says {
		return says{key: "einvoice.vat." + key, args: fault.Args("category", c.code), term: map[string]term{"term": t}}
	}
	rules := []rule{{id("01"), Error, each("BG-0"), c.brokenDown, say("breakdown", "BG-23")}}
	for _, s := range spots {
		rules = append(rules,
			rule{id(s.parties), Error, each("BG-0"), c.partiesFor(s.group, s.code), say(c.partiesKey(), s.code)},
			rule{id(s.percent), Error, c.spot(s.group, s.code), c.rateOf(s.rate), say(c.rateKey(), s.rate)})
	}
	breakdown := c.spot("BG-23", "BT-118")
	rules = append(rules,
		rule{id("08"), Error, breakdown, c.baseAddsUp, say("base", "BT-116")},
		rule{id("09"), Error, breakdown, c.taxRight, say("tax", "BT-117")})
	if c.exempt {
		return append(rules, rule{id("10"), Error, breakdown, present("BT-120", "BT-121"), say("reason", "BT-120")})
	}
	return append(rules, rule{id("10"), Error, breakdown, not(present("BT-120", "BT-121")), say("no-reason", "BT-120")})
}

// has says whether an instance of a group has the category.
func (c category) has(d *doc, at place, code term) bool { return termIs(code, c.code)(d, at) == nil }

// spot looks at the instances of a group that have the category.
func (c category) spot(group, code term) where {
	return func(d *doc) []place {
		var found []place
		for _, at := range d.Each(group) {
			if c.has(d, at, code) {
				found = append(found, at)
			}
		}
		return found
	}
}

func (c category) used(d *doc) bool {
	for _, s := range spots {
		if len(c.spot(s.group, s.code)(d)) > 0 {
			return true
		}
	}
	return false
}

// brokenDown asks that a category that is used stands in the breakdown: once,
// or for those with rates at least once; and that one not used does not.
func (c category) brokenDown(d *doc, _ place) broken {
	parts := len(c.spot("BG-23", "BT-118")(d))
	used := c.used(d)
	if c.code == "S" && d.Syntax == "UBL" { // the standard rate counts whatever its scheme is called
		used = path("//AllowanceCharge/TaxCategory[ID=S]|//ClassifiedTaxCategory[ID=S]").Exists(d.Root)
		parts = len(path("TaxTotal/TaxSubtotal/TaxCategory[ID=S]").Of(d.Root))
	}
	if d.Syntax == "UBL" && !c.manyRates {
		used = used || parts > 0 // an empty category may stand in the breakdown
	}
	switch {
	case d.Syntax != "UBL" && c.manyRates:
		return when(!used || parts > 0)
	case d.Syntax != "UBL" && c.code == "O" && parts == 0:
		return nil
	case c.manyRates:
		return when(used == (parts > 0))
	case used:
		return when(parts == 1)
	}
	return when(parts == 0)
}

func (c category) partiesKey() string {
	switch {
	case c.seller == noVAT:
		return "no-parties"
	case len(c.buyer) > 0:
		return "both-parties"
	}
	return "seller"
}

// partiesFor asks, where a group has the category, that the parties are known
// to the tax office as the category wants.
func (c category) partiesFor(group, code term) check {
	return func(d *doc, _ place) broken {
		if len(c.spot(group, code)(d)) == 0 {
			return when(!c.nameless(d, group))
		}
		sellers := append(d.Each("BT-31"), d.Each("BT-63")...)
		switch c.seller {
		case noVAT:
			return when(len(sellers) == 0 && len(d.Each("BT-48")) == 0)
		case taxOrVAT:
			sellers = append(sellers, d.Each("BT-32")...)
		}
		buyers := len(c.buyer) == 0
		for _, t := range c.buyer {
			buyers = buyers || len(d.Each(t)) > 0
		}
		return when(len(sellers) > 0 && buyers)
	}
}

// nameless says whether a line has the standard rate under a tax that is not
// called VAT: who is liable for it cannot be said then.
func (c category) nameless(d *doc, group term) bool {
	return c.code == "S" && group == "BG-25" && d.Syntax == "UBL" && path("//ClassifiedTaxCategory[ID=S]").Exists(d.Root)
}

func (c category) rateKey() string {
	switch {
	case c.noRate:
		return "no-rate"
	case c.zeroRate:
		return "zero-rate"
	case c.positiveRate:
		return "positive-rate"
	}
	return "rate"
}

func (c category) rateOf(t term) check {
	return func(d *doc, at place) broken {
		rate, has := first(d.In(at.Node, t))
		switch {
		case c.noRate:
			return when(!has)
		case !has:
			return broken{}
		case c.zeroRate:
			return when(rate.IsZero())
		case c.positiveRate:
			return when(rate.IsPos())
		}
		return when(!rate.IsNeg())
	}
}

// baseAddsUp asks that the base is what lines and charges, less allowances, of
// the category (and the rate) come to.
func (c category) baseAddsUp(d *doc, at place) broken {
	base, has := total(d, at, "BT-116")
	rate, hasRate := total(d, at, "BT-119")
	if c.manyRates && !hasRate {
		return nil
	}
	should, found := c.parts(d, rate)
	if !has || c.code == "S" && d.Syntax == "UBL" && !found {
		return wrong("value", "", "expected", should)
	}
	exact := c.exactBase
	if d.Syntax != "UBL" {
		should, exact = round(should), c.manyRates || c.code == "O"
	}
	if exact && equal(base, should) || !exact && within(base, should, one) {
		return nil
	}
	return wrong("value", base, "expected", should)
}

// parts gives what lines and charges, less allowances, of the category (and the
// rate) come to, and whether there are any. The name of the tax does not matter.
func (c category) parts(d *doc, rate decimal.Decimal) (decimal.Decimal, bool) {
	if d.parts[c.code] == nil {
		if d.parts == nil {
			d.parts = map[string]map[string]decimal.Decimal{}
		}
		d.parts[c.code] = c.addUp(d)
	}
	name := ""
	if c.manyRates {
		name = rate.Trim(0).String()
	}
	sum, any := d.parts[c.code][name]
	return sum, any
}

// addUp adds up the parts of the category by rate, in one pass.
func (c category) addUp(d *doc) map[string]decimal.Decimal {
	sums := map[string]decimal.Decimal{}
	for _, s := range []struct{ group, amount term }{{"BG-25", "BT-131"}, {"BG-21", "BT-99"}, {"BG-20", "BT-92"}} {
		for _, part := range d.Each(s.group) {
			for _, name := range c.ratesOf(part) {
				amount := sum(d.In(part.Node, s.amount))
				if s.group == "BG-20" {
					amount = amount.Neg()
				}
				sums[name] = plus(sums[name], amount)
			}
		}
	}
	return sums
}

// ratesOf gives the rates, each once, at which a part has the category; all are
// one when the category has one rate only.
func (c category) ratesOf(part place) []string {
	var names []string
	taxes := c.taxesOf(part)
	if !c.manyRates && len(taxes) > 0 {
		return []string{""}
	}
	for _, tax := range taxes {
		its, some := first(path("Percent|RateApplicablePercent").Of(tax.Node))
		if !some {
			continue
		}
		if name := its.Trim(0).String(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// taxesOf gives the taxes of a line, charge or allowance that have the category.
func (c category) taxesOf(part place) []place {
	code := path(c.code)
	return ("Item/ClassifiedTaxCategory[ID=" + code + "]|TaxCategory[ID=" + code + "]|" +
		"SpecifiedLineTradeSettlement/ApplicableTradeTax[CategoryCode=" + code + "]|CategoryTradeTax[CategoryCode=" + code + "]").Of(part.Node)
}

func (c category) taxRight(d *doc, at place) broken {
	tax, has := total(d, at, "BT-117")
	if !has {
		return wrong("value", "", "expected", "")
	}
	if !c.taxed {
		return compare(tax, decimal.Zero)
	}
	if d.Syntax != "UBL" && c.code != "S" {
		return nil // not checked in CII
	}
	rate, hasRate := total(d, at, "BT-119")
	if !hasRate {
		return wrong("value", tax, "expected", "")
	}
	return roughly(d, at, tax, rate, false)
}

// ifCategory asks something of a document with a category in its breakdown.
func ifCategory(code string, c check) check {
	return func(d *doc, at place) broken {
		for _, p := range d.Each("BT-118") {
			if p.Value() == code {
				return c(d, at)
			}
		}
		return nil
	}
}

func deliveredOrPeriod(d *doc, _ place) broken {
	for _, t := range []term{"BT-72", "BT-73", "BT-74", "BT-8"} {
		if d.Syntax != "UBL" && t == "BT-8" {
			continue
		}
		if len(d.Each(t)) > 0 && (t != "BT-72" || len(d.Value(t)) > 1) {
			return nil
		}
	}
	return broken{}
}

func deliveredTo(d *doc, _ place) broken { return when(len(d.Value("BT-80")) > 1) }

// onlyO asks that a term has no other category than O.
func onlyO(t term) check {
	return func(d *doc, _ place) broken {
		for _, p := range d.Each(t) {
			if p.Value() != "O" {
				return wrong("value", p.Value())
			}
		}
		return nil
	}
}

// hasCode says whether a category stands anywhere in the document.
func hasCode(d *doc, code string) bool {
	for _, t := range []term{"BT-118", "BT-151", "BT-95", "BT-102"} {
		for _, p := range d.Each(t) {
			if p.Value() == code {
				return true
			}
		}
	}
	return false
}

// splitPaymentInItaly asks that split payment (B) is used within Italy only.
func splitPaymentInItaly(d *doc, _ place) broken {
	if !hasCode(d, "B") {
		return nil
	}
	for _, p := range path("//IdentificationCode|//CountryID").Of(d.Root) {
		if p.Value() != "IT" {
			return wrong("value", p.Value())
		}
	}
	return nil
}

func splitPaymentAlone(d *doc, _ place) broken { return when(!hasCode(d, "B") || !hasCode(d, "S")) }
