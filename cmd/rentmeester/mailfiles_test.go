// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"os"
	"path/filepath"

	"rentmeester/demo"
)

// writeMails puts messages with invented invoices in a directory, for sessions.
func writeMails(dir string) error {
	const from, sent = "administratie@leverancier.example", "Tue, 03 Mar 2026 09:15:00 +0100"
	odd := demo.Shown{NumberLabel: "Dossier"}
	two := demo.Bill{Number: "2026-0020", Net: 54100}
	for name, content := range map[string]string{
		"een.eml":   demo.Mail(from, "Factuur", sent, "Zie bijlage.", [2]string{"factuur.pdf", demo.Bill{Number: "17/A/0301"}.PDF(odd)}),
		"drie.eml":  demo.Mail(from, "Nog een", sent, "Zie bijlage.", [2]string{"factuur.pdf", demo.Bill{Number: "17/B/0302", Net: 31500, Issued: "2026-03-09"}.PDF(odd)}),
		"beide.eml": demo.Mail(from, "Factuur 2026-0020", sent, "PDF en UBL.", [2]string{"2026-0020.pdf", two.PDF(demo.Shown{})}, [2]string{"2026-0020.xml", two.UBL()}),
		"vraag.eml": demo.Mail("bewoner@voorbeeld.example", "Vraag", sent, "Wanneer krijg ik antwoord op mijn brief?"),
		"bijna.xml": demo.Bill{Number: "2026-0002", Net: 54100, Issued: "2026-03-05"}.UBL(),
		"scan.pdf":  demo.Letter(),
		"kapot.msg": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
		"brief.pdf": demo.Letter("Leverancier B.V.", "OFFERTE", "Offertenummer 88", "Hierbij bieden wij u vrijblijvend aan, geldig tot 1 mei 2026:", "Snoeien van 40 bomen, prijs 3.000,00 exclusief btw"),
		"lijst.csv": "nummer;naam;KvK;btw-nummer;IBAN;plaats\nC-1;Leverancier B.V.;12345678;NL001234567B01;NL02ABNA0123456789;Voorbeeldstad\n",
	} {
		if err := os.MkdirAll(filepath.Join(dir, "post"), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "post", name), []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}
