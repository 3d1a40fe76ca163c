// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"fmt"
	"time"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// What changes by a query of its own changes its words in the same step: these stand
// before the queries of the same name.

// UpdateInvoice implements db.Queries.
func (tx *Tx) UpdateInvoice(ctx context.Context, p db.UpdateInvoiceParams) error {
	was, err := tx.SearchOfInvoice(ctx, db.SearchOfInvoiceParams{Adm: p.Adm, ID: p.ID})
	if err == nil {
		err = tx.refind(ctx, Invoices, p.ID, was, p.Search)
	}
	if err != nil && !NoRows(err) {
		return err
	}
	return tx.Queries.UpdateInvoice(ctx, p)
}

// UpdateSupplier implements db.Queries.
func (tx *Tx) UpdateSupplier(ctx context.Context, p db.UpdateSupplierParams) error {
	was, err := tx.SearchOfSupplier(ctx, db.SearchOfSupplierParams{Adm: p.Adm, ID: p.ID})
	if err == nil {
		err = tx.refind(ctx, Suppliers, p.ID, was, p.Search)
	}
	if err != nil && !NoRows(err) {
		return err
	}
	return tx.Queries.UpdateSupplier(ctx, p)
}

// UpdateItem implements db.Queries.
func (tx *Tx) UpdateItem(ctx context.Context, p db.UpdateItemParams) error {
	if err := tx.refindItem(ctx, p.Adm, p.ID, p.Search); err != nil {
		return err
	}
	return tx.Queries.UpdateItem(ctx, p)
}

// SetItem implements db.Queries.
func (tx *Tx) SetItem(ctx context.Context, p db.SetItemParams) (int64, error) {
	if err := tx.refindItem(ctx, p.Adm, p.ID, p.Search); err != nil {
		return 0, err
	}
	return tx.Queries.SetItem(ctx, p)
}

func (tx *Tx) refindItem(ctx context.Context, adm, id int64, is string) error {
	was, err := tx.SearchOfItem(ctx, db.SearchOfItemParams{Adm: adm, ID: id})
	if err == nil {
		err = tx.refind(ctx, Items, id, was, is)
	}
	if NoRows(err) {
		return nil
	}
	return err
}

// SetOrder implements db.Queries.
func (tx *Tx) SetOrder(ctx context.Context, p db.SetOrderParams) error {
	was, err := tx.SearchOfOrder(ctx, db.SearchOfOrderParams{Adm: p.Adm, ID: p.ID})
	if err == nil {
		err = tx.refind(ctx, Orders, p.ID, was, p.Search)
	}
	if err != nil && !NoRows(err) {
		return err
	}
	return tx.Queries.SetOrder(ctx, p)
}

// whatWords is under which version of the words is kept that they are all there.
const whatWords = "words"

// wordsVersion changes when words are made otherwise: then all are made anew.
const wordsVersion = 1

// derive writes what stands in tables of its own and can be told from others, words and
// sums, where it is not there yet or is made otherwise now: for each administration as
// one step.
func (s *Store) derive(ctx context.Context) error {
	tx, err := s.begin(ctx, s.reader, s.reading(), 0)
	if err != nil {
		return err
	}
	all, err := register(ctx, tx, s.Dialect)
	_ = tx.Rollback() // it only reads
	if err != nil {
		return err
	}
	for _, adm := range all {
		for _, one := range []struct {
			what    string
			version int64
			again   func(context.Context, int64) error
		}{{whatWords, wordsVersion, s.findAgain}, {whatSums, sumsVersion, s.sumAgain}} {
			version := int64(0)
			err := s.Read(ctx, adm.Adm, func(q *db.Queries) (err error) {
				version, err = q.VersionOf(ctx, db.VersionOfParams{Adm: adm.Adm, What: one.what})
				return err
			})
			if err != nil && !NoRows(err) {
				return fault.Wrap(err, "store.failed")
			}
			if version == one.version {
				continue
			}
			if err := one.again(ctx, adm.Adm); err != nil {
				return err
			}
		}
	}
	return nil
}

// findPage is how many things are read at once to write their words.
const findPage = 5000

