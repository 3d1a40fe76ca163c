// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"slices"
	"strings"

	"github.com/govalues/decimal"
)

// The marks by which SI-UBL of before EN 16931 calls itself.
const (
	si10      = "urn:www.simplerinvoicing.org:si-ubl:invoice:ver1.0"
	si1x      = "urn:www.cenbii.eu:transaction:biitrns010:ver2.0:extended:urn:www.peppol.eu:bis:peppol4a:ver2.0:extended:urn:www.simplerinvoicing.org:si:si-ubl:ver"
	siFamily  = "urn:www.simplerinvoicing.org:si"
	siOrder   = "urn:www.cenbii.eu:transaction:biitrns001:ver2.0:extended:urn:www.peppol.eu:bis:peppol3a:ver2.0:extended:urn:www.simplerinvoicing.org:si:si-ubl:ver1.2"
	siV11Mark = siFamily + ":si-ubl:ver1.1"
	// Processes of CEN BII; the published rules leave the ProfileID unchecked, the
	// published test set does not.
	biiProfile = "urn:www.cenbii.eu:profile:bii"
	biiMark    = "urn:www.cenbii.eu:transaction:biitrns010:ver2.0"
)

// oldSI gives the version of SI-UBL before 2.0 that a document is in.
func oldSI(profile string) string {
	switch {
	case strings.Contains(profile, si10):
		return "1.0"
	case strings.Contains(profile, siV11Mark):
		return "1.1"
	case strings.Contains(profile, siFamily), strings.Contains(profile, biiMark):
		return "1.2"
	}
	return ""
}

func oldSets(profile string) []set {
	switch version := oldSI(profile); version {
	case "1.0":
		return []set{{"SI-UBL 1.0", si10Rules, nil}}
	case "1.1":
		return []set{{"SI-UBL 1.1", si11Rules, nil}}
	default:
		return []set{{"SI-UBL 1.2", si12Rules, nil}}
	}
}

var (
	si11Rules = slices.Concat(siOwn("V11"), bii("V11"), siPeppol("V11"), siOnly11, structure("siubl11.txt"))
	si12Rules = slices.Concat(siOwn("V12"), bii("V12"), siPeppol("V12"), siOnly12, structure("siubl12.txt"))
)

// needs is a rule that a path leads to something.
func needs(id string, at, p path) rule { return rule{id, Error, along(at), there(p), lacks(p)} }

// needsText is needs for a value that is not empty.
func needsText(id string, at, p path) rule {
	if p == "." {
		return rule{id, Error, along(at), full(p), sentence("empty")}
	}
	return rule{id, Error, along(at), full(p), lacks(p)}
}

// labelled is a rule that an attribute has a fixed value.
func labelled(id string, at path, attribute, value string) rule {
	return rule{id, Error, along(at), func(_ *doc, at place) broken {
		return when(at.Attr(attribute) == value)
	}, sentence("label", "attribute", "@"+attribute, "expected", value)}
}

// second advises against more than so many of an element.
func second(id string, most int, element path) rule {
	return rule{id, Warning, func(d *doc) []place {
		var found []place
		for _, p := range element.Of(d.Root) {
			if p.Nth() == most+1 {
				found = append(found, p)
			}
		}
		return found
	}, never, sentence("too-often", "element", written(element), "most", most)}
}

