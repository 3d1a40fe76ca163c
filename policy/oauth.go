// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"net/netip"
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"
)

// OAuth says how somebody logs in at a mail server with a token, as an application
// (client credentials). The secret is never part of a policy.
type OAuth struct {
	Token          string // where tokens are given, an address; "" a password is used
	Client         string // the application as it is registered there
	Scope          string
	SecretFile     string
	SecretVariable string // of the environment, when there is no file
	CAFile         string // certificate of the authority that vouches for that server; "" those of the system
}

// On says whether a token is used instead of a password.
func (o OAuth) On() bool { return o.Token != "" }

const oauthSettings = "token, client, scope, secret-file, secret-variable, ca-file"

// readOAuth reads that part. Errors: policy.value-at.
func readOAuth(node *yaml.Node, from, within, variable string) (OAuth, error) {
	o := OAuth{SecretVariable: variable}
	err := eachSetting(required(node, "token", "client"), from, within, oauthSettings, func(key string, value *yaml.Node) string {
		return o.set(key, value.Value)
	})
	return o, err
}

func (o *OAuth) set(key, value string) (allowed string) {
	switch {
	case key == "token" && !secretMayGo(value):
		return "https://login.microsoftonline.com/TENANT/oauth2/v2.0/token"
	case key == "client" && value == "":
		return "00000000-0000-0000-0000-000000000000"
	case strings.ContainsAny(value, "\r\n\x00"):
		return "…"
	}
	*map[string]*string{"token": &o.Token, "client": &o.Client, "scope": &o.Scope, "secret-file": &o.SecretFile,
		"secret-variable": &o.SecretVariable, "ca-file": &o.CAFile}[key] = value
	return ""
}

// secretMayGo says whether a secret may be sent to an address: encrypted, or
// within this machine; and an address that holds no secret itself.
func secretMayGo(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return false
	}
	ip, _ := netip.ParseAddr(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip.IsLoopback())
}
