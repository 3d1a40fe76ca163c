// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"strconv"

	"go.yaml.in/yaml/v3"

	"rentmeester/staffing"
)

// staffingPart is what a part of a policy says of who does what: settings in the order
// in which they were said.
type staffingPart []func(*staffing.Prices)

func (p staffingPart) apply(to *staffing.Prices) {
	for _, set := range p {
		set(to)
	}
}

// mostPrice bounds a price, so that sums stay whole numbers.
const mostPrice = 1000

// readStaffing reads that part. Errors: policy.value-at.
func readStaffing(node yaml.Node, from string) (p staffingPart, err error) {
	r := reader{from}
	price := func(name string, to func(*staffing.Prices) *int) take {
		return take{name, func(node *yaml.Node, setting string) error {
			n := 0
			err := r.number(&n, 0, mostPrice)(node, setting)
			p = append(p, func(prices *staffing.Prices) { *to(prices) = n })
			return err
		}}
	}
	err = r.settings(&node, "staffing",
		take{"priority", func(node *yaml.Node, setting string) error {
			var known []take
			for i := range 5 {
				known = append(known, price(strconv.Itoa(i+1), func(to *staffing.Prices) *int { return &to.Priority[i] }))
			}
			return r.settings(node, setting, known...)
		}},
		price("welcome", func(to *staffing.Prices) *int { return &to.Welcome }), price("continuity", func(to *staffing.Prices) *int { return &to.Continuity }),
		price("gladly", func(to *staffing.Prices) *int { return &to.Gladly }), price("rather-not", func(to *staffing.Prices) *int { return &to.Rather }),
		price("develop", func(to *staffing.Prices) *int { return &to.Develop }), price("stretch", func(to *staffing.Prices) *int { return &to.Stretch }),
		price("near", func(to *staffing.Prices) *int { return &to.Near }), price("travel", func(to *staffing.Prices) *int { return &to.Travel }),
		price("move", func(to *staffing.Prices) *int { return &to.Move }),
		take{"missed", func(node *yaml.Node, setting string) error {
			percent := 0
			err := r.number(&percent, 0, 100)(node, setting)
			p = append(p, func(to *staffing.Prices) { to.MissedShare = percent * 10 })
			return err
		}},
		take{"fair", func(node *yaml.Node, setting string) error {
			bands, err := r.bands(node, setting)
			p = append(p, func(to *staffing.Prices) { to.Fair = bands })
			return err
		}})
	return p, err
}

// bands reads "- {above: 60, price: 1}", each above a higher part of the contract.
func (r reader) bands(node *yaml.Node, setting string) (list []staffing.Band, err error) {
	err = r.each(func(element *yaml.Node, setting string) error {
		above, price := 0, 0
		if err := r.settings(element, setting, take{"above", r.number(&above, 0, 100)}, take{"price", r.number(&price, 0, mostPrice)}); err != nil {
			return err
		}
		list = append(list, staffing.Band{Above: above * 10, Price: price})
		return nil
	})(node, setting)
	return list, err
}
