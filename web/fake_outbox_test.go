// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"time"
)

func townLetters() []Letter {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return []Letter{
		{LetterHead: LetterHead{ID: "93", Kind: "reply", To: "administratie-en-crediteurenbeheer@vandermeulen-en-zonen.example", Subject: "Uw factuur 2026-0117 <b>", State: LetterFailed, By: "m.bakker", At: at,
			Tried: at.Add(time.Hour), Ended: at.Add(time.Hour), Attempts: 1, Why: reason("dispatch.refused", "to", "administratie-en-crediteurenbeheer@vandermeulen-en-zonen.example", "said", "550 5.1.1 no such user"),
			About: "invoice", AboutID: "41"}, Body: "Geachte heer/mevrouw,\n\nUw factuur is niet te betalen.\n", MessageID: "rm.1.93.abc@example.nl", Attached: []string{"antwoord.xml"}},
		{LetterHead: LetterHead{ID: "92", Kind: "reminder", To: "anne@example.nl", Subject: "Facturen die uw aandacht vragen (2)", State: LetterWaiting, By: "planner", At: at, Tried: at, Due: at.Add(4 * time.Minute), Attempts: 3,
			Why: reason("dispatch.connect", "address", "smtp.example.nl:587", "said", "connection refused")}, Body: "Anne,\n", MessageID: "rm.1.92.abc@example.nl"},
		{LetterHead: LetterHead{ID: "91", Kind: "forward", To: "contracten@example.nl", Subject: "Binnengekomen stuk voor u", State: LetterSent, By: "planner", At: at, Ended: at, Attempts: 1,
			About: "document", AboutID: "13"}, Body: "Het bijgevoegde stuk\n", MessageID: "rm.1.91.abc@example.nl", Attached: []string{"scan_20260224.pdf"}},
		{LetterHead: LetterHead{ID: "90", Kind: "reply", To: "a@b.example", Subject: "Uw factuur 7", State: LetterWithdrawn, By: "m.bakker", At: at, Ended: at}, MessageID: "rm.1.90.abc@example.nl"},
	}
}

func (v *town) Letters(_ context.Context, state string) (l LetterList, err error) {
	if v.empty || v.fails != nil {
		return LetterList{Off: reason("outbox.off")}, v.fails
	}
	for _, one := range townLetters() {
		if state == "" || state == one.State {
			l.Letters = append(l.Letters, one.LetterHead)
		}
	}
	l.Most = 500
	return l, nil
}

func (v *town) Letter(_ context.Context, id string) (Letter, error) {
	for _, l := range townLetters() {
		if l.ID == id && !v.empty {
			return l, v.fails
		}
	}
	return Letter{}, noPage(id)
}

func (v *town) LetterCounts(context.Context) (map[string]int, error) {
	if v.empty || v.fails != nil {
		return nil, v.fails
	}
	return map[string]int{LetterFailed: 1, LetterWaiting: 1, LetterSent: 1, LetterWithdrawn: 1}, nil
}

func (v *town) WithdrawLetter(_ context.Context, by, id string) error {
	return v.desk.did("%s withdraws letter %s", by, id)
}

func (v *town) LetterAgain(_ context.Context, by, id string) error {
	return v.desk.did("%s sends letter %s again", by, id)
}
