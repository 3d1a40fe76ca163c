// SPDX-License-Identifier: EUPL-1.2

package predict_test

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	bench "rentmeester/bench/coding"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/learn"
	"rentmeester/money"
	"rentmeester/text"
)

func invented(seed uint64, lines int) []predict.Row {
	return bench.Invent(bench.Invented{Seed: seed, Lines: 12_000, Suppliers: 120, Text: 0.7, Area: true, Numbers: true})[:lines]
}

func learned(rows []predict.Row) *predict.Model {
	m := predict.New(nil, coding.Account)
	for _, r := range rows {
		m.Learn(r)
	}
	return m
}

func asked(r predict.Row) predict.Row {
	return bench.Asked(r, bench.Hide{Beside: true}, []coding.Field{coding.Account})
}

// proposed is what is proposed for rows that were not learned.
func proposed(m *predict.Model, rows []predict.Row) (out [][]predict.Proposal) {
	for _, r := range rows {
		out = append(out, m.Propose(asked(r)))
	}
	return out
}

// What comes after a line changes nothing in what was proposed for it: not when
// it is shuffled, not when it is not there at all.
func TestTheFutureDoesNotLeak(t *testing.T) {
	predict.Long(t)
	rows := invented(5, 1_600)
	replay := func(rows []predict.Row) (out [][]predict.Proposal) {
		m := predict.New(nil, coding.Account)
		for from := 0; from < len(rows); {
			until := from
			for until < len(rows) && rows[until].Day == rows[from].Day {
				out = append(out, m.Propose(asked(rows[until])))
				until++
			}
			for ; from < until; from++ {
				m.Learn(rows[from])
			}
		}
		return out
	}
	cut := 1_000
	for rows[cut].Day == rows[cut-1].Day {
		cut++
	}
	whole := replay(rows)
	if hidden := replay(rows[:cut]); !reflect.DeepEqual(whole[:cut], hidden) {
		t.Error("without the future the past is proposed otherwise")
	}
	shuffled := slices.Clone(rows)
	for i := cut; i < len(shuffled); i++ {
		j := cut + (i*7_919)%(len(shuffled)-cut)
		shuffled[i].Coding, shuffled[j].Coding = shuffled[j].Coding, shuffled[i].Coding
	}
	if other := replay(shuffled); !reflect.DeepEqual(whole[:cut], other[:cut]) {
		t.Error("with another future the past is proposed otherwise")
	}
	again := replay(rows)
	if !reflect.DeepEqual(whole, again) {
		t.Error("the same rows were proposed otherwise the second time")
	}
}

// Forests grow beside the work; when they serve does not depend on how long that
// takes.
func TestTheSameRowsGiveTheSameProposalsAcrossForests(t *testing.T) {
	rows := invented(6, 3_400)
	one, other := learned(rows[:3_200]), learned(rows[:3_200])
	if !reflect.DeepEqual(proposed(one, rows[3_200:]), proposed(other, rows[3_200:])) {
		t.Error("two models that learned the same propose otherwise")
	}
}

// event is what befalls a model: a row is learned, chosen, or asked for.
type event struct {
	row  predict.Row
	what string
}

// befall gives what was proposed.
func befall(m *predict.Model, events []event, skip int) (out [][]predict.Proposal) {
	for i, e := range events {
		switch {
		case i == skip:
		case e.what == "ask":
			out = append(out, m.Propose(asked(e.row)))
		case e.what == "choose":
			m.Override(e.row)
		default:
			m.Learn(e.row)
		}
	}
	return out
}

// happenings draws what may befall: days that go on, stand still and go back, rows
// without a day, questions in between.
func happenings(t *rapid.T, rows []predict.Row) (events []event) {
	days := rapid.SampledFrom([]day.Day{"2025-03-01", "2025-03-02", "2025-03-02", "2025-03-03", "2025-03-04", ""})
	kinds := rapid.SampledFrom([]string{"learn", "learn", "learn", "learn", "choose", "ask"})
	for i := range rapid.IntRange(1, 60).Draw(t, "events") {
		one := event{rows[i%len(rows)], kinds.Draw(t, "what")}
		one.row.Day, one.row.Amount = days.Draw(t, "day"), money.Cents(i/2)*100
		if one.what != "ask" {
			one.row.Invoice = fmt.Sprint("only ", i)
		}
		events = append(events, one)
	}
	return events
}

