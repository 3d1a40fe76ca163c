// SPDX-License-Identifier: EUPL-1.2

package sorting

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/learn"
	"rentmeester/text"
)

// measured is how verdicts compare with the truth.
type measured struct {
	confusion [kinds][kinds]int // truth, verdict
	cases     []learn.Case
	loss      float64
	right, n  int
	traps     map[string][2]int // right, of
}

func measure(m *Model, documents []document) *measured {
	out := &measured{traps: map[string][2]int{}}
	for _, d := range documents {
		v := m.Sort(d.text)
		is := v.Kind == d.kind
		out.confusion[numberOf(d.kind)][numberOf(v.Kind)]++
		out.cases = append(out.cases, learn.Case{Probability: v.Probability, Right: is})
		out.n++
		trap := out.traps[d.trap]
		if is {
			out.right++
			trap[0]++
		}
		trap[1]++
		out.traps[d.trap] = trap
		p := likely(m.score(look(d.text)))
		out.loss -= math.Log(max(p[numberOf(d.kind)], 1e-9))
	}
	return out
}

func (m *measured) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "right %d of %d (%.1f%%), log loss %.3f, calibration error %.3f\n", m.right, m.n, 100*float64(m.right)/float64(m.n),
		m.loss/float64(m.n), learn.CalibrationError(learn.Reliability(m.cases, learn.Tenths())))
	fmt.Fprintf(&b, "%-20s", "truth \\ verdict")
	for _, k := range Kinds {
		fmt.Fprintf(&b, "%6.5s", k)
	}
	for i, k := range Kinds {
		fmt.Fprintf(&b, "\n%-20s", k)
		for j := range Kinds {
			fmt.Fprintf(&b, "%6d", m.confusion[i][j])
		}
	}
	b.WriteString("\nclaimed  right    n\n")
	for _, row := range learn.Reliability(m.cases, []float64{0, .3, .5, .7, .8, .9, .95, .99, 1}) {
		if row.N > 0 {
			fmt.Fprintf(&b, "%.3f   %.3f  %4d\n", row.Claimed, row.Right, row.N)
		}
	}
	for _, least := range []float64{.8, .9, .95} {
		sure, wrong := 0, 0
		for _, c := range m.cases {
			if c.Probability >= least {
				sure++
				if !c.Right {
					wrong++
				}
			}
		}
		fmt.Fprintf(&b, "at %.2f or more: %d of %d not asked, %d of them wrong\n", least, sure, m.n, wrong)
	}
	for trap, n := range m.traps {
		if trap != "" {
			fmt.Fprintf(&b, "%s: %d of %d right\n", trap, n[0], n[1])
		}
	}
	return b.String()
}

// TestOnWordingNeverSeen tells, with -v, how the lexicon does on each invented
// author. All of it is invented: the figures say how it stands up to other words,
// not what it does on the post of a municipality.
func TestOnWordingNeverSeen(t *testing.T) {
	least := map[string]float64{"first": .9, "second": .75, "third": .6}
	for i, a := range authors {
		m := measure(New(), invent(a, 60, uint64(i+1)))
		t.Logf("author %s\n%s", a.name, m)
		if share := float64(m.right) / float64(m.n); share < least[a.name] {
			t.Errorf("author %s: %.3f right", a.name, share)
		}
	}
}

// TestLearning: after corrections the model does better on other documents of the
// same author, and what it knew it still knows.
func TestLearning(t *testing.T) {
	third := authors[2]
	lessons, test := invent(third, 20, 11), invent(third, 60, 12)
	m := New()
	before := measure(m, test)
	for _, d := range lessons {
		if err := m.Learn(d.text, d.kind); err != nil {
			t.Fatal(err)
		}
	}
	after, others := measure(m, test), measure(m, invent(authors[1], 30, 13))
	othersBefore := measure(New(), invent(authors[1], 30, 13))
	t.Logf("third author, before %d lessons\n%s\nafter\n%s\nsecond author before: %d of %d, after: %d of %d", m.Lessons(), before, after,
		othersBefore.right, othersBefore.n, others.right, others.n)
	if after.right <= before.right || after.loss >= before.loss {
		t.Errorf("%d right before, %d after", before.right, after.right)
	}
	if float64(others.right) < .95*float64(othersBefore.right) {
		t.Errorf("others: %d right before, %d after", othersBefore.right, others.right)
	}
}

// TestOneCorrection: a supplier's own form, mistaken once, is known the next time.
func TestOneCorrection(t *testing.T) {
	form := func(n int) string {
		return fmt.Sprintf("Waterbedrijf Delta\nVerbruiksbericht %d\nMeterstand oud %d nieuw %d\nBedrag € 12,50\nwordt geïncasseerd op 1-2-2026", n, n, n+20)
	}
	m := New()
	before := m.Sort(form(1))
	for n := range 3 {
		if err := m.Learn(form(n), Decision); err != nil {
			t.Fatal(err)
		}
	}
	after := m.Sort(form(9))
	if before.Kind == Decision || after.Kind != Decision || after.Probability < .6 {
		t.Errorf("%s, then %s %.2f", before.Kind, after.Kind, after.Probability)
	}
	if after.Reasons[0].Code != "sorting.reason.learned" {
		t.Errorf("%+v", after.Reasons)
	}
}

