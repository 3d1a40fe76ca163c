// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"slices"
	"sync"

	"rentmeester/app/books"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Memory keeps the register of suppliers of one administration between steps, as
// long as nobody changed it: to read ten thousand suppliers for each invoice takes
// longer than all the rest. It is safe for several goroutines.
type Memory struct {
	mu       sync.Mutex
	version  int64
	known    []Supplier
	register Register
	coding   listMemory
}

// get gives what is remembered of a version, nil when that is another.
func (m *Memory) get(version int64) ([]Supplier, Register) {
	if m == nil {
		return nil, nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.version != version || version == 0 {
		return nil, nil
	}
	return m.known, m.register
}

func (m *Memory) set(version int64, known []Supplier, register Register) {
	if m == nil || version == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.version, m.known, m.register = version, known, register
}

// whatSuppliers names the register in the table of versions.
const whatSuppliers = "suppliers"

// suppliers gives the register as it stands in this step.
func (w *work) suppliers() ([]Supplier, error) {
	if w.known != nil {
		return w.known, nil
	}
	if err := w.tx.Flush(w.ctx); err != nil {
		return nil, err
	}
	version, err := w.tx.VersionOf(w.ctx, db.VersionOfParams{Adm: w.tx.Adm, What: whatSuppliers})
	if err != nil && !store.NoRows(err) {
		return nil, books.Failed(err)
	}
	if !w.touched {
		if w.known, w.asked = w.Tools.Memory.get(version); w.known != nil {
			return w.known, nil
		}
	}
	if w.known, err = suppliers(w.ctx, w.tx.Queries, w.tx.Adm); err != nil {
		return nil, err
	}
	w.version = version
	if !w.touched {
		w.Tools.Memory.set(version, w.known, w.recogniser(w.known))
	}
	return w.known, nil
}

// recogniser gives the engine over the register of this step.
func (w *work) recogniser(all []Supplier) Register {
	if w.asked == nil {
		w.asked = w.Tools.register(all)
	}
	return w.asked
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
	w.asked = nil
	if change == nil || w.known == nil {
		w.known = nil
		return nil
	}
	w.known = change(w.known)
	return nil
}

// remember keeps what the step made of the register, once it is done.
func (w *work) remember() {
	if w.touched && w.known != nil {
		w.Tools.Memory.set(w.version, w.known, w.recogniser(w.known))
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