// Whatever comes after, what was proposed before stays as it was.
func TestNoFutureLeaks(t *testing.T) {
	all := invented(7, 80)
	rapid.Check(t, func(t *rapid.T) {
		past := happenings(t, all)
		one, other := happenings(t, all[40:]), happenings(t, all[20:])
		want := befall(predict.New(nil, coding.Account), past, -1)
		for _, future := range [][]event{one, other} {
			got := befall(predict.New(nil, coding.Account), slices.Concat(past, future), -1)
			if len(want) > 0 && !reflect.DeepEqual(got[:len(want)], want) {
				t.Fatal("with another future the past is proposed otherwise")
			}
		}
	})
}

// To unlearn a row is never to have learned it.
func TestUnlearnIsNeverLearned(t *testing.T) {
	all := invented(7, 80)
	rapid.Check(t, func(t *rapid.T) {
		events := happenings(t, all[:60])
		at := rapid.IntRange(0, len(events)-1).Draw(t, "unlearned")
		if events[at].what == "ask" {
			events[at].what = "learn"
			events[at].row.Invoice = "this one"
		}
		with, without := predict.New(nil, coding.Account), predict.New(nil, coding.Account)
		befall(with, events, -1)
		befall(without, events, at)
		if !with.Unlearn(events[at].row) {
			t.Fatal("the row was not found")
		}
		more := happenings(t, all[20:])
		if got, want := proposed(with, all[60:66]), proposed(without, all[60:66]); !reflect.DeepEqual(got, want) {
			t.Fatalf("unlearned %d of %d: %v, want %v", at, len(events), got[0], want[0])
		}
		befall(with, more, -1)
		befall(without, more, -1)
		if got, want := proposed(with, all[66:80]), proposed(without, all[66:80]); !reflect.DeepEqual(got, want) {
			t.Fatalf("after more: %v, want %v", got[0], want[0])
		}
	})
	if m := learned(all[:50]); m.Unlearn(all[60]) {
		t.Error("a row was unlearned that was never learned")
	}
}

// Also when forests were grown since, and more than once.
func TestUnlearnAcrossForests(t *testing.T) {
	rows := invented(16, 2_900)
	with, without := learned(rows), learned(slices.Delete(slices.Clone(rows), 40, 41))
	if !with.Unlearn(rows[40]) {
		t.Fatal("the row was not found")
	}
	if got, want := proposed(with, rows[:40]), proposed(without, rows[:40]); !reflect.DeepEqual(got, want) {
		t.Error("a model that unlearned a row proposes otherwise than one that never learned it")
	}
}

// Many at once are as one by one, whoever is first to be ready.
func TestTogetherAsOneByOne(t *testing.T) {
	rows := invented(17, 1_300)
	one, other := learned(rows[:300]), learned(rows[:300])
	for from := 300; from < len(rows); from += 200 {
		var questions []predict.Row
		for i, r := range rows[from:min(from+100, len(rows))] {
			q := asked(r)
			if i%3 == 0 {
				q.Area = ""
			}
			questions = append(questions, q)
		}
		var want [][]predict.Proposal
		for _, q := range questions {
			want = append(want, one.Propose(q))
		}
		if got := other.ProposeAll(questions); !reflect.DeepEqual(got, want) {
			t.Fatalf("from %d on, together otherwise than one by one", from)
		}
		for _, r := range rows[from:min(from+200, len(rows))] {
			one.Learn(r)
			other.Learn(r)
		}
	}
}

// Rows without a day are studied in the order they came, so as much is learned
// from them as from others.
func TestRowsWithoutADayAreStudied(t *testing.T) {
	predict.Long(t)
	rows := invented(18, 2_400)
	share := func(change func(*predict.Row)) (right, sure float64) {
		m := predict.New(nil, coding.Account)
		for i, r := range rows {
			change(&r)
			if i >= 1_600 {
				if list := m.Propose(asked(r)); len(list) > 0 && list[0].Coding.Account == r.Coding.Account {
					right++
					sure += list[0].Probability
				}
			}
			m.Learn(r)
		}
		return right / 800, sure / right
	}
	want, sure := share(func(*predict.Row) {})
	for name, change := range map[string]func(*predict.Row){
		"no day": func(r *predict.Row) { r.Day = "" }, "one day": func(r *predict.Row) { r.Day = "2025-05-01" },
	} {
		if got, how := share(change); got < want-0.06 || how < sure-0.06 {
			t.Errorf("%s: %.3f right, and %.3f sure of those; with days %.3f and %.3f", name, got, how, want, sure)
		}
	}
}

