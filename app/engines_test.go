// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/demo"
	"rentmeester/extract"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

// oneReader reads the PDFs of all tests here: to start one takes seconds.
var oneReader = pdf.New(pdf.Options{AtOnce: 2})

// reading gives books that can read PDFs, with one supplier, but no program to
// recognise scans with. Under the race detector, which looks at short tests, the
// reader takes minutes to start, and longer than a page may take.
func reading(t *testing.T, s *store.Store, slug string) *app.Books {
	if testing.Short() {
		t.Skip("-short: no PDF is read")
	}
	b := newBooks(t, s, slug)
	b.Tools.PDF, b.Tools.OCR = oneReader, ocr.New(ocr.Options{Program: "tesseract-that-is-not-there"})
	taken(t, b, "leveranciers.csv", supplierList)
	return b
}

func value(s invoices.Shown, name string) (extract.Field, bool) {
	at := slices.IndexFunc(s.Content.Fields, func(f extract.Field) bool { return f.Name == name })
	if at < 0 {
		return extract.Field{}, false
	}
	return s.Content.Fields[at], true
}

func shownOne(t *testing.T, b *app.Books, id int64) invoices.Shown {
	t.Helper()
	s, err := b.Invoices().Show(t.Context(), id)
	must(t, err)
	return s
}

// last gives the invoice that came last.
func last(t *testing.T, b *app.Books) invoices.Shown {
	t.Helper()
	list, err := b.Invoices().List(t.Context(), invoices.Filter{Limit: 1000})
	must(t, err)
	if len(list) == 0 {
		t.Fatal("no invoices")
	}
	newest := slices.MaxFunc(list, func(a, b invoices.Listed) int { return int(a.ID - b.ID) })
	return shownOne(t, b, newest.ID)
}

func TestPlainPDFIsRead(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := reading(t, s, "voorbeeld")
		take(t, b, "factuur.pdf", demo.Bill{Number: "2026-0017"}.PDF(demo.Shown{}))
		got := last(t, b)
		if got.Number != "2026-0017" || got.Payable != 24200 || got.Supplier != "C-1" || got.IBAN != growerIBAN || got.Document.Media != invoices.PDF {
			t.Fatalf("%+v %+v", got.Listed, got.Content.Fields)
		}
		if f, ok := value(got, extract.Gross); !ok || f.Proof != extract.ProofSum || len(f.Places) == 0 || f.Doubtful {
			t.Errorf("gross: %+v", f)
		}
		picture, err := b.Invoices().PagePicture(t.Context(), got.Document.ID, 0)
		if err != nil || !bytes.HasPrefix(picture.PNG, []byte("\x89PNG")) || picture.Width != 595 {
			t.Errorf("picture: %d bytes, %v x %v, %v", len(picture.PNG), picture.Width, picture.Height, err)
		}
		_, err = b.Invoices().PagePicture(t.Context(), got.Document.ID, 1)
		wants(t, err, "invoices.no-page")
		whole(t, b)
	})
}

// What was read wrong is corrected, and the next invoice of the supplier is read
// right.
func TestCorrectionIsLearned(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := reading(t, s, "voorbeeld")
		d := b.Invoices()
		odd := demo.Shown{NumberLabel: "Dossier"}
		take(t, b, "een.pdf", demo.Bill{Number: "17/A/0301"}.PDF(odd))
		first := last(t, b)
		if f, ok := value(first, extract.Number); ok && !f.Doubtful {
			t.Fatalf("the number was read without doubt: %+v", f)
		}
		if first.State != invoices.Held || !slices.Contains(kinds(first.Listed), "doubtful") {
			t.Fatalf("%+v", first.Listed)
		}
		wants(t, d.Correct(t.Context(), "jansen", first.ID, map[string]string{"number": "17/A/0301", "colour": "red"}), "invoices.field")
		wants(t, d.Correct(t.Context(), "jansen", first.ID, map[string]string{"issued": "gisteren"}), "invoices.field-value")
		must(t, d.Correct(t.Context(), "jansen", first.ID, map[string]string{"number": "17/A/0301"}))
		got := shownOne(t, b, first.ID)
		if f, _ := value(got, extract.Number); got.Number != "17/A/0301" || f.Proof != "person" || f.Doubtful || got.State != invoices.Coding {
			t.Fatalf("%+v %+v", got.Listed, f)
		}
		take(t, b, "twee.pdf", demo.Bill{Number: "17/B/0415", Net: 31500, Issued: "2026-03-16"}.PDF(odd))
		second := last(t, b)
		if f, _ := value(second, extract.Number); second.Number != "17/B/0415" || f.Doubtful || second.State != invoices.Coding {
			t.Fatalf("the next one: %+v %+v", second.Listed, f)
		}
		whole(t, b)
	})
}

