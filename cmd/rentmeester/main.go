// SPDX-License-Identifier: EUPL-1.2

// Command rentmeester is the one binary: a file for each verb, and the only
// place where the parts of the program are wired to each other and to the
// clock, the environment and the terminal.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	os.Exit(run(os.Args[1:]))
}

// run is main with an exit code, so that tests can call it.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv, now: time.Now, etc: etcFile}
	return p.run(ctx, args)
}
