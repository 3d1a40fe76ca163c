// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"sync"
)

// kept is something that was counted and holds for one version of the books. It
// is counted by one request at a time, while others wait for it.
type kept[T any] struct {
	mu      sync.Mutex
	value   T
	version int64
	fresh   bool
}

// get gives what is kept, or counts it again when the books changed.
func (k *kept[T]) get(ctx context.Context, version func(context.Context) (int64, error), count func(context.Context) (T, error)) (T, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now, err := version(ctx)
	if err != nil || k.fresh && k.version == now {
		return k.value, err
	}
	value, err := count(ctx)
	if err != nil {
		return value, err
	}
	k.value, k.version, k.fresh = value, now, true
	return value, nil
}