func TestCorrectedAmountsMustAddUp(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := reading(t, s, "voorbeeld")
		d := b.Invoices()
		take(t, b, "een.pdf", demo.Bill{}.PDF(demo.Shown{}))
		i := last(t, b)
		must(t, d.SetCoding(t.Context(), "coder", i.ID, whole100))
		must(t, d.Correct(t.Context(), "jansen", i.ID, map[string]string{"gross": "252.00", "payable": "252.00"}))
		if got := shownOne(t, b, i.ID); got.State != invoices.Held || !slices.Equal(kinds(got.Listed), []string{"amount"}) || len(got.Parts) != 0 {
			t.Fatalf("%+v", got.Listed)
		}
		must(t, d.Correct(t.Context(), "jansen", i.ID, map[string]string{"vat": "52.00"}))
		if got := shownOne(t, b, i.ID); got.State != invoices.Coding || got.Payable != 25200 {
			t.Fatalf("%+v", got.Listed)
		}
		taken(t, b, "e.xml", demo.Bill{Number: "F2"}.UBL())
		wants(t, d.Correct(t.Context(), "jansen", last(t, b).ID, map[string]string{"number": "F3"}), "invoices.not-corrected")
		whole(t, b)
	})
}

func TestMailIsReadAttachmentByAttachment(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := reading(t, s, "voorbeeld")
		bill := demo.Bill{Number: "2026-0018"}
		message := demo.Mail("info@leverancier.example", "Factuur 2026-0018", "Sun, 01 Mar 2026 09:00:00 +0100", "Zie bijlage",
			[2]string{"factuur.pdf", bill.PDF(demo.Shown{})}, [2]string{"factuur.xml", bill.UBL()})
		var packed bytes.Buffer
		z := zip.NewWriter(&packed)
		w, err := z.Create("bericht.eml")
		must(t, err)
		_, err = w.Write([]byte(message))
		must(t, err)
		must(t, z.Close())
		got := take(t, b, "bundel.zip", packed.String())
		if got.Refused != 0 || got.Invoices != 1 || got.Documents != 2 {
			t.Fatalf("%+v", got)
		}
		one := last(t, b)
		if one.Document.Media != invoices.UBL || one.Document.Channel != "mail" || one.Document.Sender != "info@leverancier.example" || one.Received != "2026-03-01" {
			t.Fatalf("%+v", one.Document)
		}
		if len(one.Copies) != 1 || one.Copies[0].Media != invoices.PDF || one.Copies[0].Name != "bundel.zip/bericht.eml/factuur.pdf" {
			t.Fatalf("copies: %+v", one.Copies)
		}
		before, err := b.Version(t.Context())
		must(t, err)
		take(t, b, "nog-eens.eml", message)
		if after, err := b.Version(t.Context()); err != nil || after != before {
			t.Errorf("once more: %d → %d %v", before, after, err)
		}
		// the copy is an invoice of its own after all: then it is held
		must(t, b.Invoices().ReadDocument(t.Context(), "jansen", one.Copies[0].ID))
		apart := last(t, b)
		if !slices.Equal(kinds(apart.Listed), []string{"duplicate"}) {
			t.Fatalf("%+v", apart.Listed)
		}
		must(t, b.Invoices().Copy(t.Context(), "jansen", apart.ID, one.ID))
		if got := shownOne(t, b, one.ID); len(got.Copies) != 1 {
			t.Fatalf("copies: %+v", got.Copies)
		}
		must(t, b.Invoices().Reopen(t.Context(), "jansen", apart.ID, "toch niet"))
		if got := shownOne(t, b, one.ID); len(got.Copies) != 0 {
			t.Fatalf("copies: %+v", got.Copies)
		}
		whole(t, b)
	})
}

func TestMailWithoutAnythingToRead(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := reading(t, s, "voorbeeld")
		got := take(t, b, "vraag.eml", demo.Mail("burger@example.nl", "Vraag", "Mon, 02 Mar 2026 09:00:00 +0100", "Wanneer wordt er betaald?"))
		if got.Documents != 1 || got.Refused != 0 {
			t.Fatalf("%+v", got)
		}
		got = take(t, b, "rar.eml", demo.Mail("info@leverancier.example", "Factuur", "Mon, 02 Mar 2026 09:00:00 +0100", "Zie bijlage",
			[2]string{"factuur.pages", "\x00\x01\x02niets dat we kennen"}))
		if got.Documents != 1 || got.Refused != 1 {
			t.Fatalf("%+v", got)
		}
		got = take(t, b, "kapot.msg", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+strings.Repeat("\x00", 600))
		if got.Refused != 1 || got.Files[0].Findings[0].Code != "mail.damaged-msg" {
			t.Fatalf("%+v", got.Files)
		}
		asked, err := b.Invoices().Documents(t.Context(), invoices.DocumentFilter{}, 0, 10)
		if err != nil || len(asked) != 2 || asked[0].Media != invoices.Mail {
			t.Fatalf("%+v %v", asked, err)
		}
		whole(t, b)
	})
}

