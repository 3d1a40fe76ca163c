// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"strings"

	"github.com/govalues/decimal"
)

// conditions are the rules of EN 16931-1 that tie terms to each other (BR-CO).
var conditions = []rule{
	{"BR-CO-03", Error, each("BG-0"), notBoth("BT-7", "BT-8"), sentence("BR-CO-03")},
	{"BR-CO-04", Error, each("BG-25"), present("BT-151"), missing("BT-151")},
	{"BR-CO-05", Error, each("BG-20"), always, sentence("same-reason")},
	{"BR-CO-06", Error, each("BG-21"), always, sentence("same-reason")},
	{"BR-CO-07", Error, each("BG-27"), always, sentence("same-reason")},
	{"BR-CO-08", Error, each("BG-28"), always, sentence("same-reason")},
	{"BR-CO-09", Error, vatNumbers, countryFirst, sentence("BR-CO-09")},
	{"BR-CO-10", Error, each("BG-22"), linesAddUp, about("sum", "BT-106")},
	{"BR-CO-11", Error, each("BG-22"), adjustmentsAddUp("BT-107", "BG-20", "BT-92"), about("sum", "BT-107")},
	{"BR-CO-12", Error, each("BG-22"), adjustmentsAddUp("BT-108", "BG-21", "BT-99"), about("sum", "BT-108")},
	{"BR-CO-13", Error, each("BG-22"), netAddsUp, about("sum", "BT-109")},
	{"BR-CO-14", Error, taxTotals, taxAddsUp, about("sum", "BT-110")},
	{"BR-CO-15", Error, each("BT-5"), grossAddsUp, about("sum", "BT-112")},
	{"BR-CO-16", Error, each("BG-22"), payableAddsUp, about("sum", "BT-115")},
	{"BR-CO-17", Error, each("BG-23"), taxOfCategory, about("sum", "BT-117")},
	{"BR-CO-19", Error, each("BG-14"), periodSaid, missingOneOf("BT-73", "BT-74")},
	{"BR-CO-20", Error, each("BG-26"), present("BT-134", "BT-135"), missingOneOf("BT-134", "BT-135")},
	{"BR-CO-21", Error, each("BG-20"), present("BT-97", "BT-98"), missingOneOf("BT-97", "BT-98")},
	{"BR-CO-22", Error, each("BG-21"), present("BT-104", "BT-105"), missingOneOf("BT-104", "BT-105")},
	{"BR-CO-23", Error, each("BG-27"), present("BT-139", "BT-140"), missingOneOf("BT-139", "BT-140")},
	{"BR-CO-24", Error, each("BG-28"), present("BT-144", "BT-145"), missingOneOf("BT-144", "BT-145")},
	{"BR-CO-26", Error, each("BG-4"), present("BT-29", "BT-30", "BT-31"), sentence("BR-CO-26")},
}

func notBoth(a, b term) check { return not(all(present(a), present(b))) }

// vatNumbers are the VAT identifiers of all parties.
func vatNumbers(d *doc) []place {
	return append(append(d.Each("BT-31"), d.Each("BT-48")...), d.Each("BT-63")...)
}

// countryFirst asks that a VAT number begins with a country (Greece with EL).
func countryFirst(d *doc, at place) broken {
	value := strings.TrimSpace(at.Raw())
	if len(value) > 2 {
		value = value[:2]
	}
	return when(value == "" && d.Syntax == "UBL" || codeList("taxcountry")[value])
}

// compare says whether a total is what it should be.
func compare(said, should decimal.Decimal) broken {
	if equal(said, should) {
		return nil
	}
	return wrong("value", said, "expected", should)
}

// total reads a total of the document; one that is missing is no total at all.
func total(d *doc, at place, t term) (decimal.Decimal, bool) { return first(d.In(at.Node, t)) }

func linesAddUp(d *doc, at place) broken {
	said, has := total(d, at, "BT-106")
	if !has {
		return wrong("value", "", "expected", round(sum(d.Each("BT-131"))))
	}
	return compare(said, round(sum(d.Each("BT-131"))))
}

