// SPDX-License-Identifier: EUPL-1.2

// Package invoices holds the flows of what we owe, a file for each: a document
// is read, its supplier recognised, what is wrong with it holds it until people
// release that, it is coded, approved, booked and, by a payment run, paid. The
// engines that judge are behind small interfaces (engines.go); the flows fetch
// facts, ask them, and write the outcome in one step with its audit event.
//
// It imports app/books, store, policy, the formats of invoices and tables, the
// vocabulary, text and fault; it knows nothing of bank lines. That an invoice was
// paid is read from its open item, which reconciliation settles like any other.
package invoices
