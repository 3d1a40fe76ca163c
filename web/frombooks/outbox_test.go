// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"strings"
	"testing"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/web"
)

// TestOutboxThroughTheBooks takes a letter back, lets it wait again, and does neither
// where it cannot be; the audit trail names who did.
func TestOutboxThroughTheBooks(t *testing.T) {
	s, b := open(t)
	ctx := t.Context()
	if l, err := s.Letters(ctx, ""); err != nil || len(l.Letters) != 0 || l.Off.Code != "outbox.off" {
		t.Fatalf("%+v %v", l, err)
	}
	err := b.Write(ctx, func(tx *store.Tx) error {
		_, _, err := books.QueueLetter(ctx, tx, "jansen", policy.Outgoing{Host: "x", From: "f@voorbeeld.example"},
			books.Letter{Kind: "reply", About: books.Subject("invoice", 7), To: "a@b.example", Subject: "Uw factuur", Body: "Geachte",
				Attached: []books.Attached{{Name: "antwoord.xml", Text: "<x/>"}}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.Letters(ctx, web.LetterWaiting)
	if err != nil || len(list.Letters) != 1 {
		t.Fatalf("%+v %v", list, err)
	}
	id := list.Letters[0].ID
	see := func() web.Letter {
		t.Helper()
		l, err := s.Letter(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	if l := see(); l.Body != "Geachte" || l.About != "invoice" || l.AboutID != "7" || !l.Back() || l.Again() || l.By != "jansen" || len(l.Attached) != 1 {
		t.Errorf("%+v", l)
	}
	if err := s.LetterAgain(ctx, "piet", id); !fault.Is(err, "books.letter.stale") {
		t.Error(err)
	}
	if err := s.WithdrawLetter(ctx, "piet", id); err != nil {
		t.Fatal(err)
	}
	if counts, err := s.LetterCounts(ctx); err != nil || counts[web.LetterWithdrawn] != 1 || !see().Again() {
		t.Errorf("%v %v", counts, err)
	}
	if err := s.LetterAgain(ctx, "piet", id); err != nil || see().State != web.LetterWaiting {
		t.Error(err)
	}
	for _, wrong := range []string{"0", "x", "999"} {
		if _, err := s.Letter(ctx, wrong); !strings.HasSuffix(fault.Code(err), ".not-found") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
