// SPDX-License-Identifier: EUPL-1.2

// Package staff holds the flows of who does what: people, skills and assignments
// that are brought in, plans that are proposed, decided by people and repaired, and
// what is told of them. Room staffing proposes; a person decides, and every decision
// stands in the audit trail.
//
// Names stand in one table, so that they can be removed. That somebody is away is a
// number of hours: no table has a place for a reason. Files that are read are not
// kept, since they tell of people; the audit trail keeps their hash.
//
// It imports app/books, staffing, formats/staff, formats/calendar, formats/table, formats/paper, algorithms, text, store, policy, day, money and fault.
package staff
