// SPDX-License-Identifier: EUPL-1.2

// Package oauth logs in at a mail server without a password: it gets a token from
// whoever keeps the accounts (Microsoft Entra ID, say), as an application of its
// own (RFC 6749, 4.4: client credentials), and says how a mail server is shown it
// (XOAUTH2, OAUTHBEARER of RFC 7628). A token is kept in memory until shortly
// before its end; the secret is asked for each new one and never kept. Neither
// stands in an error.
//
// The flow is that of golang.org/x/oauth2. It imports fault only.
package oauth

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"rentmeester/fault"
)

// Settings say where tokens come from, and who asks.
type Settings struct {
	TokenURL string
	Client   string // the application as it is registered there
	Scope    string
	Secret   func() (string, error) // asked for each token; never kept
	Roots    *x509.CertPool         // who may vouch for the server; nil is who the system trusts
	Now      func() time.Time
}

const (
	patience = 30 * time.Second // for one answer
	// early is how long before its end a token is not used any more: longer than it
	// takes to log in with it.
	early = 5 * time.Minute
)

// Source gives tokens. It may be used by several goroutines at once.
type Source struct {
	settings Settings
	http     *http.Client

	mu    sync.Mutex
	token string
	until time.Time
}

// New gives a source of tokens; nothing is asked yet.
func New(s Settings) *Source {
	if s.Now == nil {
		s.Now = time.Now
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	transport.DisableKeepAlives = true // once an hour
	return &Source{settings: s, http: &http.Client{Transport: transport, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}} // the secret goes nowhere else
}

// Token gives a token that is good for some minutes at least, unless its whole
// life is shorter. Errors: oauth.plain, oauth.connect, oauth.tls, oauth.secret,
// oauth.client, oauth.scope, oauth.refused, those of Secret.
func (s *Source) Token(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.settings.Now()
	if s.token != "" && now.Before(s.until) {
		return s.token, nil
	}
	if !safe(s.settings.TokenURL) {
		return "", fault.New("oauth.plain", "client", s.settings.Client, "url", s.settings.TokenURL)
	}
	secret, err := s.settings.Secret()
	if err != nil {
		return "", err
	}
	flow := clientcredentials.Config{ClientID: s.settings.Client, ClientSecret: secret, TokenURL: s.settings.TokenURL}
	if s.settings.Scope != "" {
		flow.Scopes = []string{s.settings.Scope}
	}
	got, err := flow.Token(context.WithValue(ctx, oauth2.HTTPClient, s.http))
	if err != nil {
		return "", s.failed(err, secret)
	}
	s.token, s.until = got.AccessToken, now // without an end it is used once
	if !got.Expiry.IsZero() {
		life := time.Until(got.Expiry)
		s.until = now.Add(life - min(early, life/4))
	}
	return s.token, nil
}

// Forget drops a token that a mail server would not have: the next is a new one,
// in which rights that were given since are seen.
func (s *Source) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = ""
}

// safe says whether a secret may be sent there: encrypted, or within this machine.
func safe(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return false
	}
	ip, _ := netip.ParseAddr(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip.IsLoopback())
}

// Loopback says whether a host is this machine, within which a mail server may be
// spoken to in the open.
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// failed says why there is no token. The words of the server are passed on, never
// the secret: the cause is left out, since it holds the whole answer.
func (s *Source) failed(err error, secret string) error {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var refused *oauth2.RetrieveError
	args := []any{"client", s.settings.Client, "scope", s.settings.Scope, "url", s.settings.TokenURL}
	switch {
	case errors.As(err, &certificate), errors.As(err, &record):
		return fault.New("oauth.tls", append(args, "said", oneLine(err.Error(), secret))...)
	case !errors.As(err, &refused):
		return fault.New("oauth.connect", append(args, "said", oneLine(err.Error(), secret))...)
	}
	said := refused.ErrorDescription
	if said == "" {
		said = strings.TrimSpace(refused.Response.Status + " " + refused.ErrorCode)
	}
	return fault.New(codeOf(refused), append(args, "said", oneLine(said, secret))...)
}

// codeOf says what was wrong with the question (RFC 6749, 5.2; the last names are
// those of Entra ID).
func codeOf(refused *oauth2.RetrieveError) string {
	switch refused.ErrorCode {
	case "invalid_client":
		return "oauth.secret"
	case "unauthorized_client":
		return "oauth.client"
	case "invalid_scope", "invalid_resource", "invalid_target":
		return "oauth.scope"
	}
	if refused.Response.StatusCode >= 500 || refused.Response.StatusCode == http.StatusTooManyRequests {
		return "oauth.connect"
	}
	return "oauth.refused"
}

// oneLine keeps words short, on a line, and without the secret, also as it stands
// in an address.
func oneLine(words, secret string) string {
	const most = 300
	for _, s := range []string{secret, url.QueryEscape(secret)} {
		if s != "" {
			words = strings.ReplaceAll(words, s, "…")
		}
	}
	short := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(words, "?")), " "))
	return string(short[:min(len(short), most)])
}
