// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// sheet is one official stylesheet: its name here, its file, and which of its
// rules are taken from it. Some hold an older EN 16931 besides their own rules.
type sheet struct {
	name, file string
	only       []string // beginnings of names; all when there are none
}

var sheets = []sheet{
	{"EN 16931 UBL", "EN16931-UBL-validation.xslt", nil},
	{"EN 16931 CII", "EN16931-CII-validation.xslt", nil},
	{"Peppol BIS 3 UBL", "PEPPOL-EN16931-UBL.sch", nil},
	{"Peppol BIS 3 CII", "PEPPOL-EN16931-CII.sch", nil},
	{"Peppol BIS 3 order UBL", "PEPPOLBIS-T01.sch", nil},
	{"NLCIUS UBL", "si-ubl-2.0.xsl", []string{"BR-NL-", "SI-UBL-"}},
	{"NLCIUS g-account UBL", "si-ubl-2.0-ext-gaccount.xsl", nil},
	{"NLCIUS CII", "nlcius-cii-1.0.xsl", []string{"BR-NL-", "SI-UBL-"}},
	{"XRechnung UBL", "XRechnung-UBL-validation.sch", nil},
	{"XRechnung CII", "XRechnung-CII-validation.sch", nil},
	{"SI-UBL 1.0 UBL", "si-ubl-1.0.xsl", nil},
	{"SI-UBL 1.1 UBL", "si-ubl-1.1.xsl", nil},
	{"SI-UBL 1.2 UBL", "si-ubl-1.2.xsl", nil},
	{"SI-UBL 1.2 order UBL", "si-ubl-1.2-purchaseorder.xsl", nil},
}

func (s sheet) takes(rule string) bool {
	for _, beginning := range s.only {
		if strings.HasPrefix(rule, beginning) {
			return true
		}
	}
	return len(s.only) == 0
}

// numbered are the rules that the official files number per place.
var numbered = regexp.MustCompile(`^(BR-NL-(?:27|28|32|34))-\d+$`)

// plain is the name of a rule as its specification has it.
func plain(rule string) string {
	if found := numbered.FindStringSubmatch(rule); found != nil {
		return found[1]
	}
	return rule
}

// sources are the public repositories of the rules. A tag is what our rules
// follow; without one it is the newest state.
var sources = []struct{ url, tag string }{
	{"https://github.com/ConnectingEurope/eInvoicing-EN16931", "validation-1.3.16"},
	{"https://github.com/OpenPEPPOL/peppol-bis-invoice-3", ""},
	{"https://github.com/OpenPEPPOL/poacc-upgrade-3", ""},
	{"https://github.com/peppolautoriteit-nl/validation", ""},
	{"https://github.com/itplr-kosit/xrechnung-schematron", ""},
}

// fetch clones what is not there yet.
func fetch(dir string) error {
	for _, source := range sources {
		into := filepath.Join(dir, path.Base(source.url))
		if _, err := os.Stat(into); err == nil {
			continue
		}
		args := []string{"clone", "--quiet", "--depth", "1"}
		if source.tag != "" {
			args = append(args, "--branch", source.tag)
		}
		if out, err := exec.Command("git", append(args, source.url, into)...).CombinedOutput(); err != nil {
			return fmt.Errorf("git clone %s: %w\n%s", source.url, err, out)
		}
	}
	return nil
}

// find looks for a file anywhere below the folder of the rules.
func find(dir, name string) (string, error) {
	var found string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() == name && found == "" {
			found = path
			return filepath.SkipAll
		}
		return err
	})
	if err == nil && found == "" {
		err = fmt.Errorf("no %s below %s; -fetch gets it", name, dir)
	}
	return found, err
}
