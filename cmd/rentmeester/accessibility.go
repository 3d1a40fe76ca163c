// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"strconv"

	"rentmeester/day"
	"rentmeester/web"
)

// accessibility is what the settings say for the statement on accessibility.
func (p *program) accessibility() web.Accessibility {
	get := func(key string) string { return p.settings.Get("accessibility-" + key) }
	days, _ := strconv.Atoi(get("answer-days")) // checked when the settings were read; "" is 0, the usual
	return web.Accessibility{Organization: get("organization"), Contact: get("contact"), Status: get("status"),
		Reviewed: day.Day(get("reviewed")), Report: get("report"), AnswerDays: days}
}
