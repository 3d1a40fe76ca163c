// SPDX-License-Identifier: EUPL-1.2

package xmlread

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// ours writes what this reader finds as one text.
func ours(r io.Reader) (string, error) {
	var b, text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			fmt.Fprintf(&b, "%q\n", text.String())
			text.Reset()
		}
	}
	x := New(r, Limits{})
	for {
		switch x.next() {
		case start:
			flush()
			f := x.frames[len(x.frames)-1]
			fmt.Fprintf(&b, "<%s", x.names[f.name:])
			for _, a := range x.attrs {
				fmt.Fprintf(&b, " %s=%q", a.name, a.value)
			}
			b.WriteString(">\n")
		case ended:
			flush()
			b.WriteString("</>\n")
		case chars:
			if len(x.frames) > 0 {
				text.Write(x.tok)
			}
		case stop:
			return b.String(), x.err
		}
	}
}

// theirs writes what encoding/xml finds in the same way.
func theirs(r io.Reader) (string, error) {
	var b, text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			fmt.Fprintf(&b, "%q\n", text.String())
			text.Reset()
		}
	}
	depth := 0
	full := func(n xml.Name) string {
		if n.Space != "" {
			return n.Space + ":" + n.Local
		}
		return n.Local
	}
	d := xml.NewDecoder(r)
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return b.String(), nil
		} else if err != nil {
			return b.String(), err
		}
		switch el := token.(type) {
		case xml.StartElement:
			depth++
			flush()
			fmt.Fprintf(&b, "<%s", full(el.Name))
			for _, a := range el.Attr {
				fmt.Fprintf(&b, " %s=%q", full(a.Name), a.Value)
			}
			b.WriteString(">\n")
		case xml.EndElement:
			depth--
			flush()
			b.WriteString("</>\n")
		case xml.CharData:
			if depth > 0 {
				text.Write(el)
			}
		}
	}
}

// agree sees that what this reader takes, encoding/xml takes too and finds the
// same in it. This reader may refuse more.
func agree(t interface{ Errorf(string, ...any) }, doc []byte) bool {
	got, err := ours(bytes.NewReader(doc))
	if err != nil {
		return false
	}
	want, err := theirs(bytes.NewReader(bytes.TrimPrefix(doc, []byte("\uFEFF"))))
	if err != nil {
		t.Errorf("encoding/xml refuses %q: %v", doc, err)
	} else if got != want {
		t.Errorf("in %q\nfound\n%s\nwant\n%s", doc, got, want)
	}
	return true
}

// beyond says that a document uses what encoding/xml does not take, or takes
// otherwise: other encodings, later versions, names by the fifth edition, and
// instructions (encoding/xml wants a space or a name after their target).
func beyond(doc []byte) bool {
	if len(doc) > 1 && (doc[0] == 0 || doc[1] == 0 || doc[0] >= 0xFE) {
		return true
	}
	return bytes.Contains(doc, []byte("<?")) || bytes.ContainsFunc(doc, func(r rune) bool { return r > 127 && inTag(doc, r) })
}

// inTag says whether the character stands inside some tag.
func inTag(doc []byte, r rune) bool {
	for rest := doc; ; {
		_, after, found := bytes.Cut(rest, []byte("<"))
		if !found {
			return false
		}
		tag, _, _ := bytes.Cut(after, []byte(">"))
		if bytes.ContainsRune(tag, r) {
			return true
		}
		rest = after
	}
}

func FuzzAgreesWithStandardLibrary(f *testing.F) {
	for _, doc := range []string{
		"<a/>", "<a b='1'>x<c/>&amp;</a>", "<a><![CDATA[<>]]></a>", "<!-- c --><a>\r\n</a>",
		"<n:a xmlns:n='u'></n:a>", "<?xml version='1.0' encoding='UTF-8'?><a>é</a>", "<a b=\"&#x41;\">]]</a >",
		"<a><b></a></b>", "<a>&#13;\r</a>", "\uFEFF<a/>",
	} {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		if beyond(doc) {
			ours(bytes.NewReader(doc))
			return
		}
		agree(t, doc)
	})
}

// TestAgreesOnTheCorpus reads every XML file of the corpus in both ways.
func TestAgreesOnTheCorpus(t *testing.T) {
	root := os.Getenv("RENTMEESTER_CORPUS")
	if root == "" {
		t.Skip("RENTMEESTER_CORPUS is not set: real files are not read")
	}
	files, taken := 0, 0
	err := filepath.WalkDir(filepath.Join(root, "bank"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.EqualFold(filepath.Ext(path), ".xml") {
			return err
		}
		doc, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		if agree(t, doc) {
			taken++
		} else if _, err := theirs(bytes.NewReader(doc)); err == nil && bytes.HasPrefix(bytes.TrimSpace(doc), []byte("<")) {
			_, err := ours(bytes.NewReader(doc))
			t.Errorf("%s: encoding/xml takes it, not we: %v", path, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d files taken", taken, files)
}

// TestWellFormedDocumentsAgree makes well-formed documents, which both must take.
func TestWellFormedDocumentsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := []byte(element(t, 4))
		if !agree(t, doc) {
			_, err := ours(bytes.NewReader(doc))
			t.Fatalf("%q is refused: %v", doc, err)
		}
	})
}

func element(t *rapid.T, depth int) string {
	name := rapid.StringMatching(`[A-Za-z_][A-Za-z0-9_.-]{0,6}`).Draw(t, "name")
	tag := name
	if rapid.Bool().Draw(t, "attribute") {
		tag += " " + rapid.SampledFrom([]string{`a="1"`, `Ccy='EUR'`, "x = '&lt;>'", `y="&#233;é"`, "z='\r\n'"}).Draw(t, "value") + " "
	}
	if depth == 0 || rapid.IntRange(0, 4).Draw(t, "empty") == 0 {
		return "<" + tag + "/>"
	}
	var b strings.Builder
	for range rapid.IntRange(0, 4).Draw(t, "parts") {
		if rapid.Bool().Draw(t, "child") {
			b.WriteString(element(t, depth-1))
			continue
		}
		// "]] " with a space: before ">" the brackets alone are not well-formed (XML 1.0, 2.4).
		b.WriteString(rapid.SampledFrom([]string{
			"text", "é € 😀", " \n\t", "\r\n", "\r", "&amp;&lt;&gt;&quot;&apos;", "&#65;&#x20AC;", "]] ", ">",
			"<![CDATA[ <a> & ]] ]]>", "<![CDATA[]]>", "<!-- - <b> & -->", strings.Repeat("long ", 20_000),
		}).Draw(t, "part"))
	}
	return "<" + tag + ">" + b.String() + "</" + name + " >"
}
