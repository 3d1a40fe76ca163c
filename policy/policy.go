// SPDX-License-Identifier: EUPL-1.2

// Package policy reads the policy of an administration: one readable YAML text
// with parts that each hold from a day on. A part says only what changes; what
// it does not mention goes on as it was. Nobody needs a programmer to change it,
// and what was in force on any day can always be said.
//
// It imports money, day, payment, ident, fault, formats/pain, policy/rules,
// policy/conditions and the engines whose settings it holds.
package policy

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"

	"rentmeester/approval"
	"rentmeester/coding"
	"rentmeester/commitment"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/policy/rules"
	"rentmeester/staffing"
)

// Default is the policy a new administration begins with.
//
//go:embed default.yaml
var Default []byte

// Settings is what is in force on one day.
type Settings struct {
	Version   string // of the policy text, for the decision that was taken under it
	Accounts  Accounts
	Banks     map[string]string // ledger account of each bank account, by IBAN
	Tolerance money.Cents       // difference that may be written off with a match, 0 none
	Autopilot Autopilot
	Codings   Autopilot // of what the autopilot may code: Bank is off or budget
	Mandates  Mandates  // when failed collections are reason to stop one
	Paying    Paying
	Coding    coding.Terms // what invoice lines need, and what becomes of their VAT

	Approval    approval.Policy      // who must approve an invoice
	Commitments commitment.Tolerance // what an invoice may be over its order
	Release     string               // role that lets one through that is over it; "" anybody who did not order or enter it

	Documents  Documents  // what is done with a document, by its kind
	Duplicates Duplicates // when an invoice that may have come before waits
	Intake     Intake     // where originals are fetched from
	Outgoing   Outgoing   // how mail is sent
	Roles      Roles      // what each role may do
	FourEyes   FourEyes   // what needs a second person
	Elsewhere  Elsewhere  // which roles follow from a login elsewhere
	Register   Register   // what the register of algorithms wants to know
	Attention  Attention  // in what order that stands which waits for people
	Staffing   staffing.Prices
	Results    Results // by what results are reckoned
}

// Accounts names the ledger accounts that the bookings need.
type Accounts struct {
	Bank        string // of bank accounts that are not named one by one
	Suspense    string // money on the bank that waits on the worklist
	Opening     string // counterpart of the opening balance of a bank account
	Receivables string
	Payables    string
	OnAccount   string // money that waits on account of a party; "1690" when policy does not name it
	Difference  string // small differences written off
}

// Policy is a whole policy text.
type Policy struct {
	Version  string
	parts    []part
	compiled *compiledRules
}

type part struct {
	From      string            `yaml:"from"`
	Accounts  map[string]string `yaml:"accounts"`
	Banks     map[string]string `yaml:"banks"`
	Tolerance *string           `yaml:"tolerance"`
	Autopilot yaml.Node         `yaml:"autopilot"`
	Mandates  yaml.Node         `yaml:"mandates"`
	Paying    yaml.Node         `yaml:"paying"`
	Coding    yaml.Node         `yaml:"coding"`
	VAT       yaml.Node         `yaml:"vat"`
	Documents yaml.Node         `yaml:"documents"`
	Twice     yaml.Node         `yaml:"duplicates"`
	Intake    yaml.Node         `yaml:"intake"`
	Outgoing  yaml.Node         `yaml:"outgoing"`
	Register  yaml.Node         `yaml:"register"`
	Attention yaml.Node         `yaml:"attention"`
	Staffing  yaml.Node         `yaml:"staffing"`
	Results   yaml.Node         `yaml:"results"`
	Roles     yaml.Node         `yaml:"roles"`
	FourEyes  yaml.Node         `yaml:"four-eyes"`
	Login     yaml.Node         `yaml:"login"`
	Ledger    map[string]string `yaml:"ledger"` // names of ledger accounts, for rules
	Rules     []rules.Rule      `yaml:"rules"`
	from      day.Day
	tolerance money.Cents
	autopilot Autopilot
	codings   Autopilot
	mandates  mandatePart
	paying    payingPart
	terms     termsPart

	Approval    yaml.Node `yaml:"approval"`
	Commitments yaml.Node `yaml:"commitments"`
	approval    approvalPart
	commitments commitmentPart

	documents documentPart
	twice     duplicatePart
	intake    intakePart
	outgoing  outgoingPart
	register  registerPart
	attention attentionPart
	staffing  staffingPart
	results   resultPart
	roles     rolePart
	fourEyes  fourEyesPart
	elsewhere elsewherePart
}

