// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

// onEachStore runs a test on SQLite and on PostgreSQL: one suite, two databases.
var onEachStore = storetest.Each

// clock is a clock that ticks a second each time it is read.
func clock() func() time.Time {
	now := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	return func() time.Time { now = now.Add(time.Second); return now }
}

// rulesOnly is the default policy without a budget: only what a rule proves is
// done, so that a test can tell what.
var rulesOnly = bytes.Replace(policy.Default, []byte("bank: budget"), []byte("bank: safe"), 1)

// newBooks makes an administration where only what a rule proves is done.
func newBooks(t testing.TB, s *store.Store, slug string) *app.Books {
	t.Helper()
	b, _, err := app.Init(t.Context(), s, slug, "Gemeente Voorbeeld", rulesOnly, clock())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const (
	ownIBAN   = "NL13TEST0123456789"
	otherIBAN = "NL02ABNA0123456789"
)

// entry is a line of an invented statement.
type entry struct {
	amount  money.Cents
	name    string
	iban    string
	text    string
	kenmerk string
	ref     string    // the bank's reference
	batch   string    // PmtInfId
	bare    bool      // no details at all
	returns string    // reason code of a return
	e2e     string    // EndToEndId
	parts   []payment // details; the entry is their sum
	booked  string    // its own booking day; "" that of the report
}

type payment struct {
	amount money.Cents
	name   string
	e2e    string
	text   string
}

// report is an invented bank report.
type report struct {
	kind    string // camt.053, camt.054
	id      string
	day     string
	opening money.Cents
	off     money.Cents // what the closing balance is wrong by
	entries []entry
}

func (r report) sum() (sum money.Cents) {
	for _, e := range r.entries {
		sum += e.amount
	}
	return sum
}

func (r report) closing() money.Cents { return r.opening + r.sum() }

func side(amount money.Cents) string {
	if amount < 0 {
		return "DBIT"
	}
	return "CRDT"
}

// camt writes the report as ISO 20022 XML.
func (r report) camt() string {
	message := map[string][2]string{"camt.053": {"BkToCstmrStmt", "Stmt"}, "camt.054": {"BkToCstmrDbtCdtNtfctn", "Ntfctn"}}[r.kind]
	var x strings.Builder
	fmt.Fprintf(&x, `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:%s.001.02"><%s><GrpHdr><MsgId>%s</MsgId><CreDtTm>%sT23:00:00</CreDtTm></GrpHdr>
<%s><Id>%s</Id><ElctrncSeqNb>%s</ElctrncSeqNb><CreDtTm>%sT23:00:00</CreDtTm><Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy><Nm>Belastingen</Nm></Acct>
`, r.kind, message[0], r.id, r.day, message[1], r.id, r.id, r.day, ownIBAN)
	if r.kind == "camt.053" {
		balance := func(code string, amount money.Cents) {
			fmt.Fprintf(&x, `<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Dt><Dt>%s</Dt></Dt></Bal>
`, code, amount.Abs(), side(amount), r.day)
		}
		balance("OPBD", r.opening)
		balance("CLBD", r.closing()+r.off)
	}
	for _, e := range r.entries {
		e.camt(&x, r.day)
	}
	fmt.Fprintf(&x, "</%s></%s></Document>\n", message[1], message[0])
	return x.String()
}

func (e entry) camt(x *strings.Builder, day string) {
	if e.booked != "" {
		day = e.booked
	}
	fmt.Fprintf(x, `<Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>%s</Dt></BookgDt><ValDt><Dt>%s</Dt></ValDt>`,
		e.amount.Abs(), side(e.amount), day, day)
	if e.ref != "" {
		fmt.Fprintf(x, `<AcctSvcrRef>%s</AcctSvcrRef>`, e.ref)
	}
	x.WriteString(`<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>`)
	if !e.bare {
		x.WriteString(`<NtryDtls>`)
		if e.batch != "" {
			fmt.Fprintf(x, `<Btch><PmtInfId>%s</PmtInfId></Btch>`, e.batch)
		}
		parts := e.parts
		if len(parts) == 0 {
			parts = []payment{{e.amount, e.name, e.e2e, e.text}}
		}
		for _, p := range parts {
			e.detail(x, p)
		}
		x.WriteString(`</NtryDtls>`)
	}
	x.WriteString("</Ntry>\n")
}

func (e entry) detail(x *strings.Builder, p payment) {
	x.WriteString(`<TxDtls><Refs>`)
	if p.e2e != "" {
		fmt.Fprintf(x, `<EndToEndId>%s</EndToEndId>`, p.e2e)
	}
	fmt.Fprintf(x, `</Refs><AmtDtls><TxAmt><Amt Ccy="EUR">%s</Amt></TxAmt></AmtDtls>`, p.amount.Abs())
	party := "Dbtr"
	if p.amount < 0 {
		party = "Cdtr"
	}
	fmt.Fprintf(x, `<RltdPties><%s><Nm>%s</Nm></%s>`, party, p.name, party)
	if e.iban != "" {
		fmt.Fprintf(x, `<%sAcct><Id><IBAN>%s</IBAN></Id></%sAcct>`, party, e.iban, party)
	}
	fmt.Fprintf(x, `</RltdPties><RmtInf><Ustrd>%s</Ustrd>`, p.text)
	if e.kenmerk != "" {
		fmt.Fprintf(x, `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>CUR</Issr></Tp><Ref>%s</Ref></CdtrRefInf></Strd>`, e.kenmerk)
	}
	x.WriteString(`</RmtInf>`)
	if e.returns != "" {
		fmt.Fprintf(x, `<RtrInf><Rsn><Cd>%s</Cd></Rsn></RtrInf>`, e.returns)
	}
	x.WriteString(`</TxDtls>`)
}

// mt940 writes the same report as SWIFT text.
func (r report) mt940() string {
	short := strings.ReplaceAll(r.day, "-", "")[2:]
	comma := func(amount money.Cents) string { return strings.Replace(amount.Abs().String(), ".", ",", 1) }
	mark := func(amount money.Cents) string { return side(amount)[:1] }
	var x strings.Builder
	fmt.Fprintf(&x, ":20:%s\r\n:25:%s EUR\r\n:28C:%s\r\n:60F:%s%sEUR%s\r\n", r.id, ownIBAN, r.id, mark(r.opening), short, comma(r.opening))
	for _, e := range r.entries {
		fmt.Fprintf(&x, ":61:%s%s%s%sNTRFNONREF//%s\r\n:86:/TRTP/SEPA OVERBOEKING/IBAN/%s/NAME/%s/REMI/%s/EREF/NOTPROVIDED\r\n",
			short, short[2:], mark(e.amount), comma(e.amount), e.ref, e.iban, e.name, e.text)
	}
	fmt.Fprintf(&x, ":62F:%s%sEUR%s\r\n-\r\n", mark(r.closing()), short, comma(r.closing()))
	return x.String()
}

// item is a row of an invented list of open items.
type item struct {
	number, kind, party, name, iban string
	amount                          money.Cents
	reference, description          string
}

func itemsCSV(items ...item) string {
	var x strings.Builder
	x.WriteString("number,kind,party_number,party_name,iban,amount,currency,issued,due,reference,end_to_end_id,mandate_id,batch_id,description\n")
	for _, i := range items {
		fmt.Fprintf(&x, "%s,%s,%s,%s,%s,%s,EUR,2026-01-31,2026-03-31,%s,,,,%s\n", i.number, i.kind, i.party, i.name, i.iban, i.amount,
			i.reference, i.description)
	}
	return x.String()
}

// take imports a file and fails the test when it cannot.
func take(t testing.TB, b *app.Books, name, content string) app.Report {
	t.Helper()
	done, err := b.Import(t.Context(), "jansen", name, strings.NewReader(content))
	if err != nil {
		t.Fatalf("import %s: %v", name, err)
	}
	return done
}

// taken is take for a file that must be read without a finding.
func taken(t testing.TB, b *app.Books, name, content string) app.Report {
	t.Helper()
	done := take(t, b, name, content)
	for _, f := range done.Files {
		if len(f.Findings) > 0 {
			t.Fatalf("%s: %s, %v", f.Name, f.State, f.Findings[0])
		}
	}
	return done
}

// look runs the engine.
func look(t testing.TB, b *app.Books) app.ReconcileReport {
	t.Helper()
	r, err := b.Reconcile(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sluitend fails the test unless the books are whole and every account closes,
// on every day.
func sluitend(t testing.TB, b *app.Books) app.Status {
	t.Helper()
	whole(t, b)
	s, err := b.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range s.Accounts {
		if !a.Proved || a.Suspense != a.Worklist || a.Booked+a.Suspense != a.Closing {
			t.Fatalf("account %+v does not close", a)
		}
		days, err := b.Days(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range days {
			if !d.Closes {
				t.Fatalf("day %+v does not close", d)
			}
		}
	}
	return s
}

func whole(t testing.TB, b *app.Books) {
	t.Helper()
	check, err := b.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !check.Whole() {
		t.Fatalf("the books are not whole: %+v", check)
	}
}

// waiting gives the worklist.
func waiting(t testing.TB, b *app.Books) []app.Waiting {
	t.Helper()
	page, err := b.WorklistPage(t.Context(), app.WorkFilter{Sure: 0.95}, app.Top)
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}
