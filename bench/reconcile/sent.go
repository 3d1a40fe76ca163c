// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"os"
	"strings"

	"rentmeester/formats/pain"
	"rentmeester/formats/table"
	"rentmeester/ledger"
	"rentmeester/payment"
	"rentmeester/reconcile"
)

// items reads a file of open items.
func (l *loader) items(name string, f *os.File) error {
	return table.ReadOpenItems(f, name, func(i ledger.OpenItem) error {
		at := int32(len(l.town.Items))
		l.numbers[hash(i.Number)] = at
		l.town.Items = append(l.town.Items, reconcile.Item{ID: int64(at) + 1, Number: i.Number, Kind: i.Kind,
			PartyNumber: l.once(i.PartyNumber), PartyName: l.once(i.PartyName), IBAN: l.once(i.IBAN), Amount: i.Amount, Open: i.Amount,
			Currency: l.once(i.Currency), Issued: i.Issued, Due: i.Due, Reference: l.once(i.Reference), EndToEndID: i.EndToEndID,
			MandateID: l.once(i.MandateID), BatchID: l.once(i.BatchID), Description: l.once(i.Description)})
		return nil
	})
}

// orders reads a file of orders that was sent, or the bank's answer to one.
func (l *loader) orders(name string, f *os.File) error {
	if strings.Contains(name, "pain002") {
		report, err := pain.ReadStatus(f)
		l.answers = append(l.answers, report)
		return err
	}
	return pain.ReadOrders(f, &sender{loader: l})
}

// reject marks the orders that the bank refused.
func (l *loader) reject() {
	type order struct{ batch, end string }
	refused := map[order]bool{}
	for i := range l.answers {
		for _, p := range l.answers[i].Payments {
			if p.Status == "RJCT" && p.EndToEndID != "" {
				refused[order{p.InfoID, p.EndToEndID}] = true
			}
		}
	}
	for i := range l.town.Batches {
		b := &l.town.Batches[i]
		for k := range b.Instructions {
			b.Instructions[k].Rejected = refused[order{b.InfoID, b.Instructions[k].EndToEndID}]
		}
	}
}

// sender takes the batches of one file.
type sender struct {
	*loader
	batch reconcile.Batch
}

// Begin implements payment.Handler.
func (s *sender) Begin(b *payment.Batch) error {
	s.batch = reconcile.Batch{ID: int64(len(s.town.Batches) + 1), Kind: b.Kind, InfoID: b.InfoID, MessageID: b.MessageID,
		Account: s.once(b.Account), Execution: b.Execution}
	return nil
}

// Instruction implements payment.Handler.
func (s *sender) Instruction(_ *payment.Batch, i *payment.Instruction) error {
	s.batch.Count++
	s.batch.Total += i.Amount
	s.batch.Instructions = append(s.batch.Instructions, reconcile.Instruction{EndToEndID: i.EndToEndID, InstructionID: i.InstructionID,
		Amount: i.Amount, IBAN: s.once(i.Counterparty.Account), Name: s.once(i.Counterparty.Name), MandateID: s.once(i.MandateID),
		Reference: s.once(i.Reference), Text: strings.Join(i.Remittance, "\n")})
	return nil
}

// End implements payment.Handler.
func (s *sender) End(*payment.Batch) error {
	s.town.Batches = append(s.town.Batches, s.batch)
	return nil
}
