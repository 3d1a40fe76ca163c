// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"slices"
	"strings"
)

// orderSets are the rules for a purchase order: those of SI-UBL 1.2, or of
// Peppol BIS Ordering 3.
func orderSets(profile string) []set {
	switch {
	case strings.HasPrefix(profile, peppolOrder):
		return []set{{"Peppol BIS 3 order", peppolOrders, nil}}
	case strings.Contains(profile, "biitrns001"), strings.Contains(profile, siFamily), profile == "":
		return []set{{"SI-UBL 1.2 order", orderRules, nil}}
	}
	return nil
}

// orderRules are those of SimplerInvoicing, CEN BII2 (transaction 1) and PEPPOL.
var orderRules = []rule{
	needs("BII2-T10-R001", "/", "CustomizationID"),
	{"SI-V11-PO-R200", Error, each("BT-24"), func(_ *doc, at place) broken { return when(strings.Contains(at.Value(), siOrder)) }, sentence("profile", "profile", siOrder)},
	{"SI-V12-PO-R300", Warning, along("//?[!?][.=]"), never, sentence("empty")},
	{"SI-V12-PO-R001", Error, along("/"), siVersion, sentence("UBL-CR-002")},
	inList("SI-V12-CODE-R003", "//OriginCountry/IdentificationCode", "country2"),
	needs("BII2-T01-R007", "AllowanceCharge", "AllowanceChargeReason"),
	needs("BII2-T01-R021", "//BuyerCustomerParty", "Party/PartyName/Name|Party/PartyIdentification/ID"),
	needs("BII2-T01-R022", "//SellerSupplierParty", "Party/PartyName/Name|Party/PartyIdentification/ID"),
	{"BII2-T01-R012", Error, along("//AnticipatedMonetaryTotal"), pathNotNegative("PayableAmount"), sentence("negative-value")},
	{"BII2-T01-R013", Error, along("//AnticipatedMonetaryTotal"), pathNotNegative("LineExtensionAmount"), sentence("negative-value")},
	{"BII2-T01-R014", Error, along("//AnticipatedMonetaryTotal"), adds("LineExtensionAmount", "/OrderLine/LineItem/LineExtensionAmount"), about("sum", "BT-106")},
	{"BII2-T01-R015", Error, along("//AnticipatedMonetaryTotal[AllowanceTotalAmount]"), adds("AllowanceTotalAmount", "/AllowanceCharge[ChargeIndicator=false]/Amount"), about("sum", "BT-107")},
	{"BII2-T01-R016", Error, along("//AnticipatedMonetaryTotal[ChargeTotalAmount]"), adds("ChargeTotalAmount", "/AllowanceCharge[ChargeIndicator=true]/Amount"), about("sum", "BT-108")},
	{"BII2-T01-R017", Error, along("//AnticipatedMonetaryTotal"), orderAddsUp, about("sum", "BT-115")},
	needs("BII2-T01-R019", "//AdditionalItemProperty", "Name"),
	needs("BII2-T01-R020", "//AdditionalItemProperty", "Value"),
	needs("BII2-T01-R001", "/", "CustomizationID"),
	needs("BII2-T01-R002", "/", "ProfileID"),
	needs("BII2-T01-R004", "/", "IssueDate"),
	{"BII2-T01-R005", Warning, along("/"), there("ValidityPeriod/EndDate"), lacks("ValidityPeriod/EndDate")},
	needs("BII2-T01-R006", "/", "ID"),
	needs("BII2-T01-R009", "/", "DocumentCurrencyCode"),
	{"BII2-T01-R018", Warning, along("/[OrderLine/LineItem/TotalTaxAmount]"), adds("TaxTotal/TaxAmount", "/OrderLine/LineItem/TotalTaxAmount"), about("sum", "BT-110")},
	needs("BII2-T01-R003", "//OrderLine", "LineItem/ID"),
	{"BII2-T01-R010", Error, along("//OrderLine"), pathNotNegative("LineItem/Quantity"), sentence("negative-value")},
	{"BII2-T01-R011", Error, along("//OrderLine[LineItem/Price]"), pathNotNegative("LineItem/Price/PriceAmount"), sentence("negative-value")},
	{"BII2-T01-R029", Warning, along("//OrderLine"), there("LineItem/Quantity"), lacks("LineItem/Quantity")},
	needs("BII2-T01-R030", "//OrderLine", "LineItem/Quantity/@unitCode"),
	needs("BII2-T01-R031", "//OrderLine", "LineItem/Item/Name|LineItem/Item/StandardItemIdentification/ID|LineItem/Item/SellersItemIdentification/ID"),
	{"CL-001-001", Warning, along("//TaxCategory/ID"), among("AE", "E", "S", "Z", "AA", "H"), sentence("code", "list", "UNTDID 5305")},
	labelled("EUGEN-T01-R015", "//Country/IdentificationCode", "listID", "ISO3166-1:Alpha2"),
	labelled("EUGEN-T01-R014", "//DocumentCurrencyCode", "listID", "ISO4217"),
	needs("EUGEN-T01-R011", "//EndpointID", "@schemeID"),
	{"EUGEN-T01-R013", Error, along("//OrderTypeCode"), func(_ *doc, at place) broken {
		return when(at.Attr("listID") == "UNCL1001" || at.Attr("listID") == "UNCLD1001")
	}, sentence("label", "attribute", "@listID", "expected", "UNCL1001")},
	needs("EUGEN-T01-R012", "//PartyIdentification/ID", "@schemeID"),
	labelled("EUGEN-T01-R017", "//ClassifiedTaxCategory/ID", "schemeID", "UNCL5305"),
	{"EUGEN-T01-R016", Error, quantities, func(_ *doc, at place) broken { return when(at.Attr("unitCodeListID") == "UNECERec20") }, sentence("label", "attribute", "@unitCodeListID", "expected", "UNECERec20")},
	{"EUGEN-T01-R018", Warning, along("//?[!?][.=]"), func(_ *doc, at place) broken { return when(at.Text != "") }, sentence("empty")},
	inList("OP-T01-R001", "//OrderTypeCode", "document2"),
	inList("OP-T01-R002", "//DocumentCurrencyCode", "currency2"),
	{"OP-T01-R003", Error, along("//*/@mimeCode"), matching(`^(application|audio|image|message|model|multipart|text|video)/\S+$`), sentence("code", "list", "MIME")},
	inList("OP-T01-R004", "//EndpointID/@schemeID", "party2"),
	inList("OP-T01-R005", "//PartyIdentification/ID/@schemeID", "party2"),
	inList("OP-T01-R006", "//Country/IdentificationCode", "country2"),
	inList("OP-T01-R007", "//*/@currencyID", "currency2"),
	{"OP-T01-R008", Error, along("//TaxCategory/ID"), among("AE", "E", "S", "Z", "AA", "H"), sentence("code", "list", "UNTDID 5305")},
	inList("OP-T01-R009", "//*/@unitCode", "unit2"),
}

