// SPDX-License-Identifier: EUPL-1.2

package steering

// Light is how a project stands in one word. It is never shown by colour alone.
type Light string

// The words.
const (
	OnTrack Light = "on-track" // op koers
	Watch   Light = "watch"    // let op
	Over    Light = "over"     // over het krediet, or likely to be
	Unknown Light = "unknown"  // there is no credit to hold it against
)

// From which chance on that the credit is passed, and under which index, a project
// needs a person's eyes.
const (
	watchFrom = 0.40 // a project that is planned for all of its credit has no room: the chance is one half
	overFrom  = 0.65
	lateUnder = 0.85
)

func lightOf(s Stand) Light {
	switch {
	case s.Money.Credit <= 0 && s.Money.Actual == 0 && s.Money.Committed == 0:
		return Unknown
	case s.Overrun.Now, s.Overrun.Bound, s.Overrun.Probability >= overFrom:
		return Over
	case s.Overrun.Probability >= watchFrom, s.Earned.SPI.Known && s.Done.Share < 1 && s.Earned.SPI.Value < lateUnder:
		return Watch
	}
	return OnTrack
}
