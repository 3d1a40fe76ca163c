// SPDX-License-Identifier: EUPL-1.2

//go:build !unix

package dovecot

import "os/exec"

// runAs does nothing: there is no Dovecot elsewhere.
func runAs(*exec.Cmd, account) {}
