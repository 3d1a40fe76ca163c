// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"container/list"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// attempts bounds how often one may try to log in: from an address, on an account
// from where its owner came in before, and on an account from elsewhere. Strangers
// who guess hinder each other, and not who came in before. It remembers no more
// than so many of each.
type attempts struct {
	mu       sync.Mutex
	address  *buckets
	familiar *buckets // by account and address, where somebody came in
	strange  *buckets // by account
	own      *buckets // by person, at his own old password
}

const remembered = 10_000

func newAttempts() *attempts {
	return &attempts{
		address:  newBuckets(remembered, 20, 10*time.Second),
		familiar: newBuckets(remembered, 10, 10*time.Second),
		strange:  newBuckets(remembered, 10, 30*time.Second),
		own:      newBuckets(remembered, 10, 30*time.Second),
	}
}

// wait says how long one must wait before an attempt; 0 when it may be made, which
// is then counted.
func (a *attempts) wait(who, from string, now time.Time) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	who, from = account(who), network(from)
	which, key := a.strange, who
	if a.familiar.has(who + "\x00" + from) {
		which, key = a.familiar, who+"\x00"+from
	}
	longest := max(a.address.left(from, now), which.left(key, now))
	if longest == 0 {
		a.address.take(from, now)
		which.take(key, now)
	}
	return longest
}

// waitOwn is wait for who is in and tells his old password: neither who guesses at
// the door nor another who is in is counted with him.
func (a *attempts) waitOwn(person int64, now time.Time) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	key := strconv.FormatInt(person, 10)
	left := a.own.left(key, now)
	if left == 0 {
		a.own.take(key, now)
	}
	return left
}

// succeeded remembers from where somebody came in, and forgets his mistakes.
func (a *attempts) succeeded(who, from string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	who, from = account(who), network(from)
	a.familiar.forget(who + "\x00" + from)
	a.familiar.of(who + "\x00" + from)
	a.address.forget(from)
}

// account gives what is remembered of what was typed for a name: no more of a long one.
func account(who string) string { return hashOf(strings.ToLower(strings.TrimSpace(who))) }

// network gives the address, or for IPv6 the network that one customer has.
func network(from string) string {
	ip, err := netip.ParseAddr(from)
	if err != nil || ip.Unmap().Is4() {
		return from
	}
	wide, _ := ip.Prefix(64) // 64 bits fit
	return wide.String()
}

// buckets are limits by key; the one that was used longest ago makes room.
type buckets struct {
	most  int
	burst int
	every time.Duration
	byKey map[string]*list.Element
	used  *list.List // the latest first
}

type bucket struct {
	key   string
	limit *rate.Limiter
}

func newBuckets(most, burst int, every time.Duration) *buckets {
	return &buckets{most, burst, every, map[string]*list.Element{}, list.New()}
}

func (b *buckets) has(key string) bool { return b.byKey[key] != nil }

func (b *buckets) of(key string) *rate.Limiter {
	if at := b.byKey[key]; at != nil {
		b.used.MoveToFront(at)
		return at.Value.(bucket).limit
	}
	if len(b.byKey) >= b.most {
		last := b.used.Back()
		delete(b.byKey, b.used.Remove(last).(bucket).key)
	}
	one := bucket{key, rate.NewLimiter(rate.Every(b.every), b.burst)}
	b.byKey[key] = b.used.PushFront(one)
	return one.limit
}

// left says how long until there is room.
func (b *buckets) left(key string, now time.Time) time.Duration {
	if b.byKey[key] == nil {
		return 0
	}
	if tokens := b.of(key).TokensAt(now); tokens < 1 {
		return time.Duration((1 - tokens) * float64(b.every))
	}
	return 0
}

func (b *buckets) take(key string, now time.Time) { b.of(key).AllowN(now, 1) }

func (b *buckets) forget(key string) {
	if at := b.byKey[key]; at != nil {
		b.used.Remove(at)
		delete(b.byKey, key)
	}
}
