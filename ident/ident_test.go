// SPDX-License-Identifier: EUPL-1.2

package ident

import (
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/fault"
)

// reader is the form all reading functions are tested in.
type reader func(string) (string, bool)

func TestReading(t *testing.T) {
	oin := func(s string) (string, bool) { c, _, ok := OIN(s); return c, ok }
	cases := []struct {
		name   string
		read   reader
		in     string
		want   string // "" is refused
		reason string
	}{
		{"IBAN", IBAN, "NL91ABNA0417164300", "NL91ABNA0417164300", "canonical"},
		{"IBAN", IBAN, "nl91 abna 0417 1643 00", "NL91ABNA0417164300", "printed, lower case"},
		{"IBAN", IBAN, "IBAN: NL91.ABNA.0417.1643.00", "NL91ABNA0417164300", "with its name and dots"},
		{"IBAN", IBAN, "NL91\u00a0ABNA\u202f0417164300", "NL91ABNA0417164300", "spaces that do not break"},
		{"IBAN", IBAN, "DE89370400440532013000", "DE89370400440532013000", "Germany"},
		{"IBAN", IBAN, "NO9386011117947", "NO9386011117947", "the shortest"},
		{"IBAN", IBAN, "MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S", "letters in the number"},
		{"IBAN", IBAN, "NL92ABNA0417164300", "", "check digits"},
		{"IBAN", IBAN, "NL91ABNA041716430", "", "too short"},
		{"IBAN", IBAN, "NL91ABNA04171643000", "", "too long"},
		{"IBAN", IBAN, "ZZ91ABNA0417164300", "", "no such country"},
		{"IBAN", IBAN, "NL91ABNA041716430\u0660", "", "a digit of another script"},
		{"IBAN", IBAN, "", "", "empty"},
		{"IBAN", IBAN, "IBAN", "", "only its name"},
		{"IBAN", IBAN, strings.Repeat("9", 1<<20), "", "a hostile line"},
		{"RF", RF, "RF18 5390 0754 7034", "RF18539007547034", "the example of the standard"},
		{"RF", RF, "rf18539007547034", "RF18539007547034", "lower case"},
		{"RF", RF, "RF19539007547034", "", "check digits"},
		{"RF", RF, "RF18", "", "without a number"},
		{"RF", RF, "RF18" + strings.Repeat("1", 22), "", "too long"},
		{"kenmerk", Betalingskenmerk, "5000 0567 8901 2345", "5000056789012345", "sixteen"},
		{"kenmerk", Betalingskenmerk, "12234534622567", "12234534622567", "fourteen"},
		{"kenmerk", Betalingskenmerk, "1234567", "1234567", "seven, no check digit"},
		{"kenmerk", Betalingskenmerk, "1234567812345678", "", "a placeholder in bank samples"},
		{"kenmerk", Betalingskenmerk, "12345678", "", "eight digits do not exist"},
		{"kenmerk", Betalingskenmerk, "500005678901234", "", "nor fifteen"},
		{"kenmerk", Betalingskenmerk, "11234534622567", "", "length code 1 with twelve digits"},
		{"kenmerk", Betalingskenmerk, "5000O56789012345", "", "a letter"},
		{"BSN", BSN, "111222333", "111222333", "the usual example"},
		{"BSN", BSN, "111.222.333", "111222333", "with dots"},
		{"BSN", BSN, "10000008", "010000008", "leading zero left out"},
		{"BSN", BSN, "111222334", "", "elfproef"},
		{"BSN", BSN, "000000000", "", "all zero"},
		{"KvK", KvK, "40536533", "40536533", "eight digits"},
		{"KvK", KvK, "4053653", "", "seven"},
		{"KvK", KvK, "00000000", "", "all zero"},
		{"BTW", BTW, "NL000099998B57", "NL000099998B57", "sole trader, modulo 97"},
		{"BTW", BTW, "NL 0000.99.998.B57", "NL000099998B57", "with dots"},
		{"BTW", BTW, "NL111222333B01", "NL111222333B01", "RSIN form"},
		{"BTW", BTW, "NL111222333B00", "", "suffix 00"},
		{"BTW", BTW, "NL000099998B58", "", "check digits"},
		{"BTW", BTW, "DE111222333B01", "", "another country"},
		{"OIN", oin, "00000001111222333000", "00000001111222333000", "RSIN"},
		{"OIN", oin, "00000003405365330000", "00000003405365330000", "KvK"},
		{"OIN", oin, "00000001111222334000", "", "RSIN that fails"},
		{"OIN", oin, "00000003405365331000", "", "KvK takes four zeros"},
		{"OIN", oin, "0000000340536533000", "", "nineteen"},
		{"OIN", oin, "00000000405365330000", "", "no register"},
		{"incassant", CreditorID, "NL51ZZZ405365330000", "NL51ZZZ405365330000", "worked example of the banks' association"},
		{"incassant", CreditorID, "NL51ABC405365330000", "NL51ABC405365330000", "business code takes no part"},
		{"incassant", CreditorID, "DE98ZZZ09999999999", "DE98ZZZ09999999999", "Germany's example"},
		{"incassant", CreditorID, "NL52ZZZ405365330000", "", "check digits"},
		{"incassant", CreditorID, "NL51ZZZ40536533", "", "too short for the Netherlands"},
		{"BIC", BIC, "ABNANL2A", "ABNANL2A", "eight"},
		{"BIC", BIC, "bngh nl 2g xxx", "BNGHNL2GXXX", "eleven, with spaces"},
		{"BIC", BIC, "ABNANL2AX", "", "nine"},
		{"BIC", BIC, "ABNA1L2A", "", "a digit in the country"},
	}
	for _, c := range cases {
		got, ok := c.read(c.in)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s of %.40q (%s) = %q, %v; want %q", c.name, c.in, c.reason, got, ok, c.want)
		}
	}
}

