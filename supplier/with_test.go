// SPDX-License-Identifier: EUPL-1.2

package supplier

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/invoice"
)

// flat is a register without its layers.
type flat struct {
	Size     int
	Settled  float64
	Entries  map[int64]entry
	Numbers  map[string][]int64
	Words    map[string][]int64
	Ends     map[string][]string
	HolderOf map[string][]held
}

type held struct {
	ID      int64
	Account Account
}

func flatten(r *Register) flat {
	f := flat{r.size, r.settled, map[int64]entry{}, lists(r.numbers), lists(r.words), lists(r.ends), map[string][]held{}}
	for id, e := range r.entries.all() {
		if e != nil {
			f.Entries[id] = *e
		}
	}
	for iban, all := range r.holderOf.all() {
		for _, h := range all {
			f.HolderOf[iban] = append(f.HolderOf[iban], held{h.id, *h.account})
		}
	}
	return f
}

func lists[T any](l layered[string, []T]) map[string][]T {
	out := map[string][]T{}
	for key, list := range l.all() {
		if len(list) > 0 {
			out[key] = list
		}
	}
	return out
}

// A register that followed every change is the register of what there is now, and
// no change is seen in the register that it was made of.
func TestChangedRegisterIsTheRebuiltOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := map[int64]Record{}
		r := NewRegister(nil)
		all := func() []Record { return slices.Collect(maps.Values(now)) }
		for step := range rapid.IntRange(1, 6).Draw(t, "steps") {
			before, was := r, flatten(r)
			records := changes(t)
			var gone []int64
			for _, id := range rapid.SliceOfNDistinct(rapid.Int64Range(1, 15), 0, 3, rapid.ID).Draw(t, "gone") {
				gone = append(gone, id)
				delete(now, id)
			}
			for _, record := range records {
				now[record.ID] = record
			}
			r = r.With(records, gone...)
			if got, want := flatten(r), flatten(NewRegister(all())); !reflect.DeepEqual(got, want) {
				t.Fatalf("step %d\ngot  %+v\nwant %+v", step, got, want)
			}
			if !reflect.DeepEqual(flatten(before), was) {
				t.Fatalf("step %d: who had the register sees it change", step)
			}
			other := before.With(changes(t)) // two go on from one register
			if inv := asked(t); !reflect.DeepEqual(r.Recognise(inv), NewRegister(all()).Recognise(inv)) || other == r {
				t.Fatal("the two say otherwise")
			}
		}
	})
}

// changes draws records of other names, doors and accounts under a few IDs.
func changes(t *rapid.T) []Record {
	out := drawn(t)
	for i := range out {
		out[i].ID = rapid.Int64Range(1, 15).Draw(t, "id")
		if rapid.Bool().Draw(t, "also") {
			out[i].Also = []string{rapid.SampledFrom(firsts).Draw(t, "other name")}
		}
		for n := range rapid.IntRange(0, 2).Draw(t, "accounts") {
			out[i].Accounts = append(out[i].Accounts, Account{IBAN: fmt.Sprintf("NL00BNGH000000000%d", n), State: rapid.SampledFrom([]State{Trusted, Held, Refused}).Draw(t, "state")})
		}
	}
	slices.SortFunc(out, func(a, b Record) int { return int(a.ID - b.ID) })
	return slices.CompactFunc(out, func(a, b Record) bool { return a.ID == b.ID })
}

// Many changes make the register anew, and that is the same register.
func TestManyChangesMakeItAnew(t *testing.T) {
	records := invented(500)
	r := NewRegister(records)
	for i := range records {
		records[i].Address = invoice.Address{City: "Elders"}
		r = r.With(records[i : i+1])
	}
	if r.changed > 65 {
		t.Errorf("%d changes stand above what is shared", r.changed)
	}
	if !reflect.DeepEqual(flatten(r), flatten(NewRegister(records))) {
		t.Error("not the same")
	}
}
