// SPDX-License-Identifier: EUPL-1.2

package demo

import "math/rand/v2"

// Rates says how often life goes each way. Every rate is a share from 0 to 1 of
// what its comment names; docs/demo.md says where each figure comes from. Rates
// are never amounts of money.
type Rates struct {
	// How households pay their yearly assessment; the rest pays it at once.
	DirectDebit float64 // of the assessments: collected by us in ten instalments
	OwnTerms    float64 // of the assessments: paid by oneself in two or three instalments
	SharedRef   float64 // of the assessments in own instalments: one reference for all instalments
	Exempt      float64 // of the households: no assessment (remission)

	// When and whether they pay.
	Late  float64 // of own payments: weeks after the due date
	Never float64 // of own payments: not within the year
	Known float64 // of the debtors: the books know an account of theirs

	// What happens to the reference, of own payments.
	RefFreeText        float64 // right, but in free text
	RefSpaced          float64 // in groups, with spaces or points
	RefWrapped         float64 // cut over two lines
	RefGlued           float64 // glued to other words
	RefDigitWrong      float64 // one digit wrong
	RefSwapped         float64 // two neighbouring digits swapped
	RefMissing         float64 // nothing that identifies
	NameOnly           float64 // only name and address
	ItemNumber         float64 // the number of the item in text
	RefOtherPerson     float64 // the reference of somebody else
	RefLastYear        float64 // last year's reference
	RefOtherInstalment float64 // that of another instalment
	CompanyText        float64 // of companies' payments: invoice number in text, no reference

	// What happens to the amount, of own payments.
	PartPayment  float64 // half or so; most pay the rest later
	Overpayment  float64 // more than was asked
	Rounded      float64 // to whole euros
	CentsOff     float64 // two cents or digits of the cents wrong
	OtherAmount  float64 // that of another instalment
	SeveralTerms float64 // of payers in own instalments: several in one payment
	SeveralItems float64 // of payers with several items: one payment for all
	Twice        float64 // paid again some days later

	// Who pays, of own payments; Administered is of the households.
	Partner        float64 // from the partner's account
	ThirdParty     float64 // through a third party that names the ultimate debtor
	Administered   float64 // through a protective administrator (bewindvoerder)
	AdminCollects  float64 // of payments by administrators: one for several clients
	WrongAccount   float64 // to our other account
	NotOurs        float64 // of own payments, beside them: meant for another organisation
	RefundedSurely float64 // of what was paid too much: paid back within the year

	// Direct debits, of the collected amounts.
	DebitReturned float64 // rejected, returned or refunded
	DebitReversed float64 // reversed by ourselves
	ReturnsBundle float64 // of the days with returns: booked as one entry with details

	// The bank's own habits.
	BankReversal float64 // of own payments: booked by mistake and taken back
	Collected    float64 // of payments with a right reference: in one collected entry a day
	NoBankRef    float64 // of entries on the second account: without the bank's reference

	// What we pay.
	SupplierCollects float64 // of suppliers' invoices: they collect from us
	GAccount         float64 // of suppliers' invoices: part goes to a blocked account
	PaymentReturned  float64 // of suppliers' payments: come back
	BenefitReturned  float64 // of benefits: come back
	Carried          float64 // of the households: an unpaid item of last year
}

// DefaultRates gives the rates of an ordinary town.
func DefaultRates() Rates {
	return Rates{
		DirectDebit: 0.32, OwnTerms: 0.24, SharedRef: 0.5, Exempt: 0.06,
		Late: 0.08, Never: 0.015, Known: 0.35,
		RefFreeText: 0.12, RefSpaced: 0.05, RefWrapped: 0.02, RefGlued: 0.02,
		RefDigitWrong: 0.01, RefSwapped: 0.006, RefMissing: 0.025, NameOnly: 0.02,
		ItemNumber: 0.03, RefOtherPerson: 0.002, RefLastYear: 0.006, RefOtherInstalment: 0.015,
		CompanyText: 0.45,
		PartPayment: 0.012, Overpayment: 0.006, Rounded: 0.01, CentsOff: 0.005, OtherAmount: 0.005,
		SeveralTerms: 0.06, SeveralItems: 0.15, Twice: 0.006,
		Partner: 0.04, ThirdParty: 0.004, Administered: 0.012, AdminCollects: 0.3,
		WrongAccount: 0.003, NotOurs: 0.001, RefundedSurely: 0.7,
		DebitReturned: 0.012, DebitReversed: 0.0003, ReturnsBundle: 0.4,
		BankReversal: 0.0004, Collected: 0.35, NoBankRef: 0.02,
		SupplierCollects: 0.03, GAccount: 0.01, PaymentReturned: 0.0015, BenefitReturned: 0.003,
		Carried: 0.015,
	}
}

