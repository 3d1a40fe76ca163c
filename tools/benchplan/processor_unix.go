// SPDX-License-Identifier: EUPL-1.2

//go:build unix

package main

import (
	"syscall"
	"time"
)

// processor is how long this process has kept processors busy.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
