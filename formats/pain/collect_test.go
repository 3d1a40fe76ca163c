// SPDX-License-Identifier: EUPL-1.2

package pain

import "rentmeester/payment"

// collected is a batch with its orders.
type collected struct {
	payment.Batch
	orders []payment.Instruction
}

// collector is a handler that keeps everything.
type collector struct {
	batches []collected
	ended   int
}

func (c *collector) Begin(b *payment.Batch) error {
	c.batches = append(c.batches, collected{Batch: *b})
	return nil
}

func (c *collector) Instruction(_ *payment.Batch, i *payment.Instruction) error {
	last := &c.batches[len(c.batches)-1]
	last.orders = append(last.orders, *i)
	return nil
}

func (c *collector) End(b *payment.Batch) error {
	c.batches[len(c.batches)-1].Batch = *b
	c.ended++
	return nil
}
