// SPDX-License-Identifier: EUPL-1.2

package camt

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"rentmeester/bank"
	"rentmeester/fault"
	"rentmeester/money"
)

// read gives everything in a document.
func read(t *testing.T, doc string) []bank.Full {
	t.Helper()
	var c bank.Collector
	if err := Read(strings.NewReader(doc), &c); err != nil {
		t.Fatal(err)
	}
	return c.Statements
}

// document wraps statements of CAMT.053 version 2.
func document(statements string) string {
	return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>MSG1</MsgId><CreDtTm>2026-01-31T18:00:00</CreDtTm></GrpHdr>
` + statements + `</BkToCstmrStmt></Document>`
}

// statement wraps parts of a statement on an account in euros.
func statement(parts string) string {
	return document(`<Stmt><Id>S1</Id>
<Acct><Id><IBAN>NL02 ABNA 0123 4567 89</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>Gemeente Voorbeeld</Nm></Ownr></Acct>
` + parts + `</Stmt>`)
}

// entries gives the entries of a statement with these parts.
func entries(t *testing.T, parts string) []bank.FullEntry {
	t.Helper()
	return read(t, statement(parts))[0].Entries
}

// ntry is a booked entry of 100.00 with more in it.
func ntry(sign, more string) string {
	return `<Ntry><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>` + sign + `</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-01-30</Dt></BookgDt>` + more + `</Ntry>
`
}

func details(more string) string { return "<NtryDtls>" + more + "</NtryDtls>" }

func tx(more string) string { return "<TxDtls>" + more + "</TxDtls>" }

func bal(code, sign, amount string) string {
	if sign != "" {
		sign = "<CdtDbtInd>" + sign + "</CdtDbtInd>"
	}
	return `<Bal><Tp><CdOrPrtry><Cd>` + code + `</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">` + amount + `</Amt>` +
		sign + `<Dt><Dt>2026-01-31</Dt></Dt></Bal>`
}

func TestWholeStatement(t *testing.T) {
	raw, err := os.ReadFile("testdata/statement.v2.xml")
	if err != nil {
		t.Fatal(err)
	}
	all := read(t, string(raw))
	if len(all) != 1 {
		t.Fatalf("%d statements", len(all))
	}
	sum, credits, debits := money.Cents(72_350), money.Cents(60_000), money.Cents(12_350)
	opening := bank.Balance{Code: "OPBD", Amount: 100_000, Currency: "EUR", Day: "2026-01-29"}
	closing := bank.Balance{Code: "CLBD", Amount: 147_650, Currency: "EUR", Day: "2026-01-30"}
	total := money.Cents(60_000)
	want := bank.Full{
		Statement: bank.Statement{
			Format: "camt.053.001.02", Kind: bank.Booked, MessageID: "MSG-2026-030", ID: "STMT-2026-030",
			Sequence: "30", Created: "2026-01-30T23:59:00+01:00", From: "2026-01-30", To: "2026-01-30",
			Account: bank.Account{ID: "NL02ABNA0123456789", Currency: "EUR", Name: "Gemeente Voorbeeld", BIC: "ABNANL2A"},
			Opening: &opening, Closing: &closing, Balances: []bank.Balance{opening, closing}, Copy: "DUPL",
			SaidEntries: 2, SaidSum: &sum, SaidCreditNum: 1, SaidCredits: &credits, SaidDebitNum: 1, SaidDebits: &debits,
			Line: 9,
		},
		Entries: []bank.FullEntry{
			{
				Entry: bank.Entry{
					Line: 55, Ref: "1", BankRef: "B-0001", Amount: 60_000, Currency: "EUR", Status: bank.StatusBooked,
					Booked: "2026-01-30", Value: "2026-01-30",
					Code:  bank.Code{Domain: "PMNT", Family: "RDDT", SubFamily: "ESDD", Proprietary: "544", Issuer: "BANK"},
					Batch: &bank.Batch{MessageID: "INC-1", PaymentInfoID: "INC-1-A", Count: 2, Total: &total},
					Info:  "Incasso januari", DetailSum: 60_000, NumDetails: 2,
				},
				Details: []bank.Detail{
					firstCollection,
					{
						Index: 1, Line: 122, Amount: 15_000, HasAmount: true, PaymentInfoID: "INC-1-A", MessageID: "INC-1",
						EndToEndID: "BEL-2", MandateID: "M-2", CreditorID: "NL99ZZZ123456780000",
						Counterparty: partyOf("A. Jansen", "NL13RABO0123456789"),
					},
				},
			},
			{
				Entry: bank.Entry{
					Index: 1, Line: 141, Ref: "2", Amount: -12_350, Currency: "EUR", Status: bank.StatusBooked,
					Booked: "2026-01-30", Value: "2026-01-31", DetailSum: -12_350, NumDetails: 1,
				},
				Details: []bank.Detail{{
					Line: 148, Amount: -12_350, InstructionID: "I-9", TxID: "T-9",
					Counterparty: partyOf("Leverancier B.V.", "NL44INGB0001234567"),
					Remittance:   []string{"Factuur 2026-17"},
				}},
			},
		},
	}
	if !reflect.DeepEqual(all[0], want) {
		t.Errorf("got\n%+v\nwant\n%+v", all[0], want)
	}
}

