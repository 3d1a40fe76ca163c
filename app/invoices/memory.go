// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"slices"
	"sync"

	"rentmeester/app/books"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/supplier"
)

// Memory keeps what the engines ask of one administration between steps, as long
// as nobody changed it: the register of suppliers, and what people taught. To read
// ten thousand suppliers for each invoice takes longer than all the rest. It is
// safe for several goroutines; nil remembers nothing.
type Memory struct {
	mu      sync.Mutex
	version int64
	known   []Supplier
	engine  *supplier.Register // over them; nil until it is asked for
	learned map[string]remembered
	coding  listMemory
}

// remembered is what was learned, as it was at a version.
type remembered struct {
	version int64
	what    any
}

// register gives the register as it stands in a step that only reads, or that did
// not change it.
func (m *Memory) register(ctx context.Context, q *db.Queries, adm int64) ([]Supplier, *supplier.Register, int64, error) {
	version, err := q.VersionOf(ctx, db.VersionOfParams{Adm: adm, What: whatSuppliers})
	if err != nil && !store.NoRows(err) {
		return nil, nil, 0, books.Failed(err)
	}
	if m != nil && version != 0 {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.version == version && m.known != nil {
			if m.engine == nil {
				m.engine = supplier.NewRegister(recordsOf(m.known))
			}
			return m.known, m.engine, version, nil
		}
	}
	known, err := suppliers(ctx, q, adm)
	if err != nil {
		return nil, nil, 0, err
	}
	engine := supplier.NewRegister(recordsOf(known))
	if m != nil && version > m.version { // an older snapshot teaches nothing
		m.version, m.known, m.engine = version, known, engine
	}
	return known, engine, version, nil
}

// set keeps the register as a step left it.
func (m *Memory) set(version int64, known []Supplier) {
	if m == nil || version == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if version > m.version {
		m.version, m.known, m.engine = version, known, nil
	}
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

// suppliers gives the register as it stands in this step, and the engine over it.
// What the step itself added is not in the engine yet: a supplier who was proposed
// has no account that anybody trusts, nor has an account that was just seen.
func (w *work) suppliers() ([]Supplier, *supplier.Register, error) {
	if w.known != nil {
		return w.known, w.asked, nil
	}
	if err := w.tx.Flush(w.ctx); err != nil {
		return nil, nil, err
	}
	var err error
	if w.touched {
		if w.known, err = suppliers(w.ctx, w.tx.Queries, w.tx.Adm); err == nil {
			w.asked = supplier.NewRegister(recordsOf(w.known))
		}
		return w.known, w.asked, err
	}
	w.known, w.asked, w.version, err = w.Tools.Memory.register(w.ctx, w.tx.Queries, w.tx.Adm)
	return w.known, w.asked, err
}

// changed notes that the register changes in this step. What the change makes of
// the register as the step knows it goes to memory when the step is done; nil
// says that it must be read again.
func (w *work) changed(change func([]Supplier) []Supplier) error {
	if !w.touched {
		w.touched, w.version = true, w.tx.NewID()
		err := w.tx.SetVersion(w.ctx, db.SetVersionParams{Adm: w.tx.Adm, What: whatSuppliers, Version: w.version})
		if err != nil {
			return books.Failed(err)
		}
	}
	if change == nil || w.known == nil {
		w.known, w.asked = nil, nil
		return nil
	}
	w.known = change(w.known)
	return nil
}

// remember keeps what the step made of the register, once it is done.
func (w *work) remember() {
	if w.touched && w.known != nil {
		w.Tools.Memory.set(w.version, w.known)
	}
}

// withAccount gives the register with one account more.
func withAccount(all []Supplier, id int64, a Account) []Supplier {
	all = slices.Clone(all) // others read the one that was
	for i := range all {
		if all[i].ID == id {
			all[i].Accounts = append(slices.Clone(all[i].Accounts), a)
		}
	}
	return all
}
