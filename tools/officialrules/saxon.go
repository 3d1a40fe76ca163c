// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// saxon runs stylesheets, one process for each sheet and all its documents.
type saxon struct {
	jar, rules, work string
}

// run gives for each document the rules that fired, nil when the sheet broke off.
func (s *saxon) run(sh sheet, documents []document, mine []int) ([][]string, error) {
	style, err := s.style(sh.file)
	if err != nil {
		return nil, err
	}
	base := filepath.Join(s.work, strings.ReplaceAll(sh.name, " ", "-"))
	in, out := filepath.Join(base, "in"), filepath.Join(base, "out")
	if err := errors.Join(os.MkdirAll(in, 0o700), os.MkdirAll(out, 0o700)); err != nil {
		return nil, err
	}
	for n, i := range mine {
		if err := os.WriteFile(filepath.Join(in, numberedFile(n)), documents[i].raw, 0o600); err != nil {
			return nil, err
		}
	}
	// Its exit code is that of the worst document; what has no result broke off.
	said, _ := s.transform(in, style, out)
	results, ended := make([][]string, len(mine)), 0
	for n := range mine {
		results[n], err = firedIn(filepath.Join(out, numberedFile(n)))
		if err != nil {
			return nil, err
		}
		if results[n] != nil {
			ended++
		}
	}
	if ended == 0 {
		return nil, fmt.Errorf("no document was judged:\n%s", said)
	}
	return results, nil
}

func numberedFile(n int) string { return fmt.Sprintf("%06d.xml", n) }

func (s *saxon) transform(source, style, result string) ([]byte, error) {
	return exec.Command("java", "-cp", s.jar, "net.sf.saxon.Transform",
		"-s:"+source, "-xsl:"+style, "-o:"+result, "-warnings:silent").CombinedOutput()
}

// style gives the stylesheet of a file: as it is, or made from Schematron by
// the three steps of the ISO implementation.
func (s *saxon) style(file string) (string, error) {
	found, err := find(s.rules, file)
	if err != nil || !strings.HasSuffix(file, ".sch") {
		return found, err
	}
	for _, step := range []string{"iso_dsdl_include.xsl", "iso_abstract_expand.xsl", "iso_svrl_for_xslt2.xsl"} {
		style, err := find(s.rules, step)
		if err != nil {
			return "", err
		}
		made := filepath.Join(s.work, file+"."+step)
		if said, err := s.transform(found, style, made); err != nil {
			return "", fmt.Errorf("%s: %w\n%s", step, err, said)
		}
		found = made
	}
	return found, nil
}

// bracketed is the name of a rule in front of its sentence, where older sheets
// give it in no other way.
var bracketed = regexp.MustCompile(`^\s*\[([A-Za-z0-9.-]+)\]`)

// firedIn reads a report in SVRL; nil when there is none, or half of one.
func firedIn(name string) ([]string, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	fired := []string{}
	dec := xml.NewDecoder(f)
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return fired, nil
		}
		if err != nil {
			return nil, nil // cut off
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "failed-assert" && start.Name.Local != "successful-report" {
			continue
		}
		var one struct {
			ID   string `xml:"id,attr"`
			Flag string `xml:"flag,attr"`
			Text string `xml:"text"`
		}
		if dec.DecodeElement(&one, &start) != nil {
			return nil, nil
		}
		if named := bracketed.FindStringSubmatch(one.Text); one.ID == "" && named != nil {
			one.ID = named[1]
		}
		// What has no name is no rule of ours, and information no finding.
		if one.ID != "" && one.Flag != "information" {
			fired = append(fired, one.ID)
		}
	}
}
