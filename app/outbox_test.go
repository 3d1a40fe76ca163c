// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"rentmeester/app"
	"rentmeester/app/books"
	"rentmeester/app/invoices"
	"rentmeester/app/outbox"
	"rentmeester/demo"
	"rentmeester/dispatch"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/text"
	"rentmeester/tools/smtpd"
)

// posting is a part of a policy by which mail is sent.
const posting = `
  - from: 2022-01-01
    outgoing: {host: 127.0.0.1, from: "Gemeente Voorbeeld <facturen@voorbeeld.example>"}
    documents: {contract: {forward: contracten@voorbeeld.example}, decision: {forward: besluiten@voorbeeld.example}, delivery-note: {forward: het magazijn}}
    approval:
      people:
        - id: anna
          name: Anna de Boer
          mail: anna@voorbeeld.example
          roles: [{role: budgetholder}]
`

// sends sends what is due on a real mail server.
func sends(t *testing.T, b *app.Books, server *smtpd.Server, now time.Time) (outbox.Report, error) {
	t.Helper()
	box := outbox.Box{Books: b.Books}
	box.Now = func() time.Time { return now }
	return box.Send(t.Context(), "cron", outbox.Sending{Tell: func(outbox.Letter) {}, Open: func(ctx context.Context, _ policy.Outgoing) (outbox.Line, error) {
		line, err := dispatch.Open(ctx, dispatch.Settings{Host: "127.0.0.1", Port: server.StartTLS, Roots: server.Roots, User: smtpd.User,
			Password: func() (string, error) { return smtpd.Password, nil }})
		if err != nil {
			return nil, err
		}
		return line, nil
	}})
}

// letters gives the outgoing letters, the oldest first.
func letters(t *testing.T, b *app.Books) []outbox.Letter {
	t.Helper()
	all, err := (&outbox.Box{Books: b.Books}).List(t.Context(), "")
	must(t, err)
	slices.Reverse(all)
	return all
}

// said gives the letters in short.
func said(all []outbox.Letter) (list []string) {
	for _, l := range all {
		list = append(list, l.Kind+" "+l.To+" "+l.State)
	}
	return list
}

// Without a mail server nothing is put ready, so that nothing goes when one is set
// later.
func TestNothingIsQueuedWithoutAServer(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := staffed(t, s, "voorbeeld")
		d := b.Invoices()
		_, err := d.MailReminders(t.Context(), "cron")
		wants(t, err, "outbox.off")
		take(t, b, "f.xml", demo.Bill{Wrong: true}.UBL())
		_, err = d.SendReply(t.Context(), "jansen", last(t, b).ID, nil, "", "x@leverancier.example", text.NL)
		wants(t, err, "outbox.off")
		_, err = sends(t, b, &smtpd.Server{}, time.Now())
		wants(t, err, "outbox.off")
		if all := letters(t, b); len(all) != 0 {
			t.Errorf("%+v", all)
		}
	})
}

