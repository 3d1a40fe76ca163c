// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"regexp"
	"strings"

	"rentmeester/ident"
)

// The marks of XRechnung, the German use of EN 16931, of its extension (other
// schemes and attachments, lines below lines, payments by third parties) and of
// its form for clean vehicles (CVD).
const (
	xrMark      = "urn:xeinkauf.de:kosit:xrechnung_"
	xrOldMark   = "urn:xoev-de:kosit:standard:xrechnung_"
	xrExtension = "#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_"
	xrCVD       = "#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_"
	xr30        = "urn:cen.eu:en16931:2017#compliant#" + xrMark + "3.0"
)

func isXRechnung(profile string) bool {
	return strings.Contains(profile, xrMark) || strings.Contains(profile, xrOldMark)
}

// xrLevels are the rules of EN 16931 that XRechnung takes more or less
// seriously; none means not at all. The extension puts rules of its own in place
// of those.
func xrLevels(profile string) levels {
	changed := levels{"BR-CL-21": Warning, "BR-CL-23": Warning, "UBL-CR-646": Error,
		"CII-SR-452": Error, "CII-SR-453": Error, "CII-SR-454": Error}
	switch {
	case strings.Contains(profile, xrExtension):
		for _, id := range strings.Fields("BR-CL-10 BR-CL-11 BR-CL-21 BR-CL-24 BR-CL-25 BR-CL-26 BR-CO-16 UBL-CR-470 UBL-CR-646") {
			changed[id] = none
		}
	case strings.Contains(profile, xrCVD):
		changed["BR-CL-13"] = none
	}
	return changed
}

// xrSets are the rules of XRechnung.
func xrSets(profile, syntax string) []set {
	sets := []set{{"XRechnung", xrechnung, nil}}
	own := xrOnlyCII
	extension := xrCII
	if syntax == "UBL" {
		own, extension = xrOnlyUBL, xrUBL
	}
	sets = append(sets, set{"XRechnung", own, nil})
	if strings.Contains(profile, xrExtension) {
		sets = append(sets, set{"XRechnung extension", extension, nil})
	}
	if strings.Contains(profile, xrCVD) {
		sets = append(sets, set{"XRechnung CVD", xrVehicles, nil})
	}
	return sets
}

// xrechnung are the rules of XRechnung 3.0 (BR-DE) for both syntaxes.
var xrechnung = []rule{
	{"BR-DE-1", Error, each("BG-0"), present("BG-16"), missing("BG-16")},
	{"BR-DE-2", Error, each("BG-4"), present("BG-6"), missing("BG-6")},
	{"BR-DE-3", Error, each("BG-5"), filled("BT-37"), missing("BT-37")},
	{"BR-DE-4", Error, each("BG-5"), filled("BT-38"), missing("BT-38")},
	{"BR-DE-5", Error, each("BG-6"), filled("BT-41"), missing("BT-41")},
	{"BR-DE-6", Error, each("BG-6"), filled("BT-42"), missing("BT-42")},
	{"BR-DE-7", Error, each("BG-6"), filled("BT-43"), missing("BT-43")},
	{"BR-DE-8", Error, each("BG-8"), filled("BT-52"), missing("BT-52")},
	{"BR-DE-9", Error, each("BG-8"), filled("BT-53"), missing("BT-53")},
	{"BR-DE-10", Error, each("BG-15"), filled("BT-77"), missing("BT-77")},
	{"BR-DE-11", Error, each("BG-15"), filled("BT-78"), missing("BT-78")},
	{"BR-DE-15", Error, each("BG-0"), filled("BT-10"), missing("BT-10")},
	{"BR-DE-16", Error, each("BG-0"), sellerTaxed, missingOneOf("BT-31", "BT-32")},
	{"BR-DE-17", Warning, each("BT-3"), among("326", "380", "384", "389", "381", "875", "876", "877"), sentence("code", "list", "XRechnung UNTDID 1001")},
	{"BR-DE-18", Error, each("BT-20"), discountTerms, sentence("BR-DE-18")},
	{"BR-DE-19", Warning, along("PaymentMeans[PaymentMeansCode=58]|//SpecifiedTradeSettlementPaymentMeans[TypeCode=58]"), ibanAt("PayeeFinancialAccount/ID|PayeePartyCreditorFinancialAccount/IBANID"), about("no-iban", "BT-84")},
	{"BR-DE-20", Warning, along("PaymentMeans[PaymentMeansCode=59]|//SpecifiedTradeSettlementPaymentMeans[TypeCode=59]"), ibanAt("PaymentMandate/PayerFinancialAccount/ID|PayerPartyDebtorFinancialAccount/IBANID"), about("no-iban", "BT-91")},
	{"BR-DE-21", Warning, each("BT-24"), among(xr30, xr30+xrExtension+"3.0", xr30+xrCVD+"0.9"), sentence("profile", "profile", xr30)},
	{"BR-DE-22", Error, sameFileNames, never, sentence("not-unique")},
	{"BR-DE-26", Warning, each("BT-3"), any1(not(among("384")), correctsInvoice), missing("BT-25")},
	{"BR-DE-27", Warning, each("BG-6"), func(d *doc, at place) broken { return when(digitsIn(d.In(at.Node, "BT-42")) >= 3) }, about("not-usable", "BT-42")},
	{"BR-DE-28", Warning, each("BG-6"), mailUsable, about("not-usable", "BT-43")},
}

