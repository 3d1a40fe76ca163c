// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/approval"
	"rentmeester/coding"
	"rentmeester/demo"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store"
)

// staff is a policy with people: anna and dirk hold budgets, carla and dirk give
// second signatures, eva runs the desk, and fred stands in for anna.
var staff = string(rulesOnly) + `
  - from: 2021-01-01
    approval:
      people:
        - id: anna
          name: Anna de Boer
          roles: [{role: budgetholder, cost-centres: ["41*"], limit: "20000.00"}]
          deputies: [{person: fred, from: 2026-04-01, until: 2026-04-30}]
          away: [{from: 2026-04-20, until: 2026-04-30}]
        - {id: dirk, name: Dirk Jansen, roles: [{role: budgetholder}, {role: second}]}
        - {id: carla, name: Carla Smit, roles: [{role: second}]}
        - {id: eva, name: Eva Vos, roles: [{role: desk}]}
        - {id: fred, name: Fred Bos, roles: [{role: none}]}
      reminders: {after: 5, before: 10, escalate: 15, escalate-to: desk}
    commitments: {release: desk}
`

// staffed makes an administration with people and one supplier.
func staffed(t testing.TB, s *store.Store, slug string) *app.Books {
	t.Helper()
	b := newBooks(t, s, slug)
	must(t, b.SetPolicy(t.Context(), "beheer", []byte(staff)))
	taken(t, b, "leveranciers.csv", supplierList)
	return b
}

// coded takes an invoice in and has it coded by eva.
func coded(t testing.TB, b *app.Books, one demo.Bill) int64 {
	t.Helper()
	taken(t, b, "f.xml", one.UBL())
	i := only(t, b, invoices.Coding)
	must(t, b.Invoices().SetCoding(t.Context(), "eva", i.ID, whole100))
	return i.ID
}

func did(t testing.TB, b *app.Books, person string, id int64, what invoices.Doing) invoices.Done {
	t.Helper()
	done, err := b.Invoices().Do(t.Context(), person, id, what)
	if err != nil {
		t.Fatalf("%s %s: %v", person, what.Kind, err)
	}
	return done
}

func shown(t testing.TB, b *app.Books, id int64) invoices.Shown {
	t.Helper()
	s, err := b.Invoices().Show(t.Context(), id)
	must(t, err)
	return s
}

// mineOf gives the numbers of what waits for a person.
func mineOf(t testing.TB, b *app.Books, person string) (numbers []string) {
	t.Helper()
	list, err := b.Invoices().Mine(t.Context(), person)
	must(t, err)
	for _, i := range list {
		numbers = append(numbers, i.Number)
	}
	return numbers
}

var approve = invoices.Doing{Kind: approval.Approve}

