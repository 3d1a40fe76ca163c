// SPDX-License-Identifier: EUPL-1.2

package pain

import (
	"bytes"
	"encoding/xml"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rentmeester/fault"
)

// tally of what a plain walk with encoding/xml counts.
type plain struct{ batches, orders, answers int }

func count(raw []byte) (n plain, orders, status bool) {
	for d := xml.NewDecoder(bytes.NewReader(raw)); ; {
		token, err := d.Token()
		if err != nil {
			return n, orders, status
		}
		if el, ok := token.(xml.StartElement); ok {
			switch el.Name.Local {
			case "PmtInf":
				n.batches++
			case "CdtTrfTxInf", "DrctDbtTxInf":
				n.orders++
			case "TxInfAndSts", "PmtInfSts":
				n.answers++
			case "CstmrCdtTrfInitn", "CstmrDrctDbtInitn":
				orders = true
			case "CstmrPmtStsRpt":
				status = true
			}
		}
	}
}

// refused lists the corpus files that are wrong, and why.
var refused = map[string]string{
	"musterfile_pain.001_Nov2020.xml":   "pain.count", // says 7, holds 8
	"pain.001.001.03.xml":               "pain.count", // two of this name: 4 for 2, 1 for 2
	"pain.001.001.04.xml":               "pain.count",
	"pain.001.001.05.xml":               "pain.count",
	"pain.001.001.06.xml":               "pain.count",
	"pain.001.001.07.xml":               "pain.count",
	"pain.001.001.08.xml":               "pain.count",
	"pain.001.001.09.xml":               "pain.count",
	"data/template.xml":                 "pain.count",
	"template.xml":                      "iso20022.value",     // {{nb_of_txs}}: to be filled in
	"test-sepa-pain-unpaid-invalid.xml": "iso20022.namespace", // other.002.001.03
}

// reason gives why a file is refused, "" when it is not. A name with its folder
// goes before the name alone.
func reason(path string) string {
	base := filepath.Base(path)
	if code := refused[filepath.Base(filepath.Dir(path))+"/"+base]; code != "" {
		return code
	}
	return refused[base]
}

func TestCorpusIsReadInFull(t *testing.T) {
	root := os.Getenv("RENTMEESTER_CORPUS")
	if root == "" {
		t.Skip("RENTMEESTER_CORPUS is not set: real files are not read")
	}
	files := 0
	err := filepath.WalkDir(filepath.Join(root, "bank"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.EqualFold(filepath.Ext(path), ".xml") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		want, orders, status := count(raw)
		head := raw[:min(len(raw), 4096)]
		if Recognise(head) != orders || RecogniseStatus(head) != status {
			t.Errorf("%s: Recognise %v, RecogniseStatus %v", path, Recognise(head), RecogniseStatus(head))
		}
		if !orders && !status {
			return nil
		}
		files++
		got, err := readAny(raw, status)
		if code := reason(path); fault.Code(err) != code {
			t.Errorf("%s: %v, want %q", path, err, code)
		} else if code == "" && got != want {
			t.Errorf("%s: read %+v, a plain count gives %+v", path, got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files", files)
}

func readAny(raw []byte, status bool) (n plain, err error) {
	if status {
		report, err := ReadStatus(bytes.NewReader(raw))
		return plain{answers: len(report.Payments)}, err
	}
	var c collector
	err = ReadOrders(bytes.NewReader(raw), &c)
	for _, b := range c.batches {
		n.orders += len(b.orders)
	}
	n.batches = c.ended
	return n, err
}
