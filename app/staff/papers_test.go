// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"rentmeester/algorithms"
	"rentmeester/fault"
	"rentmeester/formats/paper"
	"rentmeester/staffing"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/store/storetest"
	"rentmeester/text"
)

// decidedTown has a plan of three proposals: one followed, one rejected, one given to
// another; and a second, of which nothing was decided.
func decidedTown(t *testing.T, s *store.Store) (*Desk, map[string]int64) {
	t.Helper()
	d := brought(t, newDesk(t, s, "hier"))
	id, ctx := ids(t, d), t.Context()
	plan, err := d.Make(ctx, "m.bakker", PlanKind, 30)
	if err != nil {
		t.Fatal(err)
	}
	p, err := d.Plan(ctx, plan)
	if err != nil {
		t.Fatal(err)
	}
	proposedTo := map[int64]int64{}
	for _, one := range p.Placements {
		proposedTo[one.Seat.ID] = one.Person
	}
	other := id["noor"] // of whom the plan thought for neither or the other
	if proposedTo[id["data-lead"]] == other {
		other = id["anna"]
	}
	for _, c := range []Choice{{Seat: id["zaak-test"], Kind: Accepted}, {Seat: id["zaak-lead"], Kind: Rejected, Reason: "Te vol."}, {Seat: id["data-lead"], Kind: Changed, Person: other, Reason: "=1+1"}} {
		if _, err := d.Decide(ctx, "p.lid", c); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Make(ctx, "m.bakker", PlanKind, 30); err != nil {
		t.Fatal(err)
	}
	locked, err := d.Decide(ctx, "p.lid", Choice{Seat: id["zaak-test"], Kind: Locked})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Undo(ctx, "p.lid", locked); err != nil {
		t.Fatal(err)
	}
	return d, id
}

func townPapers(t *testing.T, d *Desk, from, until string) Papers {
	t.Helper()
	first, last, err := d.Period(from, until)
	if err != nil {
		t.Fatal(err)
	}
	p, err := d.Papers(t.Context(), first, last, algorithms.Facts{Organization: "Gemeente Hier", Policy: "v1", Program: "1.0"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPapersCount: what was decided in a small town is counted right.
func TestPapersCount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d, id := decidedTown(t, s)
		p := townPapers(t, d, "", "")
		f := p.Fair
		if p.From != "2026-01-01" || p.Until != "2026-12-31" || len(f.Plans) != 2 {
			t.Fatalf("%+v", p)
		}
		first := f.Plans[0]
		if first.Proposed != 3 || first.Accepted != 1 || first.Changed != 1 || first.Rejected != 1 || first.Unanswered != 0 || first.Waiting != 0 {
			t.Errorf("%+v", first)
		}
		if second := f.Plans[1]; second.Proposed != 1 || second.Waiting+second.Unanswered != 1 || second.Kept != 2 {
			t.Errorf("%+v", second)
		}
		if f.Undone != 1 || f.Unproposed != 0 || f.Wishless != 2 || !slices.Equal(f.Rejected, []Reasoned{{"te vol", 1}}) {
			t.Errorf("%+v", f)
		}
		// Kees got the seat at zaak that he wished; somebody else got one that asks for lead, in which he would grow
		if want := []WishCount{{"gladly", 1, 0, 0}, {"learn", 0, 1, 0}, {"not", 0, 0, 0}}; !slices.Equal(f.Wishes, want) {
			t.Errorf("%+v", f.Wishes)
		}
		whole := f.Teams[len(f.Teams)-1]
		if whole.People != 3 || whole.Planned != (6*20+8*20)*staffing.Hour || whole.Contract != 44*(24+36+32)*staffing.Hour || whole.Hidden {
			t.Errorf("%+v", whole)
		}
		for _, g := range f.Teams[:2] {
			if !g.Hidden {
				t.Errorf("%s of %d people is shown", g.Name, g.People)
			}
		}
		if len(p.Log) != 5 || p.Log[0].Actor != "p.lid" || p.Log[0].SeatID != id["zaak-test"] || p.Log[0].PlanID != first.ID || p.Log[0].Value == 0 || p.Log[4].Kind != string(Undone) {
			t.Errorf("%+v", p.Log)
		}
		said := p.About.Measured[0].Args
		if p.About.Begin != "2026-03" || said["accepted"] != "1" || said["changed"] != "1" || said["rejected"] != "1" || said["plans"] != "2" {
			t.Errorf("%+v", p.About)
		}
		elsewhere := townPapers(t, d, "2025-01-01", "2025-12-31")
		if len(elsewhere.Log) != 0 || len(elsewhere.Fair.Plans) != 0 || elsewhere.Fair.Teams[0].Planned != 0 {
			t.Errorf("%+v", elsewhere.Fair)
		}
		for _, wrong := range [][2]string{{"2026-05-01", "2026-04-30"}, {"mei", ""}, {"2000-01-01", "2026-01-01"}} {
			if _, _, err := d.Period(wrong[0], wrong[1]); fault.Code(err) != "staff.papers-period" {
				t.Errorf("%v: %v", wrong, err)
			}
		}
	})
}

// TestPapersSay: every paper has all its headings in both languages, every sentence is
// there, and nobody is named.
func TestPapersSay(t *testing.T) {
	s := storetest.SQLite(t)
	d, _ := decidedTown(t, s)
	p := townPapers(t, d, "", "")
	headings := map[PaperName]int{FairnessPaper: 7, LogPaper: 0, CouncilPaper: len(councilHeads), ImpactPaper: 4 + 17 + 1, RegisterPaper: 22, ActPaper: 4 + 9}
	for _, lang := range []text.Lang{text.NL, text.EN} {
		for _, name := range PaperNames {
			one, err := p.Paper(name, lang)
			if err != nil {
				t.Fatal(err)
			}
			heads := 0
			for _, b := range one.Blocks {
				if b.Head != "" {
					heads++
				}
			}
			var md, pdf bytes.Buffer
			if err := paper.WriteMarkdown(&md, one); err != nil {
				t.Fatal(err)
			}
			if err := paper.WritePDF(&pdf, one); err != nil || !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF-")) {
				t.Errorf("%s: %v", name, err)
			}
			if heads != headings[name] {
				t.Errorf("%s in %s has %d headings, want %d", name, lang, heads, headings[name])
			}
			for _, wrong := range []string{"papers.", ":day}", "{", "Kees", "Noor", "Anna"} {
				if strings.Contains(md.String(), wrong) {
					t.Errorf("%s in %s has %q:\n%s", name, lang, wrong, md.String())
				}
			}
		}
	}
	if _, err := p.Paper("geheim", text.NL); fault.Code(err) != "staff.no-paper" {
		t.Error(err)
	}
	var csv bytes.Buffer
	if err := p.WriteLog(&csv); err != nil || strings.Count(csv.String(), "\n") != 6 || !strings.Contains(csv.String(), ",'=1+1,") || strings.Contains(csv.String(), "Kees") {
		t.Error(err, csv.String())
	}
}

