// SPDX-License-Identifier: EUPL-1.2

// Command extract measures how well invoices are read from their pages. It
// takes PDFs with the invoice as XML inside, reads the pages as if there were
// no XML, and holds what was read against what the XML says: of each field how
// often it was accepted and right or wrong, proposed and right or wrong, or not
// read at all. With -ocr the pages are drawn and recognised first.
//
//	go run ./bench/extract [-half looked|blind|all] [-ocr] [-v] CORPUS
//
// The documents are parted in two random halves: one was looked at while the
// engine was made, the other was not.
//
// It imports extract, formats/pdf, formats/hybrid, invoice and ident.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"rentmeester/bench/extract/paper"
	"rentmeester/extract"
	"rentmeester/formats/hybrid"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
)

func main() {
	var o options
	flag.StringVar(&o.half, "half", "looked", "which half of the documents of CORPUS: looked, blind or all")
	flag.BoolVar(&o.verbose, "v", false, "tell of everything that was not right")
	flag.BoolVar(&o.scanned, "ocr", false, "draw the pages and recognise them")
	flag.StringVar(&o.kept, "keep", "", "a directory in which what was printed and recognised is kept for the next run")
	flag.IntVar(&o.count, "made", 0, "measure on so many invented Dutch invoices instead, printed by Chromium")
	flag.StringVar(&o.layouts, "layouts", string(paper.Learned), "of the invented: learned, or other layouts and wordings")
	flag.Uint64Var(&o.seed, "seed", madeSeed, "the seed of the invented invoices")
	flag.IntVar(&o.scans, "scans", 0, "to learn on at most so many scans")
	fit := flag.String("fit", "", "learn the certainty of fields anew, into this file")
	flag.Parse()
	o.root = flag.Arg(0)
	err := error(nil)
	if *fit != "" {
		err = o.fit(*fit)
	} else {
		err = o.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type options struct {
	root, half, layouts, kept string
	verbose, scanned          bool
	count, scans              int
	seed                      uint64
}

func (o options) run() error {
	table := newTable(o.verbose)
	var err error
	if o.count > 0 {
		err = o.measureMade(table)
	} else {
		err = run(table, o.root, o.half, o.scanned, o.kept)
	}
	if err == nil {
		table.print()
	}
	return err
}

// measureMade measures on invented invoices.
func (o options) measureMade(t *table) (err error) {
	p := &press{kept: o.kept}
	if p.kept == "" {
		if p.kept, err = os.MkdirTemp("", "rentmeester-extract"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(p.kept) }()
	}
	defer p.close()
	reader := pdf.New(pdf.Options{})
	defer func() { _ = reader.Close() }()
	return p.invented(reader, paper.Half(o.layouts), o.seed, o.count, o.scanned, func(name string, made paper.Page, doc *pdf.Document) {
		t.group = made.Nature
		t.add(name, extract.Read(doc, nil, asVoorbeeldstad), made.Truth, nil)
	})
}

func run(table *table, root, half string, scanned bool, kept string) (err error) {
	looked, blind, err := halves(root)
	if err != nil {
		return err
	}
	names := map[string][]string{"looked": looked, "blind": blind, "all": append(looked, blind...)}[half]
	cache, err := os.UserCacheDir()
	if err != nil {
		return err
	}
	reader := pdf.New(pdf.Options{Cache: filepath.Join(cache, "rentmeester", "pdf")})
	defer func() { _ = reader.Close() }()
	for _, name := range names {
		raw, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		if err := measure(table, reader, name, raw, scanned, kept); err != nil {
			fmt.Printf("%s: %v\n", name, err)
		}
	}
	return nil
}

func measure(t *table, reader *pdf.Reader, name string, raw []byte, scanned bool, kept string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	doc, err := reader.Read(ctx, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	inside, err := hybrid.Find(doc)
	if err != nil {
		return err
	}
	said, differs := truth(inside, doc.Pages)
	pages := doc
	if scanned {
		if pages, err = recognised(ctx, reader, raw, kept); err != nil {
			return err
		}
	}
	t.add(name, extract.Read(pages, nil, extract.Options{}), said, differs)
	return nil
}

// recognised draws and recognises all pages. What was recognised is kept, when
// there is a place for it, for it takes seconds a page.
func recognised(ctx context.Context, reader *pdf.Reader, raw []byte, kept string) (*pdf.Document, error) {
	name := filepath.Join(kept, fmt.Sprintf("%x.json", sha256.Sum256(raw)))
	document := &pdf.Document{}
	if saved, err := os.ReadFile(name); kept != "" && err == nil {
		return document, json.Unmarshal(saved, document)
	}
	result, err := ocr.New(ocr.Options{}).PDF(ctx, reader, raw, true)
	if err != nil || kept == "" {
		return result.Document, err
	}
	saved, err := json.Marshal(result.Document)
	if err != nil {
		return nil, err
	}
	return result.Document, os.WriteFile(name, saved, 0o600)
}