// findAgain writes the words of everything of an administration anew, as one step.
func (s *Store) findAgain(ctx context.Context, adm int64) error {
	return s.Write(ctx, adm, time.Now(), func(tx *Tx) error {
		if err := tx.ForgetWords(ctx, adm); err != nil {
			return fault.Wrap(err, "store.failed")
		}
		for _, one := range []struct {
			kind Subject
			page func(after int64) (ids []int64, texts []string, err error)
		}{{Lines, tx.textsOfLines(ctx)}, {Invoices, tx.textsOfInvoices(ctx)}, {Suppliers, tx.textsOfSuppliers(ctx)}, {Items, tx.textsOfItems(ctx)}, {Orders, tx.textsOfOrders(ctx)}} {
			if err := tx.findEach(ctx, one.kind, one.page); err != nil {
				return err
			}
		}
		if err := tx.findRuns(ctx); err != nil {
			return err
		}
		return tx.SetVersion(ctx, db.SetVersionParams{Adm: adm, What: whatWords, Version: wordsVersion})
	})
}

func (tx *Tx) findEach(ctx context.Context, kind Subject, page func(after int64) ([]int64, []string, error)) error {
	for after := int64(0); ; {
		ids, texts, err := page(after)
		if err != nil {
			return fault.Wrap(err, "store.failed")
		}
		for i, id := range ids {
			tx.Finds(kind, id, texts[i])
			after = id
		}
		if len(tx.found) >= manyWords || len(ids) < findPage {
			if err := tx.writeWords(ctx); err != nil {
				return err
			}
		}
		if len(ids) < findPage {
			return nil
		}
	}
}

func (tx *Tx) findRuns(ctx context.Context) error {
	runs, err := tx.AllRuns(ctx, tx.Adm)
	if err != nil {
		return fault.Wrap(err, "store.failed")
	}
	for _, r := range runs {
		tx.Finds(Runs, r.ID, searchOfRun(r))
	}
	payments, err := tx.PaymentsOfRuns(ctx, tx.Adm)
	if err != nil {
		return fault.Wrap(err, "store.failed")
	}
	for _, p := range payments {
		tx.Finds(Runs, p.RunID, searchOfPayment(p))
	}
	return nil
}

// euros writes cents as an amount, without its sign.
func euros(cents int64) string {
	cents = max(cents, -cents)
	return fmt.Sprintf("%d.%02d", cents/100, cents%100)
}

func (tx *Tx) textsOfLines(ctx context.Context) func(int64) ([]int64, []string, error) {
	return func(after int64) (ids []int64, texts []string, err error) {
		rows, err := tx.SearchOfLines(ctx, db.SearchOfLinesParams{Adm: tx.Adm, After: after, Page: findPage})
		for _, r := range rows {
			ids, texts = append(ids, r.ID), append(texts, r.Search)
		}
		return ids, texts, err
	}
}

func (tx *Tx) textsOfInvoices(ctx context.Context) func(int64) ([]int64, []string, error) {
	return func(after int64) (ids []int64, texts []string, err error) {
		rows, err := tx.SearchOfInvoices(ctx, db.SearchOfInvoicesParams{Adm: tx.Adm, After: after, Page: findPage})
		for _, r := range rows {
			ids, texts = append(ids, r.ID), append(texts, r.Search)
		}
		return ids, texts, err
	}
}

func (tx *Tx) textsOfSuppliers(ctx context.Context) func(int64) ([]int64, []string, error) {
	return func(after int64) (ids []int64, texts []string, err error) {
		rows, err := tx.SearchOfSuppliers(ctx, db.SearchOfSuppliersParams{Adm: tx.Adm, After: after, Page: findPage})
		for _, r := range rows {
			ids, texts = append(ids, r.ID), append(texts, r.Search)
		}
		return ids, texts, err
	}
}

func (tx *Tx) textsOfItems(ctx context.Context) func(int64) ([]int64, []string, error) {
	return func(after int64) (ids []int64, texts []string, err error) {
		rows, err := tx.SearchOfItems(ctx, db.SearchOfItemsParams{Adm: tx.Adm, After: after, Page: findPage})
		for _, r := range rows {
			ids, texts = append(ids, r.ID), append(texts, r.Search)
		}
		return ids, texts, err
	}
}

func (tx *Tx) textsOfOrders(ctx context.Context) func(int64) ([]int64, []string, error) {
	return func(after int64) (ids []int64, texts []string, err error) {
		rows, err := tx.SearchOfOrders(ctx, db.SearchOfOrdersParams{Adm: tx.Adm, After: after, Page: findPage})
		for _, r := range rows {
			ids, texts = append(ids, r.ID), append(texts, r.Search)
		}
		return ids, texts, err
	}
}
