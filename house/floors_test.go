// SPDX-License-Identifier: EUPL-1.2

package house

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// floors are the floors of the house, bottom up. A package may import packages
// of a lower floor, never of its own floor or a higher one. A name may end in
// "/*" for all packages directly under it; a name in full goes before that.
var floors = [][]string{
	{"fault"},
	{"text", "day", "money", "highs"},
	{"ident", "party"},
	{"bank", "payment", "ledger", "invoice", "order", "iv3"},
	{"formats/xmlread", "formats/archive", "formats/compound"},
	{"formats/xmlread/iso20022", "formats/semantic"},
	{"formats/*"},
	{"formats/ocr"},      // pages of formats/pdf that have no text
	{"formats/einvoice"}, // the rules for what formats/ubl and formats/cii read
	{"formats/hybrid"},   // an invoice for formats/einvoice inside what formats/pdf reads
	{"paying"},           // an engine too; it writes with formats/pain
	{"learn", "highs", "staffing/gap"},
	{"attention", "reconcile", "coding", "staffing", "steering", "risk", "foresight", "approval", "commitment", "reply", "supplier", "duplicates", "algorithms"},
	{"formats/staff"}, // files of people and assignments, as a task for staffing
	{"sorting", "purchases", "coding/predict"},
	{"coding/distribution"},   // sets of codings, over what coding/predict says of lines
	{"coding/predict/ndjson"}, // coding/predict for other programs
	{"extract"},
	{"policy/rules", "policy/conditions"},
	{"policy"},
	{"autopilot"},
	{"store/db"}, // written by sqlc
	{"store"},
	{"settings", "vitals", "pace"}, // how an installation is set up, and what it tells of itself, and how often it may be asked
	{"oauth", "oidc"},              // how intake and dispatch log in without a password, and how people do
	{"intake", "dispatch", "jobs"},
	{"app/books"}, // what the flows share
	{"app/*"},     // flows of one capability: app/invoices, app/payments
	{"app"},
	{"api", "web"},
	{"web/frombooks", "api/frombooks"}, // between pages or API and app
	{"cmd/rentmeester"},
}

// beside are the packages that stand beside the house, each with the highest
// floor that it may import. Only cmd, each other's kind and tests import them.
var beside = map[string]string{
	"demo":    "formats/*",
	"bench":   "app",
	"bench/*": "app",
	"tools/*": "app",
	"house":   "fault",

	"store/storetest":     "store",
	"tools/oidcd/server":  "fault", // a module of its own
	"bench/extract/paper": "ident", // what is printed knows nothing of the reader
}

// floorOf gives the number of the floor a room is on.
func floorOf(room string) (int, bool) {
	for _, wanted := range []string{room, path.Dir(room) + "/*"} {
		for number, rooms := range floors {
			if slices.Contains(rooms, wanted) {
				return number, true
			}
		}
	}
	return 0, false
}

// ceilingOf gives the highest floor that a room beside the house may import.
func ceilingOf(room string) (int, bool) {
	for _, wanted := range []string{room, path.Dir(room) + "/*"} {
		if top, ok := beside[wanted]; ok {
			number, ok := floorOf(strings.Replace(top, "*", "any", 1))
			return number, ok
		}
	}
	return 0, false
}

// objection says why a room may not import another, or "" when it may. A test
// may moreover use what stands beside the house: the town of demo, above all.
func objection(from, to string, inTest bool) string {
	_, toBeside := ceilingOf(to)
	toFloor, known := floorOf(to)
	if !known && !toBeside {
		return to + " is on no floor"
	}
	if ceiling, ok := ceilingOf(from); ok {
		if !toBeside && toFloor > ceiling {
			return to + " is above what may be used there"
		}
		return ""
	}
	fromFloor, known := floorOf(from)
	switch {
	case !known:
		return from + " is on no floor"
	case toBeside && !inTest && fromFloor != len(floors)-1:
		return to + " stands beside the house: only cmd and tests may use it"
	case !toBeside && toFloor >= fromFloor:
		return to + " is not on a lower floor"
	}
	return ""
}

func TestImportsPointDown(t *testing.T) {
	for _, file := range mustSources(t) {
		for _, target := range file.targets() {
			to, ours := strings.CutPrefix(target, module+"/")
			if !ours || to == file.room() { // an external test imports the package it tests
				continue
			}
			if why := objection(file.room(), to, file.isTest()); why != "" {
				t.Errorf("%s: %s may not import %s: %s", file.path, file.room(), to, why)
			}
		}
	}
}

func TestEveryPackageIsOnAFloor(t *testing.T) {
	seen := map[string]bool{}
	for _, file := range mustSources(t) {
		room := file.room()
		if seen[room] {
			continue
		}
		seen[room] = true
		_, inside := floorOf(room)
		_, outside := ceilingOf(room)
		if !inside && !outside {
			t.Errorf("package %s is on no floor: put it on a floor, in the table of house/floors_test.go", room)
		}
	}
}

func TestObjection(t *testing.T) {
	tests := []struct {
		from, to string
		inTest   bool
		allowed  bool
	}{
		{"money", "fault", false, true},
		{"fault", "money", false, false},
		{"fault", "money", true, false},
		{"money", "day", false, false},
		{"formats/camt", "formats/xmlread", false, true},
		{"formats/camt", "formats/mt940", false, false},
		{"formats/camt", "bank", false, true},
		{"reconcile", "store", false, false},
		{"store", "store/db", false, true},
		{"web", "app", false, true},
		{"web", "api", false, false},
		{"app", "web", false, false},
		{"app", "demo", false, false},
		{"app", "demo", true, true},
		{"cmd/rentmeester", "demo", false, true},
		{"cmd/rentmeester", "web", false, true},
		{"demo", "formats/pain", false, true},
		{"demo", "reconcile", false, false},
		{"bench", "app", false, true},
		{"bench", "demo", false, true},
		{"tools/crash", "store", false, true},
		{"tools/crash", "web", false, false},
		{"cellar", "fault", false, false},
		{"money", "attic", false, false},
	}
	for _, test := range tests {
		why := objection(test.from, test.to, test.inTest)
		if (why == "") != test.allowed {
			t.Errorf("%s imports %s (test %v): allowed should be %v, got %q", test.from, test.to, test.inTest, test.allowed, why)
		}
	}
}
