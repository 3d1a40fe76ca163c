// SPDX-License-Identifier: EUPL-1.2

package gap

// climb looks for payments that prove more, by subgradient steps: jobs that are
// done too often get less, jobs that nobody does get more (Held, Wolfe and
// Crowder, Mathematical Programming 6, 1974). It keeps the best in s.pay and
// stops when the bound is above most, when every job is done once, or after so
// many steps. It gives the bound and whether the agents' choices are an assignment.
type climber struct {
	steps   int
	patient int     // steps without gain before steps get shorter
	stride  float64 // at first
	least   float64
}

func (r *relaxed) climb(s *state, c climber, most int64) (bound int64, solved bool) {
	pay := append([]int64(nil), s.pay...)
	drift := make([]float64, len(pay))
	bound = -never
	stride, waited := c.stride, 0
	for range c.steps {
		v := r.value(pay, false)
		if v > bound {
			if waited++; v > bound+scale/64 {
				waited = 0
			}
			bound = v
			copy(s.pay, pay)
		} else {
			waited++
		}
		if bound > most || r.stopped() {
			return bound, false
		}
		norm, off := 0.0, 0
		for _, j := range r.open {
			off += abs(1 - r.cover[j])
			drift[j] = float64(1-r.cover[j]) + 0.7*drift[j]
			norm += drift[j] * drift[j]
		}
		if off == 0 {
			copy(s.pay, pay)
			return v, true
		}
		if waited >= c.patient {
			waited = 0
			if stride /= 1.5; stride < c.least {
				break
			}
			copy(pay, s.pay)
			clear(drift)
			continue
		}
		if norm == 0 {
			clear(drift)
			continue
		}
		length := stride * float64(most+scale-v) / norm
		for _, j := range r.open {
			pay[j] += int64(length * drift[j])
		}
	}
	return bound, false
}

func abs(n int) int { return max(n, -n) }
