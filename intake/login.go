// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"errors"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"rentmeester/fault"
	"rentmeester/oauth"
)

// identify gets what is needed to log in, before there is a connection that waits,
// and gives what logs in with it.
func (m *Mailbox) identify(ctx context.Context) (func(*imapclient.Client) error, error) {
	if m.settings.Tokens != nil {
		token, err := m.settings.Tokens.Token(ctx)
		return func(c *imapclient.Client) error { return m.show(c, token) }, err
	}
	password, err := m.settings.Password()
	return func(c *imapclient.Client) error { return m.login(c, password) }, err
}

// login logs in with a password. The server's words are passed on, never the
// password.
func (m *Mailbox) login(client *imapclient.Client, password string) error {
	if client.Caps().Has(imap.CapLoginDisabled) {
		return fault.New("intake.login", "user", m.settings.User, "host", m.settings.Host)
	}
	if err := client.Login(m.settings.User, password).Wait(); err != nil {
		return fault.Wrap(err, "intake.login", "user", m.settings.User, "host", m.settings.Host)
	}
	return nil
}

// show logs in with a token. One that is refused is not shown again: rights that
// are given later are in a new one only.
func (m *Mailbox) show(client *imapclient.Client, token string) error {
	way := oauth.Way(client.Caps().AuthMechanisms())
	if way == "" {
		return fault.New("intake.no-oauth", "host", m.settings.Host)
	}
	first := oauth.Show(way, m.settings.User, m.settings.Host, m.port(), token)
	if err := client.Authenticate(&shown{way, first}); err != nil {
		return m.barred(err)
	}
	return nil
}

// barred says that the token is good but does not open this mailbox.
func (m *Mailbox) barred(err error) error {
	m.settings.Tokens.Forget()
	words := strings.Join(strings.Fields(err.Error()), " ")
	return fault.Wrap(err, "intake.oauth-login", "user", m.settings.User, "host", m.settings.Host, "said", words[:min(len(words), 300)])
}

// notConnected says whether the server took the token but will not open the
// mailbox: Exchange Online says so at the first thing that is asked after it.
func (m *Mailbox) notConnected(err error) bool {
	var said *imap.Error
	return m.settings.Tokens != nil && errors.As(err, &said) && strings.Contains(said.Text, "authenticated but not connected")
}

// shown is a token as the library shows it to the server.
type shown struct {
	way   string
	first []byte
}

// Start implements sasl.Client.
func (s *shown) Start() (string, []byte, error) { return s.way, s.first, nil }

// Next implements sasl.Client: all that a server has to say is why not. The
// connection is left then.
func (s *shown) Next(why []byte) ([]byte, error) { return nil, errors.New(string(why)) }
