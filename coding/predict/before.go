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
	k := looks.Get().(*look)
	defer looks.Put(k)
	p := m.point(r, m.seen.mask(r))
	first := m.past.rows.n
	if m.pending.day == p.day {
		first -= m.pending.n
	}
	m.gather(k, &p, first)
	if len(k.rank) == 0 {
		return nil
	}
	m.score(k)
	var judge [jWidth]float32
	sure := m.sure.At(m.claim(k, &p, judge[:]))
	out := make([]Proposal, 0, proposals)
	rest := float64(1 - k.score[0])
	for i, at := range k.rank[:min(len(k.rank), proposals)] {
		one := Proposal{Coding: m.past.codes[k.slots[at]].coding, Probability: sure}
		if i > 0 {
			one.Probability = min((1-sure)*float64(k.score[i])/max(rest, 1e-6), sure)
		}
		out = append(out, one)
	}
	return out
}
