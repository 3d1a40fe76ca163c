// SPDX-License-Identifier: EUPL-1.2

// Package serving runs the program itself on loopback, for tools that look at its
// pages from outside. It imports nothing of the house.
package serving

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var printed = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// Server is the program while it serves.
type Server struct {
	Address string
	process *exec.Cmd
}

// Start starts the program and waits until it says where its pages are. What it
// logs goes to log.
func Start(ctx context.Context, log io.Writer, binary string, args ...string) (*Server, error) {
	c := exec.CommandContext(ctx, binary, args...)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 20 * time.Second
	c.Stderr = log
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("start the program (make build makes it): %w", err)
	}
	s := &Server{process: c}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if s.Address = printed.FindString(lines.Text()); s.Address != "" {
			go func() { _, _ = io.Copy(io.Discard, out) }() // what it says later must not hold it up
			return s, nil
		}
	}
	s.Stop()
	return nil, errors.Join(errors.New("the program ended before it served its pages"), lines.Err())
}

// Stop ends it as a person would, so that it takes its folder away.
func (s *Server) Stop() {
	_ = s.process.Process.Signal(os.Interrupt)
	_ = s.process.Wait() // a program that was interrupted ends as such
}

// Quiet waits until the program does next to nothing for some seconds: then it has
// done what it does beside the work. It says whether that came about. Where the system
// does not say, it waits a while.
func (s *Server) Quiet(ctx context.Context, most time.Duration) bool {
	const still = 3
	until := time.Now().Add(most)
	calm := 0
	for before := s.ticks(); calm < still && time.Now().Before(until) && ctx.Err() == nil; {
		time.Sleep(time.Second)
		now := s.ticks()
		if calm++; now-before > 5 { // of the hundred that a second has
			calm = 0
		}
		before = now
	}
	return calm >= still
}

// ticks is the processor time that the program used, in hundredths of a second.
func (s *Server) ticks() int64 {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(s.process.Process.Pid) + "/stat")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)   // what cannot be read counts as nothing
	system, _ := strconv.ParseInt(fields[12], 10, 64) // likewise
	return user + system
}
