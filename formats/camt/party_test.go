// SPDX-License-Identifier: EUPL-1.2

package camt

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"rentmeester/bank"
	"rentmeester/party"
)

func partyOf(name, account string) party.Party { return party.Party{Name: name, Account: account} }

// firstCollection is the first detail of testdata/statement.v2.xml.
var firstCollection = bank.Detail{
	Line: 77, Amount: 45_000, HasAmount: true, EndToEndID: "BEL-1", MandateID: "M-1", MessageID: "INC-1",
	PaymentInfoID: "INC-1-A", BankRef: "B-0001-1", CreditorID: "NL99ZZZ123456780000",
	Counterparty: party.Party{
		Name: "Bakker & Zn.", Account: "NL44INGB0001234567", BIC: "INGBNL2A", ID: "12345678",
		Address: []string{"Dorpsstraat 1", "1234 AB Voorbeeld", "NL"},
	},
	Ultimate: "Bakker Holding", Remittance: []string{"Aanslag 2026", "2026-1", "termijn 1"},
	Reference: "9012345678901234", ReferenceType: "SCOR/CUR", Purpose: "TAXS", Info: "Eerste incasso",
}

func TestCounterparty(t *testing.T) {
	const (
		them     = `<%><Nm>Bakker</Nm></%><%Acct><Id><IBAN>NL44INGB0001234567</IBAN></Id></%Acct>`
		themName = `<%><Nm>Bakker</Nm></%>`
		us       = `<%><Nm>Gemeente Voorbeeld</Nm></%><%Acct><Id><IBAN>NL02ABNA0123456789</IBAN></Id></%Acct>`
		usName   = `<%><Nm>GEMEENTE VOORBEELD</Nm></%>`
		usOther  = `<%><Nm>Belastingen Voorbeeld</Nm></%>` // our own name in another spelling
	)
	back := `<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>`
	for name, c := range map[string]struct {
		sign, debtor, creditor, more string
		want                         string
	}{
		"in from the debtor":                  {"CRDT", them, us, "", "Bakker"},
		"out to the creditor":                 {"DBIT", us, them, "", "Bakker"},
		"only the other side":                 {"CRDT", them, "", "", "Bakker"},
		"only the wrong side":                 {"CRDT", "", them, "", "Bakker"},
		"only ourselves":                      {"CRDT", "", us, "", ""},
		"ourselves by name":                   {"DBIT", themName, usName, "", "Bakker"},
		"returned transfer, roles of return":  {"CRDT", them, us, back, "Bakker"},
		"returned transfer, roles of order":   {"CRDT", us, them, back, "Bakker"},
		"returned collection, roles of order": {"DBIT", them, us, back, "Bakker"},
		"returned collection, our other name": {"DBIT", them, usOther, back, "Bakker"},
		"returned collection, turned roles":   {"DBIT", us, them, back, "Bakker"},
	} {
		parties := strings.ReplaceAll(c.debtor, "%", "Dbtr") + strings.ReplaceAll(c.creditor, "%", "Cdtr")
		d := entries(t, ntry(c.sign, details(tx("<RltdPties>"+parties+"</RltdPties>"+c.more))))[0].Details[0]
		if d.Counterparty.Name != c.want {
			t.Errorf("%s: %q", name, d.Counterparty.Name)
		}
	}
}

