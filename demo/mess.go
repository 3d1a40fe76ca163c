// SPDX-License-Identifier: EUPL-1.2

package demo

import "strings"

// mess is a set of things that went differently than a bookkeeper wishes.
type mess uint64

const (
	refFreeText mess = 1 << iota
	refSpaced
	refWrapped
	refGlued
	refDigitWrong
	refSwapped
	refMissing
	refNameOnly
	refItemNumber
	refOtherPerson
	refLastYear
	refOtherInstalment
	amountPart
	amountRest
	amountOver
	amountRounded
	amountCents
	amountOther
	severalTerms
	severalItems
	severalClients
	paidTwice
	payerPartner
	payerThird
	payerAdministrator
	wrongAccount
	paidLate
	afterReturn
	oldItem
	debitReject
	debitReturn
	debitRefund
	debitReversal
	bankReversal
	paymentReturn
	repaid
	gAccount
	theyCollect
	notOurs
	refParty
	refAddress
	refTwo
	refOtherOpen
	refRFText
	refEndToEnd
	refLineBreak
	swappedPayers
	nameMarried
	nameJoint
	nameInitials
	nameMisspelt
	nameTrade
	payerRelative
	payerBailiff
	noListing
	costsDeducted
	foreignCurrency
	feeNetted
	creditNote
	netBooking
	returnFirst
	returnUndone
	debitUnauthorised
	equalAmount // the last of 64
)

// refMess are the slips with the reference, of which a payment has at most one.
const refMess = refOtherInstalment<<1 - 1 | refParty | refAddress | refTwo | refOtherOpen | refRFText | refEndToEnd | refLineBreak | swappedPayers

// nameMess says how the bank's name differs from that in the books; nothing in
// the payment itself is wrong.
const nameMess = nameMarried | nameJoint | nameInitials | nameMisspelt | nameTrade

// Messes are the names of everything that can stand in the column mess, in the
// order in which they are joined with "+" when several hold.
var Messes = []string{
	"ref-free-text", "ref-spaced", "ref-wrapped", "ref-glued", "ref-digit-wrong", "ref-swapped",
	"ref-missing", "name-only", "item-number", "ref-other-person", "ref-last-year", "ref-other-instalment",
	"part-payment", "rest-payment", "overpayment", "rounded", "cents-off", "other-amount",
	"several-terms", "several-items", "several-clients", "paid-twice",
	"partner", "third-party", "administrator", "wrong-account", "late", "after-return", "old-item",
	"debit-reject", "debit-return", "debit-refund", "debit-reversal", "bank-reversal",
	"payment-return", "repaid", "g-account", "they-collect", "not-ours",
	"party-number", "address-only", "two-references", "ref-other-open", "rf-free-text", "end-to-end-in-text", "ref-line-break", "swapped-payers",
	"married-name", "joint-account", "initials-only", "misspelt", "trade-name", "relative", "bailiff", "no-listing",
	"costs-deducted", "foreign-currency", "netted-fee", "credit-note", "net-booking",
	"return-first", "return-undone", "debit-unauthorised", "equal-amount",
}

// String joins the names with "+"; "" is nothing special.
func (m mess) String() string {
	if m == 0 {
		return ""
	}
	names := []string{}
	for n, name := range Messes {
		if m&(1<<n) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, "+")
}
