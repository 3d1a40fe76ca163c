// SPDX-License-Identifier: EUPL-1.2

package oidc

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rentmeester/fault"
)

// Looked is how a server that keeps accounts stands.
type Looked struct {
	Clock  time.Time // what it says the time is; zero when it does not say
	Keys   int       // with which it signs
	Leaves bool      // people can log out there
}

// Look asks a server what it offers, step by step, for who sets it up and wants to know
// at which step it goes wrong. Errors: oidc.look-away, oidc.look-none, oidc.look-other,
// oidc.look-open, oidc.look-keys.
func Look(ctx context.Context, issuer string) (l Looked, err error) {
	var offered struct {
		Issuer string `json:"issuer"`
		Auth   string `json:"authorization_endpoint"`
		Token  string `json:"token_endpoint"`
		Keys   string `json:"jwks_uri"`
		Leave  string `json:"end_session_endpoint"`
	}
	where := strings.TrimSuffix(issuer, "/") + "/.well-known/openid-configuration"
	if l.Clock, err = fetch(ctx, where, &offered); err != nil {
		return l, err
	}
	if offered.Issuer != issuer {
		return l, fault.New("oidc.look-other", "issuer", issuer, "said", fault.Clip(offered.Issuer, 200))
	}
	for _, address := range []string{offered.Auth, offered.Token, offered.Keys} {
		if !Safe(address) {
			return l, fault.New("oidc.look-open", "address", fault.Clip(address, 200))
		}
	}
	var keys struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if _, err := fetch(ctx, offered.Keys, &keys); err != nil {
		return l, err
	}
	if len(keys.Keys) == 0 {
		return l, fault.New("oidc.look-keys", "address", offered.Keys)
	}
	l.Keys, l.Leaves = len(keys.Keys), Safe(offered.Leave)
	return l, nil
}

// fetch reads one answer in JSON, and the time that stands above it.
func fetch(ctx context.Context, address string, to any) (clock time.Time, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return clock, fault.Wrap(err, "oidc.look-away", "address", address)
	}
	answer, err := newClient().Do(r)
	if err != nil {
		var unsaid *url.Error
		if errors.As(err, &unsaid) {
			err = unsaid.Err // the address is told already
		}
		return clock, fault.Wrap(err, "oidc.look-away", "address", address)
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	if answer.StatusCode != http.StatusOK {
		return clock, fault.Wrap(errors.New(answer.Status), "oidc.look-none", "address", address)
	}
	if err := json.NewDecoder(answer.Body).Decode(to); err != nil {
		return clock, fault.Wrap(errors.New("not JSON"), "oidc.look-none", "address", address)
	}
	if said, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		clock = said
	}
	return clock, nil
}
