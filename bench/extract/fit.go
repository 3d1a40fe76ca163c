// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"rentmeester/bench/extract/paper"
	"rentmeester/extract"
	"rentmeester/formats/hybrid"
	"rentmeester/formats/pdf"
)

// What the certainty is learned on: invented invoices of the learned layouts,
// and the half of the corpus that was looked at.
const (
	fitCount = 1080
	fitScans = 135
)

// fit learns the certainty of fields and writes it down.
func (o options) fit(target string) error {
	if o.kept == "" || o.root == "" {
		return fmt.Errorf("-fit needs -keep DIRECTORY and the CORPUS")
	}
	reader := pdf.New(pdf.Options{})
	defer func() { _ = reader.Close() }()
	p := &press{kept: o.kept}
	defer p.close()
	t := &teaching{}
	for _, scanned := range []bool{false, true} {
		count := fitCount
		if scanned {
			count = fitScans
		}
		if o.count > 0 {
			count = min(count, o.count)
		}
		if scanned && o.scans > 0 {
			count = min(count, o.scans)
		}
		if err := p.invented(reader, paper.Learned, madeSeed, count, scanned, func(_ string, made paper.Page, doc *pdf.Document) {
			t.tell(extract.Read(doc, nil, asVoorbeeldstad), made.Truth)
		}); err != nil {
			return err
		}
		if err := t.corpus(reader, o, scanned); err != nil {
			return err
		}
	}
	text, err := t.teacher.File(fmt.Sprintf("%d invented invoices and %d scans of them (seed %d), and the looked half of the ZUGFeRD corpus as text and as scans", fitCount, fitScans, madeSeed))
	if err != nil {
		return err
	}
	return os.WriteFile(target, append(text, '\n'), 0o644)
}

// teaching hands documents to the teacher.
type teaching struct{ teacher extract.Teacher }

func (t *teaching) tell(r extract.Reading, said map[string]string) {
	t.teacher.Document()
	for _, f := range r.Fields {
		if value, known := said[f.Name]; known {
			t.teacher.Learn(f, func(read string) bool { return same(f.Name, read, value) })
		}
	}
}

// corpus tells of the looked half of the corpus.
func (t *teaching) corpus(reader *pdf.Reader, o options, scanned bool) error {
	looked, _, err := halves(o.root)
	if err != nil {
		return err
	}
	for _, name := range looked {
		raw, err := os.ReadFile(filepath.Join(o.root, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		doc, err := reader.Read(context.Background(), bytes.NewReader(raw))
		if err != nil {
			return err
		}
		inside, err := hybrid.Find(doc)
		if err != nil {
			continue
		}
		said, _ := truth(inside, doc.Pages)
		if scanned {
			if doc, err = recognised(context.Background(), reader, raw, o.kept); err != nil {
				return err
			}
		}
		t.tell(extract.Read(doc, nil, extract.Options{}), said)
	}
	return nil
}