func quantities(d *doc) []place {
	var found []place
	for _, p := range path("//*[@unitCode]").Of(d.Root) {
		if strings.Contains(p.Name, "Quantity") {
			found = append(found, p)
		}
	}
	return found
}

// orderAddsUp asks that what will be due is lines, tax and charges, less
// allowances.
func orderAddsUp(d *doc, at place) broken {
	said, has := first(path("PayableAmount").Of(at.Node))
	should, hasLines := first(path("LineExtensionAmount").Of(at.Node))
	if !has || !hasLines {
		return wrong("value", "", "expected", "")
	}
	should = plus(should, sum(along("TaxTotal/TaxAmount")(d)))
	should = plus(should, sum(path("ChargeTotalAmount").Of(at.Node)))
	should = minus(should, sum(path("AllowanceTotalAmount").Of(at.Node)))
	return compare(said, round(should))
}

const peppolOrder = "urn:fdc:peppol.eu:poacc:trns:order:3"

// orderAdjustments are the allowances and charges of an order and its lines.
const orderAdjustments path = "/AllowanceCharge|/OrderLine/LineItem/AllowanceCharge"

// peppolOrders are the rules of Peppol BIS Ordering 3 for an order (transaction
// 1).
var peppolOrders = slices.Concat([]rule{
	{"PEPPOL-COMMON-R001", Error, along("//?[!?][.=]"), never, sentence("empty")},
	{"PEPPOL-COMMON-R003", Warning, along("/@xsi:schemaLocation"), never, sentence("superfluous")},
	{"PEPPOL-COMMON-R030", Error, dates, realDate, sentence("no-date")},
	{"PEPPOL-T01-R031", Error, along("ProfileID"), among("urn:fdc:peppol.eu:poacc:bis:order_only:3", "urn:fdc:peppol.eu:poacc:bis:ordering:3", "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3"), sentence("code", "list", "Peppol BIS Ordering")},
	{"PEPPOL-T01-R003", Error, along("//Amount/@currencyID|//TaxAmount/@currencyID|//LineExtensionAmount/@currencyID|//PriceAmount/@currencyID|//BaseAmount/@currencyID|//AnticipatedMonetaryTotal/*/@currencyID"), ownCurrency, sentence("currency")},
	{"PEPPOL-T01-R028", Error, along("//Amount|//TaxAmount|//LineExtensionAmount|//BaseAmount|//AnticipatedMonetaryTotal/*"), any1(twoDecimals, inPrice), sentence("two-decimals")},
	{"PEPPOL-T01-R002", Warning, along("/"), there("ValidityPeriod/EndDate"), lacks("ValidityPeriod/EndDate")},
	needs("PEPPOL-T01-R014", "//OriginatorCustomerParty", "Party/PartyName/Name|Party/PartyIdentification/ID"),
	{"PEPPOL-T01-R026", Error, along("//PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID"), countryFirst, sentence("BR-CO-09")},
	{"PEPPOL-T01-R006", Error, along("AnticipatedMonetaryTotal"), pathNotNegative("PayableAmount"), sentence("negative-value")},
	{"PEPPOL-T01-R007", Error, along("AnticipatedMonetaryTotal"), pathNotNegative("LineExtensionAmount"), sentence("negative-value")},
	{"PEPPOL-T01-R008", Error, along("AnticipatedMonetaryTotal"), adds("LineExtensionAmount", "/OrderLine/LineItem/LineExtensionAmount"), about("sum", "BT-106")},
	{"PEPPOL-T01-R009", Error, along("AnticipatedMonetaryTotal"), orderPart("AllowanceTotalAmount", "/AllowanceCharge[ChargeIndicator=false]/Amount"), about("sum", "BT-107")},
	{"PEPPOL-T01-R010", Error, along("AnticipatedMonetaryTotal"), orderPart("ChargeTotalAmount", "/AllowanceCharge[ChargeIndicator=true]/Amount"), about("sum", "BT-108")},
	{"PEPPOL-T01-R011", Error, along("AnticipatedMonetaryTotal[TaxExclusiveAmount]"), orderNet, about("sum", "BT-109")},
	{"PEPPOL-T01-R016", Error, along("AnticipatedMonetaryTotal[TaxInclusiveAmount]"), orderPayable, about("sum", "BT-115")},
	{"PEPPOL-T01-R017", Error, along("/[TaxTotal]/AnticipatedMonetaryTotal[TaxInclusiveAmount]"), orderGross, about("sum", "BT-112")},
	{"PEPPOL-T01-R020", Error, along(orderAdjustments), pairedBase(true), sentence("PEPPOL-EN16931-R041")},
	{"PEPPOL-T01-R021", Error, along(orderAdjustments), pairedBase(false), sentence("PEPPOL-EN16931-R042")},
	{"PEPPOL-T01-R022", Error, along(orderAdjustments), percentageRight, sentence("PEPPOL-EN16931-R040")},
	{"PEPPOL-T01-R023", Error, along(orderAdjustments), there("AllowanceChargeReason|AllowanceChargeReasonCode"), missingOneOf("BT-97", "BT-98")},
	{"PEPPOL-T01-R032", Error, along(orderAdjustments), pathNotNegative("Amount"), sentence("negative-value")},
	{"PEPPOL-T01-R029", Error, along("//TaxCategory|//ClassifiedTaxCategory"), any1(there("Percent"), there("ID[.=O]")), lacks("Percent")},
	{"PEPPOL-T01-R030", Error, along("//TaxCategory[ID=S]|//ClassifiedTaxCategory[ID=S]"), positive("Percent"), sentence("not-above-zero")},
	{"PEPPOL-T01-R024", Error, along("OrderLine/LineItem"), orderLineNet, about("sum", "BT-131")},
	{"PEPPOL-T01-R025", Error, along("OrderLine/LineItem[Price/BaseQuantity]"), positive("Price/BaseQuantity"), about("not-positive", "BT-149")},
	{"PEPPOL-T01-R001", Error, repeated("OrderLine/LineItem/ID"), never, sentence("not-unique")},
	{"PEPPOL-T01-R004", Error, along("OrderLine/LineItem"), pathNotNegative("Quantity"), sentence("negative-value")},
	{"PEPPOL-T01-R013", Warning, along("OrderLine/LineItem"), there("Quantity"), lacks("Quantity")},
	{"PEPPOL-T01-R019", Error, along("//Price/AllowanceCharge"), netPriceRight, about("sum", "BT-146")},
	{"PEPPOL-T01-R005", Error, along("//Price"), pathNotNegative("PriceAmount"), about("negative", "BT-146")},
	{"PEPPOL-T01-R027", Error, along("//Price/AllowanceCharge/BaseAmount"), notNegative, sentence("negative-value")},
	{"PEPPOL-T01-R033", Error, along("//Price/AllowanceCharge/Amount"), notNegative, sentence("negative-value")},
	inList("PEPPOL-T01-CL001", "//AllowanceCharge[ChargeIndicator=false]/AllowanceChargeReasonCode", "allowance"),
	inList("PEPPOL-T01-CL002", "//AllowanceCharge[ChargeIndicator=true]/AllowanceChargeReasonCode", "charge"),
}, commonIdentifiers(), structure("order3.txt"))

