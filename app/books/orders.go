// SPDX-License-Identifier: EUPL-1.2

package books

import (
	"context"
	"io"
	"strings"

	"rentmeester/formats/pain"
	"rentmeester/payment"
	"rentmeester/store"
	"rentmeester/store/db"
)

// KeepOrders reads a file of payment orders that was sent, or is to be sent, to
// the bank and keeps its batches, so that a line on a statement can be opened up
// into its orders. What is known by its references changes nothing.
func KeepOrders(ctx context.Context, tx *store.Tx, out *FileReport, original io.Reader) error {
	k := &orderKeeper{ctx: ctx, tx: tx, out: out}
	return pain.ReadOrders(original, k)
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
		return Failed(err)
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
