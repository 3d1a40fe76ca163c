// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"strings"

	"rentmeester/fault"
)

func townOrders() []PurchaseOrder {
	return []PurchaseOrder{
		{OrderHead: OrderHead{ID: "71", Number: "PO-2026/0017", Kind: "order", Supplier: "C-2001", SupplierName: "Bouwbedrijf Van der Meulen & Zonen B.V.", Description: "Onderhoud gymzaal",
			Orderer: "m.bakker", CostCentre: "520100", Amount: 2150000, Invoiced: 1033058, Left: 1116942}, Known: true, Ordered: "2026-01-12", Account: "4310", Wanted: true,
			Lines: []OrderLine{{Number: "1", Article: "ONDH-7", Text: "Onderhoud vloer, belijning en wanden van de gymzaal aan de Dorpsstraat", Quantity: "120", Unit: "uur", Price: "87.5", Amount: 1050000, Invoiced: 1033058, Left: 16942, InvoicedQty: "118.06", ReceivedQty: "60.5"},
				{Number: "2", Text: "Materiaal <b>", Amount: 1100000, Left: 1100000, Received: 25000}},
			Receipts: []Receipt{{Line: "1", Number: "PB-88", Day: "2026-02-04", Quantity: "60.5", By: "Anne Visser"}, {Line: "2", Amount: 25000}},
			Invoices: []OrderInvoice{{ID: "41", Number: "2026-0117", State: InvHeld, Issued: "2026-02-06", Amount: 1033058}}},
		{OrderHead: OrderHead{ID: "72", Number: "CT-5", Kind: "contract", SupplierName: "Kantoorhuis", Description: "Huur kopieerapparaten", Amount: 1200000, Invoiced: 1300000, Left: -100000,
			From: "2026-01-01", Until: "2026-12-31", Closed: true}, Gross: true, Every: 1, Instalment: 100000, Listed: true, Receipts: []Receipt{{Quantity: "1"}}},
		{OrderHead: OrderHead{ID: "73", Number: "V-9", Kind: "order", Description: "Advies", Amount: 500000, Left: 500000}},
	}
}

func (v *town) Orders(_ context.Context, f OrderFilter, _ string) (list []OrderHead, next string, err error) {
	if v.empty || v.fails != nil {
		return nil, "", v.fails
	}
	for _, o := range townOrders() {
		if (f.State == "" || (f.State == "closed") == o.Closed) && strings.Contains(o.Description, f.Query) && (f.Supplier == "" || f.Supplier == o.Supplier) {
			list = append(list, o.OrderHead)
		}
	}
	return list, "CT-5", nil
}

func (v *town) Order(_ context.Context, id string) (PurchaseOrder, error) {
	for _, o := range townOrders() {
		if o.ID == id && !v.empty {
			return o, v.fails
		}
	}
	return PurchaseOrder{}, noPage(id)
}

func (v *town) Receive(_ context.Context, by, id string, d Delivery) error {
	said := ""
	for _, l := range d.Lines {
		said += " " + l.Line + "="
		if l.Quantity != nil {
			said += l.Quantity.String()
		} else {
			said += l.Amount.String()
		}
	}
	if d.Number == "twice" {
		return fault.New("invoices.receipt-known", "order", id)
	}
	return v.desk.did("%s receives on %s %s %s%s", by, id, d.Number, d.Day, said)
}