func TestSignsAndReversals(t *testing.T) {
	for _, c := range []struct {
		sign, reversal string
		amount         money.Cents
		reversed       bool
	}{
		{"CRDT", "", 10_000, false},
		{"DBIT", "", -10_000, false},
		{"CRDT", "<RvslInd>true</RvslInd>", 10_000, true}, // takes back a debit: money comes in
		{"DBIT", "<RvslInd>1</RvslInd>", -10_000, true},
		{"DBIT", "<RvslInd>0</RvslInd>", -10_000, false},
	} {
		e := entries(t, ntry(c.sign, c.reversal))[0]
		if e.Amount != c.amount || e.Reversal != c.reversed {
			t.Errorf("%s %s: %v, reversal %v", c.sign, c.reversal, e.Amount, e.Reversal)
		}
	}
}

func TestOpeningAndClosing(t *testing.T) {
	const page = "<StmtPgntn><PgNb>%d</PgNb><LastPgInd>%v</LastPgInd></StmtPgntn>"
	for name, c := range map[string]struct {
		parts            string
		opening, closing string // amounts, "" for none
	}{
		"opening and closing": {bal("OPBD", "CRDT", "1.00") + bal("CLBD", "DBIT", "2.00"), "1.00", "-2.00"},
		"closing of before":   {bal("PRCD", "CRDT", "1.00") + bal("CLBD", "CRDT", "2.00"), "1.00", "2.00"},
		"opening comes first": {bal("PRCD", "CRDT", "9.00") + bal("OPBD", "CRDT", "1.00") + bal("CLBD", "CRDT", "2.00"), "1.00", "2.00"},
		"first page":          {bal("OPBD", "CRDT", "1.00") + bal("ITBD", "CRDT", "2.00"), "1.00", "2.00"},
		"page between":        {bal("ITBD", "CRDT", "1.00") + bal("ITBD", "CRDT", "2.00"), "1.00", "2.00"},
		"last page":           {bal("ITBD", "CRDT", "1.00") + bal("CLBD", "CRDT", "2.00"), "1.00", "2.00"},
		"one interim":         {bal("ITBD", "CRDT", "1.00"), "", ""},
		"one on page 1":       {fmt.Sprintf(page, 1, false) + bal("ITBD", "CRDT", "1.00"), "1.00", ""},
		"available only":      {bal("OPAV", "CRDT", "1.00") + bal("CLAV", "CRDT", "2.00"), "", ""},
		"no balances":         {"", "", ""},
		"without signs":       {bal("OPBD", "", "1.00") + bal("CLBD", "", "2.00"), "1.00", "2.00"},
		"after the entries":   {ntry("CRDT", "") + bal("OPBD", "CRDT", "1.00") + bal("CLBD", "CRDT", "101.00"), "1.00", "101.00"},
		"in two currencies": {
			strings.Replace(bal("OPBD", "CRDT", "9.00"), "EUR", "USD", 1) + bal("OPBD", "CRDT", "1.00") + bal("CLBD", "CRDT", "2.00"),
			"1.00", "2.00",
		},
	} {
		s := read(t, statement(c.parts))[0]
		if got := amountOf(s.Opening); got != c.opening {
			t.Errorf("%s: opening %q, want %q", name, got, c.opening)
		}
		if got := amountOf(s.Closing); got != c.closing {
			t.Errorf("%s: closing %q, want %q", name, got, c.closing)
		}
	}
}

func amountOf(b *bank.Balance) string {
	if b == nil {
		return ""
	}
	return b.Amount.String()
}

