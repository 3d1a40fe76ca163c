// SPDX-License-Identifier: EUPL-1.2

package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"rentmeester/fault"
)

type file struct{ name, content string }

// pack makes a zip of the files, in order.
func pack(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, f.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// unpack walks with bounds and reads everything twice.
func unpack(raw []byte, l limits) ([]file, error) {
	var got []file
	w := &walker{limits: l, visit: func(name string, open func() (io.ReadCloser, error)) error {
		var content []byte
		for range 2 {
			rc, err := open()
			if err != nil {
				return err
			}
			if content, err = io.ReadAll(rc); err != nil {
				return err
			}
			if err := rc.Close(); err != nil {
				return err
			}
		}
		got = append(got, file{name, string(content)})
		return nil
	}}
	err := w.walk(bytes.NewReader(raw), int64(len(raw)), "", 0)
	return got, err
}

func TestWalk(t *testing.T) {
	inner := pack(t, file{"feb.xml", "<feb/>"}, file{"__MACOSX/._feb.xml", "x"})
	sheet := pack(t, file{"xl/workbook.xml", "w"}, file{"[Content_Types].xml", "c"})
	late := pack(t, file{"a.xml", "w"}, file{"[Content_Types].xml", "c"})
	raw := pack(t,
		file{"map/", ""}, file{"map/jan.xml", "<jan/>"}, file{"map/.DS_Store", "x"}, file{"empty.txt", ""},
		file{"meer.zip", string(inner)}, file{"posten.xlsx", string(sheet)}, file{"laat.xlsx", string(late)},
		file{`win\mrt.940`, ":20:"}, file{"__MACOSX/map/._jan.xml", "x"}, file{"ge\x82nt.txt", "cp437"},
		file{"../../etc/passwd", "only a name"})
	got, err := unpack(raw, bounds)
	if err != nil {
		t.Fatal(err)
	}
	want := []file{
		{"map/jan.xml", "<jan/>"}, {"empty.txt", ""}, {"meer.zip/feb.xml", "<feb/>"},
		{"posten.xlsx", string(sheet)}, {"laat.xlsx", string(late)}, {"win/mrt.940", ":20:"},
		{"geént.txt", "cp437"}, {"../../etc/passwd", "only a name"},
	}
	if len(got) != len(want) {
		t.Fatalf("%d files, want %d: %q", len(got), len(want), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("file %d: %.60q, want %.60q", i, got[i], want[i])
		}
	}
}

func TestWalkStopsAtTheVisitorsError(t *testing.T) {
	raw := pack(t, file{"a", "1"}, file{"b", "2"})
	stop, visits := errors.New("stop"), 0
	err := Walk(bytes.NewReader(raw), int64(len(raw)), func(string, func() (io.ReadCloser, error)) error {
		visits++
		return stop
	})
	if err != stop || visits != 1 {
		t.Errorf("%v after %d visits", err, visits)
	}
}

func TestHostile(t *testing.T) {
	small := limits{files: 10, bytes: 1 << 20, inner: 1 << 16, ratio: 20, ratioMin: 1 << 10, names: 1 << 10}
	one := pack(t, file{"x", "1"})
	two := pack(t, file{"one.zip", string(one)})
	encrypted := pack(t, file{"geheim.xml", "x"})
	encrypted[bytes.Index(encrypted, []byte("PK\x01\x02"))+8] |= 1
	method := pack(t, file{"vreemd.xml", "x"})
	method[bytes.Index(method, []byte("PK\x01\x02"))+10] = 99
	damaged := pack(t, file{"kapot.xml", strings.Repeat("abcdefgh", 50)})
	damaged[40] ^= 0xff
	shared := pack(t, file{"a", strings.Repeat("q", 100)}, file{"b", strings.Repeat("q", 100)})
	for at := 0; ; at++ { // both entries claim more packed bytes than the file has
		i := bytes.Index(shared[at:], []byte("PK\x01\x02"))
		if i < 0 {
			break
		}
		at += i
		binary.LittleEndian.PutUint32(shared[at+20:], uint32(len(shared)))
	}
	liar := pack(t, file{"liar.xml", strings.Repeat("a", 600)})
	binary.LittleEndian.PutUint32(liar[bytes.Index(liar, []byte("PK\x01\x02"))+24:], 5)
	many := make([]file, 11)
	for i := range many {
		many[i] = file{name: strings.Repeat("n", i+1)}
	}
	for _, c := range []struct {
		name string
		raw  []byte
		code string
	}{
		{"not a zip", []byte("<xml/>"), "archive.damaged"},
		{"nothing", nil, "archive.damaged"},
		{"cut off", one[:len(one)-10], "archive.damaged"},
		{"inner zip cut off", pack(t, file{"in.zip", string(one[:len(one)-10])}), "archive.damaged-file"},
		{"wrong bytes", damaged, "archive.damaged-file"},
		{"more than it says", liar, "archive.damaged-file"},
		{"password", encrypted, "archive.encrypted"},
		{"unknown packing", method, "archive.method"},
		{"three deep", pack(t, file{"two.zip", string(two)}), "archive.too-deep"},
		{"many files", pack(t, many...), "archive.too-many"},
		{"long directory", pack(t, file{strings.Repeat("n", 60_000), ""}), "archive.too-many"},
		{"zip bomb", pack(t, file{"bomb", strings.Repeat("\x00", 500_000)}), "archive.bomb"},
		{"large in all", pack(t, file{"a", strings.Repeat("\x00", 600_000)}, file{"b", strings.Repeat("\x00", 600_000)}), "archive.too-large"},
		{"large inner zip", pack(t, file{"in.zip", string(incompressibleZip(t, 1<<17))}), "archive.too-large"},
		{"shared bytes", shared, "archive.bomb"},
	} {
		if _, err := unpack(c.raw, small); fault.Code(err) != c.code {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
	for _, raw := range [][]byte{pack(t), pack(t, file{"map/", ""})} {
		err := Walk(bytes.NewReader(raw), int64(len(raw)), nil)
		if fault.Code(err) != "archive.empty" {
			t.Errorf("empty: %v", err)
		}
	}
}

// incompressibleZip gives a zip of about n bytes.
func incompressibleZip(t testing.TB, n int) []byte {
	var b strings.Builder
	for x := uint32(1); b.Len() < n; {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		b.WriteByte(byte(x))
	}
	return pack(t, file{"noise", b.String()})
}

// TestZipBomb reads a real bomb, a thousand to one, under the real bounds.
func TestZipBomb(t *testing.T) {
	var raw bytes.Buffer
	z := zip.NewWriter(&raw)
	w, err := z.Create("bom.xml")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 64 {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = unpack(raw.Bytes(), bounds)
	if fault.Code(err) != "archive.bomb" {
		t.Errorf("%v", err)
	}
}

func TestRecognise(t *testing.T) {
	for _, c := range []struct {
		name string
		head []byte
		want bool
	}{
		{"statements", pack(t, file{"jan.xml", "x"}), true},
		{"empty zip", pack(t), true},
		{"xlsx", pack(t, file{"[Content_Types].xml", "x"}), false},
		{"xlsx by another program", pack(t, file{"xl/worksheets/sheet1.xml", "x"}), false},
		{"ods", pack(t, file{"mimetype", "x"}), false},
		{"xml", []byte("<Document/>"), false},
		{"short", []byte("PK\x03\x04"), false},
		{"nothing", nil, false},
	} {
		if got := Recognise(c.head, "a.zip"); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func FuzzWalk(f *testing.F) {
	one := pack(f, file{"x.xml", "<x/>"})
	f.Add(one)
	f.Add(pack(f, file{"one.zip", string(one)}, file{"a/", ""}))
	f.Add(pack(f))
	f.Fuzz(func(t *testing.T, raw []byte) {
		small := limits{files: 100, bytes: 1 << 20, inner: 1 << 18, ratio: 250, ratioMin: 1 << 16, names: 1 << 14}
		if _, err := unpack(raw, small); err != nil && fault.Code(err) == "internal" {
			t.Fatalf("no fault but %v", err)
		}
		Recognise(raw, "")
	})
}