// TestHidden: what is left of the whole does not show a small group.
func TestHidden(t *testing.T) {
	for name, c := range map[string]struct{ people, hidden []int }{
		"none small": {[]int{3, 4}, nil}, "one, and the next with it": {[]int{5, 1, 4}, []int{1, 4}}, "two that make a few": {[]int{2, 2, 9}, []int{2, 2}}, "nobody": {[]int{0, 3}, nil},
	} {
		var groups []Group
		for _, n := range c.people {
			groups = append(groups, Group{People: n})
		}
		var got []int
		for _, g := range hidden(groups) {
			if g.Hidden {
				got = append(got, g.People)
			}
		}
		if !slices.Equal(got, c.hidden) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestWished: a wish not to is honoured when another got the seat.
func TestWished(t *testing.T) {
	h := &house{seats: map[int64]db.StaffSeat{1: {ID: 1, AssignmentID: 7}}, wishes: map[int64][]db.StaffWish{
		10: {{PersonID: 10, AssignmentID: 7, Kind: "not"}}, 11: {{PersonID: 11, AssignmentID: 7, Kind: "not"}}, 12: {{PersonID: 12, AssignmentID: 8, Kind: "gladly"}}}}
	got := h.wished([]db.StaffDecision{{SeatID: 1, PersonID: 12, Kind: "accepted"}, {SeatID: 1, PersonID: 10, Kind: "changed"}})
	if want := []WishCount{{"gladly", 0, 0, 1}, {"learn", 0, 0, 0}, {"not", 1, 1, 0}}; !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}
