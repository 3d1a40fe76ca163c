// SPDX-License-Identifier: EUPL-1.2

package main

import "github.com/spf13/cobra"

func (p *program) codingCommand() *cobra.Command {
	c := &cobra.Command{Use: "coding", Short: p.say("cli.coding.short"), Long: p.say("cli.coding.long")}
	c.AddCommand(p.codingHistoryCommand(), p.codingPastCommand(), p.codingRecodeCommand())
	c.AddCommand(p.codingPredictCommands()...)
	c.AddCommand(p.codingWaitingCommands()...)
	return c
}