func TestReturns(t *testing.T) {
	for name, c := range map[string]struct {
		code, info string
		want       *bank.Return
	}{
		"none":          {"", "", nil},
		"reason":        {"", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>rekening</AddtlInf><AddtlInf>opgeheven</AddtlInf></RtrInf>", &bank.Return{Code: "AC04", Info: "rekening opgeheven"}},
		"bank's own":    {"", "<RtrInf><Rsn><Prtry>X1</Prtry></Rsn></RtrInf>", &bank.Return{Code: "X1"}},
		"originator":    {"", "<RtrInf><Orgtr><Id><OrgId><AnyBIC>INGBNL2A</AnyBIC></OrgId></Id></Orgtr><Rsn><Cd>MD06</Cd></Rsn></RtrInf>", &bank.Return{Code: "MD06", Originator: "INGBNL2A"}},
		"version 1":     {"", "<RtrInf><RtrOrgtr><Nm>Bakker</Nm></RtrOrgtr><RtrRsn><Cd>MD06</Cd></RtrRsn><AddtlRtrRsnInf>x</AddtlRtrRsnInf></RtrInf>", &bank.Return{Code: "MD06", Info: "x", Originator: "Bakker"}},
		"without a why": {"RRTN", "", &bank.Return{Kind: "return"}},
		"kind":          {"PRDD", "<RtrInf><Rsn><Cd>MS02</Cd></Rsn></RtrInf>", &bank.Return{Code: "MS02", Kind: "reversal"}},
	} {
		code := "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>" + c.code + "</SubFmlyCd></Fmly></Domn></BkTxCd>"
		d := entries(t, ntry("CRDT", code+details(tx(c.info))))[0].Details[0]
		if !reflect.DeepEqual(d.Return, c.want) {
			t.Errorf("%s: %+v", name, d.Return)
		}
	}
}

func TestReferences(t *testing.T) {
	ref := func(parts string) string { return "<Strd><CdtrRefInf>" + parts + "</CdtrRefInf></Strd>" }
	for name, c := range map[string]struct {
		info, reference, kind string
		lines                 []string
	}{
		"none":                 {"<Ustrd/>", "", "", nil},
		"type and issuer":      {ref("<Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>ISO</Issr></Tp><Ref>RF18539007547034</Ref>"), "RF18539007547034", "SCOR/ISO", nil},
		"bank's own type":      {ref("<Tp><CdOrPrtry><Prtry>ESR</Prtry></CdOrPrtry></Tp><Ref>1</Ref>"), "1", "ESR", nil},
		"without a type":       {ref("<Ref>1</Ref>"), "1", "", nil},
		"version 1":            {ref("<CdtrRefTp><Cd>SCOR</Cd></CdtrRefTp><CdtrRef>1</CdtrRef>"), "1", "SCOR", nil},
		"a second one":         {ref("<Ref>1</Ref>") + ref("<Ref>2</Ref>"), "1", "", []string{"2"}},
		"with the same second": {ref("<Ref>1</Ref>") + ref("<Ref>1</Ref>"), "1", "", nil},
		"lines":                {"<Ustrd>a</Ustrd><Ustrd> b </Ustrd>", "", "", []string{"a", "b"}},
	} {
		d := entries(t, ntry("CRDT", details(tx("<RmtInf>"+c.info+"</RmtInf>"))))[0].Details[0]
		if d.Reference != c.reference || d.ReferenceType != c.kind || !reflect.DeepEqual(d.Remittance, c.lines) {
			t.Errorf("%s: %q of %q, lines %q", name, d.Reference, d.ReferenceType, d.Remittance)
		}
	}
}

// TestVersionsSayTheSame reads one statement in the shapes of versions 1, 8 and
// 14, with and without prefixes, namespace and envelope.
func TestVersionsSayTheSame(t *testing.T) {
	files, err := filepath.Glob("testdata/same.*.xml")
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	var first *bank.Full
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !Recognise(raw[:min(len(raw), 1024)]) {
			t.Errorf("%s is not recognised", file)
		}
		got := read(t, string(raw))[0]
		got.Format = ""
		got.Line = 0
		for i := range got.Entries {
			got.Entries[i].Line = 0
			for j := range got.Entries[i].Details {
				got.Entries[i].Details[j].Line = 0
			}
		}
		if first == nil {
			first = &got
		} else if !reflect.DeepEqual(got, *first) {
			t.Errorf("%s: got\n%+v\nwant\n%+v", file, got, *first)
		}
	}
	d := first.Entries[0].Details[0]
	if d.Counterparty.Name != "Bakker" || d.Counterparty.BIC != "INGBNL2A" || d.Return == nil || d.Return.Code != "AC04" ||
		first.Account.BIC != "ABNANL2A" || first.Opening == nil || first.Closing == nil || d.Counterparty.ID != "123" {
		t.Errorf("read %+v", first)
	}
}
