// SPDX-License-Identifier: EUPL-1.2

package predict

// follows tells what came after each coding, with whatever supplier: where an
// account is renamed, one after another moves from the old to the new.
type follows map[int32][]follower

type follower struct {
	code   int32
	day    int32
	weight float32
}

const maxFollowers = 8

// note remembers that a supplier went from one coding to another, or stayed.
func (f follows) note(from, to, on int32) {
	list := f[from]
	least := 0
	for i := range list {
		if list[i].code == to {
			list[i].weight = list[i].weight*weigh(on-list[i].day, short) + 1
			list[i].day = max(list[i].day, on)
			return
		}
		if list[i].now(on) < list[least].now(on) {
			least = i
		}
	}
	one := follower{to, on, 1}
	if len(list) < maxFollowers {
		f[from] = append(list, one)
		return
	}
	list[least] = one
}

func (f follower) now(on int32) float32 { return f.weight * weigh(on-f.day, short) }

// followers are candidates too.
func (s *state) followers(k *look, p *point) {
	if k.last < 0 {
		return
	}
	for _, f := range s.follows[k.last] {
		if v := k.of(f.code); v != nil {
			k.vote(v, fFollows, f.now(p.day))
		}
	}
}
