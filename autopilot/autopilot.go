// SPDX-License-Identifier: EUPL-1.2

// Package autopilot decides whether a proposal is carried out without a person.
// The engine proposes, policy promises, and the autopilot says yes or no with its
// reason; it never makes a proposal of its own. It imports learn and policy.
//
// # The error budget
//
// Policy states a promise: of what is done automatically at most a share Wrong is
// wrong, with a certainty Confidence. Automatic decisions rest on one of two
// grounds, and the promise is kept for each apart, hence for both together:
//
//   - Rule: what a fixed rule proves (Safe), without any history;
//   - Claim: what the engine claims with a probability of at least the threshold.
//
// # What is counted
//
// A case is a proposal that could have been carried out (complete, not ambiguous,
// not by its amount alone) and that a person judged: right when the person booked the same
// allocations, wrong when not. Of a line only the first decision counts, since
// what is proposed after a "no" is another question. A "yes" that was taken back
// counts as wrong; a "no" that was taken back tells nothing. Acceptance in bulk
// is no judgement and is left out.
//
// How cases come to a person matters more than how many there are. Under the
// threshold everything goes to a person: a census. From the threshold on only
// the blind sample does: a share of what would have been done, drawn by a keyed
// hash of the line and shown unmarked. A decision of the autopilot that a person
// takes back is known to be wrong, but one that stands is not known to be right:
// nobody may have looked. So it proves nothing, and shows only in an optimistic
// figure that is named so.
//
// # How a threshold is proved
//
// A threshold is proved for the stretch from it up to where automatic decisions
// begin already (or up to 1). Within that stretch every case came to a person, so
// the cases are what the engine meets, neither worse nor better, and the exact
// bound of Clopper and Pearson applies as it is. Mixing them with the blind
// sample from above would count that a hundred times too lightly. When the
// stretch keeps the promise and what lies above it does, so do both together.
// Many thresholds are tried by fixed-sequence testing (learn.Threshold) and the
// evidence is looked at only now and then, each look at a higher confidence
// (learn.Looks), so that searching and waiting for luck do not break the promise.
// Where cases have days, as those of codings do, the months of the stretch count as
// well: what goes wrong comes in batches, and a threshold is taken only when the
// next month is expected to keep the promise but for half a point (learn.Months).
// No claim under Least is ever enough, however well the average comes out.
//
// # How it steps down
//
// The blind sample of each ground, and apart from it the share of automatic
// decisions that people took back, are held against the promise at every run:
// when even the exact lower bound of what is wrong lies above the limit, that
// ground is no longer used. To test so often steps down somewhat too soon rather
// than too late. One wrong case never suffices, for it may be a slip of the
// person. After a step down a new life begins: only what comes after counts, all
// of it goes to a person again, and the ground comes back when that proves it.
//
// Until own decisions prove a threshold, policy chooses between rules alone and a
// threshold that was proved on generated towns (PriorThreshold). Once own
// decisions have refuted that, it is not used again.
//
// Cases of the last Window days count, at most MaxCases: towns, banks and engines
// change. What is assumed is that within a life the stream of payments stays the
// same kind; the blind sample is there to notice when it does not. With another
// promise, or another version of the engine, the assessment begins anew.
package autopilot

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"rentmeester/policy"
)

// Actor is the name under which the autopilot acts.
const Actor = "autopilot"

// PriorThreshold is where claims begin to be carried out before own decisions prove
// a threshold. On invented towns that had no part in learning the claims from here
// on were wrong for 0.03 % while people corrected week by week (8 of 35,200 in towns
// of 10,000, seeds 102 to 113; 15 of 47,500 in towns of 30,000, seeds 102 to 107, at
// most 0.05 % at 95 %), which keeps the promise of 0.1 %. Of a whole year at once
// that nobody corrects 0.05 to 0.07 % of all that was automatic was wrong: there the blind
// sample must show that the promise holds.
const PriorThreshold = 0.9990

// Least is the lowest probability that can become a threshold. A claim that the
// engine itself expects to be wrong one time in twenty is not booked on the
// strength of an average.
const Least = 0.95

// Window is for how many days a case counts, MaxCases how many do.
const (
	Window   = 400
	MaxCases = 20_000
)

// Proposal is what the autopilot needs to know of a proposal of any engine.
type Proposal struct {
	Safe        bool    // a rule proves it, without any history
	Ambiguous   bool    // another explanation fits as well
	Probability float64 // claimed by the engine, 0 to 1
	Complete    bool    // it explains the whole amount, nothing is left over
	Bare        bool    // nothing but the amount speaks for it
}

// Possible says whether a proposal could ever be carried out without a person,
// apart from how sure it is.
func (p Proposal) Possible() bool { return p.Complete && !p.Ambiguous && !p.Bare }

// Ground is what an automatic decision rests on.
type Ground string

// Grounds.
const (
	Rule  Ground = "rule"
	Claim Ground = "claim"
)

// Verdict is the answer, with its reason as a key of the catalogue.
type Verdict struct {
	Act    bool
	Blind  bool   // it would act, but a person judges this one unmarked; never show it
	Ground Ground // of acting, or of what would have been done; "" neither
	Why    string
}

// DecideBank judges a proposal to match a bank line by what policy has in force
// on the line's day, rules alone: of a budget it knows only what needs no past.
func DecideBank(p Proposal, s policy.Settings) Verdict {
	if s.Autopilot.Bank == "off" {
		return Decide(p, Standing{Mode: Off}, false)
	}
	return Decide(p, Standing{Mode: Safe}, false)
}

// Decide judges a proposal by how the autopilot stands. What is drawn goes to a
// person although it could be done.
func Decide(p Proposal, s Standing, drawn bool) Verdict {
	switch {
	case s.Mode == Off:
		return Verdict{Why: "autopilot.off"}
	case p.Ambiguous:
		return Verdict{Why: "autopilot.ambiguous"}
	case s.Mode == Propose:
		return Verdict{Why: "autopilot.stepped-down"}
	case !p.Safe && !s.reached(p.Probability):
		return Verdict{Why: "autopilot.not-proved"}
	case !p.Complete:
		return Verdict{Why: "autopilot.incomplete"}
	case p.Bare:
		return Verdict{Why: "autopilot.bare"}
	}
	v := Verdict{Act: true, Ground: Rule, Why: "autopilot.proved"}
	if !p.Safe {
		v.Ground, v.Why = Claim, "autopilot.likely"
	}
	if drawn {
		return Verdict{Blind: true, Ground: v.Ground, Why: "autopilot.look"}
	}
	return v
}

// Key makes the draw of an administration its own.
type Key [sha256.Size]byte

// NewKey makes a key of what is particular to an administration and stays so.
func NewKey(parts ...string) Key {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return Key(h.Sum(nil))
}

// Drawn says whether a line is in the blind sample. It is the same every time it
// is asked, and nobody without the key can tell.
func (k Key) Drawn(line int64, sample policy.Share) bool {
	mac := hmac.New(sha256.New, k[:])
	var id [8]byte
	binary.BigEndian.PutUint64(id[:], uint64(line))
	mac.Write(id[:])
	const millionths = 1_000_000 // the unit of a share; the remainder favours none by more than one in 10^13
	return binary.BigEndian.Uint64(mac.Sum(nil))%millionths < uint64(max(sample, 0))
}
