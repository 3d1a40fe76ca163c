// SPDX-License-Identifier: EUPL-1.2

package demo

// Profile is a kind of town: rates that clearly differ from those of others.
type Profile struct {
	Name  string
	Rates Rates
}

// Profiles gives the kinds of town that measurements go over; the first is the
// ordinary one. docs/demo.md says which seeds are for what, and that seed n takes
// profile n modulo their number.
func Profiles() []Profile {
	return []Profile{
		{"gewoon", DefaultRates()}, {"dorp", village()}, {"stad", city()},
		{"slordig", sloppy()}, {"incasso", collecting()}, {"contant", unlabelled()},
	}
}

// ProfileOf gives the kind of town of a seed.
func ProfileOf(seed uint64) Profile {
	all := Profiles()
	return all[seed%uint64(len(all))]
}

// village: few debtors, who pay as they are asked; one bank account does nearly
// all, nothing goes through a payment provider, and the books know many accounts.
func village() Rates {
	r := DefaultRates()
	r.DirectDebit, r.OwnTerms, r.SharedRef, r.Known, r.AddressListed = 0.2, 0.1, 1, 0.7, 1
	r.RefFreeText, r.RefSpaced, r.RefMissing, r.NameOnly, r.CompanyText = 0.08, 0.03, 0.015, 0.03, 0.3
	r.SeveralTerms, r.Late, r.Administered, r.Bailiff = 0.03, 0.05, 0.006, 0.2
	r.Online, r.CardsNet, r.NetBatches, r.Foreign, r.GrantsCombined = 0, 0, 0, 0.001, 0
	r.Collected, r.ReturnsBundle, r.StatusReports, r.BatchDetails, r.DetailsTwice, r.PayrollBatch = 0, 0, 0, 0, 0, 0
	return r
}

// city: every channel at once, many administrators, bailiffs, foreign accounts
// and joint or trade names, and a bank that delivers in pieces.
func city() Rates {
	r := DefaultRates()
	r.DirectDebit, r.OwnTerms, r.EqualAmounts, r.Known, r.AddressListed = 0.4, 0.2, 0.35, 0.25, 0.3
	r.Late, r.Never, r.Bailiff, r.BailiffLists, r.Administered, r.AdminCollects = 0.14, 0.04, 0.6, 0.4, 0.03, 0.6
	r.RefFreeText, r.RefMissing, r.RefOtherOpen, r.RefParty, r.RefAddress, r.SwappedPayers = 0.15, 0.035, 0.002, 0.012, 0.01, 0.002
	r.NameJoint, r.NameMarried, r.NameInitials, r.NameMisspelt, r.NameTrade = 0.2, 0.15, 0.05, 0.02, 0.3
	r.Partner, r.ThirdParty, r.Relative, r.Foreign, r.ForeignCosts, r.ForeignMoney = 0.06, 0.02, 0.015, 0.03, 0.3, 0.3
	r.Online, r.SettlementListed, r.SettlementKnown, r.CardsNet = 0.5, 0.5, 0.3, 0.5
	r.NetBatches, r.NetRejected, r.StatusReports, r.BatchDetails, r.Collected = 0.4, 0.003, 0.8, 0.3, 0.6
	r.DetailsEarly, r.DetailsLate, r.DetailsTwice, r.StatementLate, r.Redelivered = 0.1, 0.2, 0.2, 0.02, 0.03
	r.DebitReturned, r.DebitRefunded, r.DebitUnauthorised, r.ReturnUndone = 0.016, 0.005, 0.001, 0.02
	r.CreditNotes, r.GAccount, r.GAccountIn, r.SupplierCollects = 0.03, 0.03, 0.02, 0.06
	return r
}

// sloppy: payers who type what they like, pay other sums than were asked, twice,
// late, or for each other.
func sloppy() Rates {
	r := DefaultRates()
	r.DirectDebit, r.OwnTerms, r.Late, r.Never, r.Known = 0.15, 0.35, 0.2, 0.04, 0.2
	r.RefFreeText, r.RefSpaced, r.RefWrapped, r.RefGlued = 0.18, 0.1, 0.06, 0.05
	r.RefDigitWrong, r.RefSwapped, r.RefMissing, r.NameOnly, r.ItemNumber = 0.03, 0.02, 0.06, 0.04, 0.05
	r.RefOtherPerson, r.RefLastYear, r.RefOtherInstalment, r.RefOtherOpen = 0.006, 0.02, 0.04, 0.003
	r.RefParty, r.RefAddress, r.RefTwo, r.SwappedPayers = 0.02, 0.015, 0.012, 0.003
	r.CompanyText, r.RefRFText, r.RefEndToEnd, r.RefLineBreak = 0.5, 0.2, 0.2, 0.1
	r.PartPayment, r.Overpayment, r.Rounded, r.CentsOff, r.OtherAmount, r.Twice = 0.04, 0.02, 0.03, 0.02, 0.02, 0.02
	r.SeveralTerms, r.SeveralItems, r.Partner, r.Relative, r.NameMisspelt, r.NameInitials = 0.15, 0.3, 0.08, 0.02, 0.04, 0.05
	r.WrongAccount, r.NotOurs, r.DebitReturned, r.DebitRefunded = 0.012, 0.004, 0.025, 0.006
	return r
}

// collecting: mostly direct debit, so few payers choose what they write, and much
// comes back.
func collecting() Rates {
	r := DefaultRates()
	r.DirectDebit, r.OwnTerms, r.Known = 0.8, 0.05, 0.8
	r.DebitRejected, r.DebitReturned, r.DebitRefunded, r.DebitUnauthorised = 0.002, 0.025, 0.008, 0.002
	r.DebitReversed, r.OldRefunded, r.ReturnUndone, r.ReturnsBundle = 0.001, 0.002, 0.04, 0.7
	r.NetBatches, r.NetRejected, r.StatusReports, r.BatchDetails, r.RefEndToEnd = 0.5, 0.004, 0.6, 0.4, 0.15
	r.StatementLate, r.Redelivered, r.DetailsLate = 0.03, 0.02, 0.15
	return r
}

// unlabelled: few references. Names, addresses and amounts must do, and many
// amounts are equal.
func unlabelled() Rates {
	r := DefaultRates()
	r.DirectDebit, r.OwnTerms, r.EqualAmounts, r.AddressListed, r.Known = 0.1, 0.2, 0.5, 0.8, 0.3
	r.RefFreeText, r.RefSpaced, r.RefMissing, r.NameOnly, r.RefAddress, r.RefParty = 0.08, 0.03, 0.18, 0.15, 0.08, 0.06
	r.ItemNumber, r.CompanyText, r.Collected = 0.06, 0.6, 0.1
	r.NameJoint, r.NameMarried, r.NameTrade, r.Partner, r.Relative = 0.25, 0.12, 0.25, 0.08, 0.02
	r.BailiffLists, r.SettlementListed, r.SettlementKnown, r.SweepBare = 0.2, 0, 0.1, 0.5
	return r
}