func TestTheWayToApproval(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := staffed(t, s, "voorbeeld")
		d := b.Invoices()
		id := coded(t, b, demo.Bill{Net: 600_000}) // 7260 with VAT: two signatures
		refused := func(person, code string) {
			t.Helper()
			_, err := d.Approve(t.Context(), person, id, "")
			wants(t, err, "approval.reason."+code)
		}
		refused("eva", "bar-role")
		refused("carla", "bar-role")
		refused("stranger", "bar-role")
		_, err := d.Do(t.Context(), "carla", id, invoices.Doing{Kind: approval.Approve, As: "second"})
		wants(t, err, "approval.reason.not-yet")
		if got := [][]string{mineOf(t, b, "anna"), mineOf(t, b, "dirk"), mineOf(t, b, "carla"), mineOf(t, b, "fred")}; fmt.Sprint(got) != "[[F1] [F1] [] []]" {
			t.Fatalf("waits for anna, dirk, carla, fred: %v", got)
		}
		did(t, b, "anna", id, invoices.Doing{Kind: approval.Ask, To: "eva", Comment: "Welke straat?"})
		if got := mineOf(t, b, "eva"); len(got) != 1 {
			t.Fatalf("the question waits for eva: %v", got)
		}
		did(t, b, "eva", id, invoices.Doing{Kind: approval.Answer, Comment: "Lindelaan"})
		if done := did(t, b, "dirk", id, approve); done.State != invoices.Approval || !slices.Equal(done.Steps, []string{"budgetholder:4100"}) {
			t.Fatalf("%+v", done)
		}
		refused("dirk", "bar-twice") // four eyes
		_, err = d.Approve(t.Context(), "dirk", id, "")
		if f := err.(*fault.Error); f.Code != "invoices.may-not-who" || f.Args["who"] != "Carla Smit (carla)" {
			t.Fatalf("who may instead: %v", err)
		}
		// other coding: only the budget holder looks again
		must(t, d.SetCoding(t.Context(), "eva", id, invoices.Coded{Parts: []coding.Part{{Coding: coding.Coding{Account: "4301", CostCentre: "4100", Taakveld: "5.7", Categorie: "3.8"}}}}))
		if got := shown(t, b, id).Standing; len(got.Lapsed) != 1 || got.Lapsed[0].Why.Code != "approval.reason.lapsed-coding" {
			t.Fatalf("lapsed: %+v", got.Lapsed)
		}
		did(t, b, "dirk", id, approve)
		did(t, b, "dirk", id, invoices.Doing{Kind: approval.Withdraw})
		did(t, b, "fred", id, invoices.Doing{Kind: approval.Approve, For: "anna"})
		if got := shown(t, b, id).Standing.Steps[0]; !got.Done || got.By != "fred" || got.For != "Anna de Boer" {
			t.Fatalf("deputy: %+v", got)
		}
		if done := did(t, b, "dirk", id, approve); done.State != invoices.Booked || !slices.Equal(done.Steps, []string{"second"}) {
			t.Fatalf("%+v", done)
		}
		sluitend(t, b)
		must(t, d.Unbook(t.Context(), "eva", id, "fout"))
		if got := shown(t, b, id); got.State != invoices.Approval || got.Standing.Steps[0].Done || got.Standing.Steps[1].Done {
			t.Fatalf("approvals of a booking that was taken back: %+v", got.Standing.Steps)
		}
		sluitend(t, b)
	})
}

func TestDisputedPartIsNotPaid(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := staffed(t, s, "voorbeeld")
		d := b.Invoices()
		id := coded(t, b, demo.Bill{}) // 242.00
		_, err := d.Do(t.Context(), "anna", id, invoices.Doing{Kind: approval.Dispute, Amount: 24201, Comment: "te veel"})
		wants(t, err, "approval.reason.void-amount")
		_, err = d.Do(t.Context(), "anna", id, invoices.Doing{Kind: approval.Dispute, Amount: 2420})
		wants(t, err, "invoices.no-reason")
		did(t, b, "anna", id, invoices.Doing{Kind: approval.Dispute, Amount: 2420, Comment: "een uur te veel"})
		if done := did(t, b, "anna", id, approve); done.State != invoices.Booked {
			t.Fatalf("the rest goes on: %+v", done)
		}
		blocked := func(open, want money.Cents) {
			t.Helper()
			got := shown(t, b, id)
			if money.Cents(got.Open) != open || money.Cents(got.Blocked) != want {
				t.Fatalf("open %s, blocked %s; want %s, %s", got.Open, got.Blocked, open, want)
			}
			sluitend(t, b)
		}
		blocked(24200, 2420)
		_, err = d.Do(t.Context(), "eva", id, invoices.Doing{Kind: approval.Settle, All: true})
		wants(t, err, "approval.reason.void-decides")
		did(t, b, "anna", id, invoices.Doing{Kind: approval.Settle, Amount: 1210, Comment: "de helft"})
		blocked(24200, 1210)
		// the credit note names F1: once booked it takes the place of the block
		credit := coded(t, b, demo.Bill{Number: "F2", Credit: true, Net: 1000})
		did(t, b, "anna", credit, approve)
		blocked(24200, 0)
		must(t, d.Unbook(t.Context(), "eva", credit, "fout"))
		blocked(24200, 1210)
		must(t, d.Credits(t.Context(), "eva", credit, 0))
		did(t, b, "anna", credit, approve)
		blocked(24200, 1210)
		must(t, d.Credits(t.Context(), "eva", credit, id))
		blocked(24200, 0)
		wants(t, d.Credits(t.Context(), "eva", id, credit), "invoices.credits")
		// what is booked can be disputed too
		did(t, b, "dirk", id, invoices.Doing{Kind: approval.Dispute, Amount: 24_200, Comment: "niet geleverd"})
		if got := shown(t, b, id); got.State != invoices.Booked || got.Blocked == 0 || got.Standing.State != approval.Disputed {
			t.Fatalf("%+v", got.Standing)
		}
		must(t, d.Unbook(t.Context(), "eva", id, "fout"))
		if got := shown(t, b, id); got.Blocked != 0 {
			t.Fatal("nothing is open, so nothing is blocked")
		}
		sluitend(t, b)
	})
}