type document struct {
	Policy []part `yaml:"policy"`
}

// MaxSize bounds a policy text.
const MaxSize = 1 << 20

// Parse reads and checks a policy text; its rules are compiled when they are asked
// for (see Check). Errors: policy.size, policy.yaml (with
// the line), rules.key, policy.empty, policy.from, policy.value, policy.value-at,
// policy.condition, policy.incomplete, policy.ratio.
func Parse(text []byte) (Policy, error) {
	if len(text) > MaxSize {
		return Policy{}, fault.New("policy.size", "size", len(text))
	}
	sum := sha256.Sum256(text)
	if p, found := remembered(sum); found {
		return p, nil
	}
	var doc document
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		if f := (*fault.Error)(nil); errors.As(err, &f) {
			return Policy{}, f
		}
		return Policy{}, fault.New("policy.yaml", "error", plain(err))
	}
	if len(doc.Policy) == 0 {
		return Policy{}, fault.New("policy.empty")
	}
	for i := range doc.Policy {
		if err := doc.Policy[i].check(i + 1); err != nil {
			return Policy{}, err
		}
	}
	sort.SliceStable(doc.Policy, func(i, j int) bool { return doc.Policy[i].from < doc.Policy[j].from })
	for i := 1; i < len(doc.Policy); i++ {
		if doc.Policy[i].from == doc.Policy[i-1].from {
			return Policy{}, fault.New("policy.from-twice", "from", doc.Policy[i].from)
		}
	}
	p := Policy{Version: hex.EncodeToString(sum[:])[:12], parts: doc.Policy, compiled: &compiledRules{sets: map[int]*rules.Set{}}}
	if err := p.complete(); err != nil {
		return Policy{}, err
	}
	if err := p.ratiosKnown(); err != nil {
		return Policy{}, err
	}
	remember(sum, p)
	return p, nil
}

func plain(err error) string {
	return strings.TrimPrefix(strings.ReplaceAll(err.Error(), "\n", " "), "yaml: ")
}

var accountRoles = []string{"bank", "suspense", "opening", "receivables", "payables", "onaccount", "difference"}

func (p *part) check(number int) error {
	var err error
	if p.from, err = day.Parse(p.From); err != nil {
		return fault.Wrap(err, "policy.from", "part", number)
	}
	for role, code := range p.Accounts {
		if !slices.Contains(accountRoles, role) || strings.TrimSpace(code) == "" {
			return fault.New("policy.value", "from", p.From, "setting", "accounts."+role, "value", code,
				"allowed", strings.Join(accountRoles, ", "))
		}
	}
	if p.Tolerance != nil {
		if p.tolerance, err = money.Parse(*p.Tolerance); err != nil {
			return fault.Wrap(err, "policy.value", "from", p.From, "setting", "tolerance", "value", *p.Tolerance, "allowed", "0.00 – 10.00")
		}
		if p.tolerance < 0 || p.tolerance > 1000 {
			return fault.New("policy.value", "from", p.From, "setting", "tolerance", "value", *p.Tolerance, "allowed", "0.00 – 10.00")
		}
	}
	if err := p.checkRules(); err != nil {
		return err
	}
	if p.autopilot, p.codings, err = readAutopilots(p.Autopilot, p.From); err != nil {
		return err
	}
	if p.mandates, err = readMandates(p.Mandates, p.From); err != nil {
		return err
	}
	if p.approval, err = readApproval(p.Approval, p.From); err != nil {
		return err
	}
	if p.commitments, err = readCommitments(p.Commitments, p.From); err != nil {
		return err
	}
	if p.paying, err = readPaying(p.Paying, p.From); err != nil {
		return err
	}
	if p.terms, err = readTerms(p.Coding, p.VAT, p.From); err != nil {
		return err
	}
	if p.documents, err = readDocuments(p.Documents, p.From); err != nil {
		return err
	}
	if p.twice, err = readDuplicates(p.Twice, p.From); err != nil {
		return err
	}
	if p.intake, err = readIntake(p.Intake, p.From); err != nil {
		return err
	}
	if p.outgoing, err = readOutgoing(p.Outgoing, p.From); err != nil {
		return err
	}
	if p.attention, err = readAttention(p.Attention, p.From); err != nil {
		return err
	}
	if p.staffing, err = readStaffing(p.Staffing, p.From); err != nil {
		return err
	}
	if p.results, err = readResults(p.Results, p.From); err != nil {
		return err
	}
	if p.register, err = readRegister(p.Register, p.From); err != nil {
		return err
	}
	if p.fourEyes, err = readFourEyes(p.FourEyes, p.From); err != nil {
		return err
	}
	if p.elsewhere, err = readElsewhere(p.Login, p.From); err != nil {
		return err
	}
	p.roles, err = readRoles(p.Roles, p.From)
	return err
}

