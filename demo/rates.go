// SPDX-License-Identifier: EUPL-1.2

package demo

import "math/rand/v2"

// Rates says how often life goes each way. Every rate is a share from 0 to 1 of
// what its comment names; docs/demo.md says where each figure comes from. Rates
// are never amounts of money.
type Rates struct {
	// How households pay their yearly assessment; the rest pays it at once.
	DirectDebit   float64 // of the assessments: collected by us in ten instalments
	OwnTerms      float64 // of the assessments: paid by oneself in two or three instalments
	SharedRef     float64 // of the assessments in own instalments: one reference for all instalments
	Exempt        float64 // of the households: no assessment (remission)
	EqualAmounts  float64 // of the assessments: one of a few amounts, the same for many
	AddressListed float64 // of the yearly assessments: the address stands in the description

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
	RefOtherOpen       float64 // that of another debtor's item that really exists
	RefParty           float64 // the party number in text
	RefAddress         float64 // only an address or a postcode
	RefTwo             float64 // the right one and last year's beside it
	SwappedPayers      float64 // two debtors each name the other's reference
	CompanyText        float64 // of companies' payments: invoice number in text, no reference
	RefRFText          float64 // of companies' invoice payments: the RF reference typed in text
	RefEndToEnd        float64 // of payments after a direct debit came back: its EndToEndId in text
	RefLineBreak       float64 // of payments to the second account: the statement cuts the reference over two lines

	// What happens to the amount, of own payments.
	PartPayment  float64 // half or so; most pay the rest later
	Overpayment  float64 // more than was asked
	Rounded      float64 // to whole euros
	CentsOff     float64 // two cents or digits of the cents wrong
	OtherAmount  float64 // that of another instalment
	SeveralTerms float64 // of payers in own instalments: several in one payment
	SeveralItems float64 // of payers with several items: one payment for all
	Twice        float64 // paid again some days later

	// Names at the bank that differ from the books, of the households.
	NameJoint    float64 // a joint account (e/o, en/of)
	NameMarried  float64 // a double name, or only the spouse's
	NameInitials float64 // initials left out, or nothing but initials
	NameMisspelt float64 // a letter wrong
	NameTrade    float64 // of the companies: a trade name

	// Who pays, of own payments; Administered is of the households.
	Partner        float64 // from the partner's account
	ThirdParty     float64 // through a third party that names the ultimate debtor
	Relative       float64 // by a relative with the same surname
	Bailiff        float64 // of items that nobody pays: collected by a bailiff, who pays several less his fee
	BailiffLists   float64 // of the bailiffs' payments: name the items
	GAccountIn     float64 // of companies' invoice payments: part comes from a blocked account
	Foreign        float64 // of households and companies: an account abroad
	ForeignCosts   float64 // of payments from abroad: banks deduct costs
	CostsStated    float64 // of those: our bank says so
	ForeignMoney   float64 // of payments from abroad: ordered in another currency
	Administered   float64 // through a protective administrator (bewindvoerder)
	AdminCollects  float64 // of payments by administrators: one for several clients
	WrongAccount   float64 // to our other account
	NotOurs        float64 // of own payments, beside them: meant for another organisation
	RefundedSurely float64 // of what was paid too much: paid back within the year

	// Paid online or by card.
	Online           float64 // of fees and permits: through a payment provider that settles each day less its fee
	SettlementListed float64 // of those settlements, from June: the bank details them
	SettlementKnown  float64 // of those settlements: our items name it as their batch
	CardsNet         float64 // of the days: card payments at the desk settled less the fee
	CardCosts        float64 // of the months: costs of the terminals collected from us

	// Direct debits, of the collected amounts.
	DebitRejected     float64 // before settlement
	DebitReturned     float64 // within 5 business days
	DebitRefunded     float64 // within 8 weeks, because the payer asks
	DebitUnauthorised float64 // after 8 weeks and within 13 months
	DebitReversed     float64 // reversed by ourselves
	OldRefunded       float64 // of the households: an unauthorised debit of last year comes back
	ReturnUndone      float64 // of returns and refunds: the bank takes the return itself back
	ReturnsBundle     float64 // of the days with returns: booked as one entry with details

	// The bank's own habits.
	BankReversal  float64 // of own payments: booked by mistake and taken back
	Collected     float64 // of payments with a right reference: in one collected entry a day
	NoBankRef     float64 // of entries on the second account: without the bank's reference
	NetBatches    float64 // of our batches: on the second account, booked less the rejects
	NetRejected   float64 // of the orders in those: rejected
	StatusReports float64 // of our other batches: the bank answers too (pain.002)
	BatchDetails  float64 // of our other batches: a notification (camt.054) details them
	DetailsEarly  float64 // of notifications: before the statement
	DetailsLate   float64 // of notifications: the next business day
	DetailsTwice  float64 // of days with a notification: the statement has the details too
	StatementLate float64 // of the main account's statements: after those of later days
	Redelivered   float64 // of the bank's statement files: come a second time
	SweepBare     float64 // of sweeps with the state treasury: without a word

	// What we pay.
	SupplierCollects float64 // of suppliers' invoices: they collect from us
	GAccount         float64 // of suppliers' invoices: part goes to a blocked account
	PaymentReturned  float64 // of suppliers' payments: come back
	BenefitReturned  float64 // of benefits: come back
	CreditNotes      float64 // of suppliers' invoices: paid less a credit note
	RefundReturned   float64 // of what we pay back: comes back itself
	PayrollBatch     float64 // of the months: salaries as a batch whose orders we have
	TaxTyped         float64 // of payments to the tax office: the reference typed in text
	GrantsCombined   float64 // of the state's special grants: two in one payment
	Carried          float64 // of the households: an unpaid item of last year
}

