// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"regexp"
	"strings"
)

// ublSyntax are the rules for the use of UBL (UBL-SR, UBL-CR, UBL-DT) that are
// more than "not there" or "once"; those stand in lists/ubl.txt.
var ublSyntax = append([]rule{
	{"UBL-SR-51", Error, along("//PostalAddress|//Address"), upTo(1, "AddressLine"), more("AddressLine")},
	{"UBL-SR-42", Error, along("AccountingSupplierParty/Party"), upTo(2, "PartyTaxScheme"), sentence("more-than-two", "element", "PartyTaxScheme")},
	{"UBL-SR-43", Error, along("//AdditionalDocumentReference"), objectReference, sentence("UBL-SR-43")},
	{"UBL-DT-01", Error, along("//*Amount"), amountInCents, sentence("two-decimals")},
	{"UBL-DT-06", Error, along("//*BinaryObject"), there("@mimeCode"), lacks("@mimeCode")},
	{"UBL-DT-07", Error, along("//*BinaryObject"), there("@filename"), lacks("@filename")},
	{"UBL-DT-18", Warning, along("//*/@name"), func(_ *doc, at place) broken { return when(at.Name == "PaymentMeansCode") }, sentence("superfluous")},
	{"UBL-SR-53", Error, along("//PartyTaxScheme"), all(there("TaxScheme/ID"), there("CompanyID")), lacks("TaxScheme/ID, CompanyID")},
	{"UBL-CR-002", Warning, along("UBLVersionID"), among("2.1"), sentence("UBL-CR-002")},
	{"UBL-CR-412", Warning, along("PaymentMeans/PaymentDueDate"), func(d *doc, _ place) broken { return when(d.Kind == "creditnote") }, sentence("superfluous")},
	{"UBL-CR-665", Warning, along("//AdditionalDocumentReference[!DocumentTypeCode=130]/ID/@schemeID"), never, sentence("superfluous")},
	{"UBL-SR-12", Error, along("/"), upTo(1, "AccountingSupplierParty/Party/PartyTaxScheme[TaxScheme/ID~VAT]/CompanyID"), more("PartyTaxScheme (VAT)")},
	{"UBL-SR-13", Error, along("/"), upTo(1, "AccountingSupplierParty/Party/PartyTaxScheme[TaxScheme/ID][!TaxScheme/ID~VAT]/CompanyID"), more("PartyTaxScheme")},
	{"UBL-SR-18", Error, along("/"), upTo(1, "AccountingCustomerParty/Party/PartyTaxScheme[TaxScheme/ID~VAT]/CompanyID"), more("PartyTaxScheme (VAT)")},
	{"UBL-SR-29", Error, along("/"), upTo(1, "//PartyIdentification/ID[@schemeID~SEPA]"), more("PartyIdentification (SEPA)")},
	{"UBL-SR-44", Error, along("/"), sameAll("//PaymentID"), sentence("all-same", "element", "PaymentID")},
	{"UBL-SR-47", Error, along("/"), sameAll("//PaymentMeansCode"), sentence("all-same", "element", "PaymentMeansCode")},
	{"UBL-SR-19", Error, along("PayeeParty"), all(upTo(1, "PartyName/Name"), payeeDiffers), sentence("payee-once", "element", "PartyName/Name")},
	{"UBL-SR-20", Error, along("PayeeParty"), all(upTo(1, "PartyIdentification/ID[@schemeID][!@schemeID~SEPA]"), payeeDiffers), sentence("payee-once", "element", "PartyIdentification/ID")},
	{"UBL-SR-21", Error, along("PayeeParty"), all(upTo(1, "PartyLegalEntity/CompanyID"), payeeDiffers), sentence("payee-once", "element", "PartyLegalEntity/CompanyID")},
	{"UBL-SR-07", Error, along("//BillingReference"), there("InvoiceDocumentReference/ID"), lacks("InvoiceDocumentReference/ID")},
}, structure("ubl.txt")...)

func more(element string) says { return sentence("more-than-one", "element", element) }

// objectReference asks that a document reference with a scheme or a type is an
// invoiced object (130), or the project of a credit note (50).
func objectReference(d *doc, at place) broken {
	kind := path("DocumentTypeCode").Value(at.Node)
	switch {
	case kind == "130", kind == "50" && d.Kind == "creditnote":
		return nil
	}
	return when(!path("DocumentTypeCode").Exists(at.Node) && !path("ID/@schemeID").Exists(at.Node))
}

