// SPDX-License-Identifier: EUPL-1.2

//go:build unix

package ocr

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"
)

// bounded makes a command that gets no more memory and processor time than it
// may, by the limits of the shell, which then becomes the program; where the
// system knows no such limit it goes without. It is a group of processes of its
// own, so that none of them outlives the end of the context.
func bounded(ctx context.Context, program string, args []string, memory int64, most time.Duration) *exec.Cmd {
	limits := "ulimit -v " + strconv.FormatInt(memory>>10, 10) + " 2>/dev/null; ulimit -t " + strconv.Itoa(int(most.Seconds())+1) +
		" 2>/dev/null; ulimit -c 0 2>/dev/null; exec \"$@\""
	command := exec.CommandContext(ctx, "/bin/sh", append([]string{"-c", limits, "sh", program}, args...)...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	return command
}

// kept is what the program may know of the environment: where its models are.
func kept() []string {
	if dir := os.Getenv("TESSDATA_PREFIX"); dir != "" {
		return []string{"TESSDATA_PREFIX=" + dir}
	}
	return nil
}
