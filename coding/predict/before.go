// SPDX-License-Identifier: EUPL-1.2

package predict

// Before gives what would have been proposed for a booked row on its day, from
// what was booked before that day and with what questions bring. It is what others
// learn from, so it knows no reasons; asked before another day is learned, it
// knows nothing of the row itself.
func (m *Model) Before(r Row) []Proposal {
	m.lock.RLock()
	defer m.lock.RUnlock()
	if r.Day == "" {
		r.Day = m.latest
	}
	return m.before(r, m.seen.mask(r))
}

// BeforeRow is Before for the row of a place, with what questions brought when it
// was learned.
func (m *Model) BeforeRow(at int) []Proposal {
	m.lock.RLock()
	defer m.lock.RUnlock()
	return m.before(m.log.row(at), m.log.entries.at(at).mask)
}

func (m *Model) before(r Row, see mask) []Proposal {
	k := looks.Get().(*look)
	defer looks.Put(k)
	p := m.point(r, see)
	first := m.past.rows.n
	if m.pending.day == p.day {
		first -= m.pending.n
	}
	m.gather(k, &p, first)
	return m.weighed(k, &p, nil, first)
}