// DefaultRates gives the rates of an ordinary town.
func DefaultRates() Rates {
	return Rates{
		DirectDebit: 0.32, OwnTerms: 0.24, SharedRef: 0.5, Exempt: 0.06, EqualAmounts: 0.1, AddressListed: 0.5,
		Late: 0.08, Never: 0.015, Known: 0.35,
		RefFreeText: 0.12, RefSpaced: 0.05, RefWrapped: 0.02, RefGlued: 0.02,
		RefDigitWrong: 0.01, RefSwapped: 0.006, RefMissing: 0.025, NameOnly: 0.02,
		ItemNumber: 0.03, RefOtherPerson: 0.002, RefLastYear: 0.006, RefOtherInstalment: 0.015,
		RefOtherOpen: 0.0005, RefParty: 0.006, RefAddress: 0.005, RefTwo: 0.003, SwappedPayers: 0.0004,
		CompanyText: 0.45, RefRFText: 0.06, RefEndToEnd: 0.05, RefLineBreak: 0.02,
		PartPayment: 0.012, Overpayment: 0.006, Rounded: 0.01, CentsOff: 0.005, OtherAmount: 0.005,
		SeveralTerms: 0.06, SeveralItems: 0.15, Twice: 0.006,
		NameJoint: 0.1, NameMarried: 0.1, NameInitials: 0.02, NameMisspelt: 0.01, NameTrade: 0.1,
		Partner: 0.04, ThirdParty: 0.004, Relative: 0.005, Administered: 0.012, AdminCollects: 0.3,
		Bailiff: 0.35, BailiffLists: 0.6, GAccountIn: 0.004,
		Foreign: 0.005, ForeignCosts: 0.15, CostsStated: 0.7, ForeignMoney: 0.1,
		WrongAccount: 0.003, NotOurs: 0.001, RefundedSurely: 0.7,
		Online: 0.15, SettlementListed: 0.3, SettlementKnown: 0.5, CardsNet: 0.1, CardCosts: 1,
		DebitRejected: 0.0005, DebitReturned: 0.0086, DebitRefunded: 0.0024, DebitUnauthorised: 0.0005,
		DebitReversed: 0.0003, OldRefunded: 0.0003, ReturnUndone: 0.01, ReturnsBundle: 0.4,
		BankReversal: 0.0004, Collected: 0.35, NoBankRef: 0.02,
		NetBatches: 0.1, NetRejected: 0.001, StatusReports: 0.3, BatchDetails: 0.03,
		DetailsEarly: 0.02, DetailsLate: 0.05, DetailsTwice: 0.03, StatementLate: 0.004, Redelivered: 0, SweepBare: 0.05,
		SupplierCollects: 0.03, GAccount: 0.01, PaymentReturned: 0.0015, BenefitReturned: 0.003,
		CreditNotes: 0.008, RefundReturned: 0.01, PayrollBatch: 0.5, TaxTyped: 0.1, GrantsCombined: 0.1,
		Carried: 0.015,
	}
}

