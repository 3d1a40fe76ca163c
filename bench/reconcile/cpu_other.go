// SPDX-License-Identifier: EUPL-1.2

//go:build !unix

package town

import "time"

// cpu is unknown here.
func cpu() time.Duration { return 0 }