// Where policy wants no step, coding is enough; a booking that was taken back is
// not made again by itself.
func TestNothingToApprove(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		must(t, b.SetPolicy(t.Context(), "beheer", []byte(string(rulesOnly)+`
  - from: 2021-01-01
    approval:
      steps: [{name: budgetholder, role: budgetholder, when: 'match != "matched"'}]
`)))
		taken(t, b, "leveranciers.csv", supplierList)
		taken(t, b, "orders.csv", orderCSV)
		id := coded(t, b, demo.Bill{Order: "PO-2026-001", Net: 10_000})
		if got := shown(t, b, id); got.State != invoices.Booked {
			t.Fatal(got.State)
		}
		must(t, b.Invoices().Unbook(t.Context(), "eva", id, "fout"))
		if got := shown(t, b, id); got.State != invoices.Approval {
			t.Fatal(got.State)
		}
		if done := did(t, b, "eva", id, approve); done.State != invoices.Booked || len(done.Steps) != 0 {
			t.Fatalf("%+v", done)
		}
		other := coded(t, b, demo.Bill{Number: "F2", Order: "PO-8"})
		if got := shown(t, b, other); got.State != invoices.Approval || got.Standing.Steps[0].Why[0].Code != "approval.reason.condition" {
			t.Fatalf("%+v", got.Standing)
		}
		sluitend(t, b)
	})
}

func TestRemindersAreGivenOnce(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := staffed(t, s, "voorbeeld")
		id := coded(t, b, demo.Bill{})
		told := func(on string, peek bool) (all []string) {
			t.Helper()
			day, err := time.Parse(time.DateOnly, on)
			must(t, err)
			d := b.Invoices()
			d.Now = func() time.Time { return day.Add(9 * time.Hour) }
			list, err := d.Reminders(t.Context(), "cron", peek)
			must(t, err)
			for _, r := range list {
				var to []string
				for _, p := range r.To {
					to = append(to, p.Person)
				}
				if r.Invoice != id || r.Last != "2026-05-01" {
					t.Errorf("%+v", r)
				}
				all = append(all, r.Kind+" "+strings.Join(to, ","))
			}
			return all
		}
		for _, want := range []struct {
			on   string
			peek bool
			told []string
		}{
			{"2026-04-02", false, nil},
			{"2026-04-06", true, []string{"waits anna,dirk"}},
			{"2026-04-06", false, []string{"waits anna,dirk"}},
			{"2026-04-06", false, nil},
			{"2026-04-21", false, []string{"waits dirk", "deadline dirk", "escalate eva"}}, // anna is away
			{"2026-04-22", false, nil},
			{"2026-05-02", false, []string{"waits anna,dirk", "late anna,dirk"}},
		} {
			if got := told(want.on, want.peek); !slices.Equal(got, want.told) {
				t.Errorf("%s: %q, want %q", want.on, got, want.told)
			}
		}
		whole(t, b)
	})
}

