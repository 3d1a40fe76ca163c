// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rentmeester/text"
)

func TestExplain(t *testing.T) {
	const word = `<button type="button" popovertarget="word-%s" class="rm-word">%s</button>`
	storno, open := fmt.Sprintf(word, "storno", "Storno"), fmt.Sprintf(word, "open-post", "Openstaande posten")
	for name, c := range map[string]struct{ page, want string }{
		"a heading":                     {`<h2>Storno</h2>`, `<h2>` + storno + `</h2>`},
		"the first only":                {`<h2>Storno</h2><h2>Storno</h2>`, `<h2>` + storno + `</h2><h2>Storno</h2>`},
		"another form, the longest":     {`<th scope="col">Openstaande posten</th>`, `<th scope="col">` + open + `</th>`},
		"an input before it":            {`<input type="text"><dt>Storno</dt>`, `<input type="text"><dt>` + storno + `</dt>`},
		"no running text":               {`<p>Een storno.</p>`, `<p>Een storno.</p>`},
		"no part of a word":             {`<h2>Stornoregel</h2>`, `<h2>Stornoregel</h2>`},
		"no link":                       {`<h2><a href="/">Storno</a></h2>`, `<h2><a href="/">Storno</a></h2>`},
		"nothing that is not seen":      {`<caption class="rm-hidden">Storno</caption>`, `<caption class="rm-hidden">Storno</caption>`},
		"no name of a setting":          {`<th class="rm-code">bank.storno.days</th>`, `<th class="rm-code">bank.storno.days</th>`},
		"nothing in another language":   {`<h2 lang="en">Storno</h2>`, `<h2 lang="en">Storno</h2>`},
		"nothing outside the main part": {`</main><h2>Storno</h2><main>`, `</main><h2>Storno</h2><main>`},
		"rather what is open": {`<details><summary>Meer</summary><h3>Storno</h3></details><h3>Storno</h3>`,
			`<details><summary>Meer</summary><h3>Storno</h3></details><h3>` + storno + `</h3>`},
		"or else what is closed": {`<details><h3>Storno</h3></details>`, `<details><h3>` + storno + `</h3></details>`},
		"beside a label, not in it": {`<label class="utrecht-form-label" for="a">De storno <em>zelf</em></label><input id="a">`,
			`<label class="utrecht-form-label" for="a">De storno <em>zelf</em></label><button type="button" popovertarget="word-storno" class="rm-word rm-word--ask"><span class="rm-hidden">Wat betekent Storno?</span></button><input id="a">`},
	} {
		got, _ := explain([]byte("<main>"+c.page+"</main>"), text.NL)
		if string(got) != "<main>"+c.want+"</main>" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestEveryFormIsOneWord: no form of a word is one of another word as well.
func TestEveryFormIsOneWord(t *testing.T) {
	for _, lang := range []text.Lang{text.NL, text.EN} {
		seen := map[string]string{}
		for _, term := range allTerms() {
			key := "term." + term
			forms := []string{text.Say(lang, key, nil)}
			if text.Has(lang, key+".forms") {
				forms = append(forms, strings.Split(text.Say(lang, key+".forms", nil), ", ")...)
			}
			for _, form := range forms {
				form = strings.ToLower(form)
				if of := seen[form]; of != "" {
					t.Errorf("%s: %q is %s and %s", lang, form, of, term)
				}
				seen[form] = term
			}
		}
	}
}

// TestEveryButtonOpensSomething: on every page each button opens an explanation that
// is there, once, and what a page should explain it does, in both languages.
func TestEveryButtonOpensSomething(t *testing.T) {
	server := newServer(t, newTown())
	opens, explains := regexp.MustCompile(`popovertarget="(word-[a-z0-9-]+)" class="rm-word|class="rm-word" popovertarget="(word-[a-z0-9-]+)"`), regexp.MustCompile(`id="(word-[a-z0-9-]+)" popover`)
	beside := 0
	for _, page := range looked {
		for _, lang := range []string{"nl", "en"} {
			answer, err := http.Get(withParam(server.URL+page.path, "lang", lang))
			if err != nil {
				t.Fatal(err)
			}
			written := body(t, answer)
			var buttons, texts []string
			for _, m := range opens.FindAllStringSubmatch(written, -1) {
				buttons = append(buttons, m[1]+m[2])
				if m[1] != "" {
					beside++
				}
			}
			for _, m := range explains.FindAllStringSubmatch(written, -1) {
				texts = append(texts, m[1])
			}
			slices.Sort(buttons)
			slices.Sort(texts)
			if !slices.Equal(buttons, texts) {
				t.Errorf("%s %s: buttons %v, explanations %v", page.name, lang, buttons, texts)
			}
			for _, term := range termsOn[madeOf(t, written)] {
				if !slices.Contains(texts, "word-"+term) {
					t.Errorf("%s %s does not explain %s", page.name, lang, term)
				}
			}
		}
	}
	if beside < 40 {
		t.Errorf("%d words explained where they stand", beside)
	}
}
