// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rentmeester/algorithms"
	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/demo"
	"rentmeester/money"
	"rentmeester/store"
)

// purchase is an invoice in an invented audit file.
type purchase struct {
	party, number, day, account string
	net                         money.Cents
}

// auditFile writes an audit file of a year. A party is "number name kvk", with
// strokes for spaces.
func auditFile(year string, parties []string, list ...purchase) string {
	var b strings.Builder
	var sum money.Cents
	fmt.Fprintf(&b, `<auditfile xmlns="http://www.auditfiles.nl/XAF/3.2"><header><fiscalYear>%s</fiscalYear><curCode>EUR</curCode></header><company><companyName>Voorbeeld</companyName><customersSuppliers>`, year)
	for _, p := range parties {
		f := append(strings.Fields(p), "", "")
		fmt.Fprintf(&b, "<customerSupplier><custSupID>%s</custSupID><custSupName>%s</custSupName><commerceNr>%s</commerceNr></customerSupplier>",
			f[0], strings.ReplaceAll(f[1], "_", " "), f[2])
	}
	b.WriteString(`</customersSuppliers><generalLedger><ledgerAccount><accID>1600</accID><accDesc>Crediteuren</accDesc><accTp>B</accTp></ledgerAccount></generalLedger><transactions>`)
	for _, p := range list {
		sum += p.net
	}
	fmt.Fprintf(&b, "<linesCount>%d</linesCount><totalDebit>%s</totalDebit><totalCredit>%s</totalCredit><journal><jrnID>I</jrnID><jrnTp>P</jrnTp>", 2*len(list), sum, sum)
	for i, p := range list {
		fmt.Fprintf(&b, `<transaction><nr>%d</nr><trDt>%s</trDt><trLine><accID>1600</accID><amnt>%s</amnt><amntTp>C</amntTp><custSupID>%s</custSupID><invRef>%s</invRef></trLine>
<trLine><accID>%s</accID><desc>Werk</desc><amnt>%s</amnt><amntTp>D</amntTp></trLine></transaction>`, i+1, p.day, p.net, p.party, p.number, p.account, p.net)
	}
	b.WriteString("</journal></transactions></company></auditfile>")
	return b.String()
}

// proposedAccount is what is proposed for the first line, "" nothing.
func proposedAccount(t testing.TB, b *app.Books, id int64) string {
	t.Helper()
	if p := seen(t, b, id).Lines[0].Proposal; len(p.Parts) > 0 {
		return p.Parts[0].Account
	}
	return ""
}

func TestTheFirstDayKnowsThePast(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "verleden")
		d := b.Invoices()
		taken(t, b, "f.xml", demo.Bill{Number: "N1"}.UBL())                                                                                               // of C-1
		taken(t, b, "g.xml", demo.Bill{Number: "N2", Name: "Nieuw Groen B.V.", KvK: "87654321", VAT: "NL999999999B99", IBAN: "NL20INGB0001234567"}.UBL()) // of nobody yet
		list, err := d.List(t.Context(), invoices.Filter{Limit: 10})
		must(t, err)
		known, unknown := list[0].ID, list[1].ID
		if list[0].Number != "N1" {
			known, unknown = unknown, known
		}
		if got := proposedAccount(t, b, known) + proposedAccount(t, b, unknown); got != "" {
			t.Fatalf("without a past: %s", got)
		}
		parties := []string{"70 Leverancier_BV", "C-1 Heel_iemand_anders 11111111", "71 Nieuw_Groen"}
		report := taken(t, b, "2025.xaf", auditFile("2025", parties,
			purchase{"70", "A1", "2025-03-01", "4300", 100}, purchase{"70", "A2", "2025-04-01", "4303", 100},
			purchase{"C-1", "B1", "2025-12-01", "4301", 100}, purchase{"71", "C1", "2025-05-01", "4302", 100}))
		if report.Past != 4 {
			t.Fatalf("%+v", report)
		}
		if got := proposedAccount(t, b, known); got != "4303" {
			t.Fatalf("by his name, and not who has his number elsewhere: %s", got)
		}
		if got := proposedAccount(t, b, unknown); got != "4302" {
			t.Fatalf("of one who is no supplier yet: %s", got)
		}
		p := seen(t, b, known).Lines[0].Proposal
		if at := p.Reasons[0].Args; at["invoice"] != "A2" || at["id"] != "" || len(p.Like) != 0 {
			t.Fatalf("an invoice in an audit file has a number and no page: %+v", p)
		}

		// what is coded here counts, and is not counted twice when it comes back
		must(t, d.SetCoding(t.Context(), "coder", known, codedOn("4300", "5.7", "3.8")))
		taken(t, b, "h.xml", demo.Bill{Number: "N3", Net: 777}.UBL())
		next := only(t, b, "coding").ID
		if got := proposedAccount(t, b, next); got != "4300" {
			t.Fatalf("after a coding here: %s", got)
		}
		taken(t, b, "2026.xaf", auditFile("2026", parties, purchase{"70", "N 1", "2027-01-01", "4303", 200}))
		if got := proposedAccount(t, b, next); got != "4300" {
			t.Fatalf("the same invoice in an audit file: %s", got)
		}

		// the later file of a year takes the place of the first; both ways are undone
		taken(t, b, "later.xaf", auditFile("2025", parties, purchase{"71", "C9", "2025-05-01", "4300", 100}))
		files, err := d.PastFiles(t.Context())
		must(t, err)
		states := func() (all []string) {
			files, err = d.PastFiles(t.Context())
			must(t, err)
			for _, f := range files {
				all = append(all, f.State)
			}
			return all
		}
		if got := states(); !slices.Equal(got, []string{"replaced", "used", "used"}) || proposedAccount(t, b, unknown) != "4300" {
			t.Fatalf("%q, %s", got, proposedAccount(t, b, unknown))
		}
		must(t, d.ForgetPast(t.Context(), "coder", files[2].ID))
		if got := states(); !slices.Equal(got, []string{"used", "used", "forgotten"}) || proposedAccount(t, b, unknown) != "4302" {
			t.Fatalf("%q, %s", got, proposedAccount(t, b, unknown))
		}
		wants(t, d.ForgetPast(t.Context(), "coder", files[2].ID), "invoices.no-past")
		must(t, d.UsePast(t.Context(), "coder", files[2].ID))
		must(t, d.ForgetPast(t.Context(), "coder", files[2].ID))
		must(t, d.ForgetPast(t.Context(), "coder", files[0].ID))
		// what others were booked on may still be proposed, by the predictor
		if l := seen(t, b, unknown).Lines[0]; l.Model != invoices.PredictModel && len(l.Proposal.Parts) > 0 {
			t.Fatalf("forgotten is as if it had never been: %+v", l.Proposal)
		}
		if got := take(t, b, "2025.xaf", auditFile("2025", parties)+"x"); got.Refused != 1 || got.Past != 0 {
			t.Fatalf("%+v", got)
		}

		facts, err := b.Algorithms(t.Context(), "1.0")
		must(t, err)
		if len(facts) != 3 || facts[1].Kind != algorithms.Coding || facts[1].Begin != "2026-04" || len(facts[1].Measured) != 2 || facts[0].Begin != "" {
			t.Fatalf("%+v", facts)
		}
		_, err = app.Registrations(facts)
		wants(t, err, "algorithms.no-contact")
		whole(t, b)
	})
}
