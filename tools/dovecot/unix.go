// SPDX-License-Identifier: EUPL-1.2

//go:build unix

package dovecot

import (
	"os/exec"
	"syscall"
)

// runAs has a command run as somebody else.
func runAs(c *exec.Cmd, who account) {
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(who.uid), Gid: uint32(who.gid)}}
}
