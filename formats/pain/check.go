// SPDX-License-Identifier: EUPL-1.2

package pain

import (
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/payment"
)

// checked is a message of which every part can be written, and what its parts
// add up to.
type checked struct {
	*payment.Message
	version string
	totals  []money.Cents // of each block
	total   money.Cents
	count   int
}

// check looks at all of a message before its first byte is written.
func check(version string, m *payment.Message) (checked, error) {
	c := checked{Message: m, version: version}
	if version != V09 && version != V03 {
		return c, fault.New("pain.write-version", "version", clip(version), "allowed", V09+", "+V03)
	}
	if len(m.Blocks) == 0 {
		return c, fault.New("pain.write-empty", "id", clip(m.ID))
	}
	if err := identifier("MsgId", m.ID); err != nil {
		return c, err
	}
	if m.Created.Year() < 1900 || m.Created.Year() > 2999 {
		return c, fault.New("pain.write-time", "id", m.ID)
	}
	if !payment.Readable(m.Initiator) {
		return c, fault.New("pain.write-name", "payment", m.ID, "name", clip(m.Initiator))
	}
	if m.OrgID != "" {
		if err := identifier("OrgId", m.OrgID); err != nil {
			return c, err
		}
	}
	blocks, transfers := map[string]bool{}, map[string]bool{}
	for n := range m.Blocks {
		b := &m.Blocks[n]
		if err := c.block(b, blocks, transfers); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (c *checked) block(b *payment.Block, blocks, transfers map[string]bool) error {
	if err := identifier("PmtInfId", b.ID); err != nil {
		return err
	}
	if err := once(blocks, "PmtInfId", b.ID); err != nil {
		return err
	}
	if len(b.Transfers) == 0 {
		return fault.New("pain.write-empty", "id", b.ID)
	}
	if _, err := day.Parse(string(b.Execution)); err != nil {
		return fault.New("pain.write-day", "id", b.ID, "day", clip(string(b.Execution)))
	}
	if err := purpose(b.ID, b.Purpose); err != nil {
		return err
	}
	if err := side(b.ID, b.Own); err != nil {
		return err
	}
	var total money.Cents
	for n := range b.Transfers {
		t := &b.Transfers[n]
		if err := transfer(t, transfers); err != nil {
			return err
		}
		var err error
		if total, err = money.Add(total, t.Amount); err != nil {
			return err
		}
		if c.total, err = money.Add(c.total, t.Amount); err != nil {
			return err
		}
		c.count++
	}
	c.totals = append(c.totals, total)
	return nil
}

func transfer(t *payment.Transfer, seen map[string]bool) error {
	if err := identifier("EndToEndId", t.EndToEndID); err != nil {
		return err
	}
	if err := once(seen, "EndToEndId", t.EndToEndID); err != nil {
		return err
	}
	if t.InstructionID != "" {
		if err := identifier("InstrId", t.InstructionID); err != nil {
			return err
		}
	}
	if t.Amount <= 0 || t.Amount > payment.MaxTransfer {
		return fault.New("pain.write-amount", "payment", t.EndToEndID, "amount", t.Amount, "most", payment.MaxTransfer)
	}
	if err := purpose(t.EndToEndID, t.Purpose); err != nil {
		return err
	}
	if err := remittance(t); err != nil {
		return err
	}
	return side(t.EndToEndID, t.To)
}

// side looks at the name, account, bank and address of one side.
func side(of string, s payment.Side) error {
	if !payment.Readable(s.Name) {
		return fault.New("pain.write-name", "payment", of, "name", clip(s.Name))
	}
	iban, ok := ident.IBAN(s.IBAN)
	if !ok || !payment.SEPA(ident.IBANCountry(iban)) {
		return fault.New("pain.write-account", "payment", of, "account", clip(s.IBAN))
	}
	if _, ok := ident.BIC(s.BIC); !ok && s.BIC != "" {
		return fault.New("pain.write-bank", "payment", of, "bic", clip(s.BIC))
	}
	return address(of, s.Address)
}

// address asks town and country in parts of their own: an address of lines alone
// is refused by the banks since 15 November 2026.
func address(of string, a *payment.Address) error {
	switch {
	case a == nil:
	case len(a.Country) != 2 || strings.Trim(a.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		return fault.New("pain.write-address", "payment", of, "part", "Ctry", "value", clip(a.Country))
	case !payment.Readable(a.Town):
		return fault.New("pain.write-address", "payment", of, "part", "TwnNm", "value", clip(a.Town))
	case len(a.Lines) > 2:
		return fault.New("pain.write-address", "payment", of, "part", "AdrLine", "value", clip(strings.Join(a.Lines, ", ")))
	}
	return nil
}

// remittance sees that what is told is a text or a reference with a check digit
// that is right: the bank carries one of the two.
func remittance(t *payment.Transfer) error {
	text := payment.Latin(t.Text)
	switch {
	case t.Reference != "" && t.Text != "":
		return fault.New("pain.write-both", "payment", t.EndToEndID)
	case len(text) > payment.MaxText:
		return fault.New("pain.write-text", "payment", t.EndToEndID, "length", len(text), "most", payment.MaxText)
	case t.Reference == "":
		return nil
	}
	if _, issuer := structured(t.Reference); issuer == "" {
		return fault.New("pain.write-reference", "payment", t.EndToEndID, "reference", clip(t.Reference))
	}
	return nil
}

// structured gives a payment reference in electronic form with who issued its
// rules: CUR for the Dutch betalingskenmerk, ISO for an RF reference.
func structured(s string) (reference, issuer string) {
	if rf, ok := ident.RF(s); ok {
		return rf, "ISO"
	}
	if kenmerk, ok := ident.Betalingskenmerk(s); ok {
		return kenmerk, "CUR"
	}
	return "", ""
}

func identifier(field, value string) error {
	if !payment.Identifies(value) {
		return fault.New("pain.write-id", "field", field, "value", clip(value), "most", payment.MaxID)
	}
	return nil
}

func once(seen map[string]bool, field, value string) error {
	if seen[value] {
		return fault.New("pain.write-twice", "field", field, "value", value)
	}
	seen[value] = true
	return nil
}

// purpose sees that a purpose code has the four capitals or digits of the ISO list.
func purpose(of, code string) error {
	if code != "" && (len(code) != 4 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "") {
		return fault.New("pain.write-purpose", "payment", of, "purpose", clip(code))
	}
	return nil
}

// clip keeps a value that is told short.
func clip(s string) string {
	s = strings.ToValidUTF8(s, "?")
	if len(s) > 60 {
		return payment.Clip(s, 60) + "…"
	}
	return s
}