// commonIdentifiers are the rules of Peppol for identifiers, whatever the document.
func commonIdentifiers() []rule {
	var common []rule
	for _, r := range peppol {
		if strings.HasPrefix(r.id, "PEPPOL-COMMON-") {
			common = append(common, r)
		}
	}
	return common
}

func inPrice(_ *doc, at place) broken {
	for n := at.Parent; n != nil; n = n.Parent {
		if n.Name == "Price" {
			return nil
		}
	}
	return broken{}
}

func positive(p path) check {
	return func(_ *doc, at place) broken {
		n, has := first(p.Of(at.Node))
		return when(has && n.IsPos())
	}
}

// repeated looks at values that stood there before.
func repeated(p path) where {
	return func(d *doc) []place {
		seen, again := map[string]bool{}, []place{}
		for _, one := range p.Of(d.Root) {
			if seen[one.Value()] {
				again = append(again, one)
			}
			seen[one.Value()] = true
		}
		return again
	}
}

// orderPart is adds for a total that counts as nothing when it is not there.
func orderPart(total, parts path) check {
	return func(_ *doc, at place) broken {
		said, _ := first(total.Of(at.Node))
		return compare(said, round(sum(parts.Of(at.Node))))
	}
}

func orderNet(_ *doc, at place) broken {
	said, _ := first(path("TaxExclusiveAmount").Of(at.Node))
	return compare(said, minus(plus(sum(path("LineExtensionAmount").Of(at.Node)), sum(path("ChargeTotalAmount").Of(at.Node))), sum(path("AllowanceTotalAmount").Of(at.Node))))
}

