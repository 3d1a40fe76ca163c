// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"rentmeester/money"
)

// anyTag stands around words, as around those that are explained.
var anyTag = regexp.MustCompile(`<[^>]*>`)

// TestPreviewMany says how many, which totals, what is booked where, and what is
// left out and why; it books nothing.
func TestPreviewMany(t *testing.T) {
	source := newTown()
	server := newServer(t, source)
	_, html := get(t, server.URL+"/worklist/many?pick=L101+P1&pick=L103+P4&pick=L102+gone&pick=L7+P1&back=/worklist?q=e")
	for _, want := range []string{"Dit boekt 2 regels", "284,75", "op 3 openstaande posten", "8990", "2 regels worden niet geboekt", "Het voorstel is intussen veranderd",
		`value="L101 P1"`, `value="L103 P4"`, `href="/worklist?q=e"`} {
		if !strings.Contains(html, want) && !strings.Contains(anyTag.ReplaceAllString(html, ""), want) {
			t.Errorf("the preview does not say %q", want)
		}
	}
	if strings.Contains(html, `value="L102 gone"`) || len(source.items) != 5 {
		t.Error("what is left out can be booked, or something was")
	}
}

// TestTwoForOneItem: two lines cannot settle the same euro of an open item.
func TestTwoForOneItem(t *testing.T) {
	item := func(line string, amount, left money.Cents) WorkItem {
		return WorkItem{Line: Line{ID: line, Amount: amount}, Proposal: &Proposal{ID: "P", Allocations: []Allocation{{Kind: ToItem, Ref: "2026-1", Amount: amount, Left: left}}}}
	}
	for _, c := range []struct {
		name   string
		left   money.Cents // of the item, after one of them
		picked int
	}{{"one of them settles it whole", 0, 1}, {"it is enough for both", 1000, 2}, {"it is enough for one and a half", 500, 1}} {
		t.Run(c.name, func(t *testing.T) {
			var b manyBody
			wanted := map[string]money.Cents{}
			for _, line := range []string{"L1", "L2"} {
				b.add(line, "P", item(line, 1000, c.left), nil, wanted)
			}
			if len(b.Picked) != c.picked || len(b.Left) != 2-c.picked || b.In != money.Cents(1000*c.picked) {
				t.Errorf("%d picked, %d left, %v in", len(b.Picked), len(b.Left), b.In)
			}
		})
	}
}

// TestManyIsBoundToWhatWasSeen books what still stands as it was seen, says what
// was left and why, and takes it back in one go.
func TestManyIsBoundToWhatWasSeen(t *testing.T) {
	source := newTown()
	server := newServer(t, source)
	answer, _ := post(t, server.URL+"/worklist/accept", url.Values{"pick": {"L101 P1", "L102 old", "L103 P4"}})
	if len(source.items) != 3 || answer.StatusCode != 303 {
		t.Fatalf("%d lines left, status %d", len(source.items), answer.StatusCode)
	}
	told := readSaid(t, answer)
	if told.Code != "web.said.accepted-some" || told.Args["left"] != "1" || len(told.Left) != 1 || len(told.Batch) != 2 {
		t.Errorf("told %+v", told)
	}
	answer, _ = post(t, server.URL+"/decisions/undo", url.Values{"decision": told.Batch})
	if told := readSaid(t, answer); told.Code != "web.said.undone-many" || told.Args["n"] != "2" || len(source.items) != 5 {
		t.Errorf("told %+v, %d lines left", told, len(source.items))
	}
	answer, _ = post(t, server.URL+"/decisions/undo", url.Values{"decision": told.Batch})
	if told := readSaid(t, answer); told.Code != "web.said.undone-some" || told.Args["left"] != "2" {
		t.Errorf("undone twice: told %+v", told)
	}
}

// readSaid gives what an act tells on the page that follows it.
func readSaid(t *testing.T, answer *http.Response) (told said) {
	t.Helper()
	for _, cookie := range answer.Cookies() {
		if cookie.Name != saidCookie {
			continue
		}
		raw, err := base64.RawURLEncoding.DecodeString(cookie.Value)
		var message sealedSaid
		if err == nil {
			err = json.Unmarshal(raw[sha256.Size:], &message)
		}
		if err != nil {
			t.Fatal(err)
		}
		told = message.Said
	}
	return told
}
