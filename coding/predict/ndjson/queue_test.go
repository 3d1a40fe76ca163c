// SPDX-License-Identifier: EUPL-1.2

package ndjson

import "testing"

// What waits counts with what keeping it takes, and nothing remains counted once it
// is taken.
func TestQueueCountsWhatLinesTake(t *testing.T) {
	q := newQueue()
	for range 10 {
		q.put([]byte("{}"), nil)
	}
	if q.bytes != 10*(2+besides) {
		t.Error(q.bytes)
	}
	for _, most := range []int{3, 10} {
		if _, err := q.take(most); err != nil {
			t.Fatal(err)
		}
	}
	if q.bytes != 0 {
		t.Error(q.bytes)
	}
}
