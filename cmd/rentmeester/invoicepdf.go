// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"io"
	"os"

	"rentmeester/app"
	"rentmeester/app/reading"
	"rentmeester/fault"
	"rentmeester/formats/pdf"
)

// eachDocument hands over every file that the arguments name, and those inside
// a zip one by one.
func eachDocument(args []string, in io.Reader, visit func(name string, r io.Reader) error) error {
	paths, err := findFiles(args)
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := openDocument(path, in, visit); err != nil {
			return err
		}
	}
	return nil
}

func openDocument(path string, in io.Reader, visit func(name string, r io.Reader) error) (err error) {
	if path == "-" {
		spooled, err := app.Spool(in)
		if err != nil {
			return unforeseen(err)
		}
		return errors.Join(visit(path, spooled), spooled.Close())
	}
	f, err := os.Open(path)
	if err != nil {
		return fault.Wrap(err, "cli.no-file", "name", path)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return fault.Wrap(err, "cli.no-file", "name", path)
	}
	return reading.Each(path, f, info.Size(), visit)
}

// eachInvoice gives what reads invoices every file that the arguments name.
func (p *program) eachInvoice(ctx context.Context, args, own []string, visit func(r reading.Reader, name string, in io.Reader)) (err error) {
	reader := pdf.New(pdf.Options{Cache: pdfCache()})
	defer func() { err = errors.Join(err, reader.Close()) }()
	look := reading.Reader{PDF: reader, Lang: p.lang, Own: reading.Identity(own)}
	return eachDocument(args, p.in, func(name string, in io.Reader) error {
		visit(look, name, in)
		return ctx.Err()
	})
}
