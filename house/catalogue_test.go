// SPDX-License-Identifier: EUPL-1.2

package house

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"
)

// languages of the screens; a sentence stands in all of them.
var languages = []string{"nl", "en"}

// sentences is the catalogue as it is written: key, language, sentence.
var sentences = sync.OnceValues(func() (map[string]map[string]string, error) {
	top, err := root()
	if err != nil {
		return nil, err
	}
	names, err := filepath.Glob(filepath.Join(top, "text", "catalog", "*.yaml"))
	if err != nil {
		return nil, err
	}
	all := map[string]map[string]string{}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		part := map[string]map[string]string{}
		if err := yaml.Unmarshal(raw, &part); err != nil {
			return nil, err
		}
		maps.Copy(all, part)
	}
	return all, nil
})

func mustSentences(t *testing.T) map[string]map[string]string {
	t.Helper()
	all, err := sentences()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("the catalogue is empty")
	}
	return all
}

// hole is a place in a sentence for a value: {name} or {name:form}.
var hole = regexp.MustCompile(`\{([^}:]*)(?::([^}]*))?\}`)

// forms that package text knows to write a value in.
var forms = []string{"", "money", "day", "number", "decimal", "value", "field", "step", "right", "roles", "staff"}

// holesOf gives the names of the values that a sentence asks for.
func holesOf(sentence string) []string {
	names := map[string]bool{}
	for _, found := range hole.FindAllStringSubmatch(sentence, -1) {
		names[found[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func TestEverySentenceStandsInEveryLanguage(t *testing.T) {
	for key, said := range mustSentences(t) {
		for _, language := range languages {
			if strings.TrimSpace(said[language]) == "" {
				t.Errorf("%s has no sentence in language %s", key, language)
			}
		}
		for language := range said {
			if !slices.Contains(languages, language) {
				t.Errorf("%s has a sentence in %q, which no screen shows", key, language)
			}
		}
	}
}

func TestHolesOfTheCatalogue(t *testing.T) {
	for key, said := range mustSentences(t) {
		dutch, english := holesOf(said["nl"]), holesOf(said["en"])
		if !slices.Equal(dutch, english) {
			t.Errorf("%s asks other values in Dutch %q than in English %q", key, dutch, english)
		}
		for _, language := range languages {
			for _, found := range hole.FindAllStringSubmatch(said[language], -1) {
				if one, many, counted := strings.Cut(found[2], "|"); counted && one != "" && many != "" {
					continue
				}
				if !slices.Contains(forms, found[2]) {
					t.Errorf("%s: no form %q in %s", key, found[2], found[0])
				}
			}
		}
	}
}