func TestPages(t *testing.T) {
	for pagination, want := range map[string]string{
		"": "",
		"<StmtPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>":      "",
		"<StmtPgntn><PgNb>00001</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>": "00001",
		"<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>":      "2",
	} {
		if s := read(t, statement(pagination))[0]; s.Page != want {
			t.Errorf("%s: page %q", pagination, s.Page)
		}
	}
}

func TestStatusAndDays(t *testing.T) {
	const plain = `<Ntry><Amt Ccy="EUR">1</Amt><CdtDbtInd>CRDT</CdtDbtInd>%s</Ntry>`
	for parts, want := range map[string]bank.Entry{
		`<Sts>BOOK</Sts><BookgDt><DtTm>2026-01-02T23:30:00-05:00</DtTm></BookgDt>`: {Status: bank.StatusBooked, Booked: "2026-01-02", Value: "2026-01-02"},
		`<Sts><Cd>PDNG</Cd></Sts><BookgDt><Dt>2026-01-02+01:00</Dt></BookgDt>`:     {Status: bank.StatusPending, Booked: "2026-01-02", Value: "2026-01-02"},
		"<Sts>\n <Cd>FUTR</Cd></Sts><BookgDt><Dt>2026-01-02Z</Dt></BookgDt>":       {Status: bank.StatusPending, Booked: "2026-01-02", Value: "2026-01-02"},
		`<Sts>INFO</Sts><ValDt><Dt>2026-01-03</Dt></ValDt>`:                        {Status: bank.StatusInfo, Booked: "2026-01-03", Value: "2026-01-03"},
		``: {Status: bank.StatusBooked, Booked: "2026-01-31", Value: "2026-01-31"},
	} {
		e := entries(t, fmt.Sprintf(plain, parts))[0]
		if e.Status != want.Status || e.Booked != want.Booked || e.Value != want.Value {
			t.Errorf("%s: %s %s %s", parts, e.Status, e.Booked, e.Value)
		}
	}
}

func TestDetailAmounts(t *testing.T) {
	amt := func(element, ccy, value string) string {
		return fmt.Sprintf(`<%s><Amt Ccy="%s">%s</Amt></%[1]s>`, element, ccy, value)
	}
	in := func(parts ...string) string { return "<AmtDtls>" + strings.Join(parts, "") + "</AmtDtls>" }
	for name, c := range map[string]struct {
		tx         string
		amount     string
		has        bool
		instructed string
		charges    string
		info       string
	}{
		"none":                        {"", "-100.00", false, "", "0.00", ""},
		"own":                         {`<Amt Ccy="EUR">100</Amt><CdtDbtInd>DBIT</CdtDbtInd>`, "-100.00", true, "", "0.00", ""},
		"booked":                      {in(amt("TxAmt", "EUR", "100")), "-100.00", true, "", "0.00", ""},
		"booked and ordered":          {in(amt("InstdAmt", "USD", "110"), amt("TxAmt", "EUR", "100")), "-100.00", true, "110.00 USD", "0.00", ""},
		"own in another currency":     {`<Amt Ccy="USD">110</Amt>` + in(amt("TxAmt", "EUR", "100")), "-100.00", true, "110.00 USD", "0.00", ""},
		"ordered in another currency": {in(amt("InstdAmt", "USD", "110")), "-100.00", false, "110.00 USD", "0.00", ""},
		"ordered less":                {in(amt("InstdAmt", "EUR", "98")), "-100.00", false, "98.00 EUR", "0.00", ""},
		"counter value":               {in(amt("CntrValAmt", "EUR", "100"), amt("InstdAmt", "USD", "110")), "-100.00", true, "110.00 USD", "0.00", ""},
		"zero for unknown":            {`<Amt Ccy="EUR">0</Amt>`, "-100.00", false, "", "0.00", ""},
		"sign turned":                 {`<Amt Ccy="EUR">100</Amt><CdtDbtInd>CRDT</CdtDbtInd>`, "-100.00", true, "", "0.00", ""},
		"charges": {
			in(amt("TxAmt", "EUR", "99")) + `<Chrgs><Rcrd><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>`,
			"-100.00", true, "99.00 EUR", "1.00", "",
		},
		"charges of version 2": {in(amt("TxAmt", "EUR", "99")) + `<Chrgs><Amt Ccy="EUR">1.00</Amt></Chrgs>`, "-100.00", true, "99.00 EUR", "1.00", ""},
		"charges apart": {
			`<Amt Ccy="EUR">100</Amt><Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">1</TtlChrgsAndTaxAmt><Rcrd><Amt Ccy="EUR">1</Amt><ChrgInclInd>false</ChrgInclInd></Rcrd></Chrgs>`,
			"-100.00", true, "", "0.00", "",
		},
		"total of charges": {
			in(amt("TxAmt", "EUR", "99")) + `<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">1.00</TtlChrgsAndTaxAmt></Chrgs>`,
			"-100.00", true, "99.00 EUR", "1.00", "",
		},
		"a difference nobody explains": {in(amt("TxAmt", "EUR", "99")), "-99.00", true, "", "0.00", ""},
		"thousandths elsewhere":        {in(amt("InstdAmt", "KWD", "33.125"), amt("TxAmt", "EUR", "100")), "-100.00", true, "", "0.00", "KWD 33.125"},
	} {
		d := entries(t, ntry("DBIT", details(tx(c.tx))))[0].Details[0]
		instructed := ""
		if d.Instructed != nil {
			instructed = d.Instructed.String() + " " + d.InstructedCcy
		}
		if d.Amount.String() != c.amount || d.HasAmount != c.has || instructed != c.instructed || d.Charges.String() != c.charges || d.Info != c.info {
			t.Errorf("%s: %v %v, instructed %q, charges %v, info %q", name, d.Amount, d.HasAmount, instructed, d.Charges, d.Info)
		}
	}
}

