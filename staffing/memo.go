// SPDX-License-Identifier: EUPL-1.2

package staffing

import "slices"

// memo is what was best for somebody when last looked, and what that rests on. From one
// look to the next most prices stay, and with them what is best for most.
type memo struct {
	seen  []int64 // the items and what each brought, and the prices of the cuts that they are in
	most  int     // labels; 0 never looked
	value int64
	chose []int
}

// again is solve, from memory when nothing changed that it rests on.
func (k *sack) again() (value int64) {
	m := &k.memos[k.person]
	seen := k.restsOn()
	if m.most == k.most && slices.Equal(m.seen, seen) {
		k.chose = append(k.chose[:0], m.chose...)
		return m.value
	}
	value, _ = k.solve()
	m.most, m.value = k.most, value
	m.seen, m.chose = append(m.seen[:0], seen...), append(m.chose[:0], k.chose...)
	return value
}

func (k *sack) restsOn() []int64 {
	k.seen = k.seen[:0]
	for i := range k.items {
		it := &k.items[i]
		k.seen = append(k.seen, int64(it.job), int64(it.at), it.profit)
		for _, c := range k.cuts.of(it.job) {
			if k.price[c] != 0 {
				k.seen = append(k.seen, -1-int64(c), k.price[c])
			}
		}
	}
	return k.seen
}