// Each person gets a reminder once; who has no address is left, and gets it when
// he has one.
func TestRemindersAreMailedOnce(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := staffed(t, s, "voorbeeld")
		must(t, b.SetPolicy(t.Context(), "beheer", []byte(staff+posting)))
		id := coded(t, b, demo.Bill{})
		on := func(day int) (string, string) {
			t.Helper()
			d := b.Invoices()
			d.Now = func() time.Time { return time.Date(2026, 4, day, 9, 0, 0, 0, time.UTC) }
			m, err := d.MailReminders(t.Context(), "cron")
			must(t, err)
			var got, left []string
			for _, r := range m.Reminders {
				got = append(got, r.Kind+" "+r.To[0].Person)
			}
			for _, r := range m.Left {
				for _, p := range r.To {
					left = append(left, r.Kind+" "+p.Person)
				}
			}
			if len(m.Letters) != min(1, len(got)) {
				t.Errorf("%d letters for %q", len(m.Letters), got)
			}
			return strings.Join(got, ", "), strings.Join(left, ", ")
		}
		for _, want := range []struct {
			day       int
			got, left string
		}{{2, "", ""}, {6, "waits anna", "waits dirk"}, {6, "", "waits dirk"}, {7, "", "waits dirk"}} {
			if got, left := on(want.day); got != want.got || left != want.left {
				t.Errorf("%d April: %q, left %q", want.day, got, left)
			}
		}
		must(t, b.SetPolicy(t.Context(), "beheer", []byte(staff+posting+"  - from: 2022-02-01\n    approval: {people: [{id: dirk, name: Dirk Jansen, mail: dirk@voorbeeld.example, roles: [{role: budgetholder}, {role: second}]}]}\n")))
		if got, left := on(7); got != "waits dirk" || left != "" {
			t.Errorf("with an address: %q, left %q", got, left)
		}
		all := letters(t, b)
		if got := said(all); !slices.Equal(got, []string{"reminder anna@voorbeeld.example waiting", "reminder dirk@voorbeeld.example waiting"}) {
			t.Fatal(got)
		}
		whole, err := (&outbox.Box{Books: b.Books}).Show(t.Context(), all[0].ID)
		must(t, err)
		if !strings.Contains(whole.Body, "Anna de Boer") || !strings.Contains(whole.Body, "F1") || !strings.Contains(whole.Body, "242,00") || strings.Contains(whole.Body, "letter.") {
			t.Errorf("%d: %s\n%s", id, whole.Subject, whole.Body)
		}
		sluitend(t, b)
	})
}

// A document that is somebody else's goes to him, its original to the byte; when it
// proves to be something else before it went, it does not go.
func TestDocumentsArePassedOn(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		server := smtpd.Start(t)
		b := reading(t, s, "voorbeeld")
		d := b.Invoices()
		must(t, b.SetPolicy(t.Context(), "beheer", []byte(staff+posting)))
		paper := demo.Letter("Leverancier B.V.", "Zomaar een brief", "Wij groeten u.")
		_, err := b.ImportFrom(t.Context(), "intake", "m.eml", app.Arrival{Channel: "mail"},
			strings.NewReader(demo.Mail("info@leverancier.example", "Onze afspraken", "Mon, 30 Mar 2026 09:00:00 +0000", "Zie bijlage", [2]string{"brief.pdf", paper})))
		must(t, err)
		docs, err := d.Documents(t.Context(), invoices.DocumentFilter{}, 0, 10)
		if err != nil || len(docs) != 1 {
			t.Fatalf("%+v %v", docs, err)
		}
		id := docs[0].ID
		for _, kind := range []string{"contract", "decision", "delivery-note", "contract", "statement", "contract"} {
			must(t, d.SetKind(t.Context(), "jansen", id, kind))
		}
		if got := said(letters(t, b)); !slices.Equal(got, []string{"forward contracten@voorbeeld.example waiting", "forward besluiten@voorbeeld.example withdrawn"}) {
			t.Fatal(got)
		}
		r, err := sends(t, b, server, b.Now())
		if got := server.Letters(); err != nil || r.Sent != 1 || len(got) != 1 {
			t.Fatalf("%+v %v %d", r, err, len(got))
		}
		body, file := opened(t, server.Letters()[0].Raw)
		if file != paper || !strings.Contains(body, "info@leverancier.example") || !strings.Contains(body, "Onze afspraken") || !strings.Contains(body, "brief.pdf") {
			t.Errorf("%d bytes of %d\n%s", len(file), len(paper), body)
		}
		must(t, d.SetKind(t.Context(), "jansen", id, "statement"))
		must(t, d.SetKind(t.Context(), "jansen", id, "contract")) // he has it already
		if r, err := sends(t, b, server, b.Now()); err != nil || r.Sent != 0 {
			t.Errorf("%+v %v", r, err)
		}
		whole(t, b)
	})
}