func TestAnEntryWithoutCurrencyHasThatOfTheAccount(t *testing.T) {
	plain := strings.Replace(ntry("CRDT", details(tx(`<Amt Ccy="EUR">60</Amt>`)+tx(`<Amt Ccy="EUR">40</Amt>`))), ` Ccy="EUR"`, "", 1)
	if e := entries(t, plain)[0]; e.Currency != "" || e.DetailSum != 10_000 {
		t.Errorf("%q, details %v", e.Currency, e.DetailSum)
	}
}

func TestEntryChargesExplainItsOnlyDetail(t *testing.T) {
	e := entries(t, ntry("CRDT", `<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">2.50</TtlChrgsAndTaxAmt></Chrgs>`+
		details(tx(`<AmtDtls><TxAmt><Amt Ccy="EUR">102.50</Amt></TxAmt></AmtDtls>`))))[0]
	if d := e.Details[0]; d.Amount != 10_000 || d.Charges != 250 || e.DetailSum != e.Amount {
		t.Errorf("amount %v, charges %v", d.Amount, d.Charges)
	}
}

func TestChargesOfSeveralDetails(t *testing.T) {
	one := tx(`<Amt Ccy="EUR">51</Amt><Chrgs><Rcrd><Amt Ccy="EUR">0.50</Amt><ChrgInclInd>true</ChrgInclInd></Rcrd>` +
		`<Rcrd><Amt Ccy="EUR">9</Amt><ChrgInclInd>false</ChrgInclInd></Rcrd></Chrgs>`)
	e := entries(t, ntry("CRDT", details(one+one)))[0]
	if e.DetailSum != 10_200 || e.Details[0].Charges != 50 || e.Details[1].Charges != 50 {
		t.Errorf("own: sum %v, %+v", e.DetailSum, e.Details)
	}
	plain := tx(`<Amt Ccy="EUR">51</Amt>`)
	e = entries(t, ntry("CRDT", `<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">2</TtlChrgsAndTaxAmt></Chrgs>`+details(plain+plain)))[0]
	if e.DetailSum != 10_200 || e.Details[0].Charges != 0 || e.Details[1].Charges != 200 {
		t.Errorf("of the entry: sum %v, %+v", e.DetailSum, e.Details)
	}
}

func TestSeveralDetailsKeepTheirOwnAmounts(t *testing.T) {
	one := func(amount, sign string) string {
		return tx(`<Amt Ccy="EUR">` + amount + `</Amt><CdtDbtInd>` + sign + `</CdtDbtInd>`)
	}
	e := entries(t, ntry("CRDT", details(one("70", "CRDT")+one("50", "CRDT"))+details(one("20", "DBIT"))))[0]
	if e.NumDetails != 3 || e.DetailSum != 10_000 || e.Details[2].Amount != -2_000 || e.Details[2].Index != 2 {
		t.Errorf("%d details, sum %v, %+v", e.NumDetails, e.DetailSum, e.Details)
	}
	e = entries(t, ntry("CRDT", details(tx("")+tx(""))))[0]
	if e.NumDetails != 2 || e.DetailSum != 0 || e.Details[0].HasAmount {
		t.Errorf("without amounts: %d details, sum %v", e.NumDetails, e.DetailSum)
	}
}

