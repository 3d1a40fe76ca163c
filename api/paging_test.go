// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/fault"
)

// Whatever comes on a list and goes from it between pages, who reads it to the end
// saw all that stood on it from first to last, once each.
func TestPagesOfAListThatChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		next := 0
		fresh := func() int { next++; return next }
		var list []int
		for range rapid.IntRange(0, 30).Draw(t, "size") {
			list = append(list, fresh())
		}
		stays := slices.Clone(list)
		seen := map[int]int{}
		in := Paging{Limit: rapid.IntRange(1, 7).Draw(t, "limit")}
		for {
			p, err := paged(slices.Clone(list), in, func(n int) string { return fmt.Sprint(n) }, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(p.Body.Items) > in.Limit {
				t.Fatalf("%d on a page", len(p.Body.Items))
			}
			for _, n := range p.Body.Items {
				seen[n]++
			}
			if in.Cursor = p.Body.Next; in.Cursor == "" {
				break
			}
			for range rapid.IntRange(0, 3).Draw(t, "come") {
				list = slices.Insert(list, rapid.IntRange(0, len(list)).Draw(t, "at"), fresh())
			}
			if len(list) > 0 && rapid.Bool().Draw(t, "go") {
				at := rapid.IntRange(0, len(list)-1).Draw(t, "gone")
				last := p.Body.Items[len(p.Body.Items)-1]
				if gone := list[at]; gone != last { // one that the page ended at is found back by its place only
					list = slices.Delete(list, at, at+1)
					stays = slices.DeleteFunc(stays, func(n int) bool { return n == gone })
				}
			}
		}
		for _, n := range stays {
			if seen[n] != 1 {
				t.Fatalf("%d seen %d times", n, seen[n])
			}
		}
	})
	for _, cursor := range []string{"onzin!", "bnVsbA", "e30"} {
		_, err := paged([]int{1}, Paging{Cursor: cursor, Limit: 1}, func(int) string { return "" }, nil)
		if bad := cursor == "onzin!"; bad != fault.Is(err, "api.cursor") {
			t.Error(cursor, err)
		}
	}
}
