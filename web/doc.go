// SPDX-License-Identifier: EUPL-1.2

// Package web is the pages: what needs a person, the accounts with their line
// "sluitend: ja/nee", statements, the worklist, decisions and their undo,
// quarantine and import. It is thin: a handler reads the request, asks Source,
// and fills a template. Everything works without JavaScript; htmx only saves a
// person a page load. Sentences come from package text, styles from dist (made
// by tools/assets).
//
// It imports the standard library and the packages text, fault, money, day and policy,
// and shows the views of app/staff as they are.
// It never sees a database: Source, which this package defines, is all it knows
// of the rest.
package web
