// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"slices"
	"strings"
)

// difference is one that stays: rules that fire by one side only, in documents
// of a syntax and a specification, and why. docs/invoices.md tells them too.
type difference struct {
	side    string // us or them
	rules   string
	syntax  string // any when empty
	profile string // a part of the name of the specification; any when empty
	reason  string
}

var differences = []difference{
	{"us", "PEPPOL-EN16931-R043", "", "", "the published file tries one rule of a group at each place: not R043 where R041 or R042 fires"},
	{"us", "PEPPOL-COMMON-R052 PEPPOL-COMMON-R053 PEPPOL-COMMON-R054 PEPPOL-COMMON-R055 PEPPOL-COMMON-R056-1 PEPPOL-COMMON-R056-2 PEPPOL-COMMON-R057", "CII", "",
		"rules of May 2026; the public files for CII are of May 2025"},
	{"us", "BR-31 BR-32 BR-33 BR-CO-21 BR-36 BR-37 BR-38 BR-41 BR-42 BR-CO-22 BR-CO-23 BR-43 BR-44 BR-CO-24", "CII", "",
		"an indicator of 0 or 1 is one of XML too; the published file knows false and true only"},
	{"them", "BR-DEC-15", "CII", "", "fires too when the total in the other currency is missing, which BR-53 says"},
	{"us", "BR-AF-04", "UBL", "", "we see a category with white space around it"},
	{"us", "BR-S-01", "CII", "", "the published test counts lines and breakdowns together, so that two lines pass for one breakdown"},
	{"them", "BR-CL-10 BR-CL-11 BR-CL-21 BR-CL-24 BR-CL-25 BR-CL-26 BR-CO-16 UBL-CR-470 UBL-CR-646", "", xrExtension, "XRechnung's configuration takes these out for its extension"},
	{"us", "SI-V11-INV-R300 SI-V12-INV-R300", "", "", "the published file tries one rule at an element, and not that it is empty where another fires"},
	{"us", "SI-V12-INV-R026", "", "", "we ask it of every amount, as the test set does; the published rule misses the totals"},
	{"us", "BIIRULE-T10-R044", "", "", "we ask for a code in every means of payment, as its name says"},
	{"us", "CL-T10-R004", "", "", "we refuse an empty country"},
	{"us", "BR-NL-34", "", nlcius, "the published file calls the lines' rule BR-NL-32-3; the specification BR-NL-34"},
	{"them", "BR-NL-32", "", nlcius, "the published file calls the lines' rule BR-NL-32-3; the specification BR-NL-34"},
}

const (
	xrExtension = "urn:xeinkauf.de:kosit:extension:xrechnung"
	nlcius      = "urn:fdc:nen.nl:nlcius"
)

// explain gives the reason of a difference, "" for none.
func explain(side, rule string, d document) string {
	for _, x := range differences {
		if x.side == side && slices.Contains(strings.Fields(x.rules), rule) &&
			(x.syntax == "" || x.syntax == d.syntax) && strings.Contains(d.profile, x.profile) {
			return x.reason
		}
	}
	return ""
}
