// SPDX-License-Identifier: EUPL-1.2

package mt940

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/party"
)

// read gives all statements of text, which must be readable.
func read(t testing.TB, text string) []bank.Full {
	t.Helper()
	var all bank.Collector
	if err := Read(strings.NewReader(text), &all); err != nil {
		t.Fatalf("Read: %v\n%s", err, text)
	}
	return all.Statements
}

// one gives the detail of the only entry of a statement with these fields.
func one(t testing.TB, head, account, fields string) (bank.FullEntry, bank.Full) {
	t.Helper()
	text := head + ":20:TEST\n:25:" + account + "\n:28C:1\n:60F:C260101EUR1000,00\n" +
		strings.TrimPrefix(fields, "\n") + "\n:62F:C260131EUR1000,00\n"
	statements := read(t, text)
	if len(statements) != 1 || len(statements[0].Entries) != 1 {
		t.Fatalf("want one statement with one entry, got %+v", statements)
	}
	return statements[0].Entries[0], statements[0]
}

const (
	abnHead  = "ABNANL2A\n940\nABNANL2A\n"
	ingHead  = "{1:F01INGBNL2ABXXX0000000000}\n{2:I940INGBNL2AXXXN}\n{4:\n"
	ingOld   = "0000 01INGBNL2AXXXX00001\n0000 01INGBNL2AXXXX00001\n940 00\n"
	raboHead = ":940:\n"
	snsHead  = "{1:F01SNSBNL2AXXXX0000000000}{2:O9400000000000000000000000N}{3:}{4:\n"
	knabHead = "{1:F01KNABNL2HAXXX0000000000}{2:I940KNABNL2HXXXXN3020}{4:\n"
	bngHead  = "{1:F01BNGHNL2GAXXX0000000000}{2:I940BNGHNL2GXXXXN}{4:\n"
)

