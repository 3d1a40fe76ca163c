// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"maps"
	"slices"
)

// Routes gives the patterns of all pages, for what must hold on every one of them.
func Routes() []string { return slices.Sorted(maps.Keys(new(pages).routes())) }
