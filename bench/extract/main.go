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

	"rentmeester/extract"
	"rentmeester/formats/hybrid"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
)

func main() {
	half := flag.String("half", "looked", "which half of the documents: looked, blind or all")
	verbose := flag.Bool("v", false, "tell of everything that was not right")
	scanned := flag.Bool("ocr", false, "draw the pages and recognise them")
	kept := flag.String("keep", "", "a directory in which what was recognised is kept for the next run")
	count := flag.Int("made", 0, "measure on so many invented Dutch invoices instead, printed by Chromium")
	seed := flag.Uint64("seed", madeSeed, "the seed of the invented invoices")
	flag.Parse()
	if *count > 0 {
		if err := runMade(*count, *seed, *scanned, *verbose, *kept); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if err := run(flag.Arg(0), *half, *scanned, *verbose, *kept); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func runMade(count int, seed uint64, scanned, verbose bool, kept string) error {
	if kept == "" {
		dir, err := os.MkdirTemp("", "rentmeester-extract")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		kept = dir
	}
	reader := pdf.New(pdf.Options{})
	defer func() { _ = reader.Close() }()
	table := newTable(verbose)
	if err := measureMade(table, reader, count, seed, scanned, kept); err != nil {
		return err
	}
	table.print()
	return nil
}

func run(root, half string, scanned, verbose bool, kept string) (err error) {
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
	table := newTable(verbose)
	for _, name := range names {
		raw, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		if err := measure(table, reader, name, raw, scanned, kept); err != nil {
			fmt.Printf("%s: %v\n", name, err)
		}
	}
	table.print()
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