// complete checks that the first part names every account, so that a booking
// never lacks one. Policies from before there was an account for money on
// account of a party need not name it.
func (p Policy) complete() error {
	for _, role := range accountRoles {
		if role != "onaccount" && strings.TrimSpace(p.parts[0].Accounts[role]) == "" {
			return fault.New("policy.incomplete", "from", p.parts[0].From, "setting", "accounts."+role)
		}
	}
	if err := p.peopleKept(); err != nil {
		return err
	}
	if err := p.rolesElsewhereKnown(); err != nil {
		return err
	}
	return p.approvalsComplete()
}

// On gives what is in force on a day. Before the first part that part holds:
// money does not wait for a policy to begin.
func (p Policy) On(d day.Day) Settings {
	s := Settings{Version: p.Version, Accounts: Accounts{OnAccount: "1690"}, Banks: map[string]string{}, Autopilot: ungoverned, Codings: uncodedAlone, Mandates: unmandated,
		Paying: unsaid(), Approval: approval.Fallback(), Coding: uncoded}
	s.Documents, s.Duplicates, s.Intake, s.Outgoing, s.Attention = unsorted(), unguarded(), untaken(), unsent(), unranked()
	s.Roles, s.Results, s.FourEyes = usualRoles(), unreckoned(), unseen()
	s.Staffing = staffing.DefaultPrices()
	for i, part := range p.parts {
		if i > 0 && part.from > d {
			break
		}
		part.apply(&s)
	}
	return s
}

func (p part) apply(s *Settings) {
	for role, target := range map[string]*string{
		"bank": &s.Accounts.Bank, "suspense": &s.Accounts.Suspense, "opening": &s.Accounts.Opening,
		"receivables": &s.Accounts.Receivables, "payables": &s.Accounts.Payables,
		"onaccount": &s.Accounts.OnAccount, "difference": &s.Accounts.Difference,
	} {
		if code := p.Accounts[role]; code != "" {
			*target = code
		}
	}
	for iban, code := range p.Banks {
		s.Banks[strings.ReplaceAll(strings.ToUpper(iban), " ", "")] = code
	}
	if p.Tolerance != nil {
		s.Tolerance = p.tolerance
	}
	p.autopilot.apply(&s.Autopilot)
	p.codings.apply(&s.Codings)
	p.mandates.apply(&s.Mandates)
	p.paying.apply(&s.Paying)
	p.terms.apply(&s.Coding)
	p.approval.apply(&s.Approval)
	p.commitments.apply(&s.Commitments, &s.Release)
	p.documents.apply(&s.Documents)
	p.twice.apply(&s.Duplicates)
	p.intake.apply(&s.Intake)
	p.outgoing.apply(&s.Outgoing)
	p.register.apply(&s.Register)
	p.attention.apply(&s.Attention)
	p.staffing.apply(&s.Staffing)
	p.results.apply(&s.Results)
	p.roles.apply(&s.Roles)
	p.fourEyes.apply(&s.FourEyes)
	p.elsewhere.apply(&s.Elsewhere)
}

// BankAccount gives the ledger account of a bank account.
func (s Settings) BankAccount(iban string) string {
	if code := s.Banks[iban]; code != "" {
		return code
	}
	return s.Accounts.Bank
}