func TestBatchesOfOneEntry(t *testing.T) {
	batch := func(id, n, total string) string {
		return `<Btch><MsgId>F1</MsgId><PmtInfId>` + id + `</PmtInfId><NbOfTxs>` + n + `</NbOfTxs><TtlAmt Ccy="EUR">` + total + `</TtlAmt></Btch>`
	}
	e := entries(t, ntry("CRDT", details(batch("A", "1", "60")+tx(`<Amt Ccy="EUR">60</Amt>`))+
		details(batch("B", "1", "40")+tx(`<Refs><PmtInfId>OWN</PmtInfId></Refs><Amt Ccy="EUR">40</Amt>`))))[0]
	if b := e.Batch; b.MessageID != "F1" || b.PaymentInfoID != "" || b.Count != 2 || *b.Total != 10_000 {
		t.Errorf("batch %+v", e.Batch)
	}
	if a, b := e.Details[0].PaymentInfoID, e.Details[1].PaymentInfoID; a != "A" || b != "OWN" {
		t.Errorf("details of %q and %q", a, b)
	}
}

func TestNotProvidedIsNothing(t *testing.T) {
	d := entries(t, ntry("CRDT", details(tx(`<Refs><EndToEndId>NOTPROVIDED</EndToEndId><MndtId>notprovided</MndtId><TxId>T</TxId></Refs>`))))[0].Details[0]
	if d.EndToEndID != "" || d.MandateID != "" || d.TxID != "T" {
		t.Errorf("%+v", d)
	}
}

func TestHandlerErrorsStopTheReading(t *testing.T) {
	doc := statement(ntry("CRDT", details(tx("")+tx(""))) + ntry("CRDT", ""))
	for _, at := range []string{"begin", "detail", "entry", "end"} {
		mine := errors.New("mine")
		h := &refuser{at: at, err: mine}
		if err := Read(strings.NewReader(doc), h); err != mine || h.after {
			t.Errorf("at %s: %v, called again %v", at, err, h.after)
		}
	}
}

// refuser gives an error at one kind of call, and notes calls after that.
type refuser struct {
	at    string
	err   error
	done  bool
	after bool
}

func (r *refuser) call(at string) error {
	r.after = r.after || r.done
	if at == r.at {
		r.done = true
		return r.err
	}
	return nil
}

func (r *refuser) Begin(*bank.Statement) error            { return r.call("begin") }
func (r *refuser) Detail(*bank.Entry, *bank.Detail) error { return r.call("detail") }
func (r *refuser) Entry(*bank.Entry) error                { return r.call("entry") }
func (r *refuser) End(*bank.Statement) error              { return r.call("end") }

