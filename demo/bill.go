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
	Number string
	Name   string // of the supplier
	VAT    string
	KvK    string
	IBAN   string
	Issued string
	Order  string      // number of ours that it names
	Net    money.Cents // the VAT is 21 % of it
	Credit bool        // a credit note
	Wrong  bool        // the total is not what the lines say
}

func (b Bill) tax() money.Cents { return b.Net * 21 / 100 }

// UBL writes the invoice as NLCIUS has it.
func (b Bill) UBL() string {
	b.Number, b.Name, b.VAT, b.KvK = cmp.Or(b.Number, "F1"), cmp.Or(b.Name, "Leverancier B.V."), cmp.Or(b.VAT, "NL001234567B01"), cmp.Or(b.KvK, "12345678")
	b.IBAN, b.Net, b.Issued = cmp.Or(b.IBAN, "NL02ABNA0123456789"), cmp.Or(b.Net, 20000), cmp.Or(b.Issued, "2026-03-02")
	root, code, line, quantity, due := "Invoice", "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "InvoiceLine", "InvoicedQuantity", "<cbc:DueDate>2026-04-01</cbc:DueDate>"
	if b.Credit {
		root, code, line, quantity, due = "CreditNote", "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>", "CreditNoteLine", "CreditedQuantity", ""
	}
	gross := b.Net + b.tax()
	if b.Wrong {
		gross += 100
	}
	address := `<cac:PostalAddress><cbc:StreetName>Lindelaan 1</cbc:StreetName><cbc:CityName>Voorbeeldstad</cbc:CityName><cbc:PostalZone>1234 AB</cbc:PostalZone><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>`
	category := `<cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>`
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
		x.WriteString(`<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>F1</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>`)
	}
	fmt.Fprintf(&x, `<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID schemeID="0106">%[1]s</cbc:EndpointID>%[2]s
<cac:PartyTaxScheme><cbc:CompanyID>%[3]s</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>%[4]s</cbc:RegistrationName><cbc:CompanyID schemeID="0106">%[1]s</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party>%[2]s<cac:PartyLegalEntity><cbc:RegistrationName>Gemeente Voorbeeld</cbc:RegistrationName><cbc:CompanyID schemeID="0190">00000001002306608000</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cbc:PaymentID>%[5]s</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>%[6]s</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
`, b.KvK, address, b.VAT, b.Name, b.Number, b.IBAN)
	fmt.Fprintf(&x, `<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">%[2]s</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">%[1]s</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">%[2]s</cbc:TaxAmount><cac:TaxCategory>%[4]s</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">%[1]s</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">%[1]s</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">%[3]s</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">%[3]s</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:%[5]s><cbc:ID>1</cbc:ID><cbc:%[6]s unitCode="C62">1</cbc:%[6]s><cbc:LineExtensionAmount currencyID="EUR">%[1]s</cbc:LineExtensionAmount><cac:Item><cbc:Name>Snoeien</cbc:Name><cac:ClassifiedTaxCategory>%[4]s</cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">%[1]s</cbc:PriceAmount></cac:Price></cac:%[5]s>
</%[7]s>`, b.Net, b.tax(), gross, category, line, quantity, root)
	return x.String()
}
