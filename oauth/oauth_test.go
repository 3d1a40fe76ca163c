// SPDX-License-Identifier: EUPL-1.2

package oauth

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rentmeester/fault"
	"rentmeester/tools/tokend"
)

func settings(server *tokend.Server) Settings {
	return Settings{TokenURL: server.Token, Client: tokend.Client, Scope: tokend.Scope, Roots: server.Roots,
		Secret: func() (string, error) { return tokend.Secret, nil }}
}

// A token is used until shortly before its end, and then renewed.
func TestTokenIsRenewed(t *testing.T) {
	server := tokend.Start(t, "a")
	for _, test := range []struct {
		name   string
		life   int
		after  time.Duration
		forget bool
		given  int
	}{
		{"young", 3600, 50 * time.Minute, false, 1},
		{"five minutes before its end", 3600, 56 * time.Minute, false, 2},
		{"past its end", 3600, 2 * time.Hour, false, 2},
		{"a short life, young", 60, 40 * time.Second, false, 1},
		{"a short life, near its end", 60, 50 * time.Second, false, 2},
		{"no end is told", 0, 0, false, 2},
		{"forgotten", 3600, 0, true, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			server.For("a", test.life)
			before, now := server.Given(), time.Now()
			s := settings(server)
			s.Now = func() time.Time { return now }
			source := New(s)
			first, err := source.Token(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if now = now.Add(test.after); test.forget {
				source.Forget()
			}
			second, err := source.Token(t.Context())
			if given := server.Given() - before; err != nil || given != test.given || (first == second) != (given == 1) {
				t.Errorf("%d given, %q %q, %v", given, first, second, err)
			}
		})
	}
}

// What goes wrong is told as such, without the secret, in both languages' holes.
func TestNoToken(t *testing.T) {
	server := tokend.Start(t, "a")
	for _, test := range []struct {
		name   string
		change func(*Settings)
		code   string
	}{
		{"on this machine, in the open", func(s *Settings) { s.TokenURL, s.Roots = server.Plain, nil }, ""},
		{"in the open", func(s *Settings) { s.TokenURL = "http://login.example/token" }, "oauth.plain"},
		{"no address", func(s *Settings) { s.TokenURL = "login" }, "oauth.plain"},
		{"unknown authority", func(s *Settings) { s.Roots = nil }, "oauth.tls"},
		{"nobody there", func(s *Settings) { s.TokenURL = "https://127.0.0.1:1/token" }, "oauth.connect"},
		{"away", func(s *Settings) { s.TokenURL = strings.Replace(server.Token, "/token", "/away", 1) }, "oauth.connect"},
		{"sent on", func(s *Settings) { s.TokenURL = strings.Replace(server.Token, "/token", "/elsewhere", 1) }, "oauth.refused"},
		{"no such page", func(s *Settings) { s.TokenURL += "s" }, "oauth.refused"},
		{"wrong secret", func(s *Settings) { s.Secret = func() (string, error) { return "mis-geraden+1/2", nil } }, "oauth.secret"},
		{"no secret", func(s *Settings) { s.Secret = func() (string, error) { return "", fault.New("intake.no-password") } }, "intake.no-password"},
		{"unknown application", func(s *Settings) { s.Client = "other" }, "oauth.client"},
		{"wrong scope", func(s *Settings) { s.Scope = "https://graph.microsoft.com/Mail.Read" }, "oauth.scope"},
		{"no scope", func(s *Settings) { s.Scope = "" }, "oauth.scope"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := settings(server)
			test.change(&s)
			_, err := New(s).Token(t.Context())
			if fault.Code(err) != test.code {
				t.Fatalf("%v", err)
			}
			if told := fmt.Sprintf("%#v %v", err, err); strings.Contains(told, "geraden") || strings.Contains(told, tokend.Secret) {
				t.Error("the secret is told: " + told)
			}
		})
	}
}

func TestShow(t *testing.T) {
	for _, test := range []struct {
		name    string
		offered []string
		way     string
		want    string
	}{
		{"Exchange Online", []string{"PLAIN", "XOAUTH2"}, XOAuth2, "user=a=b@x.example\x01auth=Bearer T\x01\x01"},
		{"the standard goes first", []string{"XOAUTH2", "OAUTHBEARER"}, Bearer, "n,a=a=3Db@x.example,\x01host=h\x01port=993\x01auth=Bearer T\x01\x01"},
		{"neither", []string{"PLAIN"}, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			way := Way(test.offered)
			if way != test.way {
				t.Fatal(way)
			}
			if got := string(Show(way, "a=b@x.example", "h", 993, "T")); way != "" && got != test.want {
				t.Errorf("%q", got)
			}
		})
	}
}
