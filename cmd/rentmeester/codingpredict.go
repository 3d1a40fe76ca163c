// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"io"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/coding/predict/ndjson"
	"rentmeester/fault"
)

// codingFlags are what the verbs of coding have in common.
type codingFlags struct {
	target string
	past   []string // files to learn first
	prior  string   // file to begin with
	output string
}

// codingPredictCommands are the verbs of coding that need no administration.
func (p *program) codingPredictCommands() []*cobra.Command {
	return []*cobra.Command{p.codingEvaluateCommand(), p.codingPredictCommand(), p.codingStreamCommand(), p.codingPriorCommand()}
}

func (p *program) codingFlags(c *cobra.Command, f *codingFlags) {
	c.Flags().StringVar(&f.target, "target", string(coding.Account), p.say("cli.coding.target"))
	c.Flags().StringVar(&f.prior, "prior", "", p.say("cli.coding.prior"))
}

// targets reads the dimensions of a flag. Error: predict.unknown-target.
func (f codingFlags) targets() (list []coding.Field, err error) {
	for name := range strings.SplitSeq(f.target, ",") {
		field := coding.Field(strings.ToLower(strings.TrimSpace(name)))
		if field == "" || strings.ContainsAny(string(field), "=;") {
			return nil, fault.New("predict.unknown-target", "value", name)
		}
		if !slices.Contains(list, field) {
			list = append(list, field)
		}
	}
	return list, nil
}

// model makes the model that the flags ask for, with its past learned.
func (f codingFlags) model(ctx context.Context, p *program) (*predict.Model, []coding.Field, error) {
	targets, err := f.targets()
	if err != nil {
		return nil, nil, err
	}
	var prior *predict.Prior
	if f.prior != "" {
		if prior, err = readPrior(f.prior); err != nil {
			return nil, nil, err
		}
	}
	debug.SetGCPercent(40) // a past of half a million lines fits in little
	m := predict.New(prior, targets...)
	for _, name := range f.past {
		if _, err := p.learnFile(ctx, m, targets, name); err != nil {
			return nil, nil, err
		}
	}
	return m, targets, nil
}

func (p *program) codingStreamCommand() *cobra.Command {
	var f codingFlags
	c := &cobra.Command{Use: "stream", Short: p.say("cli.coding.stream.short"), Long: p.say("cli.coding.stream.long"), Args: cobra.NoArgs}
	p.codingFlags(c, &f)
	c.Flags().StringArrayVar(&f.past, "past", nil, p.say("cli.coding.past"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		m, targets, err := f.model(c.Context(), p)
		if err != nil {
			return err
		}
		server := ndjson.Server{Model: m, Targets: targets, Lang: p.lang}
		return server.Serve(c.Context(), p.in, p.out)
	}
	return c
}

func (p *program) codingPredictCommand() *cobra.Command {
	var f codingFlags
	c := &cobra.Command{Use: "predict FILE", Short: p.say("cli.coding.predict.short"), Long: p.say("cli.coding.predict.long"), Args: cobra.ExactArgs(1)}
	p.codingFlags(c, &f)
	c.Flags().StringArrayVar(&f.past, "past", nil, p.say("cli.coding.past"))
	c.Flags().StringVarP(&f.output, "output", "o", "", p.say("cli.coding.output"))
	c.RunE = func(c *cobra.Command, args []string) error {
		m, targets, err := f.model(c.Context(), p)
		if err != nil {
			return err
		}
		return p.toFile(f.output, func(w io.Writer) error { return p.predictFile(c.Context(), w, m, targets, args[0]) })
	}
	return c
}
