// SPDX-License-Identifier: EUPL-1.2

package staffing

import "context"

// approach is generate for a plan of which most is known to stay. The programme then holds
// nearly all it needs, but the prices of its rows are far from what they were: what keeps a
// seat where it is may count for the seat or for the person, and where all of it counts for
// the person everybody wants everything. So they are gone to from the best that are known
// by small steps, and by longer ones only to see which sets are wanted there. Whenever the
// gap is halved, what is left is settled if it is little.
// Errors: those of the solver.
func (m *master) approach(ctx context.Context) error {
	tried := m.bounds.least - m.state.value
	for n := range mostApproach {
		if err := m.optimize(ctx); err != nil {
			return err
		}
		m.price([]float64{0.9, 0.5}[n%2])
		if _, err := m.want(ctx, m.bounds.prove); err != nil {
			return err
		}
		m.lowest = min(m.lowest, m.bounds.least)
		gap := m.lowest - m.state.value
		if gap > tried/2 {
			continue
		}
		tried = gap
		if err := m.settleRoot(ctx, true); err != nil || m.done() {
			return err
		}
	}
	return nil
}

const mostApproach = 150