func TestDialects(t *testing.T) {
	jansen := party.Party{Name: "M. Jansen", Account: "NL02ABNA0123456789"}
	with := func(p party.Party, bic string) party.Party { p.BIC = bic; return p }
	for _, c := range []struct {
		name, head, account, fields string
		want                        bank.Detail
		info                        string
	}{
		{"abnamro sepa", abnHead, "123456789", `
:61:2601150116C12,5N658NONREF
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL02ABNA0123456789/BIC/ABNANL2A/NAME/
M. Jansen/REMI/Aanslag 2026 nummer 12345/EREF/NOTPROVIDED`,
			bank.Detail{Counterparty: with(jansen, "ABNANL2A"), Remittance: []string{"Aanslag 2026 nummer 12345"}}, "SEPA OVERBOEKING"},
		{"abnamro kenmerk", abnHead, "123456789", `
:61:2601150116C12,5N946NONREF
:86:/TRTP/ACCEPTGIROBETALING/IBAN/NL02ABNA0123456789/BIC/ABNANL2A
/NAME/M. Jansen/REMI/ISSUER: CUR                  REF: 12345678901
23456/EREF/NOTPROVIDED`,
			bank.Detail{Counterparty: with(jansen, "ABNANL2A"), Reference: "1234567890123456", ReferenceType: "SCOR/CUR"}, "ACCEPTGIROBETALING"},
		{"abnamro returned debit", abnHead, "123456789", `
:61:2601150116D12,5N245NONREF
:86:/RTYP/SEPA Incasso Terugboeking/MARF/MANDAAT-7/RTRN/
AM04/IBAN/NL02ABNA0123456789/NAME/M. Jansen/REMI/OZB termijn 3/ER
EF/E2E-77`,
			bank.Detail{Counterparty: jansen, Remittance: []string{"OZB termijn 3"}, EndToEndID: "E2E-77", MandateID: "MANDAAT-7",
				Return: &bank.Return{Code: "AM04", Kind: "return", OriginalE2E: "E2E-77"}}, "SEPA Incasso Terugboeking"},
		{"abnamro fixed text", abnHead, "123456789", `
:61:2601150116C12,5N654NONREF
:86:SEPA OVERBOEKING                 IBAN: NL02ABNA0123456789
BIC: ABNANL2A                    NAAM: M. Jansen
OMSCHRIJVING: leges paspoort
KENMERK: E2E-78`,
			bank.Detail{Counterparty: with(jansen, "ABNANL2A"), Remittance: []string{"leges paspoort"}, EndToEndID: "E2E-78"}, "SEPA OVERBOEKING"},
		{"abnamro fixed kenmerk", abnHead, "123456789", `
:61:2601150116D12,5N946NONREF
:86:SEPA ACCEPTGIROBETALING          IBAN: NL02ABNA0123456789
BIC: ABNANL2A                    NAAM: M. Jansen
BETALINGSKENM.: 1234567890123456 ID DEBITEUR: 777777777`,
			bank.Detail{Counterparty: with(jansen, "ABNANL2A"), Reference: "1234567890123456", ReferenceType: "SCOR/CUR",
				Remittance: []string{"BETALINGSKENM.: 1234567890123456", "ID DEBITEUR: 777777777"}}, "SEPA ACCEPTGIROBETALING"},
		{"ing", ingHead, "NL20INGB0001234567EUR", `
:61:2601150115C12,50NTRFEREF//26015000000001
/TRCD/00100/
:86:/EREF/E2E-1//CNTP/NL02ABNA0123456789/ABNANL2A/M. Jansen///REM
I/USTD//Aanslag 2026 /termijn 2/`,
			bank.Detail{Counterparty: with(jansen, "ABNANL2A"), Remittance: []string{"Aanslag 2026 /termijn 2"}, EndToEndID: "E2E-1",
				Code: bank.Code{Proprietary: "00100", Issuer: "ing"}}, ""},
		{"ing kenmerk, name with a slash and a city", ingHead, "NL20INGB0001234567EUR", `
:61:2601150115C12,50NTRF1234567890123456//26015000000001
:86:/EREF/E2E-2//CNTP/NL02ABNA0123456789/ABNANL2A/Jansen c/o Bakker/D
EN HAAG//REMI/STRD/CUR/1234567890123456/`,
			bank.Detail{Counterparty: party.Party{Name: "Jansen c/o Bakker", Account: "NL02ABNA0123456789", BIC: "ABNANL2A", Address: []string{"DEN HAAG"}},
				EndToEndID: "E2E-2", Reference: "1234567890123456", ReferenceType: "SCOR/CUR"}, ""},
		{"ing refund with its number", ingHead, "NL20INGB0001234567EUR", `
:61:2601150115D12,50NRTIEREF//26015000000001
:86:/RTRN/MD06/3//EREF/E2E-3//MARF/M-3//CSID/NL12ZZZ345678900001//CN
TP/NL02ABNA0123456789/ABNANL2A/M. Jansen///REMI/USTD//OZB/`,
			bank.Detail{Counterparty: with(jansen, "ABNANL2A"), Remittance: []string{"OZB"}, EndToEndID: "E2E-3", MandateID: "M-3", CreditorID: "NL12ZZZ345678900001",
				Return: &bank.Return{Code: "MD06", Kind: "refund", OriginalE2E: "E2E-3"}}, ""},
		{"ing before sepa", ingOld, "0001234567", `
:61:260115C12,50NGT NONREF
:86:0123456789 M. Jansen aanslag 2026
vervolg`,
			bank.Detail{Counterparty: party.Party{Account: "0123456789"}, Remittance: []string{"M. Jansen aanslag 2026", "vervolg"}}, ""},
		{"ing unstructured sepa", ingOld, "0001234567", `
:61:260115C12,50NGT EREF
:86:NL02ABNA0123456789 ABNANL2A M. Jansen NOTPROVIDED aanslag 2026
SCOR/CUR/1234567890123456`,
			bank.Detail{Counterparty: with(jansen, "ABNANL2A"), Remittance: []string{"aanslag 2026", "SCOR/CUR/1234567890123456"},
				Reference: "1234567890123456", ReferenceType: "SCOR/CUR"}, ""},
		{"ing direct debit unstructured", ingOld, "0001234567", `
:61:260115D12,50NIC MARF
:86:Europese Incasso, doorlopend NL02ABNA0123456789 ABNANL2A M. Janse
n NL12ZZZ345678900001 M-4 water januari`,
			bank.Detail{Counterparty: party.Party{Name: "M. Janse n", Account: "NL02ABNA0123456789", BIC: "ABNANL2A"},
				CreditorID: "NL12ZZZ345678900001", Remittance: []string{"M-4 water januari"}}, "Europese Incasso, doorlopend"},
		{"rabobank", raboHead, "NL39RABO0300065264 EUR", `
:61:260115C000000000012,50N541EREF            
NL02ABNA0123456789
:86:/EREF/E2E-5/ORDP//NAME/M. Jansen/ADDR/Dorpsstraat 1 1234 AB DORP N
L/REMI/Aanslag 2026/ISDT/2026-01-15`,
			bank.Detail{Counterparty: party.Party{Name: "M. Jansen", Account: "NL02ABNA0123456789", Address: []string{"Dorpsstraat 1 1234 AB DORP NL"}},
				EndToEndID: "E2E-5", Remittance: []string{"Aanslag 2026"}}, ""},
		{"rabobank account with bic, ultimate, kenmerk", raboHead, "NL39RABO0300065264", `
:61:260115D000000000012,50N544EREF//93381
NL44RABO0123456789
:86:/ACCW/NL02ABNA0123456789,ABNANL2A/EREF/E2E-6/BENM//NAME/M. Jansen
/ULTD//NAME/Stichting Zorg/REMI//CDTRREFTP//CD/SCOR/ISSR/CUR/CDTR
REF/1234567890123456/ISDT/2026-01-15`,
			bank.Detail{Counterparty: with(jansen, "ABNANL2A"), Ultimate: "Stichting Zorg", EndToEndID: "E2E-6",
				Reference: "1234567890123456", ReferenceType: "SCOR/CUR"}, ""},
		{"rabobank before sepa", raboHead, "1234.56.789EUR", `
:61:260115D000000000012,50N0600123456789      M. Jansen                        
:86:BETALINGSKENM.  1234567890123456                                
:86:tweede regel                                                    `,
			bank.Detail{Counterparty: party.Party{Name: "M. Jansen", Account: "0123456789"}, Reference: "1234567890123456", ReferenceType: "SCOR/CUR",
				Remittance: []string{"BETALINGSKENM.  1234567890123456", "tweede regel"}}, ""},
		{"sns", snsHead, "NL16SNSB0123456789", `
:61:2601150115C12,50NOVBNL02ABNA0123456789
M. Jansen
:86:NL02ABNA0123456789 M. Jansen
                                                                 
aanslag 2026                                                     
                                                                 `,
			bank.Detail{Counterparty: jansen, Remittance: []string{"aanslag 2026"}}, ""},
		{"triodos old", "", "TRIODOSBANK/0390123456", `
:61:260115C12,50NET NONREF
:86:000>100000000000
>20ABNANL2A
>21NL02ABNA0123456789
>22M. Jansen Dorpsstraat 1 aan>23slag 2026 1234567890123>244
56>310390123456`,
			bank.Detail{Counterparty: party.Party{Account: "NL02ABNA0123456789", BIC: "ABNANL2A"},
				Remittance: []string{"M. Jansen Dorpsstraat 1 aanslag 2026 1234567890123456"}}, ""},
		{"triodos", "", "NL86TRIO0123456789", `
:61:260115C12,50NET0NONREF
:86:/CNTP/NL02ABNA0123456789/ABNANL2A/M. Jansen/1234AB Dorp//EREF/E2E
-8//REMI/USTD//aanslag 2026/`,
			bank.Detail{Counterparty: party.Party{Name: "M. Jansen", Account: "NL02ABNA0123456789", BIC: "ABNANL2A", Address: []string{"1234AB Dorp"}},
				EndToEndID: "E2E-8", Remittance: []string{"aanslag 2026"}}, ""},
		{"knab", knabHead, "NL92 KNAB 0123 4567 89", `
:61:2601150115C12,5N110E2E-9//B6I14PGAHT6R1BM1
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL02ABNA0123456789/BIC/ABNANL2AXXX
/NAME/M. Jansen/EREF/E2E-9/REMI/aanslag 2026`,
			bank.Detail{Counterparty: with(jansen, "ABNANL2AXXX"), EndToEndID: "E2E-9", Remittance: []string{"aanslag 2026"}}, "SEPA OVERBOEKING"},
		{"knab first layout", knabHead, "0123456789", `
:61:2601150115C12,NTRFNONREF//AB1211111111111
:86:AANSLAG 2026 TERMIJN 2
REK: NL02ABNA0123456789/NAAM: M. Jansen`,
			bank.Detail{Counterparty: jansen, Remittance: []string{"AANSLAG 2026 TERMIJN 2"}}, ""},
		{"bunq", "", "NL77BUNQ2025000000", `
:61:2601150115D12,50NTRFNONREF
:86:/IBAN/NL02ABNA0123456789/NAME/M. Jansen/REMI/bloemen`,
			bank.Detail{Counterparty: jansen, Remittance: []string{"bloemen"}}, ""},
		{"bng", bngHead, "NL39BNGH0285000000", `
:61:2601150115C12,50N541EREF//0001
:86:/EREF/E2E-10/ORDP//NAME/M. Jansen/IBAN/NL02ABNA0123456789/BIC/ABN
ANL2A/REMI/aanslag 2026`,
			bank.Detail{Counterparty: with(jansen, "ABNANL2A"), EndToEndID: "E2E-10", Remittance: []string{"aanslag 2026"}}, ""},
		{"german", "", "37040044/0532013000", `
:61:2601150115CR12,50N166NONREF
:86:166?00SEPA-GUTSCHRIFT?109310?20EREF+E2E-11?21KREF+K1?22SVWZ+Bes
cheid 2026 Nr. 1234?235?30COBADEFFXXX?31DE89370400440532013000?32
Max Muster?33mann`,
			bank.Detail{Counterparty: party.Party{Name: "Max Mustermann", Account: "DE89370400440532013000", BIC: "COBADEFFXXX"}, EndToEndID: "E2E-11",
				InstructionID: "K1", Remittance: []string{"Bescheid 2026 Nr. 12345"}, Code: bank.Code{Proprietary: "166", Issuer: "DK"}}, "SEPA-GUTSCHRIFT"},
		{"german without labels", "", "37040044/0532013000", `
:61:2601150115CR12,50N051NONREF
:86:051?00GUTSCHRIFT?20Rechnung 4711?30COBADEFFXXX?31532013000?32Muster`,
			bank.Detail{Counterparty: party.Party{Name: "Muster", Account: "532013000", BIC: "COBADEFFXXX"},
				Remittance: []string{"Rechnung 4711"}, Code: bank.Code{Proprietary: "051", Issuer: "DK"}}, "GUTSCHRIFT"},
		{"a code word in the text of a payer", abnHead, "123456789", `
:61:2601150116C12,5N658NONREF
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL02ABNA0123456789/BIC/ABNANL2A/NAME/
M. Jansen/REMI/zie /IBAN/NL91ABNA0417164300/EREF/E2E-12`,
			bank.Detail{Counterparty: with(jansen, "ABNANL2A"), EndToEndID: "E2E-12",
				Remittance: []string{"zie", "/IBAN/NL91ABNA0417164300"}}, "SEPA OVERBOEKING"},
		{"a time and a dash at the start of a line", raboHead, "NL39RABO0300065264", `
:61:260115C000000000012,50N541NONREF
:86:/ORDP//NAME/M. Jansen/IBAN/NL02ABNA0123456789/REMI/betaald om 10
:20:15 bij het loket
-`,
			bank.Detail{Counterparty: jansen, Remittance: []string{"betaald om 10:20:15 bij het loket", "-"}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, _ := one(t, c.head, c.account, c.fields)
			if len(e.Details) != 1 || e.NumDetails != 1 {
				t.Fatalf("details: %+v", e)
			}
			got := e.Details[0]
			if got.Amount != e.Amount || !got.HasAmount || e.DetailSum != e.Amount || e.Amount.Abs() != 1250 && e.Amount.Abs() != 1200 {
				t.Errorf("amounts: %+v", e)
			}
			got.Amount, got.HasAmount, got.Line = 0, false, 0
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("\n got %+v %+v\nwant %+v %+v", got, got.Return, c.want, c.want.Return)
			}
			if e.Info != c.info {
				t.Errorf("info %q, want %q", e.Info, c.info)
			}
		})
	}
}

