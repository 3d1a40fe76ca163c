// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"errors"
	"io"
	"slices"

	"rentmeester/ledger"
)

// Of a list of orders and of one of receipts: what it must have besides the number
// of the order, to be taken for one. Others number orders too, and have amounts.
var (
	amountsOfOrders = []Field{OrderTotal, UnitPrice, LineAmount, InstalmentAmount}
	marksOrder      = []Field{OrderKind, SupplierNumber, SupplierName, Orderer, LedgerAccount, CostCentre, OrderedOn, HoldsFrom, HoldsUntil, OrderStatus,
		LineNumber, Article, Quantity, Every, InvoicedAmount}
	marksReceipt = []Field{ReceivedQuantity, ReceivedAmount, ReceivedOn, ReceivedBy, ReceiptNumber}
)

// RecogniseOrders says whether a file is a table with the headings of a list of
// orders and contracts, or of one of what was received on them. It reads no
// further than it must and leaves r at its start.
func RecogniseOrders(r io.ReadSeeker) (orders, receipts bool) {
	sheets, err := open(r)
	for _, s := range sheets {
		looked := 0
		rowsErr := s.rows(func(r row) error {
			if r.err == nil {
				orders, receipts = ordersByHeadings(r.cells)
			}
			if looked++; orders || receipts || looked == headerRows {
				return errSeen
			}
			return nil
		})
		if orders || receipts || rowsErr != nil && !errors.Is(rowsErr, errSeen) {
			break
		}
	}
	if _, backErr := r.Seek(0, io.SeekStart); backErr != nil || err != nil {
		return false, false
	}
	return orders, receipts
}

// ordersByHeadings says what a row of headings makes of its table. One that
// numbers invoices or names who owes us is a list of open items.
func ordersByHeadings(cells []cell) (orders, receipts bool) {
	seen := map[Field]bool{}
	for _, c := range cells {
		if m, known := understand(c.text); known && (m.field == Number && m.rank <= 1 || m.kind == ledger.Receivable) {
			return false, false
		}
		m, known := orderMeanings[plain(c.text)]
		if known && (m.field != OrderNumber || m.rank == 0) {
			seen[m.field] = true
		}
	}
	some := func(fields []Field) bool { return slices.ContainsFunc(fields, func(f Field) bool { return seen[f] }) }
	switch {
	case !seen[OrderNumber]:
		return false, false
	case some(amountsOfOrders):
		return some(marksOrder), false
	}
	return false, some(marksReceipt)
}