// xrOnlyUBL and xrOnlyCII are those rules of XRechnung that are told by syntax.
var xrOnlyUBL = []rule{
	{"BR-DE-14", Error, each("BG-23"), full("TaxCategory/Percent"), missing("BT-119")},
	needs("BR-DE-23-a", "PaymentMeans[PaymentMeansCode=30,58]", "PayeeFinancialAccount"),
	{"BR-DE-23-b", Error, along("PaymentMeans[PaymentMeansCode=30,58]"), not(there("CardAccount|PaymentMandate")), sentence("other-means")},
	needs("BR-DE-24-a", "PaymentMeans[PaymentMeansCode=48,54,55]", "CardAccount"),
	{"BR-DE-24-b", Error, along("PaymentMeans[PaymentMeansCode=48,54,55]"), not(there("PayeeFinancialAccount|PaymentMandate")), sentence("other-means")},
	needs("BR-DE-25-a", "PaymentMeans[PaymentMeansCode=59]", "PaymentMandate"),
	{"BR-DE-25-b", Error, along("PaymentMeans[PaymentMeansCode=59]"), not(there("PayeeFinancialAccount|CardAccount")), sentence("other-means")},
	{"BR-DE-30", Error, along("/[PaymentMeans/PaymentMandate]"), present("BT-90"), missing("BT-90")},
	{"BR-DE-31", Error, along("/[PaymentMeans/PaymentMandate]"), there("PaymentMeans/PaymentMandate/PayerFinancialAccount/ID"), missing("BT-91")},
	{"BR-TMP-2", Warning, along("AdditionalDocumentReference/Attachment/ExternalReference"), addressAt("URI"), about("not-usable", "BT-124")},
}

const (
	xrMeans   path = "//SpecifiedTradeSettlementPaymentMeans"
	xrMandate path = "//SpecifiedTradePaymentTerms/DirectDebitMandateID|//ApplicableHeaderTradeSettlement/CreditorReferenceID|PayerPartyDebtorFinancialAccount/IBANID"
)

var xrOnlyCII = []rule{
	{"BR-DE-14", Error, each("BG-23"), full("RateApplicablePercent"), missing("BT-119")},
	needs("BR-DE-23-a", xrMeans+"[TypeCode=30,58]", "PayeePartyCreditorFinancialAccount"),
	{"BR-DE-23-b", Error, along(xrMeans + "[TypeCode=30,58]"), not(there("ApplicableTradeSettlementFinancialCard|" + xrMandate)), sentence("other-means")},
	needs("BR-DE-24-a", xrMeans+"[TypeCode=48,54,55]", "ApplicableTradeSettlementFinancialCard"),
	{"BR-DE-24-b", Error, along(xrMeans + "[TypeCode=48,54,55]"), not(there("PayeePartyCreditorFinancialAccount|" + xrMandate)), sentence("other-means")},
	{"BR-DE-25-a", Error, along(xrMeans + "[TypeCode=59]"), there(xrMandate), missing("BT-89")},
	{"BR-DE-25-b", Error, along(xrMeans + "[TypeCode=59]"), not(there("PayeePartyCreditorFinancialAccount|PayeeSpecifiedCreditorFinancialInstitution|PayerSpecifiedDebtorFinancialInstitution|ApplicableTradeSettlementFinancialCard")), sentence("other-means")},
	{"BR-DE-30", Error, each("BG-0"), mandateWhole("BT-90", "BT-89", "BT-91"), missing("BT-90")},
	{"BR-DE-31", Error, each("BG-0"), mandateWhole("BT-91", "BT-89", "BT-90"), missing("BT-91")},
	{"BR-TMP-2", Warning, along(ciiAgreement + "/AdditionalReferencedDocument[TypeCode=916][URIID]"), addressAt("URIID"), about("not-usable", "BT-124")},
	{"BR-TMP-3", Error, each("BG-25"), sameBase, sentence("BR-TMP-3")},
}

