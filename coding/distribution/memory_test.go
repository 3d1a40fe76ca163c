// SPDX-License-Identifier: EUPL-1.2

package distribution

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"rentmeester/coding"
	"rentmeester/coding/predict"
)

func documentOf(on int32, codes ...int32) *record {
	d := &record{day: on}
	for _, c := range codes {
		d.add(line{}, c)
	}
	return d
}

// The sets of a coding stand in the order of their use, the best of them, however
// many there were.
func TestMostUsedFirst(t *testing.T) {
	m := newMemory()
	chance := rand.New(rand.NewPCG(1, 2))
	for n := range int32(3_000) {
		m.known(documentOf(n/10, 0, 1+int32(chance.ExpFloat64()*40)))
	}
	list := m.having[0]
	if len(m.sets) <= mostHaving || len(list) != mostHaving || !slices.IsSortedFunc(list, func(a, b *set) int { return cmp.Compare(b.now(300), a.now(300)) }) {
		t.Fatalf("%d sets, %d kept", len(m.sets), len(list))
	}
	most := slices.MaxFunc(slices.Collect(maps.Values(m.sets)), func(a, b *set) int { return cmp.Compare(a.now(300), b.now(300)) })
	if list[0].now(300) != most.now(300) {
		t.Errorf("%v before %v", list[0], most)
	}
}

// However many codings documents have, the pairs that are kept have an end; those
// that often go together stay.
func TestPairsHaveAnEnd(t *testing.T) {
	m := newMemory()
	for range 5 {
		m.known(documentOf(1, 0, 1))
	}
	for n := range int32(700) {
		d := documentOf(1)
		for c := range int32(100) {
			d.codes = append(d.codes, 2+100*n+c)
		}
		d.lines = make([]line, 100)
		m.known(d)
	}
	if len(m.pairs) > mostPairs || m.pairs[[2]int32{0, 1}] < 2 {
		t.Errorf("%d pairs, %v", len(m.pairs), m.pairs[[2]int32{0, 1}])
	}
}

// Questions that follow each other leave one thing behind.
func TestQuestionsLeaveOneThing(t *testing.T) {
	d := NewDocuments(predict.New(nil, coding.Account))
	rows := []predict.Row{{Supplier: "A", Area: "Z"}, {Supplier: "A"}}
	for range 100 {
		d.Propose(rows)
		d.Divide(rows[0])
	}
	d.Learn(predict.Row{Supplier: "A", Coding: coding.Coding{Account: "1"}})
	d.Propose(rows)
	want := []inquiry{{0, 200, 199}, {1, 2, 1}}
	if !slices.Equal(d.asked, want) {
		t.Errorf("%v, want %v", d.asked, want)
	}
}
