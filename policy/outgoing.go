// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	netmail "net/mail"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"rentmeester/fault"
)

// Outgoing says how mail is sent. Its password is never part of a policy.
type Outgoing struct {
	Host             string // "" nothing is sent
	Port             int    // 0 the usual one
	Security         string // starttls, tls; plain on this machine only
	User             string // "" nobody logs in
	PasswordFile     string
	PasswordVariable string // of the environment, when there is no file
	OAuth            OAuth  // logs in with a token instead of a password
	CAFile           string // certificate of the authority that vouches for the server; "" those of the system
	From             string // "Gemeente Voorbeeld <facturen@example.nl>"
	ReplyTo          string // "" the same
	Language         string // of what is sent: nl, en
}

// On says whether mail is sent at all.
func (o Outgoing) On() bool { return o.Host != "" }

func unsent() Outgoing {
	return Outgoing{Security: "starttls", PasswordVariable: "RENTMEESTER_OUTGOING_PASSWORD", Language: "nl"}
}

// outgoingPart is what a part of a policy says of it: all of it, or nothing.
type outgoingPart struct{ said *Outgoing }

func (p outgoingPart) apply(to *Outgoing) {
	if p.said != nil {
		*to = *p.said
	}
}

const outgoingSettings = "host, port, security, user, password-file, password-variable, oauth, ca-file, from, reply-to, language"

// readOutgoing reads that part. Errors: policy.value-at.
func readOutgoing(node yaml.Node, from string) (p outgoingPart, err error) {
	if node.Kind == 0 || node.Tag == "!!null" {
		return p, nil
	}
	o := unsent()
	whole := &node
	if len(node.Content) > 0 { // an empty mapping: nothing is sent any more
		whole = required(&node, "host", "from")
	}
	var inner error
	err = eachSetting(whole, from, "outgoing", outgoingSettings, func(key string, value *yaml.Node) string {
		if key == "oauth" {
			o.OAuth, inner = readOAuth(value, from, "outgoing.oauth", "RENTMEESTER_OUTGOING_SECRET")
			return ""
		}
		return o.set(key, value.Value)
	})
	if err == nil {
		err = inner
	}
	if err == nil && o.OAuth.On() && o.User == "" { // a token is for somebody's mailbox
		err = fault.New("policy.value-at", "from", from, "line", node.Line, "setting", "outgoing.user", "value", "", "allowed", "facturen@example.nl")
	}
	return outgoingPart{&o}, err
}

func (o *Outgoing) set(key, value string) (allowed string) {
	switch key {
	case "port":
		port, err := strconv.Atoi(value)
		if o.Port = port; err != nil || port < 1 || port > 65535 {
			return "1 – 65535"
		}
		return ""
	case "from", "reply-to":
		if a, err := netmail.ParseAddress(value); err != nil || !isAddress(a.Address) {
			return `"Gemeente Voorbeeld <facturen@example.nl>"`
		}
	case "host":
		if value == "" {
			return "smtp.example.nl"
		}
	case "security":
		if value != "tls" && value != "starttls" && value != "plain" {
			return "starttls, tls, plain"
		}
	case "language":
		if value != "nl" && value != "en" {
			return "nl, en"
		}
	}
	if strings.ContainsAny(value, "\r\n\x00") {
		return "…"
	}
	*map[string]*string{"host": &o.Host, "security": &o.Security, "user": &o.User, "password-file": &o.PasswordFile, "password-variable": &o.PasswordVariable,
		"ca-file": &o.CAFile, "from": &o.From, "reply-to": &o.ReplyTo, "language": &o.Language}[key] = value
	return ""
}

// isAddress says whether a text is a bare mail address.
func isAddress(s string) bool {
	a, err := netmail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254
}