// xrVehicles are the rules of XRechnung for invoices of clean vehicles.
var xrVehicles = []rule{
	{"BR-DE-CVD-01", Error, each("BG-0"), filled("BT-12"), missing("BT-12")},
	{"BR-DE-CVD-02", Error, each("BG-0"), filled("BT-17"), missing("BT-17")},
	{"BR-DE-CVD-03", Error, each("BG-0"), there("//Item[CommodityClassification/ItemClassificationCode/@listID=CVD][AdditionalItemProperty/Name=cva]|" +
		"//SpecifiedTradeProduct[DesignatedProductClassification/ClassCode/@listID=CVD][ApplicableProductCharacteristic/Description=cva]"), sentence("BR-DE-CVD-03")},
	{"BR-DE-CVD-04", Error, along("//ItemClassificationCode[@listID=CVD]|//ClassCode[@listID=CVD]"), among("M1", "M2", "M3", "N1", "N2", "N3"), sentence("code", "list", "CVD")},
	{"BR-DE-CVD-05", Error, along("//AdditionalItemProperty[Name=cva]/Value|//ApplicableProductCharacteristic[Description=cva]/Value"), among("clean", "zero-emission", "other"), sentence("code", "list", "CVA")},
	{"BR-DE-CVD-06-a", Error, along("//Item[CommodityClassification/ItemClassificationCode/@listID=CVD]|//SpecifiedTradeProduct[DesignatedProductClassification/ClassCode/@listID=CVD]"),
		exactly("AdditionalItemProperty[Name=cva]|ApplicableProductCharacteristic[Description=cva]"), sentence("not-one", "element", "cva")},
	{"BR-DE-CVD-06-b", Error, along("//Item[AdditionalItemProperty/Name=cva]|//SpecifiedTradeProduct[ApplicableProductCharacteristic/Description=cva]"),
		exactly("CommodityClassification/ItemClassificationCode[@listID=CVD]|DesignatedProductClassification/ClassCode[@listID=CVD]"), sentence("not-one", "element", "CVD")},
	{"BR-TMP-CVD-01", Error, each("BT-158-1"), any1(among("CVD"), oneOf("item")), unknownCode("item")},
}

// sellerTaxed asks for a tax number of the seller, or somebody who stands in for
// him, when there is VAT of any kind.
func sellerTaxed(d *doc, _ place) broken {
	if len(d.Each("BG-11")) > 0 || meetsFilled(d.Each("BT-31")) || meetsFilled(d.Each("BT-32")) {
		return nil
	}
	for _, code := range []string{"S", "Z", "E", "AE", "K", "G", "L", "M"} {
		for _, t := range []term{"BT-95", "BT-102", "BT-151"} {
			for _, p := range d.Each(t) {
				if p.Value() == code {
					return broken{}
				}
			}
		}
	}
	return nil
}

var skonto = regexp.MustCompile(`^#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#$`)

// discountTerms asks that lines of payment terms that begin with a number sign
// are terms of a cash discount, each with the end of its line.
func discountTerms(_ *doc, at place) broken {
	lines := strings.Split(strings.ReplaceAll(at.Raw(), "\r\n", "\n"), "\n")
	for i, line := range lines {
		if line = strings.Join(strings.Fields(line), " "); strings.HasPrefix(line, "#") && (!skonto.MatchString(line) || i == len(lines)-1) {
			return wrong("value", line)
		}
	}
	return nil
}

func ibanAt(p path) check {
	return func(_ *doc, at place) broken {
		_, valid := ident.IBAN(p.Value(at.Node))
		return when(valid)
	}
}

var (
	mailForm = regexp.MustCompile(`^[^@\s]+@([^@.\s]+\.)+[^@.\s]+$`)
	urlForm  = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]+:`)
)

// sameFileNames looks at attachments with the file name of an earlier one.
var sameFileNames = repeated("//AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject/@filename|//AdditionalReferencedDocument/AttachmentBinaryObject/@filename")

func digitsIn(all []place) int {
	n := 0
	for _, p := range all {
		for _, c := range p.Value() {
			if c >= '0' && c <= '9' {
				n++
			}
		}
	}
	return n
}

func mailUsable(d *doc, at place) broken {
	for _, p := range d.In(at.Node, "BT-43") {
		if mailForm.MatchString(p.Value()) {
			return nil
		}
	}
	return broken{}
}

func addressAt(p path) check {
	return func(_ *doc, at place) broken { return when(urlForm.MatchString(p.Value(at.Node))) }
}

// mandateWhole asks for a term of a direct debit when another one is there.
func mandateWhole(t, other, third term) check {
	return func(d *doc, _ place) broken {
		return when(len(d.Each(t)) > 0 && len(d.Each(other))+len(d.Each(third)) > 0 || len(d.Each(t))+len(d.Each(other))+len(d.Each(third)) == 0)
	}
}

// sameBase asks that gross and net price are for the same quantity.
func sameBase(_ *doc, at place) broken {
	gross := path("SpecifiedLineTradeAgreement/GrossPriceProductTradePrice/BasisQuantity").Of(at.Node)
	net := path("SpecifiedLineTradeAgreement/NetPriceProductTradePrice/BasisQuantity").Of(at.Node)
	return when(len(gross) == 0 || len(net) == 0 || equal(number(gross[0]), number(net[0])))
}

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

// correctsInvoice asks that an earlier invoice is named, be it without a number.
func correctsInvoice(d *doc, _ place) broken {
	return when(path("/BillingReference/InvoiceDocumentReference|//InvoiceReferencedDocument").Exists(d.Root))
}