// siOwn are SimplerInvoicing's own rules, the same in 1.1 and 1.2 but for a name.
func siOwn(v string) []rule {
	id := func(n string) string { return "SI-" + v + "-" + n }
	return []rule{
		{id("INV-R200"), Error, each("BT-24"), siTagged(v), sentence("profile", "profile", "SI-UBL "+v)},
		{"RM-SI-PROFILE", Error, along("ProfileID"), func(_ *doc, at place) broken { return when(strings.HasPrefix(at.Value(), biiProfile)) }, sentence("profile-id", "profile", biiProfile)},
		{id("INV-R001"), Error, along("/"), siVersion, sentence("UBL-CR-002")},
		needs(id("INV-R002"), "/", "InvoiceTypeCode"),
		{id("INV-R453"), Error, along("/"), any1(there("InvoiceTypeCode[.!=384]"), there("BillingReference")), missing("BT-25")},
		needs(id("INV-R003"), "//CompanyID", "@schemeID"),
		needsText(id("INV-R004"), "//ExternalReference", "URI"),
		needs(id("INV-R005"), "//Country|//OriginCountry", "IdentificationCode"),
		{id("INV-R006"), Error, along("//TaxScheme"), there("ID[@schemeID=UN/ECE 5153]"), sentence("label", "attribute", "ID/@schemeID", "expected", "UN/ECE 5153")},
		needs(id("INV-R007"), "//PartyLegalEntity", "CompanyID"),
		needsText(id("INV-R008"), "//DeliveryTerms", "SpecialTerms"),
		needsText(id("INV-R009"), "//PrimaryAccountNumberID", "."),
		needsText(id("INV-R010"), "//NetworkID", "."),
		needs(id("INV-R011"), "//PayeeFinancialAccount", "ID"),
		needsText(id("INV-R012"), "//PayeeFinancialAccount/ID", "."),
		needs(id("INV-R013"), "//FinancialInstitution", "ID"),
		needsText(id("INV-R014"), "//FinancialInstitution/ID", "."),
		needs(id("INV-R015"), "//TaxCategory", "ID"),
		needs(id("INV-R016"), "//TaxCategory[ID=S]", "Percent"),
		{id("INV-R017"), Error, along("//MathematicOperatorCode"), func(_ *doc, at place) broken {
			return when(strings.EqualFold(at.Value(), "multiply") || strings.EqualFold(at.Value(), "divide"))
		}, sentence("code", "list", "multiply, divide")},
		needs(id("INV-R018"), "/[AllowanceCharge[ChargeIndicator=false]]/LegalMonetaryTotal", "AllowanceTotalAmount"),
		needs(id("INV-R019"), "/[AllowanceCharge[ChargeIndicator=true]]/LegalMonetaryTotal", "ChargeTotalAmount"),
		needs(id("INV-R020"), "//Item", "Name"),
		needs(id("INV-R022"), "//AdditionalItemProperty", "Value"),
		needs(id("INV-R022"), "//AdditionalItemProperty[Value]", "Name"),
		needs(id("INV-R023"), "//InvoiceLine", "Price"),
		needs(id("INV-R024"), "PayeeParty", "PartyName/Name"),
		{id("INV-R025"), Error, along("/[TaxCurrencyCode]|//TransactionCurrencyTaxAmount/@currencyID"), inTaxCurrency, sentence("currency")},
		{id("INV-R027"), Error, along("InvoiceLine/TaxTotal[TaxSubtotal/TaxCategory/TaxScheme/ID!=VAT]"), never, sentence("line-tax")},
		{id("INV-R028"), Error, along("//AllowanceCharge/MultiplierFactorNumeric"), notNegative, sentence("negative-value")},
		{id("INV-R029"), Error, along("//AllowanceCharge"), all(pairedBase(true), pairedBase(false)), sentence("PEPPOL-EN16931-R041")},
		inList(id("CODE-R002"), "//TaxScheme/ID", "taxscheme"),
		inList(id("CODE-R003"), "//OriginCountry/IdentificationCode", countries(v)),
		{id("CODE-R004"), Error, along("//StandardItemIdentification/ID/@schemeID"), among("GTIN"), sentence("code", "list", "GTIN")},
		second(id("INV-R201"), 1, "//ContractDocumentReference"),
		second(id("INV-R202"), 1, "//InvoicePeriod"),
		second(id("INV-R203"), 1, "//Note"),
		second(id("INV-R205"), 1, "//PartyName"),
		second(id("INV-R206"), 1, "//PartyTaxScheme"),
		second(id("INV-R207"), 1, "//PartyLegalEntity"),
		{id("INV-R208"), Warning, along("//PostalAddress|//Address"), all(there("StreetName"), there("CityName"), there("PostalZone"), there("Country")), sentence("address")},
		second(id("INV-R209"), 1, "//PaymentMeans"),
		second(id("INV-R210"), 1, "//PaymentID"),
		{id("INV-R211"), Warning, along("//PrimaryAccountNumberID"), func(_ *doc, at place) broken {
			return when(len(at.Value()) == 4 || len(at.Value()) == 6)
		}, sentence("BR-51")},
		{id("INV-R214"), Warning, along("//TaxExemptionReasonCode|//TaxExemptionReason"), func(_ *doc, at place) broken {
			return when(path("../ID[.=E,AB]").Exists(at.Node))
		}, sentence("exempt-only")},
		second(id("INV-R215"), 1, "//TaxCategory"),
		second(id("INV-R216"), 1, "//TaxTotal"),
		{id("INV-R217"), Warning, along("//Delivery/DeliveryLocation/ID/@schemeID"), among("GLN"), sentence("code", "list", "GLN")},
		second(id("INV-R218"), 1, "//Delivery"),
		second(id("INV-R219"), 1, "//ClassifiedTaxCategory"),
		second(id("INV-R220"), 1, "//Price/AllowanceCharge"),
		{id("INV-R300"), Warning, along("//?[!?][.=]"), never, sentence("empty")},
	}
}

