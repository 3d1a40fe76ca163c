// SPDX-License-Identifier: EUPL-1.2

//go:build !unix

package machine

import "time"

// CPU is unknown here.
func CPU() time.Duration { return 0 }
