// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"fmt"
	"strings"
)

// CII writes the invoice in the syntax of UN/CEFACT, as Factur-X has it.
func (b Bill) CII() string {
	b = b.filled()
	code, category, why := "380", fmt.Sprintf(`<ram:TypeCode>VAT</ram:TypeCode>%%s<ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>%d</ram:RateApplicablePercent>`, b.Rate), ""
	if b.Exempt {
		category = `<ram:TypeCode>VAT</ram:TypeCode>%s<ram:CategoryCode>E</ram:CategoryCode><ram:RateApplicablePercent>0</ram:RateApplicablePercent>`
		why = `<ram:ExemptionReason>Vrijgesteld (artikel 11 Wet OB)</ram:ExemptionReason>`
	}
	if b.Credit {
		code = "381"
	}
	var x strings.Builder
	fmt.Fprintf(&x, `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>%s</ram:ID><ram:TypeCode>%s</ram:TypeCode><ram:IssueDateTime>%s</ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
`, b.Number, code, ciiDay(b.Issued))
	for i, l := range b.Lines {
		fmt.Fprintf(&x, `<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>%[1]d</ram:LineID></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>%[2]s</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>%[3]s</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">1</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>%[4]s</ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>%[3]s</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>
`, i+1, escape(l.Text), l.Net, fmt.Sprintf(category, ""))
	}
	b.ciiParties(&x)
	due, about := `<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>`+ciiDay(b.Due)+`</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>`, ""
	if b.Credit {
		due, about = "", `<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>`+b.Of+`</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>`
	}
	fmt.Fprintf(&x, `<ram:ApplicableHeaderTradeDelivery/><ram:ApplicableHeaderTradeSettlement><ram:PaymentReference>%[1]s</ram:PaymentReference><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>%[2]s</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
<ram:ApplicableTradeTax><ram:CalculatedAmount>%[3]s</ram:CalculatedAmount>%[4]s</ram:ApplicableTradeTax>%[5]s
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>%[6]s</ram:LineTotalAmount><ram:TaxBasisTotalAmount>%[6]s</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">%[3]s</ram:TaxTotalAmount><ram:GrandTotalAmount>%[7]s</ram:GrandTotalAmount><ram:DuePayableAmount>%[7]s</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>%[8]s
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`, b.Number, b.IBAN, b.tax(),
		fmt.Sprintf(category, why+"<ram:BasisAmount>"+b.Net.String()+"</ram:BasisAmount>"), due, b.Net, b.gross(), about)
	return x.String()
}

func (b Bill) ciiParties(x *strings.Builder) {
	order := ""
	if b.Order != "" {
		order = `<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>` + b.Order + `</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>`
	}
	address := fmt.Sprintf(`<ram:PostalTradeAddress><ram:PostcodeCode>%s</ram:PostcodeCode><ram:LineOne>%s</ram:LineOne><ram:CityName>%s</ram:CityName><ram:CountryID>NL</ram:CountryID></ram:PostalTradeAddress>`, b.PostCode, escape(b.Street), b.City)
	fmt.Fprintf(x, `<ram:ApplicableHeaderTradeAgreement><ram:BuyerReference>4100</ram:BuyerReference>
<ram:SellerTradeParty><ram:Name>%[1]s</ram:Name><ram:SpecifiedLegalOrganization><ram:ID schemeID="0106">%[2]s</ram:ID></ram:SpecifiedLegalOrganization>%[3]s<ram:URIUniversalCommunication><ram:URIID schemeID="0106">%[2]s</ram:URIID></ram:URIUniversalCommunication><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">%[4]s</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>%[5]s</ram:Name><ram:SpecifiedLegalOrganization><ram:ID schemeID="0190">00000001002306608000</ram:ID></ram:SpecifiedLegalOrganization>%[3]s</ram:BuyerTradeParty>%[6]s</ram:ApplicableHeaderTradeAgreement>
`, escape(b.Name), b.KvK, address, b.VAT, b.Buyer, order)
}

func ciiDay(day string) string {
	return `<udt:DateTimeString format="102">` + strings.ReplaceAll(day, "-", "") + `</udt:DateTimeString>`
}
