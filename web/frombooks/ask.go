// SPDX-License-Identifier: EUPL-1.2

package frombooks

// Moved lets the engine look at the open lines again, for something came in
// another way than by the pages.
func (s *Source) Moved() {
	s.again.ask()
	s.propose.ask()
}