func TestBatches(t *testing.T) {
	for _, c := range []struct {
		name, head, fields string
		want               bank.Batch
	}{
		{"abnamro", abnHead, ":61:2601150115D1250,N655NONREF\n:86:/TRTP/SEPA BATCH/PREF/109180/NRTX/162", bank.Batch{PaymentInfoID: "109180", Count: 162}},
		{"abnamro direct debits", abnHead, ":61:2601150115C1250,N247NONREF\n:86:/TRTP/SEPA Incasso batch/PREF/109180-911/NRTX/162/PIND/BRUTO", bank.Batch{PaymentInfoID: "109180-911", Count: 162}},
		{"ing", ingHead, ":61:2601150115D1250,00NTRFPREF//26015000000001\n/TRCD/00200/\n:86:/PREF/M000000003333333//REMI/USTD//TOTAAL       12 VZ/", bank.Batch{PaymentInfoID: "M000000003333333", Count: 12}},
		{"ing before sepa", ingOld, ":61:260115D1250,00N029NONREF\n:86:VERZAMELBETALING         BATCH-ID:     012345 TOTAAL 198\nPOSTEN", bank.Batch{PaymentInfoID: "012345", Count: 198}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, _ := one(t, c.head, "NL20INGB0001234567EUR", c.fields)
			if e.Batch == nil || !reflect.DeepEqual(*e.Batch, c.want) || e.NumDetails != 0 || e.Info == "" {
				t.Errorf("got %+v of %+v", e.Batch, e)
			}
		})
	}
}