var siOnly11 = []rule{
	labelled("SI-V11-INV-R021", "//OriginCountry/IdentificationCode", "listID", "3166-1:Alpha2"),
	{"SI-V11-INV-R026", Error, along("//*/@currencyID"), any1(ownCurrency, otherTax), sentence("currency")},
	second("SI-V11-INV-R212", 1, "//PaymentTerms"),
}

var siOnly12 = []rule{
	labelled("SI-V12-INV-R021", "//OriginCountry/IdentificationCode", "listID", "ISO3166-1:Alpha2"),
	{"SI-V12-INV-R026", Error, along("//Amount/@currencyID|TaxTotal[TaxSubtotal/TaxCategory/TaxScheme/ID=VAT]/TaxAmount/@currencyID|//TaxSubtotal/TaxAmount/@currencyID|" +
		"InvoiceLine/TaxTotal/TaxAmount/@currencyID|//TaxableAmount/@currencyID|//LineExtensionAmount/@currencyID|//PriceAmount/@currencyID|//BaseAmount/@currencyID|//LegalMonetaryTotal/*/@currencyID"),
		ownCurrency, sentence("currency")},
	{"SI-V12-INV-R026", Error, along("TaxTotal[TaxSubtotal/TaxCategory/TaxScheme/ID=VAT]/TaxAmount[!@currencyID]"), never, sentence("currency")},
	needs("SI-V12-INV-R030", "//Item/ClassifiedTaxCategory", "ID"),
	needs("SI-V12-INV-R031", "//TaxRepresentativeParty", "PartyTaxScheme"),
	{"SI-V12-INV-R100", Warning, along("AccountingSupplierParty"), there("Party/PostalAddress"), missing("BG-5")},
	second("SI-V12-INV-R212", 2, "//PaymentTerms"),
	{"SI-V12-CODE-R001", Warning, along("//Item/CommodityClassification/ItemClassificationCode/@listID"), among("UNSPSC", "eCLASS", "CPV"), sentence("code", "list", "UNSPSC, eCLASS, CPV")},
}

