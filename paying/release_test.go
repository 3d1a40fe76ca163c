// SPDX-License-Identifier: EUPL-1.2

package paying

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rentmeester/fault"
	"rentmeester/formats/pain"
	"rentmeester/money"
	"rentmeester/payment"
)

func TestSeal(t *testing.T) {
	run := Plan([]Payable{bill(1, 12_100), bill(2, 100, account(noord))}, plain, "2026-03-02")
	from := Sender{Own: payment.Side{Name: "Gemeente Voorbeeld", IBAN: own}, Created: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	var file bytes.Buffer
	seal, err := Write(&file, pain.V03, run.Message("R1", from))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(file.Bytes())
	if want := (Seal{hex.EncodeToString(sum[:]), int64(file.Len()), 2, 12_200}); seal != want {
		t.Errorf("%+v, not %+v", seal, want)
	}
	file.Reset()
	if seal, err := Write(&file, pain.V09, run.Message("not // good", from)); fault.Code(err) != "pain.write-id" || seal != (Seal{}) || file.Len() > 0 {
		t.Errorf("%v, %+v, %d bytes", err, seal, file.Len())
	}
	if _, err := Write(fails{}, pain.V09, run.Message("R1", from)); err == nil {
		t.Error("a full disk gives a seal")
	}
}

type fails struct{}

func (fails) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestRelease(t *testing.T) {
	const hash = "ab12"
	file := Seal{SHA256: hash, Total: 100_000}
	by := func(names ...string) (list []Released) {
		for _, n := range names {
			list = append(list, Released{n, hash})
		}
		return list
	}
	two := Rule{People: 2}
	limited := Rule{People: 2, Limit: 50_000, Limits: map[string]money.Cents{"Anna": 200_000, "Bert": 100_000, "Carla": 0}}
	for _, test := range []struct {
		name  string
		rule  Rule
		given []Released
		want  string // whose count; refused with reason; missing
	}{
		{"nobody yet", two, nil, "; ; 2"},
		{"one", two, by("anna"), "anna; ; 1"},
		{"two", two, by("anna", "bert"), "anna bert; ; 0"},
		{"the same twice", two, by("anna", "anna"), "anna; anna again; 1"},
		{"the same, written otherwise", two, by("anna", " ANNA "), "anna;  ANNA  again; 1"},
		{"the maker", two, by("maker", "anna"), "anna; maker maker; 1"},
		{"the maker, where he may", Rule{People: 2, Maker: true}, by("maker", "anna"), "maker anna; ; 0"},
		{"another file", two, []Released{{"anna", hash}, {"bert", "cd34"}}, "anna; bert other-file; 1"},
		{"no file", two, []Released{{"anna", ""}}, "; anna other-file; 2"},
		{"nobody's", two, by(" "), ";   nobody; 2"},
		{"a rule that says nothing asks two", Rule{}, by("anna"), "anna; ; 1"},
		{"one is enough", Rule{People: 1}, by("anna"), "anna; ; 0"},
		{"one, but not the maker", Rule{People: 1}, by("maker"), "; maker maker; 1"},
		{"limits", limited, by("anna", "bert", "carla", "dirk"), "anna bert; carla limit dirk limit; 0"},
		{"three", Rule{People: 3}, by("anna", "bert"), "anna bert; ; 1"},
	} {
		s := test.rule.Stand(file, "Maker", test.given)
		var refused []string
		for _, r := range s.Refused {
			refused = append(refused, r.Person+" "+strings.TrimPrefix(r.Reason.Key, "paying.release."))
		}
		got := strings.Join(s.By, " ") + "; " + strings.Join(refused, " ") + "; " + itoa(s.Missing)
		if got != test.want || s.Done != (s.Missing == 0) {
			t.Errorf("%s: %q, not %q", test.name, got, test.want)
		}
	}
	if _, may := two.May(file, "maker", "anna", by("bert")); !may {
		t.Error("anna may")
	}
	if why, may := two.May(file, "maker", "bert", by("bert")); may || why.Key != "paying.release.again" {
		t.Error(why)
	}
}

// Whatever is given, a file is released only by so many different people, none
// of them the maker, who all saw that file.
func TestReleaseNeedsPeople(t *testing.T) {
	people := rapid.SampledFrom([]string{"anna", "Anna", "bert", "maker", "MAKER ", ""})
	hashes := rapid.SampledFrom([]string{"ab12", "ab12", "cd34"})
	rapid.Check(t, func(t *rapid.T) {
		var given []Released
		for range rapid.IntRange(0, 6).Draw(t, "given") {
			given = append(given, Released{people.Draw(t, "person"), hashes.Draw(t, "hash")})
		}
		saw := map[string]bool{}
		for _, g := range given {
			if name := strings.ToLower(strings.TrimSpace(g.Person)); g.SHA256 == "ab12" && name != "maker" && name != "" {
				saw[name] = true
			}
		}
		s := Rule{People: 2}.Stand(Seal{SHA256: "ab12"}, "maker", given)
		if s.Done != (len(saw) >= 2) || len(s.By)+len(s.Refused) != len(given) {
			t.Fatalf("%+v of %v", s, given)
		}
	})
}
