// SPDX-License-Identifier: EUPL-1.2

package camt

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"rentmeester/bank"
	"rentmeester/money"
)

// node is a piece of another reader's result, kept as JSON beside the file.
type node map[string]any

func (n node) at(name string) node {
	child, _ := n[name].(map[string]any)
	return child
}

func (n node) text(name string) string {
	if n[name] == nil {
		return ""
	}
	return fmt.Sprint(n[name])
}

// list gives the elements of a list. An element that stood elsewhere before is
// only named; it is then the one under first.
func (n node) list(name, first string) []node {
	var found []node
	items, _ := n[name].([]any)
	for _, item := range items {
		if child, ok := item.(map[string]any); ok {
			found = append(found, child)
		} else if first != "" {
			found = append(found, n.at(first))
		}
	}
	return found
}

// cents gives an amount in our hundredths; a yen has none of its own.
func (n node) cents() string {
	text := n.text("getAmount")
	if n.at("getCurrency").text("getCode") == "JPY" {
		text += "00"
	}
	c, _ := money.Parse(text)
	return (c / 100).String()
}

// TestCorpusAgreesWithExpectedResults compares entry by entry with the results
// that stand beside the files.
func TestCorpusAgreesWithExpectedResults(t *testing.T) {
	compared, entries := 0, 0
	for _, path := range corpusFiles(t) {
		raw, err := os.ReadFile(strings.TrimSuffix(path, ".xml") + ".json")
		if err != nil {
			continue
		}
		var want node
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		doc, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var c bank.Collector
		if err := Read(bytes.NewReader(doc), &c); err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		t.Run(path[strings.LastIndex(path, "/")+1:], func(t *testing.T) {
			entries += compareFile(t, c, want)
		})
		compared++
	}
	if compared < 25 {
		t.Errorf("only %d expected results were found", compared)
	}
	t.Logf("%d files, %d entries compared", compared, entries)
}

func compareFile(t *testing.T, c bank.Collector, want node) int {
	// The results are keyed by an entry's place in its statement, so that of
	// several statements a later one stands over an earlier one.
	var got []bank.FullEntry
	for _, s := range c.Statements {
		got = append(s.Entries[:len(s.Entries):len(s.Entries)], got[min(len(got), len(s.Entries)):]...)
	}
	wanted := want.list("getEntries", "")
	if len(got) != len(wanted) {
		t.Fatalf("%d entries, want %d", len(got), len(wanted))
	}
	for i, e := range got {
		compareEntry(t, e, wanted[i])
	}
	if len(wanted) > 0 {
		compareStatement(t, c.Statements[len(c.Statements)-1], wanted[0].at("getRecord"))
	}
	return len(got)
}

func compareStatement(t *testing.T, s bank.Full, want node) {
	same(t, "statement id", s.ID, want.text("getId"))
	same(t, "account", s.Account.ID, want.at("getAccount").text("getIdentification"))
	same(t, "info", s.Info, strings.TrimSpace(want.text("getAdditionalInformation")))
	same(t, "copy", s.Copy, want.text("getCopyDuplicateIndicator"))
	same(t, "sequence", s.Sequence, want.text("getElectronicSequenceNumber"))
	balances := want.list("getBalances", "")
	if len(balances) != len(s.Balances) {
		t.Fatalf("%d balances, want %d", len(s.Balances), len(balances))
	}
	for i, b := range s.Balances {
		same(t, "balance", b.Amount.String(), balances[i].at("getAmount").cents())
		same(t, "balance day", string(b.Day), balances[i].at("getDate").text("0")[:10])
	}
}

