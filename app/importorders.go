// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/app/payments"
	"rentmeester/formats/pain"
	"rentmeester/payment"
	"rentmeester/store"
	"rentmeester/store/db"
)

// importStatus reads the bank's answer to a file of orders, and keeps what it
// refused: single orders, a whole batch or the whole file. A batch that is booked
// net is its total less these. What of our own payment runs is refused, is open
// again. The rest of the answer stays with the original.
func (b *Books) importStatus(ctx context.Context, out *FileReport, actor string, original store.Original) error {
	report, err := pain.ReadStatus(original)
	if err != nil {
		return err
	}
	out.Format = report.Format
	return b.write(ctx, func(tx *store.Tx) error {
		if err := keepRefusals(ctx, tx, out.SHA256, report); err != nil {
			return err
		}
		if err := payments.Answer(ctx, tx, actor, out.SHA256, report); err != nil {
			return err
		}
		return b.fileRead(ctx, tx, out, actor)
	})
}

// refusing are the statuses of what the bank does not carry out (ISO 20022).
var refusing = []string{"RJCT", "CANC"}

func refuses(status string) bool {
	return slices.Contains(refusing, strings.ToUpper(strings.TrimSpace(status)))
}

// keepRefusals keeps what of a file was refused, whether that file is known or
// not. What is said of an order that is not named, nobody can say which.
func keepRefusals(ctx context.Context, tx *store.Tx, sum string, report payment.StatusReport) error {
	if refuses(report.GroupStatus) && report.OriginalMsg != "" {
		err := tx.AddRefusedMessage(ctx, db.AddRefusedMessageParams{Adm: tx.Adm, MessageID: report.OriginalMsg, Code: firstReason(report.Reasons), Sha256: sum})
		if err != nil {
			return failed(err)
		}
	}
	for _, p := range report.Payments {
		if !refuses(p.Status) || p.InfoID == "" || p.Single && p.EndToEndID == "" {
			continue
		}
		err := tx.AddRefusal(ctx, db.AddRefusalParams{Adm: tx.Adm, InfoID: p.InfoID, EndToEnd: p.EndToEndID, Code: firstReason(p.Reasons), Sha256: sum})
		if err != nil {
			return failed(err)
		}
	}
	return nil
}

func firstReason(reasons []string) string { return strings.Join(reasons[:min(1, len(reasons))], "") }

// refusedOrders says which orders the bank refused.
type refusedOrders struct {
	orders   map[db.RefusalsRow]bool // "" as EndToEndID is the whole batch
	messages map[string]bool
}

func (r refusedOrders) has(messageID, infoID, endToEnd string) bool {
	return endToEnd != "" && r.orders[db.RefusalsRow{InfoID: infoID, EndToEnd: endToEnd}] ||
		r.orders[db.RefusalsRow{InfoID: infoID}] || r.messages[messageID] && messageID != ""
}

func loadRefused(ctx context.Context, q *db.Queries, adm int64) (r refusedOrders, err error) {
	refusals, err := q.Refusals(ctx, adm)
	if err != nil {
		return r, failed(err)
	}
	r = refusedOrders{map[db.RefusalsRow]bool{}, map[string]bool{}}
	for _, row := range refusals {
		r.orders[row] = true
	}
	messages, err := q.RefusedMessages(ctx, adm)
	for _, id := range messages {
		r.messages[id] = true
	}
	return r, failed(err)
}

// importOrders reads a file of payment orders that was sent to the bank, so that
// a collected line on a statement can be opened up into its orders.
func (b *Books) importOrders(ctx context.Context, out *FileReport, actor string, original store.Original) error {
	return b.write(ctx, func(tx *store.Tx) error {
		if err := books.KeepOrders(ctx, tx, out, original); err != nil {
			return err
		}
		return b.fileRead(ctx, tx, out, actor)
	})
}