// TestRegistryExamples holds one valid number for many countries, from the
// registry's own examples, so that a wrong length shows.
func TestRegistryExamples(t *testing.T) {
	for _, iban := range strings.Fields(`
		AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741 AT611904300234573201
		AZ21NABZ00000000137010001944 BA391290079401028494 BE68539007547034 BG80BNBG96611020345678
		BH67BMAG00001299123456 BI4210000100010000332045181 BR1800360305000010009795493C1
		BY13NBRB3600900000002Z00AB00 CH9300762011623852957 CR05015202001026284066 CY17002001280000001200527600
		CZ6508000000192000145399 DK5000400440116243 DO28BAGR00000001212453611324 EE382200221020145685
		EG380019000500000000263180002 ES9121000418450200051332 FI2112345600000785 FO6264600001631634
		FR1420041010050500013M02606 GB29NWBK60161331926819 GE29NB0000000101904917 GI75NWBK000000007099453
		GL8964710001000206 GR1601101250000000012300695 GT82TRAJ01020000001210029690 HR1210010051863000160
		HU42117730161111101800000000 IE29AIBK93115212345678 IL620108000000099999999 IQ98NBIQ850123456789012
		IS140159260076545510730339 IT60X0542811101000000123456 JO94CBJO0010000000000131000302
		KW81CBKU0000000000001234560101 KZ86125KZT5004100100 LB62099900000001001901229114
		LC55HEMM000100010012001200023015 LI21088100002324013AA LT121000011101001000 LU280019400644750000
		LV80BANK0000435195001 MC5811222000010123456789030 MD24AG000225100013104168 ME25505000012345678951
		MK07250120000058984 MR1300020001010000123456753 MU17BOMM0101101030300200000MUR PK36SCBL0000001123456702
		PL61109010140000071219812874 PS92PALS000000000400123456702 PT50000201231234567890154
		QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379 SA0380000000608010167519
		SC18SSCB11010000000000001497USD SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541
		SM86U0322509800000000270100 ST23000100010051845310146 SV62CENR00000000000000700025
		TL380080012345678910157 TN5910006035183598478831 TR330006100519786457841326
		UA213223130000026007233566001 VA59001123000012345678 VG96VPVG0000012345678901 XK051212012345678906`) {
		if _, ok := IBAN(iban); !ok {
			t.Errorf("%s is refused", iban)
		}
	}
}

