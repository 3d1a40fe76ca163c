// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Intake says where originals are fetched from.
type Intake struct {
	Every     time.Duration // between two looks
	Folders   []WatchedFolder
	Mailboxes []Mailbox
}

// WatchedFolder is a folder whose files are taken.
type WatchedFolder struct {
	Path    string
	Done    string // subfolder for what was taken; "" leaves it where it is
	Refused string // subfolder for what was refused; "" leaves it where it is
}

// Mailbox is a mailbox whose messages are taken. Its password is never part of a
// policy: everybody may read that.
type Mailbox struct {
	Host             string
	Port             int    // 0 the usual one
	Security         string // tls, starttls; plain on this machine only
	User             string
	PasswordFile     string
	PasswordVariable string // of the environment, when there is no file
	OAuth            OAuth  // logs in with a token instead of a password
	CAFile           string // certificate of the authority that vouches for the server; "" those of the system
	Folder           string
	Done             string // folder for what was taken; "" marks it
	Refused          string
}

func untaken() Intake { return Intake{Every: 5 * time.Minute} }

// intakePart is what a part of a policy says of it; nil is what it does not say.
type intakePart struct {
	every     *time.Duration
	folders   []WatchedFolder
	mailboxes []Mailbox
}

func (p intakePart) apply(to *Intake) {
	if p.every != nil {
		to.Every = *p.every
	}
	if p.folders != nil {
		to.Folders = p.folders
	}
	if p.mailboxes != nil {
		to.Mailboxes = p.mailboxes
	}
}

const (
	folderSettings  = "path, done, refused"
	mailboxSettings = "host, port, security, user, password-file, password-variable, oauth, ca-file, folder, done, refused"
)

// readIntake reads that part. Errors: policy.value-at.
func readIntake(node yaml.Node, from string) (p intakePart, err error) {
	var inner error
	err = eachSetting(&node, from, "intake", "every, folders, mailboxes", func(key string, value *yaml.Node) string {
		if key == "every" {
			every, err := time.ParseDuration(value.Value)
			if err != nil || every < 10*time.Second || every > 24*time.Hour {
				return "10s – 24h"
			}
			p.every = &every
			return ""
		}
		if value.Kind != yaml.SequenceNode || len(value.Content) > 50 {
			return "[ … ]"
		}
		p.begin(key)
		for _, one := range value.Content {
			if inner == nil {
				inner = p.read(key, one, from)
			}
		}
		return ""
	})
	if err == nil {
		err = inner
	}
	return p, err
}

// begin makes an empty list, which is something else than none.
func (p *intakePart) begin(key string) {
	if key == "folders" {
		p.folders = []WatchedFolder{}
	} else {
		p.mailboxes = []Mailbox{}
	}
}

func (p *intakePart) read(key string, node *yaml.Node, from string) error {
	if key == "folders" {
		f := WatchedFolder{Done: "verwerkt", Refused: "geweigerd"}
		err := eachSetting(required(node, "path"), from, "intake.folders", folderSettings, func(key string, value *yaml.Node) string {
			return f.set(key, value.Value)
		})
		p.folders = append(p.folders, f)
		return err
	}
	m := Mailbox{Security: "tls", PasswordVariable: "RENTMEESTER_MAILBOX_PASSWORD", Folder: "INBOX", Done: "Verwerkt", Refused: "Geweigerd"}
	var inner error
	err := eachSetting(required(node, "host", "user"), from, "intake.mailboxes", mailboxSettings, func(key string, value *yaml.Node) string {
		if key == "oauth" {
			m.OAuth, inner = readOAuth(value, from, "intake.mailboxes.oauth", "RENTMEESTER_MAILBOX_SECRET")
			return ""
		}
		return m.set(key, value.Value)
	})
	p.mailboxes = append(p.mailboxes, m)
	if err == nil {
		err = inner
	}
	return err
}

// required adds to a mapping, empty, what it must name and does not, so that its
// absence is told like any wrong value.
func required(node *yaml.Node, keys ...string) *yaml.Node {
	if node.Kind != yaml.MappingNode {
		return &yaml.Node{Kind: yaml.ScalarNode, Value: node.Value, Line: node.Line}
	}
	full := *node
	for _, key := range keys {
		there := false
		for i := 0; i+1 < len(node.Content); i += 2 {
			there = there || node.Content[i].Value == key
		}
		if !there {
			full.Content = append(append([]*yaml.Node{}, full.Content...), &yaml.Node{Kind: yaml.ScalarNode, Value: key, Line: node.Line},
				&yaml.Node{Kind: yaml.ScalarNode, Line: node.Line})
		}
	}
	return &full
}

func (f *WatchedFolder) set(key, value string) (allowed string) {
	switch key {
	case "path":
		if f.Path = value; value == "" {
			return "/srv/facturen"
		}
	case "done":
		f.Done = value
	case "refused":
		f.Refused = value
	}
	if key != "path" && (strings.ContainsAny(value, `/\`) || strings.HasPrefix(value, ".")) { // a subfolder, not a way out
		return "verwerkt"
	}
	return ""
}

func (m *Mailbox) set(key, value string) (allowed string) {
	if key == "port" {
		port, err := strconv.Atoi(value)
		if m.Port = port; err != nil || port < 1 || port > 65535 {
			return "1 – 65535"
		}
		return ""
	}
	if key == "security" && value != "tls" && value != "starttls" && value != "plain" {
		return "tls, starttls, plain"
	}
	if (key == "host" || key == "user" || key == "folder") && value == "" || strings.ContainsAny(value, "\r\n\x00") {
		return map[string]string{"host": "imap.example.nl", "user": "facturen@example.nl"}[key] + " …"
	}
	*map[string]*string{"host": &m.Host, "security": &m.Security, "user": &m.User, "password-file": &m.PasswordFile,
		"password-variable": &m.PasswordVariable, "ca-file": &m.CAFile, "folder": &m.Folder, "done": &m.Done, "refused": &m.Refused}[key] = value
	return ""
}
