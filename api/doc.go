// SPDX-License-Identifier: EUPL-1.2

// Package api is what programs use of Rentmeester: JSON over HTTP under /api/v1,
// by the NL GOV API Design Rules. It is thin: a file for each resource, whose
// handlers read the request and ask Source. The OpenAPI document is made from the
// same code, so that it cannot say anything else.
//
// Nobody comes in without a token, on loopback neither. Everything wrong is told
// as application/problem+json, in the language of who asks.
//
// It imports huma, the vocabulary, fault, text, money, and of app only
// app/reading, which needs no books. It never sees a database: Source, which this
// package defines, is all it knows of the rest.
package api
