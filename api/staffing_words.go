// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"strconv"

	"rentmeester/fault"
	"rentmeester/staffing"
	"rentmeester/text"
)

// reasonsIn writes reasons in the language of who asks.
func reasonsIn(ctx context.Context, all []staffing.Reason) []string {
	out := []string{}
	for _, r := range all {
		out = append(out, text.Say(callerOf(ctx).Lang, r.Code, r.Args))
	}
	return out
}

// cursorID reads a cursor that is an identifier; "" is 0. Errors: api.cursor.
func cursorID(cursor string) (int64, error) {
	if cursor == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(cursor, 10, 64)
	if err != nil || id <= 0 {
		return 0, fault.New("api.cursor")
	}
	return id, nil
}