func TestNonSwift(t *testing.T) {
	text := ":20:STARTUMS\n:25:1222333444\n:28:1/1\n:NS:22Muster GmbH\n23Konto\n:60F:C260101EUR0,00\n" +
		":61:260115CM5,00S05168790452\n:NS:01Zweck 1\n02Zweck 2\n15Empfänger\n17Gutschrift\n191000\n:62F:C260115EUR5,00\n"
	s := read(t, text)[0]
	d := s.Entries[0].Details[0]
	if s.Account.Name != "Muster GmbH" || d.Counterparty.Name != "Empfänger" || !reflect.DeepEqual(d.Remittance, []string{"Zweck 1", "Zweck 2"}) || s.Entries[0].Info != "Gutschrift" {
		t.Errorf("%+v %+v", s.Statement, s.Entries[0])
	}
	many := ":20:X\n:25:1\n:60F:C260101EUR0,\n:61:260115C5,NTRF\n" + strings.Repeat(":NS:01"+strings.Repeat("x", 1000)+"\n", 600)
	if err := Read(strings.NewReader(many), &bank.Collector{}); fault.Code(err) != "mt940.field-too-long" {
		t.Errorf("many: %v", err)
	}
}

func TestEntryLine(t *testing.T) {
	for _, c := range []struct {
		line, opening string
		want          entryLine
	}{
		{"2601150116C12,5NTRFNONREF", "", entryLine{value: "2026-01-15", booked: "2026-01-16", amount: 1250, code: "NTRF"}},
		{"260115D1234,NMSCRef 1//bank 1", "", entryLine{value: "2026-01-15", booked: "2026-01-15", amount: -123400, code: "NMSC", ref: "Ref 1", bankRef: "bank 1"}},
		{"2601150116RC0,01NRTIEREF", "", entryLine{value: "2026-01-15", booked: "2026-01-16", amount: -1, code: "NRTI", reversal: true, keyword: "EREF"}},
		{"2601150116RDR20,00N037NONREF", "", entryLine{value: "2026-01-15", booked: "2026-01-16", amount: 2000, code: "N037", reversal: true}},
		{"260115EC5,00NTRF", "", entryLine{value: "2026-01-15", booked: "2026-01-15", amount: 500, code: "NTRF", status: bank.StatusPending}},
		{"260115EDR5,00NTRF", "", entryLine{value: "2026-01-15", booked: "2026-01-15", amount: -500, code: "NTRF", status: bank.StatusPending}},
		{"260115CM5000,00S05168790452", "", entryLine{value: "2026-01-15", booked: "2026-01-15", amount: 500000, code: "S051", ref: "68790452"}},
		{"260115C50,00 NTRFNONREF//210", "", entryLine{value: "2026-01-15", booked: "2026-01-15", amount: 5000, code: "NTRF", bankRef: "210"}},
		{"260115C500NTRFx", "", entryLine{value: "2026-01-15", booked: "2026-01-15", amount: 50000, code: "NTRF", ref: "x"}},
		{"2601150000C5,NOV NONREF", "", entryLine{value: "2026-01-15", booked: "2026-01-15", amount: 500, code: "NOV"}},
		{"2601011231C5,NTRF", "2025-12-30", entryLine{value: "2026-01-01", booked: "2025-12-31", amount: 500, code: "NTRF"}},
		{"2512310102C5,NTRF", "2025-12-31", entryLine{value: "2025-12-31", booked: "2026-01-02", amount: 500, code: "NTRF"}},
		{"2601011215C5,NTRF", "2026-12-14", entryLine{value: "2026-01-01", booked: "2026-12-15", amount: 500, code: "NTRF"}},
		{"2602300302C5,NTRF", "", entryLine{value: "2026-02-28", booked: "2026-03-02", amount: 500, code: "NTRF"}},
		{"991231C5,NTRF", "", entryLine{value: "1999-12-31", booked: "1999-12-31", amount: 500, code: "NTRF"}},
		{"260115D0,7N310NONREF//B7B2/TRCD/00100/", "", entryLine{value: "2026-01-15", booked: "2026-01-15", amount: -70, code: "N310", bankRef: "B7B2", extra: "/TRCD/00100/"}},
	} {
		var got entryLine
		if err := got.parse(c.line, day.Day(c.opening), &days{}); err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		if c.want.status == "" {
			c.want.status = bank.StatusBooked
		}
		if got != c.want {
			t.Errorf("%s:\n got %+v\nwant %+v", c.line, got, c.want)
		}
	}
}