const orderCSV = `ordernummer;leveranciersnummer;omschrijving;besteller;kostenplaats;regel;artikel;aantal;prijs;regelbedrag
PO-2026-001;C-1;Snoeien;Anna de Boer;4100;1;;5;100,00;500,00
PO-2026-002;C-1;Maaien;eva;4100;1;;1;200,00;200,00
`

func TestOrdersAreFollowed(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := staffed(t, s, "voorbeeld")
		d := b.Invoices()
		if got := taken(t, b, "orders.csv", orderCSV); got.Orders != 2 || got.Updated != 0 {
			t.Fatalf("%+v", got)
		}
		if got := taken(t, b, "nogmaals.csv", orderCSV+" \n"); got.Orders != 0 || got.Known != 2 || got.Updated != 0 {
			t.Fatalf("the same orders in another file: %+v", got)
		}
		left := func(number string, invoiced, want money.Cents) {
			t.Helper()
			o, err := d.ShowOrder(t.Context(), number)
			must(t, err)
			if money.Cents(o.Invoiced) != invoiced || money.Cents(o.Left) != want || money.Cents(o.Lines[0].Left) != want {
				t.Fatalf("%s: invoiced %s, left %s; want %s, %s (%+v)", number, o.Invoiced, o.Left, invoiced, want, o)
			}
		}
		taken(t, b, "een.xml", demo.Bill{Order: "po 2026/001", Net: 10_000}.UBL())
		left("PO-2026-001", 10_000, 40_000)
		one := only(t, b, invoices.Coding)
		if m := shown(t, b, one.ID).Content.Match; m.State != "matched" || m.Ways != 2 || m.Orders[0].Number != "PO-2026-001" {
			t.Fatalf("%+v", m)
		}
		// too much: held, and let through by whom policy names, who did not order it
		taken(t, b, "twee.xml", demo.Bill{Number: "F2", Order: "PO-2026-002", Net: 30_000}.UBL())
		two := only(t, b, invoices.Held)
		if got := kinds(two); !slices.Equal(got, []string{"order"}) {
			t.Fatal(got)
		}
		left("PO-2026-002", 30_000, -10_000)
		_, err := d.Release(t.Context(), "dirk", two.ID, "order")
		wants(t, err, "approval.reason.bar-role")
		_, err = d.Release(t.Context(), "eva", two.ID, "order")
		wants(t, err, "approval.reason.bar-ordered")
		// an order that is raised lets it go by itself
		raised := strings.NewReplacer("1;200,00;200,00", "1;300,00;300,00").Replace(orderCSV)
		if got := taken(t, b, "hoger.csv", raised); got.Updated != 1 || got.Known != 1 {
			t.Fatalf("%+v", got)
		}
		left("PO-2026-002", 30_000, 0)
		if got := shown(t, b, two.ID); got.State != invoices.Coding || got.Content.Match.State != "matched" {
			t.Fatalf("%s %+v", got.State, got.Content.Match)
		}
		// what is left for a later one comes back when the earlier is rejected
		taken(t, b, "drie.xml", demo.Bill{Number: "F3", Order: "PO-2026-002", Net: 20_000}.UBL())
		three := only(t, b, invoices.Held)
		must(t, d.Reject(t.Context(), "anna", two.ID, "niet geleverd"))
		left("PO-2026-002", 20_000, 10_000)
		if got := shown(t, b, three.ID); got.State != invoices.Coding {
			t.Fatalf("%s %+v", got.State, got.Content.Match)
		}
		must(t, d.Reopen(t.Context(), "dirk", two.ID, ""))
		left("PO-2026-002", 50_000, -20_000)
		// who ordered does not approve, by the name that the order gives
		must(t, d.SetCoding(t.Context(), "eva", one.ID, whole100))
		_, err = d.Approve(t.Context(), "anna", one.ID, "")
		wants(t, err, "approval.reason.bar-ordered")
		did(t, b, "dirk", one.ID, approve)
		left("PO-2026-001", 10_000, 40_000)
		sluitend(t, b)
	})
}

