// SPDX-License-Identifier: EUPL-1.2

package rules

import (
	"math/big"
	"strings"

	"rentmeester/money"
)

// wholePercent is 100 % in the units that percentages are counted in.
const wholePercent = 1_000_000

// parsePercent reads "12.5 %" or "12,5%", above 0 and at most 100, with four
// decimals at most.
func parsePercent(s string) (int64, bool) {
	s = strings.TrimSpace(strings.TrimSuffix(s, "%"))
	whole, part, pointed := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	if len(whole) == 0 || len(whole) > 3 || len(part) > 4 || pointed && part == "" {
		return 0, false
	}
	n := int64(0)
	for _, digit := range whole + part + "0000"[len(part):] {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		n = n*10 + int64(digit-'0')
	}
	return n, n > 0 && n <= wholePercent
}

// percentOf gives a percentage of an amount, rounded to the cent, half away from
// zero.
func percentOf(amount money.Cents, percent int64) money.Cents {
	product := new(big.Int).Mul(big.NewInt(int64(amount.Abs())), big.NewInt(percent))
	product.Add(product, big.NewInt(wholePercent/2))
	cents := money.Cents(product.Div(product, big.NewInt(wholePercent)).Int64())
	if amount < 0 {
		return -cents
	}
	return cents
}

// divide gives the parts of a line. The last takes what is left, so that they
// always add up; a part of nothing is left out. It is not ok when the shares
// turn the last part around: then they took more than there is.
func (c compiled) divide(seen *look) (parts []Part, ok bool) {
	whole := seen.line.Amount
	left := whole
	for i, p := range c.portions {
		amount := left
		if i < len(c.portions)-1 {
			if amount, ok = p.share(seen); !ok {
				return nil, false
			}
		} else if left != 0 && (left > 0) != (whole > 0) {
			return nil, false
		}
		var err error
		if left, err = money.Add(left, -amount); err != nil {
			return nil, false
		}
		if amount != 0 {
			parts = append(parts, Part{Account: p.account, Dimensions: p.dimensions, Amount: amount})
		}
	}
	return parts, len(parts) > 0
}

func (p portion) share(seen *look) (money.Cents, bool) {
	if p.cents == nil {
		return percentOf(seen.line.Amount, p.percent), true
	}
	value, _, err := p.cents.Eval(seen)
	if err != nil {
		return 0, false
	}
	cents, ok := value.Value().(int64)
	return money.Cents(cents), ok && cents >= -int64(money.Max) && cents <= int64(money.Max)
}
