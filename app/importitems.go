// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/formats/table"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
)

// importItems reads a list of open items. A number that is known already is the
// same item: its data are brought up to date, what was settled of it stays.
func (b *Books) importItems(ctx context.Context, out *FileReport, actor string, original store.Original) error {
	out.Format = "open-items"
	return b.write(ctx, func(tx *store.Tx) error {
		k := itemKeeper{ctx: ctx, tx: tx, out: out, known: map[string]int64{}}
		rows, err := tx.ItemIdentities(ctx, b.Adm.Key)
		if err != nil {
			return failed(err)
		}
		for _, r := range rows {
			k.known[identity(r.Kind, r.Number, r.PartyNumber, r.PartyName)] = r.ID
		}
		k.fresh = map[int64]bool{}
		if err := table.ReadOpenItems(original, out.Name, k.keep); err != nil {
			return err
		}
		if len(k.wrong) > 0 {
			return k.wrong
		}
		return b.fileRead(ctx, tx, out, actor)
	})
}

type itemKeeper struct {
	ctx   context.Context
	tx    *store.Tx
	out   *FileReport
	known map[string]int64 // by identity
	fresh map[int64]bool   // from this file
	wrong table.RowErrors
}

// identity says which item a row is. Our own numbers are unique; suppliers number
// their invoices by themselves, so there the supplier belongs to it.
func identity(kind, number, partyNumber, partyName string) string {
	if kind != string(ledger.Payable) {
		return kind + "|" + number
	}
	return kind + "|" + number + "|" + first(partyNumber, partyName)
}

func (k *itemKeeper) keep(item ledger.OpenItem) error {
	attributes, err := json.Marshal(item.Attributes)
	if err != nil {
		return err
	}
	row := itemRow(item)
	row.Adm, row.Attributes, row.Sha256 = k.tx.Adm, string(attributes), k.out.SHA256
	key := identity(row.Kind, row.Number, row.PartyNumber, row.PartyName)
	id, found := k.known[key]
	if found {
		return k.update(item, row, id)
	}
	row.ID = k.tx.NewID()
	k.known[key], k.fresh[row.ID] = row.ID, true
	k.out.Items++
	return k.tx.Add(k.ctx, row)
}

// itemRow gives an item as it is kept.
func itemRow(i ledger.OpenItem) db.Item {
	return db.Item{Kind: string(i.Kind), Number: i.Number, PartyNumber: i.PartyNumber, PartyName: i.PartyName, Iban: i.IBAN,
		Amount: int64(i.Amount), Currency: i.Currency, Issued: string(i.Issued), Due: string(i.Due), Reference: i.Reference,
		EndToEnd: i.EndToEndID, Mandate: i.MandateID, Batch: i.BatchID, Description: i.Description, Attributes: "null", Search: books.SearchItem(i)}
}

// maxWrong bounds how many wrong rows one report names.
const maxWrong = 100

// update brings a known item up to date. The amount may change while nothing of
// the item is settled; after that the list may show the old amount or what is
// left of it, since ERPs do either. Anything else is a contradiction that a
// person must look at; so is another amount for what a decision of ours put on
// account of a party.
func (k *itemKeeper) update(item ledger.OpenItem, row db.Item, id int64) error {
	if k.fresh[id] {
		return k.refuse(fault.New("app.item-twice", "row", item.Line, "number", item.Number))
	}
	k.fresh[id] = true
	old, err := k.tx.ItemByID(k.ctx, db.ItemByIDParams{Adm: k.tx.Adm, ID: id})
	if err != nil {
		return failed(err)
	}
	if (old.Settled > 0 || old.DecisionID != 0) && row.Amount != old.Amount {
		if row.Amount != old.Amount-old.Settled {
			return k.refuse(fault.New("app.item-amount", "row", item.Line, "number", item.Number, "amount", item.Amount,
				"known", money.Cents(old.Amount), "left", money.Cents(old.Amount-old.Settled)))
		}
		row.Amount, item.Amount = old.Amount, money.Cents(old.Amount)
		row.Search = books.SearchItem(item)
	}
	row.ID, row.Settled, row.DecisionID = old.ID, old.Settled, old.DecisionID
	same := row
	same.Sha256 = old.Sha256
	if same == old {
		k.out.Known++
		return nil
	}
	if _, err := k.tx.InvoiceOfItem(k.ctx, db.InvoiceOfItemParams{Adm: k.tx.Adm, ItemID: id}); !store.NoRows(err) {
		k.out.Known++ // it is what we booked ourselves: no list changes that
		return failed(err)
	}
	k.out.Updated++
	err = k.tx.UpdateItem(k.ctx, db.UpdateItemParams{Adm: k.tx.Adm, ID: id, PartyNumber: row.PartyNumber, PartyName: row.PartyName,
		Iban: row.Iban, Amount: row.Amount, Currency: row.Currency, Issued: row.Issued, Due: row.Due, Reference: row.Reference,
		EndToEnd: row.EndToEnd, Mandate: row.Mandate, Batch: row.Batch, Description: row.Description,
		Attributes: row.Attributes, Sha256: row.Sha256, Search: row.Search})
	return failed(err)
}

func (k *itemKeeper) refuse(f *fault.Error) error {
	if k.wrong = append(k.wrong, f); len(k.wrong) >= maxWrong {
		return k.wrong
	}
	return nil
}
