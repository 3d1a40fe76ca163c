// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"os"

	"github.com/spf13/cobra"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/fault"
)

func (p *program) codingPriorCommand() *cobra.Command {
	var f codingFlags
	merge := false
	c := &cobra.Command{Use: "prior FILE...", Short: p.say("cli.coding.prior.short"), Long: p.say("cli.coding.prior.long"), Args: cobra.MinimumNArgs(1)}
	c.Flags().StringVar(&f.target, "target", string(coding.Account), p.say("cli.coding.target"))
	c.Flags().StringVarP(&f.output, "output", "o", "", p.say("cli.coding.output"))
	c.Flags().BoolVar(&merge, "merge", false, p.say("cli.coding.prior.merge"))
	_ = c.MarkFlagRequired("output")
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		var prior *predict.Prior
		if merge {
			prior, err = mergePriors(args)
		} else {
			prior, err = p.makePrior(c, f, args)
		}
		if err != nil {
			return err
		}
		if err := p.toFile(f.output, prior.Write); err != nil {
			return err
		}
		if p.json {
			return p.printJSON(prior.Sources)
		}
		for _, s := range prior.Sources {
			p.printf("cli.coding.prior.source", "lines", s.Lines, "made", s.Made)
		}
		return nil
	}
	return c
}

// leastPrior is how many lines it takes at least to grow a prior.
const leastPrior = 500

// makePrior learns each file as an administration of its own. Error:
// predict.prior-few, when they have too few lines together.
func (p *program) makePrior(c *cobra.Command, f codingFlags, names []string) (*predict.Prior, error) {
	targets, err := f.targets()
	if err != nil {
		return nil, err
	}
	var models []*predict.Model
	var sources []predict.Source
	all := 0
	for _, name := range names {
		m := predict.New(nil, targets...)
		lines, err := p.learnFile(c.Context(), m, targets, name)
		if err != nil {
			return nil, err
		}
		models, sources = append(models, m), append(sources, predict.Source{Lines: lines, Made: day.Of(p.now())})
		all += lines
	}
	if all < leastPrior {
		return nil, fault.New("predict.prior-few", "rows", all, "least", leastPrior)
	}
	return predict.Share(sources, models...), nil
}

// mergePriors makes one of what administrations made apart.
func mergePriors(names []string) (*predict.Prior, error) {
	var all []*predict.Prior
	for _, name := range names {
		one, err := readPrior(name)
		if err != nil {
			return nil, fault.Wrap(err, "cli.coding.prior-file", "name", name)
		}
		all = append(all, one)
	}
	return predict.Merge(all...)
}

// readPrior reads a prior. Errors: cli.no-file, those of predict.ReadPrior.
func readPrior(name string) (*predict.Prior, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fault.Wrap(err, "cli.no-file", "name", name)
	}
	defer file.Close()
	return predict.ReadPrior(file)
}