// bii are the rules of CEN BII2 for an invoice (transaction 10).
func bii(v string) []rule {
	rules := []rule{
		needs("BII2-T10-R001", "/", "CustomizationID"),
		needs("BII2-T10-R002", "/", "ProfileID"),
		needs("BII2-T10-R003", "/", "ID"),
		needs("BII2-T10-R004", "/", "IssueDate"),
		needs("BII2-T10-R005", "/", "DocumentCurrencyCode"),
		needs("BII2-T10-R006", "/", "AccountingSupplierParty/Party/PartyName/Name|AccountingSupplierParty/Party/PartyIdentification/ID"),
		needs("BII2-T10-R008", "/", "AccountingCustomerParty/Party/PartyName/Name|AccountingCustomerParty/Party/PartyIdentification/ID"),
		needs("BII2-T10-R010", "/", "LegalMonetaryTotal/LineExtensionAmount"),
		needs("BII2-T10-R011", "/", "LegalMonetaryTotal/TaxExclusiveAmount"),
		needs("BII2-T10-R012", "/", "LegalMonetaryTotal/TaxInclusiveAmount"),
		needs("BII2-T10-R013", "/", "LegalMonetaryTotal/PayableAmount"),
		needs("BII2-T10-R014", "/", "InvoiceLine"),
		needs("BII2-T10-R015", "/[InvoiceLine/TaxTotal]", "TaxTotal[TaxSubtotal/TaxCategory/TaxScheme/ID=VAT]/TaxAmount"),
		needs("BII2-T10-R017", "//InvoiceLine", "ID"),
		needs("BII2-T10-R018", "//InvoiceLine", "InvoicedQuantity"),
		needs("BII2-T10-R019", "//InvoiceLine", "InvoicedQuantity/@unitCode"),
		needs("BII2-T10-R020", "//InvoiceLine", "LineExtensionAmount"),
		needs("BII2-T10-R021", "//InvoiceLine", "Item/Name|Item/StandardItemIdentification/ID|Item/SellersItemIdentification/ID"),
		needs("BII2-T10-R023", "//InvoicePeriod", "StartDate"),
		needs("BII2-T10-R024", "//InvoicePeriod", "EndDate"),
		{"BII2-T10-R026", Error, along("/[TaxTotal/TaxAmount]"), there("//TaxScheme[ID=VAT]"), lacks("TaxScheme/ID (VAT)")},
		needs("BII2-T10-R027", vatSubtotals, "TaxableAmount"),
		needs("BII2-T10-R028", vatSubtotals, "TaxAmount"),
		needs("BII2-T10-R029", vatSubtotals, "TaxCategory/ID"),
		needs("BII2-T10-R030", vatSubtotals+"[TaxCategory/ID=S]", "TaxCategory/Percent"),
		{"BII2-T10-R031", Error, along("//InvoicePeriod"), all(there("StartDate"), there("EndDate"), pathsInOrder("StartDate", "EndDate")), sentence("period-order")},
		{"BII2-T10-R039", Error, along("//PaymentMeans[PaymentMeansCode=31]"), there("PayeeFinancialAccount/ID"), missing("BT-84")},
		needs("BII2-T10-R040", "//PaymentMeans[PayeeFinancialAccount/ID/@schemeID=IBAN]", "PayeeFinancialAccount/FinancialInstitutionBranch/FinancialInstitution/ID"),
		needs("BII2-T10-R041", "//PaymentMeans", "PaymentMeansCode"),
		{"BII2-T10-R042", Error, along("//PaymentMeans[PayeeFinancialAccount/ID/@schemeID=IBAN]"), there("PayeeFinancialAccount/FinancialInstitutionBranch/FinancialInstitution/ID[@schemeID=BIC]"), sentence("label", "attribute", "FinancialInstitution/ID/@schemeID", "expected", "BIC")},
		{"BII2-T10-R043", Error, along("/[TaxTotal]/AllowanceCharge"), all(there("/TaxTotal/*/*/*/ID[.=VAT]"), there("TaxCategory/ID")), lacks("TaxCategory/ID")},
		needs("BII2-T10-R044", "/[TaxTotal/*/*/*/ID=VAT]", "AccountingSupplierParty/Party/PartyTaxScheme/CompanyID"),
		needs("BII2-T10-R047", "/[TaxTotal/*/*/ID=AE]", "AccountingCustomerParty/Party/PartyTaxScheme/CompanyID"),
		{"BII2-T10-R048", Error, along("/[TaxTotal/*/*/ID=AE]"), not(there("TaxTotal/*/*/ID[.!=AE]")), sentence("reverse-alone")},
		{"BII2-T10-R051", Error, along("LegalMonetaryTotal"), adds("LineExtensionAmount", "//InvoiceLine/LineExtensionAmount"), about("sum", "BT-106")},
		{"BII2-T10-R052", Error, along("LegalMonetaryTotal"), netAddsUp, about("sum", "BT-109")},
		{"BII2-T10-R053", Error, along("LegalMonetaryTotal"), siGross(v), about("sum", "BT-112")},
		{"BII2-T10-R054", Error, along("LegalMonetaryTotal[AllowanceTotalAmount]"), adds("AllowanceTotalAmount", "/AllowanceCharge[ChargeIndicator=false]/Amount"), about("sum", "BT-107")},
		{"BII2-T10-R055", Error, along("LegalMonetaryTotal[ChargeTotalAmount]"), adds("ChargeTotalAmount", "/AllowanceCharge[ChargeIndicator=true]/Amount"), about("sum", "BT-108")},
		{"BII2-T10-R056", Error, along("LegalMonetaryTotal"), siPayable(v), about("sum", "BT-115")},
		{"BII2-T10-R058", Error, along("/[TaxTotal/TaxSubtotal/TaxCategory/TaxScheme/ID=VAT]"), siTaxable, about("sum", "BT-116")},
		{"CL-T10-R001", Error, along("//InvoiceTypeCode"), among("380", "393", "384"), sentence("code", "list", "380, 384, 393")},
		inList("CL-T10-R002", "//DocumentCurrencyCode", "currency2"),
		inList("CL-T10-R003", "//*/@currencyID", "currency2"),
		inList("CL-T10-R004", "//Country/IdentificationCode", countries(v)),
		{"CL-T10-R008", Error, along("//*/@mimeCode"), matching(`^(application|audio|image|message|model|multipart|text|video)/\S+$`), sentence("code", "list", "MIME")},
	}
	level := Error
	if v == "V11" {
		level = Warning
		rules = append(rules,
			rule{"BII2-T10-R025", Error, along("AllowanceCharge"), there("AllowanceChargeReason|AllowanceChargeReasonCode"), missingOneOf("BT-97", "BT-98")},
			needs("BII2-T10-R032", "//Item[StandardItemIdentification]", "StandardItemIdentification/ID/@schemeID"),
			rule{"BII2-T10-R049", Error, along("/[TaxTotal[TaxSubtotal/TaxCategory/ID=AE]/TaxableAmount]"), func(d *doc, _ place) broken {
				return when(meet(d.Each("BT-109"), along("TaxTotal[TaxSubtotal/TaxCategory/ID=AE]/TaxableAmount")(d)))
			}, about("sum", "BT-116")},
			needs("BII2-T10-R033", "//Item/CommodityClassification", "ItemClassificationCode/@listID"))
	} else {
		rules = append(rules,
			needs("BII2-T10-R025", "AllowanceCharge", "AllowanceChargeReason"),
			needs("BII2-T10-R032", "//InvoiceLine[Item/StandardItemIdentification]", "Item/StandardItemIdentification/ID/@schemeID"),
			needs("BII2-T10-R033", "//CommodityClassification/ItemClassificationCode", "@listID"),
			rule{"BII2-T10-R049", Error, along("//TaxTotal[TaxSubtotal/TaxCategory/ID=AE]"), reverseTaxable, about("sum", "BT-116")},
			rule{"BII2-T10-R050", Error, along("//TaxTotal[TaxSubtotal/TaxCategory/ID=AE]/TaxSubtotal/TaxAmount"), func(_ *doc, at place) broken { return compare(number(at), decimal.Zero) }, about("sum", "BT-117")})
	}
	return append(rules,
		rule{"CL-T10-R010", Warning, along("//AllowanceCharge/AllowanceChargeReasonCode"), oneOf("reason2"), unknownCode("reason2")},
		rule{"CL-T10-R006", level, along("//PaymentMeans/PaymentMeansCode"), oneOf("payment2"), unknownCode("payment2")},
		rule{"CL-T10-R007", level, along("//TaxCategory/ID"), among("AE", "E", "S", "Z", "AA", "H"), sentence("code", "list", "UNTDID 5305")})
}

