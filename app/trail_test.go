// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/demo"
	"rentmeester/store"
	"rentmeester/text"
)

func actsOf(events []app.TrailEvent) (acts []string) {
	for _, e := range events {
		acts = append(acts, e.Act)
	}
	return acts
}

// TestHistoryFromFileToPayment: the history of an invoice begins with its file and
// ends with the bank line that paid it, whatever of these one begins with; and the
// trail can be narrowed.
func TestHistoryFromFileToPayment(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "leveranciers.csv", supplierList)
		taken(t, b, "factuur.xml", demo.Bill{}.UBL())
		i := only(t, b, invoices.Coding)
		must(t, b.Invoices().SetCoding(t.Context(), "coder", i.ID, whole100))
		_, err := b.Invoices().Approve(t.Context(), "budget", i.ID, "akkoord")
		must(t, err)
		e2e := invoices.EndToEnd(b.Adm.Key, i.ID)
		statement := report{kind: "camt.053", id: "61", day: "2026-03-20", opening: 100000, entries: []entry{
			{amount: -24200, name: "Leverancier B.V.", iban: growerIBAN, text: "F1", e2e: e2e, ref: "B1",
				parts: []payment{{-24200, "Leverancier B.V.", e2e, "F1"}}}}}
		taken(t, b, "061.xml", statement.camt())
		look(t, b)

		subject := "invoice:" + strconv.FormatInt(i.ID, 10)
		events, tied, err := b.History(t.Context(), subject)
		must(t, err)
		acts := actsOf(events)
		if acts[0] != "file.kept" || acts[len(acts)-1] != "line.accepted" {
			t.Errorf("from %s to %s: %s", acts[0], acts[len(acts)-1], acts)
		}
		for _, act := range []string{"invoice.registered", "invoice.coded", "invoice.approved", "invoice.booked"} {
			if !slices.Contains(acts, act) {
				t.Errorf("no %s in %s", act, acts)
			}
		}
		if files := strings.Count(strings.Join(acts, " "), "file.kept"); files != 2 {
			t.Errorf("%d files: that of the invoice and that of the statement", files)
		}
		for _, other := range tied { // the line, the document, the file
			if again, _, err := b.History(t.Context(), other); err != nil || len(again) == 0 {
				t.Errorf("%s: %d events, %v", other, len(again), err)
			}
			if strings.HasPrefix(other, "line:") {
				of, _, err := b.History(t.Context(), other)
				must(t, err)
				if !slices.Contains(actsOf(of), "invoice.approved") {
					t.Errorf("the history of the bank line does not tell of its invoice: %s", actsOf(of))
				}
			}
		}
		_, _, err = b.History(t.Context(), "invoice:999999")
		wants(t, err, "app.trail.not-found")

		all := narrowed(t, b, app.TrailFilter{})
		if len(narrowed(t, b, app.TrailFilter{Actor: "coder"})) != 1 || len(narrowed(t, b, app.TrailFilter{Subject: subject, Kind: "invoice"})) != len(narrowed(t, b, app.TrailFilter{Subject: subject})) {
			t.Error("narrowing by person or kind gives something else")
		}
		if none := narrowed(t, b, app.TrailFilter{Until: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}); len(none) != 0 {
			t.Errorf("%d events before the town was", len(none))
		}
		for at, e := range all {
			if e.Seq != int64(at+1) || len(e.Hash) != 64 {
				t.Fatalf("event %d is %d with hash %q", at+1, e.Seq, e.Hash)
			}
		}
	})
}

// narrowed gives what the filter lets through, by the pages and by the file, which
// say the same.
func narrowed(t *testing.T, b *app.Books, f app.TrailFilter) (list []app.TrailEvent) {
	t.Helper()
	must(t, b.EachTrail(t.Context(), f, func(e app.TrailEvent) error {
		list = append(list, e)
		return nil
	}))
	var paged []app.TrailEvent
	for before := int64(0); ; {
		page, next, err := b.Trail(t.Context(), f, before)
		must(t, err)
		if paged, before = append(paged, page...), next; next == 0 {
			break
		}
	}
	slices.Reverse(paged)
	if !slices.Equal(actsOf(list), actsOf(paged)) {
		t.Errorf("%+v: the file has %d events, the pages %d", f, len(list), len(paged))
	}
	return list
}

// TestEveryActHasWords finds every act that is written to the chain in the code:
// the catalogue says it in words.
func TestEveryActHasWords(t *testing.T) {
	whole := regexp.MustCompile(`\.Audit\([^,]+, [^,]+, "([a-z.-]+[a-z])"`)
	own := regexp.MustCompile(`w\.(audit|auditPast)\("([a-z-]+)"`)
	kind := map[string]string{"invoices audit": "invoice.", "payments audit": "payments.", "invoices auditPast": "past."}
	n := 0
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var acts []string
		for _, found := range whole.FindAllStringSubmatch(string(raw), -1) {
			acts = append(acts, found[1])
		}
		for _, found := range own.FindAllStringSubmatch(string(raw), -1) {
			acts = append(acts, kind[filepath.Base(filepath.Dir(path))+" "+found[1]]+found[2])
		}
		for _, act := range acts {
			if n++; !text.Has(text.NL, "trail."+act) || !text.Has(text.EN, "trail."+act) {
				t.Errorf("%s: no words for %s", path, act)
			}
		}
		return nil
	})
	if err != nil || n < 40 {
		t.Errorf("%d acts found, %v", n, err)
	}
}