// opened gives the text of a letter and the one file with it.
func opened(t *testing.T, raw string) (body, file string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	must(t, err)
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	must(t, err)
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, to := range []*string{&body, &file} {
		part, err := parts.NextPart()
		must(t, err)
		var from io.Reader = part
		if part.Header.Get("Content-Transfer-Encoding") == "base64" {
			from = base64.NewDecoder(base64.StdEncoding, part)
		}
		got, err := io.ReadAll(from)
		must(t, err)
		*to = string(got)
	}
	return body, file
}

// A reply goes when a person says so, once, with the answer that a program reads.
func TestRepliesAreSent(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := staffed(t, s, "voorbeeld")
		d := b.Invoices()
		must(t, b.SetPolicy(t.Context(), "beheer", []byte(staff+posting)))
		take(t, b, "f.xml", demo.Bill{Wrong: true}.UBL())
		id := last(t, b).ID
		must(t, d.Reject(t.Context(), "eva", id, "Het totaal klopt niet."))
		if all := letters(t, b); len(all) != 0 {
			t.Fatalf("nobody said so: %q", said(all))
		}
		_, err := d.SendReply(t.Context(), "jansen", id, nil, "", "geen adres", text.NL)
		wants(t, err, "outbox.address")
		told, err := d.SendReply(t.Context(), "jansen", id, nil, "", "f@leverancier.example", text.NL)
		must(t, err)
		_, err = d.SendReply(t.Context(), "jansen", id, nil, "", "f@leverancier.example", text.NL)
		wants(t, err, "invoices.reply-sent")
		all := letters(t, b)
		if got := said(all); !slices.Equal(got, []string{"reply f@leverancier.example waiting"}) || all[0].About != fmt.Sprintf("invoice:%d", id) {
			t.Fatalf("%+v", all)
		}
		if told.Electronic != (len(all[0].Attached) == 1) {
			t.Errorf("%+v %+v", told, all[0].Attached)
		}
		for _, a := range all[0].Attached {
			if !strings.Contains(a.Text, "<ApplicationResponse") || a.Type != "application/xml" {
				t.Errorf("%+v", a)
			}
		}
		whole(t, b)
	})
}

// TestWhatTheMailServerDoes: what is refused is a person's, what is put off or
// finds no server waits, and keeps its last error.
func TestWhatTheMailServerDoes(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := staffed(t, s, "voorbeeld")
		must(t, b.SetPolicy(t.Context(), "beheer", []byte(staff+posting)))
		for i := range 4 {
			queued(t, b, fmt.Sprintf("%d@voorbeeld.example", i))
		}
		now := b.Now().Add(time.Minute)
		if r, err := sends(t, b, &smtpd.Server{StartTLS: 1}, now); err == nil || r != (outbox.Report{}) {
			t.Fatalf("%+v %v", r, err)
		}
		for _, l := range letters(t, b) {
			if l.State != books.LetterWaits || l.Attempts != 0 || l.Fault == nil || l.Fault.Code != "dispatch.connect" {
				t.Errorf("%+v", l)
			}
		}
		server := smtpd.Start(t)
		server.Address = func(to string) error {
			switch to[0] {
			case '1':
				return &smtp.SMTPError{Code: 550, Message: "no such user"}
			case '2':
				return &smtp.SMTPError{Code: 450, Message: "greylisted"}
			}
			return nil
		}
		now = now.Add(time.Hour)
		if r, err := sends(t, b, server, now); err != nil || r != (outbox.Report{Sent: 2, Failed: 1, Later: 1}) {
			t.Fatalf("%+v %v", r, err)
		}
		all := letters(t, b)
		if all[1].State != books.LetterFailed || all[1].Fault.Code != "dispatch.refused" || !strings.Contains(all[1].Fault.Args["said"], "no such user") ||
			all[2].State != books.LetterWaits || all[2].Fault.Code != "dispatch.later" || all[3].State != books.LetterSent || all[3].Fault != nil {
			t.Errorf("%+v", all)
		}
		box := outbox.Box{Books: b.Books}
		wants(t, box.Withdraw(t.Context(), "jansen", all[3].ID), "outbox.state")
		wants(t, box.Again(t.Context(), "jansen", all[2].ID), "outbox.state")
		wants(t, box.Again(t.Context(), "jansen", 1<<40), "outbox.none")
		must(t, box.Again(t.Context(), "jansen", all[1].ID))
		must(t, box.Withdraw(t.Context(), "jansen", all[2].ID))
		server.Address = nil
		if r, err := sends(t, b, server, now.Add(time.Minute)); err != nil || r != (outbox.Report{Sent: 1}) {
			t.Errorf("%+v %v", r, err)
		}
		st := sluitend(t, b)
		if !maps.Equal(st.Outbox, outbox.Counts{"sent": 3, "withdrawn": 1}) {
			t.Errorf("%+v", st.Outbox)
		}
	})
}

