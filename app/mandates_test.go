// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"rentmeester/app"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/text"
)

// instalments is a list of open items: of each payer so many instalments, under
// a mandate of his own.
func instalments(count int, payers ...string) string {
	var x strings.Builder
	x.WriteString("number,kind,party_number,party_name,iban,amount,issued,due,end_to_end_id,mandate_id\n")
	for _, payer := range payers {
		for n := 1; n <= count; n++ {
			fmt.Fprintf(&x, "%s/%d,receivable,R-%s,%s,,10.0%d,2026-01-01,2026-0%d-25,%s,M-%s\n", payer, n, payer, payer, n, n+1, endToEnd(payer, n), payer)
		}
	}
	return x.String()
}

func endToEnd(payer string, n int) string { return fmt.Sprintf("INCASSO2026-%s-%04d", payer, n) }

// collections writes statements of one collection of some 10 euros a month for each
// payer; what comes back of it does so the next day, for the reason given.
func collections(months [][]string, reasons map[string]string) (all []report) {
	opening := money.Cents(100_000)
	for m, payers := range months {
		month := report{kind: "camt.053", id: fmt.Sprint(2*m + 1), day: fmt.Sprintf("2026-0%d-25", m+2), opening: opening}
		back := report{kind: "camt.053", id: fmt.Sprint(2*m + 2), day: fmt.Sprintf("2026-0%d-26", m+2)}
		for _, payer := range payers {
			payer, fails := strings.CutPrefix(payer, "-")
			e := entry{amount: money.Cents(1001 + m), name: payer, batch: fmt.Sprintf("INC-%d", m+1), e2e: endToEnd(payer, m+1), ref: fmt.Sprint(payer, m)}
			month.entries = append(month.entries, e)
			if fails {
				e.amount, e.batch, e.ref, e.returns = -e.amount, "", "R"+e.ref, reasons[payer]
				back.entries = append(back.entries, e)
			}
		}
		back.opening = month.closing()
		opening = back.closing()
		all = append(all, month, back)
	}
	return all
}

func TestMandatesToStop(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "incasso")
		taken(t, b, "posten.csv", instalments(3, "anna", "bert", "cora", "dirk"))
		// Anna fails three times, Bert twice with a success between, Cora once: her
		// account was closed. Dirk pays.
		for _, r := range collections([][]string{{"-anna", "-bert", "cora", "dirk"}, {"-anna", "bert", "-cora", "dirk"}, {"-anna", "-bert"}},
			map[string]string{"anna": "AM04", "bert": "MD06", "cora": "AC04"}) {
			taken(t, b, r.id+".xml", r.camt())
			look(t, b)
		}
		sluitend(t, b)
		list, err := b.Mandates(t.Context())
		if err != nil || len(list) != 3 {
			t.Fatalf("%+v %v", list, err)
		}
		for i, want := range []struct {
			mandate, stop    string
			failures, inARow int
		}{
			{"M-anna", "app.mandate.stop.number", 3, 3},
			{"M-cora", "app.mandate.stop.reason", 1, 1},
			{"M-bert", "", 2, 1},
		} {
			m := list[indexOf(list, want.mandate)]
			if m.Stop.Code != want.stop || len(m.Failures) != want.failures || m.InARow != want.inARow || m.Party != strings.TrimPrefix(want.mandate, "M-") {
				t.Errorf("%d: %+v", i, m)
			}
		}
		if list[2].Mandate != "M-bert" {
			t.Errorf("what is to be stopped comes first: %+v", list)
		}
		if latest := list[indexOf(list, "M-cora")].Failures[0]; latest.Items[0] != "cora/2" || latest.Amount != 1002 || latest.Return.Code != "app.return.AC04" {
			t.Errorf("%+v", latest)
		}
		status, err := b.Status(t.Context())
		if err != nil || status.MandatesToStop != 2 {
			t.Errorf("%+v %v", status, err)
		}
		var out bytes.Buffer
		if err := b.Export(t.Context(), &out, "mandates", "csv", text.NL); err != nil {
			t.Fatal(err)
		}
		for _, row := range []string{
			"M-anna,R-anna,anna,,3,3,2026-04-26,AM04,", "true,Het beleid zegt stoppen: 3 keer mislukt binnen 12 maanden.,anna/3,10.03,",
			"M-bert,R-bert,bert,,2,1,2026-04-26,MD06,", "false,,bert/3,10.03,",
		} {
			if !strings.Contains(out.String(), row) {
				t.Errorf("no %q in\n%s", row, out.String())
			}
		}
	})
}

func indexOf(list []app.MandateView, mandate string) int {
	for i, m := range list {
		if m.Mandate == mandate {
			return i
		}
	}
	return 0
}

