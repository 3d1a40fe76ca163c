// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"slices"
	"strings"

	"rentmeester/day"
)

// si10Rules are the rules of SI-UBL 1.0: its own, and those of BII 1.
var si10Rules = slices.Concat([]rule{
	{"SI-V10-INV-R200", Error, each("BT-24"), func(_ *doc, at place) broken { return when(strings.Contains(at.Value(), si10+".x")) }, sentence("profile", "profile", si10+".x")},
	{"SI-UBL-INV-R000", Warning, along("/"), never, sentence("old-version")},
	needs("SI-UBL-INV-R436", "/[//TaxCategory/ID=AE]", "AccountingCustomerParty/Party/PartyTaxScheme/CompanyID"),
	{"SI-UBL-INV-R437", Error, along("/[//TaxCategory/ID=AE]"), not(there("//TaxCategory/ID[.!=AE]")), sentence("reverse-alone")},
	{"SI-UBL-INV-R438", Error, along("/[//TaxCategory/ID=AE]"), reverseNet, about("sum", "BT-116")},
	{"SI-UBL-INV-R439", Error, along("/[//TaxCategory/ID=AE]"), there("//TaxTotal[TaxAmount=0,0.0,0.00]"), about("sum", "BT-110")},
	needs("SI-UBL-INV-R429", "/[TaxTotal/TaxSubtotal/TaxCategory/TaxScheme/ID=VAT]", "AccountingSupplierParty/Party/PartyTaxScheme/CompanyID"),
	needs("SI-UBL-INV-R428", "/[//TaxTotal/TaxSubtotal/TaxCategory/TaxScheme/ID=VAT]/AllowanceCharge", "TaxCategory/TaxScheme[ID=VAT]"),
	{"SI-UBL-INV-R434", Error, along("//AllowanceCharge/MultiplierFactorNumeric"), notNegative, sentence("negative-value")},
	{"SI-UBL-INV-R435", Warning, along("//AllowanceCharge"), all(pairedBase(true), pairedBase(false)), sentence("PEPPOL-EN16931-R041")},
	{"SI-UBL-INV-R443", Error, along("//AllowanceCharge"), pathNotNegative("Amount"), sentence("negative-value")},
	{"SI-UBL-INV-R444", Warning, along("//AllowanceCharge"), there("AllowanceChargeReason"), missing("BT-97")},
	{"SI-UBL-INV-R430", Error, along("//TaxCategory"), taxCategoryWhole, lacks("Percent")},
	needs("SI-UBL-INV-R432", "PayeeParty", "PartyName/Name"),
	needs("SI-UBL-INV-R433", "/", "ID").everywhere("//Item/ClassifiedTaxCategory", "//TaxTotal[TaxSubtotal/TaxCategory/TaxScheme/ID=VAT]"),
	{"SI-UBL-INV-R440", Error, along("LegalMonetaryTotal"), pathNotNegative("PayableAmount"), sentence("negative-value")},
	needs("SI-UBL-INV-R441", "//InvoicePeriod", "StartDate"),
	needs("SI-UBL-INV-R442", "//InvoicePeriod", "EndDate"),
	{"SI-UBL-INV-R445", Error, along("//*/@currencyID"), any1(ownCurrency, not(there("/DocumentCurrencyCode"))), sentence("currency")},
	inList("SI-UBL-INV-R451", "//PartyIdentification/ID/@schemeID", "party2v10"),
	inList("SI-UBL-INV-R452", "//EndpointID/@schemeID", "party2v10"),
	{"SI-UBL-INV-R001", Warning, along("//?[!?][.=]"), never, sentence("empty")},
	{"SI-UBL-INV-R424", Warning, along("AccountingCustomerParty/Party/PostalAddress"), wholeAddress, sentence("address")},
	{"SI-UBL-INV-R423", Warning, along("AccountingSupplierParty/Party"), there("PostalAddress[StreetName][CityName][PostalZone][Country/IdentificationCode]"), sentence("address")},
	{"SI-UBL-INV-R425", Warning, along("InvoiceLine"), there("InvoicedQuantity/@unitCode"), missing("BT-130")},
	{"SI-UBL-INV-R426", Warning, along("//PaymentMeans[!PaymentMeansCode!=31]"), all(there("PaymentMeansCode"), any1(not(there("PayeeFinancialAccount/ID[@schemeID=IBAN]")), there("PayeeFinancialAccount/FinancialInstitutionBranch/FinancialInstitution/ID[@schemeID=BIC]"))), sentence("label", "attribute", "FinancialInstitution/ID/@schemeID", "expected", "BIC")},
	{"SI-UBL-INV-R427", Warning, along("//Delivery/DeliveryLocation/Address"), all(there("CityName"), there("PostalZone"), there("Country/IdentificationCode")), sentence("address")},
	{"SI-UBL-INV-R431", Warning, along("//TaxSubtotal[!TaxCategory/ID!=E]"), there("TaxCategory/TaxExemptionReason|TaxCategory/TaxExemptionReasonCode"), missing("BT-120")},
	{"SI-UBL-INV-R446", Warning, along("//FinancialInstitution/ID/@schemeID"), among("BIC"), sentence("code", "list", "BIC")},
	{"SI-UBL-INV-R447", Warning, along("//PostalAddress/ID/@schemeID"), among("GLN"), sentence("code", "list", "GLN")},
	{"SI-UBL-INV-R448", Warning, along("//Delivery/DeliveryLocation/ID/@schemeID"), among("GLN"), sentence("code", "list", "GLN")},
	{"SI-UBL-INV-R449", Warning, along("//Item/StandardItemIdentification/ID/@schemeID"), among("GTIN"), sentence("code", "list", "GTIN")},
}, bii1, structure("siubl10.txt"))

