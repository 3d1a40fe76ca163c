// SPDX-License-Identifier: EUPL-1.2

//go:build race

package main

// underRace says whether the race detector looks at this test.
const underRace = true
