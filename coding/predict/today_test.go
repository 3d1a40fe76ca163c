// SPDX-License-Identifier: EUPL-1.2

package predict_test

import (
	"reflect"
	"testing"

	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/text"
)

// steady is a model that knows a supplier for one account, 80 lines long, and
// another line of its for another account.
func steady() (m *predict.Model, on day.Day) {
	m = learned(invented(9, 1_500))
	on = day.Day("2025-01-01")
	for i := range 80 {
		m.Learn(changed(on.Add(5*i), "5771", i))
		service := gas(on.Add(5*i), "4400")
		service.Text, service.Amount = "storingsdienst ketel", 9_900
		m.Learn(service)
	}
	return m, on.Add(5 * 80)
}

func changed(on day.Day, account string, i int) predict.Row {
	r := gas(on, account)
	r.Amount += money.Cents(i * 37)
	return r
}

// A person who puts the same right line after line on one day has to do so a few
// times only, and is told why it is proposed from then on; what the supplier has
// for another text stays as it was.
func TestWhatIsPutRightTodayIsPutRightFromThenOn(t *testing.T) {
	m, on := steady()
	noticed := 0
	for i := range 10 {
		got := m.Propose(asked(changed(on, "", i)))[0]
		if got.Coding.Account != "5715" {
			if noticed > 0 {
				t.Fatalf("after %d lines the old account again", i)
			}
			m.Learn(changed(on, "5715", i))
			continue
		}
		if noticed++; noticed > 1 {
			m.Learn(changed(on, "5715", i))
			continue
		}
		t.Logf("noticed after %d", i)
		why := got.Reasons[0]
		if why.Code != "predict.reason.today" || why.Args["old"] != "5771" || !text.Has(text.NL, why.Code) || !text.Has(text.EN, why.Code) {
			t.Errorf("reasons %+v", got.Reasons)
		}
		if got.Probability > 0.95 || len(got.Like) == 0 {
			t.Errorf("%+v", got)
		}
		m.Learn(changed(on, "5715", i))
	}
	if noticed < 5 {
		t.Errorf("of ten lines %d were proposed with the new account", noticed)
	}
	other := gas(on, "")
	other.Text, other.Amount = "storingsdienst ketel", 9_900
	if got := m.Propose(asked(other))[0]; got.Coding.Account != "4400" {
		t.Errorf("what was put right of one text is put right of another: %+v", got)
	}
}

// Once what is put right turns out to be the exception, it is no longer followed;
// and taken back it leaves nothing behind.
func TestWhatIsPutRightTodayCanBeTakenBack(t *testing.T) {
	m, on := steady()
	question := asked(changed(on, "", 20))
	before := m.Propose(question)
	for i := range 4 {
		m.Learn(changed(on, "5715", i))
	}
	unsure := m.Propose(question)
	if unsure[0].Coding == before[0].Coding && unsure[0].Probability >= before[0].Probability {
		t.Errorf("as sure as before: %+v", unsure[0])
	}
	for i := range 6 {
		m.Learn(changed(on, "5771", 4+i))
	}
	if got := m.Propose(question)[0]; got.Coding.Account != "5771" {
		t.Errorf("%+v", got)
	}
	for i := range 10 {
		account := "5715"
		if i >= 4 {
			account = "5771"
		}
		if !m.Unlearn(changed(on, account, i)) {
			t.Fatal("there was no such line")
		}
	}
	if got := m.Propose(question); !reflect.DeepEqual(got, before) {
		t.Errorf("%+v\nbefore it was learned\n%+v", got, before)
	}
}

// What proves right today, line after line, makes surer of the next: of suppliers that
// have now this account, now that, on each day one.
func TestWhatProvesRightTodayMakesSurer(t *testing.T) {
	m := learned(invented(9, 1_500))
	on := day.Day("2025-01-01")
	accounts := []string{"5771", "5715", "5772"}
	for i := range 90 {
		for k := range 3 {
			m.Learn(changed(on.Add(5*i), accounts[i*i%7%3], 3*i+k))
		}
	}
	on = on.Add(5 * 90)
	question := asked(changed(on, "", 500))
	before := m.Propose(question)[0]
	for i := range 8 {
		m.Learn(changed(on, before.Coding.Account, 600+i))
	}
	after := m.Propose(question)[0]
	if after.Coding != before.Coding || before.Probability > 0.8 || after.Probability < 0.75 || after.Probability > 0.95 {
		t.Errorf("%.3f for %s, then %.3f for %s", before.Probability, before.Coding.Account, after.Probability, after.Coding.Account)
	}
	if why := after.Reasons[0]; why.Code == "predict.reason.today" {
		t.Errorf("nothing was put right, and that is said: %+v", why)
	}
}
