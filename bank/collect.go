// SPDX-License-Identifier: EUPL-1.2

package bank

// Full is a statement with everything in it, in memory.
type Full struct {
	Statement
	Entries []FullEntry
}

// FullEntry is an entry with its details.
type FullEntry struct {
	Entry
	Details []Detail
}

// Collector is a Handler that keeps everything: for tests, and for files known
// to be small.
type Collector struct {
	Statements []Full
	details    []Detail
	entries    []FullEntry
}

// Begin implements Handler.
func (c *Collector) Begin(*Statement) error {
	c.entries, c.details = nil, nil
	return nil
}

// Detail implements Handler.
func (c *Collector) Detail(_ *Entry, d *Detail) error {
	kept := *d
	kept.Remittance = append([]string(nil), d.Remittance...)
	kept.Counterparty.Address = append([]string(nil), d.Counterparty.Address...)
	if d.Return != nil {
		r := *d.Return
		kept.Return = &r
	}
	c.details = append(c.details, kept)
	return nil
}

// Entry implements Handler.
func (c *Collector) Entry(e *Entry) error {
	kept := *e
	if e.Batch != nil {
		b := *e.Batch
		kept.Batch = &b
	}
	c.entries = append(c.entries, FullEntry{Entry: kept, Details: c.details})
	c.details = nil
	return nil
}

// End implements Handler.
func (c *Collector) End(s *Statement) error {
	kept := *s
	kept.Balances = append([]Balance(nil), s.Balances...)
	c.Statements = append(c.Statements, Full{Statement: kept, Entries: c.entries})
	c.entries = nil
	return nil
}
