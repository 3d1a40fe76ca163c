// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rentmeester/text"
)

// Every reason, difference and finding that the code can give has its sentence.
func TestEverySentenceIsThere(t *testing.T) {
	keys := map[string]bool{}
	for _, by := range []string{"coding", "account", "cost-centre", "taakveld", "default"} {
		keys["coding.vat.by-"+by] = true
	}
	for _, f := range Fields {
		keys["coding.field."+string(f)], keys["coding.check.missing."+string(f)] = true, true
	}
	key := regexp.MustCompile(`"(coding\.(?:reason|difference|check)\.[a-z-]+)"[,}) ]`)
	files, _ := filepath.Glob("*.go")
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range key.FindAllStringSubmatch(string(raw), -1) {
			keys[m[1]] = true
		}
	}
	if len(keys) < 30 {
		t.Errorf("only %d sentences looked for", len(keys))
	}
	for k := range keys {
		for _, lang := range []text.Lang{text.NL, text.EN} {
			if !text.Has(lang, k) {
				t.Errorf("%s has no sentence in %s", k, lang)
			}
		}
	}
}
