// SPDX-License-Identifier: EUPL-1.2

package pain

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/party"
	"rentmeester/payment"
)

const ownIBAN = "NL02ABNA0123456789"

// simple is a message with one of everything.
func simple() Message {
	return Message{
		ID: "RUN-12", Created: time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC), Initiator: "Gemeente Voorbeeld", OrgID: "12345678",
		Blocks: []payment.Block{{
			ID: "RUN-12-A", Execution: "2026-02-02", Booking: true, Purpose: "SUPP",
			Own: payment.Side{
				Name: "Gemeente Voorbeeld", IBAN: ownIBAN, BIC: "ABNANL2A",
				Address: &payment.Address{Street: "Raadhuisplein", Number: "1", PostCode: "1234 AB", Town: "Lindewoude", Country: "NL"},
			},
			Transfers: []payment.Transfer{
				{
					EndToEndID: "E1", InstructionID: "I1", Amount: 1_010, Text: "Factuur 1 & 2", Purpose: "GDDS",
					To: payment.Side{Name: "Bäckerei Müller", IBAN: "DE89 3704 0044 0532 0130 00", BIC: "COBADEFFXXX", Address: &payment.Address{
						Town: "Köln", Country: "DE", Lines: []string{"Domplatz 3", "Hinterhaus"},
					}},
				},
				{EndToEndID: "E2", Amount: payment.MaxTransfer, Reference: "5012345678901234", To: payment.Side{Name: "Waterschap", IBAN: "NL20INGB0001234567"}},
				{EndToEndID: "E3", Amount: 1, Reference: "RF18 5390 0754 7034", To: payment.Side{Name: "Jansen", IBAN: "NL44RABO0123456789"}},
				{EndToEndID: "E4", Amount: 2, To: payment.Side{Name: "Zonder tekst", IBAN: "NL44RABO0123456789"}},
			},
		}},
	}
}

