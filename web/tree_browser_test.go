// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// heardPart is one node of what a screen reader is given of a page.
type heardPart struct {
	role, name string
	level      int // of a heading
}

// hear reads the page as a screen reader does, from the tree that the browser gives it:
// what one can operate has a name, headings go down step by step below one first, and
// parts of the page that one can jump to can be told apart (WCAG 1.3.1, 2.4.6, 4.1.2).
func hear(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	all := heard(t, ctx)
	for _, wrong := range slices.Concat(nameless(all), skipped(all), alike(all)) {
		t.Errorf("%s: %s", name, wrong)
	}
	if len(all) < 20 {
		t.Errorf("%s: %d parts, which is no page", name, len(all))
	}
}

// heard gives what a screen reader is given, in order.
func heard(t *testing.T, ctx context.Context) (all []heardPart) {
	t.Helper()
	tree, err := chromedp.Run(ctx, func(ctx context.Context, target *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
		return cdp.Call(ctx, target, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	})
	if err != nil {
		t.Fatal(err)
	}
	word := func(v *accessibility.Value) (s string) {
		if v != nil {
			_ = json.Unmarshal(v.Value, &s) // "" where it is no text
		}
		return s
	}
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, node := range tree.Nodes {
		byID[node.NodeID] = node
	}
	var walk func(*accessibility.Node) // the tree is not given in the order of the page
	walk = func(node *accessibility.Node) {
		if node == nil {
			return
		}
		defer func() {
			for _, child := range node.ChildIDs {
				walk(byID[child])
			}
		}()
		if node.Ignored {
			return
		}
		one := heardPart{role: word(node.Role), name: word(node.Name)}
		for _, p := range node.Properties {
			if p.Name == "level" {
				_ = json.Unmarshal(p.Value.Value, &one.level)
			}
		}
		all = append(all, one)
	}
	walk(tree.Nodes[0])
	return all
}

// operable are the roles of what one can operate.
var operable = []string{"button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "switch", "slider", "spinbutton",
	"menuitem", "tab", "option", "DisclosureTriangle", "Date", "InputTime"}

func nameless(all []heardPart) (wrong []string) {
	for i, one := range all {
		if one.name == "" && slices.Contains(operable, one.role) {
			wrong = append(wrong, fmt.Sprintf("a %s without a name, after %q", one.role, all[max(0, i-1)].name))
		}
	}
	return wrong
}

// skipped says where headings go down more than a step, and whether there is one first.
func skipped(all []heardPart) (wrong []string) {
	before, firsts := 0, 0
	for _, one := range all {
		if one.role != "heading" {
			continue
		}
		switch {
		case one.name == "":
			wrong = append(wrong, fmt.Sprintf("a heading of level %d without words", one.level))
		case one.level > before+1:
			wrong = append(wrong, fmt.Sprintf("heading %q of level %d comes after one of level %d", one.name, one.level, before))
		}
		if before = one.level; one.level == 1 {
			firsts++
		}
	}
	if firsts != 1 {
		wrong = append(wrong, fmt.Sprintf("%d headings of level 1", firsts))
	}
	return wrong
}

// landmarks are the roles that one can jump to.
var landmarks = []string{"banner", "navigation", "main", "contentinfo", "search", "complementary", "form", "region"}

// alike says which landmarks cannot be told apart: two of one role with one name, or
// without.
func alike(all []heardPart) (wrong []string) {
	times := map[heardPart]int{}
	of := map[string]int{}
	for _, one := range all {
		if slices.Contains(landmarks, one.role) && (one.role != "form" || one.name != "") { // a form is one only with a name
			times[heardPart{role: one.role, name: one.name}]++
			of[one.role]++
		}
	}
	for one, n := range times {
		switch {
		case n > 1:
			wrong = append(wrong, fmt.Sprintf("%d times %s %q", n, one.role, one.name))
		case one.name == "" && of[one.role] > 1:
			wrong = append(wrong, fmt.Sprintf("a %s without a name, beside others", one.role))
		}
	}
	if of["main"] != 1 || of["banner"] != 1 {
		wrong = append(wrong, fmt.Sprintf("%d times main and %d times banner", of["main"], of["banner"]))
	}
	return wrong
}

// TestWhatAScreenReaderMisses: each of these would be found.
func TestWhatAScreenReaderMisses(t *testing.T) {
	for name, all := range map[string][]heardPart{
		"a button without a name": {{role: "heading", name: "Post", level: 1}, {role: "button"}},
		"a level left out":        {{role: "heading", name: "Post", level: 1}, {role: "heading", name: "Wie", level: 3}},
		"two first headings":      {{role: "heading", name: "Post", level: 1}, {role: "heading", name: "Wie", level: 1}},
		"a heading without words": {{role: "heading", name: "Post", level: 1}, {role: "heading", level: 2}},
		"two menus":               {{role: "heading", name: "Post", level: 1}, {role: "navigation", name: "Menu"}, {role: "navigation", name: "Menu"}},
		"a menu without a name":   {{role: "heading", name: "Post", level: 1}, {role: "navigation", name: "Menu"}, {role: "navigation"}},
	} {
		whole := append([]heardPart{{role: "main"}, {role: "banner"}}, all...)
		if found := slices.Concat(nameless(whole), skipped(whole), alike(whole)); len(found) != 1 {
			t.Errorf("%s: %v", name, found)
		}
	}
}
