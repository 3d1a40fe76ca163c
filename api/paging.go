// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"encoding/base64"
	"encoding/json"
	"slices"

	"rentmeester/fault"
)

// spot is where a page ends of a list that is worked out as a whole: at what, and
// at which place, for when that is not on the list any more.
type spot struct {
	Key string
	At  int
}

// paged gives a page of such a list. What comes on the list meanwhile does not move
// the place, and nothing that stays on it is left out. Where key gives "" the list
// only grows at its end. Errors: api.cursor.
func paged[T any](all []T, in Paging, key func(T) string, err error) (*page[T], error) {
	if err != nil {
		return nil, err
	}
	from := 0
	if in.Cursor != "" {
		var last spot
		body, err := base64.RawURLEncoding.DecodeString(in.Cursor)
		if err == nil {
			err = json.Unmarshal(body, &last)
		}
		if err != nil || last.At < 0 {
			return nil, fault.New("api.cursor")
		}
		from = min(last.At, len(all)) // what was there may be what came after it
		if last.Key == "" {
			from = min(last.At+1, len(all))
		} else if at := slices.IndexFunc(all, func(one T) bool { return key(one) == last.Key }); at >= 0 {
			from = at + 1
		}
	}
	rest, next := all[from:], ""
	if len(rest) > in.Limit {
		rest = rest[:in.Limit]
		body, err := json.Marshal(spot{key(rest[len(rest)-1]), from + len(rest) - 1})
		if err != nil {
			return nil, err
		}
		next = base64.RawURLEncoding.EncodeToString(body)
	}
	return pageOf(rest, next, nil)
}