func gas(on day.Day, account string) predict.Row {
	return predict.Row{Day: on, Supplier: "Wijkwarmte BV", Text: "gaslevering sporthal", Amount: 41_250, Area: "Sport", Coding: coding.Coding{Account: account}}
}

// What a person chose outranks everything for that very case, at once, until it
// is booked otherwise.
func TestOverride(t *testing.T) {
	m := learned(invented(8, 600))
	for i := range 40 {
		m.Learn(gas(day.Day("2025-01-01").Add(i), "4310"))
	}
	on := day.Day("2025-03-01")
	if got := m.Propose(asked(gas(on, "")))[0]; got.Coding.Account != "4310" {
		t.Fatalf("proposed %+v", got)
	}
	m.Override(gas(on, "4999"))
	got := m.Propose(asked(gas(on, "")))
	if got[0].Coding.Account != "4999" || got[0].Probability < got[1].Probability {
		t.Fatalf("after the correction: %+v", got)
	}
	other := asked(gas(on, ""))
	other.Amount = 99
	if got := m.Propose(other)[0]; got.Coding.Account != "4310" {
		t.Errorf("another case follows the correction: %+v", got)
	}
	m.Learn(gas(on, "4310"))
	if got := m.Propose(asked(gas(on, "")))[0]; got.Coding.Account != "4310" {
		t.Errorf("the correction outlives what was booked after it: %+v", got)
	}
}

// When an account gets another code, ten invoices are enough.
func TestRenamedAccountIsNoticed(t *testing.T) {
	m := learned(invented(9, 1_500))
	on := day.Day("2025-01-01")
	for i := range 60 {
		r := gas(on.Add(7*i), "5771")
		r.Amount += money.Cents(i * 37)
		m.Learn(r)
	}
	on = on.Add(7 * 60)
	for i := range 10 {
		r := gas(on.Add(7*i), "5715")
		r.Amount += money.Cents(i * 41)
		if got := m.Propose(asked(r)); len(got) > 0 && got[0].Coding.Account == "5715" {
			t.Logf("noticed after %d", i)
			return
		}
		m.Learn(r)
	}
	t.Error("ten invoices with the new code, and the old one is still proposed")
}

// A wrong booking here and there changes little.
func TestNoiseIsTolerated(t *testing.T) {
	right := 0
	m := learned(invented(10, 800))
	for i := range 200 {
		account := "4310"
		if i%20 == 7 {
			account = fmt.Sprint(4_400 + i)
		}
		on := day.Day("2025-01-01").Add(i)
		if got := m.Propose(asked(gas(on, ""))); i >= 20 && got[0].Coding.Account == "4310" {
			right++
		}
		m.Learn(gas(on, account))
	}
	if right < 170 {
		t.Errorf("with one in twenty booked wrong, %d of 180 are proposed right", right)
	}
}

func TestJointTargets(t *testing.T) {
	m := predict.New(nil, coding.Account, coding.CostCentre)
	r := gas("2025-01-01", "4310")
	r.Coding.CostCentre, r.Coding.Project = "K7", "P1"
	m.Learn(r)
	got := m.Propose(predict.Row{Supplier: r.Supplier})
	if want := (coding.Coding{Account: "4310", CostCentre: "K7"}); len(got) != 1 || got[0].Coding != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if len(got[0].Like) != 1 || got[0].Like[0].Day != r.Day {
		t.Errorf("earlier lines: %+v", got[0].Like)
	}
}

// Who only asks leaves no trace in what is studied of later rows.
func TestToAskLeavesNoTrace(t *testing.T) {
	rows := invented(8, 900)
	one, other := learned(rows[:300]), learned(rows[:300])
	for _, r := range rows[:40] {
		one.Propose(asked(r))
		other.Propose(asked(r))
	}
	for range 1_100 {
		other.Ask(predict.Row{Supplier: rows[0].Supplier, Day: rows[299].Day})
	}
	for _, r := range rows[300:800] {
		one.Learn(r)
		other.Learn(r)
	}
	if !reflect.DeepEqual(proposed(one, rows[800:]), proposed(other, rows[800:])) {
		t.Error("what somebody asked changed what is proposed to others")
	}
}

