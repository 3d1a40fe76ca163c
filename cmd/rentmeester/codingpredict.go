// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"io"
	"os"
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
	saved  string   // file of a model to go on with
	output string
	set    func(flag string) bool
}

// codingPredictCommands are the verbs of coding that need no administration.
func (p *program) codingPredictCommands() []*cobra.Command {
	return []*cobra.Command{p.codingEvaluateCommand(), p.codingPredictCommand(), p.codingStreamCommand(), p.codingTrainCommand(), p.codingPriorCommand()}
}

func (p *program) codingFlags(c *cobra.Command, f *codingFlags) {
	c.Flags().StringVar(&f.target, "target", string(coding.Account), p.say("cli.coding.target"))
	c.Flags().StringVar(&f.prior, "prior", "", p.say("cli.coding.prior"))
	f.set = c.Flags().Changed
}

// pastFlags are those of verbs that predict.
func (p *program) pastFlags(c *cobra.Command, f *codingFlags) {
	p.codingFlags(c, f)
	c.Flags().StringArrayVar(&f.past, "past", nil, p.say("cli.coding.past"))
	c.Flags().StringVar(&f.saved, "model", "", p.say("cli.coding.model"))
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
	debug.SetGCPercent(40) // a past of half a million lines fits in little
	m, err := f.begin()
	if err != nil {
		return nil, nil, err
	}
	targets := m.Targets()
	for _, name := range f.past {
		if _, err := p.learnFile(ctx, m, targets, name); err != nil {
			return nil, nil, err
		}
	}
	return m, targets, nil
}

// begin gives the model that was saved, or a new one. Error: cli.coding.model-flags.
func (f codingFlags) begin() (*predict.Model, error) {
	if f.saved == "" {
		return f.fresh()
	}
	if f.set("target") || f.set("prior") {
		return nil, fault.New("cli.coding.model-flags")
	}
	file, err := os.Open(f.saved)
	if err != nil {
		return nil, fault.Wrap(err, "cli.no-file", "name", f.saved)
	}
	defer file.Close()
	return predict.Load(file)
}

func (f codingFlags) fresh() (*predict.Model, error) {
	targets, err := f.targets()
	if err != nil {
		return nil, err
	}
	var prior *predict.Prior
	if f.prior != "" {
		if prior, err = readPrior(f.prior); err != nil {
			return nil, err
		}
	}
	return predict.New(prior, targets...), nil
}

func (p *program) codingStreamCommand() *cobra.Command {
	var f codingFlags
	c := &cobra.Command{Use: "stream", Short: p.say("cli.coding.stream.short"), Long: p.say("cli.coding.stream.long"), Args: cobra.NoArgs}
	p.pastFlags(c, &f)
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

func (p *program) codingTrainCommand() *cobra.Command {
	var f codingFlags
	c := &cobra.Command{Use: "train FILE...", Short: p.say("cli.coding.train.short"), Long: p.say("cli.coding.train.long"), Args: cobra.MinimumNArgs(1)}
	p.codingFlags(c, &f)
	c.Flags().StringVar(&f.saved, "model", "", p.say("cli.coding.model"))
	c.Flags().StringVarP(&f.output, "output", "o", "", p.say("cli.coding.output"))
	_ = c.MarkFlagRequired("output")
	c.RunE = func(c *cobra.Command, args []string) error {
		f.past = args
		m, _, err := f.model(c.Context(), p)
		if err != nil {
			return err
		}
		return p.toFile(f.output, m.Save)
	}
	return c
}

func (p *program) codingPredictCommand() *cobra.Command {
	var f codingFlags
	c := &cobra.Command{Use: "predict FILE", Short: p.say("cli.coding.predict.short"), Long: p.say("cli.coding.predict.long"), Args: cobra.ExactArgs(1)}
	p.pastFlags(c, &f)
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
