// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"os"
	"strings"

	"rentmeester/fault"
	"rentmeester/oidc"
)

// elsewhere gives where accounts are kept, by the settings; nil where nothing is
// said.
func (p *program) elsewhere() *oidc.Provider {
	if p.settings.Get("oidc-issuer") == "" {
		return nil
	}
	base := strings.TrimSuffix(p.settings.Get("base-url"), "/")
	return oidc.New(oidc.Settings{
		Issuer:  p.settings.Get("oidc-issuer"),
		Client:  p.settings.Get("oidc-client"),
		Secret:  p.elsewhereSecret,
		Back:    base + "/login/oidc/back",
		Home:    base + "/login",
		Trusted: p.settings.Get("oidc-mail") == "trusted",
	})
}

// elsewhereSecret gives the secret of this application there, read anew each time so
// that it may be replaced while the pages are served. Errors: settings.secret-file.
func (p *program) elsewhereSecret() (string, error) {
	file := p.settings.Get("oidc-secret-file")
	if file == "" {
		return p.settings.Get("oidc-secret"), nil
	}
	raw, err := os.ReadFile(file)
	secret := strings.TrimSpace(string(raw))
	if err != nil || secret == "" {
		return "", fault.Wrap(err, "settings.secret-file", "file", file)
	}
	return secret, nil
}