func adjustmentsAddUp(t, group, amount term) check {
	return func(d *doc, at place) broken {
		said, has := total(d, at, t)
		should := round(sum(d.Each(amount)))
		if !has {
			if len(d.Each(group)) == 0 {
				return nil
			}
			return wrong("value", "", "expected", should)
		}
		return compare(said, should)
	}
}

func netAddsUp(d *doc, at place) broken {
	said, has := total(d, at, "BT-109")
	net, hasNet := total(d, at, "BT-106")
	if !has || !hasNet {
		return wrong("value", "", "expected", "")
	}
	less, allowances := total(d, at, "BT-107")
	more, charges := total(d, at, "BT-108")
	if !allowances && !charges {
		return compare(said, net)
	}
	return compare(said, round(plus(minus(net, less), more)))
}

// taxTotals are the totals of VAT that the breakdown belongs to.
func taxTotals(d *doc) []place {
	if d.Syntax == "UBL" {
		return along("TaxTotal[TaxSubtotal]")(d)
	}
	var inCurrency []place
	for _, p := range d.Each("BT-110") {
		if p.Attr("currencyID") == d.Value("BT-5") {
			inCurrency = append(inCurrency, p)
		}
	}
	return inCurrency
}

func taxAddsUp(d *doc, at place) broken {
	if d.Syntax != "UBL" {
		return compare(number(at), round(sum(d.Each("BT-117"))))
	}
	said, has := first(path("TaxAmount").Of(at.Node))
	should := round(sum(path("TaxSubtotal/TaxAmount").Of(at.Node)))
	if !has {
		return wrong("value", "", "expected", should)
	}
	return compare(said, should)
}

// grossAddsUp asks that there is one total of VAT in the currency of the
// document, and that gross is net and VAT together.
func grossAddsUp(d *doc, at place) broken {
	var tax []place
	for _, p := range d.Each("BT-110") {
		if p.Attr("currencyID") == at.Value() {
			tax = append(tax, p)
		}
	}
	gross, hasGross := first(d.Each("BT-112"))
	net, hasNet := first(d.Each("BT-109"))
	if d.Syntax == "CII" && hasGross && hasNet && equal(gross, net) {
		return nil
	}
	if len(tax) != 1 || !hasGross || !hasNet {
		return wrong("value", "", "expected", "")
	}
	return compare(gross, round(plus(net, number(tax[0]))))
}

func payableAddsUp(d *doc, at place) broken {
	said, has := total(d, at, "BT-115")
	gross, hasGross := total(d, at, "BT-112")
	if !has || !hasGross {
		return wrong("value", "", "expected", "")
	}
	paid, prepaid := total(d, at, "BT-113")
	rounding, rounded := total(d, at, "BT-114")
	switch should := plus(minus(gross, paid), rounding); {
	case rounded:
		return compare(round(said), round(should))
	case prepaid:
		return compare(said, round(should))
	default:
		return compare(said, should)
	}
}

// taxOfCategory asks that the VAT is base times rate, give or take one unit.
func taxOfCategory(d *doc, at place) broken {
	tax, has := total(d, at, "BT-117")
	rate, hasRate := total(d, at, "BT-119")
	switch {
	case !has:
		return wrong("value", "", "expected", "")
	case !hasRate || whole(rate).IsZero():
		return compare(whole(tax), decimal.Zero)
	}
	return roughly(d, at, tax, rate, d.Syntax != "UBL")
}

// roughly compares VAT with base times rate; the limit itself counts in CII.
func roughly(d *doc, at place, tax, rate decimal.Decimal, inclusive bool) broken {
	base, has := total(d, at, "BT-116")
	if !has {
		return wrong("value", tax, "expected", "")
	}
	should := round(must(times(base.Abs(), rate).Quo(hundred)))
	gap := minus(tax.Abs(), should).Abs().Cmp(one)
	if gap < 0 || inclusive && gap == 0 {
		return nil
	}
	return wrong("value", tax, "expected", should)
}

// periodSaid asks that a period has a begin or an end; in UBL the date that VAT
// falls due may stand in it instead.
func periodSaid(d *doc, at place) broken {
	if d.Syntax == "UBL" && path("DescriptionCode").Exists(at.Node) {
		return nil
	}
	return present("BT-73", "BT-74")(d, at)
}