// bii1 are the rules of CEN BII for an invoice, first version.
var bii1 = []rule{
	{"BIIRULE-T10-R011", Error, along("LegalMonetaryTotal"), adds("LineExtensionAmount", "//InvoiceLine/LineExtensionAmount"), about("sum", "BT-106")},
	{"BIIRULE-T10-R012", Error, along("LegalMonetaryTotal"), netAddsUp, about("sum", "BT-109")},
	{"BIIRULE-T10-R013", Error, along("LegalMonetaryTotal"), bii1Gross, about("sum", "BT-112")},
	{"BIIRULE-T10-R014", Error, along("LegalMonetaryTotal"), pathNotNegative("TaxInclusiveAmount"), about("negative", "BT-112")},
	{"BIIRULE-T10-R015", Error, along("LegalMonetaryTotal[AllowanceTotalAmount]"), adds("AllowanceTotalAmount", "/AllowanceCharge[ChargeIndicator=false]/Amount"), about("sum", "BT-107")},
	{"BIIRULE-T10-R016", Error, along("LegalMonetaryTotal[ChargeTotalAmount]"), adds("ChargeTotalAmount", "/AllowanceCharge[ChargeIndicator=true]/Amount"), about("sum", "BT-108")},
	{"BIIRULE-T10-R017", Error, along("LegalMonetaryTotal"), bii1Payable, about("sum", "BT-115")},
	{"BIIRULE-T10-R009", Error, along("TaxTotal[TaxSubtotal/*/*/ID=VAT]"), not(there("TaxSubtotal/*/*/ID[.!=VAT]")), sentence("line-tax")},
	{"BIIRULE-T10-R010", Error, along("TaxTotal"), adds("TaxAmount", "TaxSubtotal/TaxAmount"), about("sum", "BT-110")},
	{"BIIRULE-T10-R046", Error, along("TaxTotal/TaxSubtotal[!TaxCategory/TaxScheme/ID!=VAT]"), all(there("TaxCategory/TaxScheme/ID"), there("TaxableAmount")), missing("BT-116")},
	{"BIIRULE-T10-R047", Error, along("TaxTotal/TaxSubtotal[!TaxCategory/TaxScheme/ID!=VAT]"), all(there("TaxCategory/TaxScheme/ID"), there("TaxAmount")), missing("BT-117")},
	needs("BIIRULE-T10-R049", "//TaxScheme", "ID"),
	needs("BIIRULE-T10-R048", "//TaxCategory", "ID"),
	{"BIIRULE-T10-R002", Warning, along("//AccountingSupplierParty"), bii1Address, sentence("address")},
	{"BIIRULE-T10-R004", Warning, along("//AccountingCustomerParty"), bii1Address, sentence("address")},
	{"BIIRULE-T10-R003", Warning, along("AccountingSupplierParty"), abroad, sentence("BR-CO-09")},
	{"BIIRULE-T10-R005", Warning, along("AccountingCustomerParty"), abroad, sentence("BR-CO-09")},
	{"BIIRULE-T10-R006", Warning, along("//PaymentMeans[PaymentDueDate]"), func(d *doc, at place) broken {
		return notBefore(path("PaymentDueDate").Value(at.Node), d.Value("BT-2"))
	}, sentence("due-early")},
	{"BIIRULE-T10-R007", Warning, along("//PaymentMeans[!PaymentMeansCode!=31]"), all(there("PaymentMeansCode"), there("//PayeeFinancialAccount/ID")), missing("BT-84")},
	{"BIIRULE-T10-R008", Warning, along("//PaymentMeans[PayeeFinancialAccount/ID/@schemeID=IBAN]"), there("PayeeFinancialAccount/FinancialInstitutionBranch/FinancialInstitution/ID"), lacks("FinancialInstitution/ID")},
	needs("BIIRULE-T10-R041", "//PartyLegalEntity", "CompanyID"),
	{"BIIRULE-T10-R022", Error, along("//InvoiceLine/Price/PriceAmount"), notNegative, about("negative", "BT-146")},
	{"BIIRULE-T10-R019", Warning, along("//Item"), func(_ *doc, at place) broken { return when(len([]rune(path("Name").Value(at.Node))) <= 50) }, sentence("long-name")},
	{"BIIRULE-T10-R020", Warning, along("//Item[StandardItemIdentification]"), there("StandardItemIdentification/ID/@schemeID"), missing("BT-157-1")},
	{"BIIRULE-T10-R021", Warning, along("//Item[CommodityClassification]"), there("CommodityClassification/ItemClassificationCode/@listID"), missing("BT-158-1")},
	{"BIIRULE-T10-R001", Error, along("//InvoicePeriod"), all(there("StartDate"), there("EndDate"), pathsInOrder("StartDate", "EndDate")), sentence("period-order")},
	{"BIIRULE-T10-R018", Error, along("//InvoiceLine"), bii1Line, about("sum", "BT-131")},
	needs("BIIRULE-T10-R025", "//InvoiceLine", "Item/Name"),
	needs("BIIRULE-T10-R032", "//InvoiceLine", "ID"),
	needs("BIIRULE-T10-R050", "//InvoiceLine", "LineExtensionAmount"),
	needs("BIIRULE-T10-R023", "/", "IssueDate"),
	needs("BIIRULE-T10-R024", "/", "ID"),
	needs("BIIRULE-T10-R026", "/", "AccountingSupplierParty/Party/PartyName/Name"),
	needs("BIIRULE-T10-R027", "/", "AccountingCustomerParty/Party/PartyName/Name"),
	{"BIIRULE-T10-R028", Error, along("/[TaxTotal/TaxSubtotal/TaxCategory/TaxScheme/ID=VAT]"), siTaxable, about("sum", "BT-116")},
	needs("BIIRULE-T10-R029", "/", "UBLVersionID"),
	needs("BIIRULE-T10-R030", "/", "CustomizationID"),
	needs("BIIRULE-T10-R031", "/", "ProfileID"),
	needs("BIIRULE-T10-R033", "/", "InvoiceLine"),
	needs("BIIRULE-T10-R034", "/", "DocumentCurrencyCode"),
	needs("BIIRULE-T10-R035", "/[OrderReference]", "OrderReference/ID"),
	needs("BIIRULE-T10-R036", "/[ContractDocumentReference]", "ContractDocumentReference/ID"),
	needs("BIIRULE-T10-R037", "//AdditionalDocumentReference", "ID"),
	needs("BIIRULE-T10-R038", "/", "LegalMonetaryTotal/PayableAmount"),
	needs("BIIRULE-T10-R039", "/", "LegalMonetaryTotal/TaxInclusiveAmount"),
	needs("BIIRULE-T10-R040", "//Country", "IdentificationCode"),
	needs("BIIRULE-T10-R042", "/", "LegalMonetaryTotal/TaxExclusiveAmount"),
	needs("BIIRULE-T10-R043", "/", "LegalMonetaryTotal/LineExtensionAmount"),
	needs("BIIRULE-T10-R044", "//PaymentMeans", "PaymentMeansCode"),
}

