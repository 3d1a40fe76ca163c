// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rentmeester/text"
)

// TestTermsAndPages: every word that a page explains is in the glossary in both
// languages, every word of the glossary is on a page, and every page is one.
func TestTermsAndPages(t *testing.T) {
	for _, term := range allTerms() {
		for _, key := range []string{"term." + term, "term." + term + ".is"} {
			if !text.Has(text.NL, key) || !text.Has(text.EN, key) {
				t.Errorf("no %s", key)
			}
		}
	}
	raw, err := os.ReadFile("../text/catalog/glossary.yaml")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^term\.([a-z0-9-]+):`).FindAllStringSubmatch(string(raw), -1)
	if len(found) < 20 {
		t.Fatalf("%d words", len(found))
	}
	for _, term := range found {
		if !slices.Contains(allTerms(), term[1]) {
			t.Errorf("no page has %q", term[1])
		}
	}
	names := templateNames(t)
	for name := range termsOn {
		if !slices.Contains(names, name) {
			t.Errorf("there is no page %q", name)
		}
	}
}

// templateNames gives the names of all pages.
func templateNames(t *testing.T) (names []string) {
	t.Helper()
	files, err := templateFiles.ReadDir("templates")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if name, page := strings.CutSuffix(f.Name(), ".html"); page && !strings.HasPrefix(name, "_") {
			names = append(names, name)
		}
	}
	return names
}
