// SPDX-License-Identifier: EUPL-1.2

package supplier

import (
	"iter"
	"maps"
)

// layered is a map that others may read while somebody makes a changed one of it:
// they share what is below, and what differs stands above it.
type layered[K comparable, V any] struct{ below, above map[K]V }

func (l *layered[K, V]) get(key K) V {
	if v, found := l.above[key]; found {
		return v
	}
	return l.below[key]
}

// set puts a value above, the empty one for what is gone.
func (l *layered[K, V]) set(key K, v V) { l.above[key] = v }

// copied gives a map of its own to change.
func (l *layered[K, V]) copied() layered[K, V] {
	above := maps.Clone(l.above)
	if above == nil {
		above = map[K]V{}
	}
	return layered[K, V]{l.below, above}
}

// settled gives the map with what stands above as what is below; nothing was.
func (l *layered[K, V]) settled() layered[K, V] { return layered[K, V]{below: l.above} }

func roomFor[K comparable, V any](n int) layered[K, V] {
	return layered[K, V]{above: make(map[K]V, n)}
}

// all goes through the map, what is gone included.
func (l *layered[K, V]) all() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for key, v := range l.above {
			if !yield(key, v) {
				return
			}
		}
		for key, v := range l.below {
			if _, other := l.above[key]; !other && !yield(key, v) {
				return
			}
		}
	}
}
