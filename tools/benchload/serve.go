// SPDX-License-Identifier: EUPL-1.2

package main

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

// server is the program while it serves.
type server struct {
	address string
	process *exec.Cmd
}

// serve starts the program and waits until it says where its pages are. What it
// logs goes to log.
func serve(ctx context.Context, log io.Writer, binary string, args ...string) (*server, error) {
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
	s := &server{process: c}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if s.address = printed.FindString(lines.Text()); s.address != "" {
			go func() { _, _ = io.Copy(io.Discard, out) }() // what it says later must not hold it up
			return s, nil
		}
	}
	s.stop()
	return nil, errors.Join(errors.New("the program ended before it served its pages"), lines.Err())
}

func (s *server) stop() {
	_ = s.process.Process.Signal(os.Interrupt)
	_ = s.process.Wait() // a program that was interrupted ends as such
}

// quiet waits until the program does next to nothing for some seconds: then it has
// done what it does beside the work. Where the system does not say, it waits a while.
func (s *server) quiet(ctx context.Context, most time.Duration) {
	const still = 3
	until := time.Now().Add(most)
	for calm, before := 0, s.ticks(); calm < still && time.Now().Before(until) && ctx.Err() == nil; {
		time.Sleep(time.Second)
		now := s.ticks()
		if calm++; now-before > 5 { // of the hundred that a second has
			calm = 0
		}
		before = now
	}
}

// ticks is the processor time that the program used, in hundredths of a second.
func (s *server) ticks() int64 {
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
