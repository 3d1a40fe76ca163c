// SPDX-License-Identifier: EUPL-1.2

package smtpd

import (
	"regexp"

	"github.com/emersion/go-smtp"
)

// shown is what a client says in either way, and yields what it must answer to why
// its token is refused (RFC 7628, 3.2.3).
var (
	shown = map[string]*regexp.Regexp{
		"XOAUTH2":     regexp.MustCompile("^user=([^\x01]+)\x01auth=Bearer ([^\x01]+)\x01\x01$"),
		"OAUTHBEARER": regexp.MustCompile("^n,a=([^,\x01]+),\x01host=[^\x01]+\x01port=[0-9]+\x01auth=Bearer ([^\x01]+)\x01\x01$"),
	}
	yields = map[string]string{"XOAUTH2": "", "OAUTHBEARER": "\x01"}
)

// bearer is the server's side of logging in with a token.
type bearer struct {
	session *session
	way     string
	refused bool
}

// Next implements sasl.Server.
func (b *bearer) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case b.refused && string(response) != yields[b.way]:
		return nil, false, &smtp.SMTPError{Code: 501, Message: "Unexpected answer"}
	case b.refused:
		return nil, false, smtp.ErrAuthFailed
	case response == nil:
		return []byte{}, false, nil
	}
	said := shown[b.way].FindSubmatch(response)
	if said == nil {
		return nil, false, &smtp.SMTPError{Code: 501, Message: "Not as it should be"}
	}
	if b.session.known = b.session.server.Whose(string(said[2])) == string(said[1]); b.session.known {
		return nil, true, nil
	}
	b.refused = true
	return []byte(`{"status":"401","schemes":"bearer"}`), false, nil
}
