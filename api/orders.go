// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/govalues/decimal"
)

// OrderHead is what an order or contract says as a whole.
type OrderHead struct {
	Number       string `json:"number" minLength:"1" maxLength:"100"`
	Kind         string `json:"kind,omitempty" enum:"order,contract" doc:"Absent when adding: contract with instalments, else order"`
	Supplier     string `json:"supplier,omitempty" maxLength:"100" doc:"Number of the supplier"`
	SupplierName string `json:"supplierName,omitempty" maxLength:"300"`
	Description  string `json:"description,omitempty" maxLength:"1000"`
	Orderer      string `json:"orderer,omitempty" maxLength:"200" doc:"Who ordered; he does not approve its invoices"`
	Account      string `json:"account,omitempty" maxLength:"100"`
	CostCentre   string `json:"costCentre,omitempty" maxLength:"100"`
	Ordered      Day    `json:"ordered,omitempty"`
	From         Day    `json:"from,omitempty"`
	Until        Day    `json:"until,omitempty" doc:"Up to and including"`
	Gross        bool   `json:"gross,omitempty" doc:"Amounts include VAT"`
	Every        int    `json:"every,omitempty" minimum:"0" maximum:"120" doc:"Months between instalments"`
	Instalment   Amount `json:"instalment,omitempty"`
	Wanted       bool   `json:"receiptsWanted,omitempty" doc:"Nothing is paid before it is received"`
	Closed       bool   `json:"closed,omitempty"`
	Amount       Amount `json:"amount,omitempty" doc:"Of the whole; absent when adding: that of its lines or instalments"`
}

// Order is an order on a list.
type Order struct {
	ID int64 `json:"id"`
	OrderHead
	Invoiced Amount `json:"invoiced" doc:"By invoices that were not rejected"`
	Left     Amount `json:"left"`
	Listed   bool   `json:"receiptsListed" doc:"A list of orders says what was received, so nobody else does"`
}

// OrderDetail is all that is known of an order.
type OrderDetail struct {
	Order
	Lines    []OrderLine    `json:"lines"`
	Receipts []Receipt      `json:"receipts"`
	Invoices []OrderInvoice `json:"invoices" doc:"What they take of it"`
}

// OrderLineHead is what a line of an order says.
type OrderLineHead struct {
	Number      string           `json:"number,omitempty" maxLength:"100" doc:"Absent when adding: its place, from 1"`
	Article     string           `json:"article,omitempty" maxLength:"100"`
	Description string           `json:"description,omitempty" maxLength:"1000"`
	Quantity    *decimal.Decimal `json:"quantity,omitempty"`
	Unit        string           `json:"unit,omitempty" maxLength:"50"`
	Price       *decimal.Decimal `json:"price,omitempty" doc:"Of one unit"`
	Amount      Amount           `json:"amount,omitempty" doc:"Absent when adding: quantity × price"`
}

// OrderLine is a line of an order with how far it is.
type OrderLine struct {
	OrderLineHead
	Invoiced    Amount           `json:"invoiced"`
	InvoicedQty *decimal.Decimal `json:"invoicedQuantity,omitempty"`
	Left        Amount           `json:"left"`
	Received    Amount           `json:"received" doc:"Of what is received by amount"`
	ReceivedQty *decimal.Decimal `json:"receivedQuantity,omitempty"`
}

// Receipt is something that was received on an order.
type Receipt struct {
	Line     string           `json:"line,omitempty" doc:"Number of the line of the order; absent: the order as a whole"`
	Number   string           `json:"number,omitempty" doc:"Of the packing slip"`
	Received Day              `json:"received,omitempty"`
	Quantity *decimal.Decimal `json:"quantity,omitempty"`
	Amount   Amount           `json:"amount"`
	By       string           `json:"by,omitempty"`
}