// TestWritten compares with files that were looked at by hand, and tried against
// the schema of ISO 20022 and that of the EPC.
func TestWritten(t *testing.T) {
	for _, version := range []string{V09, V03} {
		var got bytes.Buffer
		if err := Write(&got, version, simple()); err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", "written."+version+".xml")
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want := file(t, filepath.Base(golden)); got.String() != want {
			t.Errorf("%s: got\n%s", version, got.String())
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	first := func(change func(*payment.Transfer)) func(*Message) {
		return func(m *Message) { change(&m.Blocks[0].Transfers[0]) }
	}
	for name, c := range map[string]struct {
		change func(*Message)
		code   string
	}{
		"no blocks":                {func(m *Message) { m.Blocks = nil }, "pain.write-empty"},
		"no transfers":             {func(m *Message) { m.Blocks[0].Transfers = nil }, "pain.write-empty"},
		"no identifier":            {func(m *Message) { m.ID = "" }, "pain.write-id"},
		"long identifier":          {func(m *Message) { m.ID = strings.Repeat("x", 36) }, "pain.write-id"},
		"slash in front":           {func(m *Message) { m.Blocks[0].ID = "/A" }, "pain.write-id"},
		"two slashes":              {first(func(f *payment.Transfer) { f.EndToEndID = "A//B" }), "pain.write-id"},
		"identifier with é":        {first(func(f *payment.Transfer) { f.EndToEndID = "é" }), "pain.write-id"},
		"same payment twice":       {first(func(f *payment.Transfer) { f.EndToEndID = "E2" }), "pain.write-twice"},
		"same block twice":         {func(m *Message) { m.Blocks = append(m.Blocks, m.Blocks[0]) }, "pain.write-twice"},
		"no time":                  {func(m *Message) { m.Created = time.Time{} }, "pain.write-time"},
		"no day":                   {func(m *Message) { m.Blocks[0].Execution = "2026-02-30" }, "pain.write-day"},
		"no own name":              {func(m *Message) { m.Blocks[0].Own.Name = " " }, "pain.write-name"},
		"no name":                  {first(func(f *payment.Transfer) { f.To.Name = "***" }), "pain.write-name"},
		"no sender":                {func(m *Message) { m.Initiator = "" }, "pain.write-name"},
		"IBAN with a slip":         {first(func(f *payment.Transfer) { f.To.IBAN = "NL45INGB0001234567" }), "pain.write-account"},
		"IBAN outside SEPA":        {first(func(f *payment.Transfer) { f.To.IBAN = "TR330006100519786457841326" }), "pain.write-account"},
		"BIC with a slip":          {first(func(f *payment.Transfer) { f.To.BIC = "COBADEF" }), "pain.write-bank"},
		"nothing":                  {first(func(f *payment.Transfer) { f.Amount = 0 }), "pain.write-amount"},
		"less than nothing":        {first(func(f *payment.Transfer) { f.Amount = -1 }), "pain.write-amount"},
		"a thousand million":       {first(func(f *payment.Transfer) { f.Amount = payment.MaxTransfer + 1 }), "pain.write-amount"},
		"long text":                {first(func(f *payment.Transfer) { f.Text = strings.Repeat("x", 141) }), "pain.write-text"},
		"text that grows":          {first(func(f *payment.Transfer) { f.Text = strings.Repeat("€", 47) }), "pain.write-text"},
		"text and reference":       {first(func(f *payment.Transfer) { f.Reference = "5012345678901234" }), "pain.write-both"},
		"reference with a slip":    {first(func(f *payment.Transfer) { f.Text, f.Reference = "", "6012345678901234" }), "pain.write-reference"},
		"purpose in small letters": {first(func(f *payment.Transfer) { f.Purpose = "supp" }), "pain.write-purpose"},
		"address without town":     {first(func(f *payment.Transfer) { f.To.Address.Town = "" }), "pain.write-address"},
		"address without country":  {first(func(f *payment.Transfer) { f.To.Address.Country = "" }), "pain.write-address"},
		"three lines of address":   {first(func(f *payment.Transfer) { f.To.Address.Lines = []string{"a", "b", "c"} }), "pain.write-address"},
	} {
		m := simple()
		c.change(&m)
		var out bytes.Buffer
		if err := Write(&out, V09, m); fault.Code(err) != c.code || out.Len() > 0 {
			t.Errorf("%s: %v, want %s; %d bytes written", name, err, c.code, out.Len())
		}
	}
	if err := Write(&bytes.Buffer{}, "pain.001.001.02", simple()); fault.Code(err) != "pain.write-version" {
		t.Error(err)
	}
}

// TestFaultsNameThePayment, so that somebody can mend it.
func TestFaultsNameThePayment(t *testing.T) {
	m := simple()
	m.Blocks[0].Transfers[2].To.IBAN = "NL00"
	var f *fault.Error
	if err := Write(&bytes.Buffer{}, V09, m); !errors.As(err, &f) || f.Args["payment"] != "E3" || f.Args["account"] != "NL00" {
		t.Error(err)
	}
}

func TestWriteGivesTheErrorOfTheDisk(t *testing.T) {
	full := errors.New("disk full")
	if err := Write(broken{full}, V09, simple()); err != full {
		t.Error(err)
	}
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

// TestSchemas tries what is written against the schemas in a folder, when there
// are any: pain.001.001.09.xsd and pain.001.001.03.xsd, of ISO 20022, the EPC or a
// bank. They are not ours to keep here.
func TestSchemas(t *testing.T) {
	folder := os.Getenv("RENTMEESTER_XSD")
	if folder == "" {
		t.Skip("RENTMEESTER_XSD is not set: nothing is tried against a schema")
	}
	messages := 0
	rapid.Check(t, func(t *rapid.T) {
		m := drawMessage(t)
		if messages == 0 {
			m = simple()
		}
		messages++
		for _, version := range []string{V09, V03} {
			var out bytes.Buffer
			if err := Write(&out, version, m); err != nil {
				t.Fatal(err)
			}
			lint := exec.Command("xmllint", "--nonet", "--noout", "--schema", filepath.Join(folder, version+".xsd"), "-")
			lint.Stdin = &out
			if said, err := lint.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s", version, err, said)
			}
		}
	})
	t.Logf("%d messages in two versions", messages)
}

// Any message that is written is read back equal.
func TestReadBackEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMessage(t)
		version := rapid.SampledFrom([]string{V09, V03}).Draw(t, "version")
		var out, again bytes.Buffer
		if err := Write(&out, version, m); err != nil {
			t.Fatal(err)
		}
		if err := Write(&again, version, m); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Fatalf("written twice, not the same: %v", err)
		}
		var c collector
		if err := ReadOrders(&out, &c); err != nil {
			t.Fatal(err)
		}
		want := expected(version, m)
		for n := range c.batches {
			c.batches[n].Line = 0
			for k := range c.batches[n].orders {
				c.batches[n].orders[k].Line = 0
			}
		}
		if !reflect.DeepEqual(c.batches, want) {
			t.Fatalf("got\n%+v\nwant\n%+v", c.batches, want)
		}
	})
}

// expected is what the reader makes of a message.
func expected(version string, m Message) (want []collected) {
	for n, b := range m.Blocks {
		booking, total := b.Booking, money.Cents(0)
		one := collected{Batch: payment.Batch{
			Format: version, Kind: payment.CreditTransfer, MessageID: m.ID, InfoID: b.ID, Created: m.Created.Format("2006-01-02T15:04:05"),
			Execution: b.Execution, Account: b.Own.IBAN, Own: shown(b.Own.Name, 70), Booking: &booking, SaidCount: len(b.Transfers), Index: n,
		}}
		for k, f := range b.Transfers {
			total += f.Amount
			order := payment.Instruction{
				Index: k, EndToEndID: f.EndToEndID, InstructionID: f.InstructionID, Amount: f.Amount, Currency: "EUR", Purpose: f.Purpose,
				Counterparty: party.Party{Name: shown(f.To.Name, 70), Account: f.To.IBAN, BIC: f.To.BIC, Address: lines(version, f.To.Address)},
				Reference:    f.Reference,
			}
			if text := payment.Latin(f.Text); text != "" {
				order.Remittance = []string{text}
			}
			switch {
			case strings.HasPrefix(f.Reference, "RF"):
				order.ReferenceType = "SCOR/ISO"
			case f.Reference != "":
				order.ReferenceType = "SCOR/CUR"
			}
			one.orders = append(one.orders, order)
		}
		one.SaidTotal = &total
		want = append(want, one)
	}
	return want
}

