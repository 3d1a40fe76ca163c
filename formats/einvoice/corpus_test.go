// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

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

var outcome = regexp.MustCompile(`[-_](ok|error|warning)\b|[-_](ok|error|warning)[-_]`)

// TestDutchTestSet holds the verdict against that in the name of each file, and
// looks whether the rule in the name is among the findings.
func TestDutchTestSet(t *testing.T) {
	folder := corpus(t, "si-ubl-testset")
	var verdicts, rules count
	for _, name := range xmlFiles(t, folder) {
		base := strings.TrimSuffix(filepath.Base(name), ".xml")
		found := outcome.FindStringSubmatch(base)
		if found == nil {
			t.Logf("no outcome in the name of %s", base)
			continue
		}
		want := found[1] + found[2]
		d, err := readFile(t, name)
		if err != nil {
			t.Errorf("%s: %v", base, err)
			continue
		}
		findings := Validate(d)
		verdicts.add(t, verdict(findings, want), "%s: %v", base, ids(findings))
		if rule := namedRule.FindString(base); rule != "" && want != "ok" {
			rules.add(t, names(findings, rule), "%s: %s not in %v", base, rule, ids(findings))
		}
	}
	verdicts.atLeast(t, 1, "verdicts of the Dutch test set")
	rules.atLeast(t, 1, "rules of the Dutch test set")
}

// namedRule finds the rule in the name of a file.
var namedRule = regexp.MustCompile(`(BIIRULES|BII2-T1?0[01]?|EUGEN-T10|OP-T10|CL-T10|SI-V12-(INV|PO)|SI-INV|SI-UBL|CODE|NL|BR-NL|BR-CO|BR|UBL-SR)-R?-?\d+$|` +
	`(BIIRULES|BII2-T01|BII2-T10|EUGEN-T10|OP-T10|CL-T10|SI-V12-INV|SI-V12-PO|SI-INV|CODE|NL)-R\d+|(BR-NL|BR-CO|BR|UBL-SR)-\d+`)

func verdict(findings []Finding, want string) bool {
	worst := "ok"
	for _, f := range findings {
		if f.Severity == Error {
			worst = "error"
		} else if f.Severity == Warning && worst == "ok" {
			worst = "warning"
		}
	}
	return worst == want || want == "ok" && worst == "warning" || want == "warning" && worst == "error" && false
}

// names says whether a rule is found; test files write some names shorter.
func names(findings []Finding, rule string) bool {
	last := rule[strings.LastIndex(rule, "-")+1:]
	for _, f := range findings {
		if f.Rule == rule || strings.HasSuffix(f.Rule, "-"+last) && !strings.HasPrefix(rule, "BR") {
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
	c.atLeast(t, 1, "documents of the XRechnung suite")
}

// TestZUGFeRDCorpus reads the loose XML of the ZUGFeRD corpus.
func TestZUGFeRDCorpus(t *testing.T) {
	var c count
	for _, name := range xmlFiles(t, corpus(t, "zugferd-corpus")) {
		if strings.Contains(name, "fatturaPA") {
			continue
		}
		d, err := readFile(t, name)
		if err != nil {
			c.add(t, false, "%s: %v", filepath.Base(name), err)
			continue
		}
		findings := Validate(d)
		wantValid := !strings.Contains(name, "fail") && !strings.Contains(name, "not_validating")
		c.add(t, Valid(findings) == wantValid, "%s %s: %v", filepath.Base(name), d.Profile, ids(findings))
	}
	c.atLeast(t, 1, "documents of the ZUGFeRD corpus")
}
