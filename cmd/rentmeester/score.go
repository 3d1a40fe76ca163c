// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"

	"rentmeester/app"
	"rentmeester/autopilot"
	"rentmeester/demo"
	"rentmeester/money"
	"rentmeester/text"
)

// scored holds what was done and proposed against the truth. A line is right
// when every item and every cent of it is.
type scored struct {
	Lines          int `json:"lines"` // bank lines that had to be explained
	Automatic      int `json:"automatic"`
	AutomaticRight int `json:"automaticRight"`
	Waiting        int `json:"waiting"`
	Proposed       int `json:"proposed"`
	First          int `json:"first"` // the best proposal is right
	Three          int `json:"three"` // one of the first three is
}

// answer is what a line settles: amounts by item number, and "" for what goes to
// no item.
type answer map[string]money.Cents

func (a answer) add(item string, amount money.Cents) { a[item] += amount }

func (a answer) String() string {
	parts := make([]string, 0, len(a))
	for item, amount := range a {
		if amount != 0 {
			parts = append(parts, item+"="+amount.String())
		}
	}
	sort.Strings(parts)
	return strings.Join(parts, " ")
}

// lineKey names a bank line as truth and exports do.
type lineKey struct {
	account, entry string
	detail         int
}

// truths holds the answer of each detail, and of each entry as a whole.
type truths map[lineKey]answer

func readTruth(path string) (truths, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all := truths{}
	err = demo.Read(f, func(l demo.Line) error {
		if l.Kind == demo.KindRun || l.Kind == demo.KindRunReturn { // its items are those of the post
			all[lineKey{l.Account, l.Entry, l.Detail}], all[lineKey{l.Account, l.Entry, 0}] = nil, nil
			return nil
		}
		all.add(lineKey{l.Account, l.Entry, l.Detail}, l.Item, l.Amount)
		if l.Detail != 0 {
			all.add(lineKey{l.Account, l.Entry, 0}, l.Item, l.Amount)
		}
		return nil
	})
	return all, err
}

func (t truths) add(k lineKey, item string, amount money.Cents) {
	if t[k] == nil {
		t[k] = answer{}
	}
	t[k].add(item, amount)
}

// elsewhere says whether a line is held against another truth: it is of a payment
// run, of which the items came by post.
func (t truths) elsewhere(k lineKey) bool {
	a, known := t[k]
	return known && a == nil
}

// listed gives the number of an item that came in a list. What Rentmeester opened
// itself, for money on account of a party, no truth can know: to give that back
// settles no item of a list.
func listed(item string) string {
	if strings.HasPrefix(item, app.OnAccountPrefix) {
		return ""
	}
	return item
}

// score holds the books against the truth.
func score(ctx context.Context, b *app.Books, path string) (s scored, err error) {
	truth, err := readTruth(path)
	if err != nil {
		return s, err
	}
	if err := scoreDone(ctx, b, truth, &s); err != nil {
		return s, err
	}
	const page = 1000
	for skip := 0; ; skip += page {
		list, err := b.Worklist(ctx, page, skip)
		if err != nil {
			return s, err
		}
		for _, w := range list {
			scoreWaiting(w, truth, &s)
		}
		if len(list) < page {
			break
		}
	}
	s.Lines = s.Automatic + s.Waiting
	return s, nil
}

func scoreDone(ctx context.Context, b *app.Books, truth truths, s *scored) error {
	var out bytes.Buffer
	if err := b.Export(ctx, &out, "matches", "csv", text.NL); err != nil {
		return err
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		return err
	}
	done := truths{}
	for _, r := range rows[1:] {
		if r[7] != autopilot.Actor {
			continue
		}
		amount, err := money.Parse(r[5])
		if err != nil {
			return err
		}
		detail, _ := strconv.Atoi(r[3]) // "" is the entry as a whole
		done.add(lineKey{r[0], r[2], detail}, listed(r[4]), amount)
	}
	for k, a := range done {
		if truth.elsewhere(k) {
			continue
		}
		s.Automatic++
		if fmt.Sprint(a) == fmt.Sprint(truth[k]) {
			s.AutomaticRight++
		}
	}
	return nil
}

func scoreWaiting(w app.Waiting, truth truths, s *scored) {
	if truth.elsewhere(lineKey{w.Account, w.Entry, w.Detail}) {
		return
	}
	s.Waiting++
	if len(w.Choices) == 0 {
		return
	}
	s.Proposed++
	want := fmt.Sprint(truth[lineKey{w.Account, w.Entry, w.Detail}])
	for i, c := range w.Choices {
		got := answer{}
		for _, p := range c.Portions {
			got.add(listed(p.Item), p.Amount)
		}
		got.add("", c.Rest)
		if fmt.Sprint(got) != want {
			continue
		}
		if i == 0 {
			s.First++
		}
		if i < 3 {
			s.Three++
		}
		return
	}
}
