// SPDX-License-Identifier: EUPL-1.2

package algorithms

import (
	"cmp"
	"fmt"
	"strings"

	"rentmeester/text"
)

// Card writes a model card: the same for people, in Markdown, with each figure on a
// line of its own.
func Card(f Facts, lang text.Lang) string {
	var b strings.Builder
	say := f.sayer(lang)
	title := func(key string) { fmt.Fprintf(&b, "\n## %s\n\n", text.Say(lang, "algorithms.title."+key, nil)) }
	list := func(sentences ...Said) {
		for _, s := range sentences {
			if s.Code != "" {
				fmt.Fprintf(&b, "- %s\n", text.Say(lang, s.Code, s.Args))
			}
		}
	}
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", say("name"), say("short"))
	for _, row := range []struct{ key, value string }{
		{"organization", f.Organization}, {"begin", f.Begin}, {"contact", f.Contact}, {"website", f.Website},
		{"processing", f.Processing}, {"models", strings.Join(f.Models, ", ")}, {"policy", f.Policy}, {"program", f.Program},
	} {
		fmt.Fprintf(&b, "- **%s**: %s\n", text.Say(lang, "algorithms.field."+row.key, nil),
			cmp.Or(row.value, text.Say(lang, "algorithms.empty", nil)))
	}
	for _, part := range []struct{ key, said string }{
		{"goal", say("goal")}, {"method", f.methods(lang)}, {"data", say("data")}, {"human", say("human")},
	} {
		title(part.key)
		fmt.Fprintln(&b, part.said)
	}
	fmt.Fprintln(&b)
	list(f.Standing...)
	title("measured")
	list(append([]Said{f.Promise}, f.Measured...)...)
	for _, key := range []string{"risks", "limits", "proportionality", "basis"} {
		title(key)
		fmt.Fprintln(&b, say(key))
	}
	title("impact")
	fmt.Fprintln(&b, cmp.Or(f.Impact, text.Say(lang, "algorithms.empty", nil)))
	return b.String()
}
