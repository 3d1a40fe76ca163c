// SPDX-License-Identifier: EUPL-1.2

package approval

import (
	"cmp"

	"rentmeester/day"
)

// The term of art. 6:119b BW for public bodies: interest is owed from 30 days
// after the beginning of the day that follows the day of receipt, so the 30th day
// after receipt is the last without. A contract may say earlier; it may say later
// only where the nature of the contract calls for it, up to 60 days.
const (
	LegalDays  = 30
	agreedDays = 60
)

// Clock is the time in which an invoice must be paid.
type Clock struct {
	Starts  day.Day  // the day counted from; "" while it does not run
	Last    day.Day  // last day of payment without interest; "" while it does not run
	Left    int      // days from now to Last; negative when it is past
	Late    int      // days past Last, 0 none
	Careful day.Day  // last day when counted from the first receipt, whatever else is said
	Why     []Reason // how it was reckoned
}

// PayBy gives the day by which to pay: the careful one while it does not run.
func (k Clock) PayBy() day.Day { return cmp.Or(k.Last, k.Careful) }

// Clock reckons it. A dispute changes nothing: the law knows no pause. What is
// not disputed must be paid in time, and what is disputed bears interest from the
// same day if it turns out to be owed.
func (c Case) Clock(now day.Day) Clock {
	k := Clock{Starts: c.Received, Why: []Reason{reason("clock-receipt", "day", c.Received)}}
	if c.Received == "" {
		return Clock{Why: []Reason{reason("clock-unknown")}}
	}
	k.Careful = c.Received.Add(LegalDays)
	if c.Terms.Defective {
		if k.Starts = c.Terms.Completed; k.Starts == "" {
			k.Why = []Reason{reason("clock-defective", "day", c.Received, "careful", k.Careful)}
			return k
		}
		k.Why = []Reason{reason("clock-completed", "day", k.Starts)}
	}
	if c.Terms.Performed > k.Starts {
		k.Starts = c.Terms.Performed
		k.Why = []Reason{reason("clock-performed", "day", k.Starts)}
	}
	k.Last = k.Starts.Add(LegalDays)
	switch agreed := c.Terms.Agreed; {
	case agreed == "":
	case agreed <= k.Last:
		k.Last = max(agreed, k.Starts)
		k.Why = append(k.Why, reason("clock-agreed", "day", k.Last))
	default:
		k.Last = min(agreed, k.Starts.Add(agreedDays))
		k.Why = append(k.Why, reason("clock-agreed-later", "day", k.Last))
	}
	k.Left = k.Last.Sub(now)
	k.Late = max(0, -k.Left)
	return k
}
