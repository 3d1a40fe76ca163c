// SPDX-License-Identifier: EUPL-1.2

// Command officialrules holds our rules for e-invoices against the official
// ones: it tries both on every document and tells which rules fire by one of
// the two only. The official rules are stylesheets, run by Saxon-HE (Debian:
// libsaxonhe-java); neither they nor Java are needed to run or test rentmeester.
//
//	go run ./tools/officialrules -rules DIR -fetch        get the rules, once
//	go run ./tools/officialrules -rules DIR DOCUMENTS…    files or folders
//
// It ends with 1 when a rule differs that is not among the explained ones
// (explained.go), and with 2 when it could not do its work.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"slices"
	"strings"
)

var errDiffer = errors.New("ours and the official rules differ")

func main() {
	dir := flag.String("rules", "", "folder that holds the official rules, somewhere below it")
	get := flag.Bool("fetch", false, "first clone the public repositories of the rules into that folder")
	jar := flag.String("saxon", "/usr/share/java/Saxon-HE.jar", "Saxon-HE, 9.9 or later")
	quiet := flag.Bool("q", false, "tell the counts only, not each document")
	flag.Parse()
	log.SetFlags(0)
	err := run(os.Stdout, *dir, *jar, *get, *quiet, flag.Args())
	switch {
	case errors.Is(err, errDiffer):
		os.Exit(1)
	case err != nil:
		log.Print(err)
		os.Exit(2)
	}
}

func run(w io.Writer, dir, jar string, get, quiet bool, folders []string) (err error) {
	if dir == "" {
		return errors.New("give the folder of the official rules: -rules DIR")
	}
	if get {
		if err := fetch(dir); err != nil {
			return err
		}
	}
	work, err := os.MkdirTemp("", "rentmeester-officialrules-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	documents, err := collect(folders)
	if err != nil {
		return err
	}
	official, err := judge(&saxon{jar: jar, rules: dir, work: work}, documents)
	if err != nil {
		return err
	}
	return tell(w, documents, official, quiet)
}

// verdict is what the official rules say of one document.
type verdict struct {
	fired  map[string]bool
	broken []string // sheets that broke off on it
}

// judge runs every sheet over the documents that it is for.
func judge(s *saxon, documents []document) ([]verdict, error) {
	official := make([]verdict, len(documents))
	for i := range official {
		official[i].fired = map[string]bool{}
	}
	for _, sheet := range sheets {
		var mine []int
		for i, d := range documents {
			if slices.Contains(d.sheets, sheet.name) {
				mine = append(mine, i)
			}
		}
		if len(mine) == 0 {
			continue
		}
		results, err := s.run(sheet, documents, mine)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", sheet.name, err)
		}
		for n, i := range mine {
			if results[n] == nil {
				official[i].broken = append(official[i].broken, sheet.name)
				continue
			}
			for _, rule := range results[n] {
				if sheet.takes(rule) {
					official[i].fired[plain(rule)] = true
				}
			}
		}
	}
	return official, nil
}

// tally counts one kind of difference: how many documents, by rule.
type tally map[string]int

func (t tally) tell(w io.Writer, what string) {
	if len(t) == 0 {
		return
	}
	fmt.Fprintf(w, "%s:\n", what)
	for _, rule := range slices.SortedFunc(maps.Keys(t), func(a, b string) int {
		if t[a] != t[b] {
			return t[b] - t[a]
		}
		return strings.Compare(a, b)
	}) {
		fmt.Fprintf(w, "  %5d  %s\n", t[rule], rule)
	}
}

func tell(w io.Writer, documents []document, official []verdict, quiet bool) error {
	ours, theirs, known := tally{}, tally{}, tally{}
	var compared, same, left, broken int
	for i, d := range documents {
		switch {
		case len(d.sheets) == 0:
			left++
			continue
		case len(official[i].broken) > 0:
			broken++
			if !quiet {
				fmt.Fprintf(w, "%s: breaks off: %s; ours: %s\n", d.name, strings.Join(official[i].broken, ", "), listed(d.fired))
			}
			continue
		}
		compared++
		usOnly, themOnly := minus(d, d.fired, official[i].fired, "us", known), minus(d, official[i].fired, d.fired, "them", known)
		for rule := range usOnly {
			ours[rule]++
		}
		for rule := range themOnly {
			theirs[rule]++
		}
		if len(usOnly)+len(themOnly) == 0 {
			same++
		} else if !quiet {
			fmt.Fprintf(w, "%s: by us only: %s; by them only: %s\n", d.name, listed(usOnly), listed(themOnly))
		}
	}
	ours.tell(w, "by us only, documents")
	theirs.tell(w, "by them only, documents")
	known.tell(w, "explained, documents")
	fmt.Fprintf(w, "%d documents compared: %d alike, %d not; %d on which the official rules break off; %d without official rules here\n",
		compared, same, compared-same, broken, left)
	if same < compared {
		return errDiffer
	}
	return nil
}

// minus gives the rules of one side that the other lacks; those that are
// explained are counted instead.
func minus(d document, one, other map[string]bool, side string, known tally) map[string]bool {
	only := map[string]bool{}
	for rule := range one {
		if other[rule] {
			continue
		}
		if reason := explain(side, rule, d); reason != "" {
			known[rule+" (by "+side+" only): "+reason]++
			continue
		}
		only[rule] = true
	}
	return only
}

func listed(rules map[string]bool) string {
	if len(rules) == 0 {
		return "-"
	}
	return strings.Join(slices.Sorted(maps.Keys(rules)), " ")
}
