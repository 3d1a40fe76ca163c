// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/formats/semantic"
)

// corpus gives a folder of the invoice corpus.
func corpus(t *testing.T, folder string) string {
	t.Helper()
	root := os.Getenv("RENTMEESTER_CORPUS")
	if root == "" {
		t.Skip("RENTMEESTER_CORPUS is not set: real files are not read")
	}
	return filepath.Join(root, "invoice", folder)
}

func xmlFiles(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.EqualFold(filepath.Ext(path), ".xml") {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatal(err, folder)
	}
	return files
}

func readFile(t *testing.T, name string) (*semantic.Document, error) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return Read(f)
}

// count holds how many of a kind are right, against the least that must be.
type count struct{ right, total int }

func (c *count) add(t *testing.T, right bool, format string, args ...any) {
	t.Helper()
	c.total++
	if right {
		c.right++
	} else {
		t.Logf("wrong: "+format, args...)
	}
}

func (c count) atLeast(t *testing.T, right int, what string) {
	t.Helper()
	t.Logf("%s: %d of %d right", what, c.right, c.total)
	if c.right < right {
		t.Errorf("%s: %d of %d right, it was %d", what, c.right, c.total, right)
	}
}

// TestOfficialUnitTests tries every assertion of the official unit tests of
// EN 16931: a rule fires, as an error or a warning, or it does not.
func TestOfficialUnitTests(t *testing.T) {
	folder := corpus(t, "en16931-unit")
	raw, err := os.ReadFile(filepath.Join(folder, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var tests []struct {
		File                    string
		Success, Error, Warning []string
	}
	if err := json.Unmarshal(raw, &tests); err != nil {
		t.Fatal(err)
	}
	var c count
	for _, test := range tests {
		d, err := readFile(t, filepath.Join(folder, test.File))
		if err != nil {
			t.Errorf("%s: %v", test.File, err)
			continue
		}
		fired := map[string]Severity{}
		for _, f := range Validate(d) {
			fired[f.Rule] = f.Severity
		}
		for _, rule := range test.Success {
			c.add(t, fired[rule] == "", "%s: %s fires", test.File, rule)
		}
		for _, rule := range test.Error {
			c.add(t, fired[rule] == Error, "%s: %s does not fire", test.File, rule)
		}
		for _, rule := range test.Warning {
			c.add(t, fired[rule] == Warning, "%s: %s does not fire", test.File, rule)
		}
	}
	c.atLeast(t, 1142, "assertions of EN 16931")
}

var outcome = regexp.MustCompile(`[-_](ok|error|warning)([-_]|$)`)

// otherRule are files of the test set in which the rule of their name does not
// fire, by the official rules neither: another one does.
var otherRule = map[string]string{
	"SI-UBL-1.1-error-BII2-T10-R029":       "SI-V11-INV-R015",
	"SI-UBL-1.1-error-EUGEN-T10-R043":      "EUGEN-T10-R042",
	"SI-UBL-1.1-error-SI-INV-R000":         "einvoice.unknown", // no UBL at all
	"SI-UBL-INV-1.2-error-BII2-T10-R021":   "SI-V12-INV-R020",
	"SI-UBL-INV-1.2-error-BII2-T10-R049":   "BII2-T10-R015",
	"SI-UBL-INV-1.2-error-EUGEN-T10-R043":  "EUGEN-T10-R042",
	"SI-UBL-PO-1.2-error-BII2-T01-R022-1":  "BII2-T01-R021",
	"SI-UBL-PO-1.2-error-BII2-T01-R031":    "BII2-T01-R003",
	"SI-UBL-2.0-BR-08-error-none":          "BR-10",
	"SI-UBL-2.0_BR-NL-7_error_381_invoice": "BR-NL-8",
}

// TestDutchTestSet holds the verdict against that in the name of each file, and
// looks whether the rule in the name is among the findings.
func TestDutchTestSet(t *testing.T) {
	folder := corpus(t, "si-ubl-testset")
	var verdicts, rules count
	for _, name := range xmlFiles(t, folder) {
		base := strings.TrimSuffix(filepath.Base(name), ".xml")
		want := outcome.FindStringSubmatch(base)
		if want == nil {
			t.Errorf("no outcome in the name of %s", base)
			continue
		}
		var found []Finding
		if d, err := readFile(t, name); err != nil {
			found = []Finding{{Rule: fault.Code(err), Severity: Error}}
		} else {
			found = Validate(d)
		}
		verdicts.add(t, verdict(found, want[1]), "%s: %v", base, ids(found))
		rule := namedRule.FindString(base)
		if other := otherRule[base]; other != "" {
			rule = other
		}
		if rule != "" && want[1] != "ok" {
			rules.add(t, names(found, rule), "%s: %s not in %v", base, rule, ids(found))
		}
	}
	verdicts.atLeast(t, 293, "verdicts of the Dutch test set")
	rules.atLeast(t, 225, "rules of the Dutch test set")
}

// namedRule finds the rule in the name of a file.
var namedRule = regexp.MustCompile(`(BIIRULES|BII2-T01|BII2-T10|EUGEN-T10|OP-T10|CL-T10|SI-V12-INV|SI-V12-PO|SI-INV|SI-UBL|CODE|NL)-R\d+|(BR-NL|BR-CO|BR|UBL-SR)-\d+`)

// verdict says whether the findings come to an outcome. A warning beside what is
// ok is that SI-UBL 1.0 is out of date.
func verdict(findings []Finding, want string) bool {
	worst := "ok"
	for _, f := range findings {
		switch {
		case f.Severity == Error:
			worst = "error"
		case f.Severity == Warning && worst == "ok" && f.Rule != "SI-UBL-INV-R000":
			worst = "warning"
		}
	}
	return worst == want
}

// names says whether a rule is found. Test files leave out what stands between
// the family of a rule and its number: SI-INV-R012 is SI-V11-INV-R012.
func names(findings []Finding, rule string) bool {
	number := rule[max(0, strings.LastIndex(rule, "-")):]
	for _, f := range findings {
		if f.Rule == rule || !strings.HasPrefix(rule, "BR") && strings.HasSuffix(f.Rule, number) {
			return true
		}
	}
	return false
}

func ids(findings []Finding) []string {
	seen, all := map[string]bool{}, []string{}
	for _, f := range findings {
		if !seen[f.Rule] {
			seen[f.Rule] = true
			all = append(all, string(f.Severity[0])+":"+f.Rule)
		}
	}
	return all
}

// TestXRechnungSuiteIsValid reads the German test suite, all of it valid.
func TestXRechnungSuiteIsValid(t *testing.T) {
	var c count
	for _, name := range xmlFiles(t, corpus(t, "xrechnung-testsuite")) {
		d, err := readFile(t, name)
		if err != nil {
			c.add(t, false, "%s: %v", filepath.Base(name), err)
			continue
		}
		findings := Validate(d)
		c.add(t, Valid(findings), "%s %s: %v", filepath.Base(name), d.Profile, ids(findings))
	}
	c.atLeast(t, 44, "documents of the XRechnung suite")
}

// notWhatTheySay are documents of the ZUGFeRD corpus that keep EN 16931 and not
// what they claim, or the other way round.
var notWhatTheySay = map[string]string{
	"EN16931_1_Teilrechnung.ubl.xml":                     "says Peppol, has no electronic addresses",
	"EN16931_AbweichenderZahlungsempf.ubl.xml":           "says Peppol, has no electronic addresses",
	"EN16931_Elektron.ubl.xml":                           "says Peppol, has no electronic addresses",
	"EN16931_Innergemeinschaftliche_Lieferungen.ubl.xml": "says Peppol, has no electronic addresses",
	"EN16931_Miete.ubl.xml":                              "says Peppol, has no electronic addresses",
	"EN16931_Rechnungskorrektur.ubl.xml":                 "says Peppol, has no electronic addresses",
	"EN16931_RechnungsUebertragung.ubl.xml":              "the scheme of an electronic address is in no list (BR-CL-25)",
	"noNetPriceValidation.xml":                           "the net price is not quantity times price; no rule of EN 16931 says so",
	"eicar.cii.xml":                                      "a virus test file: no countries, an attachment of a kind that is not allowed",
}

// TestZUGFeRDCorpus reads the loose XML of the ZUGFeRD corpus.
func TestZUGFeRDCorpus(t *testing.T) {
	var c count
	for _, name := range xmlFiles(t, corpus(t, "zugferd-corpus")) {
		base := filepath.Base(name)
		if strings.Contains(name, "fatturaPA") || notWhatTheySay[base] != "" {
			continue
		}
		d, err := readFile(t, name)
		if err != nil {
			c.add(t, false, "%s: %v", base, err)
			continue
		}
		findings := Validate(d)
		wantValid := !strings.Contains(name, "fail") && !strings.Contains(name, "not_validating")
		c.add(t, Valid(findings) == wantValid, "%s %s: %v", base, d.Profile, ids(findings))
	}
	c.atLeast(t, 13, "documents of the ZUGFeRD corpus")
}