// all gives every rate in a fixed order, so that it can be tested and varied.
func (r *Rates) all() []*float64 {
	return []*float64{
		&r.DirectDebit, &r.OwnTerms, &r.SharedRef, &r.Exempt, &r.EqualAmounts, &r.AddressListed, &r.Late, &r.Never, &r.Known,
		&r.RefFreeText, &r.RefSpaced, &r.RefWrapped, &r.RefGlued, &r.RefDigitWrong, &r.RefSwapped,
		&r.RefMissing, &r.NameOnly, &r.ItemNumber, &r.RefOtherPerson, &r.RefLastYear,
		&r.RefOtherInstalment, &r.RefOtherOpen, &r.RefParty, &r.RefAddress, &r.RefTwo, &r.SwappedPayers,
		&r.CompanyText, &r.RefRFText, &r.RefEndToEnd, &r.RefLineBreak, &r.PartPayment, &r.Overpayment, &r.Rounded,
		&r.CentsOff, &r.OtherAmount, &r.SeveralTerms, &r.SeveralItems, &r.Twice,
		&r.NameJoint, &r.NameMarried, &r.NameInitials, &r.NameMisspelt, &r.NameTrade, &r.Partner,
		&r.ThirdParty, &r.Relative, &r.Administered, &r.AdminCollects, &r.Bailiff, &r.BailiffLists, &r.GAccountIn,
		&r.Foreign, &r.ForeignCosts, &r.CostsStated, &r.ForeignMoney, &r.WrongAccount, &r.NotOurs, &r.RefundedSurely,
		&r.Online, &r.SettlementListed, &r.SettlementKnown, &r.CardsNet, &r.CardCosts,
		&r.DebitRejected, &r.DebitReturned, &r.DebitRefunded, &r.DebitUnauthorised, &r.DebitReversed,
		&r.OldRefunded, &r.ReturnUndone, &r.ReturnsBundle, &r.BankReversal, &r.Collected, &r.NoBankRef,
		&r.NetBatches, &r.NetRejected, &r.StatusReports, &r.BatchDetails, &r.DetailsEarly, &r.DetailsLate,
		&r.DetailsTwice, &r.StatementLate, &r.Redelivered, &r.SweepBare, &r.SupplierCollects, &r.GAccount,
		&r.PaymentReturned, &r.BenefitReturned, &r.CreditNotes, &r.RefundReturned, &r.PayrollBatch, &r.TaxTyped,
		&r.GrantsCombined, &r.Carried,
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
		sum(r.names()) <= 1 && r.Partner+r.ThirdParty+r.Relative <= 1 && r.Late+r.Never <= 1 &&
		r.CompanyText+r.RefRFText <= 1 && r.DetailsEarly+r.DetailsLate <= 1 &&
		r.DebitRejected+r.DebitReturned+r.DebitRefunded+r.DebitUnauthorised+r.DebitReversed <= 1
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
func pick(rng *rand.Rand, choices []choice) mess { return choose(rng.Float64(), choices) }

// choose gives the choice at x of 0 … 1.
func choose(x float64, choices []choice) mess {
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
		{r.RefOtherInstalment, refOtherInstalment}, {r.RefOtherOpen, refOtherOpen}, {r.RefParty, refParty},
		{r.RefAddress, refAddress}, {r.RefTwo, refTwo}, {r.SwappedPayers, swappedPayers},
	}
}

// names are the exclusive ways in which a bank's name differs from the books.
func (r Rates) names() []choice {
	return []choice{
		{r.NameJoint, nameJoint}, {r.NameMarried, nameMarried},
		{r.NameInitials, nameInitials}, {r.NameMisspelt, nameMisspelt},
	}
}

// amounts are the exclusive slips with an amount.
func (r Rates) amounts() []choice {
	return []choice{
		{r.PartPayment, amountPart}, {r.Overpayment, amountOver}, {r.Rounded, amountRounded},
		{r.CentsOff, amountCents}, {r.OtherAmount, amountOther},
	}
}
