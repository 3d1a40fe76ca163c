// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"reflect"
	"testing"

	"rentmeester/coding"
	"rentmeester/fault"
)

func saved(t *testing.T, m *Model) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := m.Save(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// A model that was saved, also while forests grow and in the middle of a day, goes
// on as if it had not been.
func TestSavedModelGoesOn(t *testing.T) {
	rows := ofTown("A", 2_900)
	m := New(nil, coding.Account, "fund")
	for i, r := range rows[:2_101] {
		r.Coding.Set("fund", []string{"", "X;Y"}[i%2])
		m.Learn(r)
		if i%500 == 0 {
			m.Propose(r)
		}
	}
	m.Override(rows[17])
	file := saved(t, m)
	if !bytes.Equal(file, saved(t, m)) {
		t.Error("saved twice it is not the same")
	}
	back, err := Load(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back.Targets(), m.Targets()) {
		t.Errorf("%v", back.Targets())
	}
	if !bytes.Equal(file, saved(t, back)) {
		t.Error("it does not hold the same after reading")
	}
	same := func(when string) {
		for _, r := range rows[2_850:] {
			if got, want := back.Propose(r), m.Propose(r); !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: %+v, want %+v", when, got, want)
			}
		}
	}
	same("at once")
	for _, r := range rows[2_101:2_850] {
		m.Learn(r)
		back.Learn(r)
	}
	same("after more lines")
	if !m.Unlearn(rows[40]) && !back.Unlearn(rows[40]) {
		same("without one") // it was learned with a fund, so this is none
	}
}

func TestWhatIsNoModel(t *testing.T) {
	m := New(&Prior{}, coding.Account)
	m.Learn(ofTown("A", 1)[0])
	file := saved(t, m)
	var other bytes.Buffer
	zipped := gzip.NewWriter(&other)
	_, _ = zipped.Write([]byte(modelMark + "12345678and more"))
	_ = zipped.Close()
	changed := bytes.Clone(file)
	changed[len(changed)/2] ^= 0x40
	for name, in := range map[string][]byte{"nothing": nil, "text": []byte("date,supplier"), "of another version": other.Bytes(), "cut off": file[:len(file)-20], "changed": changed} {
		if _, err := Load(bytes.NewReader(in)); fault.Code(err) != "predict.model" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	head := append([]byte(modelMark), binary.LittleEndian.AppendUint64(nil, layoutOf(reflect.TypeFor[Model]()))...)
	f.Add([]byte{1, 7, 'a', 'c', 'c', 'o', 'u', 'n', 't', 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, in []byte) {
		var zipped bytes.Buffer
		w := gzip.NewWriter(&zipped)
		_, _ = w.Write(append(head[:len(head):len(head)], in...))
		_ = w.Close()
		if _, err := Load(&zipped); err != nil && fault.Code(err) != "predict.model" {
			t.Error(err)
		}
	})
}