// countries is the list of countries: 1.1 knows the Caribbean ones since 2010.
func countries(v string) string {
	if v == "V11" {
		return "country2v11"
	}
	return "country2"
}

const vatSubtotals path = "//TaxSubtotal[TaxCategory/TaxScheme/ID=VAT]"

// siPeppol are the rules of PEPPOL BIS 4A for an invoice.
func siPeppol(v string) []rule {
	parties := "party2"
	if v == "V11" {
		parties = "party2v11"
	}
	rules := []rule{
		{"EUGEN-T10-R012", Error, along("AllowanceCharge/MultiplierFactorNumeric"), notNegative, sentence("negative-value")},
		labelled("EUGEN-T10-R029", "//AllowanceChargeReasonCode", "listID", "UNCL4465"),
		labelled("EUGEN-T10-R027", "//Country/IdentificationCode", "listID", "ISO3166-1:Alpha2"),
		{"EUGEN-T10-R040", Warning, along("//AccountingCustomerParty"), there("Party/PartyLegalEntity"), lacks("Party/PartyLegalEntity")},
		needs("EUGEN-T10-R034", "//DeliveryLocation/ID", "@schemeID"),
		labelled("EUGEN-T10-R033", "//DocumentTypeCode", "listID", "UNCL1001"),
		needs("EUGEN-T10-R023", "//EndpointID", "@schemeID"),
		needs("EUGEN-T10-R031", "//PayeeFinancialAccount/ID", "@schemeID"),
		labelled("EUGEN-T10-R025", "//InvoiceTypeCode", "listID", "UNCL1001"),
		needs("EUGEN-T10-R024", "//PartyIdentification/ID", "@schemeID"),
		{"EUGEN-T10-R004", Warning, along("//PaymentMeans[PaymentMeansCode=31][PayeeFinancialAccount/ID/@schemeID=IBAN]"), there("PayeeFinancialAccount/FinancialInstitutionBranch/FinancialInstitution/ID[@schemeID=BIC]"), sentence("label", "attribute", "FinancialInstitution/ID/@schemeID", "expected", "BIC")},
		labelled("EUGEN-T10-R028", "//PaymentMeansCode", "listID", "UNCL4461"),
		{"EUGEN-T10-R039", Warning, along("//AccountingSupplierParty"), there("Party/PartyLegalEntity"), lacks("Party/PartyLegalEntity")},
		{"EUGEN-T10-R041", Warning, along("/[TaxTotal/*/*/*/ID=VAT]/AccountingSupplierParty"), vatOfOwnCountry, sentence("BR-CO-09")},
		{"EUGEN-T10-R008", Error, along("//TaxCategory"), taxCategoryWhole, lacks("Percent")},
		labelled("EUGEN-T10-R032", "//TaxCategory/ID", "schemeID", "UNCL5305"),
		{"EUGEN-T10-R042", Error, along(vatSubtotals), siTaxOfCategory, about("sum", "BT-117")},
		{"EUGEN-T10-R043", Error, along("TaxTotal"), siTaxAddsUp(v), about("sum", "BT-110")},
		needs("EUGEN-T10-R045", "//TaxExchangeRate", "CalculationRate"),
		needs("EUGEN-T10-R045", "//TaxExchangeRate[CalculationRate]", "MathematicOperatorCode"),
		inList("OP-T10-R001", "//ContractDocumentReference/DocumentTypeCode", "document2"),
		inList("OP-T10-R002", "//EndpointID/@schemeID", parties),
		inList("OP-T10-R003", "//PartyIdentification/ID/@schemeID", parties),
		{"OP-T10-R004", Error, along("//PayeeFinancialAccount/ID/@schemeID"), among("IBAN", "LOCAL"), sentence("code", "list", "IBAN, LOCAL")},
		inList("OP-T10-R006", "//*/@unitCode", "unit2"),
		inList("OP-T10-R008", "//CompanyID/@schemeID", parties),
		inList("OP-T10-R009", "//TaxCurrencyCode", "currency2"),
		inList("OP-T10-R010", "//SourceCurrencyCode", "currency2"),
		inList("OP-T10-R011", "//TargetCurrencyCode", "currency2"),
	}
	if v == "V11" {
		return append(rules,
			needs("EUGEN-T10-R044", "/[TaxCurrencyCode]", "TaxExchangeRate").unless(sameCurrencies),
			rule{"EUGEN-T10-R046", Error, along(vatSubtotals), any1(sameCurrencies, all(there("TaxAmount"), there("TransactionCurrencyTaxAmount"))), lacks("TransactionCurrencyTaxAmount")})
	}
	return append(rules,
		needs("EUGEN-T10-R044", "/[TaxCurrencyCode]", "TaxExchangeRate"),
		rule{"EUGEN-T10-R046", Error, along("/[TaxCurrencyCode]/TaxTotal/TaxSubtotal"), all(there("TaxAmount"), there("TransactionCurrencyTaxAmount")), lacks("TransactionCurrencyTaxAmount")},
		rule{"EUGEN-T10-R047", Warning, along("//?[!?][.=]"), func(_ *doc, at place) broken { return when(at.Text != "") }, sentence("empty")},
		rule{"EUGEN-T10-R048", Error, along("LegalMonetaryTotal/*"), twoDecimals, sentence("two-decimals")},
		rule{"EUGEN-T10-R049", Error, along("TaxTotal/TaxAmount"), twoDecimals, sentence("two-decimals")},
		rule{"EUGEN-T10-R050", Error, along("TaxTotal/TaxSubtotal/TaxableAmount"), twoDecimals, sentence("two-decimals")},
		rule{"EUGEN-T10-R051", Error, along("TaxTotal/TaxSubtotal/TaxAmount"), twoDecimals, sentence("two-decimals")},
		rule{"EUGEN-T10-R052", Error, along("AllowanceCharge/Amount"), twoDecimals, sentence("two-decimals")},
		needs("EUGEN-T10-R053", "/", "InvoiceTypeCode"),
		rule{"EUGEN-T10-R054", Warning, along("//PartyLegalEntity/CompanyID"), there("@schemeID"), lacks("@schemeID")},
		needs("EUGEN-T10-R055", "//InvoiceLine", "Item/Name"),
		rule{"OP-T10-R056", Warning, along("//*/@unitCode"), not(oneOf("unit2old")), sentence("old-unit")},
		rule{"OP-T10-R057", Warning, along("//*/@unitCode"), not(oneOf("unit2gone")), sentence("old-unit")})
}

