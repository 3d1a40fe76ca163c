// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/app/webhooks"
	"rentmeester/store"
)

// installed is the program as a user has it: a binary and a home.
type installed struct {
	t            *testing.T
	binary, home string
}

func equipped(t *testing.T) installed {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	i := installed{t, filepath.Join(t.TempDir(), "rentmeester"), t.TempDir()} // under this name the test is the program: see TestMain
	if err := os.Symlink(self, i.binary); err != nil {
		t.Fatal(err)
	}
	i.run("init", "voorbeeld")
	return i
}

func (i installed) command(args ...string) *exec.Cmd {
	c := exec.CommandContext(i.t.Context(), i.binary, args...)
	c.Env = append(os.Environ(), "RENTMEESTER_HOME="+i.home, "RENTMEESTER_USER=tester", "RENTMEESTER_LANG=nl", "HOME="+i.home)
	return c
}

func (i installed) run(args ...string) string {
	i.t.Helper()
	out, err := i.command(args...).CombinedOutput()
	if err != nil {
		i.t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

// secret makes something that has a secret and gives that.
func (i installed) secret(form string, args ...string) string {
	i.t.Helper()
	out := i.run(args...)
	found := regexp.MustCompile(form).FindString(out)
	if found == "" {
		i.t.Fatal(out)
	}
	return found
}

var servedAt = regexp.MustCompile(`http://127\.0\.0\.1:\d+/api/v1`)

// serve starts serving and gives where the API is; stop kills it.
func (i installed) serve() (api string, stop func()) {
	i.t.Helper()
	c := i.command("serve", "--listen", "127.0.0.1:0")
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		i.t.Fatal(err)
	}
	stop = sync.OnceFunc(func() { _ = c.Process.Kill(); _ = c.Wait() })
	i.t.Cleanup(stop)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if api = servedAt.FindString(lines.Text()); api != "" {
			go func() {
				for lines.Scan() { // so that it can go on saying things
				}
			}()
			return api, stop
		}
	}
	i.t.Fatal("it does not serve")
	return "", nil
}

func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("skipped: %s is not installed", p)
		}
	}
}

// The examples of docs/examples do what they say, on a program that serves.
func TestExamplesOfTheAPI(t *testing.T) {
	needs(t, "python3", "curl", "sh", "sha256sum")
	examples, err := filepath.Abs(filepath.Join("..", "..", "docs", "examples"))
	if err != nil {
		t.Fatal(err)
	}
	i := equipped(t)
	port := freePort(t)
	token := i.secret(`rmt_\d+_[A-Za-z0-9_-]{43}`, "token", "add", "voorbeelden", "--rights", "all")
	hook := i.secret(`whsec_[A-Za-z0-9+/=]+`, "webhook", "add", fmt.Sprintf("http://127.0.0.1:%d/", port))
	api, _ := i.serve()
	script := func(command string, args ...string) (string, error) {
		c := exec.CommandContext(t.Context(), command, args...)
		c.Dir = i.home
		c.Env = append(os.Environ(), "RENTMEESTER_API="+api, "RENTMEESTER_TOKEN="+token, "RENTMEESTER_WEBHOOK_SECRET="+hook)
		out, err := c.CombinedOutput()
		return string(out), err
	}
	ears := exec.CommandContext(t.Context(), "python3", filepath.Join(examples, "listen.py"), fmt.Sprint(port))
	ears.Env = append(os.Environ(), "RENTMEESTER_WEBHOOK_SECRET="+hook)
	var said safeBuffer
	ears.Stdout, ears.Stderr = &said, &said
	if err := ears.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ears.Process.Kill(); _ = ears.Wait() })

	invoice := filepath.Join("..", "..", "api", "frombooks", "testdata", "goed.xml")
	invoice, _ = filepath.Abs(invoice)
	var first, second struct{ Files []struct{ State string } }
	for _, answer := range []any{&first, &second} {
		out, err := script("sh", filepath.Join(examples, "send.sh"), invoice)
		if err != nil {
			t.Fatal(out)
		}
		if err := json.Unmarshal([]byte(out), answer); err != nil {
			t.Fatal(err, out)
		}
	}
	if len(first.Files) != 1 || first.Files[0].State != "read" || second.Files[0].State != "read" {
		t.Error("the second time is not answered as the first:", first, second)
	}
	out, err := script("python3", filepath.Join(examples, "walk.py"), "/invoices?limit=1", "id", "number", "state")
	if lines := strings.Split(strings.TrimSpace(out), "\n"); err != nil || len(lines) != 2 || !strings.Contains(lines[1], "F1,held") {
		t.Error(out, err)
	}
	if out, err := script("python3", filepath.Join(examples, "walk.py"), "/nergens", "id"); err == nil || !strings.Contains(out, "nergens") {
		t.Error(out, err)
	}
	for n := 0; !strings.Contains(said.String(), "nl.rentmeester.invoice.registered invoice/"); n++ {
		if n == 300 {
			t.Fatal("nothing was heard: " + said.String())
		}
		time.Sleep(100 * time.Millisecond)
	}
	forged, err := http.Post(fmt.Sprintf("http://127.0.0.1:%d/", port), "application/json", strings.NewReader(`{"id":"x","type":"vals","time":""}`))
	if err != nil || forged.StatusCode != http.StatusUnauthorized {
		t.Error(forged, err)
	} else {
		_ = forged.Body.Close()
	}
}

