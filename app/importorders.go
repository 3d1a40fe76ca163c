// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"strings"

	"rentmeester/formats/pain"
	"rentmeester/payment"
	"rentmeester/store"
	"rentmeester/store/db"
)

// importStatus reads the bank's answer to a file of orders, and keeps which orders
// it refused: a batch that is booked net is its total less these. The rest of the
// answer stays with the original.
func (b *Books) importStatus(ctx context.Context, out *FileReport, actor string, original store.Original) error {
	report, err := pain.ReadStatus(original)
	if err != nil {
		return err
	}
	out.Format = report.Format
	return b.write(ctx, func(tx *store.Tx) error {
		for _, p := range report.Payments {
			if p.Status != refused || p.InfoID == "" || p.EndToEndID == "" {
				continue
			}
			if err := tx.AddRefusal(ctx, db.AddRefusalParams{Adm: tx.Adm, InfoID: p.InfoID, EndToEnd: p.EndToEndID, Code: strings.Join(p.Reasons[:min(1, len(p.Reasons))], ""), Sha256: out.SHA256}); err != nil {
				return failed(err)
			}
		}
		return b.fileRead(ctx, tx, out, actor)
	})
}

const refused = "RJCT" // ISO 20022: status of an order that the bank does not carry out

// importOrders reads a file of payment orders that was sent to the bank, so that
// a collected line on a statement can be opened up into its orders.
func (b *Books) importOrders(ctx context.Context, out *FileReport, actor string, original store.Original) error {
	return b.write(ctx, func(tx *store.Tx) error {
		k := orderKeeper{ctx: ctx, tx: tx, out: out}
		if err := pain.ReadOrders(original, &k); err != nil {
			return err
		}
		return b.fileRead(ctx, tx, out, actor)
	})
}

// orderKeeper writes batches as they are read; a file that does not prove fails
// the whole step, so nothing of it remains.
type orderKeeper struct {
	ctx   context.Context
	tx    *store.Tx
	out   *FileReport
	batch db.Batch
	known bool
}

// Begin implements payment.Handler.
func (k *orderKeeper) Begin(b *payment.Batch) error {
	k.out.Format = b.Format
	same, err := k.tx.BatchesByReference(k.ctx, db.BatchesByReferenceParams{Adm: k.tx.Adm, MessageID: b.MessageID, InfoID: b.InfoID})
	if err != nil {
		return failed(err)
	}
	k.known = len(same) > 0
	if k.known {
		k.out.Known++
		return nil
	}
	k.batch = db.Batch{Adm: k.tx.Adm, ID: k.tx.NewID(), Sha256: k.out.SHA256, Kind: string(b.Kind), MessageID: b.MessageID,
		InfoID: b.InfoID, Account: b.Account, Execution: string(b.Execution)}
	return nil
}

// Instruction implements payment.Handler.
func (k *orderKeeper) Instruction(_ *payment.Batch, i *payment.Instruction) error {
	if k.known {
		return nil
	}
	k.batch.Count++
	k.batch.Total += int64(i.Amount)
	return k.tx.Add(k.ctx, db.Instruction{Adm: k.tx.Adm, ID: k.tx.NewID(), BatchID: k.batch.ID, Idx: int64(i.Index),
		EndToEnd: i.EndToEndID, Amount: int64(i.Amount), PartyName: i.Counterparty.Name, PartyIban: i.Counterparty.Account,
		Mandate: i.MandateID, Reference: i.Reference, Remittance: strings.Join(i.Remittance, "\n")})
}

// End implements payment.Handler.
func (k *orderKeeper) End(*payment.Batch) error {
	if k.known {
		return nil
	}
	k.out.Batches++
	if err := k.tx.Add(k.ctx, k.batch); err != nil {
		return err
	}
	return k.tx.Flush(k.ctx) // the same batch twice in one file must be seen
}
