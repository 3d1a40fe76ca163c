// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/store/db"
)

// MonthLines counts the bank lines that the bank booked in a month.
type MonthLines struct {
	Month     string `json:"month"` // 2026-04
	Lines     int64  `json:"lines"`
	Automatic int64  `json:"automatic"` // booked by the autopilot, and that stands
	ByHand    int64  `json:"byHand"`    // booked by a person
	Waiting   int64  `json:"waiting"`   // on the worklist
	Corrected int64  `json:"corrected"` // a person took back what the autopilot did
}

// monthLines gives each month with bank lines, the first month first.
func (b *Books) monthLines(ctx context.Context, q *db.Queries) ([]MonthLines, error) {
	rows, err := q.LinesByMonth(ctx, b.Adm.Key)
	if err != nil {
		return nil, failed(err)
	}
	byHand, corrected := map[string]int64{}, map[string]int64{}
	hand, err := q.LinesByHand(ctx, b.Adm.Key)
	if err != nil {
		return nil, failed(err)
	}
	for _, r := range hand {
		byHand[r.Month] = r.Lines
	}
	back, err := q.LinesCorrected(ctx, b.Adm.Key)
	for _, r := range back {
		corrected[r.Month] = r.Lines
	}
	list := make([]MonthLines, len(rows))
	for i, r := range rows {
		m := MonthLines{Month: r.Month, Lines: r.Lines, Waiting: r.Waiting, ByHand: byHand[r.Month], Corrected: corrected[r.Month]}
		m.Automatic = m.Lines - m.Waiting - m.ByHand
		list[i] = m
	}
	return list, failed(err)
}

// Ages are the groups of what is open, by how many days it is late; what nobody
// knows the last day of comes last.
var Ages = []string{"in-time", "30", "60", "90", "older", "unknown"}

// Age is what is open of a group.
type Age struct {
	Age   string      `json:"age"`
	Items int         `json:"items"`
	Open  money.Cents `json:"open"`
}

// Ageing gives what is open of receivables or payables by how long it is late,
// every group, also the empty ones.
func (b *Books) Ageing(ctx context.Context, kind string) (list []Age, err error) {
	today := day.Of(b.Now())
	before := func(days int) string { return string(today.Add(-days)) }
	found := map[string]Age{}
	err = b.read(ctx, func(q *db.Queries) error {
		rows, err := q.Ageing(ctx, db.AgeingParams{Adm: b.Adm.Key, Kind: kind, Today: string(today), Day30: before(30), Day60: before(60), Day90: before(90)})
		for _, r := range rows {
			found[r.Age] = Age{r.Age, int(r.Items), money.Cents(r.Open)}
		}
		return failed(err)
	})
	for _, age := range Ages {
		one := found[age]
		one.Age = age
		list = append(list, one)
	}
	return list, err
}