// safeBuffer is written and read at the same time.
type safeBuffer struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.String()
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}

// TestWebhooksKilled kills the program while it tells what happens, mostly when the
// receiver has an event and did not answer yet: every event arrives, and each kill
// gives one twice at most.
func TestWebhooksKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: takes a while")
	}
	var mu sync.Mutex
	arrived, total, kill := map[string]int{}, 0, func() {}
	after := 0
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var event struct{ Type string }
		_ = json.NewDecoder(r.Body).Decode(&event)
		mu.Lock()
		defer mu.Unlock()
		if event.Type == webhooks.Root+"invoice.coded" { // the program tells what it does by itself too, given time
			arrived[r.Header.Get("Webhook-Id")]++
			total++
		}
		if after--; after == 0 {
			kill()
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	defer receiver.Close()
	i := equipped(t)
	i.run("webhook", "add", receiver.URL)
	const events = 60
	p := &program{home: i.home, now: time.Now, env: os.Getenv}
	err := p.withBooks(t.Context(), func(b *app.Books) error {
		return b.Write(t.Context(), func(tx *store.Tx) error {
			for n := range events {
				if err := tx.Audit(t.Context(), "test", "invoice.coded", fmt.Sprintf("invoice:%d", n+1), nil); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	kills, r := 0, rand.New(rand.NewPCG(5, 1))
	for range 5 {
		killed := make(chan struct{})
		mu.Lock()
		after = 1 + r.IntN(8)
		mu.Unlock()
		_, stop := i.serve()
		mu.Lock()
		kill = sync.OnceFunc(func() { kills++; go func() { stop(); close(killed) }() })
		if after <= 0 { // it told so many already
			kill()
		}
		mu.Unlock()
		select {
		case <-killed:
		case <-time.After(30 * time.Second):
			t.Fatal("nothing is told")
		}
	}
	err = p.withBooks(t.Context(), func(b *app.Books) error {
		board := &webhooks.Board{Books: b.Books}
		board.Now = func() time.Time { return time.Now().Add(20 * time.Minute) } // what was under way counts as broken off
		if err := board.Spread(t.Context()); err != nil {
			return err
		}
		_, err := board.Deliver(t.Context())
		return err
	})
	twice := total - len(arrived)
	t.Logf("killed %d times; %d arrived, %d of them twice", kills, len(arrived), twice)
	if err != nil || len(arrived) != events || twice > kills {
		t.Errorf("%d of %d arrived, %d twice after %d kills, %v", len(arrived), events, twice, kills, err)
	}
	i.run("audit", "verify")
}