func TestFaults(t *testing.T) {
	entry := func(parts string) string { return statement("\n<Ntry>" + parts + "</Ntry>") }
	const amt, sign, day = `<Amt Ccy="EUR">1</Amt>`, `<CdtDbtInd>CRDT</CdtDbtInd>`, `<BookgDt><Dt>2026-01-30</Dt></BookgDt>`
	good := amt + sign + day
	for name, c := range map[string]struct {
		doc, code, line string
	}{
		"no message":             {`<Document/>`, "camt.no-message", ""},
		"another message":        {`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.055.001.09"><CstmrPmtCxlReq/></Document>`, "camt.no-message", ""},
		"no statement":           {document(""), "camt.no-statement", "1"},
		"another namespace":      {`<Document xmlns="urn:x"><BkToCstmrStmt/></Document>`, "iso20022.namespace", "1"},
		"a report as statement":  {`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.052.001.02"><BkToCstmrStmt/></Document>`, "iso20022.namespace", "1"},
		"no account":             {document("<Stmt><Id>1</Id></Stmt>"), "iso20022.missing", "3"},
		"no amount":              {entry(sign + day), "iso20022.missing", "6"},
		"no sign":                {entry(amt + day), "iso20022.missing", "6"},
		"amount after details":   {entry(details(tx("")) + good), "iso20022.missing", "6"},
		"amount in letters":      {entry("\n<Amt>one</Amt>" + sign + day), "iso20022.amount", "7"},
		"amount with a comma":    {entry(`<Amt Ccy="EUR">1,00</Amt>` + sign + day), "iso20022.amount", "6"},
		"amount below zero":      {entry(`<Amt Ccy="EUR">-1.00</Amt>` + sign + day), "iso20022.amount", "6"},
		"amount of nothing":      {entry(`<Amt Ccy="EUR"/>` + sign + day), "iso20022.amount", "6"},
		"thousandths":            {entry(`<Amt Ccy="EUR">1.001</Amt>` + sign + day), "iso20022.amount", "6"},
		"amount too large":       {entry(`<Amt Ccy="EUR">99999999999999999999</Amt>` + sign + day), "iso20022.amount", "6"},
		"another sign":           {entry(amt + "\n<CdtDbtInd>CREDIT</CdtDbtInd>" + day), "camt.sign", "7"},
		"another status":         {entry(good + "<Sts>GONE</Sts>"), "camt.status", "6"},
		"no such day":            {entry(amt + sign + "\n<BookgDt>\n<Dt>2026-02-30</Dt></BookgDt>"), "iso20022.date", "7"},
		"a day in words":         {entry(amt + sign + "<ValDt><Dt>30-01-2026</Dt></ValDt>"), "iso20022.date", "6"},
		"an empty day":           {entry(amt + sign + "<ValDt/>"), "iso20022.date", "6"},
		"a day and a word":       {entry(amt + sign + "<ValDt><Dt>2026-01-30x</Dt></ValDt>"), "iso20022.date", "6"},
		"reversal maybe":         {entry(good + "\n<RvslInd>maybe</RvslInd>"), "iso20022.value", "7"},
		"count in words":         {entry(good + details("<Btch><NbOfTxs>two</NbOfTxs></Btch>")), "iso20022.value", "6"},
		"count below zero":       {entry(good + details("<Btch><NbOfTxs>-2</NbOfTxs></Btch>")), "iso20022.value", "6"},
		"detail's amount":        {entry(good + details(tx(`<Amt Ccy="EUR">x</Amt>`))), "iso20022.amount", "6"},
		"detail's second amount": {entry(good + details(tx(amt+`<AmtDtls><InstdAmt><Amt Ccy="USD">x</Amt></InstdAmt></AmtDtls>`))), "iso20022.amount", "6"},
		"detail's sign":          {entry(good + details(tx("<CdtDbtInd>+</CdtDbtInd>"))), "camt.sign", "6"},
		"balance's amount":       {statement("<Bal>" + sign + "</Bal>"), "iso20022.missing", "5"},
		"balance's day":          {statement("<Bal>" + amt + sign + "</Bal>"), "iso20022.missing", "5"},
		"balance in words":       {statement(bal("OPBD", "CRDT", "much")), "iso20022.amount", "5"},
		"balance's sign":         {statement(bal("OPBD", "", "1.00")), "iso20022.missing", "5"},
		"sum in words":           {statement("<TxsSummry><TtlNtries><Sum>much</Sum></TtlNtries></TxsSummry>"), "iso20022.amount", "5"},
		"details beyond all": {
			entry(good + details(strings.Repeat(tx(`<Amt Ccy="EUR">10000000000000</Amt>`), 9300))),
			"money.overflow", "",
		},
		"cut off": {strings.TrimSuffix(entry(good), "</Stmt></BkToCstmrStmt></Document>"), "xml.truncated", "6"},
		"a report without status": {
			strings.NewReplacer("camt.053", "camt.052", "BkToCstmrStmt", "BkToCstmrAcctRpt", "Stmt", "Rpt").Replace(entry(good)),
			"iso20022.missing", "6",
		},
	} {
		err := Read(strings.NewReader(c.doc), &counter{})
		if fault.Code(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
			continue
		}
		var f *fault.Error
		if errors.As(err, &f); f.Args["line"] != c.line {
			t.Errorf("%s: line %s, want %s", name, f.Args["line"], c.line)
		}
	}
}

func TestRecognise(t *testing.T) {
	for head, want := range map[string]bool{
		statement("")[:120]: true,
		`<BkToCstmrStmt>`:   true,
		`<?xml version="1.0"?><n:Document xmlns:n="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><n:`: true,
		`<Envelope><Header/><Body><Document><BkToCstmrAcctRpt><GrpHdr>`:                                 true,
		`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn>`:           false,
		`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.055.001.08">`:                             false,
		`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">`:                      false,
		":20:BkToCstmrStmt":           false,
		"":                            false,
		"<!DOCTYPE a><BkToCstmrStmt>": false,
	} {
		if got := Recognise([]byte(head)); got != want {
			t.Errorf("%q gives %v", head, got)
		}
	}
}
