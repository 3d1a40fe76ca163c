// SPDX-License-Identifier: EUPL-1.2

// Package dovecot starts a real mail server for the length of a test: Dovecot, as
// an unprivileged process with a folder of its own, on ports of this machine
// only. Without Dovecot the test says that it is skipped. It is for tests and
// imports tools/certificate.
package dovecot

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"rentmeester/tools/certificate"
)

// Server is a mail server that runs.
type Server struct {
	TLS, Plain int // ports on 127.0.0.1: encrypted from the start, and with STARTTLS
	Roots      *x509.CertPool
	RootsFile  string // the same, as a file
	home       string
}

// User and Password log in.
const (
	User     = "facturen"
	Password = "geheim-é-42"
)

// Start starts a server that knows one user and ends with the test. settings are
// lines for its configuration.
func Start(t *testing.T, settings ...string) *Server {
	t.Helper()
	return start(t, "", settings)
}

// StartTokens starts one that takes tokens too, in these ways (XOAUTH2,
// OAUTHBEARER), and asks an address (RFC 7662) whose they are.
func StartTokens(t *testing.T, introspection string, ways ...string) *Server {
	t.Helper()
	ask := "introspection_mode = post\nintrospection_url = " + introspection + "\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n"
	return start(t, ask, []string{"auth_mechanisms = plain login " + strings.ToLower(strings.Join(ways, " "))})
}

func start(t *testing.T, tokens string, settings []string) *Server {
	t.Helper()
	program, err := exec.LookPath("dovecot")
	if err != nil {
		if program = "/usr/sbin/dovecot"; exec.Command(program, "--version").Run() != nil {
			t.Skip("skipped: Dovecot is not on this machine (on Debian: apt install dovecot-imapd)")
		}
	}
	home, err := os.MkdirTemp("", "dovecot") // its sockets want a short path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	s := &Server{home: home, TLS: freePort(t), Plain: freePort(t)}
	s.RootsFile, _, s.Roots = certificate.Make(t, home)
	who := nobody(t)
	if tokens != "" {
		settings = append(settings, "passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = "+s.write(t, "tokens", []byte(tokens))+"\n}")
	}
	s.configure(t, who, settings)
	s.run(t, program, who)
	return s
}

// account is who the server runs as.
type account struct {
	name, group string
	uid, gid    int
	other       bool // not ourselves
}

// nobody is us, or when we are root somebody who may do nothing: Dovecot keeps
// no mail of root.
func nobody(t *testing.T) account {
	name, other := "", os.Getuid() == 0
	who, err := user.Current()
	if other {
		name = "nobody"
		who, err = user.Lookup(name)
	}
	if err != nil {
		t.Fatal(err)
	}
	group, err := user.LookupGroupId(who.Gid)
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(who.Uid)
	gid, _ := strconv.Atoi(who.Gid)
	return account{who.Username, group.Name, uid, gid, other}
}

// freePort gives a port below those that the system deals out itself: no connection
// of another test takes it before Dovecot does.
func freePort(t *testing.T) int {
	var last error
	for range 100 {
		port := 10_000 + rand.IntN(10_000)
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			_ = l.Close()
			return port
		}
		last = err
	}
	t.Fatal(last)
	return 0
}

func (s *Server) write(t *testing.T, name string, body []byte) string {
	path := filepath.Join(s.home, name)
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const configuration = `
base_dir = %[1]s/run
state_dir = %[1]s/run
log_path = %[1]s/log
protocols = imap
listen = 127.0.0.1
default_internal_user = %[2]s
default_login_user = %[2]s
default_internal_group = %[3]s
first_valid_uid = 1
first_valid_gid = 1
ssl = yes
ssl_cert = <%[1]s/cert.pem
ssl_key = <%[1]s/key.pem
disable_plaintext_auth = no
mail_location = maildir:%[1]s/mail/%%u
auth_mechanisms = plain login
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%%u %[1]s/users
}
userdb {
  driver = static
  args = uid=%[4]d gid=%[5]d home=%[1]s/mail/%%u
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = %[6]d
  }
  inet_listener imaps {
    port = %[7]d
    ssl = yes
  }
}
service auth {
  user = %[2]s
}
service auth-worker {
  user = %[2]s
}
service stats {
  user = %[2]s
}
mail_fsync = never
`

func (s *Server) configure(t *testing.T, who account, settings []string) {
	for _, dir := range []string{"run", "mail"} {
		if err := os.Mkdir(filepath.Join(s.home, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s.write(t, "users", []byte(User+":"+Password+"\n"))
	var conf bytes.Buffer
	fmt.Fprintf(&conf, configuration, s.home, who.name, who.group, who.uid, who.gid, s.Plain, s.TLS)
	for _, line := range settings {
		fmt.Fprintln(&conf, line)
	}
	s.write(t, "dovecot.conf", conf.Bytes())
	if !who.other {
		return
	}
	err := filepath.WalkDir(s.home, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(path, who.uid, who.gid)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// run starts the server and waits until it answers.
func (s *Server) run(t *testing.T, program string, who account) {
	c := exec.Command(program, "-F", "-c", filepath.Join(s.home, "dovecot.conf"))
	c.Dir = s.home
	if who.other {
		runAs(c, who)
	}
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			_ = c.Process.Kill()
		}
	})
	for range 2400 { // two minutes: the machine may be busy
		select {
		case err := <-ended:
			ended <- err
			log, _ := os.ReadFile(filepath.Join(s.home, "log"))
			t.Fatalf("Dovecot ended: %v\n%s\n%s", err, said.String(), log)
		case <-time.After(50 * time.Millisecond):
		}
		if conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", s.TLS)); err == nil {
			conn.Close()
			return
		}
	}
	t.Fatal("Dovecot does not answer")
}

// Log gives what the server wrote down.
func (s *Server) Log() string {
	log, _ := os.ReadFile(filepath.Join(s.home, "log"))
	return string(log)
}
