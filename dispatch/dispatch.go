// SPDX-License-Identifier: EUPL-1.2

// Package dispatch hands mail to a mail server (SMTP), which brings it on. It is
// what intake is for what comes in: it knows neither the store nor the flows
// above it. Nothing is said to a server that cannot show who it is, and without
// encryption only to one on this machine.
//
// The protocol is spoken by wneessen/go-mail. It imports fault and
// oauth only.
package dispatch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"rentmeester/fault"
	"rentmeester/oauth"
)

// Security is how the connection to a mail server is kept from others.
type Security string

const (
	StartTLS Security = "starttls" // before anything is said; port 587
	TLS      Security = "tls"      // from the first byte; port 465
	Plain    Security = "plain"    // not at all; to this machine only
)

// Settings say which server mail goes to, and how.
type Settings struct {
	Host     string
	Port     int // 0 is the usual one
	Security Security
	Roots    *x509.CertPool // who may vouch for the server; nil is who the system trusts
	User     string         // "" nobody logs in
	Password func() (string, error)
	Tokens   *oauth.Source // what logs in instead of a password; nil is a password
	Patience time.Duration // how long the server may take over one letter; 0 is five minutes
}

// Line is a connection to a mail server, for one letter after another. It is not
// for several goroutines at once.
type Line struct {
	client *mail.Client
	host   string
}

// Open connects and logs in. Errors: dispatch.plain, dispatch.connect,
// dispatch.tls, dispatch.login, dispatch.no-oauth, dispatch.oauth-login, those of
// Password and of Tokens.
func Open(ctx context.Context, s Settings) (*Line, error) {
	if s.Security == Plain && !oauth.Loopback(s.Host) {
		return nil, fault.New("dispatch.plain", "host", s.Host)
	}
	options, err := s.options(ctx)
	if err != nil {
		return nil, err
	}
	client, err := mail.NewClient(s.Host, options...)
	if err != nil {
		return nil, fault.Wrap(err, "dispatch.connect", "address", s.Host, "said", said(err))
	}
	if err := client.DialWithContext(ctx); err != nil {
		return nil, s.failed(err, client.ServerAddr())
	}
	return &Line{client: client, host: s.Host}, nil
}

// ways to log in, the best first. A password is never sent in the open.
var (
	secured = []mail.SMTPAuthType{mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthSCRAMSHA1, mail.SMTPAuthPlain, mail.SMTPAuthLogin}
	inside  = []mail.SMTPAuthType{mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthSCRAMSHA1, mail.SMTPAuthPlainNoEnc, mail.SMTPAuthLoginNoEnc}
)

func (s Settings) options(ctx context.Context) ([]mail.Option, error) {
	patience := s.Patience
	if patience == 0 {
		patience = 5 * time.Minute
	}
	all := []mail.Option{mail.WithTimeout(patience),
		mail.WithTLSConfig(&tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12})}
	ways := secured
	switch s.Security {
	case TLS:
		all = append(all, mail.WithSSL())
	case Plain:
		ways = inside
		all = append(all, mail.WithTLSPolicy(mail.NoTLS))
	default:
		all = append(all, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	all = append(all, mail.WithPort(s.port()))
	if s.User == "" {
		return all, nil
	}
	if s.Tokens != nil {
		token, err := s.Tokens.Token(ctx)
		return append(all, mail.WithSMTPAuthCustom(&shown{settings: s, token: token})), err
	}
	password, err := s.Password()
	if err != nil {
		return nil, err
	}
	return append(all, mail.WithOpportunisticSMTPAuth(ways...), mail.WithUsername(s.User), mail.WithPassword(password)), nil
}

func (s Settings) port() int {
	switch {
	case s.Port != 0:
		return s.Port
	case s.Security == TLS:
		return 465
	case s.Security == Plain:
		return 25
	}
	return 587
}

// failed says why there is no connection. The server's words are passed on, never
// the password.
func (s Settings) failed(err error, address string) error {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch words := err.Error(); {
	case errors.Is(err, errNoWay):
		return fault.Wrap(err, "dispatch.no-oauth", "host", s.Host)
	case errors.As(err, &certificate), errors.As(err, &record), strings.Contains(words, "STARTTLS"):
		return fault.Wrap(err, "dispatch.tls", "address", address, "said", said(err))
	case s.Tokens != nil && strings.Contains(words, "AUTH"):
		s.Tokens.Forget() // rights that are given later are in a new one only
		return fault.Wrap(err, "dispatch.oauth-login", "user", s.User, "host", s.Host, "said", said(err))
	case s.User != "" && strings.Contains(words, "AUTH"):
		return fault.Wrap(err, "dispatch.login", "user", s.User, "host", s.Host, "said", said(err))
	}
	return fault.Wrap(err, "dispatch.connect", "address", address, "said", said(err))
}

// Close takes leave. What was sent before that is sent, whatever the server says
// to it.
func (l *Line) Close() { _ = l.client.Close() }

// Send hands a letter over. Without an error the server has taken it upon itself.
//
// Errors: dispatch.letter (nobody could send it as it is), dispatch.refused (the
// server will not have it for this address, now or later), dispatch.later (not
// now), dispatch.lost (the connection is gone, or the server will have nothing
// from us; whether it has the letter is not known).
func (l *Line) Send(letter Letter) error {
	message, err := letter.message()
	if err != nil {
		return err
	}
	err = l.client.Send(message)
	if err == nil || message.IsDelivered() {
		return nil
	}
	var why *mail.SendError
	if !errors.As(err, &why) {
		return fault.Wrap(err, "dispatch.lost", "host", l.host, "said", said(err))
	}
	switch code := why.ErrorCode(); {
	case why.Reason == mail.ErrSMTPMailFrom, code == 421, code < 400, code >= 500 && ours(why):
		return fault.Wrap(err, "dispatch.lost", "host", l.host, "said", said(err))
	case code >= 500:
		return fault.Wrap(err, "dispatch.refused", "to", letter.To, "said", said(err))
	}
	return fault.Wrap(err, "dispatch.later", "to", letter.To, "said", said(err))
}

// ours says whether a refusal is about who sends and what he may (5.7.x, RFC 3463;
// Exchange says the same of sending in another's name by 5.2.252): the next letter
// would hear it too.
func ours(why *mail.SendError) bool {
	status := why.EnhancedStatusCode()
	return strings.HasPrefix(status, "5.7.") || status == "5.2.252" || strings.Contains(why.Error(), "SendAsDenied")
}

// said gives what the library or the server said, in so many letters.
func said(err error) string {
	const most = 300
	words := []rune(oneLine(err.Error()))
	return string(words[:min(len(words), most)])
}