// unless makes a rule hold where another check does.
func (r rule) unless(c check) rule {
	r.holds = any1(c, r.holds)
	return r
}

func siTagged(v string) check {
	return func(_ *doc, at place) broken {
		return when(strings.Contains(at.Value(), si1x+strings.TrimPrefix(v[:2]+"."+v[2:], "V")))
	}
}

func siVersion(_ *doc, at place) broken { return when(path("UBLVersionID").Value(at.Node) == "2.1") }

func sameCurrencies(d *doc, _ place) broken {
	return when(d.Value("BT-6") == "" || d.Value("BT-6") == d.Value("BT-5"))
}

func inTaxCurrency(d *doc, at place) broken {
	if at.Node == d.Root {
		return nil
	}
	return when(d.Value("BT-6") == "" || at.Value() == d.Value("BT-6"))
}

func ownCurrency(d *doc, at place) broken { return when(at.Value() == d.Value("BT-5")) }

// otherTax is VAT told in the accounting currency.
func otherTax(d *doc, at place) broken {
	return when(at.Name == "TransactionCurrencyTaxAmount" && d.Value("BT-6") != "")
}

func notNegative(_ *doc, at place) broken { return when(!number(at).IsNeg()) }

func twoDecimals(_ *doc, at place) broken { return when(decimals(at) <= 2) }

