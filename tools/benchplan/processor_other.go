// SPDX-License-Identifier: EUPL-1.2

//go:build !unix

package main

import "time"

// processor is not told by other systems.
func processor() time.Duration { return 0 }