func TestAccounts(t *testing.T) {
	for value, want := range map[string]bank.Account{
		"NL02ABNA0123456789":       {ID: "NL02ABNA0123456789", Currency: "EUR"},
		"nl02 abna 0123 4567 89":   {ID: "NL02ABNA0123456789", Currency: "EUR"},
		"NL02ABNA0123456789 EUR":   {ID: "NL02ABNA0123456789", Currency: "EUR"},
		"NL02ABNA0123456789EUR":    {ID: "NL02ABNA0123456789", Currency: "EUR"},
		"1234.56.789EUR      ":     {ID: "123456789", Currency: "EUR"},
		"0001234567":               {ID: "0001234567", Currency: "EUR"},
		"TRIODOSBANK/0390123456":   {ID: "0390123456", Currency: "EUR"},
		"37040044/0532013000":      {ID: "37040044/0532013000", Currency: "EUR"},
		"GB29 NWBK 6016 1331 9268": {ID: "GB29NWBK60161331926819", Currency: "EUR"},
	} {
		if strings.HasPrefix(value, "GB") {
			value += " 19"
		}
		statements := read(t, ":20:X\n:25:"+value+"\n:28C:3/2\n:60M:D260101EUR5,00\n:62M:C260102EUR5,00\n")
		if got := statements[0].Account; got != want {
			t.Errorf("%q: got %+v, want %+v", value, got, want)
		}
		if s := statements[0]; s.Sequence != "3" || s.Page != "2" || s.Opening.Code != "60M" || s.Opening.Amount != -500 || s.Closing.Code != "62M" {
			t.Errorf("statement: %+v", s)
		}
	}
}

const day942 = `{1:F01INGBNL2ABXXX0000000000}{2:O9421200260115INGBNL2AXXXX}{4:
:20:INTRA
:25:NL20INGB0001234567
:28C:15/1
:34F:EURD0,
:34F:EURC0,
:13D:2601151200+0100
:61:2601150115C12,50NTRFNONREF
:86:een
:61:2601150115ED2,50NTRFNONREF
:90D:1EUR2,50
:90C:1EUR12,50
:86:over alles
-}{5:{CHK:0}}`

