// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"slices"
	"strings"
)

// The profiles of Factur-X and ZUGFeRD 2 that are not an invoice of EN 16931:
// two hold less, one holds more.
const (
	facturXMinimum  = ":minimum"
	facturXBasicWL  = ":basicwl"
	facturXExtended = ":factur-x.eu:1p0:extended"
	zugferdExtended = ":zugferd.de:2p0:extended" // the same before ZUGFeRD 2.1
)

// isExtended says whether a profile holds more than EN 16931.
func isExtended(profile string) bool {
	return strings.HasSuffix(profile, facturXExtended) || strings.HasSuffix(profile, zugferdExtended)
}

// smallerRules are what the profiles without lines must keep; nil for others.
func smallerRules(profile string) []rule {
	switch {
	case strings.HasSuffix(profile, facturXMinimum):
		return minimumRules
	case strings.HasSuffix(profile, facturXBasicWL):
		return basicWLRules
	}
	return nil
}

var minimumRules = kept("BR-01 BR-02 BR-03 BR-04 BR-05 BR-06 BR-07 BR-08 BR-09 BR-13 BR-14 BR-15 " +
	"BR-DEC-12 BR-DEC-13 BR-DEC-14 BR-DEC-18 BR-CO-09 BR-CO-26")

var basicWLRules = slices.Concat(kept("BR-01 BR-02 BR-03 BR-04 BR-05 BR-06 BR-07 BR-08 BR-09 BR-10 BR-11 BR-12 BR-13 BR-14 BR-15 BR-17 BR-18 "+
	"BR-19 BR-20 BR-29 BR-31 BR-32 BR-33 BR-36 BR-37 BR-38 BR-45 BR-46 BR-47 BR-48 BR-49 BR-50 BR-53 BR-55 BR-56 BR-57 BR-61 BR-62 BR-63 "+
	"BR-CO-03 BR-CO-05 BR-CO-06 BR-CO-09 BR-CO-11 BR-CO-12 BR-CO-13 BR-CO-14 BR-CO-15 BR-CO-16 BR-CO-17 BR-CO-18 BR-CO-19 BR-CO-21 BR-CO-22 "+
	"BR-CO-26 BR-DEC-01 BR-DEC-02 BR-DEC-05 BR-DEC-06 BR-DEC-09 BR-DEC-10 BR-DEC-11 BR-DEC-12 BR-DEC-13 BR-DEC-14 BR-DEC-15 BR-DEC-16 "+
	"BR-DEC-17 BR-DEC-18 BR-DEC-19 BR-DEC-20 BR-IC-11 BR-IC-12 BR-O-11 BR-O-13 BR-O-14"), withoutLines())

// kept gives the rules with these names.
func kept(names string) []rule {
	var found []rule
	for _, r := range slices.Concat(core, onlyCII, conditions, vatRules) {
		if slices.Contains(strings.Fields(names), r.id) {
			found = append(found, r)
		}
	}
	return found
}

// withoutLines gives the rules of each category of VAT that need no lines.
func withoutLines() []rule {
	var names []string
	for _, c := range categories {
		for _, number := range []string{"03", "04", "06", "07", "09", "10"} {
			names = append(names, "BR-"+c.rules+"-"+number)
		}
	}
	return kept(strings.Join(names, " "))
}

// extendedLevels are for the profile EXTENDED, in which much may stand that is no
// part of EN 16931, lines may lie in groups and sums may be rounded otherwise: its
// own rules take the place of these, which here only ask for a look.
var extendedLevels = func() levels {
	changed := levels{}
	for _, r := range ciiSyntax {
		changed[r.id] = none
	}
	for _, id := range strings.Fields("BR-22 BR-23 BR-24 BR-26 BR-27 BR-38 BR-44 BR-54 BR-CL-07 BR-CL-08 BR-CL-16 BR-CL-24 BR-CO-04 BR-CO-10 BR-CO-11 BR-CO-12 BR-CO-13 BR-CO-15 BR-CO-16") {
		changed[id] = Policy
	}
	for _, c := range categories {
		changed["BR-"+c.rules+"-01"], changed["BR-"+c.rules+"-08"], changed["BR-"+c.rules+"-09"] = Policy, Policy, Policy
	}
	return changed
}()
