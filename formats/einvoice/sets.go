// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"strings"

	"rentmeester/fault"
	"rentmeester/formats/semantic"
)

// set is a table of rules, with those that another standard takes more or less
// seriously.
type set struct {
	name   string
	rules  []rule
	levels levels
}

// levels are the rules that a specification takes more or less seriously.
type levels map[string]Severity

// none is the level of a rule that does not count.
const none Severity = ""

// level is how bad it is when a rule of the set does not hold.
func (s set) level(r *rule) Severity {
	if level, changed := s.levels[r.id]; changed {
		return level
	}
	return r.level
}

// setsFor says which rules hold for a document: those of the syntax, and those
// of the specification that the document says it follows.
func setsFor(d *semantic.Document) []set {
	switch {
	case d.Syntax == "UBL" && d.Kind == "order":
		return orderSets(d.Profile)
	case d.Syntax == "UBL" && d.Kind == "other", d.Syntax == "ZUGFeRD 1.0":
		return nil
	case d.Syntax == "UBL" && oldSI(d.Profile) != "":
		return oldSets(d.Profile)
	case d.Syntax == "UBL":
		return append(ublSets(d.Profile), specific(d)...)
	}
	return append(ciiSets(d.Profile), specific(d)...)
}

func ublSets(profile string) []set {
	levels := levelsOf(profile)
	return []set{{"EN 16931", core, levels}, {"EN 16931", onlyUBL, levels}, {"EN 16931", conditions, levels}, {"EN 16931", vatRules, levels},
		{"EN 16931", ublCodes, levels}, {"EN 16931", ublSyntax, levels}}
}

// levelsOf are the changes that a specification makes to the rules of EN 16931:
// the g-account extension needs elements that stand in no other invoice.
func levelsOf(profile string) levels {
	switch {
	case strings.Contains(profile, accountMark):
		return levels{"UBL-CR-411": none, "UBL-CR-453": none, "UBL-CR-459": none}
	case isXRechnung(profile):
		return xrLevels(profile)
	case isExtended(profile):
		return extendedLevels
	}
	return nil
}

func ciiSets(profile string) []set {
	if small := smallerRules(profile); small != nil {
		return []set{{"EN 16931", small, nil}, {"EN 16931", ciiCodes, nil}}
	}
	levels := levelsOf(profile)
	return []set{{"EN 16931", core, levels}, {"EN 16931", onlyCII, levels}, {"EN 16931", conditions, levels}, {"EN 16931", vatRules, levels},
		{"EN 16931", ciiCodes, levels}, {"EN 16931", ciiSyntax, levels}}
}

// specific are the rules of the specification above EN 16931.
func specific(d *semantic.Document) []set {
	switch profile := d.Profile; {
	case profile == "", strings.Contains(profile, "urn:fdc:peppol.eu:2017:poacc:billing"):
		if d.Syntax == "UBL" {
			return []set{{"Peppol BIS 3", peppol, nil}, {"Peppol BIS 3", peppolUBL, nil}, {"Peppol BIS 3", national, nil}, {"Peppol BIS 3", home, nil}}
		}
		return []set{{"Peppol BIS 3", peppol, nil}, {"Peppol BIS 3", peppolCII, nil}, {"Peppol BIS 3", nationalCII, nil}}
	case isXRechnung(profile):
		return xrSets(profile, d.Syntax)
	case strings.Contains(profile, "urn:fdc:nen.nl:nlcius") && d.Syntax == "UBL":
		sets := []set{{"NLCIUS", nlcius, nil}, {"NLCIUS", nlciusUBL, nil}}
		if strings.Contains(profile, accountMark) {
			sets = append(sets, set{"NLCIUS g-account", gAccount, nil})
		}
		return sets
	case strings.Contains(profile, "urn:fdc:nen.nl:nlcius"):
		return []set{{"NLCIUS", nlcius, nil}, {"NLCIUS", nlciusCII, nil}}
	}
	return nil
}

// RuleSets names the standards whose rules were tried on the document.
func RuleSets(d *semantic.Document) []string {
	names := []string{}
	for _, s := range setsFor(d) {
		if len(names) == 0 || names[len(names)-1] != s.name {
			names = append(names, s.name)
		}
	}
	return names
}

// unchecked tells of a document for which there are no rules here, or whose
// specification has more rules than are known here.
func unchecked(d *semantic.Document) *Finding {
	note := func(key string) *Finding {
		return &Finding{Rule: "RM-PROFILE", Severity: Policy, Path: d.Root.Path(), Line: d.Root.Line,
			key: "einvoice." + key, args: fault.Args("profile", clip(d.Profile), "element", d.Root.Name)}
	}
	switch {
	case len(setsFor(d)) == 0:
		return note("no-rules")
	case d.Profile == "" || oldSI(d.Profile) != "" || d.Kind == "order" || known(d.Profile):
		return nil
	case smallerRules(d.Profile) != nil:
		return note("small-profile")
	}
	return note("unknown-profile")
}

// known says whether all rules of a specification are tried.
func known(profile string) bool {
	return profile == "urn:cen.eu:en16931:2017" || strings.HasPrefix(profile, peppolBilling) ||
		strings.HasPrefix(profile, nlciusProfile) || strings.HasPrefix(profile, xr30)
}
