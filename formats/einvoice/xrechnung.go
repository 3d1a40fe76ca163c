// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"slices"
	"strings"
)

// xrExtension is the mark of the extension of XRechnung: other schemes and
// attachments, lines below lines, payments by third parties.
const xrExtension = "#conformant#urn:xeinkauf.de:kosit:extension:xrechnung"

// xrReplaced are the rules of EN 16931 that the extension puts its own in place of.
var xrReplaced = func() map[string]bool {
	replaced := map[string]bool{}
	for _, id := range strings.Fields("BR-CL-10 BR-CL-11 BR-CL-21 BR-CL-24 BR-CL-25 BR-CL-26 BR-CO-16") {
		replaced[id] = true
	}
	return replaced
}()

var xrUBL = []rule{
	{"BR-DEX-01", Error, along("//EmbeddedDocumentBinaryObject/@mimeCode"), any1(mime, among("application/xml")), sentence("code", "list", "XRechnung BT-125")},
	{"BR-DEX-02", Warning, along("//InvoiceLine[SubInvoiceLine]|//SubInvoiceLine[SubInvoiceLine]"), adds("LineExtensionAmount", "SubInvoiceLine/LineExtensionAmount"), about("sum", "BT-131")},
	{"BR-DEX-03", Error, along("//SubInvoiceLine/Item"), exactly("ClassifiedTaxCategory"), sentence("not-one", "element", "ClassifiedTaxCategory")},
	{"BR-DEX-04", Error, along("//PartyIdentification/ID/@schemeID"), any1(xrScheme, partyScheme), unknownCode("icd")},
	{"BR-DEX-05", Error, along("//PartyLegalEntity/CompanyID/@schemeID"), any1(xrScheme, oneOf("icd")), unknownCode("icd")},
	{"BR-DEX-06", Error, along("//StandardItemIdentification/ID/@schemeID"), any1(xrScheme, oneOf("icd")), unknownCode("icd")},
	{"BR-DEX-07", Error, along("//EndpointID/@schemeID"), any1(xrScheme, oneOf("eas")), unknownCode("eas")},
	{"BR-DEX-08", Error, along("//DeliveryLocation/ID/@schemeID"), any1(xrScheme, oneOf("icd")), unknownCode("icd")},
	{"BR-DEX-09", Error, each("BG-22"), xrPayable, about("sum", "BT-115")},
	needsText("BR-DEX-10", "PrepaidPayment", "ID"),
	needsText("BR-DEX-11", "PrepaidPayment", "PaidAmount"),
	needsText("BR-DEX-12", "PrepaidPayment", "InstructionID"),
	{"BR-DEX-13", Error, along("PrepaidPayment/PaidAmount"), twoDecimals, sentence("two-decimals")},
	{"BR-DEX-14", Error, along("PrepaidPayment/PaidAmount"), documentCurrency, sentence("currency")},
}

var xrCII = []rule{
	{"BR-DEX-01", Error, along("//AttachmentBinaryObject/@mimeCode"), any1(mime, among("application/xml")), sentence("code", "list", "XRechnung BT-125")},
	{"BR-DEX-04", Error, along("//SellerTradeParty/GlobalID/@schemeID|//BuyerTradeParty/GlobalID/@schemeID|//PayeeTradeParty/GlobalID/@schemeID"), any1(xrScheme, oneOf("icd")), unknownCode("icd")},
	{"BR-DEX-05", Error, legalIDs, any1(xrScheme, oneOf("icd")), unknownCode("icd")},
	{"BR-DEX-06", Error, along("//SpecifiedTradeProduct/GlobalID/@schemeID"), any1(xrScheme, oneOf("icd")), unknownCode("icd")},
	{"BR-DEX-07", Error, along("//URIUniversalCommunication/URIID/@schemeID"), any1(xrScheme, oneOf("eas")), unknownCode("eas")},
	{"BR-DEX-08", Error, along("//ApplicableHeaderTradeDelivery/ShipToTradeParty/GlobalID/@schemeID"), any1(xrScheme, oneOf("icd")), unknownCode("icd")},
	{"BR-CO-16", Error, each("BG-22"), payableAddsUp, about("sum", "BT-115")},
}

// xrScheme are the schemes that the extension adds.
var xrScheme = among("XR01", "XR02", "XR03")

// xrPayable is payableAddsUp with what third parties are paid for added.
func xrPayable(d *doc, at place) broken {
	payable, has := total(d, at, "BT-115")
	gross, hasGross := total(d, at, "BT-112")
	if !has || !hasGross {
		return wrong("value", "", "expected", "")
	}
	if paid, some := total(d, at, "BT-113"); some {
		gross = minus(gross, paid)
	}
	if rounding, some := total(d, at, "BT-114"); some {
		gross = plus(gross, rounding)
	}
	return compare(round(payable), round(plus(gross, sum(along("PrepaidPayment/PaidAmount")(d)))))
}

// extended takes the replaced rules out of tables and adds those of the extension.
func extended(profile string, sets []set, own []rule) []set {
	if !strings.Contains(profile, xrExtension) {
		return sets
	}
	sets = slices.Clone(sets)
	for i := range sets {
		sets[i].without = xrReplaced
	}
	return append(sets, set{"XRechnung extension", own, nil})
}