func shown(s string, limit int) string { return payment.Clip(payment.Latin(s), limit) }

// lines are those of an address as they are read: street and number, free
// lines, postcode and town, country.
func lines(version string, a *payment.Address) (all []string) {
	if a == nil || version == V03 {
		return nil
	}
	add := func(s string) {
		if s != "" {
			all = append(all, s)
		}
	}
	add(strings.TrimSpace(shown(a.Street, 70) + " " + shown(a.Number, 16)))
	for _, s := range a.Lines {
		add(shown(s, 70))
	}
	add(strings.TrimSpace(shown(a.PostCode, 16) + " " + shown(a.Town, 35)))
	add(a.Country)
	return all
}

// drawMessage draws a message that can be written, with texts in any script.
func drawMessage(t *rapid.T) Message {
	identifier := rapid.StringMatching(`[A-Za-z0-9?:().,'+-]{1,20}(/[A-Z0-9]{1,5}){0,2}`)
	free := rapid.StringOf(rapid.RuneFrom([]rune("abc XYZ 019 é ü ß & < > \" ' _ ł Ж π € – . \u00a0 日")))
	named := rapid.Map(free, func(s string) string { return "N" + s })
	m := Message{
		ID: identifier.Draw(t, "message"), Initiator: named.Draw(t, "initiator"), OrgID: rapid.SampledFrom([]string{"", "12345678"}).Draw(t, "org"),
		Created: time.Unix(rapid.Int64Range(1_600_000_000, 2_000_000_000).Draw(t, "created"), 0).UTC(),
	}
	serial := 0
	for n := range rapid.IntRange(1, 3).Draw(t, "blocks") {
		b := payment.Block{
			ID:        fmt.Sprintf("%.30s-%d", identifier.Draw(t, "block"), n),
			Execution: day.Day("2026-01-01").Add(rapid.IntRange(0, 800).Draw(t, "day")), Booking: rapid.Bool().Draw(t, "booking"),
			Purpose: rapid.SampledFrom([]string{"", "SUPP", "SALA"}).Draw(t, "purpose"), Own: drawSide(t, named, free),
		}
		for range rapid.IntRange(1, 6).Draw(t, "transfers") {
			serial++
			f := payment.Transfer{
				EndToEndID: fmt.Sprintf("%.28s-%d", identifier.Draw(t, "end to end"), serial),
				Amount:     money.Cents(rapid.Int64Range(1, int64(payment.MaxTransfer)).Draw(t, "amount")),
				To:         drawSide(t, named, free), Purpose: rapid.SampledFrom([]string{"", "GDDS"}).Draw(t, "why"),
			}
			switch rapid.IntRange(0, 3).Draw(t, "tells") {
			case 0:
				f.Text = payment.Clip(payment.Latin(free.Draw(t, "text")), payment.MaxText)
			case 1:
				f.Reference, _ = ident.MakeBetalingskenmerk(rapid.StringMatching(`[0-9]{15}`).Draw(t, "digits"))
			case 2:
				f.Reference, _ = ident.MakeRF(rapid.StringMatching(`[0-9A-Z]{1,21}`).Draw(t, "body"))
			}
			b.Transfers = append(b.Transfers, f)
		}
		m.Blocks = append(m.Blocks, b)
	}
	return m
}

func drawSide(t *rapid.T, named, free *rapid.Generator[string]) payment.Side {
	s := payment.Side{
		Name: named.Draw(t, "name"), BIC: rapid.SampledFrom([]string{"", "INGBNL2A", "COBADEFFXXX"}).Draw(t, "bic"),
		IBAN: rapid.SampledFrom([]string{ownIBAN, "NL20INGB0001234567", "DE89370400440532013000", "BE68539007547034"}).Draw(t, "iban"),
	}
	if rapid.Bool().Draw(t, "has address") {
		s.Address = &payment.Address{
			Street: free.Draw(t, "street"), Number: rapid.SampledFrom([]string{"", "12a"}).Draw(t, "number"),
			PostCode: rapid.SampledFrom([]string{"", "1234 AB"}).Draw(t, "code"), Town: named.Draw(t, "town"), Country: rapid.SampledFrom([]string{"NL", "DE"}).Draw(t, "country"),
			Lines: rapid.SliceOfN(free, 0, 2).Draw(t, "lines"),
		}
	}
	return s
}

func BenchmarkWrite(b *testing.B) {
	m := simple()
	transfers := make([]payment.Transfer, 10_000)
	for n := range transfers {
		transfers[n] = m.Blocks[0].Transfers[n%4]
		transfers[n].EndToEndID = fmt.Sprintf("E-%d", n)
	}
	m.Blocks[0].Transfers = transfers
	for b.Loop() {
		var out counter
		if err := Write(&out, V09, m); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(out))
	}
}

type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }
