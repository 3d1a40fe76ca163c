// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"encoding/json"
	"slices"

	"rentmeester/app/books"
	"rentmeester/formats/table"
	"rentmeester/invoice"
	"rentmeester/store"
	"rentmeester/store/db"
)

// importSuppliers reads a list of suppliers. A number that we have is the same
// supplier, brought up to date. The accounts of a supplier that is new to us are
// trusted; an account that a later list adds to one we have is held, for that is
// how money is led astray.
func (d *Desk) importSuppliers(ctx context.Context, out *books.FileReport, actor string, original store.Original) error {
	return d.step(ctx, actor, func(w *work) error {
		file, err := w.tx.FileByHash(ctx, db.FileByHashParams{Adm: w.tx.Adm, Sha256: out.SHA256})
		if err != nil || readMeanwhile(file, out) {
			return books.Failed(err)
		}
		k := supplierKeeper{work: w, out: out, known: map[string]db.Supplier{}, accounts: map[int64][]string{}}
		if err := k.load(); err != nil {
			return err
		}
		if err := table.ReadSuppliers(original, k.keep); err != nil {
			return err
		}
		return w.FileRead(w.ctx, w.tx, out, w.actor)
	})
}

type supplierKeeper struct {
	*work
	out      *books.FileReport
	known    map[string]db.Supplier // by number
	accounts map[int64][]string     // IBANs we have of each
}

func (k *supplierKeeper) load() error {
	const page = 5000
	for after := int64(0); ; {
		rows, err := k.tx.Suppliers(k.ctx, db.SuppliersParams{Adm: k.tx.Adm, After: after, Page: page})
		if err != nil {
			return books.Failed(err)
		}
		for _, r := range rows {
			k.known[r.Number], after = r, r.ID
		}
		if len(rows) < page {
			break
		}
	}
	accounts, err := k.tx.SupplierAccounts(k.ctx, k.tx.Adm)
	for _, a := range accounts {
		k.accounts[a.SupplierID] = append(k.accounts[a.SupplierID], a.Iban)
	}
	return books.Failed(err)
}

func (k *supplierKeeper) keep(said table.SupplierRow) error {
	row, err := k.row(said)
	if err != nil {
		return err
	}
	old, known := k.known[row.Number]
	if !known {
		return k.add(row, said)
	}
	row.ID, row.Since, row.Changed = old.ID, old.Since, old.Changed
	same := row
	if same.Sha256 = old.Sha256; same == old {
		k.out.Known++
	} else if err := k.update(row); err != nil {
		return err
	}
	for _, iban := range said.Accounts {
		if slices.Contains(k.accounts[row.ID], iban) {
			continue
		}
		if err := k.seen(supplierOf(row), iban, plain(said.Holder), k.out.SHA256); err != nil {
			return err
		}
	}
	return nil
}

// row gives a supplier as he is kept.
func (k *supplierKeeper) row(said table.SupplierRow) (db.Supplier, error) {
	attributes, err := json.Marshal(said.Attributes)
	if err != nil {
		return db.Supplier{}, err
	}
	s := Supplier{Number: plain(said.Number), Name: plain(said.Name), KvK: said.KvK, VAT: said.VAT, OIN: said.OIN, State: supplierActive,
		Address: invoice.Address{Street: plain(said.Street), PostCode: plain(said.PostCode), City: plain(said.City), Country: plain(said.Country)}}
	for _, name := range said.Also {
		s.Also = append(s.Also, plain(name))
	}
	if said.Blocked {
		s.State = supplierBlocked
	}
	return db.Supplier{Adm: k.tx.Adm, Number: s.Number, Name: s.Name, Also: list(s.Also), Kvk: s.KvK, Vat: s.VAT, Oin: s.OIN, Street: s.Address.Street,
		PostCode: s.Address.PostCode, City: s.Address.City, Country: s.Address.Country, State: s.State, Attributes: plain(string(attributes)),
		Sha256: k.out.SHA256, Since: k.tx.Stamp(), Search: supplierSearch(s)}, nil
}

func (k *supplierKeeper) add(row db.Supplier, said table.SupplierRow) error {
	row.ID = k.tx.NewID()
	k.out.Suppliers++
	var err error
	if row.Changed, err = k.changed(); err != nil {
		return err
	}
	if err := k.tx.Add(k.ctx, row); err != nil {
		return err
	}
	var holders []string
	if said.Holder != "" {
		holders = []string{plain(said.Holder)}
	}
	for _, iban := range said.Accounts {
		err := k.tx.Add(k.ctx, db.SupplierAccount{Adm: k.tx.Adm, SupplierID: row.ID, Iban: iban, State: accountTrusted, Holders: list(holders),
			Sha256: k.out.SHA256, Since: k.tx.Stamp()})
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *supplierKeeper) update(row db.Supplier) error {
	k.out.Updated++
	version, err := k.changed()
	if err != nil {
		return err
	}
	return books.Failed(k.tx.UpdateSupplier(k.ctx, db.UpdateSupplierParams{Adm: k.tx.Adm, ID: row.ID, Number: row.Number, Name: row.Name, Also: row.Also, Kvk: row.Kvk,
		Vat: row.Vat, Oin: row.Oin, Street: row.Street, PostCode: row.PostCode, City: row.City, Country: row.Country, State: row.State,
		Attributes: row.Attributes, Sha256: row.Sha256, Search: row.Search, Version: version}))
}
