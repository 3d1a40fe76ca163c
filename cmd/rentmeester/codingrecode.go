// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"rentmeester/app/invoices"
	"rentmeester/coding"
	"rentmeester/fault"
)

func (p *program) codingRecodeCommand() *cobra.Command {
	c := &cobra.Command{Use: "recode YEAR", Short: p.say("cli.coding.recode.short"), Long: p.say("cli.coding.recode.long"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		year, err := strconv.Atoi(args[0])
		if err != nil || year < 2000 || year > 2100 {
			return fault.New("cli.coding.recode.year", "value", args[0])
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			all, err := d.Renewals(c.Context(), year)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(recodesOf(all))
			}
			p.printRecode(year, all)
			return nil
		})
	}
	return c
}

// printRecode writes a part of a policy: rows that hold where the name is the same,
// and rows to choose from where it is not.
func (p *program) printRecode(year int, all []coding.Renewal) {
	if len(all) == 0 {
		p.printf("cli.coding.recode.none", "year", year)
		return
	}
	fmt.Fprintf(p.out, "  - from: %d-01-01\n    coding:\n      becomes:\n", year)
	for _, r := range all {
		fmt.Fprintf(p.out, "        # %s %s\n", r.Old.Code, r.Old.Name)
		if len(r.New) == 0 {
			fmt.Fprintf(p.out, "        # - {%[1]s: %[2]q, to: {%[1]s: \"\"}}   # %[3]s\n", r.Field, r.Old.Code, p.say("cli.coding.recode.choose"))
		}
		for _, n := range r.New {
			off := "# "
			if r.Same() {
				off = ""
			}
			fmt.Fprintf(p.out, "        %[1]s- {%[2]s: %[3]q, to: {%[2]s: %[4]q}}   # %[5]s\n", off, r.Field, r.Old.Code, n.Code.Code, n.Name)
		}
	}
}

// recode is a code that is gone, for scripts.
type recode struct {
	Field   coding.Field `json:"field"`
	Code    string       `json:"code"`
	Name    string       `json:"name"`
	Becomes []newCode    `json:"becomes"`
}

type newCode struct {
	Code string `json:"code"`
	Name string `json:"name"`
	Same bool   `json:"same"` // the name is the same
}

func recodesOf(all []coding.Renewal) []recode {
	out := make([]recode, len(all))
	for i, r := range all {
		out[i] = recode{r.Field, r.Old.Code, r.Old.Name, []newCode{}}
		for _, n := range r.New {
			out[i].Becomes = append(out[i].Becomes, newCode{n.Code.Code, n.Name, n.Same})
		}
	}
	return out
}
