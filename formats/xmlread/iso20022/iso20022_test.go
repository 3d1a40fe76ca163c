// SPDX-License-Identifier: EUPL-1.2

package iso20022

import (
	"reflect"
	"strings"
	"testing"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/xmlread"
	"rentmeester/party"
)

func named(name, id string) party.Party { return party.Party{Name: name, ID: id} }

// root gives a reader at the root element of a document.
func root(doc string) Reader {
	r := Reader{xmlread.New(strings.NewReader(doc), xmlread.Limits{})}
	r.Child(0)
	return r
}

func TestDay(t *testing.T) {
	for doc, want := range map[string]day.Day{
		"<d>2026-01-31</d>":                              "2026-01-31",
		"<d>2026-01-31Z</d>":                             "2026-01-31",
		"<d>2026-01-31+01:00</d>":                        "2026-01-31",
		"<d>2026-01-31T23:59:59.999-05:00</d>":           "2026-01-31",
		"<d> <Dt>2026-01-31</Dt>\n</d>":                  "2026-01-31",
		"<d><DtTm>2026-01-31T00:00:00.000000</DtTm></d>": "2026-01-31",
		"<d>2026-02-29</d>":                              "",
		"<d>20260131</d>":                                "",
		"<d>2026-01-31 10:00</d>":                        "",
		"<d>2026-1-31</d>":                               "",
		"<d/>":                                           "",
	} {
		r := root(doc)
		if got := r.Day(); got != want || (want == "") != fault.Is(r.Err(), "iso20022.date") {
			t.Errorf("%s gives %q, %v", doc, got, r.Err())
		}
	}
}

func TestAmount(t *testing.T) {
	for doc, want := range map[string]string{
		`<a Ccy="EUR">1</a>`:         "1.00 EUR",
		`<a Ccy="EUR"> 1.50000 </a>`: "1.50 EUR",
		`<a>.5</a>`:                  "0.50 ",
		`<a Ccy="EUR">0</a>`:         "0.00 EUR",
		`<a Ccy="EUR">-1</a>`:        "money.invalid",
		`<a Ccy="EUR">1.005</a>`:     "money.precision",
		`<a Ccy="EUR">1e3</a>`:       "money.invalid",
		`<a Ccy="EUR">1 000</a>`:     "money.invalid",
		`<a Ccy="EUR"/>`:             "money.invalid",
	} {
		r := root(doc)
		a := r.Amount()
		got := a.Cents.String() + " " + a.Currency
		if a.Err != nil {
			got = fault.Code(a.Err)
		}
		if got != want || r.Err() != nil {
			t.Errorf("%s gives %s, %v", doc, got, r.Err())
		}
		if r.Sound(a, "Amt"); (a.Err != nil) != fault.Is(r.Err(), "iso20022.amount") {
			t.Errorf("%s: Sound gives %v", doc, r.Err())
		}
	}
}

func TestAddress(t *testing.T) {
	for doc, want := range map[string][]string{
		"<a/>": {},
		"<a><Ctry>NL</Ctry><AdrLine>Dorpsstraat 1</AdrLine><AdrLine>1234 AB Voorbeeld</AdrLine></a>": {"Dorpsstraat 1", "1234 AB Voorbeeld", "NL"},
		"<a><Dept>Financiën</Dept><StrtNm>Dorpsstraat</StrtNm><BldgNb>1</BldgNb><PstCd>1234 AB</PstCd><TwnNm>Voorbeeld</TwnNm><Ctry>NL</Ctry></a>": {
			"Financiën", "Dorpsstraat 1", "1234 AB Voorbeeld", "NL",
		},
		"<a><TwnNm>Voorbeeld</TwnNm></a>": {"Voorbeeld"},
	} {
		if got := root(doc).address(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s gives %q", doc, got)
		}
	}
}

func TestAccountID(t *testing.T) {
	for doc, want := range map[string]string{
		"<i><IBAN>nl02 abna 0123 4567 89</IBAN></i>":                    "NL02ABNA0123456789",
		"<i><Othr><Id>12 34</Id></Othr></i>":                            "1234",
		"<i><Othr><Id>1</Id></Othr><IBAN>NL02ABNA0123456789</IBAN></i>": "NL02ABNA0123456789",
		"<i><IBAN>NL02ABNA0123456789</IBAN><Othr><Id>1</Id></Othr></i>": "NL02ABNA0123456789",
		"<i><BBAN>123</BBAN></i>":                                       "123",
		"<i><PrtryAcct><Id>123</Id></PrtryAcct></i>":                    "123",
	} {
		if got := root(doc).AccountID(); got != want {
			t.Errorf("%s gives %q", doc, got)
		}
	}
}

func TestParty(t *testing.T) {
	for doc, want := range map[string]Party{
		"<p><Nm>A</Nm><Id><OrgId><AnyBIC>ABNANL2A</AnyBIC><Othr><Id>1</Id></Othr></OrgId></Id></p>":         {Party: named("A", "1")},
		"<p><Id><OrgId><AnyBIC>ABNANL2A</AnyBIC></OrgId></Id></p>":                                          {Party: named("", "ABNANL2A")},
		"<p><Id><PrvtId><DtAndPlcOfBirth><BirthDt>1970-01-01</BirthDt></DtAndPlcOfBirth></PrvtId></Id></p>": {},
		"<p><Id><PrvtId><Othr><Id>NL1ZZZ</Id><SchmeNm><Prtry>SEPA</Prtry></SchmeNm></Othr></PrvtId></Id></p>": {
			Party: named("", "NL1ZZZ"), CreditorID: "NL1ZZZ",
		},
		"<p><Pty><Nm>A</Nm></Pty></p>":                             {Party: named("A", "")},
		"<p><Agt><FinInstnId><Nm>Bank</Nm></FinInstnId></Agt></p>": {Party: named("Bank", "")},
	} {
		var got Party
		root(doc).Party(&got)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s gives %+v", doc, got)
		}
	}
}

func TestClipKeepsWholeCharacters(t *testing.T) {
	if got := Clip(strings.Repeat("a", 59) + "€€"); got != strings.Repeat("a", 59)+"…" {
		t.Errorf("got %q", got)
	}
}
