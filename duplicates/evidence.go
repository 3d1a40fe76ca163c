// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	"cmp"
	"strconv"
	"strings"

	"rentmeester/day"
	"rentmeester/ident"
	"rentmeester/party"
)

// evidence is one thing that a pair of bills says.
type evidence uint8

// The order is that in which people are told.
const (
	eBias evidence = iota

	eNumberExact
	eNumberNormal
	eNumberPrefix
	eNumberSwap
	eNumberSlip
	eNumberLast
	eNumberPart
	eNumberNear
	eNumberOther
	eNumberShort // the same, but too short to say much
	eNumberHabit // the supplier uses this number for other amounts too: a customer number, say

	eAmountSame
	eAmountNet // the net amount of the one is the gross of the other
	eAmountSlip
	eAmountOther
	eRound // a multiple of 50 euros
	eWhole // whole euros

	eSupplierSame
	eSupplierName
	eSupplierAccount
	eSupplierOther

	eDaySame
	eDayWeek
	eDayWeeks
	eDayMonth
	eDayQuarter
	eDayYear
	eDayFar

	eChannelOther
	eTextSame
	eTextOther
	eOrderSame
	eOrderOther
	ePeriodSame
	ePeriodOther
	eRefers // the one names the other as the bill before it

	eTwin       // number and amount are the same
	eTwinOther  // and the channel is another
	eTwinToday  // and the day is the same
	eTwinRepeat // and the supplier asked the amount more often
	eAnew       // another number, and for the same as the earlier one (anew)
	eFresh      // another number, and an amount with cents that the supplier never asked before
	eSlipFresh  // a slip in the number, and an amount that the supplier never asked before
	eSlipRepeat // a slip in the number, and an amount that he asked more often
	eSlipRound  // a slip in the amount, between amounts that end in tens of euros
	eRepeat1    // he asked this amount once before, besides this pair
	eRepeat2
	eRepeat5
	eRegular  // and with the same interval
	eBusy     // he sends more than thirty bills in two months
	eCredited // a credit note took it back

	eSplit
	eSplitAlone
	eSplitMany
	eSplitNumber
	eSplitPair
	eSplitClose
	eSplitRound
	eSplitRepeat
	eSplitBusy
	eSplitCents // all three amounts have cents

	evidenceCount
)

var evidenceNames = [evidenceCount]string{
	eBias: "bias", eNumberExact: "number-exact", eNumberNormal: "number-normal", eNumberPrefix: "number-prefix", eNumberSwap: "number-swap",
	eNumberSlip: "number-slip", eNumberLast: "number-last", eNumberPart: "number-part", eNumberNear: "number-near", eNumberOther: "number-other",
	eNumberShort: "number-short", eNumberHabit: "number-habit",
	eAmountSame: "amount-same", eAmountNet: "amount-net", eAmountSlip: "amount-slip", eAmountOther: "amount-other", eRound: "round", eWhole: "whole",
	eSupplierSame: "supplier-same", eSupplierName: "supplier-name", eSupplierAccount: "supplier-account", eSupplierOther: "supplier-other",
	eDaySame: "day-same", eDayWeek: "day-week", eDayWeeks: "day-weeks", eDayMonth: "day-month", eDayQuarter: "day-quarter", eDayYear: "day-year", eDayFar: "day-far",
	eChannelOther: "channel-other", eTextSame: "text-same", eTextOther: "text-other", eOrderSame: "order-same", eOrderOther: "order-other",
	ePeriodSame: "period-same", ePeriodOther: "period-other", eRefers: "refers", eAnew: "anew",
	eTwin: "twin", eTwinOther: "twin-other", eTwinToday: "twin-today", eTwinRepeat: "twin-repeat", eSlipFresh: "slip-fresh", eSlipRepeat: "slip-repeat", eSlipRound: "slip-round",
	eFresh: "fresh", eRepeat1: "repeat-1", eRepeat2: "repeat-2", eRepeat5: "repeat-5", eRegular: "regular", eBusy: "busy",
	eCredited: "credited",
	eSplit:    "split", eSplitAlone: "split-alone", eSplitMany: "split-many", eSplitNumber: "split-number", eSplitPair: "split-pair",
	eSplitClose: "split-close", eSplitRound: "split-round", eSplitRepeat: "split-repeat", eSplitBusy: "split-busy", eSplitCents: "split-cents",
}

// set is a set of evidence.
type set uint64

func (s set) has(e evidence) bool      { return s>>e&1 == 1 }
func (s set) any(all ...evidence) bool { return s&of(all...) != 0 }
func (s *set) add(e evidence)          { *s |= 1 << e }

func (s *set) remove(e evidence) { *s &^= 1 << e }

func of(all ...evidence) (s set) {
	for _, e := range all {
		s.add(e)
	}
	return s
}

// pair is what a bill and an earlier one have in common.
type pair struct {
	earlier *facts
	other   *facts // the other part of a split, else nil
	set     set
}

var numberEvidence = [...]evidence{numberOther: eNumberOther, numberNear: eNumberNear, numberPart: eNumberPart, numberLast: eNumberLast,
	numberSlip: eNumberSlip, numberSwap: eNumberSwap, numberPrefix: eNumberPrefix, numberNormal: eNumberNormal, numberExact: eNumberExact}

var sameNumber = of(eNumberExact, eNumberNormal, eNumberPrefix)