func TestInterim(t *testing.T) {
	s := read(t, day942)[0]
	if s.Format != "mt942" || s.Kind != bank.Interim || s.Opening != nil || s.Created != "2026-01-15T12:00:00+01:00" || s.Info != "over alles" {
		t.Errorf("statement: %+v", s.Statement)
	}
	if s.SaidCreditNum != 1 || s.SaidDebitNum != 1 || *s.SaidCredits != 1250 || *s.SaidDebits != 250 || s.SaidEntries != -1 {
		t.Errorf("sums: %+v", s.Statement)
	}
	if len(s.Entries) != 2 || s.Entries[1].Status != bank.StatusPending || s.Entries[1].NumDetails != 0 {
		t.Errorf("entries: %+v", s.Entries)
	}
}

// town is a file with all there is around entries: two accounts, a statement cut
// in pages, text about a whole statement, names with accents.
const town = `{1:F01INGBNL2ABXXX0000000000}
{2:I940INGBNL2AXXXN}
{4:
:20:P1
:25:NL20INGB0001234567EUR
:28C:31/1
:60F:C251230EUR100,00
:61:2512311231C50,25NTRFEREF//1
/TRCD/00100/
:86:/EREF/E1//CNTP/NL02ABNA0123456789/ABNANL2A/Café Müller///REMI/US
TD//koffie €/
:61:2601021231D0,25NTRFNONREF//2
:86:/REMI/USTD//kosten/
:62M:C251231EUR150,00
-}
{1:F01INGBNL2ABXXX0000000000}
{2:I940INGBNL2AXXXN}
{4:
:20:P1
:25:NL20INGB0001234567EUR
:28C:31/2
:60M:C251231EUR150,00
:61:2601010102D200,00NTRFNONREF//3
:86:gewone tekst
op twee regels
:62F:D260102EUR50,00
:64:D260102EUR50,00
:65:D260103EUR50,00
:86:/SUM/2/1/200,25/50,25/
-}
{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:
:20:P2
:25:NL89INGB0007654321EUR
:28C:7
:60F:C260102EUR0,
:62F:C260102EUR0,
-}
`

func TestWholeFile(t *testing.T) {
	statements := read(t, town)
	if len(statements) != 3 {
		t.Fatalf("%d statements", len(statements))
	}
	first, second, third := statements[0], statements[1], statements[2]
	if first.Page != "1" || second.Page != "2" || third.Page != "" || third.Index != 2 || third.Line != 32 || third.Dialect != "ing" {
		t.Errorf("pages: %+v", third)
	}
	if e := first.Entries[0]; e.Booked != "2025-12-31" || e.Line != 8 || e.BankRef != "1" || e.Details[0].Counterparty.Name != "Café Müller" || e.Details[0].Remittance[0] != "koffie €" {
		t.Errorf("entry: %+v", e)
	}
	if e := first.Entries[1]; e.Booked != "2025-12-31" || e.Value != "2026-01-02" || e.Index != 1 {
		t.Errorf("entry: %+v", e)
	}
	if second.Info != "/SUM/2/1/200,25/50,25/" || len(second.Balances) != 4 || second.From != "2025-12-31" || second.To != "2026-01-02" {
		t.Errorf("statement: %+v", second.Statement)
	}
	if got := second.Entries[0].Details[0].Remittance; !reflect.DeepEqual(got, []string{"gewone tekst", "op twee regels"}) {
		t.Errorf("free text: %q", got)
	}
	for i := range statements {
		if !proves(t, &statements[i]) {
			t.Errorf("statement %d does not prove", i)
		}
	}
}

// proves says that a statement has both balances and that they agree with its entries.
func proves(t testing.TB, s *bank.Full) bool {
	if s.Opening == nil || s.Closing == nil {
		return false
	}
	sum := s.Opening.Amount
	for _, e := range s.Entries {
		var err error
		if sum, err = money.Add(sum, e.Amount); err != nil {
			return false
		}
	}
	return sum == s.Closing.Amount
}

