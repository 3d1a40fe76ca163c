// SPDX-License-Identifier: EUPL-1.2

package dispatch

import (
	"fmt"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/oauth"
	"rentmeester/tools/smtpd"
	"rentmeester/tools/tokend"
)

// Logging in with a token, in either way; what is refused is told, and a right that
// is given later works with the next token.
func TestToken(t *testing.T) {
	for _, test := range []struct {
		name   string
		ways   []string
		owner  string
		secret string
		code   string
	}{
		{"xoauth2", []string{"XOAUTH2"}, smtpd.User, tokend.Secret, ""},
		{"oauthbearer", []string{"OAUTHBEARER"}, smtpd.User, tokend.Secret, ""},
		{"both", []string{"XOAUTH2", "OAUTHBEARER"}, smtpd.User, tokend.Secret, ""},
		{"xoauth2, no permission", []string{"XOAUTH2"}, "iemand-anders", tokend.Secret, "dispatch.oauth-login"},
		{"oauthbearer, no permission", []string{"OAUTHBEARER"}, "iemand-anders", tokend.Secret, "dispatch.oauth-login"},
		{"takes no tokens", nil, smtpd.User, tokend.Secret, "dispatch.no-oauth"},
		{"wrong secret", []string{"XOAUTH2"}, smtpd.User, "mis-geraden", "oauth.secret"},
	} {
		t.Run(test.name, func(t *testing.T) {
			given, server := tokend.Start(t, test.owner), smtpd.Start(t)
			server.Whose, server.Ways = given.Whose, test.ways
			s := settings(server)
			s.Password, s.Tokens = nil, oauth.New(oauth.Settings{TokenURL: given.Token, Client: tokend.Client, Scope: tokend.Scope, Roots: given.Roots,
				Secret: func() (string, error) { return test.secret, nil }})
			line, err := Open(t.Context(), s)
			if fault.Code(err) != test.code {
				t.Fatal(err)
			}
			if told := fmt.Sprintf("%#v %v", err, err); strings.Contains(told, "geraden") || strings.Contains(told, "token-0") {
				t.Error("told: " + told)
			}
			if test.code == "dispatch.oauth-login" {
				given.For(smtpd.User, 3600)
				line, err = Open(t.Context(), s)
			}
			if err != nil {
				return
			}
			defer line.Close()
			if err := line.Send(letter("a@example.nl")); err != nil || len(server.Letters()) != 1 {
				t.Error(err)
			}
		})
	}
}
