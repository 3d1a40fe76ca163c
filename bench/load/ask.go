// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"time"
)

// Times are how long answers took, to their last byte.
type Times []time.Duration

// At gives the time within which that share of the answers came.
func (t Times) At(share float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t))
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}

// Within counts the answers that took no longer.
func (t Times) Within(limit time.Duration) (n int) {
	for _, d := range t {
		if d <= limit {
			n++
		}
	}
	return n
}

// Measured is what pages of one shape took.
type Measured struct {
	Shape  Shape
	First  time.Duration // the slowest of the first times that they were opened
	Times  Times         // of all of them, asked again
	Failed int           // answers with another status than was expected
	Bytes  int           // of the largest
	File   bool          // it is a file to take along: of such, how long it is to the first byte
}

// rounds is how often each address is asked once it was opened.
const rounds = 3

// Alone asks each page one after the other, as one person on a quiet machine. An
// address that fails at first is told of, and taken out of the pages: copied
// documents have no original. So are files to take along, once they are measured.
func Alone(ctx context.Context, base string, pages Pages) (all []Measured, err error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, shape := range slices.Sorted(maps.Keys(pages)) {
		m := Measured{Shape: shape}
		for round := range rounds + 1 {
			var good []string
			for _, address := range pages[shape] {
				answer, err := read(ctx, client, base+address)
				if ctx.Err() != nil {
					return all, ctx.Err()
				}
				if err != nil || answer.status >= http.StatusBadRequest {
					m.Failed++
					continue
				}
				if good = append(good, address); round == 0 {
					m.First = max(m.First, answer.took)
				} else {
					m.Times = append(m.Times, answer.took)
				}
				m.Bytes, m.File = max(m.Bytes, len(answer.body)), answer.file
			}
			pages[shape] = good
		}
		if len(pages[shape]) == 0 || m.File { // nobody clicks on the same file over and over
			delete(pages, shape)
		}
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b Measured) int { return cmp.Compare(b.Times.At(.95), a.Times.At(.95)) })
	return all, nil
}