func TestModelAsJSON(t *testing.T) {
	m := New()
	documents := invent(authors[0], 3, 5)
	for _, d := range documents {
		if err := m.Learn(d.text, d.kind); err != nil {
			t.Fatal(err)
		}
	}
	body, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	again := New()
	if err := json.Unmarshal(body, again); err != nil {
		t.Fatal(err)
	}
	if again.Lessons() != m.Lessons() {
		t.Error("lessons")
	}
	for _, d := range documents {
		if a, b := m.Sort(d.text), again.Sort(d.text); a.Kind != b.Kind || math.Abs(a.Probability-b.Probability) > 1e-3 {
			t.Errorf("%v %v", a, b)
		}
	}
	for _, bad := range []string{`{"words":{"a":[1]},"kinds":[]}`, `[]`, `{"lessons":-1}`} {
		if err := json.Unmarshal([]byte(bad), New()); !fault.Is(err, "sorting.model") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if err := m.Learn("factuur", "brief"); !fault.Is(err, "sorting.kind") {
		t.Error(err)
	}
}

// TestTraps are documents made to be mistaken.
func TestTraps(t *testing.T) {
	tests := []struct {
		name, text string
		want       Kind
	}{
		{"a reminder that encloses the invoice", "Bakker B.V.\nBetreft: herinnering factuur 2026-12\nWij hebben uw betaling nog niet ontvangen.\n\fBakker B.V.\nFACTUUR\nFactuurnummer 2026-12\nTotaal te betalen € 121,00\nIBAN NL91ABNA0417164300", Reminder},
		{"an order confirmation that looks like an invoice", "Orderbevestiging\nOrdernummer 12\nStoel 4 400,00\nSubtotaal 400,00\nBtw 84,00\nTotaal 484,00\nBetaling binnen 30 dagen op NL91ABNA0417164300\nDit is geen factuur", OrderConfirmation},
		{"an invoice with a reminder in its advertising", "FACTUUR\nFactuurnummer 77\nFactuurdatum 1-2-2026\nTotaal te betalen € 50,00 onder vermelding van het factuurnummer\nIBAN NL91ABNA0417164300\nHerinnering: onze zomeractie met 20% korting loopt nog tot en met zondag, bestel nu!", Invoice},
		{"an invoice under a contract, after a decision", "Factuur\nVolgens overeenkomst 2024-11 en het besluit van 3 mei brengen wij u in rekening\nTotaal 100,00\nBtw 21,00\nTe betalen 121,00", Invoice},
		{"a credit note that names its invoice", "Creditfactuur\nbij factuur 2026-3\nFactuurnummer C-3\nTotaal -100,00\nBtw -21,00\n-121,00", CreditNote},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := New().Sort(test.text)
			if v.Kind != test.want || v.Probability < .6 {
				t.Errorf("%s %.3f %+v; %+v", v.Kind, v.Probability, v.Reasons, v.Alternatives)
			}
		})
	}
}

// TestNothing: of what says nothing, nothing is claimed with any certainty.
func TestNothing(t *testing.T) {
	for _, s := range []string{"", "\f\f", "12 34", strings.Repeat("x", 100_000)} {
		if v := New().Sort(s); v.Probability > .8 || len(v.Reasons) == 0 {
			t.Errorf("%.10q: %+v", s, v)
		}
	}
}

func TestEveryReasonHasItsSentence(t *testing.T) {
	codes := []string{"heading", "words", "learned", "nothing", "account-number", "amounts", "no-amounts", "minus", "articles", "rows-of-dates"}
	keys := []string{}
	for _, c := range codes {
		keys = append(keys, "sorting.reason."+c)
	}
	for _, k := range Kinds {
		keys = append(keys, "sorting.kind."+string(k))
	}
	for _, key := range keys {
		if !text.Has(text.NL, key) || !text.Has(text.EN, key) {
			t.Errorf("%s has no sentence", key)
		}
	}
	for _, a := range authors {
		for _, d := range invent(a, 2, 3) {
			for _, r := range New().Sort(d.text).Reasons {
				if said := text.Say(text.NL, r.Code, r.Args); said == r.Code || strings.Contains(said, "{") {
					t.Errorf("%+v: %s", r, said)
				}
			}
		}
	}
}

func FuzzSort(f *testing.F) {
	for _, d := range invent(authors[0], 1, 1) {
		f.Add(d.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m := New()
		v := m.Sort(s)
		sum := 0.0
		for _, p := range likely(m.score(look(s))) {
			sum += p
		}
		if math.IsNaN(v.Probability) || math.Abs(sum-1) > 1e-9 {
			t.Errorf("%v", v)
		}
		if err := m.Learn(s, Invoice); err != nil {
			t.Error(err)
		}
		m.Sort(s)
	})
}