// compare gives the evidence of a pair, and whether there is anything in it: two
// of number, amount and sender must be the same, or the one names the other.
func compare(a, b *facts) (s set, related bool) {
	s.add(eBias)
	if kin := compareNumbers(&a.number, &b.number); kin != numberUnknown {
		s.add(numberEvidence[kin])
		if s&sameNumber != 0 && min(len(a.number.core), len(b.number.core)) < 4 {
			s.add(eNumberShort)
		}
	}
	s.add(compareAmounts(a, b, s&sameNumber != 0))
	equal := s.any(eAmountSame, eAmountNet)
	refers := names(a, b) || names(b, a)
	if !equal && s&sameNumber == 0 && !refers {
		return s, false
	}
	s.add(compareSenders(a, b))
	if refers {
		s.add(eRefers)
	}
	if s.has(eSupplierOther) && (!equal || s&sameNumber == 0) {
		return s, false
	}
	s.addTime(a, b)
	s.addRest(a, b)
	s.addPeriod(a, b)
	if equal && s&sameNumber != 0 {
		s.addTwin()
	}
	if s.has(eAmountSlip) && a.amount%1000 == 0 && b.amount%1000 == 0 {
		s.add(eSlipRound)
	}
	if equal {
		switch {
		case a.amount%5000 == 0:
			s.add(eRound)
		case a.amount%100 == 0:
			s.add(eWhole)
		}
	}
	return s, true
}

func (s *set) addTwin() {
	s.add(eTwin)
	if s.has(eChannelOther) {
		s.add(eTwinOther)
	}
	if s.has(eDaySame) {
		s.add(eTwinToday)
	}
}

func compareAmounts(a, b *facts, numbered bool) evidence {
	switch {
	case a.amount == b.amount:
		return eAmountSame
	case a.net != 0 && a.net == b.amount, b.net != 0 && b.net == a.amount:
		return eAmountNet
	case numbered && amountSlip(a.amount, b.amount):
		return eAmountSlip
	}
	return eAmountOther
}

// amountSlip says whether one slip makes the one amount the other: a digit, two
// digits swapped, or the decimal sign.
func amountSlip(a, b int64) bool {
	if a > b {
		a, b = b, a
	}
	if a < 1000 { // less than ten euros: everything is near everything
		return false
	}
	if a*10 == b || a*100 == b {
		return true
	}
	return slipOf(strconv.FormatInt(a, 10), strconv.FormatInt(b, 10)) != numberOther
}

func compareSenders(a, b *facts) evidence {
	switch {
	case a.Supplier != 0 && a.Supplier == b.Supplier:
		return eSupplierSame
	case a.IBAN != "" && ident.Electronic(a.IBAN) == ident.Electronic(b.IBAN):
		return eSupplierAccount
	case alike(a.SupplierName, b.SupplierName):
		return eSupplierName
	}
	return eSupplierOther
}

const likeName = 0.8 // of the letters in common

func alike(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if a == b {
		return true
	}
	for _, x := range party.Businesses(a) {
		for _, y := range party.Businesses(b) {
			if party.Alike(x, y) >= likeName {
				return true
			}
		}
	}
	return false
}

func (s *set) addTime(a, b *facts) {
	days, known := apart(a, b)
	if !known {
		return
	}
	switch {
	case days == 0:
		s.add(eDaySame)
	case days <= 6:
		s.add(eDayWeek)
	case days <= 24:
		s.add(eDayWeeks)
	case days <= 35:
		s.add(eDayMonth)
	case days <= 100:
		s.add(eDayQuarter)
	case days <= 400:
		s.add(eDayYear)
	default:
		s.add(eDayFar)
	}
}

func (s *set) addRest(a, b *facts) {
	if a.Channel != "" && b.Channel != "" && a.Channel != b.Channel {
		s.add(eChannelOther)
	}
	if a.Text != "" && b.Text != "" {
		if sameText(a.Text, b.Text) {
			s.add(eTextSame)
		} else {
			s.add(eTextOther)
		}
	}
	if x, y := readNumber(a.Order), readNumber(b.Order); x.normal != "" && y.normal != "" {
		if x.normal == y.normal {
			s.add(eOrderSame)
		} else {
			s.add(eOrderOther)
		}
	}
}

// names says whether a bill names another one of its supplier as the one before it.
func names(a, b *facts) bool {
	return a.refers.core != "" && a.refers.core == b.number.core && sameSupplier(a, b)
}

func (s *set) addPeriod(a, b *facts) {
	fromA, toA := a.period()
	fromB, toB := b.period()
	switch {
	case fromA == "" || fromB == "":
	case fromA == fromB && toA == toB:
		s.add(ePeriodSame)
	case toA < fromB || toB < fromA:
		s.add(ePeriodOther)
	}
}

func (f *facts) period() (from, to day.Day) { return cmp.Or(f.From, f.To), cmp.Or(f.To, f.From) }

// sameText says whether two descriptions have most of their words in common.
func sameText(a, b string) bool {
	if a == b {
		return true
	}
	x, y := textWords(a), textWords(b)
	common := 0
	for w := range x {
		if y[w] {
			common++
		}
	}
	return common*10 >= (len(x)+len(y)-common)*7
}

func textWords(text string) map[string]bool {
	const longest = 400
	if len(text) > longest {
		text = text[:longest]
	}
	words := map[string]bool{}
	for _, w := range strings.FieldsFunc(party.Fold(text), func(r rune) bool { return !(r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') }) {
		words[w] = true
	}
	return words
}
