// SPDX-License-Identifier: EUPL-1.2

package cii

import (
	"bytes"
	"strings"
	"testing"

	"rentmeester/fault"
)

const small = `<r:CrossIndustryInvoice xmlns:r="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
	xmlns:a="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
	xmlns:u="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
	<r:ExchangedDocument><a:ID>7</a:ID><a:TypeCode>381</a:TypeCode><a:IssueDateTime><u:DateTimeString format="102">20260131</u:DateTimeString></a:IssueDateTime></r:ExchangedDocument>
	<r:SupplyChainTradeTransaction>
		<a:ApplicableHeaderTradeSettlement><a:PaymentReference>K1</a:PaymentReference><a:InvoiceCurrencyCode>EUR</a:InvoiceCurrencyCode>
			<a:SpecifiedTradeSettlementPaymentMeans><a:TypeCode>58</a:TypeCode><a:PayeePartyCreditorFinancialAccount><a:IBANID>NL02ABNA0123456789</a:IBANID></a:PayeePartyCreditorFinancialAccount></a:SpecifiedTradeSettlementPaymentMeans>
			<a:SpecifiedTradeSettlementHeaderMonetarySummation><a:DuePayableAmount>12.50</a:DuePayableAmount></a:SpecifiedTradeSettlementHeaderMonetarySummation>
		</a:ApplicableHeaderTradeSettlement>
	</r:SupplyChainTradeTransaction>
</r:CrossIndustryInvoice>`

const old = `<rsm:CrossIndustryDocument xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0"
	xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12">
	<rsm:HeaderExchangedDocument><ram:ID>8</ram:ID></rsm:HeaderExchangedDocument>
	<rsm:SpecifiedSupplyChainTradeTransaction>
		<ram:ApplicableSupplyChainTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
			<ram:SpecifiedTradeSettlementMonetarySummation><ram:GrandTotalAmount currencyID="EUR">3.10</ram:GrandTotalAmount></ram:SpecifiedTradeSettlementMonetarySummation>
		</ram:ApplicableSupplyChainTradeSettlement>
		<ram:IncludedSupplyChainTradeLineItem>
			<ram:SpecifiedSupplyChainTradeSettlement><ram:SpecifiedTradeSettlementMonetarySummation><ram:LineTotalAmount currencyID="EUR">3.10</ram:LineTotalAmount></ram:SpecifiedTradeSettlementMonetarySummation></ram:SpecifiedSupplyChainTradeSettlement>
		</ram:IncludedSupplyChainTradeLineItem>
	</rsm:SpecifiedSupplyChainTradeTransaction>
</rsm:CrossIndustryDocument>`

func TestEveryPathIsWellWritten(t *testing.T) {
	for term, at := range Binding {
		if err := at.Path.Check(); err != nil {
			t.Errorf("%s: %v", term, err)
		}
		if _, bound := Binding[at.In]; !bound && at.In != "BG-0" {
			t.Errorf("%s stands in %s, which stands nowhere", term, at.In)
		}
	}
}

func TestRead(t *testing.T) {
	d, err := Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	r := d.Read()
	inv := r.Invoice
	if d.Kind != "creditnote" || inv.Number != "7" || inv.Issued != "2026-01-31" {
		t.Errorf("%s %q %s", d.Kind, inv.Number, inv.Issued)
	}
	if p := inv.Payments; len(p) != 1 || p[0].Account != "NL02ABNA0123456789" || p[0].Reference != "K1" || p[0].Code != "58" {
		t.Errorf("%+v", p)
	}
	if a := inv.Totals.Payable; a.Currency != "EUR" || a.Value.String() != "12.50" {
		t.Errorf("an amount without a currency is in that of the invoice: %+v", a)
	}
}

func TestReadsZUGFeRD1(t *testing.T) {
	d, err := Read(strings.NewReader(old))
	if err != nil {
		t.Fatal(err)
	}
	inv := d.Read().Invoice
	if d.Syntax != "ZUGFeRD 1.0" || inv.Number != "8" || inv.Totals.Gross.Value.String() != "3.10" || inv.Lines[0].Net.Value.String() != "3.10" {
		t.Errorf("%s %+v", d.Syntax, inv)
	}
}

func TestRoot(t *testing.T) {
	if _, err := Read(strings.NewReader(`<CrossIndustryInvoice/>`)); !fault.Is(err, "cii.root") {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(old))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := Read(bytes.NewReader(raw))
		switch {
		case err == nil:
			for field, path := range d.Read().Paths {
				if path == "" {
					t.Errorf("%s stands nowhere", field)
				}
			}
		case fault.Code(err) == "internal":
			t.Fatal(err)
		}
	})
}
