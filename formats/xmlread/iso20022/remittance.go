// SPDX-License-Identifier: EUPL-1.2

package iso20022

// Remittance is what a payment is about.
type Remittance struct {
	Lines         []string // unstructured, and what a structured block adds: remarks, numbers of documents, a second reference
	Reference     string   // of the creditor (betalingskenmerk, RF …)
	ReferenceType string   // SCOR …, with the issuer: "SCOR/CUR"
}

func (m *Remittance) line(text string) {
	if text != "" {
		m.Lines = append(m.Lines, text)
	}
}

// Remittance takes RmtInf.
func (r Reader) Remittance(m *Remittance) {
	for d := r.Depth(); r.Child(d); {
		r.Bound(len(m.Lines))
		switch r.Name() {
		case "Ustrd":
			m.line(r.Text())
		case "Strd":
			r.structured(m)
		}
	}
}

func (r Reader) structured(m *Remittance) {
	for d := r.Depth(); r.Child(d); {
		r.Bound(len(m.Lines))
		switch r.Name() {
		case "CdtrRefInf":
			r.creditorReference(m)
		case "RfrdDocInf":
			for inner := r.Depth(); r.Child(inner); {
				r.Bound(len(m.Lines))
				if name := r.Name(); name == "Nb" || name == "RfrdDocNb" {
					m.line(r.Text())
				}
			}
		case "AddtlRmtInf":
			m.line(r.Text())
		}
	}
}

// creditorReference takes CdtrRefInf; version 1 calls its parts CdtrRef and CdtrRefTp.
func (r Reader) creditorReference(m *Remittance) {
	var reference, kind, issuer string
	for d := r.Depth(); r.Child(d); {
		switch r.Name() {
		case "Ref", "CdtrRef":
			reference = r.Text()
		case "Tp", "CdtrRefTp":
			for inner := r.Depth(); r.Child(inner); {
				switch r.Name() {
				case "CdOrPrtry", "Cd", "Prtry":
					kind = r.DeepText()
				case "Issr":
					issuer = r.Text()
				}
			}
		}
	}
	if issuer != "" {
		kind += "/" + issuer
	}
	if m.Reference == "" {
		m.Reference, m.ReferenceType = reference, kind
	} else if reference != m.Reference {
		m.line(reference)
	}
}
