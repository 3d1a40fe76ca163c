// SPDX-License-Identifier: EUPL-1.2

package einvoice

import "strings"

// orderSets are the rules for a purchase order: those of SI-UBL 1.2. Orders of
// Peppol BIS 3 are read and not judged.
func orderSets(profile string) []set {
	if !strings.Contains(profile, "biitrns001") && !strings.Contains(profile, siFamily) && profile != "" {
		return nil
	}
	return []set{{"SI-UBL 1.2 order", orderRules, nil}}
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
	{"EUGEN-T01-R018", Warning, along("//?[!?][.=]"), never, sentence("empty")},
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
