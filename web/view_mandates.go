// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"rentmeester/day"
	"rentmeester/money"
)

// Mandate is a mandate under which collections failed.
type Mandate struct {
	Mandate, PartyNumber, Name, IBAN string
	Recent, InARow                   int      // failures within the months of policy; since one that succeeded
	Stop                             Sentence // why policy says to stop it; no code: it does not
	Failures                         []Failure
	Orders                           []Order // ordered again since the latest failure
}

// Failure is a collection that came back, the latest first.
type Failure struct {
	Day    day.Day
	Amount money.Cents
	Items  []string
	Reason Sentence
}

// Order is a collection in a file of orders.
type Order struct {
	Batch string
	Day   day.Day
}
