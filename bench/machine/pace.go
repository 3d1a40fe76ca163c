// SPDX-License-Identifier: EUPL-1.2

package machine

import (
	"crypto/sha256"
	"runtime"
	"time"
)

// Pace is how fast the machine is, in this hour, at work that has nothing to do
// with what is measured.
type Pace struct {
	Cores int
	One   float64 // MB/s of SHA-256 on one core
	All   float64 // on all cores at once, together
	Read  float64 // ns for a read of memory at a place that nothing foretells
}

// Measure takes about a second.
func Measure() (p Pace) {
	p.Cores = runtime.GOMAXPROCS(0)
	p.One, p.All = hashing(1), hashing(p.Cores)
	p.Read = reading()
	return p
}

func hashing(cores int) float64 {
	const rounds, size = 48, 1 << 20
	began := time.Now()
	done := make(chan byte)
	for range cores {
		go func() {
			block, sum := make([]byte, size), byte(0)
			for range rounds {
				sum ^= sha256.Sum256(block)[0]
			}
			done <- sum
		}()
	}
	for range cores {
		<-done
	}
	return float64(cores*rounds) / time.Since(began).Seconds()
}

// reading follows a chain through 128 MB, each link of which is known only when
// the one before was read.
func reading() float64 {
	const size, reads = 1 << 25, 1 << 22
	chain := make([]uint32, size)
	for i := range chain {
		chain[i] = uint32(i)*1_664_525 + 1_013_904_223
	}
	began, at := time.Now(), uint32(0)
	for range reads {
		at = chain[at%size] ^ at>>7
	}
	took := time.Since(began)
	runtime.KeepAlive(at)
	return float64(took.Nanoseconds()) / reads
}