// A failure that is taken back counts no more, and a policy from a later day on
// speaks of later failures only.
func TestMandatesFollowTheBooksAndThePolicyOfTheDay(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "incasso")
		taken(t, b, "posten.csv", instalments(2, "anna"))
		for _, r := range collections([][]string{{"-anna"}, {"-anna"}}, map[string]string{"anna": "AM04"}) {
			taken(t, b, r.id+".xml", r.camt())
			look(t, b)
		}
		stop := func() (string, app.MandateView) {
			list, err := b.Mandates(t.Context())
			if err != nil || len(list) != 1 {
				t.Fatalf("%+v %v", list, err)
			}
			return list[0].Stop.Code, list[0]
		}
		if code, m := stop(); code != "" || m.InARow != 2 {
			t.Errorf("two of three: %+v", m)
		}
		hattem := append(bytes.Clone(rulesOnly), "\n  - from: 2026-03-01\n    mandates: {failures: 0, in-a-row: 2}\n"...)
		if err := b.SetPolicy(t.Context(), "jansen", hattem); err != nil {
			t.Fatal(err)
		}
		code, m := stop()
		if code != "app.mandate.stop.row" {
			t.Errorf("two in a row: %+v", m)
		}
		decisions, _, err := b.DecisionsPage(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range decisions {
			if d.Line.Line == m.Failures[0].Line {
				if _, err := b.Undo(t.Context(), "jansen", d.ID); err != nil {
					t.Fatal(err)
				}
				break
			}
		}
		if code, m := stop(); code != "" || len(m.Failures) != 1 {
			t.Errorf("one, the other taken back: %+v", m)
		}
	})
}

// What was ordered after the last failure is told: it is to be taken out.
func TestMandatesTellOfWhatWasOrderedAgain(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "incasso")
		taken(t, b, "posten.csv", instalments(2, "anna"))
		for _, r := range collections([][]string{{"-anna"}}, map[string]string{"anna": "MD01"}) {
			taken(t, b, r.id+".xml", r.camt())
			look(t, b)
		}
		taken(t, b, "incasso.xml", pain008)
		list, err := b.Mandates(t.Context())
		if err != nil || len(list) != 1 || len(list[0].Orders) != 1 {
			t.Fatalf("%+v %v", list, err)
		}
		if o := list[0].Orders[0]; o.Batch != "INC-2" || o.Day != "2026-03-25" || o.Amount != 1002 || list[0].Stop.Code != "app.mandate.stop.reason" {
			t.Errorf("%+v", list[0])
		}
	})
}

// What the bank refuses to collect counts as well, for its reason, whichever file
// comes first.
func TestRefusedCollectionsCount(t *testing.T) {
	answer := strings.NewReplacer("pain.001.001.03", "pain.008.001.02", "M-1", "B2", "PAY-2026-1", "INC-2", "2026-0071", endToEnd("anna", 2), "AC04", "MD01").Replace(answerFile)
	for name, order := range map[string][]string{"answer first": {answer, pain008}, "answer last": {pain008, answer}} {
		t.Run(name, func(t *testing.T) {
			onEachStore(t, func(t *testing.T, s *store.Store) {
				b := newBooks(t, s, "incasso")
				taken(t, b, "posten.csv", instalments(2, "anna"))
				for n, file := range order {
					taken(t, b, fmt.Sprint(n, ".xml"), file)
				}
				list, err := b.Mandates(t.Context())
				if err != nil || len(list) != 1 || len(list[0].Orders) != 0 {
					t.Fatalf("%+v %v", list, err)
				}
				m := list[0]
				if f := m.Failures[0]; f.Day != "2026-03-25" || f.Amount != 1002 || f.Return.Code != "app.return.MD01" || len(f.Items) != 1 || f.Items[0] != "anna/2" {
					t.Errorf("%+v", f)
				}
				if m.Stop.Code != "app.mandate.stop.reason" || m.PartyNumber != "R-anna" || m.InARow != 1 {
					t.Errorf("%+v", m)
				}
			})
		})
	}
}

const pain008 = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"><CstmrDrctDbtInitn>
<GrpHdr><MsgId>B2</MsgId><CreDtTm>2026-03-20T09:00:00</CreDtTm><NbOfTxs>1</NbOfTxs><CtrlSum>10.02</CtrlSum><InitgPty><Nm>Gemeente</Nm></InitgPty></GrpHdr>
<PmtInf><PmtInfId>INC-2</PmtInfId><PmtMtd>DD</PmtMtd><NbOfTxs>1</NbOfTxs><CtrlSum>10.02</CtrlSum><ReqdColltnDt>2026-03-25</ReqdColltnDt>
<Cdtr><Nm>Gemeente</Nm></Cdtr><CdtrAcct><Id><IBAN>NL13TEST0123456789</IBAN></Id></CdtrAcct><CdtrAgt><FinInstnId/></CdtrAgt>
<DrctDbtTxInf><PmtId><EndToEndId>INCASSO2026-anna-0002</EndToEndId></PmtId><InstdAmt Ccy="EUR">10.02</InstdAmt>
<DrctDbtTx><MndtRltdInf><MndtId>M-anna</MndtId><DtOfSgntr>2020-01-01</DtOfSgntr></MndtRltdInf></DrctDbtTx>
<DbtrAgt><FinInstnId/></DbtrAgt><Dbtr><Nm>anna</Nm></Dbtr><DbtrAcct><Id><IBAN>NL02ABNA0123456789</IBAN></Id></DbtrAcct></DrctDbtTxInf>
</PmtInf></CstmrDrctDbtInitn></Document>
`
