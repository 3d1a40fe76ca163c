// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"rentmeester/fault"
	"rentmeester/sorting"
)

// Deed is what is done with a document of some kind.
type Deed string

const (
	ReadIt    Deed = "read"    // it is read as an invoice
	FileIt    Deed = "file"    // it is filed by its kind
	ForwardIt Deed = "forward" // it is somebody else's
	AskAbout  Deed = "ask"     // a person says what is to be done
)

// Filing is a deed, and to whom when it is to forward.
type Filing struct {
	Deed Deed
	To   string
}

// Documents says what is done with documents by their kind.
type Documents struct {
	Sure  float64                 // from which probability of a kind on a person need not be asked
	Kinds map[sorting.Kind]Filing // a kind that is not named is asked about
}

// unsorted holds where a policy says nothing: what is surely an invoice is read,
// and a person is asked about anything else.
func unsorted() Documents {
	return Documents{Sure: .9, Kinds: map[sorting.Kind]Filing{sorting.Invoice: {Deed: ReadIt}, sorting.CreditNote: {Deed: ReadIt}}}
}

// For says what is done with a document that is of a kind with a probability.
func (d Documents) For(kind sorting.Kind, probability float64) Filing {
	filing, named := d.Kinds[kind]
	if !named || probability < d.Sure {
		return Filing{Deed: AskAbout}
	}
	return filing
}

const documentSettings = "sure, invoice, creditnote, reminder, order-confirmation, statement, contract, decision, delivery-note, quotation, advertising, other"

// documentPart is what a part of a policy says of documents.
type documentPart struct {
	sure  *float64
	kinds map[sorting.Kind]Filing
}

func (p documentPart) apply(to *Documents) {
	if p.sure != nil {
		to.Sure = *p.sure
	}
	for kind, filing := range p.kinds {
		to.Kinds[kind] = filing
	}
}

// readDocuments reads that part. Errors: policy.value-at.
func readDocuments(node yaml.Node, from string) (p documentPart, err error) {
	p.kinds = map[sorting.Kind]Filing{}
	return p, eachSetting(&node, from, "documents", documentSettings, func(key string, value *yaml.Node) string {
		if key == "sure" {
			share, ok := parseShare(value.Value)
			if !ok || share < whole/2 {
				return "50% – 100%"
			}
			sure := float64(share) / whole
			p.sure = &sure
			return ""
		}
		filing, ok := readFiling(value)
		if !ok {
			return "read, file, ask, {forward: …}"
		}
		p.kinds[sorting.Kind(key)] = filing
		return ""
	})
}

// readFiling reads "file", or {forward: somebody}.
func readFiling(node *yaml.Node) (Filing, bool) {
	if node.Kind == yaml.MappingNode && len(node.Content) == 2 && node.Content[0].Value == string(ForwardIt) {
		to := strings.TrimSpace(node.Content[1].Value)
		return Filing{ForwardIt, to}, to != "" && len(to) <= 200 && !strings.ContainsAny(to, "\r\n")
	}
	deed := Deed(node.Value)
	return Filing{Deed: deed}, node.Kind == yaml.ScalarNode && (deed == ReadIt || deed == FileIt || deed == AskAbout)
}

// eachSetting hands over every setting of a part that is a mapping. read gives
// what is allowed when the value is not. Errors: policy.value-at.
func eachSetting(node *yaml.Node, from, within, known string, read func(key string, value *yaml.Node) (allowed string)) error {
	wrong := func(at *yaml.Node, setting, allowed string) error {
		return fault.New("policy.value-at", "from", from, "line", at.Line, "setting", setting, "value", at.Value, "allowed", allowed)
	}
	if node.Kind == 0 || node.Tag == "!!null" {
		return nil
	}
	if node.Kind != yaml.MappingNode {
		return wrong(node, within, known)
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if !strings.Contains(", "+known+", ", ", "+key.Value+", ") {
			return wrong(key, within, known)
		}
		if allowed := read(key.Value, value); allowed != "" {
			return wrong(value, within+"."+key.Value, allowed)
		}
	}
	return nil
}
