// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"strconv"

	"rentmeester/coding"
)

// telling are the keys that people understand, the most particular first.
var telling = []struct {
	key  key
	code string
}{
	{byTextAmount, "predict.reason.text-amount"},
	{byCase, "predict.reason.area-text"},
	{byText, "predict.reason.text"},
	{byShape, "predict.reason.shape"},
	{byAreaAmount, "predict.reason.area-amount"},
	{byAmount, "predict.reason.amount"},
	{byArea, "predict.reason.area"},
	{bySupplier, "predict.reason.supplier"},
	{byName, "predict.reason.name"},
	{anyText, "predict.reason.any-text"},
	{anyShape, "predict.reason.any-shape"},
	{byFirstWord, "predict.reason.first-word"},
	{anyAmount, "predict.reason.any-amount"},
}

const mostReasons = 3

// reasons tells what speaks for a candidate: "14 of 15 lines with this text were
// booked so".
func (m *Model) reasons(k *look, at int) []coding.Reason {
	v := k.row(at)
	out := make([]coding.Reason, 0, mostReasons)
	if s := v[fFollows]; s > 0.3 && k.slots[at] != k.last && v[fLong] < 0.2 {
		old := m.past.codes[k.last].coding
		out = append(out, coding.Reason{Code: "predict.reason.follows", Args: map[string]string{"old": m.named(old)}})
	}
	for _, t := range telling {
		count := v[2*int(t.key)+1]
		if count == 0 || len(out) == mostReasons {
			continue
		}
		if t.key == byName && v[2*int(bySupplier)+1] > 0 {
			continue
		}
		out = append(out, coding.Reason{Code: t.code, Args: map[string]string{
			"times": strconv.Itoa(int(count)), "of": strconv.Itoa(int(k.total[2*int(t.key)+1])),
		}})
	}
	if k.slots[at] < 0 {
		out = append(out, coding.Reason{Code: "predict.reason.parts"})
	} else if len(out) == 0 {
		out = append(out, coding.Reason{Code: "predict.reason.alike"})
	}
	return out
}

// named tells of a coding by its targets.
func (m *Model) named(c coding.Coding) string {
	name := ""
	for _, f := range m.targets {
		if v := c.Get(f); v != "" && name != "" {
			name += " / " + v
		} else {
			name += v
		}
	}
	return name
}

// like gives the latest lines that were coded so, by what they have most in
// common with this one.
func (m *Model) like(p *point, code int32) (out []Reference) {
	for _, t := range telling {
		key := p.keys[t.key]
		if key == 0 {
			continue
		}
		n := 0
		for row := range m.past.latest(key, m.past.rows.n) {
			if n++; n > 48 || len(out) == references {
				break
			}
			if m.past.rows.at(row).code == code {
				out = append(out, m.log.reference(row))
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}
