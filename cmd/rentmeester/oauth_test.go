// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rentmeester/policy"
	"rentmeester/tools/dovecot"
	"rentmeester/tools/smtpd"
	"rentmeester/tools/tokend"
)

// TestTokenSession is a session of an application manager who sets up a mailbox and
// a mail server that take tokens only: a wrong secret, a wrong scope, no permission,
// and then it works; the secret stands nowhere.
func TestTokenSession(t *testing.T) {
	given := tokend.Start(t, "iemand-anders")
	mailbox := dovecot.StartTokens(t, given.Introspect, "XOAUTH2")
	deliver(t, mailbox, "Subject: statement\r\n\r\nzomaar een bericht\r\n")
	post := smtpd.Start(t)
	post.Whose, post.Ways = given.Whose, []string{"XOAUTH2"}
	home := t.TempDir()
	secret := filepath.Join(home, "geheim")
	tokenPolicy := func(scope string) string {
		t.Helper()
		oauth := fmt.Sprintf("oauth: {token: %q, client: %s, scope: %q, secret-file: %q, ca-file: %q}", given.Token, tokend.Client, scope, secret, given.RootsFile)
		incoming := fmt.Sprintf("mailboxes:\n      - {host: 127.0.0.1, port: %d, user: %s, ca-file: %q, %s}", mailbox.TLS, dovecot.User, mailbox.RootsFile, oauth)
		outgoing := fmt.Sprintf("    outgoing: {host: 127.0.0.1, port: %d, user: %s, ca-file: %q, from: \"facturen@voorbeeld.example\", %s}\n", post.StartTLS, smtpd.User, post.RootsFile, oauth)
		text := bytes.Replace(policy.Default, []byte("mailboxes: []"), []byte(incoming), 1)
		path := filepath.Join(home, "policy.yaml")
		if err := os.WriteFile(path, append(bytes.TrimRight(text, "\n"), []byte("\n"+outgoing)...), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	env := map[string]string{"RENTMEESTER_HOME": home, "RENTMEESTER_USER": "jansen"}
	later := time.Duration(0)
	run := func(want int, says string, args ...string) {
		t.Helper()
		var out strings.Builder
		p := &program{in: strings.NewReader(""), out: &out, err: &out, env: func(name string) string { return env[name] },
			now: func() time.Time { return time.Now().Add(later) }}
		code := p.run(t.Context(), args)
		if code != want || !strings.Contains(out.String(), says) {
			t.Errorf("%v: exit %d, no %q in\n%s", args, code, says, out.String())
		}
		for _, hidden := range []string{tokend.Secret, "geraden", "token-0", "token-1", "token-2"} {
			if strings.Contains(out.String(), hidden) {
				t.Errorf("%v tells %s\n%s", args, hidden, out.String())
			}
		}
		later += 2 * time.Minute
	}
	once, send := []string{"intake", "--once", "--mailbox"}, []string{"outbox", "send"}
	write := func(words string) {
		t.Helper()
		if err := os.WriteFile(secret, []byte(words+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(exitOK, "", "init", "--policy", tokenPolicy("verkeerd"))
	fillOutbox(t, &program{home: home, now: time.Now, env: os.Getenv}, 1)
	run(exitNo, "kan niet gelezen worden", once...)
	write("mis-geraden")
	run(exitNo, "is geweigerd door", once...)
	run(exitNo, "Maak bij de app-registratie een nieuw clientgeheim", send...)
	write(tokend.Secret)
	run(exitNo, "Het bereik ‘verkeerd’", once...)
	run(exitOK, "", "policy", "set", tokenPolicy(tokend.Scope))
	run(exitNo, "IMAP.AccessAsApp", once...)
	run(exitNo, "SMTP.SendAsApp", send...)
	given.For(dovecot.User, 3600)
	run(exitOK, "statement.eml", once...)
	run(exitOK, "1 verzonden", send...)
	if len(post.Letters()) != 1 {
		t.Errorf("%d letters", len(post.Letters()))
	}
	run(exitOK, "", "audit", "verify")
}