func TestWhenAMailCameIn(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		for i, test := range []struct{ sent, took, want string }{
			{"Sun, 01 Mar 2026 09:00:00 +0100", "2026-03-09T10:00:00Z", "2026-03-01"}, // it lay in the mailbox
			{"Sun, 01 Mar 2099 09:00:00 +0100", "2026-03-09T10:00:00Z", "2026-03-09"},
			{"Sun, 01 Mar 2020 09:00:00 +0100", "2026-03-09T10:00:00Z", "2026-03-09"},
			{"geen dag", "2026-03-09T10:00:00Z", "2026-03-09"},
		} {
			b := reading(t, s, fmt.Sprint("stad-", i))
			took, err := time.Parse(time.RFC3339, test.took)
			must(t, err)
			message := demo.Mail("info@leverancier.example", "Factuur", test.sent, "Zie bijlage", [2]string{"f.xml", demo.Bill{}.UBL()})
			_, err = b.ImportFrom(t.Context(), "intake", "m.eml", app.Arrival{Channel: "mail", Received: took}, strings.NewReader(message))
			must(t, err)
			if got := last(t, b); string(got.Received) != test.want {
				t.Errorf("sent %s: received %s, want %s", test.sent, got.Received, test.want)
			}
		}
	})
}

func TestDocumentsAreSorted(t *testing.T) {
	reminder := demo.Letter("Leverancier B.V.", "HERINNERING", "Eerste betalingsherinnering",
		"Wij hebben nog geen betaling ontvangen van onze factuur F1.", "Wij verzoeken u het openstaande bedrag alsnog binnen 7 dagen te voldoen.", "Aanmaning: openstaand saldo 242,00")
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := reading(t, s, "voorbeeld")
		d := b.Invoices()
		take(t, b, "brief.pdf", reminder)
		docs, err := d.Documents(t.Context(), invoices.DocumentFilter{State: "asked"}, 0, 10)
		if err != nil || len(docs) != 1 || docs[0].Kind != "reminder" {
			t.Fatalf("%+v %v", docs, err)
		}
		shown, err := d.ShowDocument(t.Context(), docs[0].ID)
		if err != nil || len(shown.Why) == 0 || shown.Probability < .5 {
			t.Fatalf("%+v %v", shown, err)
		}
		wants(t, d.SetKind(t.Context(), "jansen", docs[0].ID, "liefdesbrief"), "sorting.kind")
		must(t, d.SetKind(t.Context(), "jansen", docs[0].ID, "statement"))
		if shown, err = d.ShowDocument(t.Context(), docs[0].ID); err != nil || shown.Kind != "statement" || shown.State != "filed" {
			t.Fatalf("%+v %v", shown, err)
		}
		// an invoice that proves to be none is rejected
		take(t, b, "factuur.pdf", demo.Bill{Number: "2026-0019"}.PDF(demo.Shown{}))
		i := last(t, b)
		must(t, d.SetKind(t.Context(), "jansen", i.Document.ID, "quotation"))
		if got := shownOne(t, b, i.ID); got.State != invoices.Rejected {
			t.Fatalf("%+v", got.Listed)
		}
		whole(t, b)
	})
}

// A scan waits while there is no program to read it with, says so, and is read
// when there is one.
func TestScanWaitsForTesseract(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := reading(t, s, "voorbeeld")
		take(t, b, "scan.pdf", demo.Letter()) // a page without words
		docs, err := b.Invoices().Documents(t.Context(), invoices.DocumentFilter{State: "unread"}, 0, 10)
		if err != nil || len(docs) != 1 {
			t.Fatalf("%+v %v", docs, err)
		}
		shown, err := b.Invoices().ShowDocument(t.Context(), docs[0].ID)
		if err != nil || len(shown.Why) != 1 || shown.Why[0].Code != "ocr.missing" {
			t.Fatalf("%+v %v", shown.Why, err)
		}
		before, err := b.Version(t.Context())
		must(t, err)
		_, err = b.Resume(t.Context(), "jansen")
		must(t, err)
		if after, err := b.Version(t.Context()); err != nil || after != before {
			t.Errorf("nothing could change: %d → %d %v", before, after, err)
		}
		whole(t, b)
	})
}

