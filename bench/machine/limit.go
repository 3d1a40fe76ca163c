// SPDX-License-Identifier: EUPL-1.2

package machine

import (
	"context"
	"time"
)

// WithCPU gives a context that ends when the process has used so much more processor
// time. Where the system does not tell that, it ends with its parent.
func WithCPU(parent context.Context, most time.Duration) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancel(parent)
	until := CPU() + most
	go func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if CPU() > until {
					stop()
					return
				}
			}
		}
	}()
	return ctx, stop
}