func orderPayable(_ *doc, at place) broken {
	said, _ := first(path("PayableAmount").Of(at.Node))
	return compare(said, plus(minus(sum(path("TaxInclusiveAmount").Of(at.Node)), sum(path("PrepaidAmount").Of(at.Node))), sum(path("PayableRoundingAmount").Of(at.Node))))
}

func orderGross(d *doc, at place) broken {
	said, _ := first(path("TaxInclusiveAmount").Of(at.Node))
	net, has := first(path("TaxExclusiveAmount").Of(at.Node))
	if !has {
		net = minus(plus(sum(path("LineExtensionAmount").Of(at.Node)), sum(path("ChargeTotalAmount").Of(at.Node))), sum(path("AllowanceTotalAmount").Of(at.Node)))
	}
	return compare(said, plus(net, sum(along("TaxTotal/TaxAmount")(d))))
}

// orderLineNet asks that net is quantity times price, give or take two cents.
func orderLineNet(_ *doc, at place) broken {
	said, _ := first(path("LineExtensionAmount").Of(at.Node))
	quantity, has := first(path("Quantity").Of(at.Node))
	if !has {
		quantity = one
	}
	price, _ := first(path("Price/PriceAmount").Of(at.Node))
	if per, some := first(path("Price/BaseQuantity").Of(at.Node)); some && !per.IsZero() {
		price = must(price.Quo(per))
	}
	should := plus(times(quantity, price), round(sum(path("AllowanceCharge[ChargeIndicator=true]/Amount").Of(at.Node))))
	should = minus(should, round(sum(path("AllowanceCharge[ChargeIndicator=false]/Amount").Of(at.Node))))
	if minus(said, should).Abs().Cmp(cent2) <= 0 {
		return nil
	}
	return wrong("value", said, "expected", round(should))
}
