// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strconv"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"

	"rentmeester/fault"
	"rentmeester/oauth"
)

const dialTimeout = 30 * time.Second

// connect opens a connection and logs in.
func (m *Mailbox) connect(ctx context.Context) (*imapclient.Client, error) {
	address := m.address()
	if m.settings.Security == Plain && !oauth.Loopback(m.settings.Host) {
		return nil, fault.New("intake.plain", "host", m.settings.Host)
	}
	show, err := m.identify(ctx)
	if err != nil {
		return nil, err
	}
	conn, err := (&net.Dialer{Timeout: dialTimeout}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, fault.Wrap(err, "intake.connect", "address", address)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	defer m.watch(conn)()
	client, err := m.secure(ctx, conn)
	if err != nil {
		conn.Close()
		if untrusted(err) {
			return nil, fault.Wrap(err, "intake.tls", "address", address)
		}
		return nil, fault.Wrap(err, "intake.connect", "address", address)
	}
	if err := show(client); err != nil {
		client.Close()
		return nil, err
	}
	return client, nil
}

func (m *Mailbox) address() string {
	return net.JoinHostPort(m.settings.Host, strconv.Itoa(m.port()))
}

func (m *Mailbox) port() int {
	switch {
	case m.settings.Port != 0:
		return m.settings.Port
	case m.settings.Security != TLS:
		return 143
	}
	return 993
}

// secure begins the conversation the way the settings say. A server that does
// not do so is left: nothing is ever said in the open instead.
func (m *Mailbox) secure(ctx context.Context, conn net.Conn) (*imapclient.Client, error) {
	config := &tls.Config{ServerName: m.settings.Host, RootCAs: m.settings.Roots, MinVersion: tls.VersionTLS12}
	options := &imapclient.Options{TLSConfig: config}
	switch m.settings.Security {
	case Plain:
		return greeted(imapclient.New(conn, options))
	case StartTLS:
		return imapclient.NewStartTLS(conn, options)
	default:
		secured := tls.Client(conn, config)
		if err := secured.HandshakeContext(ctx); err != nil {
			return nil, err
		}
		return greeted(imapclient.New(secured, options))
	}
}

func greeted(client *imapclient.Client) (*imapclient.Client, error) {
	if err := client.WaitGreeting(); err != nil {
		client.Close()
		return nil, err
	}
	return client, nil
}

// untrusted says whether a connection failed because the server could not show
// who it is.
func untrusted(err error) bool {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &certificate) || errors.As(err, &record)
}
