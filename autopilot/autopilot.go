// SPDX-License-Identifier: EUPL-1.2

// Package autopilot decides whether a proposal is carried out without a person.
// The engine proposes, policy allows, and the autopilot says yes or no with its
// reason; it never makes a proposal of its own. It imports policy.
//
// A new administration has no past from which a promise about errors could be
// made. So the autopilot begins with what needs no past: proposals that a rule
// proves (Safe).
package autopilot

import "rentmeester/policy"

// Actor is the name under which the autopilot acts.
const Actor = "autopilot"

// Proposal is what the autopilot needs to know of a proposal of any engine.
type Proposal struct {
	Safe        bool    // a rule proves it, without any history
	Ambiguous   bool    // another explanation fits as well
	Probability float64 // claimed by the engine, 0 to 1
	Complete    bool    // it explains the whole amount, nothing is left over
}

// Verdict is the answer, with its reason as a key of the catalogue.
type Verdict struct {
	Act bool
	Why string
}

// DecideBank judges a proposal to match a bank line under what policy has in
// force on the line's day.
func DecideBank(p Proposal, s policy.Settings) Verdict {
	switch {
	case s.Autopilot.Bank == "off":
		return Verdict{false, "autopilot.off"}
	case p.Ambiguous:
		return Verdict{false, "autopilot.ambiguous"}
	case !p.Safe:
		return Verdict{false, "autopilot.not-proved"}
	case !p.Complete:
		return Verdict{false, "autopilot.incomplete"}
	default:
		return Verdict{true, "autopilot.proved"}
	}
}