// everywhere looks at a path, when another one leads somewhere.
func (r rule) everywhere(at, when path) rule {
	r.on = func(d *doc) []place {
		if !when.Exists(d.Root) {
			return nil
		}
		return at.Of(d.Root)
	}
	return r
}

// notBefore asks that a day is not earlier than another, and that both are days.
func notBefore(later, earlier string) broken {
	_, err := day.Parse(later)
	_, other := day.Parse(earlier)
	return when(err == nil && other == nil && later >= earlier)
}

func pathNotNegative(p path) check {
	return func(_ *doc, at place) broken {
		n, has := first(p.Of(at.Node))
		return when(has && !n.IsNeg())
	}
}

var wholeAddress = all(there("StreetName"), there("CityName"), there("PostalZone"), there("Country/IdentificationCode"))

func reverseNet(d *doc, _ place) broken {
	net, has := first(d.Each("BT-109"))
	for _, p := range along("//TaxTotal/TaxSubtotal[TaxCategory/ID=AE]/TaxableAmount")(d) {
		if has && equal(net, number(p)) {
			return nil
		}
	}
	return wrong("value", net, "expected", "")
}

func bii1Gross(d *doc, at place) broken {
	gross, has := total(d, at, "BT-112")
	net, hasNet := total(d, at, "BT-109")
	if !has || !hasNet {
		return wrong("value", "", "expected", "")
	}
	should := plus(net, round(sum(along("TaxTotal/TaxAmount")(d))))
	if rounding, some := total(d, at, "BT-114"); some && equal(gross, plus(should, rounding)) {
		return nil
	}
	return compare(gross, should)
}