func pathsInOrder(from, to path) check {
	return func(_ *doc, at place) broken {
		a, b := from.Value(at.Node), to.Value(at.Node)
		if notBefore(b, a) == nil {
			return nil
		}
		return wrong("from", a, "to", b)
	}
}

// adds asks that a total is the sum of its parts.
func adds(total, parts path) check {
	return func(_ *doc, at place) broken {
		said, has := first(total.Of(at.Node))
		should := round(sum(parts.Of(at.Node)))
		if !has {
			return wrong("value", "", "expected", should)
		}
		return compare(said, should)
	}
}

// siTaxAddsUp asks that the total of VAT is the sum of its parts; 1.1 rounds both.
func siTaxAddsUp(v string) check {
	return func(d *doc, at place) broken {
		said, has := first(path("TaxAmount").Of(at.Node))
		if has && v == "V11" {
			return compare(round(said), round(sum(path("TaxSubtotal/TaxAmount").Of(at.Node))))
		}
		return adds("TaxAmount", "TaxSubtotal/TaxAmount")(d, at)
	}
}

// siGross asks that gross is net, VAT and, here, the rounding.
func siGross(v string) check {
	return func(d *doc, at place) broken {
		gross, has := total(d, at, "BT-112")
		net, hasNet := total(d, at, "BT-109")
		if !has || !hasNet {
			if v == "V11" && !has {
				return nil
			}
			return wrong("value", "", "expected", "")
		}
		plain := round(plus(net, sum(along("TaxTotal/TaxAmount")(d))))
		should := plain
		if rounding, some := total(d, at, "BT-114"); some {
			should = round(plus(plus(net, sum(along("TaxTotal/TaxAmount")(d))), rounding))
		}
		if v == "V11" {
			if gross = round(gross); equal(gross, plain) {
				return nil
			}
		}
		return compare(gross, should)
	}
}

