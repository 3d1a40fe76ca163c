// SPDX-License-Identifier: EUPL-1.2

package settings

import (
	"slices"
	"strings"
	"testing"

	"rentmeester/fault"
)

const file = `# how Rentmeester is set up here
home: /var/lib/rentmeester
database: postgres://rm:geheim@db.example.nl/rm?sslmode=verify-full&password=ookgeheim
listen: 127.0.0.1:8080
hosts: [rentmeester.example.nl, "10.0.0.5:8080"]
backups-keep: 14
user:
`

func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestRead(t *testing.T) {
	s, wrong := Read("/etc/r.yaml", []byte(file), environment("RENTMEESTER_LISTEN", "[::1]:9000", "RENTMEESTER_LANG", "en"))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	if s.Get("listen") != "[::1]:9000" || s.Get("lang") != "en" || s.Get("backups-keep") != "14" || s.Get("user") != "" {
		t.Errorf("%+v", s.values)
	}
	if !slices.Equal(s.List("hosts"), []string{"rentmeester.example.nl", "10.0.0.5:8080"}) {
		t.Errorf("%q", s.List("hosts"))
	}
	if s.values["listen"].From != "RENTMEESTER_LISTEN" || s.values["home"].From != "/etc/r.yaml:2" {
		t.Errorf("%+v", s.values)
	}
	for _, v := range s.All() {
		if strings.Contains(v.Value, "geheim") {
			t.Errorf("%s shows a password: %s", v.Key, v.Value)
		}
	}
	if len(s.All()) != len(Known) {
		t.Error("not all are told")
	}
}

// Every mistake is told, with its place, and a wrong value is not used.
func TestEveryMistake(t *testing.T) {
	text := "listen: overal\nlisten: 127.0.0.1:1\nlitsen: 127.0.0.1:8080\nlog: xml\ndatabase: mysql://u:geheim@h/d\nhome: data\nbackups-keep: 0\nhosts: https://x.example.nl/\n"
	s, wrong := Read("r.yaml", []byte(text), environment("RENTMEESTER_LANG", "fr", "RENTMEESTER_METRICS", "9464"))
	want := []string{
		`settings.value r.yaml:1 listen`, `settings.twice r.yaml 2 listen`, `settings.unknown r.yaml 3 litsen`, `settings.value r.yaml:4 log`,
		`settings.value r.yaml:5 database`, `settings.value r.yaml:6 home`, `settings.value r.yaml:7 backups-keep`, `settings.value r.yaml:8 hosts`,
		`settings.value RENTMEESTER_LANG lang`, `settings.value RENTMEESTER_METRICS metrics`,
	}
	var got []string
	for _, f := range wrong {
		got = append(got, strings.Join(strings.Fields(strings.Join([]string{f.Code, f.Args["from"], f.Args["file"], f.Args["line"], f.Args["key"]}, " ")), " "))
		if strings.Contains(f.Error(), "geheim") {
			t.Errorf("a password is told: %v", f)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if len(s.values) != 0 {
		t.Errorf("%+v", s.values)
	}
}

func TestOddFiles(t *testing.T) {
	for name, c := range map[string]struct{ text, code string }{
		"empty":          {"", ""},
		"remarks only":   {"# niets\n", ""},
		"no YAML":        {"listen: [", "settings.yaml"},
		"a list":         {"- listen\n", "settings.yaml"},
		"a text":         {"hello", "settings.yaml"},
		"elsewhere":      {"base-url: https://r.example.nl\noidc-issuer: https://login.example.nl\noidc-client: r\noidc-secret-file: /run/secrets/oidc\npassword-login: off\n", ""},
		"no issuer":      {"base-url: https://r.example.nl\noidc-client: r\noidc-secret: x\n", "settings.lacks"},
		"no address":     {"oidc-issuer: https://login.example.nl\noidc-client: r\noidc-secret: x\n", "settings.lacks"},
		"no secret":      {"base-url: https://r.example.nl\noidc-issuer: https://login.example.nl\noidc-client: r\n", "settings.lacks"},
		"no way in":      {"password-login: off\n", "settings.lacks"},
		"two secrets":    {"base-url: https://r.example.nl\noidc-issuer: https://login.example.nl\noidc-client: r\noidc-secret: x\noidc-secret-file: /s\n", "settings.both-secrets"},
		"in the open":    {"oidc-issuer: http://login.example.nl\n", "settings.value"},
		"both databases": {"database: postgres://h/d\ndatabase-file: /run/secrets/db\n", "settings.both"},
	} {
		t.Run(name, func(t *testing.T) {
			_, wrong := Read("r.yaml", []byte(c.text), environment())
			if code := ""; len(wrong) > 0 || c.code != "" {
				if len(wrong) > 0 {
					code = fault.Code(wrong[0])
				}
				if code != c.code {
					t.Errorf("%v, want %s", wrong, c.code)
				}
			}
		})
	}
}
