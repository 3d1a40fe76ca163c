// SPDX-License-Identifier: EUPL-1.2

package oauth

import (
	"fmt"
	"slices"
	"strings"
)

// The ways to show a token to a mail server.
const (
	Bearer  = "OAUTHBEARER" // RFC 7628
	XOAuth2 = "XOAUTH2"     // older; all that Exchange Online knows
)

// Way picks how a token is shown to a server that offers these ways to log in; ""
// when it takes none. The standard goes first.
func Way(offered []string) string {
	for _, way := range []string{Bearer, XOAuth2} {
		if slices.Contains(offered, way) {
			return way
		}
	}
	return ""
}

// Show gives what the server is told: whose mailbox it is, and the token.
func Show(way, user, host string, port int, token string) []byte {
	if way == Bearer {
		name := strings.NewReplacer("=", "=3D", ",", "=2C").Replace(user)
		return fmt.Appendf(nil, "n,a=%s,\x01host=%s\x01port=%d\x01auth=Bearer %s\x01\x01", name, host, port, token)
	}
	return fmt.Appendf(nil, "user=%s\x01auth=Bearer %s\x01\x01", user, token)
}

// Yield gives the answer to a server that says why it will not have the token, so
// that it ends the conversation by itself.
func Yield(way string) []byte {
	if way == Bearer {
		return []byte{1}
	}
	return []byte{}
}
