// SPDX-License-Identifier: EUPL-1.2

//go:build !unix

package ocr

import (
	"context"
	"os"
	"os/exec"
	"time"
)

// bounded makes a command that is bounded in time only: this system has no
// shell that limits memory.
func bounded(ctx context.Context, program string, args []string, _ int64, _ time.Duration) *exec.Cmd {
	return exec.CommandContext(ctx, program, args...)
}

// kept is the environment: programs here need more of it to start.
func kept() []string { return os.Environ() }
