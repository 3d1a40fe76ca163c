// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"rentmeester/settings"
)

const deploy = "../../deploy"

func deployed(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(deploy, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// The example settings are good, also with every line that is left out by '# '.
func TestDeployedSettings(t *testing.T) {
	body := deployed(t, "rentmeester.yaml")
	all := regexp.MustCompile(`(?m)^# ([a-z-]+: )`).ReplaceAllString(body, "$1")
	for _, text := range []string{body, all} {
		s, wrong := settings.Read("rentmeester.yaml", []byte(text), func(string) string { return "" })
		if len(wrong) > 0 || s.Get("backups") == "" {
			t.Errorf("%v\n%s", wrong, text)
		}
	}
}

// Units are what systemd understands, and leave the program little of the machine.
func TestDeployedUnits(t *testing.T) {
	units, err := filepath.Glob(filepath.Join(deploy, "*.service"))
	if err != nil || len(units) == 0 {
		t.Fatal("no units", err)
	}
	for _, unit := range units {
		body := deployed(t, filepath.Base(unit))
		for _, always := range []string{"\nUser=rentmeester\n", "\nNoNewPrivileges=yes\n", "\nProtectSystem=strict\n", "\nCapabilityBoundingSet=\n", "\nUMask=0077\n"} {
			if !strings.Contains(body, always) {
				t.Errorf("%s has no %s", unit, strings.TrimSpace(always))
			}
		}
		verbs := regexp.MustCompile(`(?m)^ExecStart(?:Pre)?=/usr/local/bin/rentmeester (.+)$`).FindAllStringSubmatch(body, -1)
		if len(verbs) == 0 {
			t.Errorf("%s starts nothing", unit)
		}
		for _, v := range verbs {
			runHere(t, append(strings.Fields(v[1]), "--help")...) // the verb and its flags exist
		}
	}
	verifyUnits(t)
}

// verifyUnits asks systemd, with a program that is there in place of ours.
func verifyUnits(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Log("no systemd-analyze: the units are NOT verified by systemd")
		return
	}
	dir := t.TempDir()
	names, err := filepath.Glob(filepath.Join(deploy, "rentmeester*.[st]*"))
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"verify", "--man=no"}
	for _, name := range names {
		body := strings.ReplaceAll(deployed(t, filepath.Base(name)), "/usr/local/bin/rentmeester", "/bin/true")
		at := filepath.Join(dir, filepath.Base(name))
		if err := os.WriteFile(at, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, at)
	}
	if out, err := exec.CommandContext(t.Context(), "systemd-analyze", args...).CombinedOutput(); err != nil || len(strings.TrimSpace(string(out))) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}

// compose is what we ask of a compose file.
type compose struct {
	Services map[string]struct {
		Image       string
		User        string
		ReadOnly    bool     `yaml:"read_only"`
		CapDrop     []string `yaml:"cap_drop"`
		SecurityOpt []string `yaml:"security_opt"`
		Environment map[string]string
		Command     []string
		Ports       []string
		Secrets     []string
		Networks    []string
		Volumes     []string
	}
	Networks map[string]any
	Volumes  map[string]any
	Secrets  map[string]struct{ File string }
}

// The compose file names only what it makes, gives no service more than it needs,
// and sets nothing that is no setting.
func TestDeployedCompose(t *testing.T) {
	var c compose
	if err := yaml.Unmarshal([]byte(deployed(t, "compose.yaml")), &c); err != nil {
		t.Fatal(err)
	}
	for name, s := range c.Services {
		for _, secret := range s.Secrets {
			if c.Secrets[secret].File == "" {
				t.Errorf("%s: no secret %s", name, secret)
			}
		}
		for _, network := range s.Networks {
			if _, there := c.Networks[network]; !there {
				t.Errorf("%s: no network %s", name, network)
			}
		}
		for _, volume := range s.Volumes {
			if file, ours := strings.CutPrefix(volume, "./"); ours {
				if name, _, _ := strings.Cut(file, ":"); deployed(t, name) == "" || !strings.HasSuffix(file, ":ro") {
					t.Errorf("%s: %s is empty or can be written", name, volume)
				}
				continue
			}
			if _, there := c.Volumes[strings.SplitN(volume, ":", 2)[0]]; !there {
				t.Errorf("%s: no volume %s", name, volume)
			}
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s: %s is open to the network", name, port)
			}
		}
		if !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s may get new privileges", name)
		}
		if name == "database" {
			continue
		}
		if s.User == "" || strings.HasPrefix(s.User, "0") || !s.ReadOnly || !slices.Contains(s.CapDrop, "ALL") {
			t.Errorf("%s: %+v", name, s)
		}
		_, wrong := settings.Read("", nil, func(v string) string { return s.Environment[v] })
		if len(wrong) > 0 {
			t.Errorf("%s: %v", name, wrong)
		}
		for v := range s.Environment {
			if !slices.ContainsFunc(settings.Known, func(k settings.Setting) bool { return k.Variable == v }) {
				t.Errorf("%s: %s is no setting", name, v)
			}
		}
		if len(s.Command) > 0 {
			runHere(t, append(s.Command, "--help")...)
		}
	}
}

// The container ends as a user without rights, and starts what exists.
func TestDeployedContainer(t *testing.T) {
	body := deployed(t, "Containerfile")
	last := body[strings.LastIndex(body, "\nFROM "):]
	if !strings.Contains(last, "\nUSER 10001:10001\n") || strings.Index(last, "\nUSER") < strings.LastIndex(last, "\nCOPY") {
		t.Error("it does not end as its own user")
	}
	for _, v := range regexp.MustCompile(`RENTMEESTER_[A-Z_]+`).FindAllString(body, -1) {
		if !slices.ContainsFunc(settings.Known, func(k settings.Setting) bool { return k.Variable == v }) {
			t.Errorf("%s is no setting", v)
		}
	}
	for _, from := range regexp.MustCompile(`(?m)^FROM (\S+)`).FindAllStringSubmatch(body, -1) {
		if !strings.Contains(from[1], ":") || strings.HasSuffix(from[1], ":latest") {
			t.Errorf("%s is of no version", from[1])
		}
	}
	runHere(t, "doctor", "--ready", "--help")
}

// Alerts ask for figures that are given.
func TestDeployedAlerts(t *testing.T) {
	var rules struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr, For string
				Labels           map[string]string
				Annotations      map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(deployed(t, "alerts.yaml")), &rules); err != nil || len(rules.Groups) == 0 {
		t.Fatal(err)
	}
	s := serveHere(t)
	s.get("/")
	_, given := s.get("/metrics")
	given += "rentmeester_backup_age_seconds rentmeester_log_events_total rentmeester_letters" // which are there when there is something to tell
	for _, r := range rules.Groups[0].Rules {
		if r.Annotations["summary"] == "" || r.Labels["severity"] == "" {
			t.Errorf("%s says nothing", r.Alert)
		}
		for _, name := range regexp.MustCompile(`rentmeester_\w+`).FindAllString(r.Expr, -1) {
			if !strings.Contains(given, name) {
				t.Errorf("%s asks for %s, which is not given", r.Alert, name)
			}
		}
	}
}
