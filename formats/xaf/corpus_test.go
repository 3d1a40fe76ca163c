// SPDX-License-Identifier: EUPL-1.2

package xaf

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"rentmeester/money"
)

// real gives an audit file of the corpus.
func real(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(os.Getenv("RENTMEESTER_CORPUS"), "invoice", "xaf", name))
	if os.Getenv("RENTMEESTER_CORPUS") == "" || os.IsNotExist(err) {
		t.Skip("RENTMEESTER_CORPUS is not set or has no audit files: real files are not read")
	}
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// counter is a handler that adds up by itself what it is given.
type counter struct {
	Nothing
	Totals
	accounts, parties, codes, transactions int
	subs                                   int
	unbalanced                             int
	opening                                money.Cents
}

func (c *counter) Account(*Account) error { c.accounts++; return nil }
func (c *counter) Party(*Party) error     { c.parties++; return nil }
func (c *counter) VATCode(*VATCode) error { c.codes++; return nil }
func (c *counter) Sub(*Sub) error         { c.subs++; return nil }
func (c *counter) Opening(o *Opening) error {
	c.opening += o.Amount
	return nil
}

func (c *counter) Transaction(t *Transaction) error {
	if t.Last {
		c.transactions++
		if !t.Balanced {
			c.unbalanced++
		}
	}
	for _, l := range t.Lines {
		c.Lines++
		if l.Amount < 0 {
			c.Credit -= l.Amount
		} else {
			c.Debit += l.Amount
		}
	}
	return nil
}

// elements counts in another way: the names of elements, by encoding/xml.
func elements(t *testing.T, raw []byte) map[string]int {
	t.Helper()
	if !utf8.Valid(raw) {
		raw = bytes.ToValidUTF8(raw, []byte("?"))
	}
	n := map[string]int{}
	inHistory := regexp.MustCompile(`History$`)
	var path []string
	for d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\uFEFF")))); ; {
		token, err := d.Token()
		if err != nil {
			return n
		}
		switch el := token.(type) {
		case xml.StartElement:
			path = append(path, el.Name.Local)
			if !slices.ContainsFunc(path[:len(path)-1], inHistory.MatchString) {
				n[el.Name.Local]++
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
}

func TestRealFiles(t *testing.T) {
	for name, want := range map[string]struct {
		found    Totals
		findings []string
		proved   bool
		software string
	}{
		"ExactOnline_V32_2016.xml": {Totals{167, 99995406, 99995406}, nil, true, "Exact Online"},
		"Multivers_V32_2017.xml":   {Totals{371, 13583632, 13583632}, []string{"xaf.encoding"}, true, "Unit4 Multivers 10.9.2658.33026"},
		"auditfile_v3.2_nl_20180101_20181231.xml": {Totals{121, 9127549, 9127549}, []string{"xaf.total-lines"}, true,
			"Banana Accounting 9.0.3.181221"},
		"XmlAuditfileFinancieel3.2_test.xml": {Totals{1, 0, 314}, []string{"xaf.opening-debit"}, false, "Boekhoudsoftware V10.2.1"},
	} {
		t.Run(name, func(t *testing.T) {
			raw := real(t, name)
			if !Recognise(raw[:2000]) {
				t.Error("not recognised")
			}
			var c counter
			r, err := Read(bytes.NewReader(raw), &c)
			if err != nil {
				t.Fatal(err)
			}
			if r.Found != want.found || c.Totals != want.found || r.Proved() != want.proved || r.Header.Software != want.software || r.Header.Version != "3.2" {
				t.Errorf("%+v, counted %+v", r, c.Totals)
			}
			for _, f := range r.Findings {
				t.Log(f.Error)
			}
			for _, code := range want.findings {
				if !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Code == code }) {
					t.Errorf("no %s in %v", code, r.Findings)
				}
			}
			n := elements(t, raw)
			if n["trLine"] != c.Lines || n["transaction"] != c.transactions || n["ledgerAccount"] != c.accounts ||
				n["customerSupplier"] != c.parties || n["vatCode"] != c.codes || n["sbLine"] != c.subs || n["journal"] != r.Journals {
				t.Errorf("another way of counting finds %v", n)
			}
		})
	}
}
