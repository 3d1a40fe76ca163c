// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rentmeester/fault"
	"rentmeester/sorting"
)

func TestWhatIsDoneWithADocument(t *testing.T) {
	p, err := Parse(Default)
	if err != nil {
		t.Fatal(err)
	}
	d := p.On("2026-11-26").Documents
	if len(d.Kinds) != len(sorting.Kinds) {
		t.Errorf("the default says something of %d kinds, there are %d", len(d.Kinds), len(sorting.Kinds))
	}
	for _, test := range []struct {
		kind sorting.Kind
		p    float64
		want Deed
	}{
		{sorting.Invoice, .95, ReadIt}, {sorting.Invoice, .89, AskAbout}, {sorting.OrderConfirmation, .9, FileIt},
		{sorting.Reminder, 1, AskAbout}, {"nieuw", 1, AskAbout},
	} {
		if got := d.For(test.kind, test.p); got.Deed != test.want {
			t.Errorf("%s %.2f: %+v", test.kind, test.p, got)
		}
	}
	if silent := unsorted(); silent.For(sorting.Invoice, .95).Deed != ReadIt || silent.For(sorting.Advertising, 1).Deed != AskAbout {
		t.Error("without a policy")
	}
}

// later is the default with a part after it.
func later(part string) []byte {
	return []byte(string(Default) + "\n  - from: 2027-01-01\n    " + strings.ReplaceAll(part, "\n", "\n    ") + "\n")
}

func TestDocumentsAndIntakeChange(t *testing.T) {
	p, err := Parse(later(`documents: {sure: "95%", contract: {forward: contracten@example.nl}}
intake:
  every: 90s
  folders: [{path: /srv/a, done: ""}]
  mailboxes: [{host: imap.example.nl, user: x, port: 1143, security: starttls, password-file: /etc/p, refused: ""}]`))
	if err != nil {
		t.Fatal(err)
	}
	before, after := p.On("2026-12-31"), p.On("2027-01-01")
	if before.Documents.Kinds[sorting.Contract].Deed != AskAbout || len(before.Intake.Folders) != 0 || before.Intake.Every != 5*time.Minute {
		t.Errorf("%+v", before)
	}
	if got := after.Documents.For(sorting.Contract, .96); got != (Filing{ForwardIt, "contracten@example.nl"}) || after.Documents.Sure != .95 {
		t.Errorf("%+v", got)
	}
	want := `{1m30s [{/srv/a  geweigerd}] [{imap.example.nl 1143 starttls x /etc/p RENTMEESTER_MAILBOX_PASSWORD {     }  INBOX Verwerkt }]}`
	if got := fmt.Sprint(after.Intake); got != want {
		t.Errorf("\n%s\n%s", got, want)
	}
}

// A token instead of a password, for the mailbox and for what goes out.
func TestOAuthIsRead(t *testing.T) {
	p, err := Parse(later(`intake: {mailboxes: [{host: a, user: u, oauth: {token: "https://login.example/t", client: c, scope: s, secret-file: /etc/s}}]}
outgoing: {host: a, from: a@b.example, user: u, oauth: {token: "http://127.0.0.1:8/t", client: c, ca-file: /etc/ca}}`))
	if err != nil {
		t.Fatal(err)
	}
	on := p.On("2027-01-01")
	if got := on.Intake.Mailboxes[0].OAuth; got != (OAuth{"https://login.example/t", "c", "s", "/etc/s", "RENTMEESTER_MAILBOX_SECRET", ""}) {
		t.Errorf("%+v", got)
	}
	if got := on.Outgoing.OAuth; got != (OAuth{"http://127.0.0.1:8/t", "c", "", "", "RENTMEESTER_OUTGOING_SECRET", "/etc/ca"}) {
		t.Errorf("%+v", got)
	}
	if (OAuth{}).On() {
		t.Error("none is on")
	}
}

func TestWrongDocumentsAndIntake(t *testing.T) {
	for _, part := range []string{
		`documents: [a]`, `documents: {sure: "10%"}`, `documents: {sure: 0.9}`, `documents: {brief: file}`, `documents: {contract: burn}`,
		`documents: {contract: {forward: ""}}`, `intake: {every: 1s}`, `intake: {every: soon}`, `intake: {folders: a}`, `intake: {folders: [a]}`,
		`intake: {folders: [{done: x}]}`, `intake: {folders: [{path: /a, done: ../x}]}`, `intake: {mailboxes: [{host: a}]}`,
		`intake: {mailboxes: [{host: a, user: b, password: geheim}]}`, `intake: {mailboxes: [{host: a, user: b, security: none}]}`,
		`intake: {mailboxes: [{host: a, user: b, port: 0}]}`, `intake: {mailboxes: [{host: "a\r\nb", user: b}]}`,
		`intake: {mailboxes: [{host: a, user: b, oauth: geven}]}`, `intake: {mailboxes: [{host: a, user: b, oauth: {client: c}}]}`,
		`intake: {mailboxes: [{host: a, user: b, oauth: {token: "https://a/t"}}]}`,
		`intake: {mailboxes: [{host: a, user: b, oauth: {token: "http://a/t", client: c}}]}`,
		`intake: {mailboxes: [{host: a, user: b, oauth: {token: "https://a/t", client: c, secret: geheim}}]}`,
	} {
		_, err := Parse(later(part))
		if !fault.Is(err, "policy.value-at") {
			t.Errorf("%s: %v", part, err)
		}
		if strings.Contains(fmt.Sprint(err), "geheim") {
			t.Errorf("%s: tells the password: %v", part, err)
		}
	}
}

func TestOutgoingChanges(t *testing.T) {
	p, err := Parse([]byte(string(later(`outgoing: {host: smtp.example.nl, user: x, password-file: /etc/p, from: "Gemeente <f@example.nl>", language: en}
approval: {people: [{id: anna, mail: a@example.nl, roles: [{role: budgetholder}, {role: second}]}]}`)) + "  - from: 2028-01-01\n    outgoing: {}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if before := p.On("2026-12-31").Outgoing; before.On() {
		t.Errorf("%+v", before)
	}
	on := p.On("2027-06-01")
	if o := on.Outgoing; !o.On() || o.Security != "starttls" || o.Language != "en" || o.From != "Gemeente <f@example.nl>" || o.Port != 0 {
		t.Errorf("%+v", o)
	}
	if who := on.Approval.People; len(who) != 1 || who[0].Mail != "a@example.nl" {
		t.Errorf("%+v", who)
	}
	if p.On("2028-01-01").Outgoing.On() {
		t.Error("it ends")
	}
	for _, wrong := range []string{"outgoing: {host: smtp.example.nl}", "outgoing: {host: a, from: niemand}", "outgoing: {from: a@b.example}",
		"outgoing: {host: a, from: a@b.example, password: x}", "outgoing: {host: a, from: a@b.example, security: none}", "outgoing: [x]",
		"outgoing: {host: a, from: a@b.example, port: 0}", "approval: {people: [{id: a, mail: hier}]}", `outgoing: {host: "a\r\nb", from: a@b.example}`,
		`outgoing: {host: a, from: a@b.example, user: u, oauth: {token: "https://u:p@a/t", client: c}}`,
		`outgoing: {host: a, from: a@b.example, oauth: {token: "https://a/t", client: c}}`} {
		if _, err := Parse(later(wrong)); !fault.Is(err, "policy.value-at") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
