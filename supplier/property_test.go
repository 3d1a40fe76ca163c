// SPDX-License-Identifier: EUPL-1.2

package supplier

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/ident"
	"rentmeester/invoice"
)

var (
	firsts  = []string{"Jansen", "Bakker", "Visser", "Meijer", "Mulder", "Dekker", "Bos", "Vos", "Peters", "Hendriks"}
	seconds = []string{"Bouw", "Groen", "Infra", "Advies", "Schoonmaak", "Techniek", "Zorg", "Transport"}
	forms   = []string{"B.V.", "BV", "", "V.O.F.", "N.V."}
)

// drawn draws registers in which names, doors and accounts are shared.
func drawn(t *rapid.T) []Record {
	n := rapid.IntRange(0, 12).Draw(t, "n")
	out := make([]Record, n)
	for i := range out {
		out[i] = Record{ID: int64(i + 1),
			Name: rapid.SampledFrom(firsts).Draw(t, "first") + " " + rapid.SampledFrom(seconds).Draw(t, "second") + " " + rapid.SampledFrom(forms).Draw(t, "form"),
			KvK:  fmt.Sprintf("1000000%d", rapid.IntRange(0, 9).Draw(t, "kvk")), Address: invoice.Address{Street: "Kade 1", PostCode: "1234 AB"},
			Accounts: []Account{{IBAN: fmt.Sprintf("NL00BNGH000000000%d", rapid.IntRange(0, 9).Draw(t, "iban")), State: Trusted}}}
	}
	return out
}

func asked(t *rapid.T) *invoice.Invoice {
	inv := from(rapid.SampledFrom(firsts).Draw(t, "first") + " " + rapid.SampledFrom(seconds).Draw(t, "second"))
	if rapid.Bool().Draw(t, "numbered") {
		inv.Seller.Legal = &invoice.Identifier{ID: fmt.Sprintf("1000000%d", rapid.IntRange(0, 9).Draw(t, "kvk")), Scheme: "0106"}
	}
	if rapid.Bool().Draw(t, "account") {
		inv.Payments = []invoice.Means{{Account: fmt.Sprintf("NL00BNGH000000000%d", rapid.IntRange(0, 9).Draw(t, "iban"))}}
	}
	return inv
}

func TestOrderOfRecordsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records, inv := drawn(t), asked(t)
		mixed := rapid.Permutation(records).Draw(t, "order")
		a, b := NewRegister(records).Recognise(inv), NewRegister(mixed).Recognise(inv)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v\n%+v", a, b)
		}
	})
}

func TestOutcomeHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records, inv := drawn(t), asked(t)
		out := NewRegister(records).Recognise(inv)
		if (out.Best == nil) != (out.Proposal != nil) {
			t.Fatal("either somebody, or a proposal")
		}
		sum := 0.0
		for _, m := range out.Alternatives {
			sum += m.Probability
		}
		if out.Best != nil {
			sum += out.Best.Probability
		}
		if sum < 0 || sum > 1+1e-9 {
			t.Fatalf("probabilities add up to %v", sum)
		}
		if out.Certain && len(out.Conflicts) > 0 {
			t.Fatal("certain in spite of conflicts")
		}
	})
}

// A word with one slip finds the word it stands for, whatever the slip.
func TestOneSlipInAWordIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[A-Z]{6,14}`).Draw(t, "word")
		b, at := []byte(word), rapid.IntRange(0, len(word)-2).Draw(t, "at")
		switch rapid.IntRange(0, 3).Draw(t, "how") {
		case 0:
			b[at] = 'X'
		case 1:
			b = slices.Delete(b, at, at+1)
		case 2:
			b = slices.Insert(b, at, 'Q')
		default:
			b[at], b[at+1] = b[at+1], b[at]
		}
		r := NewRegister([]Record{{ID: 1, Name: word + " Groep"}})
		if found := r.spelled(string(b)); !slices.Contains(found, word) {
			t.Fatalf("%s does not find %s: %v", b, word, found)
		}
	})
}

// Only an account that two people trusted is paid without a hold.
func TestOnlyTrustedAccountsAreNotHeld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		states := rapid.SliceOfN(rapid.SampledFrom([]State{Trusted, Held, Refused}), 1, 6).Draw(t, "states")
		var ibans []string
		for i := range 4 {
			iban, err := ident.MakeIBAN("NL", fmt.Sprintf("BNGH09%d0000000", 8+i%2)[:14-1]+fmt.Sprint(i))
			if err != nil {
				t.Fatal(err)
			}
			ibans = append(ibans, iban)
		}
		var records []Record
		for i, state := range states {
			records = append(records, Record{ID: int64(i%3 + 1), Name: "x", Accounts: []Account{{IBAN: rapid.SampledFrom(ibans).Draw(t, "iban"), State: state}}})
		}
		slices.SortFunc(records, func(a, b Record) int { return int(a.ID - b.ID) })
		for i := len(records) - 1; i > 0; i-- { // one record for each supplier
			if records[i].ID == records[i-1].ID {
				records[i-1].Accounts = append(records[i-1].Accounts, records[i].Accounts...)
				records = slices.Delete(records, i, i+1)
			}
		}
		id, iban := int64(rapid.IntRange(1, 4).Draw(t, "id")), rapid.SampledFrom(ibans).Draw(t, "asked")
		v := NewRegister(records).Account(id, iban, rapid.SampledFrom([]string{"", "y"}).Draw(t, "holder"))
		trustedHere := slices.ContainsFunc(records, func(r Record) bool {
			return r.ID == id && slices.ContainsFunc(r.Accounts, func(a Account) bool { return a.IBAN == iban && a.State == Trusted })
		})
		if !v.Hold && !trustedHere {
			t.Fatalf("%+v", v)
		}
	})
}

// invented gives a register of the size of a very large municipality's.
func invented(n int) []Record {
	chance := rand.New(rand.NewPCG(1, 2))
	syllables := []string{"ba", "ke", "lo", "mi", "nu", "ra", "se", "ti", "vo", "wa", "zij", "hof", "dam", "berg"}
	out := make([]Record, n)
	for i := range out {
		name := ""
		for range 2 + chance.IntN(3) {
			name += syllables[chance.IntN(len(syllables))]
		}
		out[i] = Record{ID: int64(i + 1), Name: name + " " + seconds[chance.IntN(len(seconds))] + " " + forms[chance.IntN(len(forms))],
			KvK: fmt.Sprintf("%08d", 10_000_000+i), VAT: fmt.Sprintf("NL%09dB01", i), Address: invoice.Address{Street: fmt.Sprint("Weg ", i%300), PostCode: fmt.Sprintf("%04d AB", 1000+i%9000)},
			Accounts: []Account{{IBAN: fmt.Sprintf("NL00BNGH%010d", i), State: Trusted}}}
	}
	return out
}

func BenchmarkRegister(b *testing.B) {
	records := invented(200_000)
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			NewRegister(records)
		}
	})
	r := NewRegister(records)
	b.Run("with", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r.With(records[4711:4712])
		}
	})
	for _, test := range []struct {
		name string
		inv  *invoice.Invoice
	}{
		{"number", from(records[77].Name, func(inv *invoice.Invoice) { inv.Seller.VAT = records[77].VAT })},
		{"name", from(records[4711].Name)},
		{"slip", from("x" + records[4711].Name)},
		{"unknown", from("Totaal Onbekende Onderneming Infra")},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Recognise(test.inv)
			}
		})
	}
}
