// SPDX-License-Identifier: EUPL-1.2

package dispatch

import (
	"errors"

	"github.com/wneessen/go-mail/smtp"

	"rentmeester/oauth"
)

var errNoWay = errors.New("the server takes no token")

// shown is a token as the library shows it to the server.
type shown struct {
	settings Settings
	token    string
	way      string
}

// Start implements smtp.Auth. In the open the token goes to this machine only.
func (s *shown) Start(server *smtp.ServerInfo) (string, []byte, error) {
	if !server.TLS && !oauth.Loopback(s.settings.Host) {
		return "", nil, errors.New("AUTH: not encrypted")
	}
	if s.way = oauth.Way(server.Auth); s.way == "" {
		return "", nil, errNoWay
	}
	return s.way, oauth.Show(s.way, s.settings.User, s.settings.Host, s.settings.port(), s.token), nil
}

// Next implements smtp.Auth: all that a server has to say is why not.
func (s *shown) Next(_ []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	return oauth.Yield(s.way), nil
}