func TestDuplicateNeedsAReason(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := reading(t, s, "voorbeeld")
		d := b.Invoices()
		taken(t, b, "een.xml", demo.Bill{Number: "2026-0401", Net: 90000}.UBL())
		take(t, b, "twee.xml", demo.Bill{Number: "2026-4001", Net: 90000, Issued: "2026-03-09"}.UBL()) // two digits swapped
		two := last(t, b)
		if !slices.Equal(kinds(two.Listed), []string{"duplicate"}) {
			t.Fatalf("%+v", two.Listed)
		}
		all, err := d.Suspects(t.Context(), two.ID)
		if err != nil || len(all) != 1 || all[0].Number != "2026-0401" || len(all[0].Reasons) == 0 || all[0].Probability < .2 {
			t.Fatalf("%+v %v", all, err)
		}
		_, err = d.Release(t.Context(), "jansen", two.ID, "duplicate")
		wants(t, err, "invoices.no-reason")
		_, err = d.ReleaseBecause(t.Context(), "jansen", two.ID, "duplicate", "andere wijk, nagevraagd")
		must(t, err)
		if got := shownOne(t, b, two.ID); got.State != invoices.Coding {
			t.Fatalf("%+v", got.Listed)
		}
		if all, err = d.Suspects(t.Context(), two.ID); err != nil || all[0].Said == nil || all[0].Said.Because != "andere wijk, nagevraagd" {
			t.Fatalf("%+v %v", all, err)
		}
		whole(t, b)
	})
}

// Only who is certain goes on without a person; whom a person names is known
// better the next time.
func TestUncertainSenderIsChosen(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		d := b.Invoices()
		taken(t, b, "leveranciers.csv", "nummer;naam;IBAN;plaats\nC-1;Leverancier B.V.;NL02ABNA0123456789;Voorbeeldstad\n")
		take(t, b, "een.xml", demo.Bill{}.UBL())
		one := only(t, b, invoices.Held)
		if !slices.Contains(kinds(one), "supplier") {
			t.Fatalf("%+v", one)
		}
		senders, err := d.Senders(t.Context(), one.ID)
		if err != nil || senders.Best == nil || senders.Best.Supplier != "C-1" || senders.Certain || len(senders.Best.For) == 0 {
			t.Fatalf("%+v %v", senders, err)
		}
		_, err = d.Release(t.Context(), "jansen", one.ID, "supplier")
		wants(t, err, "invoices.accept-first")
		must(t, d.Assign(t.Context(), "jansen", one.ID, "C-1"))
		if got := shownOne(t, b, one.ID); got.State != invoices.Coding || got.Supplier != "C-1" {
			t.Fatalf("%+v", got.Listed)
		}
		taken(t, b, "twee.xml", demo.Bill{Number: "F2", Net: 777}.UBL())
		if got := last(t, b); got.State != invoices.Coding || got.Supplier != "C-1" {
			t.Fatalf("the next: %+v", got.Listed)
		}
		whole(t, b)
	})
}

func TestRefusedAccountIsNotReleasedOnTheInvoice(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := reading(t, s, "voorbeeld")
		d := b.Invoices()
		take(t, b, "een.xml", demo.Bill{IBAN: otherPays}.UBL())
		one := only(t, b, invoices.Held)
		must(t, d.RefuseAccount(t.Context(), "jansen", "C-1", otherPays))
		_, err := d.Release(t.Context(), "de-vries", one.ID, "iban")
		wants(t, err, "invoices.account-refused")
		take(t, b, "twee.xml", demo.Bill{Number: "F2", IBAN: otherPays}.UBL())
		if got := last(t, b); got.Content.Accounts[0].Standing != "refused" {
			t.Fatalf("%+v", got.Content.Accounts)
		}
		whole(t, b)
	})
}

// A picture of an invoice is read by the program tesseract, in bounds.
func TestPictureIsRead(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: no PDF is drawn")
	}
	if _, err := exec.LookPath("tesseract"); err != nil {
		t.Skip("tesseract is not installed")
	}
	var drawn bytes.Buffer
	err := oneReader.Draw(t.Context(), strings.NewReader(demo.Bill{Number: "2026-0021"}.PDF(demo.Shown{})), 200, []int{0}, func(_ int, picture *image.Gray, _ float64) error {
		return png.Encode(&drawn, picture)
	})
	must(t, err)
	s := storetest.SQLite(t)
	b := reading(t, s, "voorbeeld")
	take(t, b, "foto.png", drawn.String()) // without the program it waits
	b.Tools.OCR = nil
	_, err = b.Resume(t.Context(), "jansen")
	must(t, err)
	got := last(t, b)
	if got.Document.Media != invoices.Image || got.Payable != 24200 || !got.Content.OCR {
		t.Fatalf("%+v %+v", got.Listed, got.Content.Fields)
	}
	if picture, err := b.Invoices().PagePicture(t.Context(), got.Document.ID, 0); err != nil || picture.Width < 590 || picture.Width > 600 {
		t.Errorf("picture: %v wide, %v", picture.Width, err)
	}
	whole(t, b)
}
