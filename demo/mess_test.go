// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"pgregory.net/rapid"

	"rentmeester/ident"
	"rentmeester/ledger"
	"rentmeester/money"
)

// TestEveryPartOfWhatNetsHasALine looks at what is inside each entry: a fee goes
// off something that it is smaller than, a credit note off an invoice, and every
// line has the sign of what it is.
func TestEveryPartOfWhatNetsHasALine(t *testing.T) {
	truth, dir := generate(t, messy(12))
	items := readItems(t, truth, dir)
	entries := map[entryName][]Line{}
	for _, l := range readTruth(t, truth) {
		name := entryName{l.Account, l.Entry}
		entries[name] = append(entries[name], l)
	}
	undone := func(l Line) bool { return strings.Contains(l.Mess, "bank-reversal") }
	fees, notes := 0, 0
	for name, lines := range entries {
		var gross, fee money.Cents
		for _, l := range lines {
			payable := l.Item != "" && items[l.Item].kind == string(ledger.Payable)
			switch {
			case l.Kind == KindFee:
				fee, fees = fee+l.Amount, fees+1
				if l.Amount > 0 != undone(l) {
					t.Errorf("fee %+v", l)
				}
			case l.Kind == KindReceivable && (payable || l.Amount < 0), l.Kind == KindPayable && (!payable || l.Amount > 0),
				l.Kind == KindReturn && (l.Amount > 0) != payable:
				t.Errorf("line %+v has the wrong sign or item", l)
			default:
				gross += l.Amount
			}
			if strings.HasPrefix(l.Item, "CN") {
				notes++
			}
		}
		if fee != 0 && (gross.Abs() <= fee.Abs() || gross > 0 == (fee > 0)) {
			t.Errorf("entry %v: a fee of %v goes off %v", name, fee, gross)
		}
	}
	if fees == 0 || notes == 0 {
		t.Errorf("%d fees and %d credit notes", fees, notes)
	}
}

// TestAnyRatesAddUp draws every rate by itself: whatever a town is like, its
// files read back and its truth adds up.
func TestAnyRatesAddUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 7))
	for round := range 6 {
		o := small(uint64(400 + round))
		for _, share := range o.Rates.all() {
			*share = rng.Float64()
			if rng.IntN(3) > 0 { // most are low, and then the exclusive ones fit together
				*share *= 0.05
			}
		}
		for !o.Rates.sound() {
			for _, share := range o.Rates.all() {
				*share *= 0.7
			}
		}
		truth, dir := generate(t, o)
		followItems(t, truth, dir)
		readStory(t, truth, dir).compare(t, readTruth(t, truth))
	}
}

// TestTheYearStaysSmall guards the two values of which a large town has millions.
func TestTheYearStaysSmall(t *testing.T) {
	if i, e := unsafe.Sizeof(item{}), unsafe.Sizeof(event{}); i > 40 || e > 64 {
		t.Errorf("an item takes %d bytes, an event %d", i, e)
	}
}

// TestSlipsAreWhatTheyAreCalled reads some slips back from the files.
func TestSlipsAreWhatTheyAreCalled(t *testing.T) {
	truth, dir := generate(t, messy(13))
	items, all := readItems(t, truth, dir), bankText(t, truth, dir)
	for _, l := range readTruth(t, truth) {
		if l.Item == "" || strings.Contains(l.Mess, "paid-twice") {
			continue
		}
		at := strings.Index(all, l.Entry)
		if strings.Contains(l.Entry, "/") || at < 0 {
			continue // no reference of the bank's own
		}
		text, ref := all[at:min(len(all), at+1600)], items[l.Item].reference
		if end := strings.Index(text[1:], ":61:"); end > 0 {
			text = text[:end]
		}
		if end := strings.Index(text, "</Ntry>"); end > 0 {
			text = text[:end]
		}
		whole, joined := strings.Contains(text, ref), strings.Contains(strings.ReplaceAll(text, "\r\n", ""), ref)
		switch {
		case strings.Contains(l.Mess, "ref-line-break") && (whole || !joined):
			t.Errorf("%+v: %q does not stand over two lines of %q", l, ref, text)
		case strings.Contains(l.Mess, "two-references") && !joined:
			t.Errorf("%+v: %q is not in %q", l, ref, text)
		case (strings.Contains(l.Mess, "ref-other-open") || strings.Contains(l.Mess, "swapped-payers")) && joined && !strings.HasPrefix(ref, "HC"):
			t.Errorf("%+v: its own reference %q stands in %q", l, ref, text)
		}
	}
}

