// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/oauth"
	"rentmeester/tools/dovecot"
	"rentmeester/tools/tokend"
)

func tokens(server *tokend.Server) *oauth.Source {
	return oauth.New(oauth.Settings{TokenURL: server.Token, Client: tokend.Client, Scope: tokend.Scope, Roots: server.Roots,
		Secret: func() (string, error) { return tokend.Secret, nil }})
}

// TestMailboxWithToken: a real server that takes tokens, in either way, and asks
// whose they are; one token does for several looks.
func TestMailboxWithToken(t *testing.T) {
	for _, ways := range [][]string{{"XOAUTH2"}, {"OAUTHBEARER"}, {"XOAUTH2", "OAUTHBEARER"}} {
		t.Run(strings.Join(ways, " "), func(t *testing.T) {
			given := tokend.Start(t, dovecot.User)
			server := dovecot.StartTokens(t, given.Introspect, ways...)
			send(t, server, letter(1, "een"))
			s := settings(server)
			s.Tokens, s.Password = tokens(given), nil
			m := NewMailbox(s, &keeper{})
			if out := look(t, m); states(out) != "t" {
				t.Errorf("%+v\n%s", out, server.Log())
			}
			if out := look(t, m); len(out) != 0 || given.Given() != 1 {
				t.Errorf("%+v, %d tokens", out, given.Given())
			}
			expect(t, server, map[string]int{"INBOX": 0, "Verwerkt": 1})
			if strings.Contains(server.Log(), "token-") {
				t.Error("the token is in the log of the server: " + server.Log())
			}
		})
	}
}

// TestMailboxTokenRefused: a token that is not for this mailbox; once it is, a new
// one opens it.
func TestMailboxTokenRefused(t *testing.T) {
	for _, way := range []string{"XOAUTH2", "OAUTHBEARER"} {
		t.Run(way, func(t *testing.T) {
			given := tokend.Start(t, "iemand-anders")
			server := dovecot.StartTokens(t, given.Introspect, way)
			s := settings(server)
			s.Tokens = tokens(given)
			m := NewMailbox(s, &keeper{})
			_, err := m.Look(t.Context())
			if !fault.Is(err, "intake.oauth-login") || strings.Contains(fmt.Sprintf("%#v %v", err, err), "token-0") {
				t.Fatalf("%v\n%s", err, server.Log())
			}
			given.For(dovecot.User, 3600)
			if out := look(t, m); len(out) != 0 || given.Given() != 2 {
				t.Errorf("%+v, %d tokens", out, given.Given())
			}
		})
	}
}

func TestMailboxTakesNoToken(t *testing.T) {
	given, server := tokend.Start(t, dovecot.User), dovecot.Start(t)
	s := settings(server)
	s.Tokens = tokens(given)
	if _, err := NewMailbox(s, &keeper{}).Look(t.Context()); !fault.Is(err, "intake.no-oauth") {
		t.Error(err)
	}
	s.Tokens = oauth.New(oauth.Settings{TokenURL: given.Token, Client: tokend.Client, Scope: tokend.Scope, Roots: given.Roots,
		Secret: func() (string, error) { return "mis", nil }})
	if _, err := NewMailbox(s, &keeper{}).Look(t.Context()); !fault.Is(err, "oauth.secret") {
		t.Error(err)
	}
}

// TestMailboxNotConnected: Exchange Online takes the token of an application that
// has no permission on the mailbox, and says so at the first question.
func TestMailboxNotConnected(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		fmt.Fprint(conn, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n")
		for lines := bufio.NewScanner(conn); lines.Scan(); {
			tag, verb, _ := strings.Cut(lines.Text(), " ")
			switch {
			case strings.HasPrefix(verb, "AUTHENTICATE"):
				fmt.Fprintf(conn, "%s OK [CAPABILITY IMAP4rev1] AUTHENTICATE completed.\r\n", tag)
			default:
				fmt.Fprintf(conn, "%s BAD User is authenticated but not connected.\r\n", tag)
			}
		}
	}()
	given := tokend.Start(t, "facturen")
	m := NewMailbox(MailboxSettings{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: Plain, User: "facturen", Tokens: tokens(given)}, &keeper{})
	if _, err := m.Look(t.Context()); !fault.Is(err, "intake.oauth-login") {
		t.Error(err)
	}
}
