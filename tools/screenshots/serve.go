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
	"time"
)

var printed = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// serve starts the program and waits until it says where its pages are. Stop ends
// it as a person would, so that it takes its folder away.
func serve(ctx context.Context, binary string, args []string) (address string, stop func(), err error) {
	c := exec.CommandContext(ctx, binary, args...)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 10 * time.Second
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := c.Start(); err != nil {
		return "", nil, fmt.Errorf("start the program (make build makes it): %w", err)
	}
	stop = func() {
		_ = c.Process.Signal(os.Interrupt)
		_ = c.Wait() // a program that was interrupted ends as such
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if address = printed.FindString(lines.Text()); address != "" {
			go func() { _, _ = io.Copy(io.Discard, out) }() // what it says later must not hold it up
			return address, stop, nil
		}
	}
	stop()
	return "", nil, errors.Join(errors.New("the program ended before it served its pages"), lines.Err())
}
