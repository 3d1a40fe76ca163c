// SPDX-License-Identifier: EUPL-1.2

package xmlread

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/unicode"

	"rentmeester/fault"
)

func read(doc string, limits Limits) error {
	return New(strings.NewReader(doc), limits).Finish()
}

func TestWellFormedDocumentsAreRead(t *testing.T) {
	for name, doc := range map[string]string{
		"smallest":            `<a/>`,
		"declaration":         `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a></a>`,
		"space before":        "\n <?xml version='1.0'?><a/>",
		"byte order mark":     "\uFEFF<a/>",
		"comments":            `<!-- a --><a><!-- <b> & --></a><!-- c -->`,
		"instructions":        `<?x y?><a><?z?></a>`,
		"cdata":               `<a><![CDATA[<b> & ]] > ]]></a>`,
		"references":          `<a b="&lt;&quot;&#10;">&amp;&#65;&#x20AC;</a>`,
		"> in a value":        `<a b=">"><c d='>/>'/></a>`,
		"space in tags":       "<a\n b = \"1\"\t><c ></c\n></a >",
		"prefixes":            `<n:a xmlns:n="urn:x"><n:b/></n:a>`,
		"names beyond ASCII":  `<straße größe="1"/>`,
		"carriage returns":    "<a>\r\n<b/>\r</a>\r\n",
		"characters":          "<a>\U0001F600 é \uFFFD</a>",
		"]] alone":            `<a>]]</a>`,
		"other character set": "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>",
	} {
		if err := read(doc, Limits{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOtherDocumentsAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		doc  string
		code string
		line string
	}{
		"nothing":                   {"", "xml.empty", "1"},
		"white space":               {" \n\t\n", "xml.empty", "1"},
		"a comment only":            {"<!-- a -->", "xml.empty", "1"},
		"no XML":                    {":20:STATEMENT\n:25:NL", "xml.malformed", "1"},
		"text before":               {"\nx<a/>", "xml.malformed", "2"},
		"text after":                {"<a/>\n\nx", "xml.after-root", "3"},
		"text and element after":    {"<a/>\nx<b/>", "xml.after-root", "2"},
		"element after":             {"<a/>\n<b/>", "xml.after-root", "2"},
		"end tag after":             {"<a/>\n</a>", "xml.after-root", "2"},
		"end tag first":             {"</a>", "xml.after-root", "1"},
		"cut in text":               {"<a>\n<b>te", "xml.truncated", "2"},
		"cut in a tag":              {"<a>\n<b c=\"d", "xml.truncated", "2"},
		"cut after an end":          {"<a>\n<b></b>", "xml.truncated", "2"},
		"cut in the first tag":      {"<a b=", "xml.truncated", "1"},
		"cut in a comment":          {"<a><!-- b", "xml.truncated", "1"},
		"cut in cdata":              {"<a><![CDATA[ b", "xml.truncated", "1"},
		"cut in an instruction":     {"<a><?b", "xml.truncated", "1"},
		"cut after <!":              {"<a><!", "xml.truncated", "1"},
		"cut at <":                  {"<a><", "xml.truncated", "1"},
		"other end":                 {"<a>\n<b>\n</c></a>", "xml.mismatch", "3"},
		"other prefix":              {"<n:a></m:a>", "xml.mismatch", "1"},
		"document type":             {"<!DOCTYPE a [<!ENTITY x 'y'>]>\n<a>&x;</a>", "xml.doctype", "1"},
		"entity":                    {"<a>\n&euro;</a>", "xml.entity", "1"},
		"entity in a value":         {"<a b='&x;'/>", "xml.entity", "1"},
		"bare ampersand":            {"<a>b & c</a>", "xml.entity", "1"},
		"reference to nothing":      {"<a>&#0;</a>", "xml.entity", "1"},
		"reference to half a pair":  {"<a>&#xD800;</a>", "xml.entity", "1"},
		"reference too large":       {"<a>&#x110000;</a>", "xml.entity", "1"},
		"reference not a number":    {"<a>&#x;</a>", "xml.entity", "1"},
		"control character":         {"<a>\n\n\x01</a>", "xml.character", "3"},
		"zero byte":                 {"<a>\x00</a>", "xml.character", "1"},
		"no character":              {"<a>\n\uFFFE</a>", "xml.character", "2"},
		"bad UTF-8":                 {"<a>\n\n\xE9</a>", "xml.encoding", "3"},
		"bad UTF-8 in a value":      {"<a b='\xFF'/>", "xml.encoding", "1"},
		"Latin that says UTF-8":     {"<?xml version='1.0' encoding='UTF-8'?>\n<a>\xE9</a>", "xml.encoding", "2"},
		"8 bits that say 16":        {"<?xml version='1.0' encoding='UTF-16'?><a/>", "xml.charset", ""},
		"unknown character set":     {"<?xml version='1.0' encoding='EBCDIC-NL'?><a/>", "xml.charset", ""},
		"]]> in text":               {"<a>]]></a>", "xml.malformed", "1"},
		"-- in a comment":           {"<a><!-- -- --></a>", "xml.malformed", "1"},
		"value without quotes":      {"<a b=c/>", "xml.malformed", "1"},
		"value without space":       {"<a b='1'c='2'/>", "xml.malformed", "1"},
		"attribute twice":           {"<a b='1' b='2'/>", "xml.malformed", "1"},
		"< in a value":              {"<a b='<'/>", "xml.malformed", "1"},
		"< in a tag":                {"<a <b/>", "xml.malformed", "1"},
		"no name":                   {"<a>< b/></a>", "xml.malformed", "1"},
		"name of a number":          {"<1/>", "xml.malformed", "1"},
		"declaration later":         {"<a><?xml version='1.0'?></a>", "xml.malformed", "1"},
		"declaration twice":         {"<?xml version='1.0'?><?xml version='1.0'?><a/>", "xml.malformed", "1"},
		"version 2":                 {"<?xml version='2.0'?><a/>", "xml.malformed", "1"},
		"cdata before":              {"<![CDATA[x]]><a/>", "xml.malformed", "1"},
		"end tag with an attribute": {"<a></a b='c'>", "xml.malformed", "1"},
		"name too long":             {"<" + strings.Repeat("a", 300) + "/>", "xml.malformed", "1"},
	} {
		x := New(strings.NewReader(c.doc), Limits{})
		err := x.Finish()
		if fault.Code(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
			continue
		}
		if x.Child(0) || x.Text() != "" || x.Finish() != err {
			t.Errorf("%s: reading goes on after %v", name, err)
		}
		var f *fault.Error
		if errors.As(err, &f); f.Args["line"] != c.line {
			t.Errorf("%s: line %s, want %s", name, f.Args["line"], c.line)
		}
	}
}

func TestChildTextAndPlace(t *testing.T) {
	const doc = `<?xml version="1.0"?>
<n:Document xmlns:n="urn:one" xmlns="urn:two">
  <Head Ccy="EUR" x="a&amp;b">
    12 <!-- and --><![CDATA[<34>]]> <in>56</in> &lt;
  </Head>
  <Skipped><Deep><Head>no</Head></Deep></Skipped>
  <Empty/>
</n:Document>
`
	x := New(strings.NewReader(doc), Limits{})
	if !x.Child(0) || x.Name() != "Document" || x.Space() != "urn:one" || x.Line() != 2 {
		t.Fatalf("root: %q in %q on line %d, %v", x.Name(), x.Space(), x.Line(), x.Err())
	}
	var seen []string
	for d := x.Depth(); x.Child(d); {
		seen = append(seen, x.Name())
		switch x.Name() {
		case "Head":
			if x.Line() != 3 || x.Space() != "urn:two" || x.Attr("Ccy") != "EUR" || x.Attr("x") != "a&b" || x.Attr("y") != "" {
				t.Errorf("Head on line %d in %q with %q", x.Line(), x.Space(), x.attrs)
			}
			if got := x.Text(); got != "12 <34>  <" {
				t.Errorf("text %q", got)
			}
		case "Empty":
			if got := x.Text(); got != "" {
				t.Errorf("empty element gives %q", got)
			}
		}
	}
	if got := strings.Join(seen, " "); got != "Head Skipped Empty" {
		t.Errorf("children %q", got)
	}
	if err := x.Finish(); err != nil {
		t.Error(err)
	}
}

func TestDeepTextTakesWhatIsInside(t *testing.T) {
	x := New(strings.NewReader("<a><b> <c>BOOK</c>\n</b><d/></a>"), Limits{})
	x.Child(0)
	x.Child(1)
	if got := x.DeepText(); got != "BOOK" {
		t.Errorf("got %q", got)
	}
	if !x.Child(1) || x.Name() != "d" {
		t.Errorf("after it comes %q", x.Name())
	}
}

func TestFailStopsReading(t *testing.T) {
	x := New(strings.NewReader("<a><b/><b/></a>"), Limits{})
	x.Child(0)
	mine := errors.New("mine")
	n := 0
	for d := x.Depth(); x.Child(d); n++ {
		x.Fail(mine)
		x.Fail(errors.New("later"))
	}
	if err := x.Finish(); n != 1 || err != mine {
		t.Errorf("%d elements, %v", n, err)
	}
}

func TestEncodings(t *testing.T) {
	const want = "café € œ"
	body := `<?xml version="1.0" encoding="%"?><a>` + want + `</a>`
	utf16 := func(order unicode.Endianness, mark unicode.BOMPolicy) string {
		out, err := unicode.UTF16(order, mark).NewEncoder().String(strings.Replace(body, "%", "UTF-16", 1))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	latin := func(name, euro, oe string) string {
		return strings.NewReplacer("%", name, "é", "\xE9", "€", euro, "œ", oe).Replace(body)
	}
	for name, doc := range map[string]string{
		"UTF-8":                    strings.Replace(body, "%", "utf-8", 1),
		"UTF-8 with mark":          "\uFEFF" + strings.Replace(body, "%", "UTF-8", 1),
		"UTF-16 little, with mark": utf16(unicode.LittleEndian, unicode.ExpectBOM),
		"UTF-16 big, with mark":    utf16(unicode.BigEndian, unicode.ExpectBOM),
		"UTF-16 little":            utf16(unicode.LittleEndian, unicode.IgnoreBOM),
		"UTF-16 big":               utf16(unicode.BigEndian, unicode.IgnoreBOM),
		"ISO-8859-15":              latin("ISO-8859-15", "\xA4", "\xBD"),
		"latin-9":                  latin("Latin-9", "\xA4", "\xBD"),
		"windows-1252":             latin("windows-1252", "\x80", "\x9C"),
		"CP1252":                   latin("cp1252", "\x80", "\x9C"),
	} {
		x := New(iotest.OneByteReader(strings.NewReader(doc)), Limits{})
		x.Child(0)
		if got := x.Text(); got != want || x.Finish() != nil {
			t.Errorf("%s: %q, %v", name, got, x.Err())
		}
	}
}

func TestHalfACharacterOf16BitsIsRefused(t *testing.T) {
	doc, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("<a>b</a>")
	if err := read(doc[:len(doc)-3], Limits{}); fault.Code(err) != "xml.encoding" && fault.Code(err) != "xml.truncated" {
		t.Error(err)
	}
	if err := read("\xFF\xFE<\x00a\x00>\x00\x00\xD8<\x00/\x00a\x00>\x00", Limits{}); fault.Code(err) != "xml.encoding" {
		t.Error(err)
	}
}

// TestEveryCutIsRefused cuts a document after each of its bytes.
func TestEveryCutIsRefused(t *testing.T) {
	const doc = "<?xml version='1.0'?><!-- c --><a b='1'>\n<c>té &amp; <![CDATA[x]]></c><d/></a>"
	for i := range len(doc) {
		err := read(doc[:i], Limits{})
		if code := fault.Code(err); code != "xml.truncated" && code != "xml.empty" && code != "xml.encoding" && code != "xml.entity" {
			t.Errorf("cut to %q: %v", doc[:i], err)
		}
	}
	if err := read(doc, Limits{}); err != nil {
		t.Error(err)
	}
}

// TestSmallReadsGiveTheSame reads with every chunk size, so that each token is
// cut at each place.
func TestSmallReadsGiveTheSame(t *testing.T) {
	doc := "<a b='>1' c=\"2\">" + strings.Repeat("t&lt;é\r\n", 20) + "<!-- x --><![CDATA[y]]><?p?><d/></a>"
	want, err := ours(strings.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []io.Reader{
		iotest.OneByteReader(strings.NewReader(doc)),
		iotest.HalfReader(strings.NewReader(doc)),
		iotest.DataErrReader(strings.NewReader(doc)),
	} {
		if got, err := ours(r); got != want || err != nil {
			t.Errorf("got %q, want %q, %v", got, want, err)
		}
	}
}

func TestReadErrorsAreGiven(t *testing.T) {
	broken := errors.New("broken disk")
	for _, before := range []string{"", "<a>", "<a>" + strings.Repeat("<b>c</b>", 1000)} {
		err := New(io.MultiReader(strings.NewReader(before), iotest.ErrReader(broken)), Limits{}).Finish()
		if fault.Code(err) != "xml.read" || !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", len(before), err)
		}
	}
}

// repeat gives piece for ever, until n bytes.
func repeat(piece string, n int64) io.Reader {
	big := strings.Repeat(piece, 1+(64<<10)/len(piece))
	return io.LimitReader(&endless{big, 0}, n)
}

type endless struct {
	piece string
	at    int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.piece[e.at:])
	e.at = (e.at + n) % len(e.piece)
	return n, nil
}

func TestHostileInputIsRefusedInLittleMemory(t *testing.T) {
	const huge = 2 << 30
	bomb := `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><lolz>&lol2;</lolz>`
	for name, c := range map[string]struct {
		in   io.Reader
		code string
	}{
		"bomb":             {strings.NewReader(bomb), "xml.doctype"},
		"200,000 deep":     {repeat("<a>", 3*200_000), "xml.depth"},
		"one text":         {io.MultiReader(strings.NewReader("<a>"), repeat("x", huge)), "xml.too-long"},
		"one tag":          {io.MultiReader(strings.NewReader("<a "), repeat("x", huge)), "xml.too-long"},
		"one value":        {io.MultiReader(strings.NewReader("<a b='"), repeat("x", huge)), "xml.too-long"},
		"one name":         {io.MultiReader(strings.NewReader("<"), repeat("x", huge)), "xml.too-long"},
		"one comment":      {io.MultiReader(strings.NewReader("<!--"), repeat("x", huge)), "xml.too-long"},
		"one cdata":        {io.MultiReader(strings.NewReader("<a><![CDATA["), repeat("x", huge)), "xml.too-long"},
		"one instruction":  {io.MultiReader(strings.NewReader("<?a "), repeat("x", huge)), "xml.too-long"},
		"no XML":           {repeat("x", huge), "xml.too-long"},
		"zero bytes":       {repeat("\x00", huge), "xml.too-long"},
		"white space":      {repeat("\n", huge), "xml.too-long"},
		"many attributes":  {strings.NewReader("<a" + strings.Repeat(" b='1'", 2) + ">"), "xml.malformed"},
		"65 attributes":    {strings.NewReader("<a" + numbered(65) + "/>"), "xml.malformed"},
		"no end of pieces": {io.MultiReader(strings.NewReader("<a>"), repeat("<b/>", 32<<20)), "xml.too-large"},
	} {
		before := allocated()
		err := New(c.in, Limits{Bytes: 16 << 20}).Finish()
		if fault.Code(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
		if used := allocated() - before; used > 32<<20 {
			t.Errorf("%s: %d MB allocated", name, used>>20)
		}
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(" a")
		b.WriteString(strings.Repeat("b", i))
		b.WriteString("=''")
	}
	return b.String()
}

// TestManyPiecesOfOneText joins a text that comments cut in pieces, up to the bound.
func TestManyPiecesOfOneText(t *testing.T) {
	x := New(io.MultiReader(strings.NewReader("<a>"), repeat("text<!-- -->", 16<<20), strings.NewReader("</a>")), Limits{})
	x.Child(0)
	if x.Text(); fault.Code(x.Err()) != "xml.too-long" {
		t.Error(x.Err())
	}
}

func TestElements(t *testing.T) {
	doc := "\uFEFF<?xml version='1.0'?><e:Env xmlns:e='urn:e'><Document xmlns='urn:d'><Stmt><Id>1</Id></Stmt>"
	want := []Element{{"urn:e", "Env"}, {"urn:d", "Document"}, {"urn:d", "Stmt"}}
	got := Elements([]byte(doc), 3)
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("got %v", got)
	}
	for i := range len(doc) {
		Elements([]byte(doc[:i]), 10) // cut anywhere
	}
	if got := Elements([]byte(":20:940"), 3); len(got) != 0 {
		t.Errorf("MT940 gives %v", got)
	}
	if got := Elements(bytes.Repeat([]byte{0}, 100), 3); len(got) != 0 {
		t.Errorf("zeros give %v", got)
	}
}
