// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"os"

	"rentmeester/intake"
	"rentmeester/oauth"
	"rentmeester/policy"
)

// tokensFor gives the source of tokens that the policy names, the same one each
// time, so that a token is used until its end; nil when it names none. Errors:
// those of rootsFrom.
func (p *program) tokensFor(o policy.OAuth) (*oauth.Source, error) {
	if !o.On() {
		return nil, nil
	}
	if known := p.tokens[o]; known != nil {
		return known, nil
	}
	roots, err := rootsFrom(o.CAFile)
	if err != nil {
		return nil, err
	}
	if p.tokens == nil {
		p.tokens = map[policy.OAuth]*oauth.Source{}
	}
	p.tokens[o] = oauth.New(oauth.Settings{TokenURL: o.Token, Client: o.Client, Scope: o.Scope, Roots: roots, Now: p.now,
		Secret: intake.PasswordFrom(p.env, o.SecretVariable, o.SecretFile, os.ReadFile)})
	return p.tokens[o], nil
}