// What failed or was withdrawn is queued again as it is now, and counts anew.
func TestLettersAreQueuedAgain(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		server := smtpd.Start(t)
		b := staffed(t, s, "voorbeeld")
		must(t, b.SetPolicy(t.Context(), "beheer", []byte(staff+posting)))
		box := outbox.Box{Books: b.Books}
		show := func() outbox.Letter {
			t.Helper()
			all := letters(t, b)
			if len(all) != 1 {
				t.Fatalf("%+v", all)
			}
			l, err := box.Show(t.Context(), all[0].ID)
			must(t, err)
			return l
		}
		queue := func(actor, subject string, want bool) {
			t.Helper()
			must(t, b.Write(t.Context(), func(tx *store.Tx) error {
				_, fresh, err := books.QueueLetter(t.Context(), tx, actor, policy.Outgoing{Host: "x", From: "f@voorbeeld.example"},
					books.Letter{Kind: "forward", About: "document:7", Once: "x", To: "a@voorbeeld.example", Subject: subject, Body: subject,
						Attached: []books.Attached{{Name: subject, Type: "text/plain", Text: subject}}})
				if fresh != want {
					t.Errorf("%s: %t", subject, fresh)
				}
				return err
			}))
		}
		queue("een", "eerst", true)
		queue("twee", "dan", false)
		first := show()
		server.Address = func(string) error { return &smtp.SMTPError{Code: 550, Message: "no such user"} }
		if r, err := sends(t, b, server, b.Now()); err != nil || r.Failed != 1 {
			t.Fatalf("%+v %v", r, err)
		}
		queue("drie", "later", true)
		l := show()
		if l.State != books.LetterWaits || l.Subject != "later" || l.Body != "later" || l.Attached[0].Text != "later" || l.Actor != "drie" || l.Attempts != 0 ||
			l.Fault != nil || l.Tried != "" || l.Ended != "" || l.At <= first.At || l.ID != first.ID || l.MessageID == first.MessageID {
			t.Errorf("%+v", l)
		}
		if r, err := sends(t, b, server, b.Now()); err != nil || r.Failed != 1 {
			t.Fatalf("%+v %v", r, err)
		}
		must(t, b.Write(t.Context(), func(tx *store.Tx) error {
			return books.WithdrawLetters(t.Context(), tx, "vier", "forward", "document:7")
		}))
		if l := show(); l.State != books.LetterWithdrawn {
			t.Errorf("%+v", l)
		}
		queue("vijf", "later", true)
		if again := show(); again.MessageID != l.MessageID || again.State != books.LetterWaits {
			t.Errorf("the same letter: %+v", again)
		}
		whole(t, b)
	})
}

// A letter that the server puts off is a person's after days, and not at the first
// attempt after these; when he says again it has as long once more.
func TestGivingUp(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		server := smtpd.Start(t)
		server.Address = func(string) error { return &smtp.SMTPError{Code: 450, Message: "greylisted"} }
		b := staffed(t, s, "voorbeeld")
		must(t, b.SetPolicy(t.Context(), "beheer", []byte(staff+posting)))
		queued(t, b, "a@voorbeeld.example")
		now := b.Now().Add(6 * 24 * time.Hour)
		tries := func() (count int) {
			t.Helper()
			for ; count < 40; count++ {
				now = now.Add(4 * time.Hour)
				r, err := sends(t, b, server, now)
				if must(t, err); r.Failed == 1 {
					return count + 1
				}
			}
			return count
		}
		if got := tries(); got != 8 {
			t.Errorf("given up after %d", got)
		}
		box := outbox.Box{Books: b.Books}
		box.Now = func() time.Time { return now }
		must(t, box.Again(t.Context(), "jansen", letters(t, b)[0].ID))
		if got := tries(); got != 31 {
			t.Errorf("given up after %d, having been tried again", got)
		}
	})
}