// all gives every rate in a fixed order, so that it can be tested and varied.
func (r *Rates) all() []*float64 {
	return []*float64{
		&r.DirectDebit, &r.OwnTerms, &r.SharedRef, &r.Exempt, &r.Late, &r.Never, &r.Known,
		&r.RefFreeText, &r.RefSpaced, &r.RefWrapped, &r.RefGlued, &r.RefDigitWrong, &r.RefSwapped,
		&r.RefMissing, &r.NameOnly, &r.ItemNumber, &r.RefOtherPerson, &r.RefLastYear,
		&r.RefOtherInstalment, &r.CompanyText, &r.PartPayment, &r.Overpayment, &r.Rounded,
		&r.CentsOff, &r.OtherAmount, &r.SeveralTerms, &r.SeveralItems, &r.Twice, &r.Partner,
		&r.ThirdParty, &r.Administered, &r.AdminCollects, &r.WrongAccount, &r.NotOurs,
		&r.RefundedSurely, &r.DebitReturned, &r.DebitReversed, &r.ReturnsBundle, &r.BankReversal,
		&r.Collected, &r.NoBankRef, &r.SupplierCollects, &r.GAccount, &r.PaymentReturned,
		&r.BenefitReturned, &r.Carried,
	}
}

// sound says whether every rate is a share and the exclusive ones leave room.
func (r Rates) sound() bool {
	for _, share := range r.all() {
		if !(*share >= 0 && *share <= 1) { // also refuses NaN
			return false
		}
	}
	return r.DirectDebit+r.OwnTerms <= 1 && sum(r.references()) <= 1 && sum(r.amounts()) <= 1 &&
		r.Partner+r.ThirdParty <= 1 && r.Late+r.Never <= 1
}

// jitter varies every rate by at most the share given, either way.
func (r Rates) jitter(by float64, rng *rand.Rand) Rates {
	for _, share := range r.all() {
		*share = min(1, *share*(1+by*(2*rng.Float64()-1)))
	}
	return r
}

// choice is one way a thing can go, with its share.
type choice struct {
	share float64
	what  mess
}

func sum(choices []choice) float64 {
	total := 0.0
	for _, c := range choices {
		total += c.share
	}
	return total
}

// pick draws one of the choices, or 0 when none of them happens.
func pick(rng *rand.Rand, choices []choice) mess {
	x := rng.Float64()
	for _, c := range choices {
		if x -= c.share; x < 0 {
			return c.what
		}
	}
	return 0
}

// references are the exclusive slips with a reference.
func (r Rates) references() []choice {
	return []choice{
		{r.RefFreeText, refFreeText}, {r.RefSpaced, refSpaced}, {r.RefWrapped, refWrapped},
		{r.RefGlued, refGlued}, {r.RefDigitWrong, refDigitWrong}, {r.RefSwapped, refSwapped},
		{r.RefMissing, refMissing}, {r.NameOnly, refNameOnly}, {r.ItemNumber, refItemNumber},
		{r.RefOtherPerson, refOtherPerson}, {r.RefLastYear, refLastYear},
		{r.RefOtherInstalment, refOtherInstalment},
	}
}

// amounts are the exclusive slips with an amount.
func (r Rates) amounts() []choice {
	return []choice{
		{r.PartPayment, amountPart}, {r.Overpayment, amountOver}, {r.Rounded, amountRounded},
		{r.CentsOff, amountCents}, {r.OtherAmount, amountOther},
	}
}
