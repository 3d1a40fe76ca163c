// SPDX-License-Identifier: EUPL-1.2

package extract

import "regexp"

// endings are words that make a label of the word before them.
var endings = map[string]bool{"nr": true, "nummer": true, "no": true, "num": true, "datum": true, "dd": true, "code": true, "id": true}

// compounds are labels that suppliers put together, the Dutch way, of parts: the
// first that fits says what they mean. What is a number or a day of something
// unknown is worth knowing too: it is not the number of the invoice.
var compounds = []struct {
	shape *regexp.Regexp
	term  term
}{
	{regexp.MustCompile(`^(?:verkoop)?(?:fact|fakt|factuur|faktuur|nota|credit|creditnota|creditfactuur|declaratie)(?:datum|dd)$`), term{Issued, 1}},
	{regexp.MustCompile(`^(?:uw|ons|onze)?(?:verkoop)?(?:fact|fakt|factuur|faktuur|nota|credit|creditnota|creditfactuur|declaratie)(?:nr|nummer|no|num|id|code)$`), term{Number, 1}},
	{regexp.MustCompile(`^(?:uw|klant)?(?:inkoop|bestel|order|opdracht|opdrachtbon|bestelbon|inkooporder|verplichtingen|verplichtings?|po)(?:nr|nummer|no|num|code|id)$`), term{Order, 1}},
	{regexp.MustCompile(`^(?:uiterste|uiterlijke)?(?:betaal|betalings|verval)(?:datum|dag)$`), term{Due, 1}},
	{regexp.MustCompile(`^(?:kvk|kamervankoophandel|handelsregister)(?:nr|nummer|no|num)$`), term{SellerKvK, 1}},
	{regexp.MustCompile(`^(?:btw|ob|omzetbelasting)(?:identificatie|id)?(?:nr|nummer|no|num|code|id)$`), term{SellerVAT, 1}},
	{regexp.MustCompile(`^\p{L}{3,}(?:nummer|nr|code)$`), term{otherCode, 0.8}},
	{regexp.MustCompile(`^\p{L}{3,}datum$`), term{otherDay, 0.8}},
}

// compound gives what a folded label means by its parts.
func compound(joined string) []term {
	if len(joined) < 5 {
		return nil
	}
	for _, c := range compounds {
		if c.shape.MatchString(joined) {
			return []term{c.term}
		}
	}
	return nil
}
