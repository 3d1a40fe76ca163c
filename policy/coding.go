// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/fault"
)

// uncoded holds where a policy says nothing of coding and VAT: what a town does is
// government, and its VAT comes back from the fund.
var uncoded = coding.Terms{Default: coding.Compensable, Reverse: 210_000}

const (
	codingSettings  = "required, becomes, closed, open"
	vatSettings     = "default, accounts, reverse, mixed, taakveld, cost-centre, account"
	treatmentValues = "compensable, deductible, cost, mixed, mixed:NAME"
	generalRatio    = "general" // the name in policy of the ratio without a name
	notAnyMore      = "none"
)

// termsPart is what a part of a policy says of coding and VAT; nil and "" are what
// it does not say.
type termsPart struct {
	required                   []coding.Field
	fallback                   coding.Treatment
	accounts                   map[string]string
	reverse                    *coding.Millionths
	ratios                     map[string]coding.Ratio
	taakveld, centres, account map[string]coding.Treatment
	recoding                   recodingPart
}

// apply puts what a part says over what held before. Maps are made anew, because
// what held before is kept by who asked for it.
func (p termsPart) apply(to *coding.Terms) {
	if p.required != nil {
		to.Required = p.required
	}
	if p.fallback != "" {
		to.Default = p.fallback
	}
	if p.reverse != nil {
		to.Reverse = *p.reverse
	}
	for role, target := range map[string]*string{
		string(coding.Compensable): &to.OnAccount.Compensable, string(coding.Deductible): &to.OnAccount.Deductible, "due": &to.OnAccount.Due,
	} {
		if code := p.accounts[role]; code != "" {
			*target = code
		}
	}
	to.Ratios = over(to.Ratios, p.ratios)
	to.Taakveld = treated(to.Taakveld, p.taakveld)
	to.Centres = treated(to.Centres, p.centres)
	to.Accounts = treated(to.Accounts, p.account)
	p.recoding.apply(&to.Recoding)
}

func over[V any](held, said map[string]V) map[string]V {
	all := map[string]V{}
	maps.Copy(all, held)
	maps.Copy(all, said)
	return all
}

// treated is over, in which "none" ends what held before.
func treated(held, said map[string]coding.Treatment) map[string]coding.Treatment {
	all := over(held, said)
	maps.DeleteFunc(all, func(_ string, v coding.Treatment) bool { return v == notAnyMore })
	return all
}

// termsReader reads the two parts. Errors of all of it: policy.value-at.
type termsReader struct {
	from string
	part termsPart
}

func readTerms(codings, vat yaml.Node, from string) (termsPart, error) {
	r := termsReader{from: from}
	r.part.recoding.from = day.Day(from)
	err := r.each(&codings, "coding", codingSettings, map[string]func(string, *yaml.Node) error{
		"required": r.required, "becomes": r.becomes, "closed": r.closed, "open": r.open,
	})
	if err == nil {
		err = r.each(&vat, "vat", vatSettings, map[string]func(string, *yaml.Node) error{
			"default": r.fallback, "accounts": r.accounts, "reverse": r.reverse, "mixed": r.mixed,
			"taakveld":    func(at string, n *yaml.Node) error { return r.treatments(at, n, &r.part.taakveld) },
			"cost-centre": func(at string, n *yaml.Node) error { return r.treatments(at, n, &r.part.centres) },
			"account":     func(at string, n *yaml.Node) error { return r.treatments(at, n, &r.part.account) },
		})
	}
	return r.part, err
}

func (r *termsReader) wrong(at *yaml.Node, setting, allowed string) error {
	return fault.New("policy.value-at", "from", r.from, "line", at.Line, "setting", setting, "value", at.Value, "allowed", allowed)
}

// each calls the function of every setting that a part has.
func (r *termsReader) each(node *yaml.Node, name, allowed string, settings map[string]func(string, *yaml.Node) error) error {
	if node.Kind != 0 && node.Kind != yaml.MappingNode && node.Tag != "!!null" {
		return r.wrong(node, name, allowed)
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		read := settings[key.Value]
		if read == nil {
			return r.wrong(key, name, allowed)
		}
		if err := read(name+"."+key.Value, value); err != nil {
			return err
		}
	}
	return nil
}

func (r *termsReader) required(at string, node *yaml.Node) error {
	r.part.required = []coding.Field{}
	if node.Kind != yaml.SequenceNode {
		return r.wrong(node, at, "["+fieldNames()+"]")
	}
	for _, n := range node.Content {
		if !slices.Contains(coding.Fields, coding.Field(n.Value)) {
			return r.wrong(n, at, "["+fieldNames()+"]")
		}
		r.part.required = append(r.part.required, coding.Field(n.Value))
	}
	return nil
}

