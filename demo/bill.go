// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"cmp"
	"fmt"
	"strings"

	"rentmeester/money"
)

// Bill is an invented invoice. The zero value is valid, of 200 euros and VAT.
type Bill struct {
	Number    string
	Name      string // of the supplier
	VAT       string
	KvK       string
	IBAN      string
	Street    string
	PostCode  string
	City      string
	Buyer     string
	Issued    string
	Due       string
	Order     string      // number of ours that it names
	Net       money.Cents // of its one line, where Lines does not say more
	Lines     []BillLine
	Rate      int    // of VAT, in percent; 0 is 21
	Exempt    bool   // from VAT
	Credit    bool   // a credit note
	Of        string // number of the invoice that a credit note is about
	Wrong     bool   // the total is not what the lines say
	WrongRate int    // what the VAT is reckoned with, though it is called Rate
}

// BillLine is a line of an invoice.
type BillLine struct {
	Text string
	Net  money.Cents
}

// filled gives the bill with what it does not say.
func (b Bill) filled() Bill {
	b.Number, b.Name, b.VAT, b.KvK = cmp.Or(b.Number, "F1"), cmp.Or(b.Name, "Leverancier B.V."), cmp.Or(b.VAT, "NL001234567B01"), cmp.Or(b.KvK, "12345678")
	b.IBAN, b.Issued, b.Of = cmp.Or(b.IBAN, "NL02ABNA0123456789"), cmp.Or(b.Issued, "2026-03-02"), cmp.Or(b.Of, "F1")
	b.Due = cmp.Or(b.Due, b.Issued[:4]+"-04-01")
	b.Street, b.PostCode, b.City = cmp.Or(b.Street, "Lindelaan 1"), cmp.Or(b.PostCode, "1234 AB"), cmp.Or(b.City, "Voorbeeldstad")
	b.Buyer = cmp.Or(b.Buyer, "Gemeente Voorbeeld")
	if len(b.Lines) == 0 {
		b.Lines = []BillLine{{"Snoeien", cmp.Or(b.Net, 20000)}}
	}
	b.Net = 0
	for _, l := range b.Lines {
		b.Net += l.Net
	}
	if !b.Exempt {
		b.Rate = cmp.Or(b.Rate, 21)
	}
	return b
}

func (b Bill) tax() money.Cents {
	return (b.Net*money.Cents(cmp.Or(b.WrongRate, b.Rate)) + 50) / 100
}

// gross is what the supplier asks.
func (b Bill) gross() money.Cents {
	if b.Wrong {
		return b.Net + b.tax() + 100
	}
	return b.Net + b.tax()
}

// UBL writes the invoice as NLCIUS has it.
func (b Bill) UBL() string {
	b = b.filled()
	root, code, due := "Invoice", "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "<cbc:DueDate>"+b.Due+"</cbc:DueDate>"
	if b.Credit {
		root, code, due = "CreditNote", "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>", ""
	}
	category, why := fmt.Sprintf(`<cbc:ID>S</cbc:ID><cbc:Percent>%d</cbc:Percent>`, b.Rate), ""
	if b.Exempt {
		category, why = `<cbc:ID>E</cbc:ID><cbc:Percent>0</cbc:Percent>`, `<cbc:TaxExemptionReason>Vrijgesteld (artikel 11 Wet OB)</cbc:TaxExemptionReason>`
	}
	const scheme = `<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>`
	address := fmt.Sprintf(`<cac:PostalAddress><cbc:StreetName>%s</cbc:StreetName><cbc:CityName>%s</cbc:CityName><cbc:PostalZone>%s</cbc:PostalZone><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>`,
		escape(b.Street), b.City, b.PostCode)
	var x strings.Builder
	fmt.Fprintf(&x, `<?xml version="1.0" encoding="UTF-8"?>
<%[1]s xmlns="urn:oasis:names:specification:ubl:schema:xsd:%[1]s-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0</cbc:CustomizationID>
<cbc:ID>%[2]s</cbc:ID><cbc:IssueDate>%[3]s</cbc:IssueDate>%[4]s%[5]s<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:BuyerReference>4100</cbc:BuyerReference>
`, root, b.Number, b.Issued, due, code)
	if b.Order != "" {
		fmt.Fprintf(&x, `<cac:OrderReference><cbc:ID>%s</cbc:ID></cac:OrderReference>`, b.Order)
	}
	if b.Credit {
		fmt.Fprintf(&x, `<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>%s</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>`, b.Of)
	}
	fmt.Fprintf(&x, `<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID schemeID="0106">%[1]s</cbc:EndpointID>%[2]s
<cac:PartyTaxScheme><cbc:CompanyID>%[3]s</cbc:CompanyID>%[7]s</cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>%[4]s</cbc:RegistrationName><cbc:CompanyID schemeID="0106">%[1]s</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party>%[2]s<cac:PartyLegalEntity><cbc:RegistrationName>%[8]s</cbc:RegistrationName><cbc:CompanyID schemeID="0190">00000001002306608000</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cbc:PaymentID>%[5]s</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>%[6]s</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
`, b.KvK, address, b.VAT, escape(b.Name), b.Number, b.IBAN, scheme, b.Buyer)
	fmt.Fprintf(&x, `<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">%[2]s</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">%[1]s</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">%[2]s</cbc:TaxAmount><cac:TaxCategory>%[4]s%[5]s%[6]s</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">%[1]s</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">%[1]s</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">%[3]s</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">%[3]s</cbc:PayableAmount></cac:LegalMonetaryTotal>
`, b.Net, b.tax(), b.gross(), category, why, scheme)
	for i, l := range b.Lines {
		x.WriteString(l.ubl(i+1, b.Credit, category+scheme) + "\n")
	}
	return x.String() + "</" + root + ">"
}

func (l BillLine) ubl(number int, credit bool, category string) string {
	line, quantity := "InvoiceLine", "InvoicedQuantity"
	if credit {
		line, quantity = "CreditNoteLine", "CreditedQuantity"
	}
	return fmt.Sprintf(`<cac:%[1]s><cbc:ID>%[2]d</cbc:ID><cbc:%[3]s unitCode="C62">1</cbc:%[3]s><cbc:LineExtensionAmount currencyID="EUR">%[4]s</cbc:LineExtensionAmount><cac:Item><cbc:Name>%[5]s</cbc:Name><cac:ClassifiedTaxCategory>%[6]s</cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">%[4]s</cbc:PriceAmount></cac:Price></cac:%[1]s>`,
		line, number, quantity, l.Net, escape(l.Text), category)
}
