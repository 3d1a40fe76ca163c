// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"

	"rentmeester/policy"
	"rentmeester/tools/dovecot"
)

// TestIntakeFromAMailbox runs the verb on a real mail server: what is imported
// and what is refused, told and put away; the password nowhere.
func TestIntakeFromAMailbox(t *testing.T) {
	server := dovecot.Start(t)
	deliver(t, server, "Subject: statement\r\n\r\nzomaar een bericht\r\n")
	home := t.TempDir()
	mailbox := fmt.Sprintf("mailboxes:\n      - {host: 127.0.0.1, port: %d, user: %s, ca-file: %q}", server.TLS, dovecot.User, server.RootsFile)
	text := bytes.Replace(policy.Default, []byte("mailboxes: []"), []byte(mailbox), 1)
	path := filepath.Join(home, "policy.yaml")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"RENTMEESTER_HOME": home, "RENTMEESTER_MAILBOX_PASSWORD": dovecot.Password}
	run := func(ctx context.Context, args ...string) (int, string) {
		var out strings.Builder
		p := &program{in: strings.NewReader(""), out: &out, err: &out, env: func(name string) string { return env[name] }, now: time.Now}
		return p.run(ctx, args), out.String()
	}
	if code, out := run(t.Context(), "init", "--policy", path); code != exitOK {
		t.Fatal(out)
	}
	code, out := run(t.Context(), "intake", "--once", "--mailbox", "--json")
	if code != exitOK && code != exitRefused || !strings.Contains(out, `"name": "statement.eml"`) || strings.Contains(out, dovecot.Password) {
		t.Fatalf("exit %d: %s", code, out)
	}
	if code, out := run(t.Context(), "intake", "--once", "--mailbox", "--json"); code != exitOK || !strings.Contains(out, `"outcomes": []`) {
		t.Errorf("exit %d: %s", code, out)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if code, out := run(stopped, "intake", "--mailbox"); code != exitOK && code != exitFailed {
		t.Errorf("exit %d: %s", code, out)
	}
	env["RENTMEESTER_MAILBOX_PASSWORD"] = "mis-geraden"
	if code, out := run(t.Context(), "intake", "--once", "--mailbox"); code != exitNo || !strings.Contains(out, "kan niet inloggen") || strings.Contains(out, "geraden") {
		t.Errorf("exit %d: %s", code, out)
	}
}

func deliver(t *testing.T, server *dovecot.Server, letter string) {
	t.Helper()
	client, err := imapclient.DialInsecure(net.JoinHostPort("127.0.0.1", fmt.Sprint(server.Plain)), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.Login(dovecot.User, dovecot.Password).Wait(); err != nil {
		t.Fatal(err)
	}
	put := client.Append("INBOX", int64(len(letter)), nil)
	if _, err := put.Write([]byte(letter)); err != nil {
		t.Fatal(err)
	}
	if err := put.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := put.Wait(); err != nil {
		t.Fatal(err)
	}
}
