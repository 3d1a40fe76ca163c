// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"sync"
	"time"

	"rentmeester/app/books"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/supplier"
)

// Memory keeps what the engines ask of one administration between steps: the
// register of suppliers, which follows what changed in the books, and what people
// taught, as long as nobody changed it. To read ten thousand suppliers for each
// invoice takes longer than all the rest. It is safe for several goroutines; nil
// remembers nothing.
type Memory struct {
	mu      sync.Mutex
	version int64
	engine  *supplier.Register // as it stood at that version; nil until it is asked for
	learned map[string]remembered
	coding  listMemory

	predictor predictor
	// Stays says that the process goes on for long enough to learn all of a long
	// past of codings beside its work; set before the first use.
	Stays bool
	// Busy says whether somebody waits for the process now: what is learned beside
	// the work then rests for a moment. nil: nobody does. Set before the first use.
	Busy func() bool
}

// Learning beside the work looks this often whether somebody waits, and rests this
// often while somebody does: it goes on, slowly, in a process that is never idle.
const (
	restFor  = time.Millisecond
	mostRest = 5
)

// rest lets who waits go first.
func (m *Memory) rest() {
	for range mostRest {
		if m.Busy == nil || !m.Busy() {
			return
		}
		time.Sleep(restFor)
	}
}

// remembered is what was learned, as it was at a version.
type remembered struct {
	version int64
	what    any
}

// register gives the register as it stands. A step that changed it itself must
// not have it kept: nobody knows yet whether the step will stand.
func (m *Memory) register(ctx context.Context, q *db.Queries, adm int64, keep bool) (*supplier.Register, error) {
	if m == nil {
		return readRegister(ctx, q, adm)
	}
	version, err := q.VersionOf(ctx, db.VersionOfParams{Adm: adm, What: whatSuppliers})
	if err != nil && !store.NoRows(err) {
		return nil, books.Failed(err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.engine != nil && m.version == version {
		return m.engine, nil
	}
	engine, err := m.follow(ctx, q, adm, version)
	if err == nil && keep && version >= m.version { // an older snapshot teaches nothing
		m.version, m.engine = version, engine
	}
	return engine, err
}

// mostFollowed is how many changed suppliers are followed one by one; after more
// the register is read anew.
const mostFollowed = 2000

// follow gives the register at a version, from what changed since the one that is
// remembered where that can be.
func (m *Memory) follow(ctx context.Context, q *db.Queries, adm, version int64) (*supplier.Register, error) {
	if m.engine == nil || version < m.version {
		return readRegister(ctx, q, adm)
	}
	rows, err := q.ChangedSuppliers(ctx, db.ChangedSuppliersParams{Adm: adm, Since: m.version, Page: mostFollowed + 1})
	if err != nil {
		return nil, books.Failed(err)
	}
	if len(rows) > mostFollowed {
		return readRegister(ctx, q, adm)
	}
	accounts, err := q.AccountsOfChangedSuppliers(ctx, db.AccountsOfChangedSuppliersParams{Adm: adm, Since: m.version})
	if err != nil {
		return nil, books.Failed(err)
	}
	records, gone := recordsOf(rows, accounts)
	return m.engine.With(records, gone...), nil
}

// readRegister reads the whole register.
func readRegister(ctx context.Context, q *db.Queries, adm int64) (*supplier.Register, error) {
	const page = 5000
	var all []db.Supplier
	for after := int64(0); ; after = all[len(all)-1].ID {
		rows, err := q.Suppliers(ctx, db.SuppliersParams{Adm: adm, After: after, Page: page})
		if err != nil {
			return nil, books.Failed(err)
		}
		all = append(all, rows...)
		if len(rows) < page {
			break
		}
	}
	accounts, err := q.SupplierAccounts(ctx, adm)
	records, _ := recordsOf(all, accounts)
	return supplier.NewRegister(records), books.Failed(err)
}

// lesson gives what was remembered of an engine at a version.
func (m *Memory) lesson(engine string, version int64) (any, bool) {
	if m == nil {
		return nil, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r, found := m.learned[engine]
	return r.what, found && r.version == version
}

func (m *Memory) keep(engine string, version int64, what any) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.learned == nil {
		m.learned = map[string]remembered{}
	}
	m.learned[engine] = remembered{version, what}
}

// whatSuppliers names the register in the table of versions.
const whatSuppliers = "suppliers"

// senders gives the register of suppliers as it stands in this step.
func (w *work) senders() (_ *supplier.Register, err error) {
	if w.asked == nil {
		if err := w.tx.Flush(w.ctx); err != nil {
			return nil, err
		}
		w.asked, err = w.Tools.Memory.register(w.ctx, w.tx.Queries, w.tx.Adm, w.version == 0)
	}
	return w.asked, err
}

// changed notes that the register changes in this step, and gives its version:
// every supplier that changes is to bear it.
func (w *work) changed() (version int64, err error) {
	w.asked = nil
	if w.version == 0 {
		w.version = w.tx.NewID()
		err = w.tx.SetVersion(w.ctx, db.SetVersionParams{Adm: w.tx.Adm, What: whatSuppliers, Version: w.version})
	}
	return w.version, books.Failed(err)
}

// accountChanged notes that an account of a supplier changes in this step.
func (w *work) accountChanged(id int64) error {
	version, err := w.changed()
	if err != nil {
		return err
	}
	return books.Failed(w.tx.SupplierChanged(w.ctx, db.SupplierChangedParams{Adm: w.tx.Adm, ID: id, Version: version}))
}