func TestLineEndsAndEncodings(t *testing.T) {
	want := read(t, town)
	windows := strings.NewReplacer("é", "\xe9", "ü", "\xfc", "€", "\x80").Replace(town)
	for name, text := range map[string]string{
		"CRLF":              strings.ReplaceAll(town, "\n", "\r\n"),
		"CR":                strings.ReplaceAll(town, "\n", "\r"),
		"BOM":               "\xef\xbb\xbf" + town,
		"Windows-1252":      windows,
		"Windows-1252 CR":   strings.ReplaceAll(windows, "\n", "\r"),
		"framed, no end":    strings.TrimSpace(strings.NewReplacer("-}\n{", "-}\x03\n\x01{").Replace(town)) + "\x1a",
		"wrapped in a rune": strings.Replace(town, "Café Müller///REMI/US\nTD//koffie €/", "Caf\xc3\n\xa9 Müller///REMI/USTD//koffie €/", 1),
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, text)
			if name == "wrapped in a rune" { // a line more or less is no matter
				if a, b := got[0].Entries[0].Details[0], want[0].Entries[0].Details[0]; a.Counterparty.Name != b.Counterparty.Name {
					t.Errorf("name %q", a.Counterparty.Name)
				}
				return
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("\n got %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	const start = ":20:X\n:25:NL02ABNA0123456789\n:28C:1\n:60F:C260101EUR1,00\n"
	const end = ":62F:C260131EUR1,00\n"
	for _, c := range []struct {
		name, text, code string
		line             int
	}{
		{"nothing", "", "mt940.empty", 0},
		{"blank lines", "\n\n  \n", "mt940.empty", 0},
		{"another file", "Geachte heer,\n", "mt940.not-mt940", 1},
		{"UTF-16", "\xff\xfe:\x002\x000\x00", "mt940.utf16", 1},
		{"another message", "{1:F01INGBNL2AXXXX}{2:I103INGBNL2AXXXXN}{4:\n:20:X\n", "mt940.other-message", 1},
		{"text after the closing balance", start + end + "onbekend\n", "mt940.stray-line", 6},
		{"text after a separator", start + end + "-\nonbekend\n", "mt940.stray-line", 7},
		{"text after the account", ":20:X\n:25:NL02ABNA0123456789\nonbekend\n", "mt940.stray-line", 3},
		{"unknown field", start + ":99Z:x\n" + end, "mt940.unknown-field", 5},
		{"unknown field in text", start + ":61:260115C1,NTRF\n:86:x\n:65F:Dnull\n" + end, "mt940.unknown-field", 7},
		{"colon lost", start + "61:260115C1,NTRF\n" + end, "mt940.stray-line", 5},
		{"entry outside", ":61:260115C1,NTRF\n", "mt940.field-outside", 1},
		{"entry after a separator", start + end + "-\n:61:260115C1,NTRF\n", "mt940.field-outside", 7},
		{"entry after the closing balance", start + end + ":61:260115C1,NTRF\n", "mt940.order", 6},
		{"opening balance twice", start + ":60F:C260101EUR1,00\n", "mt940.twice", 5},
		{"opening balance late", ":20:X\n:25:1\n:61:260115C1,NTRF\n:60F:C260101EUR1,00\n", "mt940.order", 4},
		{"closing balance twice", start + end + end, "mt940.twice", 6},
		{"account twice", start + ":25:NL02ABNA0123456789\n" + end, "mt940.twice", 5},
		{"no account", ":20:X\n:60F:C260101EUR1,00\n" + end, "mt940.no-account", 1},
		{"balance", ":20:X\n:25:1\n:60F:X260101EUR1,00\n", "mt940.balance", 3},
		{"balance without a date", ":20:X\n:25:1\n:60F:CnullnEUR1,00\n", "mt940.balance", 3},
		{"balance without an amount", start + ":62F:C260131EUR\n", "mt940.balance", 5},
		{"three decimals", start + ":61:260115C1,234NTRF\n" + end, "mt940.entry", 5},
		{"no such day", start + ":61:261315C1,NTRF\n" + end, "mt940.entry", 5},
		{"no such entry day", start + ":61:2601150431C1,NTRF\n" + end, "mt940.entry", 5},
		{"no mark", start + ":61:260115X1,NTRF\n" + end, "mt940.entry", 5},
		{"no amount", start + ":61:260115CNTRF\n" + end, "mt940.entry", 5},
		{"a negative amount", start + ":61:260115C-1,NTRF\n" + end, "mt940.entry", 5},
		{"no type", start + ":61:260115C1,\n" + end, "mt940.entry", 5},
		{"amount out of range", start + ":61:260115C99999999999999999,00NTRF\n" + end, "mt940.entry", 5},
		{"cut in the middle", start + ":61:2601", "mt940.entry", 5},
		{"two currencies", start + ":62F:C260131USD1,00\n", "mt940.currency", 5},
		{"sum", start + ":90C:xEUR1,00\n", "mt940.sum", 5},
		{"a long line", start + ":86:" + strings.Repeat("x", maxLine), "mt940.line-too-long", 5},
		{"many lines", start + ":61:260115C1,NTRF\n:86:" + strings.Repeat("x\n", maxFieldLines+1), "mt940.field-too-long", 6},
		{"many fields", start + ":61:260115C1,NTRF\n" + strings.Repeat(":86:"+strings.Repeat("x", 1000)+"\n", 600), "mt940.field-too-long", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var all bank.Collector
			err := Read(strings.NewReader(c.text), &all)
			if fault.Code(err) != c.code {
				t.Fatalf("got %v, want %s", err, c.code)
			}
			if c.line > 0 && !strings.Contains(err.Error(), fmt.Sprintf("line=\"%d\"", c.line)) {
				t.Errorf("got %v, want line %d", err, c.line)
			}
		})
	}
}

// broken fails after a while, as a disk does.
type broken struct{ r io.Reader }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err == io.EOF {
		err = io.ErrClosedPipe
	}
	return n, err
}

type refusing struct{ bank.Collector }

func (refusing) Entry(*bank.Entry) error { return io.ErrShortWrite }

func TestErrorsOfOthers(t *testing.T) {
	if err := Read(broken{strings.NewReader(town)}, &bank.Collector{}); fault.Code(err) != "mt940.unreadable" {
		t.Errorf("reader: %v", err)
	}
	if err := Read(strings.NewReader(town), &refusing{}); err != io.ErrShortWrite {
		t.Errorf("handler: %v", err)
	}
}