func TestKenmerkCorpus(t *testing.T) {
	folder := os.Getenv("RENTMEESTER_CORPUS")
	if folder == "" {
		t.Skip("RENTMEESTER_CORPUS is not set: the list of real payment references is not read")
	}
	f, err := os.Open(filepath.Join(folder, "lists", "betalingskenmerk.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment, r.FieldsPerRecord, r.LazyQuotes = '#', -1, true
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 20 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		if _, ok := Betalingskenmerk(row[0]); ok != (row[1] == "1") {
			t.Errorf("%s: %v, the list says %s", row[0], ok, row[1])
		}
		if row[2] != "" {
			if _, ok := RSIN(row[2]); !ok {
				t.Errorf("RSIN %s of %s is refused", row[2], row[0])
			}
		}
	}
}

func TestPrinting(t *testing.T) {
	if got := PrintIBAN("NL91ABNA0417164300"); got != "NL91 ABNA 0417 1643 00" {
		t.Error(got)
	}
	if got := PrintIBAN("BE68 5390-0754-7034"); got != "BE68 5390 0754 7034" {
		t.Error(got)
	}
	if got := Electronic("P 1.234-567"); got != "P1234567" {
		t.Error(got)
	}
	for in, want := range map[string]string{
		"2025/0012-a": "20250012A", "AB12": "AB12", " é ": "É", "": "", "\xff1\n2": "12", "kenm. 001": "KENM001",
	} {
		if got := NormaliseReference(in); got != want {
			t.Errorf("NormaliseReference(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDutchAccounts(t *testing.T) {
	for account, want := range map[string]bool{
		"0417164300": true, "417164300": true, "0417164301": false, "0001234567": true, "1234567": true,
		"0000000000": false, "": false, "12345678901": false, "04171643O0": false,
	} {
		if got := AccountElfproef(account); got != want {
			t.Errorf("AccountElfproef(%q) = %v", account, got)
		}
	}
	blocked, err := MakeIBAN("NL", "RABO0991234567")
	if err != nil {
		t.Fatal(err)
	}
	if !GAccount(blocked) || !GAccount(PrintIBAN(blocked)) {
		t.Errorf("%s is a g-account", blocked)
	}
	if GAccount("NL91ABNA0417164300") || GAccount("DE89370400440532013000") || GAccount("") {
		t.Error("no g-accounts")
	}
	if IBANCountry(blocked) != "NL" || IBANCountry("ZZ1") != "" || IBANCountry("N") != "" {
		t.Error("country")
	}
}

func TestOINParts(t *testing.T) {
	_, parts, ok := OIN("00000003405365330000")
	if !ok || parts.Register != RegisterKvK || parts.Number != "40536533" {
		t.Errorf("%+v %v", parts, ok)
	}
	_, parts, ok = OIN("00000004000000999000")
	if !ok || parts.Register != RegisterSub || parts.Number != "000000999" {
		t.Errorf("%+v %v", parts, ok)
	}
}

func TestMakersRefuse(t *testing.T) {
	make2 := func(country string) func(string) (string, error) {
		return func(s string) (string, error) { return MakeIBAN(country, s) }
	}
	for _, c := range []struct {
		name string
		make func(string) (string, error)
		in   []string
	}{
		{"IBAN NL", make2("NL"), []string{"", "ABNA041716430", "0417164300ABNA", "ABNA04171643é0"}},
		{"IBAN", make2("nl"), []string{"ABNA0417164300"}},
		{"IBAN", make2(""), []string{"ABNA0417164300"}},
		{"RF", MakeRF, []string{"", strings.Repeat("1", 22), "é"}},
		{"kenmerk", MakeBetalingskenmerk, []string{"", "123456", "1234567890123", "12345678901234", "1234567890123456", "123456a"}},
		{"incassant-ID", MakeCreditorID, []string{"", "123", "ABCDEFGH"}},
		{"account", MakeAccount, []string{"", "12345678", "12345678a"}},
		{"RSIN", MakeRSIN, []string{"", "1234567", "1234567a", "00000000"}},
		{"btw-id", MakeBTW, []string{"", "12345678", "12345678a"}},
	} {
		for _, in := range c.in {
			if got, err := c.make(in); fault.Code(err) != "ident.cannot-make" {
				t.Errorf("%s of %q = %q, %v", c.name, in, got, err)
			}
		}
	}
}

func digits(n int) *rapid.Generator[string] {
	return rapid.StringOfN(rapid.RuneFrom([]rune("0123456789")), n, n, -1)
}

// mustHold checks a made number: it is read, reads the same printed, and every
// single wrong character is caught.
func mustHold(t *rapid.T, read reader, made string, from int) {
	if got, ok := read(made); !ok || got != made {
		t.Fatalf("made %s is read as %q, %v", made, got, ok)
	}
	if got, ok := read(strings.ToLower(PrintIBAN(made))); !ok || got != made {
		t.Fatalf("printed %s is read as %q, %v", made, got, ok)
	}
	at := rapid.IntRange(from, len(made)-1).Draw(t, "at")
	for c := byte('0'); c <= '9' && isDigit(made[at]); c++ {
		if wrong := made[:at] + string(c) + made[at+1:]; c != made[at] {
			if _, ok := read(wrong); ok {
				t.Fatalf("%s is read with the error %s", made, wrong)
			}
		}
	}
}

func TestMadeNumbersHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bank := rapid.StringMatching(`[A-Z]{4}`).Draw(t, "bank")
		iban, err := MakeIBAN("NL", bank+digits(10).Draw(t, "account"))
		if err != nil {
			t.Fatal(err)
		}
		mustHold(t, IBAN, iban, 2)
		rf, err := MakeRF(rapid.StringMatching(`[A-Z0-9]{1,21}`).Draw(t, "body"))
		if err != nil {
			t.Fatal(err)
		}
		mustHold(t, RF, rf, 2)
		if kvk := digits(8).Draw(t, "kvk"); kvk != "00000000" {
			id, err := MakeCreditorID(kvk)
			if err != nil {
				t.Fatal(err)
			}
			mustHold(t, CreditorID, id, 7)
		}
		btw, err := MakeBTW(digits(9).Draw(t, "nine"))
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := BTW(btw); !ok || got != btw {
			t.Fatalf("made %s is refused", btw)
		}
		kenmerk, err := MakeBetalingskenmerk(digits(rapid.SampledFrom([]int{7, 8, 9, 10, 11, 12, 15}).Draw(t, "n")).Draw(t, "digits"))
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := Betalingskenmerk(PrintIBAN(kenmerk)); !ok || got != kenmerk {
			t.Fatalf("made %s is read as %q, %v", kenmerk, got, ok)
		}
		if account, err := MakeAccount(digits(9).Draw(t, "account9")); err == nil && account != "0000000000" && !AccountElfproef(account) {
			t.Fatalf("made account %s fails", account)
		}
		if rsin, err := MakeRSIN(digits(8).Draw(t, "rsin8")); err == nil {
			mustHold(t, RSIN, rsin, 0)
		}
	})
}

// TestKenmerkCatches measures what the check digit of sixteen digits is worth.
func TestKenmerkCatches(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	random := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte('0' + rng.IntN(10))
		}
		return b
	}
	var single, singleCaught, swaps, swapsCaught, passed int
	const rounds = 20_000
	for range rounds {
		if _, ok := Betalingskenmerk(string(random(16))); ok {
			passed++
		}
		made, err := MakeBetalingskenmerk(string(random(15)))
		if err != nil {
			t.Fatal(err)
		}
		at := rng.IntN(16)
		wrong := []byte(made)
		wrong[at] = byte('0' + (int(made[at]-'0')+1+rng.IntN(9))%10)
		single++
		if _, ok := Betalingskenmerk(string(wrong)); !ok {
			singleCaught++
		}
		if at = rng.IntN(15); made[at] != made[at+1] {
			wrong = []byte(made)
			wrong[at], wrong[at+1] = wrong[at+1], wrong[at]
			swaps++
			if _, ok := Betalingskenmerk(string(wrong)); !ok {
				swapsCaught++
			}
		}
	}
	for _, c := range []struct {
		what       string
		part, of   int
		low, upper float64
	}{
		{"random numbers that pass", passed, rounds, 0.094, 0.106},
		{"single wrong digits caught", singleCaught, single, 0.979, 0.986},
		{"adjacent swaps caught", swapsCaught, swaps, 0.976, 0.984},
	} {
		share := float64(c.part) / float64(c.of)
		t.Logf("%s: %.3f", c.what, share)
		if share < c.low || share > c.upper {
			t.Errorf("%s: %.4f, expected %.3f … %.3f", c.what, share, c.low, c.upper)
		}
	}
}

