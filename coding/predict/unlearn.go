// SPDX-License-Identifier: EUPL-1.2

package predict

// Unlearn makes the model as if it had never learned a row (the last that equals
// it). A row whose day is not over is taken out at once; for another all the others
// are learned anew. It says whether there was such a row.
func (m *Model) Unlearn(r Row) bool {
	m.lock.Lock()
	defer m.lock.Unlock()
	at := m.log.find(r)
	if at < 0 {
		return false
	}
	first := m.past.rows.n - m.pending.n
	light := at >= first && m.light(at, first)
	if light {
		m.unpend()
	}
	m.asked = m.log.drop(at).and(m.asked)
	if !light {
		m.wait()
		m.state = m.fresh()
		first = 0
	}
	for i := first; i < m.log.entries.n; i++ {
		m.step(i)
	}
	if m.due(m.asked) {
		m.study()
	}
	return true
}

// light says whether without a pending row everything before the first pending one
// would have been studied when it was: not when that was done because of the row.
// And whether no other row has its day from it.
func (m *Model) light(at, first int) bool {
	gone := m.log.entries.at(at)
	for i := at + 1; i < m.log.entries.n && !gone.undated; i++ {
		if m.log.entries.at(i).undated {
			return false
		}
	}
	if at > first || m.pending.n > 1 || first == 0 {
		return true
	}
	before := number(m.log.row(first - 1).Day)
	asked := gone.asked.and(m.asked)
	return asked.kind&(askedOne|askedSeveral) != 0 && asks{asked.day, asked.kind &^ askedUndated}.another(before, 0)
}

// unpend takes away all that is pending.
func (m *Model) unpend() {
	for m.pending.n > 0 {
		last := m.past.rows.n - 1
		p := m.point(m.log.row(last), seesAll)
		m.past.forget(&p)
		m.pending.n--
	}
	for _, c := range m.past.codes[m.pending.codes:] {
		delete(m.past.known, m.code(c.coding))
		delete(m.past.pairs, c.hash)
	}
	m.past.codes = m.past.codes[:m.pending.codes]
	for i := len(m.pending.overrides) - 1; i >= 0; i-- {
		if was := m.pending.overrides[i]; was.there {
			m.override[was.key] = was.code
		} else {
			delete(m.override, was.key)
		}
	}
	m.latest = m.pending.latest
	m.pending = pending{day: m.pending.day, codes: m.pending.codes, latest: m.latest}
}