// queued puts a letter in the outbox.
func queued(t *testing.T, b *app.Books, to string) {
	t.Helper()
	must(t, b.Write(t.Context(), func(tx *store.Tx) error {
		_, fresh, err := books.QueueLetter(t.Context(), tx, "tester", policy.Outgoing{Host: "x", From: "f@voorbeeld.example"},
			books.Letter{Kind: "forward", Once: "x", To: to, Subject: "s", Body: "b"})
		if !fresh {
			t.Errorf("%s was there", to)
		}
		return err
	}))
}

// brokenLine takes a letter, and now and then the program ends before it hears so,
// or the line breaks before the letter is through.
type brokenLine struct {
	r     *rand.Rand
	got   map[string]int
	crash bool
	ends  int
}

var errEnded = errors.New("ended")

func (l *brokenLine) Send(letter dispatch.Letter) error {
	switch l.r.IntN(4) {
	case 0:
		l.got[letter.ID]++
		l.crash = true
		l.ends++
		panic(errEnded)
	case 1:
		return errors.New("the line broke")
	}
	l.got[letter.ID]++
	return nil
}

func (l *brokenLine) Close() {}

// TestNoLetterIsLost: whenever sending breaks off, every letter arrives, and no more
// of them twice than it broke off after the server had one.
func TestNoLetterIsLost(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := staffed(t, s, "voorbeeld")
		must(t, b.SetPolicy(t.Context(), "beheer", []byte(staff+posting)))
		const count = 25
		for i := range count {
			queued(t, b, fmt.Sprintf("%d@voorbeeld.example", i))
		}
		line := &brokenLine{r: rand.New(rand.NewPCG(3, 9)), got: map[string]int{}}
		box := outbox.Box{Books: b.Books}
		now := b.Now()
		box.Now = func() time.Time { return now }
		send := func() {
			defer func() {
				if r := recover(); r != nil && r != error(errEnded) {
					panic(r)
				}
			}()
			_, _ = box.Send(t.Context(), "cron", outbox.Sending{Tell: func(outbox.Letter) {}, Open: func(context.Context, policy.Outgoing) (outbox.Line, error) { return line, nil }})
		}
		for range 200 {
			send()
			now = now.Add(20 * time.Minute)
		}
		twice := 0
		for id, n := range line.got {
			if n > 1 {
				t.Logf("%s: %d times", id, n)
			}
			twice += n - 1
		}
		counts, err := box.List(t.Context(), "sent")
		if must(t, err); len(line.got) != count || len(counts) != count || twice > line.ends {
			t.Errorf("%d arrived, %d sent, %d twice, %d ends", len(line.got), len(counts), twice, line.ends)
		}
		whole(t, b)
	})
}

// Two senders at once give no letter twice.
func TestTwoSenders(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		server := smtpd.Start(t)
		b := staffed(t, s, "voorbeeld")
		must(t, b.SetPolicy(t.Context(), "beheer", []byte(staff+posting)))
		for i := range 20 {
			queued(t, b, fmt.Sprintf("%d@voorbeeld.example", i))
		}
		now := b.Now()
		done := make(chan error)
		for range 2 {
			go func() {
				_, err := sends(t, b, server, now)
				done <- err
			}()
		}
		must(t, errors.Join(<-done, <-done))
		var to []string
		for _, l := range server.Letters() {
			to = append(to, l.To)
		}
		if slices.Sort(to); len(to) != 20 || len(slices.Compact(to)) != 20 {
			t.Errorf("%d arrived: %q", len(to), to)
		}
	})
}
