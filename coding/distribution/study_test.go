// SPDX-License-Identifier: EUPL-1.2

package distribution

import (
	"slices"
	"testing"
)

// Of codings that nobody had together is not said that they go together.
func TestMixed(t *testing.T) {
	a := &answer{origin: fromMix}
	if why := reasons(&question{}, a); len(why) != 1 || why[0].Code != "distribution.reason.mixed" {
		t.Errorf("%+v", why)
	}
	a.values[vAny] = 0.7
	if why := reasons(&question{}, a); len(why) != 1 || why[0].Code != "distribution.reason.any" {
		t.Errorf("%+v", why)
	}
}

// Where one coding for all lines is hardly more likely than several, several are
// proposed; where it is clearly so, or when nothing else comes into question, one.
func TestPreferSplit(t *testing.T) {
	one := func(score float32) answer { return answer{codes: []int32{1}, score: score} }
	several := func(score float32) answer { return answer{codes: []int32{1, 2}, score: score} }
	for _, c := range []struct {
		answers []answer
		size    int
		scores  []float32
	}{
		{[]answer{one(.5), one(.1), several(.4)}, 2, []float32{.4, .5, .1}},
		{[]answer{one(.6), several(.3)}, 1, []float32{.6, .3}},
		{[]answer{several(.5), one(.4)}, 2, []float32{.5, .4}},
		{[]answer{one(.5), one(.4)}, 1, []float32{.5, .4}},
	} {
		q := &question{answers: c.answers}
		q.preferSplit()
		var scores []float32
		for _, a := range q.answers {
			scores = append(scores, a.score)
		}
		if len(q.answers[0].codes) != c.size || !slices.Equal(scores, c.scores) {
			t.Errorf("%d codings first, %v; want %d, %v", len(q.answers[0].codes), scores, c.size, c.scores)
		}
	}
}
