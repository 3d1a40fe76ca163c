// SPDX-License-Identifier: EUPL-1.2

// Package oidc lets people log in with an account that is kept elsewhere (OpenID
// Connect: Microsoft Entra ID, Keycloak): by the authorization code flow, with PKCE,
// a state and a nonce of each try. Who comes back is an account of the issuer; who
// that is here, and what he may do, is for others to say.
//
// The flow is that of golang.org/x/oauth2 and github.com/coreos/go-oidc. What the
// server offers is asked when first needed, and again as long as there is no answer.
// Every answer has its time and its size. It imports fault only.
package oidc

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	upstream "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"rentmeester/fault"
)

// Settings say where accounts are kept, and as what we are known there.
type Settings struct {
	Issuer string
	Client string
	Secret func() (string, error) // asked for each login; never kept
	Back   string                 // to where people come back; registered there
	Home   string                 // where they go after logging out there; "" nowhere
	// Trusted takes the addresses of this issuer for right although it does not say
	// so, as for a tenant where nobody but its administrators sets them. What it
	// says is not verified never is.
	Trusted bool
	Now     func() time.Time // the clock of the machine by default
}

// Try is one attempt to log in: what its browser must come back with.
type Try struct{ State, Nonce, Verifier string }

// Account is who came back.
type Account struct {
	Issuer, Subject string
	Mail            string   // in small letters; "" none that is certainly his
	Token           string   // shows who it was when logging out
	Values          []string // of the claim that was asked for
}

// Provider is a server that keeps accounts. It may be used by several goroutines at
// once.
type Provider struct {
	settings Settings
	http     *http.Client

	mu    sync.Mutex
	found *found
	again time.Time // not asked before, after no answer
}

// found is what a server offers.
type found struct {
	*upstream.Provider
	style oauth2.AuthStyle
	leave string // to log out; "" is not offered
}

// pause is how long a server that did not answer is left alone.
const pause = 5 * time.Second

// New gives a server; nothing is asked yet.
func New(s Settings) *Provider {
	if s.Now == nil {
		s.Now = time.Now
	}
	return &Provider{settings: s, http: newClient()}
}

// Begin gives where a browser goes to log in, and what must be kept of it. Errors:
// oidc.away.
func (p *Provider) Begin(ctx context.Context) (address string, t Try, err error) {
	at, err := p.discover(ctx)
	if err != nil {
		return "", t, err
	}
	t = Try{State: oauth2.GenerateVerifier(), Nonce: oauth2.GenerateVerifier(), Verifier: oauth2.GenerateVerifier()}
	flow := p.flow(at, "")
	return flow.AuthCodeURL(t.State, upstream.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier)), t, nil
}

func (p *Provider) flow(at *found, secret string) *oauth2.Config {
	endpoint := at.Endpoint()
	endpoint.AuthStyle = at.style
	return &oauth2.Config{ClientID: p.settings.Client, ClientSecret: secret, Endpoint: endpoint, RedirectURL: p.settings.Back,
		Scopes: []string{upstream.ScopeOpenID, "profile", "email"}}
}

// Finish tells who came back, by what the server had his browser bring, with the
// values of one claim ("" none). Errors: oidc.try, oidc.denied, oidc.away, oidc.wrong,
// oidc.too-many, those of Secret.
func (p *Provider) Finish(ctx context.Context, t Try, brought url.Values, claim string) (a Account, err error) {
	if t.State == "" || !same(t.State, brought.Get("state")) {
		return a, fault.New("oidc.try")
	}
	if from := brought.Get("iss"); from != "" && from != p.settings.Issuer { // RFC 9207
		return a, fault.New("oidc.try")
	}
	if said := brought.Get("error"); said != "" {
		return a, fault.Wrap(errors.New(fault.Clip(said, 60)), "oidc.denied")
	}
	at, err := p.discover(ctx)
	if err != nil {
		return a, err
	}
	secret, err := p.settings.Secret()
	if err != nil {
		return a, err
	}
	ctx = upstream.ClientContext(ctx, p.http)
	tokens, err := p.flow(at, secret).Exchange(ctx, brought.Get("code"), oauth2.VerifierOption(t.Verifier))
	if err != nil {
		return a, exchangeFailed(err)
	}
	return p.account(ctx, at, t, tokens, claim)
}

// exchangeFailed says why a code was not taken, without what the answer holds.
func exchangeFailed(err error) error {
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) {
		var unsaid *url.Error
		if errors.As(err, &unsaid) {
			return fault.Wrap(unsaid.Err, "oidc.away")
		}
		return fault.Wrap(errors.New("the answer with the tokens cannot be read"), "oidc.wrong")
	}
	if refused.Response.StatusCode >= 500 || refused.Response.StatusCode == http.StatusTooManyRequests {
		return fault.Wrap(errors.New(refused.Response.Status), "oidc.away")
	}
	return fault.Wrap(errors.New(strings.TrimSpace(refused.Response.Status+" "+fault.Clip(refused.ErrorCode, 60))), "oidc.wrong")
}

