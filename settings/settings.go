// SPDX-License-Identifier: EUPL-1.2

// Package settings holds how an installation is set up: where the books are, on
// which address the pages are served, where backups go. A setting comes from a
// flag, else from the environment, else from a file (YAML), else it has its
// default; each value knows where it came from. What people decide about the work
// itself stands in the policy, not here.
//
// It is given the text of the file and the environment, and reads nothing itself.
// It imports fault only.
package settings

import (
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"rentmeester/fault"
)

// Setting is one thing that can be set.
type Setting struct {
	Key      string // in the file
	Variable string // of the environment
	Secret   bool   // it may hold a password
	Path     bool   // a file or folder: whole in a file, for the program runs anywhere
	allowed  func(string) string
}

// Value is what a setting is, and by what.
type Value struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	From   string `json:"from"` // RENTMEESTER_…, file:line, "" the default
	Secret bool   `json:"-"`
}

// Settings are the values of all settings that somebody set.
type Settings struct {
	File   string // that was read; "" none
	values map[string]Value
}

// Get gives a value, "" when nobody set it.
func (s Settings) Get(key string) string { return s.values[key].Value }

// InFile says whether a value comes from the file.
func (s Settings) InFile(key string) bool {
	return s.File != "" && strings.HasPrefix(s.values[key].From, s.File+":")
}

// List gives a value that is a list.
func (s Settings) List(key string) []string { return listOf(s.Get(key)) }

// All gives every setting in the order of the manual, also those that nobody set.
// Passwords are masked.
func (s Settings) All() []Value {
	all := make([]Value, 0, len(Known))
	for _, k := range Known {
		v := s.values[k.Key]
		v.Key = k.Key
		if k.Secret {
			v.Value = fault.Masked(v.Value)
		}
		all = append(all, v)
	}
	return all
}

// Read gives the settings of a file and the environment, with every mistake in
// them: a wrong value does not count. file is "" when there is none. Errors:
// settings.yaml, settings.unknown, settings.twice, settings.value,
// settings.both, those of lacking.
func Read(file string, text []byte, env func(string) string) (Settings, []*fault.Error) {
	s := Settings{File: file, values: map[string]Value{}}
	wrong := s.readFile(text)
	for _, k := range Known {
		if said := strings.TrimSpace(env(k.Variable)); said != "" {
			wrong = append(wrong, s.take(k, said, k.Variable)...)
		}
	}
	if database, from := s.values["database"], s.values["database-file"]; database.Value != "" && from.Value != "" {
		wrong = append(wrong, fault.New("settings.both", "first", database.From, "second", from.From))
	}
	return s, append(wrong, s.lacking()...)
}

// lacking says what a login elsewhere still needs once part of it is set. Errors:
// settings.lacks, settings.both-secrets.
func (s *Settings) lacking() (wrong []*fault.Error) {
	value := func(key string) Value { return s.values[key] }
	secret, file := value("oidc-secret"), value("oidc-secret-file")
	if secret.Value != "" && file.Value != "" {
		wrong = append(wrong, fault.New("settings.both-secrets", "first", secret.From, "second", file.From))
	}
	var first Value // that needs the others
	for _, key := range []string{"oidc-issuer", "oidc-client", "oidc-secret", "oidc-secret-file"} {
		if first.Value == "" {
			first = value(key)
		}
	}
	if off := value("password-login"); first.Value == "" && off.Value == "off" {
		first = off
	}
	if first.Value == "" {
		return wrong
	}
	for _, key := range []string{"oidc-issuer", "oidc-client", "base-url"} {
		if value(key).Value == "" {
			wrong = append(wrong, fault.New("settings.lacks", "from", first.From, "key", first.Key, "lacks", key))
		}
	}
	if secret.Value == "" && file.Value == "" {
		wrong = append(wrong, fault.New("settings.lacks", "from", first.From, "key", first.Key, "lacks", "oidc-secret-file"))
	}
	return wrong
}

func (s *Settings) readFile(text []byte) (wrong []*fault.Error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return []*fault.Error{fault.New("settings.yaml", "file", s.File, "error", strings.TrimPrefix(err.Error(), "yaml: "))}
	}
	if len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" { // nothing but remarks
		return nil
	}
	top := doc.Content[0]
	if top.Kind != yaml.MappingNode {
		return []*fault.Error{fault.New("settings.yaml", "file", s.File, "error", "listen: 127.0.0.1:8080 …")}
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		k, known := find(key.Value)
		switch {
		case !known:
			wrong = append(wrong, fault.New("settings.unknown", "file", s.File, "line", key.Line, "key", fault.Clip(key.Value, 60), "known", keys()))
		case seen[key.Value]:
			wrong = append(wrong, fault.New("settings.twice", "file", s.File, "line", key.Line, "key", key.Value))
		case k.Path && plain(value) != "" && !filepath.IsAbs(plain(value)):
			wrong = append(wrong, fault.New("settings.value", "from", place(s.File, key.Line), "key", k.Key, "value", fault.Clip(plain(value), 100), "allowed", "/var/lib/rentmeester"))
		default:
			wrong = append(wrong, s.take(k, plain(value), place(s.File, key.Line))...)
		}
		seen[key.Value] = true
	}
	return wrong
}

// plain is a value of the file as the environment would say it.
func plain(node *yaml.Node) string {
	if node.Kind != yaml.SequenceNode {
		if node.Tag == "!!null" {
			return ""
		}
		return strings.TrimSpace(node.Value)
	}
	var parts []string
	for _, one := range node.Content {
		parts = append(parts, one.Value)
	}
	return strings.Join(parts, ",")
}

// take sets a value, unless it is wrong.
func (s *Settings) take(k Setting, value, from string) []*fault.Error {
	if allowed := k.allowed(value); allowed != "" {
		shown := value
		if k.Secret {
			shown = fault.Masked(value)
		}
		return []*fault.Error{fault.New("settings.value", "from", from, "key", k.Key, "value", fault.Clip(shown, 100), "allowed", allowed)}
	}
	s.values[k.Key] = Value{Key: k.Key, Value: value, From: from, Secret: k.Secret}
	return nil
}

func find(key string) (Setting, bool) {
	at := slices.IndexFunc(Known, func(k Setting) bool { return k.Key == key })
	if at < 0 {
		return Setting{}, false
	}
	return Known[at], true
}

func keys() string {
	var all []string
	for _, k := range Known {
		all = append(all, k.Key)
	}
	return strings.Join(all, ", ")
}