// To settle without a day is to settle on the latest, which is not over yet.
func TestSettledWithoutADay(t *testing.T) {
	rows := invented(9, 500)
	one, other := learned(rows[:450]), learned(rows[:450])
	other.Settle("")
	for _, r := range rows[450:] {
		one.Learn(r)
		other.Learn(r)
	}
	if !reflect.DeepEqual(proposed(one, rows[450:]), proposed(other, rows[450:])) {
		t.Error("a day was studied before it was over")
	}
}

func TestNothingIsKnown(t *testing.T) {
	m := predict.New(nil, coding.Account)
	if got := m.Propose(predict.Row{}); got != nil {
		t.Errorf("%+v", got)
	}
	m.Learn(predict.Row{Coding: coding.Coding{Account: "1"}})
	m.Propose(predict.Row{})
}

// Proposals are asked by many while one learns.
func TestSideBySide(t *testing.T) {
	rows := invented(11, 700)
	m := learned(rows[:500])
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() { proposed(m, rows[500:600]) })
	}
	for _, r := range rows[500:] {
		m.Learn(r)
	}
	wait.Wait()
}

func TestProbabilitiesAreShares(t *testing.T) {
	rows := invented(12, 900)
	m := learned(rows[:800])
	for _, list := range proposed(m, rows[800:]) {
		sum, last := 0.0, 1.0
		for _, p := range list {
			if sum += p.Probability; p.Probability < 0 || p.Probability > last {
				t.Fatalf("%+v", list)
			}
			last = p.Probability
			if len(p.Reasons) == 0 {
				t.Fatalf("no reason: %+v", p)
			}
		}
		if sum > 1.0001 {
			t.Fatalf("together %f: %+v", sum, list)
		}
	}
}

func TestPriorThereAndBack(t *testing.T) {
	p := predict.Pool(learned(invented(13, 600)), learned(invented(14, 600)))
	var file bytes.Buffer
	if err := p.Write(&file); err != nil {
		t.Fatal(err)
	}
	back, err := predict.ReadPrior(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(p, back) {
		t.Error("the prior came back otherwise")
	}
	for _, bad := range []string{"", "no", file.String()[:40]} {
		if _, err := predict.ReadPrior(bytes.NewReader([]byte(bad))); err == nil {
			t.Errorf("%q was taken for a prior", bad)
		}
	}
}

func TestEverySentenceIsThere(t *testing.T) {
	raw, err := os.ReadFile("reasons.go")
	if err != nil {
		t.Fatal(err)
	}
	keys := regexp.MustCompile(`"(predict\.reason\.[a-z-]+)"`).FindAllStringSubmatch(string(raw), -1)
	if len(keys) < 10 {
		t.Errorf("only %d sentences looked for", len(keys))
	}
	for _, k := range append(keys, []string{"", "predict.reason.override"}) {
		for _, lang := range []text.Lang{text.NL, text.EN} {
			if !text.Has(lang, k[1]) {
				t.Errorf("%s has no sentence in %s", k[1], lang)
			}
		}
	}
}

// Lines of one day go right or wrong together: learned in few days as many say less than
// in many, and with nothing but today's so much the less. Of a day that was studied
// already what was learned speaks in full.
func TestFewDaysClaimLess(t *testing.T) {
	sure := func(lines, days int, asked day.Day) float64 {
		m := predict.New(nil, coding.Account)
		for i := range lines {
			m.Learn(gas(day.Day("2025-01-01").Add(i*days/lines), "4310"))
		}
		return m.Propose(gas(asked, ""))[0].Probability
	}
	last := 0.0
	for _, days := range []int{1, 2, 4, 12, 60} {
		got := sure(240, days, "2025-06-01")
		if got <= last || got >= learn.Foreseen(days, 0.2) {
			t.Errorf("%d days: %.4f sure, after %.4f", days, got, last)
		}
		last = got
	}
	if another, same := sure(240, 4, "2025-06-01"), sure(240, 4, "2025-01-02"); same <= another {
		t.Errorf("of a day that was studied %.4f sure, of another %.4f", same, another)
	}
}
