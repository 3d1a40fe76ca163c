// SPDX-License-Identifier: EUPL-1.2

// Package oidcd runs a real OpenID Connect server for the length of a test, on a
// port of this machine only. The server is a program of its own, in a module of its
// own beside this file; it is built when a test asks for it. It is for tests and
// imports nothing of ours.
package oidcd

import (
	"bufio"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// As what the application is registered, and who has an address that nobody
// verified. Everybody has an account: his password is his name and "-geheim", his
// address his name and "@example.nl", his subject "sub-" and his name.
const (
	Client     = "rentmeester"
	Secret     = "geheim~é+7/x="
	Unverified = "onbevestigd"
)

// Server is one that runs.
type Server struct {
	Issuer string

	t    *testing.T
	in   io.WriteCloser
	said *bufio.Scanner
	end  func()
}

// Start builds the server and starts it. It ends with the test.
func Start(t *testing.T) *Server {
	t.Helper()
	if testing.Short() {
		t.Skip("a short test builds no other programs")
	}
	_, here, _, _ := runtime.Caller(0)
	program := filepath.Join(t.TempDir(), "oidcd")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".")
	build.Dir = filepath.Join(filepath.Dir(here), "server")
	if told, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the server cannot be built: %v\n%s", err, told)
	}
	run := exec.Command(program)
	in, wrong := run.StdinPipe()
	out, err := run.StdoutPipe()
	if wrong != nil || err != nil {
		t.Fatal(wrong, err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, in: in, said: bufio.NewScanner(out)}
	ended := false
	s.end = func() {
		if !ended {
			ended = true
			_ = in.Close()
			_ = run.Wait()
		}
	}
	t.Cleanup(s.end)
	s.Issuer = s.line("issuer ")
	return s
}

func (s *Server) line(begin string) string {
	s.t.Helper()
	if !s.said.Scan() || !strings.HasPrefix(s.said.Text(), begin) {
		s.t.Fatalf("the server says %q: %v", s.said.Text(), s.said.Err())
	}
	return strings.TrimPrefix(s.said.Text(), begin)
}

// Register lets an application at an address send people to log in.
func (s *Server) Register(address string) {
	s.t.Helper()
	if _, err := fmt.Fprintln(s.in, address); err != nil {
		s.t.Fatal(err)
	}
	s.line("added")
}

// Roles says which roles an account has from now on, in the claim realm_access.roles.
func (s *Server) Roles(name string, roles ...string) {
	s.t.Helper()
	if _, err := fmt.Fprintln(s.in, "roles", name, strings.Join(roles, " ")); err != nil {
		s.t.Fatal(err)
	}
	s.line("added")
}

// Stop ends the server.
func (s *Server) Stop() { s.end() }
