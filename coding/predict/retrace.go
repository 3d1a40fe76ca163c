// SPDX-License-Identifier: EUPL-1.2

package predict

import "rentmeester/day"

// Rows is how many rows were learned, without those that were unlearned.
func (m *Model) Rows() int {
	m.lock.RLock()
	defer m.lock.RUnlock()
	return m.log.entries.n
}

// Row gives the row of a place as it was learned: one without a date with the day
// that it was taken to be of.
func (m *Model) Row(at int) Row {
	m.lock.RLock()
	defer m.lock.RUnlock()
	return m.log.row(at)
}

// Find gives the place of the row that Unlearn would take out; -1 for none.
func (m *Model) Find(r Row) int {
	m.lock.RLock()
	defer m.lock.RUnlock()
	return m.log.find(r)
}

// Latest is the latest day of which a row was learned: that of a question without
// one.
func (m *Model) Latest() day.Day {
	m.lock.RLock()
	defer m.lock.RUnlock()
	return m.latest
}

// Retrace learns all rows anew, in another model that knows at each what this one
// knew then, and calls do after each: for who wants to know what would have been
// proposed. It takes as long as learning did.
func (m *Model) Retrace(do func(then *Model, at int)) {
	m.lock.Lock()
	defer m.lock.Unlock()
	then := &Model{targets: m.targets, prior: m.prior, log: m.log, seen: m.seen, frozen: m.frozen, hidden: m.hidden}
	then.state = then.fresh()
	for at := range m.log.entries.n {
		then.step(at)
		do(then, at)
	}
}