func bii1Payable(d *doc, at place) broken {
	gross, has := total(d, at, "BT-112")
	payable, hasPayable := total(d, at, "BT-115")
	if !has || !hasPayable {
		return wrong("value", "", "expected", "")
	}
	if paid, some := total(d, at, "BT-113"); some && equal(payable, minus(gross, paid)) {
		return nil
	}
	return compare(payable, gross)
}

func bii1Address(_ *doc, at place) broken {
	return when(path("Party/PostalAddress[CityName][PostalZone]").Exists(at.Node) || path("Party/PostalAddress/ID").Exists(at.Node))
}

// abroad asks that a VAT number of who deals across a border is of its country.
func abroad(d *doc, at place) broken {
	own := path("Party/PostalAddress/Country/IdentificationCode").Value(at.Node)
	other := "BT-55"
	if at.Name == "AccountingCustomerParty" {
		other = "BT-40"
	}
	if !path("Party/PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID").Exists(at.Node) || own == "" || d.Value(term(other)) == "" || d.Value(term(other)) == own {
		return nil
	}
	return vatOfOwnCountry(d, at)
}

// bii1Line asks that net is quantity times price, to the cent.
func bii1Line(d *doc, at place) broken {
	quantity, hasQuantity := first(d.In(at.Node, "BT-129"))
	price, hasPrice := first(d.In(at.Node, "BT-146"))
	if !hasQuantity || !hasPrice {
		return nil
	}
	if per, has := first(d.In(at.Node, "BT-149")); has {
		price = must(price.Quo(per))
	}
	should := round(times(price, quantity))
	should = plus(should, round(sum(path("AllowanceCharge[ChargeIndicator=true]/Amount").Of(at.Node))))
	should = minus(should, round(sum(path("AllowanceCharge[ChargeIndicator=false]/Amount").Of(at.Node))))
	said, has := first(d.In(at.Node, "BT-131"))
	if !has {
		return wrong("value", "", "expected", should)
	}
	return compare(said, should)
}
