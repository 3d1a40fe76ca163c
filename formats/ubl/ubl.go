// SPDX-License-Identifier: EUPL-1.2

// Package ubl reads documents in UBL 2.1 (OASIS, ISO/IEC 19845): invoices and
// credit notes as SI-UBL, NLCIUS, Peppol BIS 3 and XRechnung write them, and
// the orders that come with them. A document is bounded in size, depth and
// number of elements; elements of another namespace, as extensions hold them,
// keep a name that no rule and no reader asks for.
//
// It imports formats/xmlread, formats/semantic and fault.
package ubl

import (
	"io"
	"strings"

	"rentmeester/fault"
	"rentmeester/formats/semantic"
	"rentmeester/formats/xmlread"
)

const (
	family     = "urn:oasis:names:specification:ubl:schema:xsd:"
	basic      = family + "CommonBasicComponents-2"
	aggregate  = family + "CommonAggregateComponents-2"
	extensions = family + "CommonExtensionComponents-2"
)

// limits leave room for large attachments and long invoices.
var limits = xmlread.Limits{Bytes: 128 << 20, Token: 96 << 20, Depth: 64}

const maxElements = 1_000_000

// Recognise says whether a root element is one of UBL.
func Recognise(root xmlread.Element) bool { return strings.HasPrefix(root.Space, family) }

// Read reads a document. Errors: those of xmlread, and ubl.root.
func Read(r io.Reader) (*semantic.Document, error) {
	space := ""
	root, err := xmlread.Tree(r, limits, maxElements, func(of, local string) (string, string) {
		if space == "" {
			space = of + " "
		}
		return named(of, local)
	})
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(space, family) {
		return nil, fault.New("ubl.root", "element", root.Name)
	}
	d := &semantic.Document{View: &semantic.View{Root: root, Binding: Binding}, Syntax: "UBL", Kind: "other"}
	d.Profile = d.Value("BT-24")
	switch strings.TrimSpace(space) {
	case family + "Invoice-2":
		d.Kind = "invoice"
	case family + "CreditNote-2":
		d.Kind = "creditnote"
	case family + "Order-2":
		d.Kind = "order"
	}
	return d, nil
}

// named gives elements of UBL their own name and the prefix people know.
func named(space, local string) (name, tag string) {
	switch space {
	case basic:
		return local, "cbc:" + local
	case aggregate:
		return local, "cac:" + local
	case extensions:
		return local, "ext:" + local
	}
	if strings.HasPrefix(space, family) {
		return local, local
	}
	return "?" + local, local
}