// account looks whether a token is of this server, for us, of this try and of now.
func (p *Provider) account(ctx context.Context, at *found, t Try, tokens *oauth2.Token, claim string) (a Account, err error) {
	raw, _ := tokens.Extra("id_token").(string)
	token, err := at.Verifier(&upstream.Config{ClientID: p.settings.Client, Now: p.settings.Now}).Verify(ctx, raw)
	if err != nil {
		return a, fault.Wrap(err, "oidc.wrong")
	}
	var said claims
	if err := token.Claims(&said); err != nil {
		return a, fault.Wrap(errors.New("the claims cannot be read"), "oidc.wrong")
	}
	switch {
	case !same(t.Nonce, token.Nonce):
		return a, fault.Wrap(errors.New("the nonce is another"), "oidc.wrong")
	case said.Party != "" && said.Party != p.settings.Client, said.Party == "" && len(token.Audience) > 1:
		return a, fault.Wrap(errors.New("the token was given to another"), "oidc.wrong")
	case token.Subject == "":
		return a, fault.Wrap(errors.New("the token has no subject"), "oidc.wrong")
	case token.AccessTokenHash != "" && token.VerifyAccessToken(tokens.AccessToken) != nil:
		return a, fault.Wrap(errors.New("the two tokens do not belong together"), "oidc.wrong")
	}
	values, told, err := valuesOf(token.Claims, claim)
	if err != nil {
		return a, err
	}
	if (said.Mail == "" || !told) && at.UserInfoEndpoint() != "" {
		more, info, err := p.more(ctx, at, token.Subject, tokens)
		if err != nil {
			return a, err
		}
		if said.Mail == "" {
			said = more
		}
		if !told {
			if values, _, err = valuesOf(info.Claims, claim); err != nil {
				return a, err
			}
		}
	}
	return Account{Issuer: token.Issuer, Subject: token.Subject, Mail: said.mail(p.settings.Trusted), Token: raw, Values: values}, nil
}

// more asks the server what it left out of the token: several do so with addresses and
// roles.
func (p *Provider) more(ctx context.Context, at *found, subject string, tokens *oauth2.Token) (said claims, info *upstream.UserInfo, err error) {
	if info, err = at.UserInfo(ctx, oauth2.StaticTokenSource(tokens)); err != nil {
		return said, nil, fault.Wrap(errors.New("what the server knows of the account cannot be read"), "oidc.wrong")
	}
	if info.Subject != subject {
		return said, nil, fault.Wrap(errors.New("the server tells of another account"), "oidc.wrong")
	}
	return said, info, info.Claims(&said)
}

// Leave gives where a browser goes to log out there too; "" when that is not
// offered.
func (p *Provider) Leave(token string) string {
	p.mu.Lock()
	at := p.found
	p.mu.Unlock()
	if at == nil || at.leave == "" {
		return ""
	}
	u, err := url.Parse(at.leave)
	if err != nil {
		return ""
	}
	const most = 4000 // in an address
	query := u.Query()
	query.Set("client_id", p.settings.Client)
	if token != "" && len(token) <= most {
		query.Set("id_token_hint", token)
	}
	if p.settings.Home != "" {
		query.Set("post_logout_redirect_uri", p.settings.Home)
	}
	u.RawQuery = query.Encode()
	return u.String()
}

// discover asks once what the server offers. Errors: oidc.away.
func (p *Provider) discover(ctx context.Context) (*found, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	if now := time.Now(); now.Before(p.again) {
		return nil, fault.New("oidc.away")
	}
	at, err := p.ask(context.WithoutCancel(ctx)) // who goes away does not make it fail for the next
	if err != nil {
		p.again = time.Now().Add(pause)
		return nil, fault.Wrap(err, "oidc.away")
	}
	p.found = at
	return at, nil
}

func (p *Provider) ask(ctx context.Context) (*found, error) {
	provider, err := upstream.NewProvider(upstream.ClientContext(ctx, p.http), p.settings.Issuer)
	if err != nil {
		return nil, err
	}
	var offered struct {
		Keys    string   `json:"jwks_uri"`
		Leave   string   `json:"end_session_endpoint"`
		Methods []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := provider.Claims(&offered); err != nil {
		return nil, err
	}
	for _, address := range []string{provider.Endpoint().AuthURL, provider.Endpoint().TokenURL, offered.Keys} {
		if !Safe(address) {
			return nil, errors.New("the server names an address without https")
		}
	}
	at := &found{Provider: provider, style: styleOf(offered.Methods)}
	if Safe(offered.Leave) {
		at.leave = offered.Leave
	}
	return at, nil
}

// Ask says whether the server answers as it should, for who looks after an
// installation. Errors: oidc.away.
func (p *Provider) Ask(ctx context.Context) error {
	_, err := p.discover(ctx)
	return err
}

// Safe says whether accounts may be spoken of there: encrypted, or within this
// machine.
func Safe(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return false
	}
	ip, _ := netip.ParseAddr(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip.IsLoopback())
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// claims are what is said of an account.
type claims struct {
	Party    string          `json:"azp"`
	Mail     string          `json:"email"`
	Verified json.RawMessage `json:"email_verified"`
	Owned    json.RawMessage `json:"xms_edov"` // Entra ID: the domain of the address is the tenant's
}

// mail gives the address when it is certainly of the account.
func (c claims) mail(trusted bool) string {
	for _, said := range []json.RawMessage{c.Verified, c.Owned} {
		if len(said) > 0 && string(said) != "null" {
			trusted = yes(said)
			break
		}
	}
	if !trusted {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(c.Mail))
}

// yes reads what servers write for true: some do it in quotes, or as a number.
func yes(said json.RawMessage) bool {
	switch strings.ToLower(strings.Trim(string(said), `"`)) {
	case "true", "1":
		return true
	}
	return false
}