func TestReceiptsAreCountedOnce(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := staffed(t, s, "voorbeeld")
		d := b.Invoices()
		early := take(t, b, "te-vroeg.csv", "ordernummer;regel;pakbon;ontvangstdatum;aantal ontvangen\nPO-9;1;B1;2026-03-01;1\n")
		if early.Refused != 1 || early.Files[0].Findings[0].Code != "invoices.receipt-order" {
			t.Fatalf("%+v", early.Files[0])
		}
		taken(t, b, "orders.csv", "ordernummer;leveranciersnummer;omschrijving;regel;aantal;prijs;regelbedrag;aantal ontvangen\nPO-9;C-1;Bomen;1;4;100,00;400,00;1\n")
		receipts := func() (n int) {
			t.Helper()
			o, err := d.ShowOrder(t.Context(), "PO-9")
			must(t, err)
			return len(o.Receipts)
		}
		if receipts() != 1 {
			t.Fatal("what the list of orders says was received")
		}
		taken(t, b, "f.xml", demo.Bill{Order: "PO-9", Net: 10_000}.UBL())
		if m := shown(t, b, only(t, b, invoices.Coding).ID).Content.Match; m.State != "matched" || m.Ways != 3 {
			t.Fatalf("%+v", m)
		}
		taken(t, b, "f2.xml", demo.Bill{Order: "PO-9", Number: "F2", Net: 10_000}.UBL())
		two := only(t, b, invoices.Held)
		list := "ordernummer;regel;pakbon;ontvangstdatum;aantal ontvangen\nPO-9;1;B1;2026-03-01;1\nPO-9;1;;2026-03-02;1\nPO-9;1;;2026-03-02;1\n"
		if got := taken(t, b, "pakbonnen.csv", list); got.Receipts != 3 {
			t.Fatalf("%+v", got)
		}
		if got := shown(t, b, two.ID); got.State != invoices.Coding {
			t.Fatalf("received meanwhile: %s %+v", got.State, got.Content.Match)
		}
		if got := taken(t, b, "pakbonnen2.csv", list+" \n"); got.Receipts != 0 || got.Known != 3 || receipts() != 3 {
			t.Fatalf("%d receipts: %+v", receipts(), got)
		}
		if got := taken(t, b, "pakbonnen3.csv", strings.Replace(list, "B1;2026-03-01;1", "B1;2026-03-01;2", 1)); got.Updated != 1 || receipts() != 3 {
			t.Fatalf("%d receipts: %+v", receipts(), got)
		}
		whole(t, b)
	})
}

