// SPDX-License-Identifier: EUPL-1.2

//go:build unix

package machine

import (
	"syscall"
	"time"
)

// CPU gives the processor time that the process used so far: unlike the time on
// the wall it does not depend on what else the machine does.
func CPU() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