func compareEntry(t *testing.T, e bank.FullEntry, want node) {
	same(t, "amount", e.Amount.String(), want.at("getAmount").cents())
	same(t, "currency", e.Currency, want.at("getAmount").at("getCurrency").text("getCode"))
	same(t, "reference", e.Ref, want.text("getReference"))
	same(t, "bank reference", e.BankRef, want.text("getAccountServicerReference"))
	same(t, "info", e.Info, strings.TrimSpace(want.text("getAdditionalInfo")))
	same(t, "reversal", fmt.Sprint(e.Reversal), want.text("getReversalIndicator"))
	if on := want.at("getBookingDate").text("0"); on != "" {
		same(t, "booked", string(e.Booked), on[:10])
	}
	if on := want.at("getValueDate").text("0"); on != "" {
		same(t, "value", string(e.Value), on[:10])
	}
	status := map[bank.Status]string{bank.StatusBooked: "BOOK", bank.StatusPending: "PDNG", bank.StatusInfo: "INFO"}
	same(t, "status", status[e.Status], want.text("getStatus"))
	code := want.at("getBankTransactionCode")
	same(t, "domain", e.Code.Domain, code.at("getDomain").text("getCode"))
	same(t, "family", e.Code.Family, code.at("getDomain").at("getFamily").text("getCode"))
	same(t, "sub-family", e.Code.SubFamily, code.at("getDomain").at("getFamily").text("getSubFamilyCode"))
	same(t, "proprietary", e.Code.Proprietary, code.at("getProprietary").text("getCode"))
	details := want.list("getTransactionDetails", "getTransactionDetail")
	if len(details) != len(e.Details) {
		t.Fatalf("%d details, want %d", len(e.Details), len(details))
	}
	for i, d := range e.Details {
		compareDetail(t, e, d, details[i])
	}
}

func compareDetail(t *testing.T, e bank.FullEntry, d bank.Detail, want node) {
	refs := want.at("getReference")
	same(t, "end-to-end", d.EndToEndID, strings.Replace(refs.text("getEndToEndId"), "NOTPROVIDED", "", 1))
	same(t, "mandate", d.MandateID, refs.text("getMandateId"))
	same(t, "instruction", d.InstructionID, refs.text("getInstructionId"))
	same(t, "transaction", d.TxID, refs.text("getTransactionId"))
	same(t, "bank's reference", d.BankRef, refs.text("getAccountServicerReference"))
	if e.Batch == nil {
		same(t, "message", d.MessageID, refs.text("getMessageId"))
		same(t, "payment information", d.PaymentInfoID, refs.text("getPaymentInformationId"))
	}
	remittance := want.at("getRemittanceInformation")
	for _, block := range remittance.list("getUnstructuredBlocks", "getUnstructuredBlock") {
		if text := strings.TrimSpace(block.text("getMessage")); !strings.Contains(strings.Join(d.Remittance, "\n"), text) {
			t.Errorf("remittance %q is not in %q", text, d.Remittance)
		}
	}
	for _, block := range remittance.list("getStructuredBlocks", "getStructuredBlock") {
		ref := block.at("getCreditorReferenceInformation").text("getRef")
		if ref != "" && ref != d.Reference && !strings.Contains(strings.Join(d.Remittance, "\n"), ref) {
			t.Errorf("reference %q is not in %+v", ref, d)
		}
	}
	if back := want.at("getReturnInformation"); back != nil {
		if d.Return == nil {
			t.Fatalf("no return, want %v", back)
		}
		same(t, "return code", d.Return.Code, back.text("getCode"))
	}
	compareParty(t, e, d, want.list("getRelatedParties", "getRelatedParty"))
}

// compareParty sees that the counterparty is the party that the direction asks
// for, unless that is the holder of the account.
func compareParty(t *testing.T, e bank.FullEntry, d bank.Detail, parties []node) {
	kind := "Debtor"
	if e.Amount < 0 && d.Amount <= 0 {
		kind = "Creditor"
	}
	for _, p := range parties {
		about := p.at("getRelatedPartyType")
		if strings.HasSuffix(about.text("__CLASS__"), `\`+kind) && about.text("getName") != ownName {
			same(t, "counterparty", d.Counterparty.Name, about.text("getName"))
			same(t, "counterparty's account", d.Counterparty.Account, p.at("getAccount").text("getIdentification"))
		}
	}
}

// ownName is the holder of the accounts in those files that name him twice.
const ownName = "UNIFITS GmbH"

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}
