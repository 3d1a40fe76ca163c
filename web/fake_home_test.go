// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"slices"
	"time"
)

// Needs gives one of each kind.
func (v *town) Needs(_ context.Context, by string, kinds []string) (n Needs, err error) {
	if v.empty || v.fails != nil {
		return Needs{Bare: true}, v.fails
	}
	all := []Need{
		{Kind: NeedLate, ID: "43", Name: "Pieters Groen", Number: "2026-0912", Amount: 1249500, Due: "2026-02-27", Left: -3, Because: []string{"deadline", "money"}},
		{Kind: NeedRun, ID: "7", Name: "j.jansen", Number: "RM-7", Amount: 48211017, Due: "2026-03-04", Left: 2, Because: []string{"money"}},
		{Kind: NeedLine, ID: "L104", Name: "Incasso gemeentelijke belastingen", Amount: -1482377, Due: "2026-03-07", Left: 5, Doubt: 1, Because: []string{"money", "deadline", "doubt"},
			Why: because("version", "batch onbekend")},
		{Kind: NeedLine, ID: "L105", Amount: 4711, Currency: "USD", Due: "2026-03-07", Left: 5, Doubt: 1, Because: []string{"deadline"}},
		{Kind: NeedHeld, ID: "41", Name: "Drukkerij De Letter & Zn.", Number: "F-2026/118", Amount: 181500, Due: "2026-03-12", Left: 10, Doubt: 1, Because: []string{"deadline"},
			Why: because("version", "andere rekening dan bekend")},
		{Kind: NeedApproval, ID: "42", Name: "Stroomlijn Energie B.V.", Number: "88120023", Amount: 2310040, Due: "2026-03-20", Left: 18, Because: []string{"money"}},
		{Kind: NeedCoding, ID: "40", Name: "Kantoorvakhandel Het Potlood", Number: "2026.44", Amount: 12110, Due: "2026-03-22", Left: 20, Doubt: .2, Because: []string{"deadline"}},
		{Kind: NeedDocument, ID: "14", Name: "scan-0031.pdf", Number: "post@voorbeeld.example", Due: "2026-03-30", Left: 28, Doubt: 1, Because: []string{"doubt"}},
		{Kind: NeedQuarantine, ID: "Q1", Name: "MT940_20260302_stroomlijn.sta", Due: "2026-03-04", Left: 2, Doubt: 1, Because: []string{"deadline"}, Why: reason("money.precision", "value", "12,345")},
		{Kind: NeedLetter, ID: "93", Name: "facturen@potlood.example", Number: "Uw factuur", Due: "2026-03-04", Left: 2, Because: []string{"deadline"}},
		{Kind: NeedMandate, ID: "MND00001069", Name: "J. de Vries-van den Heuvel", Number: "MND00001069", Amount: 4551, Due: "2026-03-25", Left: 23, Because: []string{"deadline"}},
		{Kind: NeedAccount, ID: townRent, Name: "Huren en pachten", Number: townRent, Amount: 10000, Due: "2026-03-01", Left: -1, Doubt: 1, Because: []string{"deadline", "doubt"}},
		{Kind: NeedProject, ID: "81", Name: "Fietspad Noord", Number: "P-2026-04", Amount: 1250000, Due: "2026-06-01", Left: 91, Doubt: .2, Because: []string{"money"}, Why: because("version", "krediet gaat op")},
		{Kind: NeedPeople, ID: "71", Name: "Anneke de Boer", Number: "Bert", Due: "2026-03-04", Left: 2, Because: []string{"deadline"}},
		{Kind: NeedPolicy, ID: "75", Number: "Bert", Due: "2026-03-04", Left: 2, Because: []string{"deadline"}},
		{Kind: NeedAutopilot, ID: "bank", Due: "2026-03-03", Left: 1, Doubt: .03, Because: []string{"deadline"}},
		{Kind: NeedStaffing, ID: "600", Due: "2026-03-05", Left: 3, Doubt: 1, Because: []string{"deadline"}, Why: reason("web.staffing.need", "waiting", 4, "unfilled", 2)},
	}
	for _, one := range all {
		if !slices.Contains(kinds, one.Kind) {
			continue
		}
		n.List = append(n.List, one)
		if at := slices.IndexFunc(n.Groups, func(g NeedGroup) bool { return g.Kind == one.Kind }); at >= 0 {
			n.Groups[at].Count++
		} else {
			n.Groups = append(n.Groups, NeedGroup{Kind: one.Kind, Count: 1, More: one.Kind == NeedLate, Sum: one.Amount.Abs()})
		}
	}
	n.Sample, n.Today = 3, "2026-03-02"
	return n, nil
}

// quiet is a town where nothing waits.
type quiet struct{ *town }

func (quiet) Needs(context.Context, string, []string) (Needs, error) {
	return Needs{Today: "2026-03-02"}, nil
}

func (v *town) DoneSince(context.Context, time.Time) (Done, error) {
	if v.empty {
		return Done{}, v.fails
	}
	return Done{Lines: DoneCount{4210, 2}, Codings: DoneCount{37, 1}, Bookings: DoneCount{44, 0}, Letters: DoneCount{12, 0}}, v.fails
}

// counting is the town just after the program was started.
type counting struct{ *town }

func (c counting) Needs(ctx context.Context, by string, kinds []string) (Needs, error) {
	n, err := c.town.Needs(ctx, by, kinds)
	n.Counting = true
	return n, err
}
