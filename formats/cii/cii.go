// SPDX-License-Identifier: EUPL-1.2

// Package cii reads Cross Industry Invoices of UN/CEFACT: version D16B, as
// XRechnung and all profiles of Factur-X and ZUGFeRD 2 write them, and the
// older one of ZUGFeRD 1.0, whose elements get the names of D16B. A document is
// bounded in size, depth and number of elements.
//
// It imports formats/xmlread, formats/semantic and fault.
package cii

import (
	"io"
	"slices"
	"strings"

	"rentmeester/fault"
	"rentmeester/formats/semantic"
	"rentmeester/formats/xmlread"
)

const (
	d16b    = "urn:un:unece:uncefact:data:standard:"
	zugferd = "urn:ferd:CrossIndustryDocument:invoice:1p0"
)

// limits leave room for large attachments and long invoices.
var limits = xmlread.Limits{Bytes: 128 << 20, Token: 96 << 20, Depth: 64}

const maxElements = 1_000_000

// Recognise says whether a root element is one of CII.
func Recognise(root xmlread.Element) bool {
	return strings.HasPrefix(root.Space, d16b) && root.Name == "CrossIndustryInvoice" || root.Space == zugferd
}

// Read reads a document. Errors: those of xmlread, and cii.root.
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
	space = strings.TrimSpace(space)
	if !Recognise(xmlread.Element{Space: space, Name: root.Name}) {
		return nil, fault.New("cii.root", "element", root.Name)
	}
	d := &semantic.Document{View: &semantic.View{Root: root, Binding: Binding}, Syntax: "CII", Kind: "invoice"}
	if space == zugferd {
		d.Syntax = "ZUGFeRD 1.0"
		modernise(root)
		root.Index()
	}
	d.Profile = d.Value("BT-24")
	if slices.Contains(credit, d.Value("BT-3")) {
		d.Kind = "creditnote"
	}
	return d, nil
}

// credit are the document types (UNTDID 1001) in which the seller owes.
var credit = []string{"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}

var prefixes = map[string]string{
	"CrossIndustryInvoice":                       "rsm:",
	"ReusableAggregateBusinessInformationEntity": "ram:",
	"UnqualifiedDataType":                        "udt:",
	"QualifiedDataType":                          "qdt:",
}

// named gives elements of CII their own name and the prefix people know.
func named(space, local string) (name, tag string) {
	if space == zugferd {
		return local, "rsm:" + local
	}
	part, ours := strings.CutPrefix(space, d16b)
	part, _, _ = strings.Cut(part, ":")
	if prefix, known := prefixes[part]; ours && known {
		return local, prefix + local
	}
	if strings.HasPrefix(space, "urn:un:unece:uncefact:data:") {
		return local, local
	}
	return "?" + local, local
}

// modern are the names of D16B for those of ZUGFeRD 1.0 that differ.
var modern = map[string]string{
	"CrossIndustryDocument":                "CrossIndustryInvoice",
	"SpecifiedExchangedDocumentContext":    "ExchangedDocumentContext",
	"HeaderExchangedDocument":              "ExchangedDocument",
	"SpecifiedSupplyChainTradeTransaction": "SupplyChainTradeTransaction",
	"ApplicableSupplyChainTradeAgreement":  "ApplicableHeaderTradeAgreement",
	"ApplicableSupplyChainTradeDelivery":   "ApplicableHeaderTradeDelivery",
	"ApplicableSupplyChainTradeSettlement": "ApplicableHeaderTradeSettlement",
	"SpecifiedSupplyChainTradeAgreement":   "SpecifiedLineTradeAgreement",
	"SpecifiedSupplyChainTradeDelivery":    "SpecifiedLineTradeDelivery",
	"SpecifiedSupplyChainTradeSettlement":  "SpecifiedLineTradeSettlement",
	"ApplicablePercent":                    "RateApplicablePercent",
}

// modernise gives the elements of ZUGFeRD 1.0 the names that the binding asks for.
func modernise(n *xmlread.Node) {
	if name, old := modern[n.Name]; old {
		n.Name = name
	}
	switch {
	case n.Name == "SpecifiedTradeSettlementMonetarySummation" && n.Parent.Name == "SpecifiedLineTradeSettlement":
		n.Name = "SpecifiedTradeSettlementLineMonetarySummation"
	case n.Name == "SpecifiedTradeSettlementMonetarySummation":
		n.Name = "SpecifiedTradeSettlementHeaderMonetarySummation"
	case n.Name == "ID" && strings.HasSuffix(n.Parent.Name, "ReferencedDocument"):
		n.Name = "IssuerAssignedID"
	}
	for _, child := range n.Children {
		modernise(child)
	}
}
