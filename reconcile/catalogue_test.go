// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rentmeester/text"
)

// Every reason that the code can give, and every piece of evidence that can
// decide, has its sentence in both languages.
func TestEveryReasonHasItsSentence(t *testing.T) {
	keys := map[string]bool{}
	for f := feature(0); f < featureCount; f++ {
		if code := reasonCodes[f]; code != "" {
			keys["reconcile.reason."+code] = true
			if uint64(against)>>f&1 == 0 {
				keys["reconcile.reason.decided."+code] = true
			}
		}
	}
	for _, rule := range []string{RuleReference, RuleEndToEnd, RuleBatch, RulePayer, RuleSum, RulePart, RuleAmount, RuleReturn} {
		keys["reconcile.rule."+rule] = true
	}
	call := regexp.MustCompile(`(?:reason|note)\("([a-z.-]+)"`)
	files, _ := filepath.Glob("*.go")
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(raw), -1) {
			if !strings.HasSuffix(m[1], ".") {
				keys["reconcile.reason."+m[1]] = true
			}
		}
	}
	for key := range keys {
		for _, lang := range []text.Lang{text.NL, text.EN} {
			if !text.Has(lang, key) {
				t.Errorf("%s has no sentence in %s", key, lang)
			}
		}
	}
}
