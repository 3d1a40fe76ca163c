// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rentmeester/formats/einvoice"
	"rentmeester/formats/semantic"
)

// document is one document, what our rules find, and which official rules are
// for it.
type document struct {
	name            string
	raw             []byte
	syntax, profile string
	fired           map[string]bool
	sheets          []string
}

// collect reads every document in files and folders, in order.
func collect(folders []string) (documents []document, err error) {
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.EqualFold(filepath.Ext(path), ".xml") {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for n, one := range split(raw) {
				name := path
				if n > 0 || len(one) != len(raw) {
					name = fmt.Sprintf("%s#%d", path, n+1)
				}
				documents = append(documents, ours(name, one))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return documents, nil
}

// ours tries our own rules. What we cannot read has no official rules either.
func ours(name string, raw []byte) document {
	d := document{name: name, raw: raw, fired: map[string]bool{}}
	read, err := einvoice.Read(bytes.NewReader(raw))
	if err != nil {
		return d
	}
	d.syntax, d.profile, d.sheets = read.Syntax, read.Profile, sheetsFor(read)
	for _, f := range einvoice.Validate(read) {
		if !strings.HasPrefix(f.Rule, "RM-") {
			d.fired[f.Rule] = true
		}
	}
	return d
}

// sheetsFor says which official rules are for a document. Profiles of Factur-X
// that keep other rules than EN 16931 have no public sheet here.
func sheetsFor(d *semantic.Document) (names []string) {
	for _, profile := range []string{":minimum", ":basicwl", ":extended"} {
		if strings.HasSuffix(d.Profile, profile) {
			return nil
		}
	}
	for _, set := range einvoice.RuleSets(d) {
		name := set + " " + d.Syntax
		if name == "NLCIUS g-account UBL" { // it holds what the two before it hold
			names = nil
		}
		if slices.ContainsFunc(sheets, func(s sheet) bool { return s.name == name }) {
			names = append(names, name)
		}
	}
	return names
}

// split cuts a set of unit tests, as OpenPEPPOL and CEN publish them, into its
// documents; any other file is one document.
func split(raw []byte) [][]byte {
	var set struct {
		XMLName xml.Name
		Attrs   []xml.Attr `xml:",any,attr"`
		Tests   []struct {
			Inner []byte `xml:",innerxml"`
		} `xml:"test"`
	}
	if xml.Unmarshal(raw, &set) != nil || set.XMLName.Local != "testSet" {
		return [][]byte{raw}
	}
	var documents [][]byte
	for _, test := range set.Tests {
		if _, document, found := bytes.Cut(test.Inner, []byte("</assert>")); found {
			documents = append(documents, declare(bytes.TrimSpace(document), set.Attrs))
		}
	}
	return documents
}

// declare declares on the root of a document the prefixes that the set declared.
func declare(document []byte, attrs []xml.Attr) []byte {
	at := rootAt(document)
	end := at + bytes.IndexAny(document[at:], " \t\r\n/>")
	if end < at {
		return document
	}
	open, _, _ := bytes.Cut(document[at:], []byte(">"))
	var declared []byte
	for _, a := range attrs {
		if name := "xmlns:" + a.Name.Local; a.Name.Space == "xmlns" && !bytes.Contains(open, []byte(name+"=")) {
			declared = fmt.Appendf(declared, " %s=%q", name, a.Value)
		}
	}
	return slices.Concat(document[at:end], declared, document[end:])
}

// rootAt is where the first element begins, behind comments.
func rootAt(document []byte) int {
	at := 0
	for bytes.HasPrefix(bytes.TrimSpace(document[at:]), []byte("<!--")) {
		past := bytes.Index(document[at:], []byte("-->"))
		if past < 0 {
			break
		}
		at += past + len("-->")
	}
	return at + max(0, bytes.IndexByte(document[at:], '<'))
}
