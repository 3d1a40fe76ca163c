// SPDX-License-Identifier: EUPL-1.2

package camt

import (
	"bytes"
	"encoding/xml"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rentmeester/bank"
	"rentmeester/fault"
)

// corpusFiles gives every XML file of the bank corpus.
func corpusFiles(t *testing.T) []string {
	t.Helper()
	root := os.Getenv("RENTMEESTER_CORPUS")
	if root == "" {
		t.Skip("RENTMEESTER_CORPUS is not set: real files are not read")
	}
	var files []string
	err := filepath.WalkDir(filepath.Join(root, "bank"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.EqualFold(filepath.Ext(path), ".xml") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// tally is what a plain walk with encoding/xml counts.
type tally struct{ statements, entries, details int }

func count(t *testing.T, raw []byte) (n tally, isCamt bool) {
	t.Helper()
	var path []string
	for d := xml.NewDecoder(bytes.NewReader(raw)); ; {
		token, err := d.Token()
		if err != nil {
			return n, isCamt
		}
		switch el := token.(type) {
		case xml.StartElement:
			path = append(path, el.Name.Local)
			switch el.Name.Local {
			case "Stmt", "Rpt", "Ntfctn":
				n.statements++
			case "Ntry":
				n.entries++
			case "TxDtls":
				n.details++
			}
			isCamt = isCamt || strings.HasPrefix(el.Name.Local, "BkToCstmr") ||
				strings.Contains(el.Name.Space, "camt.05") && !strings.Contains(el.Name.Space, "camt.055")
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
}

// refused lists the corpus files that are wrong, and why.
var refused = map[string]string{
	"camt053.v2.wrong.xml":              "camt.no-statement",  // a group header and nothing else
	"test-sepa-camt-unpaid-invalid.xml": "iso20022.namespace", // other.054.001.02
	"valid_namespace.xml":               "camt.no-message",    // an empty document
	"invalid_namespace.xml":             "camt.no-message",    // the same
	"template.xml":                      "camt.sign",          // {{bal_credit_debit}}: to be filled in
	"statement.xml":                     "camt.sign",
}

func TestCorpusIsReadInFull(t *testing.T) {
	read, entries, details := 0, 0, 0
	for _, path := range corpusFiles(t) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want, isCamt := count(t, raw)
		if got := Recognise(raw[:min(len(raw), 4096)]); got != isCamt {
			t.Errorf("%s: Recognise gives %v", path, got)
		}
		if !isCamt {
			continue
		}
		var c bank.Collector
		err = Read(bytes.NewReader(raw), &c)
		if code := refused[filepath.Base(path)]; fault.Code(err) != code {
			t.Errorf("%s: %v, want %q", path, err, code)
			continue
		} else if code != "" {
			continue
		}
		var got tally
		for _, s := range c.Statements {
			got.statements++
			for _, e := range s.Entries {
				got.entries++
				got.details += len(e.Details)
			}
		}
		if got != want {
			t.Errorf("%s: read %+v, a plain count gives %+v", path, got, want)
		}
		read, entries, details = read+1, entries+got.entries, details+got.details
	}
	t.Logf("%d files, %d entries, %d details", read, entries, details)
}

// TestCorpusOfRealStatementsProves proves the anonymised real files: opening plus
// entries is closing, and every entry is the signed sum of its details.
func TestCorpusOfRealStatementsProves(t *testing.T) {
	proved := 0
	for _, path := range corpusFiles(t) {
		if !strings.Contains(path, "subite-camt") {
			continue
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var p bank.Prover
		if err := Read(bytes.NewReader(raw), &p); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		for _, proof := range p.Proofs {
			for _, finding := range proof.Findings {
				t.Errorf("%s: %v", path, finding)
			}
			proved++
		}
	}
	t.Logf("%d statements", proved)
}
