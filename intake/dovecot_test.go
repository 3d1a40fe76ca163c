// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"rentmeester/fault"
	"rentmeester/tools/dovecot"
)

// keeper is a Taker that keeps by hash in memory.
type keeper struct {
	mu     sync.Mutex
	kept   map[[32]byte]string
	takes  int
	refuse string      // what contains this is refused
	fail   string      // what contains this is trouble
	after  func(n int) // called when the n-th was kept
	froms  map[Source]int
}

func (k *keeper) Take(_ context.Context, from Source, name string, r io.ReadSeeker) error {
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil {
		k.kept, k.froms = map[[32]byte]string{}, map[Source]int{}
	}
	k.takes++
	if k.fail != "" && strings.Contains(string(body), k.fail) {
		return fault.New("store.busy")
	}
	k.kept[sha256.Sum256(body)] = name
	k.froms[from]++
	if k.after != nil {
		k.after(k.takes)
	}
	if k.refuse != "" && strings.Contains(string(body), k.refuse) {
		return Refuse(name, fault.New("app.unknown-format", "name", name))
	}
	return nil
}

func (k *keeper) names() (all []string) {
	for _, name := range k.kept {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

func letter(n int, text string) string {
	return fmt.Sprintf("From: a@b.example\r\nSubject: Factuur %d\r\n\r\n%s\r\n", n, text)
}

func settings(server *dovecot.Server) MailboxSettings {
	return MailboxSettings{Host: "127.0.0.1", Port: server.TLS, Security: TLS, Roots: server.Roots, User: dovecot.User,
		Password: func() (string, error) { return dovecot.Password, nil }, Done: "Verwerkt", Refused: "Geweigerd"}
}

// client gives a connection of our own to look behind the scenes.
func client(t *testing.T, server *dovecot.Server) *imapclient.Client {
	t.Helper()
	c, err := NewMailbox(settings(server), nil).connect(t.Context())
	if err != nil {
		t.Fatal(err, server.Log())
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func send(t *testing.T, server *dovecot.Server, letters ...string) {
	t.Helper()
	c := client(t, server)
	for _, l := range letters {
		a := c.Append("INBOX", int64(len(l)), nil)
		_, err := a.Write([]byte(l))
		err = errors.Join(err, a.Close())
		if _, failed := a.Wait(); errors.Join(err, failed) != nil {
			t.Fatal(errors.Join(err, failed))
		}
	}
}

// count says how many messages stand in a folder; -1 when it is not there.
func count(t *testing.T, server *dovecot.Server, folder string) int {
	t.Helper()
	data, err := client(t, server).Status(folder, &imap.StatusOptions{NumMessages: true}).Wait()
	if err != nil {
		return -1
	}
	return int(*data.NumMessages)
}

func expect(t *testing.T, server *dovecot.Server, want map[string]int) {
	t.Helper()
	for folder, n := range want {
		if got := count(t, server, folder); got != n {
			t.Errorf("%s: %d messages, want %d", folder, got, n)
		}
	}
}

// states writes outcomes in short: taken, refused, waiting, and x for trouble.
func states(out []Outcome) (s string) {
	for _, o := range out {
		s += map[State]string{Taken: "t", Refused: "r", Waiting: "w", Trouble: "x"}[o.State]
	}
	return s
}

func look(t *testing.T, m Looker) []Outcome {
	t.Helper()
	out, err := m.Look(t.Context())
	if err != nil {
		t.Fatalf("%v: %v", err, errors.Unwrap(err))
	}
	return out
}

func TestMailbox(t *testing.T) {
	server := dovecot.Start(t)
	first := letter(1, "een")
	send(t, server, first, letter(2, "weiger mij"), letter(3, "drie"))
	k := &keeper{refuse: "weiger"}
	m := NewMailbox(settings(server), k)
	out := look(t, m)
	if states(out) != "trt" || out[0].Name != "Factuur 1.eml" || !fault.Is(out[1].Err, "app.unknown-format") {
		t.Errorf("%+v", out)
	}
	expect(t, server, map[string]int{"INBOX": 0, "Verwerkt": 2, "Geweigerd": 1})
	if k.kept[sha256.Sum256([]byte(first))] != "Factuur 1.eml" {
		t.Errorf("the raw bytes are not the original: %v", k.names())
	}
	if again := look(t, m); len(again) != 0 || k.takes != 3 {
		t.Errorf("%+v, %d takes", again, k.takes)
	}
	send(t, server, letter(4, "vier"))
	if later := look(t, m); states(later) != "t" {
		t.Errorf("%+v", later)
	}
	expect(t, server, map[string]int{"INBOX": 0, "Verwerkt": 3})
}

// TestMailboxMarks: without folders messages stay, marked.
func TestMailboxMarks(t *testing.T) {
	server := dovecot.Start(t)
	send(t, server, letter(1, "een"), letter(2, "weiger mij"))
	s := settings(server)
	s.Done, s.Refused = "", ""
	k := &keeper{refuse: "weiger"}
	if out := look(t, NewMailbox(s, k)); states(out) != "tr" {
		t.Errorf("%+v", out)
	}
	if out := look(t, NewMailbox(s, k)); len(out) != 0 || k.takes != 2 {
		t.Errorf("%+v, %d takes", out, k.takes)
	}
	expect(t, server, map[string]int{"INBOX": 2, "Verwerkt": -1})
}

// TestMailboxWithoutMove: a server that knows no MOVE and no UIDPLUS.
func TestMailboxWithoutMove(t *testing.T) {
	server := dovecot.Start(t, `imap_capability = IMAP4rev1 LITERAL+`)
	send(t, server, letter(1, "een"), letter(2, "twee"))
	k := &keeper{}
	m := NewMailbox(settings(server), k)
	if out := look(t, m); states(out) != "tt" {
		t.Errorf("%+v", out)
	}
	expect(t, server, map[string]int{"Verwerkt": 2})
	if out := look(t, m); len(out) != 0 || k.takes != 2 {
		t.Errorf("%+v, %d takes", out, k.takes)
	}
}

// TestMailboxPrefix: a server on which all folders are in the inbox.
func TestMailboxPrefix(t *testing.T) {
	server := dovecot.Start(t, "namespace inbox {\n  inbox = yes\n  prefix = INBOX.\n  separator = .\n}")
	send(t, server, letter(1, "een"), letter(2, "weiger mij"), letter(3, "drie"))
	k := &keeper{refuse: "weiger"}
	if out := look(t, NewMailbox(settings(server), k)); states(out) != "trt" {
		t.Errorf("%+v", out)
	}
	expect(t, server, map[string]int{"INBOX": 0, "INBOX.Verwerkt": 2, "INBOX.Geweigerd": 1})
}

// TestMailboxCannotMove: a folder that the server will not have keeps none of the
// messages from being kept.
func TestMailboxCannotMove(t *testing.T) {
	server := dovecot.Start(t)
	send(t, server, letter(1, "een"), letter(2, "twee"))
	s := settings(server)
	s.Done = "~/../x"
	k := &keeper{}
	out := look(t, NewMailbox(s, k))
	if states(out) != "xx" || !fault.Is(out[0].Err, "intake.move") || len(k.kept) != 2 {
		t.Errorf("%+v", out)
	}
	expect(t, server, map[string]int{"INBOX": 2})
}

// TestMailboxTrouble: what is in trouble stays, keeps none of the others, and is
// taken when the trouble is over.
func TestMailboxTrouble(t *testing.T) {
	server := dovecot.Start(t)
	var letters []string
	for n := range 14 {
		text := "lastig"
		if n >= 12 {
			text = "goed"
		}
		letters = append(letters, letter(n, text))
	}
	send(t, server, letters...)
	k := &keeper{fail: "lastig"}
	m := NewMailbox(settings(server), k)
	if out := look(t, m); states(out) != "xxxxxxxxxx" || len(k.kept) != 0 {
		t.Errorf("%s", states(out))
	}
	if out := look(t, m); states(out) != "xxttxxxxxxxxxx" { // what was not tried comes first
		t.Errorf("%s", states(out))
	}
	expect(t, server, map[string]int{"INBOX": 12, "Verwerkt": 2})
	k.fail = ""
	look(t, m)
	expect(t, server, map[string]int{"INBOX": 0, "Verwerkt": 14})
	if len(k.kept) != 14 {
		t.Errorf("%d kept", len(k.kept))
	}
}

func TestMailboxTooLarge(t *testing.T) {
	server := dovecot.Start(t)
	send(t, server, letter(1, strings.Repeat("x", 2000)), letter(2, "klein"))
	s := settings(server)
	s.MaxSize = 1000
	k := &keeper{}
	out := look(t, NewMailbox(s, k))
	if states(out) != "rt" || !fault.Is(out[0].Err, "mail.too-large") || k.takes != 1 {
		t.Errorf("%+v", out)
	}
	expect(t, server, map[string]int{"INBOX": 0, "Verwerkt": 1, "Geweigerd": 1})
}

// wire is a line to the server that can be cut.
type wire struct {
	listener net.Listener
	mu       sync.Mutex
	open     []net.Conn
}

func newWire(t *testing.T, port int) *wire {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l}
	t.Cleanup(func() { l.Close(); w.cut() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
			if err != nil {
				near.Close()
				continue
			}
			w.mu.Lock()
			w.open = append(w.open, near, far)
			w.mu.Unlock()
			go func() { _, _ = io.Copy(near, far); near.Close() }()
			go func() { _, _ = io.Copy(far, near); far.Close() }()
		}
	}()
	return w
}

func (w *wire) port() int { return w.listener.Addr().(*net.TCPAddr).Port }

func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.open {
		c.Close()
	}
	w.open = nil
}

// TestMailboxCutBetweenKeepAndMove: the line breaks after a message was kept and
// before it was moved. It comes again, is known by its hash, and is moved.
func TestMailboxCutBetweenKeepAndMove(t *testing.T) {
	server := dovecot.Start(t)
	send(t, server, letter(1, "een"), letter(2, "twee"), letter(3, "drie"))
	w := newWire(t, server.TLS)
	s := settings(server)
	s.Port = w.port()
	k := &keeper{}
	k.after = func(n int) {
		if n == 2 {
			w.cut()
		}
	}
	m := NewMailbox(s, k)
	out, err := m.Look(t.Context())
	if !fault.Is(err, "intake.mailbox") || states(out) != "tt" {
		t.Fatalf("%v %+v", err, out)
	}
	expect(t, server, map[string]int{"INBOX": 2, "Verwerkt": 1})
	if len(k.kept) != 2 {
		t.Fatalf("kept %v", k.names())
	}
	if out := look(t, m); states(out) != "tt" {
		t.Errorf("%+v", out)
	}
	expect(t, server, map[string]int{"INBOX": 0, "Verwerkt": 3})
	if len(k.kept) != 3 || k.takes != 4 {
		t.Errorf("%d kept in %d takes", len(k.kept), k.takes)
	}
}

// TestMailboxStopped: told to stop in the middle, as by a signal.
func TestMailboxStopped(t *testing.T) {
	server := dovecot.Start(t)
	send(t, server, letter(1, "een"), letter(2, "twee"))
	ctx, stop := context.WithCancel(t.Context())
	k := &keeper{after: func(int) { stop() }}
	out, _ := NewMailbox(settings(server), k).Look(ctx)
	if len(out) != 1 || len(k.kept) != 1 {
		t.Errorf("%+v", out)
	}
	k.after = nil
	look(t, NewMailbox(settings(server), k))
	expect(t, server, map[string]int{"INBOX": 0, "Verwerkt": 2})
	if len(k.kept) != 2 {
		t.Errorf("kept %v", k.names())
	}
}

func TestMailboxSecurity(t *testing.T) {
	server := dovecot.Start(t)
	tests := []struct {
		name   string
		change func(*MailboxSettings)
		code   string
	}{
		{"tls", func(*MailboxSettings) {}, ""},
		{"starttls", func(s *MailboxSettings) { s.Security, s.Port = StartTLS, server.Plain }, ""},
		{"plain on this machine", func(s *MailboxSettings) { s.Security, s.Port = Plain, server.Plain }, ""},
		{"plain elsewhere", func(s *MailboxSettings) { s.Security, s.Host = Plain, "mail.example" }, "intake.plain"},
		{"unknown authority", func(s *MailboxSettings) { s.Roots = nil }, "intake.tls"},
		{"unknown authority, starttls", func(s *MailboxSettings) { s.Security, s.Port, s.Roots = StartTLS, server.Plain, nil }, "intake.tls"},
		{"another name", func(s *MailboxSettings) { s.Host = "127.0.0.2" }, "intake."},
		{"tls to a port without", func(s *MailboxSettings) { s.Port = server.Plain }, "intake.tls"},
		{"wrong password", func(s *MailboxSettings) { s.Password = func() (string, error) { return "mis-geraden-77", nil } }, "intake.login"},
		{"no password", func(s *MailboxSettings) { s.Password = PasswordFrom(func(string) string { return "" }, "X", "", nil) }, "intake.no-password"},
		{"no such folder", func(s *MailboxSettings) { s.Folder = "Nergens" }, "intake.mailbox"},
		{"nobody there", func(s *MailboxSettings) { s.Port = 1 }, "intake.connect"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := settings(server)
			test.change(&s)
			_, err := NewMailbox(s, &keeper{}).Look(t.Context())
			if code := fault.Code(err); !strings.HasPrefix(code, test.code) || test.code == "" && err != nil {
				t.Fatalf("%v: %v", err, errors.Unwrap(err))
			}
			if said := fmt.Sprint(err); strings.Contains(said, "geraden") || strings.Contains(said, dovecot.Password) {
				t.Errorf("the password is told: %s", said)
			}
		})
	}
}

// TestMailboxSilence: a server that says nothing is left.
func TestMailboxSilence(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for _, security := range []Security{TLS, StartTLS, Plain} {
		s := MailboxSettings{Host: "127.0.0.1", Port: silent.Addr().(*net.TCPAddr).Port, Security: security, User: "x",
			Password: func() (string, error) { return "x", nil }, Answer: 20 * time.Millisecond}
		if _, err := NewMailbox(s, &keeper{}).Look(t.Context()); !fault.Is(err, "intake.connect") {
			t.Errorf("%s: %v", security, err)
		}
	}
}