func (r *termsReader) fallback(at string, node *yaml.Node) (err error) {
	r.part.fallback, err = r.treatment(at, node)
	return err
}

func (r *termsReader) treatment(at string, node *yaml.Node) (coding.Treatment, error) {
	if v := coding.Treatment(node.Value); node.Kind == yaml.ScalarNode && v.Valid() {
		if name, mixed := v.Ratio(); mixed && name == generalRatio {
			v = coding.Mixed
		}
		return v, nil
	}
	return "", r.wrong(node, at, treatmentValues)
}

// reverse reads the rate of VAT that is charged to us.
func (r *termsReader) reverse(at string, node *yaml.Node) error {
	share, ok := parseShare(node.Value)
	if !ok || share == 0 || share > whole/2 {
		return r.wrong(node, at, "0.0001% – 50%")
	}
	rate := coding.Millionths(share)
	r.part.reverse = &rate
	return nil
}

func (r *termsReader) accounts(at string, node *yaml.Node) error {
	const roles = "compensable, deductible, due"
	r.part.accounts = map[string]string{}
	return r.pairs(at, node, roles, func(key, value *yaml.Node) error {
		if !slices.Contains(strings.Split(roles, ", "), key.Value) || value.Kind != yaml.ScalarNode || strings.TrimSpace(value.Value) == "" {
			return r.wrong(value, at+"."+key.Value, roles)
		}
		r.part.accounts[key.Value] = strings.TrimSpace(value.Value)
		return nil
	})
}

// pairs goes through a setting that is a table itself.
func (r *termsReader) pairs(at string, node *yaml.Node, allowed string, visit func(key, value *yaml.Node) error) error {
	if node.Kind != yaml.MappingNode && node.Tag != "!!null" {
		return r.wrong(node, at, allowed)
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if err := visit(node.Content[i], node.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// mixed reads the ratios by which mixed VAT is divided, by their names.
func (r *termsReader) mixed(at string, node *yaml.Node) error {
	r.part.ratios = map[string]coding.Ratio{}
	return r.pairs(at, node, generalRatio+": {compensable: 90%, deductible: 4%}", func(key, value *yaml.Node) error {
		at, name := at+"."+key.Value, key.Value
		if name == generalRatio {
			name = ""
		}
		var ratio coding.Ratio
		err := r.pairs(at, value, "compensable, deductible", func(key, value *yaml.Node) error {
			share, ok := parseShare(value.Value)
			switch {
			case !ok:
				return r.wrong(value, at+"."+key.Value, "0% – 100%")
			case key.Value == string(coding.Compensable):
				ratio.Compensable = coding.Millionths(share)
			case key.Value == string(coding.Deductible):
				ratio.Deductible = coding.Millionths(share)
			default:
				return r.wrong(key, at, "compensable, deductible")
			}
			return nil
		})
		if err == nil && ratio.Compensable+ratio.Deductible > coding.Whole {
			return r.wrong(value, at, "compensable + deductible ≤ 100%")
		}
		r.part.ratios[name] = ratio
		return err
	})
}

// treatments reads a table of what becomes of VAT.
func (r *termsReader) treatments(at string, node *yaml.Node, to *map[string]coding.Treatment) error {
	*to = map[string]coding.Treatment{}
	return r.pairs(at, node, treatmentValues, func(key, value *yaml.Node) error {
		v, err := coding.Treatment(notAnyMore), error(nil)
		if value.Value != notAnyMore {
			v, err = r.treatment(at+"."+key.Value, value)
		}
		if err != nil {
			return err
		}
		if key.Tag == "!!float" && at == "vat.taakveld" {
			return r.wrong(key, at, `"`+key.Value+`"`) // unquoted, 0.10 and 0.1 are one number
		}
		(*to)[key.Value] = v
		return nil
	})
}

// ratiosKnown checks that every ratio that policy names on the day a part begins
// is one that it gives. Error: policy.incomplete.
func (p Policy) ratiosKnown() error {
	for _, part := range p.parts {
		terms := p.On(part.from).Coding
		named := slices.Concat([]coding.Treatment{terms.Default}, slices.Collect(maps.Values(terms.Taakveld)),
			slices.Collect(maps.Values(terms.Centres)), slices.Collect(maps.Values(terms.Accounts)))
		slices.Sort(named)
		for _, v := range named {
			name, mixed := v.Ratio()
			if _, known := terms.Ratios[name]; mixed && !known {
				if name == "" {
					name = generalRatio
				}
				return fault.New("policy.ratio", "from", part.From, "setting", "vat.mixed."+name)
			}
		}
	}
	return nil
}