func TestCanonicalCostsNothing(t *testing.T) {
	for name, read := range map[string]func(){
		"IBAN":    func() { IBAN("NL91ABNA0417164300") },
		"RF":      func() { RF("RF18539007547034") },
		"kenmerk": func() { Betalingskenmerk("5000056789012345") },
		"norm":    func() { NormaliseReference("5000056789012345") },
		"BTW":     func() { BTW("NL111222333B01") },
		"OIN":     func() { OIN("00000001111222333000") },
	} {
		if n := testing.AllocsPerRun(100, read); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func FuzzIdent(f *testing.F) {
	for _, s := range []string{"NL91ABNA0417164300", "RF18539007547034", "5000056789012345", "NL000099998B57", "IBAN NL 91", "\xff", "ı"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, read := range []reader{IBAN, RF, Betalingskenmerk, BSN, KvK, BTW, CreditorID, BIC} {
			c, ok := read(s)
			if ok == (c == "") {
				t.Fatalf("%q: %q, %v", s, c, ok)
			}
			if again, still := read(c); ok && (again != c || !still) {
				t.Fatalf("%q: canonical %q is read as %q", s, c, again)
			}
		}
		OIN(s)
		GAccount(s)
		AccountElfproef(s)
		if n := NormaliseReference(s); NormaliseReference(n) != n {
			t.Fatalf("NormaliseReference(%q) is not settled: %q", s, n)
		}
		if e := Electronic(s); Electronic(e) != e {
			t.Fatalf("Electronic(%q) is not settled: %q", s, e)
		}
	})
}

func BenchmarkIBAN(b *testing.B) {
	for b.Loop() {
		IBAN("NL91ABNA0417164300")
	}
}

func BenchmarkBetalingskenmerk(b *testing.B) {
	for b.Loop() {
		Betalingskenmerk("5000 0567 8901 2345")
	}
}