// bankText gives all files of the bank in one text.
func bankText(t *testing.T, truth Truth, dir string) string {
	t.Helper()
	var all strings.Builder
	for _, name := range truth.Files {
		if strings.HasPrefix(name, "bank/") && !strings.Contains(name, "again") && !strings.Contains(name, "camt054") {
			content, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			all.Write(content)
		}
	}
	return all.String()
}

// TestNamesSortAsFilesCome lets whoever reads a folder by name read in order.
func TestNamesSortAsFilesCome(t *testing.T) {
	truth, _ := generate(t, messy(14))
	var names []string
	for _, name := range truth.Files {
		if strings.HasPrefix(name, "bank/main/") {
			names = append(names, name)
		}
	}
	if !slices.IsSorted(names) {
		t.Error("the files of the main account do not come in the order of their names")
	}
	if slices.Sort(truth.Files); len(slices.Compact(truth.Files)) < len(names) {
		t.Error("a name occurs twice")
	}
}

// The numbers are examples that go round with the tax office's own calculator.
func TestTaxReference(t *testing.T) {
	for _, c := range []struct {
		rsin              string
		tax, year, period int
		want              string
	}{
		{"001041149", 1, 2012, 8, "2001041141201080"}, {"001041149", 1, 2023, 24, "4001041141301240"},
	} {
		if got := taxReference(c.rsin, c.tax, c.year, c.period); got != c.want {
			t.Errorf("%+v: got %s", c, got)
		}
	}
	if _, ok := ident.RSIN(ownRSIN); !ok {
		t.Error("our own RSIN is not valid")
	}
}

func TestProfilesDiffer(t *testing.T) {
	all := Profiles()
	for i, p := range all {
		if !p.Rates.sound() || p.Name == "" {
			t.Errorf("%s is not sound", p.Name)
		}
		if got := ProfileOf(uint64(i + 10*len(all))); got != p {
			t.Errorf("seed %d has %s", i, got.Name)
		}
		for _, other := range all[:i] {
			differ, a, b := 0, p.Rates.all(), other.Rates.all()
			for k := range a {
				if high, low := max(*a[k], *b[k]), min(*a[k], *b[k]); high > 1.4*low {
					differ++
				}
			}
			if differ < 10 || other.Name == p.Name {
				t.Errorf("%s and %s differ clearly in %d rates only", p.Name, other.Name, differ)
			}
		}
	}
}

func TestMisspeltNamesDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := ascii(rapid.SampledFrom(slices.Concat(surnames, otherSurnames)).Draw(t, "name"))
		got := misspelt(name, rapid.Uint64().Draw(t, "way"))
		if got == name || got[0] != name[0] || len(got) < len(name)-1 || len(got) > len(name)+1 {
			t.Fatalf("%q is written %q", name, got)
		}
	})
}

// TestBrokenCutsTheReference holds for every place where a text may begin.
func TestBrokenCutsTheReference(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		column, ref := rng.IntN(130), "7026000123456789"[:4+rng.IntN(13)]
		text := broken("kenmerk "+ref, ref, column)
		at := column + strings.Index(text, ref)
		if at/width == (at+len(ref)-1)/width {
			t.Fatalf("%q from column %d is not cut", text, column)
		}
	}
}
