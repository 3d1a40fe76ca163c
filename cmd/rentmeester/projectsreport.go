// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"os"

	"github.com/spf13/cobra"

	"rentmeester/app/projects"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/paper"
	"rentmeester/steering"
)

// projectsReportCommand writes the report of a quarter: as Markdown, or as PDF.
func (p *program) projectsReportCommand() *cobra.Command {
	c := &cobra.Command{Use: "report", Short: p.say("cli.projects.report.short"), Args: cobra.NoArgs}
	quarter := c.Flags().String("quarter", "", p.say("cli.projects.report.quarter"))
	file := c.Flags().String("pdf", "", p.say("cli.projects.report.pdf"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		q := steering.QuarterOf(day.Of(p.now())).Before()
		if *quarter != "" {
			var err error
			if q, err = steering.ParseQuarter(*quarter); err != nil {
				return err
			}
		}
		return p.withProjects(c.Context(), func(d *projects.Desk) error {
			r, err := d.Report(c.Context(), q)
			if err != nil {
				return err
			}
			made := r.Paper(p.lang, d.Adm.Name)
			if *file == "" {
				return paper.WriteMarkdown(p.out, made)
			}
			return p.writePDF(*file, made)
		})
	}
	return c
}

// writePDF writes a paper in a file. Errors: cli.output.
func (p *program) writePDF(name string, made paper.Paper) error {
	var out bytes.Buffer
	if err := paper.WritePDF(&out, made); err != nil {
		return err
	}
	if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
		return fault.Wrap(err, "cli.output", "name", name)
	}
	p.printf("cli.projects.report.written", "name", name, "title", made.Title)
	return nil
}
