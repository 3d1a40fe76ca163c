// SPDX-License-Identifier: EUPL-1.2

package einvoice

import "strings"

// inList is a rule that every value at a path stands in a code list.
func inList(id string, at path, list string) rule {
	return rule{id, Error, along(at), oneOf(list), unknownCode(list)}
}

// mime are the kinds of attachment that EN 16931 allows.
var mime = among("application/pdf", "image/png", "image/jpeg", "text/csv",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.oasis.opendocument.spreadsheet")

// vatCodes are the categories of VAT in UNTDID 5305 that EN 16931 uses.
var vatCodes = among("AE", "L", "M", "E", "S", "Z", "G", "O", "K", "B")

// fewCodes is a rule whose codes are too few for a list.
func fewCodes(id string, at path, c check, source string) rule {
	return rule{id, Error, along(at), c, sentence("code", "list", source)}
}

// ublAmounts are the amounts that carry a currency.
const ublAmounts path = "//Amount|//BaseAmount|//PriceAmount|//TaxAmount|//TaxableAmount|//LineExtensionAmount|//TaxExclusiveAmount|" +
	"//TaxInclusiveAmount|//AllowanceTotalAmount|//ChargeTotalAmount|//PrepaidAmount|//PayableRoundingAmount|//PayableAmount"

// ublCodes are the code lists of EN 16931 in UBL (BR-CL).
var ublCodes = []rule{
	{"BR-CL-01", Error, along("InvoiceTypeCode"), oneOf("invoice"), unknownCode("invoice")},
	{"BR-CL-01", Error, along("CreditNoteTypeCode"), oneOf("creditnote"), unknownCode("creditnote")},
	{"BR-CL-03", Error, along(ublAmounts), attribute("currencyID", "currency"), unknownCode("currency")},
	inList("BR-CL-04", "DocumentCurrencyCode", "currency"),
	inList("BR-CL-05", "TaxCurrencyCode", "currency"),
	fewCodes("BR-CL-06", "//InvoicePeriod/DescriptionCode", among("3", "35", "432"), "UNTDID 2005"),
	inList("BR-CL-07", "//AdditionalDocumentReference[DocumentTypeCode=130]/ID/@schemeID|//DocumentReference[DocumentTypeCode=130]/ID/@schemeID", "reference"),
	{"BR-CL-08", Error, along("Note"), noteSubject, unknownCode("subject")},
	{"BR-CL-10", Error, along("//PartyIdentification/ID/@schemeID"), partyScheme, unknownCode("icd")},
	inList("BR-CL-11", "//PartyLegalEntity/CompanyID/@schemeID", "icd"),
	inList("BR-CL-13", "//CommodityClassification/ItemClassificationCode/@listID", "item"),
	inList("BR-CL-14", "//Country/IdentificationCode", "country"),
	inList("BR-CL-15", "//OriginCountry/IdentificationCode", "country"),
	inList("BR-CL-16", "//PaymentMeans/PaymentMeansCode", "payment"),
	fewCodes("BR-CL-17", "//TaxCategory/ID", vatCodes, "UNTDID 5305"),
	fewCodes("BR-CL-18", "//ClassifiedTaxCategory/ID", vatCodes, "UNTDID 5305"),
	inList("BR-CL-19", "//AllowanceCharge[ChargeIndicator=false,0]/AllowanceChargeReasonCode", "allowance"),
	inList("BR-CL-20", "//AllowanceCharge[ChargeIndicator=true,1]/AllowanceChargeReasonCode", "charge"),
	inList("BR-CL-21", "//StandardItemIdentification/ID/@schemeID", "icd"),
	{"BR-CL-22", Error, along("//TaxExemptionReasonCode"), upperIn("vatex"), unknownCode("vatex")},
	inList("BR-CL-23", "//InvoicedQuantity/@unitCode|//BaseQuantity/@unitCode|//CreditedQuantity/@unitCode", "unit"),
	fewCodes("BR-CL-24", "//EmbeddedDocumentBinaryObject/@mimeCode", mime, "EN 16931 BT-125"),
	inList("BR-CL-25", "//EndpointID/@schemeID", "eas"),
	inList("BR-CL-26", "//DeliveryLocation/ID/@schemeID", "icd"),
}

// ciiCodes are the code lists of EN 16931 in CII (BR-CL).
var ciiCodes = []rule{
	inList("BR-CL-01", "ExchangedDocument/TypeCode", "document"),
	inList("BR-CL-03", "//TaxTotalAmount/@currencyID", "currency"),
	inList("BR-CL-04", "//InvoiceCurrencyCode", "currency"),
	inList("BR-CL-05", "//TaxCurrencyCode", "currency"),
	fewCodes("BR-CL-06", "//DueDateTypeCode", among("5", "29", "72"), "UNTDID 2475"),
	inList("BR-CL-07", "//ReferenceTypeCode", "reference"),
	inList("BR-CL-08", "//SubjectCode", "subject"),
	inList("BR-CL-10", "//SellerTradeParty/GlobalID/@schemeID|//BuyerTradeParty/GlobalID/@schemeID|//PayeeTradeParty/GlobalID/@schemeID", "icd"),
	{"BR-CL-11", Error, legalIDs, oneOf("icd"), unknownCode("icd")},
	inList("BR-CL-13", "//ClassCode/@listID", "item"),
	inList("BR-CL-14", "//CountryID", "country"),
	inList("BR-CL-15", "//OriginTradeCountry/ID", "country"),
	inList("BR-CL-16", "//SpecifiedTradeSettlementPaymentMeans/TypeCode", "payment"),
	fewCodes("BR-CL-17", "//CategoryTradeTax/CategoryCode", vatCodes, "UNTDID 5305"),
	fewCodes("BR-CL-18", "//ApplicableTradeTax/CategoryCode", vatCodes, "UNTDID 5305"),
	inList("BR-CL-19", "//SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator=false,0]/ReasonCode", "allowance"),
	inList("BR-CL-20", "//SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator=true,1]/ReasonCode", "charge"),
	inList("BR-CL-21", "//SpecifiedTradeProduct/GlobalID/@schemeID", "icd"),
	{"BR-CL-22", Error, along("//ExemptionReasonCode"), upperIn("vatex"), unknownCode("vatex")},
	inList("BR-CL-23", "//BasisQuantity/@unitCode|//BilledQuantity/@unitCode", "unit"),
	fewCodes("BR-CL-24", "//AttachmentBinaryObject/@mimeCode", mime, "EN 16931 BT-125"),
	inList("BR-CL-25", "//URIUniversalCommunication/URIID/@schemeID", "eas"),
	inList("BR-CL-26", "//ApplicableHeaderTradeDelivery/ShipToTradeParty/GlobalID/@schemeID", "icd"),
}

// attribute asks that an attribute, which must be there, stands in a list.
func attribute(name, list string) check {
	codes := codeList(list)
	return func(_ *doc, at place) broken {
		if value := at.Attr(name); !codes[value] {
			return wrong("value", value)
		}
		return nil
	}
}

// noteSubject asks that a note that begins with #ABC# names a known subject.
func noteSubject(_ *doc, at place) broken {
	code, marked := markedSubject(at.Raw())
	if !marked || codeList("subjectUBL")[code] {
		return nil
	}
	return wrong("value", code)
}

// markedSubject finds the three letters between the first two number signs.
func markedSubject(note string) (string, bool) {
	parts := strings.SplitN(note, "#", 3)
	if len(parts) < 3 || len([]rune(parts[1])) != 3 {
		return "", false
	}
	return parts[1], true
}

// partyScheme takes SEPA besides the list for who is paid: it marks BT-90.
func partyScheme(d *doc, at place) broken {
	if at.Value() == "SEPA" {
		for n := at.Node; n != nil; n = n.Parent {
			if n.Name == "AccountingSupplierParty" || n.Name == "PayeeParty" {
				return nil
			}
		}
	}
	return oneOf("icd")(d, at)
}

// legalIDs are the schemes of identifiers in CII but those of tax offices.
func legalIDs(d *doc) []place {
	var found []place
	for _, p := range path("//ID/@schemeID").Of(d.Root) {
		if p.Parent.Name != "SpecifiedTaxRegistration" {
			found = append(found, p)
		}
	}
	return found
}

// upperIn is oneOf without regard to capitals.
func upperIn(list string) check {
	codes := codeList(list)
	return func(_ *doc, at place) broken { return when(codes[strings.ToUpper(at.Value())]) }
}
