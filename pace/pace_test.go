// SPDX-License-Identifier: EUPL-1.2

package pace

import (
	"fmt"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestEachHasAPaceOfHisOwn(t *testing.T) {
	p := New(2, 3)
	for n := range 3 {
		if wait := p.Wait("jan", noon); wait != 0 {
			t.Errorf("question %d waits %v", n, wait)
		}
	}
	if wait := p.Wait("jan", noon); wait != 500*time.Millisecond {
		t.Errorf("the fourth waits %v", wait)
	}
	if wait := p.Wait("piet", noon); wait != 0 {
		t.Errorf("another waits %v", wait)
	}
	if wait := p.Wait("jan", noon.Add(500*time.Millisecond)); wait != 0 {
		t.Errorf("after waiting: %v", wait)
	}
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	p := New(1, 2)
	for n := range 5 * most {
		p.Wait(fmt.Sprint(n), noon)
		if len(p.of) > most {
			t.Fatalf("%d remembered", len(p.of))
		}
	}
	p.Wait("back", noon.Add(time.Hour)) // room is made of those who are at full pace again
	for n := range most {
		p.Wait(fmt.Sprint("later", n), noon.Add(time.Hour))
	}
	if len(p.of) > most {
		t.Fatalf("%d remembered", len(p.of))
	}
}

func TestSecondsAndNetworks(t *testing.T) {
	for wait, want := range map[time.Duration]string{0: "1", time.Millisecond: "1", time.Second: "1", 1500 * time.Millisecond: "2"} {
		if got := Seconds(wait); got != want {
			t.Errorf("%v: %s", wait, got)
		}
	}
	for remote, want := range map[string]string{
		"192.0.2.7:4711": "192.0.2.7", "[2001:db8:1:2:3::4]:80": "2001:db8:1:2::/64", "[::ffff:192.0.2.7]:1": "192.0.2.7", "pipe": "pipe", "[fe80::1%eth0]:1": "fe80::/64",
	} {
		if got := From(remote); got != want {
			t.Errorf("%s: %s, want %s", remote, got, want)
		}
	}
}