// TestNobodyIsPassedBy does anything by anybody in any order. By the acts alone,
// without the engine: what is booked was approved by a budget holder and, over
// € 5,000, by another person for the second signature; neither coded it; and what
// is blocked is no more than what is open.
func TestNobodyIsPassedBy(t *testing.T) {
	defer fewer(t)()
	holds := map[string][]string{"budgetholder:4100": {"anna", "dirk", "fred"}, "second": {"carla", "dirk"}}
	onEachStore(t, func(t *testing.T, s *store.Store) {
		towns, seen := 0, map[string]int{}
		defer func() { t.Logf("%d towns; looked at while booked: %v", towns, seen) }()
		rapid.Check(t, func(r *rapid.T) {
			towns++
			b := staffed(t, s, fmt.Sprint("rij-", towns))
			d := b.Invoices()
			taken(t, b, "orders.csv", orderCSV)
			for n, one := range []demo.Bill{{}, {Net: 600_000}, {Net: 610_000}, {Credit: true, Net: 1000}, {Order: "PO-2026-001"}} {
				one.Number = fmt.Sprint("F", n+1)
				take(t, b, "f.xml", one.UBL())
			}
			list, err := d.List(t.Context(), invoices.Filter{Limit: 10})
			must(t, err)
			var ids []int64
			for _, i := range list {
				ids = append(ids, i.ID)
				must(t, d.SetCoding(t.Context(), "eva", i.ID, whole100))
			}
			refused := func(err error) {
				if err != nil && (fault.Code(err) == "internal" || fault.Is(err, "store.failed") || fault.Is(err, "store.out-of-step")) {
					r.Fatal(err)
				}
			}
			who := rapid.SampledFrom([]string{"anna", "dirk", "carla", "eva", "fred", "zoe"})
			kind := rapid.SampledFrom([]approval.ActKind{approval.Approve, approval.Approve, approval.Approve, approval.Withdraw, approval.Ask, approval.Answer,
				approval.Dispute, approval.Settle, approval.Reject, approval.Reopen, approval.Comment})
			code := func(r *rapid.T) {
				part := coding.Part{Coding: coding.Coding{Account: rapid.SampledFrom([]string{"4300", "4301"}).Draw(r, "account"), CostCentre: "4100",
					Taakveld: "5.7", Categorie: "3.8"}}
				refused(d.SetCoding(t.Context(), who.Draw(r, "who"), rapid.SampledFrom(ids).Draw(r, "invoice"), invoices.Coded{Parts: []coding.Part{part}}))
			}
			act := func(r *rapid.T) {
				what := invoices.Doing{Kind: kind.Draw(r, "kind"), Amount: money.Cents(rapid.IntRange(-1000, 30_000).Draw(r, "amount")), Comment: "omdat",
					All: rapid.Bool().Draw(r, "all")}
				_, err := d.Do(t.Context(), who.Draw(r, "who"), rapid.SampledFrom(ids).Draw(r, "invoice"), what)
				refused(err)
			}
			r.Repeat(map[string]func(*rapid.T){
				"act": act, "act more": act, "act again": act, "code": code,
				"release": func(r *rapid.T) {
					_, err := d.Release(t.Context(), who.Draw(r, "who"), rapid.SampledFrom(ids).Draw(r, "invoice"), "order")
					refused(err)
				},
				"unbook": func(r *rapid.T) {
					refused(d.Unbook(t.Context(), who.Draw(r, "who"), rapid.SampledFrom(ids).Draw(r, "invoice"), ""))
				},
				"": func(r *rapid.T) {
					whole(t, b)
					for _, id := range ids {
						i := shown(t, b, id)
						if i.Blocked < 0 || i.Blocked > i.Open {
							r.Fatalf("blocked %s of %s", i.Blocked, i.Open)
						}
						if i.State != invoices.Booked {
							continue
						}
						seen[i.Number]++
						if !signed(i, holds) {
							r.Fatalf("booked without all approvals: %+v", i.Acts)
						}
					}
				},
			})
		})
	})
}

// signed says whether different persons who may, and did not code it, stand behind
// each step that an invoice needs.
func signed(i invoices.Shown, holds map[string][]string) bool {
	taken := map[int64]bool{}
	for _, a := range i.Acts {
		if a.Act == "withdraw" {
			taken[a.Of] = true
		}
	}
	by := map[string][]string{}
	for _, a := range i.Acts {
		if a.Act == "approve" && !a.Void && !taken[a.ID] && a.Person != i.Coder && slices.Contains(holds[a.Step], a.Person) {
			by[a.Step] = append(by[a.Step], a.Person)
		}
	}
	if money.Cents(i.Payable).Abs() <= 500_000 {
		return len(by["budgetholder:4100"]) > 0
	}
	for _, one := range by["budgetholder:4100"] {
		for _, other := range by["second"] {
			if one != other {
				return true
			}
		}
	}
	return false
}
