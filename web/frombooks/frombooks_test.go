// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/store/storetest"
	"rentmeester/text"
	"rentmeester/web"
	"rentmeester/web/frombooks"
)

const own = "NL13TEST0123456789"

// payment is a line of an invented statement.
type payment struct {
	amount       money.Cents
	name, remark string
}

// statement writes one day at the bank.
func statement(number int, day string, opening, off money.Cents, payments ...payment) string {
	var x strings.Builder
	balance := func(code string, amount money.Cents) {
		fmt.Fprintf(&x, `<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Dt><Dt>%s</Dt></Dt></Bal>`,
			code, amount.Abs(), side(amount), day)
	}
	fmt.Fprintf(&x, `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M%d</MsgId><CreDtTm>%sT23:00:00</CreDtTm></GrpHdr>
<Stmt><Id>%d</Id><ElctrncSeqNb>%d</ElctrncSeqNb><CreDtTm>%sT23:00:00</CreDtTm><Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy><Nm>Belastingen</Nm></Acct>`,
		number, day, number, number, day, own)
	balance("OPBD", opening)
	closing := opening
	for _, p := range payments {
		closing += p.amount
	}
	balance("CLBD", closing+off)
	for n, p := range payments {
		party := map[bool]string{true: "Cdtr", false: "Dbtr"}[p.amount < 0]
		fmt.Fprintf(&x, `<Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>%s</Dt></BookgDt><AcctSvcrRef>R%d-%d</AcctSvcrRef><BkTxCd/>
<NtryDtls><TxDtls><RltdPties><%s><Nm>%s</Nm></%s></RltdPties><RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
			p.amount.Abs(), side(p.amount), day, number, n, party, p.name, party, p.remark)
	}
	x.WriteString("</Stmt></BkToCstmrStmt></Document>")
	return x.String()
}

func side(amount money.Cents) string {
	if amount < 0 {
		return "DBIT"
	}
	return "CRDT"
}

const items = `number,kind,party_number,party_name,amount,due,description
2026-1,receivable,R-1,Bakkerij Jansen,125.00,2026-03-31,Leges terras
2026-2,receivable,R-1,Bakkerij Jansen,20.00,2026-03-31,Precario
2026-3,receivable,R-2,J. de Vries,20.00,2026-03-31,Hondenbelasting
F-9,payable,C-1,Pieters Groen,999.00,2026-03-31,Factuur 9
`

func open(t *testing.T) (*frombooks.Source, *app.Books) {
	t.Helper()
	s := storetest.SQLite(t)
	b, _, err := app.Init(t.Context(), s, "voorbeeld", "Gemeente Voorbeeld", bytes.Replace(policy.Default, []byte("bank: budget"), []byte("bank: safe"), 1),
		func() time.Time { return time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC) })
	if err != nil {
		t.Fatal(err)
	}
	source := frombooks.New(b, slog.New(slog.DiscardHandler))
	t.Cleanup(func() {
		source.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return source, b
}

func bring(t *testing.T, s *frombooks.Source, name, content string) web.ImportReport {
	t.Helper()
	r, err := s.Import(t.Context(), "jansen", name, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func filled(t *testing.T) (*frombooks.Source, *app.Books) {
	t.Helper()
	s, b := open(t)
	bring(t, s, "posten.csv", items)
	r := bring(t, s, "1.xml", statement(1, "2026-03-02", 1000, 0,
		payment{12500, "Bakkerij Jansen", "terras"}, payment{-4711, "Onbekend", ""}, payment{2000, "Iemand Anders", ""}))
	if len(r.Files) != 1 || r.Files[0].State != web.FileNew || r.Files[0].Entries != 3 || r.Matched+r.Proposed+r.Waiting != 3 {
		t.Fatalf("import: %+v", r)
	}
	return s, b
}

// find gives the item on the worklist with this amount.
func find(t *testing.T, s *frombooks.Source, amount money.Cents) web.WorkItem {
	t.Helper()
	list, err := s.Worklist(t.Context(), web.Filter{}, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range list.Items {
		if i.Line.Amount == amount {
			return i
		}
	}
	t.Fatalf("no line of %s waits", amount)
	return web.WorkItem{}
}

func wants(t *testing.T, err error, code string) {
	t.Helper()
	if fault.Code(err) != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	for _, lang := range []text.Lang{text.NL, text.EN} {
		if what, do := text.Fault(lang, err); what == code || do == "" {
			t.Errorf("%s says %q and %q in %s", code, what, do, lang)
		}
	}
}

func TestTheWorklistNamesTheAccountsToChooseFrom(t *testing.T) {
	s, _ := filled(t)
	for _, filter := range []web.Filter{{}, {Query: "nobody has this name"}} {
		list, err := s.Worklist(t.Context(), filter, "")
		if err != nil || len(list.Accounts) != 1 || list.Accounts[0].IBAN == "" {
			t.Errorf("%+v: accounts %+v, %v", filter, list.Accounts, err)
		}
	}
}

func TestAcceptAndUndo(t *testing.T) {
	s, b := filled(t)
	item := find(t, s, 12500)
	if item.Proposal == nil || item.Proposal.Allocations[0].Ref != "2026-1" || item.Proposal.Allocations[0].Amount != 12500 || item.Line.Number != "1" {
		t.Fatalf("proposal: %+v", item)
	}
	_, err := s.Accept(t.Context(), "jansen", item.Line.ID, "0123456789abcdef")
	wants(t, err, "books.proposal.stale")
	decision, err := s.Accept(t.Context(), "jansen", item.Line.ID, item.Proposal.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Accept(t.Context(), "jansen", item.Line.ID, item.Proposal.ID)
	wants(t, err, "books.line.stale")
	_, err = s.WorkItem(t.Context(), item.Line.ID)
	wants(t, err, "books.waiting.not-found")
	s.Flush()
	taken, _, err := s.Decisions(t.Context(), "")
	if err != nil || taken[0].ID != decision || taken[0].By != "jansen" || !taken[0].CanUndo || taken[0].Kind != web.Accepted {
		t.Fatalf("decisions: %+v %v", taken, err)
	}
	reversal, err := s.Undo(t.Context(), "jansen", decision)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Undo(t.Context(), "jansen", decision)
	wants(t, err, "books.decision.stale")
	s.Flush()
	if again := find(t, s, 12500); again.Proposal == nil || again.Proposal.ID != item.Proposal.ID {
		t.Fatalf("after undoing: %+v", again)
	}
	taken, _, err = s.Decisions(t.Context(), "")
	if err != nil || taken[0].ID != reversal || taken[0].CanUndo || taken[1].UndoneBy != reversal {
		t.Fatalf("decisions: %+v %v", taken, err)
	}
	if check, err := b.Check(t.Context()); err != nil || !check.Whole() {
		t.Fatalf("%+v %v", check, err)
	}
}

// What one person did makes the proposals of others out of date: they are
// refreshed without being asked for.
func TestActsRefreshOtherProposals(t *testing.T) {
	s, _ := filled(t)
	other := find(t, s, 2000)
	if other.Proposal == nil {
		t.Fatal("no proposal to begin with")
	}
	mine := find(t, s, 12500)
	if _, err := s.Book(t.Context(), "jansen", mine.Line.ID, []web.Allocation{
		{Kind: web.ToItem, Ref: "2026-2", Amount: 2000}, {Kind: web.ToItem, Ref: "2026-3", Amount: 2000},
		{Kind: web.OnAccount, Ref: "R-1", Amount: 8000}, {Kind: web.ToLedger, Ref: "8000", Amount: 500}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Accept(t.Context(), "pieters", other.Line.ID, other.Proposal.ID); err == nil {
		t.Fatal("an item was used twice")
	} else if !strings.HasSuffix(fault.Code(err), ".stale") {
		t.Fatal(err)
	}
	s.Flush()
	for _, p := range []*web.Proposal{find(t, s, 2000).Proposal, find(t, s, 2000).RunnerUp} {
		if p != nil && (p.Allocations[0].Ref == "2026-2" || p.Allocations[0].Ref == "2026-3") {
			t.Fatalf("still proposed: %+v", p)
		}
	}
	taken, _, err := s.Decisions(t.Context(), "")
	if err != nil || len(taken) != 1 || len(taken[0].Allocations) != 4 || taken[0].Allocations[2].Kind != web.OnAccount || taken[0].Allocations[2].Name != "Bakkerij Jansen" {
		t.Fatalf("decisions: %+v %v", taken, err)
	}
}

func TestBookRefusals(t *testing.T) {
	s, _ := filled(t)
	out := find(t, s, -4711).Line.ID
	for code, allocations := range map[string][]web.Allocation{
		"app.not-whole":    {{Kind: web.ToLedger, Ref: "8000", Amount: 4710}},
		"app.no-item":      {{Kind: web.ToItem, Ref: "X", Amount: 4711}},
		"app.no-party":     {{Kind: web.OnAccount, Ref: "X", Amount: 4711}},
		"app.item-settled": {{Kind: web.ToItem, Ref: "2026-1", Amount: 4711}},
	} {
		_, err := s.Book(t.Context(), "jansen", out, allocations)
		wants(t, err, code)
	}
	if _, err := s.Book(t.Context(), "jansen", out, []web.Allocation{{Kind: web.ToItem, Ref: "F-9", Amount: 4711}}); err != nil {
		t.Fatal(err)
	}
	_, err := s.Book(t.Context(), "jansen", out, []web.Allocation{{Kind: web.ToItem, Ref: "F-9", Amount: 4711}})
	wants(t, err, "books.line.stale")
}

func TestRejectKeepsTheLine(t *testing.T) {
	s, _ := filled(t)
	item := find(t, s, 12500)
	_, err := s.Reject(t.Context(), "jansen", item.Line.ID, "")
	wants(t, err, "books.proposal.stale")
	if _, err := s.Reject(t.Context(), "jansen", item.Line.ID, item.Proposal.ID); err != nil {
		t.Fatal(err)
	}
	s.Flush()
	if now := find(t, s, 12500); now.Proposal != nil && now.Proposal.ID == item.Proposal.ID {
		t.Fatal("proposed again")
	}
}

func TestImportTells(t *testing.T) {
	s, _ := filled(t)
	tests := []struct {
		name, content string
		state         web.FileState
		problem       string
	}{
		{"weer.csv", items, web.FileKnown, ""},
		{"anders.xml", statement(1, "2026-03-02", 1000, 0, payment{12500, "Bakkerij Jansen", "terras"}, payment{-4711, "Onbekend", ""},
			payment{2000, "Iemand Anders", "andere tekst"}), web.FileKnown, ""},
		{"scheef.xml", statement(2, "2026-03-03", 10789, 5, payment{100, "A", ""}), web.FileQuarantine, "bank.balance"},
		{"leeg", "", web.FileRefused, "app.empty-file"},
		{"foto.jpg", "\xff\xd8\xff\xe0 misschien een factuur", web.FileNew, ""},
		{"brief.bin", "\x00\x01 niets voor ons", web.FileRefused, "app.unknown-format"},
	}
	for _, test := range tests {
		got := bring(t, s, test.name, test.content).Files[0]
		if got.State != test.state || got.Problem.Code != test.problem {
			t.Errorf("%s: %+v", test.name, got)
		}
	}
	if got := bring(t, s, "boeken.xaf", audited).Files[0]; got.State != web.FileNew || got.Note.Code != "web.import.past" || got.Note.Args["invoices"] != "1" {
		t.Errorf("an audit file: %+v", got)
	}
	kept, next, err := s.Quarantine(t.Context(), "")
	if err != nil || next != "" || len(kept) != 1 || kept[0].File != "scheef.xml" || kept[0].Line == 0 || kept[0].At.IsZero() {
		t.Fatalf("quarantine: %+v %v", kept, err)
	}
	broken := errors.New("the line broke")
	if _, err := s.Import(t.Context(), "jansen", "half", io.MultiReader(strings.NewReader("<"), failing{broken})); !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
}

// audited is an audit file of one purchase.
const audited = `<auditfile xmlns="http://www.auditfiles.nl/XAF/3.2"><company><generalLedger><ledgerAccount><accID>1600</accID><accDesc>Crediteuren</accDesc>
<accTp>B</accTp></ledgerAccount></generalLedger><transactions><linesCount>2</linesCount><totalDebit>1.00</totalDebit><totalCredit>1.00</totalCredit>
<journal><jrnID>I</jrnID><jrnTp>P</jrnTp><transaction><nr>1</nr><trDt>2025-03-01</trDt>
<trLine><accID>1600</accID><amnt>1.00</amnt><amntTp>C</amntTp></trLine><trLine><accID>4300</accID><amnt>1.00</amnt><amntTp>D</amntTp></trLine>
</transaction></journal></transactions></company></auditfile>`

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestCursorsAndAddressesOfOthers(t *testing.T) {
	s, _ := filled(t)
	ctx := t.Context()
	tests := map[string]struct {
		code string
		err  func() error
	}{
		"worklist cursor":   {"books.cursor", func() error { _, err := s.Worklist(ctx, web.Filter{}, "x"); return err }},
		"worklist account":  {"books.account.not-found", func() error { _, err := s.Worklist(ctx, web.Filter{Account: "x"}, ""); return err }},
		"decisions cursor":  {"books.cursor", func() error { _, _, err := s.Decisions(ctx, "-1"); return err }},
		"quarantine cursor": {"books.cursor", func() error { _, _, err := s.Quarantine(ctx, "x"); return err }},
		"days cursor":       {"books.cursor", func() error { _, _, err := s.Days(ctx, own, "gisteren"); return err }},
		"days account":      {"books.account.not-found", func() error { _, _, err := s.Days(ctx, "x", ""); return err }},
		"statements cursor": {"books.cursor", func() error { _, _, err := s.Statements(ctx, own, "2026-01-01"); return err }},
		"statement":         {"books.statement.not-found", func() error { _, err := s.Statement(ctx, "99999", ""); return err }},
		"statement word":    {"books.statement.not-found", func() error { _, err := s.Statement(ctx, "x", ""); return err }},
		"statement cursor":  {"books.cursor", func() error { _, err := s.Statement(ctx, "5", "1"); return err }},
		"line":              {"books.line.not-found", func() error { _, err := s.WorkItem(ctx, "99999"); return err }},
		"items of a line":   {"books.line.not-found", func() error { _, err := s.OpenItems(ctx, "99999", "x"); return err }},
		"decision":          {"books.decision.not-found", func() error { _, err := s.Undo(ctx, "jansen", "99999"); return err }},
		"invoices cursor": {"books.cursor", func() error {
			for _, wrong := range []string{"50", "x_2026-01-01_1", "true_morgen_1", "true_2026-01-01_x"} {
				if _, err := s.Invoices(ctx, "piet", web.InvoiceFilter{}, wrong); !fault.Is(err, "books.cursor") {
					return fault.Wrap(err, "test", "cursor", wrong)
				}
			}
			return fault.New("books.cursor")
		}},
		"account": {"books.account.not-found", func() error { _, err := s.Account(ctx, "x"); return err }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { wants(t, test.err(), test.code) })
	}
}

// Every page is made of the real books, in both languages, and says no key of
// the catalogue aloud.
func TestPagesOfTheBooks(t *testing.T) {
	s, _ := filled(t)
	bring(t, s, "2.xml", statement(2, "2026-03-05", 99, 0, payment{-100, "A", ""})) // a gap
	bring(t, s, "scheef.xml", statement(3, "2026-03-06", -1, 5, payment{100, "A", ""}))
	item := find(t, s, 12500)
	if _, err := s.Accept(t.Context(), "jansen", item.Line.ID, item.Proposal.ID); err != nil {
		t.Fatal(err)
	}
	s.Flush()
	server := httptest.NewServer(web.New(s, web.Options{Administration: "Gemeente Voorbeeld"}))
	defer server.Close()
	waits := find(t, s, -4711).Line
	for path, want := range map[string]string{
		"/": "Belastingen", "/accounts/" + own: "2026", "/accounts/" + own + "/statements": "camt.053", "/statements/" + waits.Statement: "Bakkerij Jansen",
		"/worklist": "Onbekend", "/worklist?q=onbekend&show=none": "Onbekend", "/worklist/" + waits.ID + "?q=F-9": "Pieters Groen",
		"/decisions": "2026-1", "/quarantine": "scheef.xml", "/import": "form",
	} {
		for _, lang := range []string{"nl", "en"} {
			joint := "?"
			if strings.Contains(path, "?") {
				joint = "&"
			}
			body := get(t, server.URL+path+joint+"lang="+lang)
			if !strings.Contains(body, want) {
				t.Errorf("%s in %s does not show %q", path, lang, want)
			}
			for _, room := range []string{"app.", "books.", "reconcile.reason.", "autopilot.", "bank."} {
				if i := strings.Index(body, ">"+room); i >= 0 {
					t.Errorf("%s in %s says %q", path, lang, body[i:min(i+40, len(body))])
				}
			}
		}
	}
}

func get(t *testing.T, address string) string {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v", address, response.StatusCode, err)
	}
	return string(body)
}
