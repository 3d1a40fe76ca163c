// SPDX-License-Identifier: EUPL-1.2

// Package house holds the rules of the repository, as tests: imports point
// down only, every file names its licence, every package says what it is for,
// the rooms that compute take time and chance as parameters, no sentence is
// missing in a language, and nothing is committed that belongs to one machine.
// A rule that is only written down is forgotten; a rule that fails is kept.
//
// The package has no code of its own and nothing imports it. Each rule is one
// file: floors_test.go is the table of floors to change when a room is added.
package house