func TestRecognise(t *testing.T) {
	for text, want := range map[string]bool{
		town: true, day942: true, ":940:\r\n:20:940S260101\r\n": true,
		abnHead + ":20:ABN AMRO BANK NV\n:25:1\n:28:1/1\n":     true,
		"\xef\xbb\xbf:20:X\r:25:1\r:28C:1\r":                   true,
		"\x01{1:F01POFICHBEAXXX}{2:I940XXXXXXXXXXXXN}{4:\n":    true,
		"{1:F01INGBNL2AXXXX}{2:I103INGBNL2AXXXXN}{4:\n:20:X\n": false,
		":20:X\n:23B:CRED\n:32A:260101EUR1,\n":                 false,
		"<?xml version=\"1.0\"?>\n:20:X\n:25:1\n:28C:1\n":      false,
		"": false, "number,kind\n": false, "\x00\x01\x02": false,
	} {
		if got := Recognise([]byte(text)); got != want {
			t.Errorf("%.40q: %v", text, got)
		}
	}
}

// endless gives one line that never ends.
type endless struct{ left, given int }

func (e *endless) Read(p []byte) (int, error) {
	n := min(len(p), e.left)
	if n == 0 {
		return 0, io.EOF
	}
	for i := range p[:n] {
		p[i] = 'x'
	}
	e.left, e.given = e.left-n, e.given+n
	return n, nil
}

func TestEndlessLine(t *testing.T) {
	for _, start := range []string{"", ":20:", ":20:X\n:25:1\n:60F:C260101EUR1,\n:61:260101C1,NTRF\n:86:", "{1:F01", "-}"} {
		tail := &endless{left: 2 << 30}
		err := Read(io.MultiReader(strings.NewReader(start), tail), &bank.Collector{})
		if fault.Code(err) != "mt940.line-too-long" || tail.given > 4*maxLine {
			t.Errorf("%q: %v after %d bytes", start, err, tail.given)
		}
	}
}

// TestTruncated cuts a file at every byte: what is handed over and proves must
// be a statement of the whole file.
func TestTruncated(t *testing.T) {
	for _, text := range []string{town, day942, strings.ReplaceAll(town, "\n", "\r\n")} {
		whole := read(t, text)
		for n := range len(text) {
			var part bank.Collector
			_ = Read(strings.NewReader(text[:n]), &part)
			for i := range part.Statements {
				got := &part.Statements[i]
				if i >= len(whole) {
					t.Fatalf("cut at %d: more statements than there are", n)
				}
				if !proves(t, got) {
					continue
				}
				want := whole[i]
				if len(got.Entries) != len(want.Entries) || got.Account.ID != want.Account.ID || got.Closing.Amount != want.Closing.Amount {
					t.Fatalf("cut at %d: statement %d proves and is wrong", n, i)
				}
				for j := range got.Entries {
					if got.Entries[j].Amount != want.Entries[j].Amount || got.Entries[j].Booked != want.Entries[j].Booked {
						t.Fatalf("cut at %d: entry %d is wrong", n, j)
					}
				}
			}
		}
	}
}

// entriesIn counts lines that begin with :61:, without reading anything else.
func entriesIn(text []byte) int {
	n := 0
	for _, line := range bytes.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if bytes.HasPrefix(line, []byte(":61:")) {
			n++
		}
	}
	return n
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{town, day942, abnHead + ":20:X\n:25:1\n:60F:C260101EUR1,\n:61:260101C1,N1\n:86:/TRTP/X/IBAN/NL02ABNA0123456789/REMI//RTRN/AC04\n-\n",
		":20:X\n:25:1\n:60F:C260101EUR1,\n:61:260101C1,NTRF\n:86:166?00X?20EREF+A?21SVWZ+B?31DE89\n:86:000>10123>20ABC\n:NS:01x\n",
		ingOld + ":20:X\n:25:1\n:61:260101C1,NTRF\n:86:NL02ABNA0123456789 ABNANL2A M NOTPROVIDED x\n:86:Europese Incasso, doorlopend NL02ABNA0123456789 ABNANL2A X\n-XXX\n",
		snsHead + ":20:X\n:25:NL16SNSB0123456789\n:61:260101C1,NTRFNL02ABNA0123456789\nnaam\n:86:SEPA OVERBOEKING IBAN: NL02 NAAM: x\nREK: 1/NAAM: y\n-}{5:}\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		Recognise(text)
		var all bank.Collector
		err := Read(bytes.NewReader(text), &all)
		if err != nil {
			if code := fault.Code(err); !strings.HasPrefix(code, "mt940.") {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		got := 0
		for _, s := range all.Statements {
			got += len(s.Entries)
			if s.Account.ID == "" {
				t.Fatal("a statement without an account")
			}
			for _, e := range s.Entries {
				if e.Booked == "" || e.Value == "" || e.NumDetails != len(e.Details) {
					t.Fatalf("entry: %+v", e)
				}
			}
		}
		if want := entriesIn(text); got < want {
			t.Fatalf("%d entries of %d", got, want)
		}
	})
}