// OrderInvoice is what an invoice takes of an order.
type OrderInvoice struct {
	Invoice int64  `json:"invoice"`
	Number  string `json:"number"`
	Issued  Day    `json:"issued,omitempty"`
	State   string `json:"state"`
	Amount  Amount `json:"amount"`
}

// NewOrder is an order as it is added.
type NewOrder struct {
	OrderHead
	Before Amount         `json:"invoicedBefore,omitempty" doc:"Invoiced before it came here; counts the first time only"`
	Lines  []NewOrderLine `json:"lines,omitempty" maxItems:"10000"`
}

// NewOrderLine is a line of an order as it is added.
type NewOrderLine struct {
	OrderLineHead
	Before    Amount           `json:"invoicedBefore,omitempty"`
	BeforeQty *decimal.Decimal `json:"invoicedQuantityBefore,omitempty"`
}

// Delivery is what came at one time, by the person of the token.
type Delivery struct {
	Number   string         `json:"number,omitempty" maxLength:"100" doc:"Of the packing slip; a line that came with it before is put right"`
	Received Day            `json:"received,omitempty" doc:"Absent: today"`
	Lines    []DeliveryLine `json:"lines" minItems:"1" maxItems:"1000"`
}

// DeliveryLine is what came of one line of an order: a quantity where the line
// has one, else an amount.
type DeliveryLine struct {
	Line     string           `json:"line,omitempty" maxLength:"100" doc:"Number of the line of the order; may be absent when there is one or none"`
	Quantity *decimal.Decimal `json:"quantity,omitempty" doc:"Negative: given back"`
	Amount   Amount           `json:"amount,omitempty"`
}

// OrderFilter says which orders are wanted.
type OrderFilter struct {
	State, Number, Supplier, Search string
	Cursor                          string
	Limit                           int
}

func (r *rooms) orders() {
	type listed struct {
		Paging
		State    string `query:"state" enum:"open,closed"`
		Number   string `query:"number" maxLength:"100" doc:"The order with this number"`
		Supplier string `query:"supplier" maxLength:"100" doc:"Number of the supplier"`
		Search   string `query:"search" maxLength:"200" doc:"Words in number, supplier, description, orderer, cost centre or amount"`
	}
	huma.Register(r.huma, r.operation("list-orders", http.MethodGet, "/orders", "orders"), func(ctx context.Context, in *listed) (*page[Order], error) {
		return pageOf(r.source.Orders(ctx, callerOf(ctx), OrderFilter{in.State, in.Number, in.Supplier, in.Search, in.Cursor, in.Limit}))
	})
	huma.Register(r.huma, anew(r.act("add-order", "/orders", "orders")), func(ctx context.Context, in *one[NewOrder]) (*one[OrderDetail], error) {
		return oneOf(r.source.AddOrder(ctx, callerOf(ctx), in.Body))
	})
	huma.Register(r.huma, r.operation("get-order", http.MethodGet, "/orders/{id}", "orders"), func(ctx context.Context, in *ByID) (*one[OrderDetail], error) {
		return oneOf(r.source.Order(ctx, callerOf(ctx), in.ID))
	})
	type listReceipts struct {
		ByID
		Paging
	}
	huma.Register(r.huma, r.operation("list-receipts", http.MethodGet, "/orders/{id}/receipts", "orders"), func(ctx context.Context, in *listReceipts) (*page[Receipt], error) {
		order, err := r.source.Order(ctx, callerOf(ctx), in.ID)
		all := order.Receipts // they only come, at the end
		return paged(all, in.Paging, func(one Receipt) string { return "" }, err)
	})
	type delivered struct {
		ByID
		Body Delivery
	}
	huma.Register(r.huma, anew(r.act("add-receipts", "/orders/{id}/receipts", "orders")), func(ctx context.Context, in *delivered) (*one[OrderDetail], error) {
		if brokenOff(ctx) {
			return oneOf(r.source.Order(ctx, callerOf(ctx), in.ID))
		}
		return oneOf(r.source.Receive(ctx, callerOf(ctx), in.ID, in.Body))
	})
}
