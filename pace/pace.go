// SPDX-License-Identifier: EUPL-1.2

// Package pace says how often somebody may ask: a person, a program or an address.
// What it remembers is bounded, however many ask.
//
// It imports nothing of the house.
package pace

import (
	"net"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// most is how many askers are remembered at once. Of more the memory of some is
// lost, first of those who have not asked for a while.
const most = 10_000

// Pace counts what each asker asks. It is safe for many goroutines.
type Pace struct {
	each  rate.Limit
	burst int
	mu    sync.Mutex
	of    map[string]*rate.Limiter
}

// New gives a pace of so many a second, and so many at once.
func New(each float64, burst int) *Pace {
	return &Pace{each: rate.Limit(each), burst: burst, of: map[string]*rate.Limiter{}}
}

// Wait counts one and says how long the asker must wait before he asks again; 0:
// he may go on.
func (p *Pace) Wait(asker string, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.of[asker]
	if one == nil {
		if len(p.of) >= most {
			p.forget(now)
		}
		one = rate.NewLimiter(p.each, p.burst)
		p.of[asker] = one
	}
	if one.AllowN(now, 1) {
		return 0
	}
	return time.Duration((1 - one.TokensAt(now)) / float64(p.each) * float64(time.Second))
}

// forget drops who may ask at full pace again, of whom nothing is lost; and when
// nobody may, a tenth of all.
func (p *Pace) forget(now time.Time) {
	for asker, one := range p.of {
		if one.TokensAt(now) >= float64(p.burst) {
			delete(p.of, asker)
		}
	}
	for asker := range p.of {
		if len(p.of) < most*9/10 {
			return
		}
		delete(p.of, asker)
	}
}

// Seconds writes a wait as Retry-After has it: whole seconds, at least one.
func Seconds(wait time.Duration) string {
	return strconv.Itoa(max(1, int((wait+time.Second-1)/time.Second)))
}

// From gives the network that an address is of: of IPv6 one household has a whole
// /64.
func From(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if address = address.Unmap(); address.Is4() {
		return address.String()
	}
	network, err := address.WithZone("").Prefix(64)
	if err != nil {
		return host
	}
	return network.String()
}
