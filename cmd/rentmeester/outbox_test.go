// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/app/books"
	"rentmeester/demo"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/tools/smtpd"
)

// postingPolicy is the default policy with a mail server, as a file.
func postingPolicy(t *testing.T, server *smtpd.Server) string {
	t.Helper()
	outgoing := fmt.Sprintf("    outgoing: {host: 127.0.0.1, port: %d, user: %s, ca-file: %q, from: \"Gemeente Voorbeeld <facturen@voorbeeld.example>\"}\n",
		server.StartTLS, smtpd.User, server.RootsFile)
	path := filepath.Join(t.TempDir(), "policy.yaml")
	if err := os.WriteFile(path, append(bytes.TrimRight(policy.Default, "\n"), []byte("\n"+outgoing)...), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestOutboxSession is a session of somebody who sends a reply: it is ordered, looked
// at, sent, and not sent again; the password stands nowhere.
func TestOutboxSession(t *testing.T) {
	server := smtpd.Start(t)
	home := t.TempDir()
	now := time.Now
	env := map[string]string{"RENTMEESTER_HOME": home, "RENTMEESTER_USER": "jansen", "RENTMEESTER_OUTGOING_PASSWORD": "mis-geraden"}
	run := func(want int, args ...string) string {
		t.Helper()
		var out strings.Builder
		p := &program{in: strings.NewReader(""), out: &out, err: &out, env: func(name string) string { return env[name] }, now: now}
		if code := p.run(t.Context(), args); code != want || strings.Contains(out.String(), "geraden") || strings.Contains(out.String(), smtpd.Password) {
			t.Fatalf("%v: exit %d\n%s", args, code, out.String())
		}
		return out.String()
	}
	says := func(out string, all ...string) {
		t.Helper()
		for _, want := range all {
			if !strings.Contains(out, want) {
				t.Errorf("no %q in\n%s", want, out)
			}
		}
	}
	run(exitOK, "init", "--name", "Gemeente Voorbeeld")
	invoice := filepath.Join(home, "f.xml")
	if err := os.WriteFile(invoice, []byte(demo.Bill{Wrong: true}.UBL()), 0o600); err != nil {
		t.Fatal(err)
	}
	run(exitOK, "import", invoice)
	list := run(exitOK, "invoice", "list", "--json")
	id := strings.TrimSpace(strings.Split(list[strings.Index(list, `"id":`)+5:], ",")[0])
	says(run(exitNo, "invoice", "reply", id, "--send", "--to", "f@leverancier.example"), "Er is geen mailserver ingesteld")
	run(exitOK, "policy", "set", postingPolicy(t, server))
	says(run(exitOK, "invoice", "reply", id, "--send", "--to", "f@leverancier.example"), "staat klaar als brief")
	says(run(exitNo, "invoice", "reply", id, "--send", "--to", "f@leverancier.example"), "staat al in de uitgaande post")
	says(run(exitOK, "outbox", "send", "--dry-run"), "Aan Leverancier B.V.", "BR-CO-15", "1 brief/brieven zouden nu gaan")
	says(run(exitOK, "status"), "Uitgaande post: 1 staan klaar, 0 mislukt, 0 verzonden.")
	if len(server.Letters()) != 0 {
		t.Error("a dry run sent something")
	}
	says(run(exitNo, "outbox", "send"), "kan niet inloggen")
	says(run(exitOK, "outbox", "list"), "0x geprobeerd, weer vanaf", "kan niet inloggen")
	env["RENTMEESTER_OUTGOING_PASSWORD"] = smtpd.Password
	now = func() time.Time { return time.Now().Add(2 * time.Minute) }
	says(run(exitOK, "outbox", "send", "--json"), `"sent": 1`)
	says(run(exitOK, "outbox", "send"), "0 verzonden")
	says(run(exitOK, "outbox", "list", "--lang", "en"), "sent  reply to supplier  to f@leverancier.example")
	if got := server.Letters(); len(got) != 1 || !strings.Contains(got[0].Raw, "From: \"Gemeente Voorbeeld\" <facturen@voorbeeld.example>") {
		t.Errorf("%+v", got)
	}
	run(exitOK, "audit", "verify")
}

// TestOutboxKilled kills the program (SIGKILL) while it sends: when the server has a
// letter and did not say so yet, and at any other moment. In the end each letter has
// arrived, and no more arrived twice than times it was killed.
func TestOutboxKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: takes a while")
	}
	server, home := smtpd.Start(t), t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(home, "rentmeester") // under this name the test is the program: see TestMain
	if err := os.Symlink(self, binary); err != nil {
		t.Fatal(err)
	}
	command := func(args ...string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), binary, args...)
		c.Env = append(os.Environ(), "RENTMEESTER_HOME="+home, "RENTMEESTER_USER=tester", "HOME="+home, "RENTMEESTER_OUTGOING_PASSWORD="+smtpd.Password)
		return c
	}
	if out, err := command("init", "--policy", postingPolicy(t, server)).CombinedOutput(); err != nil {
		t.Fatal(string(out))
	}
	const letters = 60
	p := &program{home: home, now: time.Now, env: os.Getenv}
	fillOutbox(t, p, letters)
	kills, r := 0, rand.New(rand.NewPCG(7, 2))
	for range 8 {
		c := command("outbox", "send")
		var once sync.Once
		kill := func() { once.Do(func() { kills++; _ = c.Process.Kill() }) }
		after := r.IntN(8)
		server.Answer = func(smtpd.Letter) error {
			if after--; after == 0 {
				kill()
			}
			return nil
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if after == 0 { // some moment or other
			time.Sleep(100*time.Millisecond + time.Duration(r.IntN(300))*time.Millisecond)
			kill()
		}
		_ = c.Wait()
	}
	server.Answer = nil
	before := len(server.Letters())
	p.now = func() time.Time { return time.Now().Add(20 * time.Minute) } // what was under way counts as broken off
	var out strings.Builder
	p = &program{in: strings.NewReader(""), out: &out, err: &out, now: p.now, env: func(name string) string {
		return map[string]string{"RENTMEESTER_HOME": home, "RENTMEESTER_OUTGOING_PASSWORD": smtpd.Password}[name]
	}}
	if code := p.run(t.Context(), []string{"outbox", "send"}); code != exitOK {
		t.Fatal(out.String())
	}
	arrived, identifiers := map[string]int{}, map[string]bool{}
	for _, l := range server.Letters() {
		arrived[l.To]++
		identifiers[l.Raw[strings.Index(l.Raw, "Message-ID:"):][:80]] = true
	}
	twice := len(server.Letters()) - len(arrived)
	t.Logf("killed %d times; %d arrived before that, %d in all, %d of them twice", kills, before, len(server.Letters()), twice)
	if len(arrived) != letters || len(identifiers) != letters || twice > kills {
		t.Errorf("%d of %d arrived, by %d identifiers, %d twice after %d kills", len(arrived), letters, len(identifiers), twice, kills)
	}
	if out, err := command("audit", "verify").CombinedOutput(); err != nil {
		t.Errorf("%s", out)
	}
}

// fillOutbox puts letters in the outbox.
func fillOutbox(t *testing.T, p *program, letters int) {
	t.Helper()
	err := p.withBooks(t.Context(), func(b *app.Books) error {
		return b.Write(t.Context(), func(tx *store.Tx) error {
			for i := range letters {
				_, _, err := books.QueueLetter(t.Context(), tx, "tester", policy.Outgoing{Host: "x", From: "f@voorbeeld.example"},
					books.Letter{Kind: "forward", To: fmt.Sprintf("p%02d@voorbeeld.example", i), Subject: "Stuk", Body: "Hierbij."})
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}
