// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/app/staff"
	"rentmeester/fault"
	"rentmeester/formats/paper"
	"rentmeester/text"
)

// writtenPaper is a file that was written.
type writtenPaper struct {
	Paper staff.PaperName `json:"paper"`
	File  string          `json:"file"`
	Bytes int             `json:"bytes"`
}

// staffingPapersCommand writes the papers about who does what into a directory.
func (p *program) staffingPapersCommand() *cobra.Command {
	dir, from, until := "", "", ""
	c := &cobra.Command{Use: "papers --dir DIR", Short: p.say("cli.staffing.papers.short"), Args: cobra.NoArgs}
	c.Flags().StringVar(&dir, "dir", "", p.say("cli.staffing.papers.dir"))
	c.Flags().StringVar(&from, "from", "", p.say("cli.staffing.papers.from"))
	c.Flags().StringVar(&until, "until", "", p.say("cli.staffing.papers.until"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		if dir == "" {
			return fault.New("cli.staffing.papers.no-dir")
		}
		return p.withBooks(c.Context(), func(b *app.Books) error {
			first, last, err := b.Staff().Period(from, until)
			if err != nil {
				return err
			}
			papers, err := b.StaffPapers(c.Context(), first, last, version())
			if err != nil {
				return err
			}
			written, err := writePapers(dir, papers, p.lang)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(written)
			}
			for _, one := range written {
				if _, err := io.WriteString(p.out, one.File+"\n"); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return c
}

// writePapers writes each paper as Markdown and as PDF, and the log as CSV too.
func writePapers(dir string, papers staff.Papers, lang text.Lang) (all []writtenPaper, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.Wrap(err, "cli.no-file", "name", dir)
	}
	for _, name := range staff.PaperNames {
		one, err := papers.Paper(name, lang)
		if err != nil {
			return nil, err
		}
		forms := []struct {
			ending string
			write  func(io.Writer) error
		}{{"md", func(w io.Writer) error { return paper.WriteMarkdown(w, one) }}, {"pdf", func(w io.Writer) error { return paper.WritePDF(w, one) }}, {"csv", papers.WriteLog}}
		if name != staff.LogPaper {
			forms = forms[:2]
		}
		for _, form := range forms {
			var body bytes.Buffer
			if err := form.write(&body); err != nil {
				return nil, err
			}
			file := filepath.Join(dir, string(name)+"."+form.ending)
			if err := os.WriteFile(file, body.Bytes(), 0o600); err != nil {
				return nil, fault.Wrap(err, "cli.no-file", "name", file)
			}
			all = append(all, writtenPaper{name, file, body.Len()})
		}
	}
	return all, nil
}