func amountInCents(_ *doc, at place) broken {
	if strings.HasSuffix(at.Name, "PriceAmount") || at.Parent.Name == "AllowanceCharge" && at.Parent.Parent.Name == "Price" {
		return nil
	}
	_, after, _ := strings.Cut(at.Text, ".")
	return when(len(after) <= 2)
}

// sameAll asks that a path leads to one value only, however often.
func sameAll(p path) check {
	return func(d *doc, _ place) broken {
		found := p.Of(d.Root)
		for i := 1; i < len(found); i++ {
			if found[i].Value() != found[0].Value() {
				return wrong("value", found[i].Value())
			}
		}
		return nil
	}
}

// payeeDiffers asks that the payee is called otherwise than the seller.
func payeeDiffers(d *doc, at place) broken {
	names, sellers := path("PartyName/Name").Of(at.Node), d.Each("BT-27")
	for _, n := range names {
		for _, s := range sellers {
			if n.Value() != s.Value() {
				return nil
			}
		}
	}
	return broken{}
}

const (
	ciiAgreement  = "/SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement"
	ciiDelivery   = "/SupplyChainTradeTransaction/ApplicableHeaderTradeDelivery"
	ciiSettlement = "/SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement"
	ciiLine       = "/SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem"
)

// ciiSyntax are the rules for the use of CII (CII-SR, CII-DT) that are more than
// "not there" or "once"; those stand in lists/cii.txt.
var ciiSyntax = append([]rule{
	{"CII-SR-046", Error, along(ciiLine + "/SpecifiedTradeProduct/GlobalID"), there("@schemeID"), lacks("@schemeID")},
	{"CII-SR-090", Error, along(ciiLine + "/SpecifiedTradeProduct/OriginTradeCountry"), exactly("ID"), sentence("not-one", "element", "ID")},
	{"CII-SR-119", Warning, along(ciiLine + "/SpecifiedLineTradeAgreement"), discountWhole, sentence("CII-SR-119")},
	{"CII-SR-463", Error, along("//SpecifiedTradeAllowanceCharge"), there("ChargeIndicator"), lacks("ChargeIndicator")},
	{"CII-SR-474", Warning, along(ciiLine + "/SpecifiedLineTradeSettlement"), upTo(1, "AdditionalReferencedDocument[TypeCode=130]"), more("AdditionalReferencedDocument (130)")},
	{"CII-SR-449", Warning, along(ciiDelivery + "/ShipToTradeParty"), oneID, sentence("one-id")},
	{"CII-SR-450", Warning, along(ciiAgreement + "/BuyerTradeParty"), oneID, sentence("one-id")},
	{"CII-SR-451", Warning, along(ciiSettlement + "/PayeeTradeParty"), oneID, sentence("one-id")},
	{"CII-SR-465", Warning, along(ciiAgreement + "/SellerTradeParty"), oneContact, sentence("one-contact")},
	{"CII-SR-466", Warning, along(ciiAgreement + "/BuyerTradeParty"), oneContact, sentence("one-contact")},
	{"CII-SR-475", Warning, along(ciiAgreement), upTo(1, "AdditionalReferencedDocument[TypeCode=916]/Name"), more("AdditionalReferencedDocument/Name")},
	{"CII-SR-476", Warning, along(ciiAgreement), upTo(1, "AdditionalReferencedDocument[TypeCode=916]/AttachmentBinaryObject"), more("AttachmentBinaryObject")},
	{"CII-SR-462", Error, along(ciiSettlement), sameAll("//ApplicableTradeTax/DueDateTypeCode"), sentence("all-same", "element", "DueDateTypeCode")},
	{"CII-SR-467", Error, along("/"), sameAll("//SpecifiedTradeSettlementPaymentMeans/TypeCode"), sentence("all-same", "element", "TypeCode")},
	{"CII-SR-468", Error, along("/"), sameAll("//SpecifiedTradeSettlementPaymentMeans/Information"), sentence("all-same", "element", "Information")},
	{"CII-SR-470", Error, along(ciiSettlement + "/SpecifiedTradeSettlementPaymentMeans[TypeCode=30,58]"),
		there("PayeePartyCreditorFinancialAccount/IBANID|PayeePartyCreditorFinancialAccount/ProprietaryID"), missing("BT-84")},
	attachedOnly("CII-DT-015", "URIID"),
	{"CII-DT-018", Error, along("//*ReferencedDocument/TypeCode"), documentKind, sentence("superfluous")},
	attachedOnly("CII-DT-021", "Name"),
	attachedOnly("CII-DT-022", "AttachmentBinaryObject"),
	{"CII-DT-024", Error, along("//*ReferencedDocument/ReferenceTypeCode"), func(_ *doc, at place) broken {
		return when(at.Parent.Name == "AdditionalReferencedDocument" && path("TypeCode").Value(at.Parent) == "130")
	}, sentence("superfluous")},
	{"CII-DT-027", Error, along("//*ReferencedDocument/FormattedIssueDateTime"), func(_ *doc, at place) broken {
		return when(at.Parent.Name == "InvoiceReferencedDocument")
	}, sentence("superfluous")},
	{"CII-DT-031", Error, along("//*Amount/@currencyID"), inTaxTotal, sentence("superfluous")},
	{"CII-DT-032", Error, along("//*Amount/@currencyCodeListVersionID"), inTaxTotal, sentence("superfluous")},
	{"CII-DT-033", Error, along("//*Quantity/@unitCode"), func(d *doc, _ place) broken { return when(len(d.Each("BT-130")) > 0) }, sentence("superfluous")},
	{"CII-DT-037", Error, along("//*TradeTax/TypeCode"), among("VAT"), sentence("CII-DT-037")},
	headerOnly("CII-DT-041", "BasisAmount"),
	notCategory("CII-DT-052", "ExemptionReasonCode"),
	notCategory("CII-DT-098", "ExemptionReason"),
	headerOnly("CII-DT-054", "TaxPointDate"),
	headerOnly("CII-DT-058", "DueDateTypeCode"),
	{"CII-DT-097", Error, along("//DateTimeString[@format=102]"), ymdDate, sentence("no-date")},
}, structure("cii.txt")...)