func siPayable(v string) check {
	return func(d *doc, at place) broken {
		gross, has := total(d, at, "BT-112")
		payable, hasPayable := total(d, at, "BT-115")
		if v == "V11" && !has {
			return nil
		}
		if !has || !hasPayable {
			return wrong("value", "", "expected", "")
		}
		should := gross
		if paid, some := total(d, at, "BT-113"); some {
			should = round(minus(gross, paid))
		}
		rounding, some := total(d, at, "BT-114")
		if v == "V11" && some && equal(minus(payable, rounding), should) {
			return nil
		}
		return compare(payable, should)
	}
}

func siTaxable(d *doc, at place) broken {
	net, has := first(d.Each("BT-109"))
	should := round(sum(path("TaxTotal/TaxSubtotal/TaxableAmount").Of(at.Node)))
	if !has || !path("TaxTotal[TaxSubtotal/TaxCategory/TaxScheme/ID=VAT]/TaxAmount").Exists(at.Node) {
		return wrong("value", "", "expected", should)
	}
	return compare(net, should)
}

func reverseTaxable(d *doc, at place) broken {
	net, has := first(d.Each("BT-109"))
	should := sum(path("TaxSubtotal[TaxCategory/ID=AE]/TaxableAmount").Of(at.Node))
	if !has {
		return wrong("value", "", "expected", should)
	}
	return compare(net, should)
}

func vatOfOwnCountry(_ *doc, at place) broken {
	country := path("Party/PostalAddress/Country/IdentificationCode").Value(at.Node)
	for _, id := range path("Party/PartyTaxScheme/CompanyID").Of(at.Node) {
		if strings.HasPrefix(id.Value(), country) {
			return nil
		}
	}
	return broken{}
}

func taxCategoryWhole(_ *doc, at place) broken {
	return when(at.Parent.Name == "AllowanceCharge" || path("ID").Value(at.Node) == "AE" ||
		path("ID").Exists(at.Node) && path("Percent").Exists(at.Node))
}

// siTaxOfCategory asks that VAT is base times rate, give or take one unit.
func siTaxOfCategory(_ *doc, at place) broken {
	rate, hasRate := first(path("TaxCategory/Percent").Of(at.Node))
	base, hasBase := first(path("TaxableAmount").Of(at.Node))
	if !hasRate || !hasBase {
		return nil
	}
	should := must(times(base, rate).Quo(hundred))
	tax, has := first(path("TaxAmount").Of(at.Node))
	if has && within(tax, should, one) {
		return nil
	}
	return wrong("value", tax, "expected", round(should))
}
