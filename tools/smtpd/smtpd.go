// SPDX-License-Identifier: EUPL-1.2

// Package smtpd is a real mail server for the length of a test: it takes mail on
// ports of this machine only and remembers it. It speaks SMTP by emersion/go-smtp.
// It is for tests and imports tools/certificate.
package smtpd

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"rentmeester/tools/certificate"
)

// User and Password log in.
const (
	User     = "facturen"
	Password = "geheim-é-42"
)

// Letter is what the server took upon itself.
type Letter struct {
	From, To string
	Raw      string
}

// Server is a mail server that runs.
type Server struct {
	StartTLS, TLS int // ports on 127.0.0.1: with STARTTLS, and encrypted from the start
	Roots         *x509.CertPool
	RootsFile     string
	// Answer says what the server answers to a letter that it has, and Address to
	// an address; nil takes all. They are called one at a time.
	Answer  func(Letter) error
	Address func(to string) error
	// Whose says whose a token is; nil takes no tokens. Ways are those that it is
	// announced to take them in.
	Whose func(token string) string
	Ways  []string

	mu      sync.Mutex
	letters []Letter
}

// Start starts a server that knows one user and ends with the test.
func Start(t *testing.T) *Server {
	t.Helper()
	s := &Server{}
	var pair [2]string
	pair[0], pair[1], s.Roots = certificate.Make(t, t.TempDir())
	s.RootsFile = pair[0]
	shown, err := tls.LoadX509KeyPair(pair[0], pair[1])
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{shown}}
	for _, port := range []*int{&s.StartTLS, &s.TLS} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		*port = listener.Addr().(*net.TCPAddr).Port
		if port == &s.TLS {
			listener = tls.NewListener(listener, config)
		}
		server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{server: s}, nil }))
		server.Domain, server.TLSConfig, server.AllowInsecureAuth = "localhost", config, true
		server.ErrorLog = quiet{}
		go func() { _ = server.Serve(listener) }()
		t.Cleanup(func() { _ = server.Close() })
	}
	return s
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// Letters gives what was taken so far.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter{}, s.letters...)
}

// session is one connection.
type session struct {
	server *Server
	known  bool
	letter Letter
}

func (s *session) AuthMechanisms() []string {
	return append([]string{sasl.Plain, sasl.Login}, s.server.Ways...)
}

func (s *session) Auth(mechanism string) (sasl.Server, error) {
	check := func(user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		s.known = true
		return nil
	}
	if mechanism == sasl.Plain {
		return sasl.NewPlainServer(func(_, user, password string) error { return check(user, password) }), nil
	}
	for _, way := range s.server.Ways {
		if mechanism == way {
			return &bearer{session: s, way: way}, nil
		}
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if !s.known {
		return smtp.ErrAuthRequired
	}
	s.letter = Letter{From: from}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.letter.To = to
	if s.server.Address != nil {
		return s.server.Address(to)
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.letter.Raw = string(raw)
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if s.server.Answer != nil {
		if err := s.server.Answer(s.letter); err != nil {
			return err
		}
	}
	s.server.letters = append(s.server.letters, s.letter)
	return nil
}

func (s *session) Reset() { s.letter = Letter{} }

func (s *session) Logout() error { return nil }