func exactly(p path) check {
	return func(_ *doc, at place) broken { return when(len(p.Of(at.Node)) == 1) }
}

// discountWhole asks that a discount on a price is marked as one and has an amount.
func discountWhole(_ *doc, at place) broken {
	discount := path("GrossPriceProductTradePrice/AppliedTradeAllowanceCharge")
	marked := (discount + "/ChargeIndicator").Exists(at.Node)
	off := (discount + "/ChargeIndicator[Indicator=false,0]").Exists(at.Node)
	amount := (discount + "/ActualAmount").Exists(at.Node)
	return when(off && amount || !marked && !amount)
}

func oneID(_ *doc, at place) broken {
	return when(!path("ID").Exists(at.Node) || !path("GlobalID").Exists(at.Node))
}

func oneContact(_ *doc, at place) broken {
	return when(!path("DefinedTradeContact/PersonName").Exists(at.Node) || !path("DefinedTradeContact/DepartmentName").Exists(at.Node))
}

// attachedOnly allows an element in a supporting document (916) only.
func attachedOnly(id string, element path) rule {
	return rule{id, Error, along("//*ReferencedDocument/" + element), func(_ *doc, at place) broken {
		return when(at.Parent.Name == "AdditionalReferencedDocument" && path("TypeCode").Value(at.Parent) == "916")
	}, sentence("superfluous")}
}

func documentKind(d *doc, at place) broken {
	if at.Parent.Name != "AdditionalReferencedDocument" {
		return broken{}
	}
	return among("50", "130", "916")(d, at)
}

// headerOnly allows an element of a tax in the totals only.
func headerOnly(id string, element path) rule {
	return rule{id, Warning, along("//*TradeTax/" + element), func(_ *doc, at place) broken {
		for n := at.Parent; n != nil; n = n.Parent {
			if n.Name == "ApplicableHeaderTradeSettlement" {
				return nil
			}
		}
		return broken{}
	}, sentence("superfluous")}
}

// notCategory allows an element in an ApplicableTradeTax only.
func notCategory(id string, element path) rule {
	return rule{id, Warning, along("//*TradeTax/" + element), func(_ *doc, at place) broken {
		return when(at.Parent.Name == "ApplicableTradeTax")
	}, sentence("superfluous")}
}

func inTaxTotal(_ *doc, at place) broken { return when(at.Name == "TaxTotalAmount") }

var eightDigits = regexp.MustCompile(`^\s*\d{4}(1[0-2]|0[1-9])(3[01]|[12][0-9]|0[1-9])\s*$`)

func ymdDate(_ *doc, at place) broken { return when(eightDigits.MatchString(at.Text)) }
