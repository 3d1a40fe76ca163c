// SPDX-License-Identifier: EUPL-1.2

package einvoice

import "strings"

// nlcius are the rules of the Gebruiksinstructie Basisfactuur (NLCIUS, SI-UBL
// 2.0) for both syntaxes: demands (BR-NL-1 to 13) and advice (BR-NL-19 to 35),
// most of them for suppliers in the Netherlands.
var nlcius = []rule{
	{"BR-NL-1", Error, legalSeller, whenNL(sellerNL, sellerDutchID), sentence("dutch-id")},
	{"BR-NL-2", Error, each("BG-0"), whenNL(sellerNL, present("BT-10", "BT-13")), missingOneOf("BT-10", "BT-13")},
	{"BR-NL-3", Error, each("BG-5"), whenNL(sellerNL, addressWhole("BT-35", "BT-37", "BT-38")), sentence("address")},
	{"BR-NL-4", Error, each("BG-8"), whenNL(sellerNL, addressIfDutch("BT-55", "BT-50", "BT-52", "BT-53")), sentence("address")},
	{"BR-NL-5", Error, each("BG-12"), whenNL(sellerNL, addressIfDutch("BT-69", "BT-64", "BT-66", "BT-67")), sentence("address")},
	{"BR-NL-7", Error, each("BT-3"), whenNLorCII(among("380", "381", "384", "389")), sentence("BR-NL-7")},
	{"BR-NL-9", Error, each("BT-3"), whenNL(sellerNL, any1(not(among("384")), func(d *doc, _ place) broken { return when(len(d.Each("BT-25")) > 0) })), missing("BT-25")},
	{"BR-NL-10", Error, legalBuyer, whenNL(sellerNL, buyerDutchID), sentence("dutch-id")},
	{"BR-NL-11", Error, each("BG-22"), whenNL(sellerNL, paidFor), missing("BG-16")},
	{"BR-NL-12", Error, each("BG-16"), whenNL(sellerNL, termIs("BT-81", "30", "48", "49", "57", "58", "59")), sentence("dutch-means")},
	{"BR-NL-13", Error, each("BT-132"), orderNamed, missing("BT-13")},
	{"BR-CO-25", Error, each("BT-115"), dueSaid, missingOneOf("BT-9", "BT-20")}, // since 2026 no longer in EN 16931's own
	advised("BR-NL-19", "BT-6"),
	advised("BR-NL-20", "BT-7"),
	advised("BR-NL-21", "BT-8"),
	advised("BR-NL-24", "BT-26"),
	{"BR-NL-25", Warning, otherTaxIDs, whenNL(sellerNL, never), about("advice", "BT-32")},
	advised("BR-NL-26", "BT-33"),
	advised("BR-NL-27", "BT-162"),
	advised("BR-NL-27", "BT-163"),
	advised("BR-NL-27", "BT-164"),
	advised("BR-NL-27", "BT-165"),
	advised("BR-NL-28", "BT-39"),
	advised("BR-NL-28", "BT-54"),
	advised("BR-NL-28", "BT-68"),
	advised("BR-NL-28", "BT-79"),
	advised("BR-NL-29", "BT-82"),
	advised("BR-NL-30", "BT-85"),
	{"BR-NL-31", Warning, each("BG-16"), whenNL(sellerNL, any1(not(termIs("BT-81", "58", "59")), not(bankNamed))), about("advice", "BT-86")},
	{"BR-NL-33", Warning, each("BT-110"), whenNL(sellerNL, func(d *doc, at place) broken { return when(at.Attr("currencyID") == d.Value("BT-5")) }), about("advice", "BT-111")},
	advised("BR-NL-35", "BT-121"),
}

var nlciusUBL = []rule{
	{"SI-V20-INV-R000", Error, each("BT-24"), func(_ *doc, at place) broken { return when(strings.HasPrefix(at.Value(), nlciusProfile)) }, sentence("profile", "profile", nlciusProfile)},
	{"BR-NL-8", Error, each("BT-3"), whenNL(sellerNL, rootForType), sentence("BR-NL-8")},
	advisedAt("BR-NL-32", "//AllowanceCharge[ChargeIndicator=false,0]/AllowanceChargeReasonCode"),
	advisedAt("BR-NL-34", "//AllowanceCharge[ChargeIndicator=true,1]/AllowanceChargeReasonCode"),
	{"SI-UBL-2", Warning, along("//?[!?][.=]"), never, sentence("empty")},
}

var nlciusCII = []rule{
	advised("BR-NL-22", "BT-21"),
	advised("BR-NL-23", "BT-23"),
	advisedAt("BR-NL-32", "//SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator=false,0]/ReasonCode"),
	advisedAt("BR-NL-34", "//SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator=true,1]/ReasonCode"),
	{"empty-element-check", Warning, along("//?[!?][.=]"), never, sentence("empty")},
}

const (
	nlciusProfile = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
	accountMark   = "#conformant#urn:fdc:nen.nl:gaccount:v1.0"
)

