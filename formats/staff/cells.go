// SPDX-License-Identifier: EUPL-1.2

package staff

import "rentmeester/staffing"

// Cell gives the parts of a cell that holds a list, for who types one.
func Cell(s string) []string { return parts(s) }

// Levelled reads "projectleiding 4"; a skill without a level is at 3.
func Levelled(s string) (skill string, level staffing.Level) { return levelled(s, 3) }
