// SPDX-License-Identifier: EUPL-1.2

package paying

import (
	"math/big"

	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/payment"
)

// Late is what the law sets on late payment by a public body: it pays within 30
// days of receipt of the invoice (art. 6:119b BW), and after that owes statutory
// commercial interest (6:119b, 6:120 lid 2 BW) and at least € 40 for the costs of
// collection (6:96 lid 4 BW).
type Late struct {
	Days         int         // 30
	Compensation money.Cents // € 40.00
	Rates        []Rate      // from old to new
}

// Rate is statutory commercial interest from a day on, in hundredths of a
// percent a year: 1015 is 10.15 %.
type Rate struct {
	From   day.Day
	Yearly int
}

// Old says that the rate of the half year that a day is in was not given: what is
// reckoned goes by an older one.
func (l Late) Old(on day.Day) bool {
	if len(l.Rates) == 0 {
		return true
	}
	year, month := on.Time().Year(), 1
	if on.Time().Month() > 6 {
		month = 7
	}
	begin, err := day.Date(year, month, 1)
	return err != nil || l.Rates[len(l.Rates)-1].From < begin
}

// Risk is what late payment may cost. What is in time has none.
type Risk struct {
	Days         int // after the last day of the law; of several payables the most
	Count        int // of payables that are late
	Interest     money.Cents
	Compensation money.Cents
}

// Total is what the supplier may ask.
func (r Risk) Total() money.Cents { return r.Interest + r.Compensation }

func (r Risk) and(o Risk) Risk {
	return Risk{max(r.Days, o.Days), r.Count + o.Count, r.Interest + o.Interest, r.Compensation + o.Compensation}
}

// LastDay gives the last day on which the law has an invoice paid: 30 days after
// it was received, or issued where that is not known; "" when neither is.
func (l Late) LastDay(p Payable) day.Day {
	if p.Received != "" {
		return p.Received.Add(l.Days)
	}
	return p.Issued.Add(l.Days)
}

// Risk gives what it may cost that a payable is paid on a day. Interest runs from
// the day after the last day up to and including that of payment, at the rate of
// each day over 365 days, and bears interest itself after each whole year (6:119a
// lid 3 BW); rounded half up to a cent.
func (l Late) Risk(p Payable, on day.Day) Risk {
	last := l.LastDay(p)
	if last == "" || on <= last || p.Amount <= 0 || p.Amount > payment.MaxTransfer {
		return Risk{}
	}
	r := Risk{Days: on.Sub(last), Count: 1, Compensation: l.Compensation}
	owed, from := p.Amount, last
	for year := 1; from < on; year++ {
		until := min(day.Of(last.Time().AddDate(year, 0, 0)), on)
		owed += part(owed, l.rated(from, until), 365*10_000)
		from = until
	}
	r.Interest = owed - p.Amount
	return r
}

// rated adds up the yearly rates of the days after from up to and including until.
func (l Late) rated(from, until day.Day) (sum int64) {
	for n, rate := range l.Rates {
		begin, end := max(from, rate.From.Add(-1)), until
		if n+1 < len(l.Rates) {
			end = min(end, l.Rates[n+1].From.Add(-1))
		}
		if n == 0 {
			begin = from // before the first rate that one holds
		}
		if begin < end {
			sum += int64(end.Sub(begin)) * int64(rate.Yearly)
		}
	}
	return sum
}

// part gives amount × number / of, rounded half up, without overflow between.
func part(amount money.Cents, number, of int64) money.Cents {
	product := new(big.Int).Mul(big.NewInt(int64(amount)), big.NewInt(number))
	product.Add(product.Mul(product, big.NewInt(2)), big.NewInt(of))
	product.Div(product, big.NewInt(2*of))
	if !product.IsInt64() {
		return money.Max
	}
	return money.Cents(product.Int64())
}

// Gain is what a discount is worth: Amount for paying Days earlier than is
// due, which is Yearly over a year, in hundredths of a percent.
type Gain struct {
	Amount money.Cents
	Until  day.Day
	Days   int
	Yearly int
	Taken  bool
}

// mostYearly keeps a discount for paying a day early from being absurd.
const mostYearly = 1_000_000 // 10,000 %

// gain gives what the discount of a payable is worth when it is paid on a day;
// nothing when the day is past.
func (p Payable) gain(due, on day.Day) Gain {
	d := p.Discount
	if d.Amount <= 0 || d.Until == "" || on > d.Until || p.Amount <= 0 || p.Amount > payment.MaxTransfer ||
		p.GAmount < 0 || d.Amount >= p.Amount-p.GAmount {
		return Gain{}
	}
	days := max(1, due.Sub(on))
	base := int64(p.Amount - d.Amount)
	yearly := part(d.Amount, 365*10_000, base*int64(days))
	return Gain{Amount: d.Amount, Until: d.Until, Days: days, Yearly: int(min(yearly, mostYearly))}
}