// gAccount are the rules of the g-account extension: part of the amount goes to
// the blocked account for payroll tax and VAT.
var gAccount = []rule{
	{"BR-GA-0", Error, each("BT-24"), func(_ *doc, at place) broken { return when(strings.Contains(at.Value(), accountMark)) }, sentence("profile", "profile", nlciusProfile+accountMark)},
	{"BR-GA-1", Error, each("BG-0"), counts("PaymentTerms", 2), sentence("BR-GA-1")},
	{"BR-GA-2", Error, each("BG-0"), counts("PaymentMeans", 2), sentence("BR-GA-2")},
	{"BR-GA-3", Error, each("BG-0"), partsAddUp, about("sum", "BT-115")},
	{"BR-GA-4", Error, along("PaymentTerms"), exactly("PaymentMeansID"), sentence("not-one", "element", "PaymentMeansID")},
	{"BR-GA-5", Error, along("PaymentMeans"), exactly("ID"), sentence("not-one", "element", "ID")},
	{"BR-GA-6", Error, along("PaymentTerms/PaymentMeansID"), func(d *doc, at place) broken {
		return when(meet([]place{at}, along("PaymentMeans/ID")(d)))
	}, sentence("BR-GA-6")},
	{"BR-GA-7", Error, each("BG-0"), counts("PaymentMeans/ID[.=GACCOUNT]", 1), sentence("BR-GA-7")},
}

// otherTaxIDs are tax numbers of the seller that are no VAT number.
func otherTaxIDs(d *doc) []place {
	if d.Syntax == "UBL" {
		return d.Each("BT-32")
	}
	return along("//SellerTradeParty/SpecifiedTaxRegistration/ID[!@schemeID=VA]")(d)
}

// dueSaid asks, of an invoice with something to pay, when that is to be done.
func dueSaid(d *doc, at place) broken {
	if d.Kind == "creditnote" || !number(at).IsPos() {
		return nil
	}
	return when(len(d.Each("BT-9")) > 0 || len(d.Each("BT-20")) > 0)
}

func counts(p path, n int) check {
	return func(d *doc, _ place) broken {
		if found := len(p.Of(d.Root)); found != n {
			return wrong("count", found)
		}
		return nil
	}
}

// partsAddUp asks that the two payments together are what is due.
func partsAddUp(d *doc, _ place) broken {
	payable, has := first(d.Each("BT-115"))
	should := sum(along("PaymentTerms/Amount")(d))
	if !has {
		return wrong("value", "", "expected", should)
	}
	return compare(payable, should)
}

// legalSeller looks where the legal identifier of the seller belongs.
func legalSeller(d *doc) []place {
	return legal(d, "AccountingSupplierParty/Party", "SellerTradeParty")
}

func legalBuyer(d *doc) []place {
	if d.Syntax == "UBL" {
		return along("AccountingCustomerParty/Party/PartyLegalEntity")(d)
	}
	return along("//BuyerTradeParty")(d)
}

func legal(d *doc, ubl, cii path) []place {
	if d.Syntax == "UBL" {
		return along(ubl)(d)
	}
	return along("//" + cii + "/SpecifiedLegalOrganization")(d)
}

// sellerDutchID asks for a KvK number or an OIN that is not empty.
func sellerDutchID(d *doc, at place) broken {
	for _, p := range d.Each("BT-30") {
		if dutchScheme(p) {
			return when(p.Value() != "" || meetsFilled(d.Each("BT-30")))
		}
	}
	return broken{}
}

func meetsFilled(all []place) bool {
	for _, p := range all {
		if p.Value() != "" {
			return true
		}
	}
	return false
}

func dutchScheme(p place) bool {
	scheme := " " + p.Attr("schemeID") + " "
	return strings.Contains(scheme, " 0106 ") || strings.Contains(scheme, " 0190 ")
}

// buyerDutchID asks a Dutch buyer for a KvK number or an OIN, and of any buyer
// that such a number is not empty.
func buyerDutchID(d *doc, _ place) broken {
	ids := d.Each("BT-47")
	if len(ids) > 0 && !meetsFilled(ids) || d.Syntax != "UBL" && len(ids) == 0 {
		return broken{}
	}
	if d.Value("BT-55") != "NL" {
		return nil
	}
	for _, p := range ids {
		if dutchScheme(p) {
			return nil
		}
	}
	return broken{}
}

// addressIfDutch asks for a whole address unless the country is another one.
func addressIfDutch(country term, terms ...term) check {
	return func(d *doc, at place) broken {
		for _, p := range d.In(at.Node, country) {
			if p.Value() != "NL" {
				return nil
			}
		}
		return addressWhole(terms...)(d, at)
	}
}

// whenNLorCII asks of Dutch sellers in UBL, and of all in CII.
func whenNLorCII(c check) check {
	return func(d *doc, at place) broken {
		if d.Syntax == "UBL" && !sellerNL(d) {
			return nil
		}
		return c(d, at)
	}
}

func rootForType(d *doc, at place) broken {
	return when((at.Value() == "381") == (d.Kind == "creditnote"))
}

// paidFor asks how to pay an invoice when there is something to pay.
func paidFor(d *doc, at place) broken {
	if d.Kind == "creditnote" {
		return nil
	}
	payable, has := total(d, at, "BT-115")
	return when(has && !payable.IsPos() || len(d.Each("BG-16")) > 0)
}

func bankNamed(d *doc, at place) broken {
	return when(path("PayeeFinancialAccount/FinancialInstitutionBranch/ID|PayerSpecifiedDebtorFinancialInstitution/BICID|" +
		"PayeeSpecifiedCreditorFinancialInstitution/BICID").Exists(at.Node))
}

// advised advises Dutch suppliers against a term.
func advised(id string, t term) rule {
	return rule{id, Warning, each(t), whenNL(sellerNL, never), about("advice", t)}
}

func advisedAt(id string, p path) rule {
	return rule{id, Warning, along(p), whenNL(sellerNL, never), about("advice", "BT-98")}
}
