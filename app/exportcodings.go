// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"strconv"

	"rentmeester/money"
	"rentmeester/store/db"
	"rentmeester/text"
)

// exportCodings tells how each line of each invoice is coded, and what was
// proposed for it when it was. Amounts of a credit note are negative.
func (b *Books) exportCodings(ctx context.Context, q *db.Queries, out rowWriter, _ text.Lang) error {
	err := out.head("invoice", "number", "supplier_number", "supplier_name", "kind", "issued", "state", "line", "line_number", "description",
		"account", "cost_centre", "taakveld", "categorie", "project", "other", "treatment", "amount", "vat", "vat_back", "source",
		"proposed_by", "probability", "as_proposed", "coded_by", "coded_at")
	if err != nil {
		return err
	}
	const page = 5000
	for invoice, pos := int64(0), int64(0); ; {
		rows, err := q.CodingExport(ctx, db.CodingExportParams{Adm: b.Adm.Key, AfterInvoice: invoice, AfterPos: pos, Page: page})
		if err != nil {
			return failed(err)
		}
		for _, r := range rows {
			c, sign, probability := r.InvoiceCoding, money.Cents(1), ""
			invoice, pos = c.InvoiceID, c.Pos
			if r.Kind == "creditnote" {
				sign = -1
			}
			if r.Model != "" {
				probability = strconv.FormatFloat(r.Probability, 'f', 4, 64)
			}
			err := out.row(c.InvoiceID, r.InvoiceNumber, r.SupplierNumber, first(r.KnownName, r.SupplierName), r.Kind, r.Issued, r.State, c.Line, c.Number,
				c.Description, c.Account, c.CostCentre, c.Taakveld, c.Categorie, c.Project, c.Other, c.Treatment, sign*money.Cents(c.Amount),
				sign*money.Cents(c.Vat), sign*money.Cents(c.VatBack), c.Source, r.Model, probability, r.Taken, c.CodedBy, c.CodedAt)
			if err != nil {
				return err
			}
		}
		if len(rows) < page {
			return nil
		}
	}
}
