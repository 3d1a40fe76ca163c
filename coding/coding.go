// SPDX-License-Identifier: EUPL-1.2

// Package coding says where the lines of an invoice are to be booked: on which
// ledger account, cost centre, taakveld, categorie and project, and what becomes
// of the VAT. A Coder proposes; Last is the coder that looks how the supplier was
// booked before. Check holds a coding against the lists of CBS and of the
// administration, and Post turns amounts and codings into lines of a journal
// entry.
//
// Values go in and values come out: no database, clock, network or globals that
// change. It may import the vocabulary (invoice, ledger, iv3, money, day), fault
// and the decimals of govalues.
package coding

import (
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/money"
)

// Treatment says what becomes of the VAT on a line: one of the constants, or
// Mixed with the name of a ratio, "mixed:sporthal". "" leaves it to policy.
type Treatment string

const (
	Compensable Treatment = "compensable" // back from the BTW-compensatiefonds: what the town uses as government
	Deductible  Treatment = "deductible"  // deducted in the VAT return: what it uses for taxed business
	Cost        Treatment = "cost"        // stays: exempt business, or handed on to single persons
	Mixed       Treatment = "mixed"       // divided by a ratio
)

// Ratio gives the name of the ratio by which mixed VAT is divided; "" is the
// general one. mixed is false for every other treatment.
func (t Treatment) Ratio() (name string, mixed bool) {
	first, name, _ := strings.Cut(string(t), ":")
	return name, first == string(Mixed)
}

// Valid says whether it is a treatment that we know; "" is not.
func (t Treatment) Valid() bool {
	_, mixed := t.Ratio()
	return mixed || t == Compensable || t == Deductible || t == Cost
}

// Coding is where something is booked. Values are comparable with ==. "" is a
// dimension that is not filled in.
type Coding struct {
	Account    string    `json:"account,omitempty"`    // ledger account code
	CostCentre string    `json:"costCentre,omitempty"` // kostenplaats
	Taakveld   string    `json:"taakveld,omitempty"`   // of Iv3; for an account on the balance its balanscode
	Categorie  string    `json:"categorie,omitempty"`  // economische categorie of Iv3
	Project    string    `json:"project,omitempty"`
	VAT        Treatment `json:"vat,omitempty"`
	Other      string    `json:"other,omitempty"` // further dimensions, "name=value;name=value", names sorted
}

// Dimensions writes what a coding says beside the ledger account the way journal
// lines keep it: "kostenplaats=4010;taakveld=0.4", names sorted.
func (c Coding) Dimensions() string {
	var list []string
	for _, d := range [...]struct{ name, value string }{
		{"categorie", c.Categorie}, {"kostenplaats", c.CostCentre}, {"project", c.Project}, {"taakveld", c.Taakveld},
	} {
		if d.value != "" {
			list = append(list, d.name+"="+d.value)
		}
	}
	if c.Other != "" {
		list = append(list, strings.Split(c.Other, ";")...)
		slices.Sort(list)
	}
	return strings.Join(list, ";")
}

// Part is a portion of an amount with its coding. Weight is its share among the
// parts of one line: 60 and 40, or 1 and 2. Amount is what that comes to, signed
// as the line; the amounts of the parts add up to the line.
type Part struct {
	Coding Coding      `json:"coding"`
	Weight int64       `json:"weight"`
	Amount money.Cents `json:"amount"`
}

// Line is one line of an invoice to be coded; allowances and charges on the whole
// document are lines too, so that the lines add up to the net amount.
type Line struct {
	Number    string      `json:"number,omitempty"` // of the line; "" for what stands on the document
	Text      string      `json:"text,omitempty"`   // name and description
	Net       money.Cents `json:"net"`              // negative is a discount
	Category  string      `json:"category,omitempty"`
	Rate      string      `json:"rate,omitempty"`   // of VAT, a plain decimal: "21"
	Item      string      `json:"item,omitempty"`   // the seller's or buyer's number of what was delivered
	Class     string      `json:"class,omitempty"`  // CPV or UNSPSC, with its list: "STI:30192000"
	Object    string      `json:"object,omitempty"` // meter, location or subscription
	OrderLine string      `json:"orderLine,omitempty"`
	Reference string      `json:"reference,omitempty"` // what the buyer asked to put on it (BT-133)
}

// Subject is what a coding is asked for.
type Subject struct {
	Invoice      string  `json:"invoice,omitempty"` // how the caller knows it
	Supplier     string  `json:"supplier"`          // number of the supplier; "" not known yet
	SupplierName string  `json:"supplierName,omitempty"`
	KvK          string  `json:"kvk,omitempty"`
	VAT          string  `json:"vat,omitempty"` // VAT number of the supplier
	Day          day.Day `json:"day"`           // on which it is dated; what holds that day holds
	Credit       bool    `json:"credit,omitempty"`
	Order        string  `json:"order,omitempty"`
	Contract     string  `json:"contract,omitempty"`
	Project      string  `json:"project,omitempty"`
	Object       string  `json:"object,omitempty"`
	Reference    string  `json:"reference,omitempty"` // the buyer's: department, budget holder, obligation (BT-10)
	Delivered    string  `json:"delivered,omitempty"` // address of delivery
	Text         string  `json:"text,omitempty"`      // notes on the document
	Lines        []Line  `json:"lines"`
}

// Reason is one piece of evidence: a key of the catalogue and its values.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// Option is one way to code a line: its parts, and the probability that exactly
// this is right.
type Option struct {
	Parts       []Part   `json:"parts"`
	Probability float64  `json:"probability"`
	Reasons     []Reason `json:"reasons,omitempty"`
	Like        []string `json:"like,omitempty"` // earlier invoices that say so, the latest first
}

// Field names a dimension of a coding.
type Field string

const (
	Account    Field = "account"
	CostCentre Field = "cost_centre"
	Taakveld   Field = "taakveld"
	Categorie  Field = "categorie"
	Project    Field = "project"
	VAT        Field = "vat"
)

// Fields are the dimensions in their usual order.
var Fields = []Field{Account, CostCentre, Taakveld, Categorie, Project, VAT}

// Get gives one dimension of a coding, one of Fields or a further one.
func (c Coding) Get(f Field) string {
	switch f {
	case Account:
		return c.Account
	case CostCentre:
		return c.CostCentre
	case Taakveld:
		return c.Taakveld
	case Categorie:
		return c.Categorie
	case Project:
		return c.Project
	case VAT:
		return string(c.VAT)
	}
	return c.other(f)
}

// other gives a further dimension.
func (c Coding) other(f Field) string {
	for one := range strings.SplitSeq(c.Other, ";") {
		if name, value, _ := strings.Cut(one, "="); name == string(f) {
			return besides.Replace(value)
		}
	}
	return ""
}

// apart writes what would end a value among further dimensions, besides reads it.
var (
	apart   = strings.NewReplacer("%", "%25", ";", "%3B")
	besides = strings.NewReplacer("%25", "%", "%3B", ";")
)

// setOther fills in a further dimension.
func (c *Coding) setOther(f Field, value string) {
	var list []string
	if c.Other != "" {
		list = strings.Split(c.Other, ";")
	}
	list = slices.DeleteFunc(list, func(one string) bool { return strings.HasPrefix(one, string(f)+"=") })
	if value != "" {
		list = append(list, string(f)+"="+apart.Replace(value))
	}
	slices.Sort(list)
	c.Other = strings.Join(list, ";")
}

// Set fills in one dimension, one of Fields or a further one.
func (c *Coding) Set(f Field, value string) {
	switch f {
	case Account:
		c.Account = value
	case CostCentre:
		c.CostCentre = value
	case Taakveld:
		c.Taakveld = value
	case Categorie:
		c.Categorie = value
	case Project:
		c.Project = value
	case VAT:
		c.VAT = Treatment(value)
	default:
		c.setOther(f, value)
	}
}

// Proposal is what is proposed for one line. Without anything to go by it has no
// parts, probability 0 and a reason that says so.
type Proposal struct {
	Line int `json:"line"` // place in Subject.Lines
	Option
	Fields       map[Field]float64 `json:"fields,omitempty"` // probability of one dimension by itself; nil when the coder knows only the whole
	Alternatives []Option          `json:"alternatives,omitempty"`
	Model        string            `json:"model"` // name and version of what proposed it
}

// Coder proposes codings. Propose gives one proposal for each line, in their
// order; the same coder gives the same subject the same proposals.
type Coder interface {
	Propose(Subject) []Proposal
}

// Past is an invoice that was booked: what a coder learns from. The lines are as
// they were when a coding was asked for them, each with the parts it got.
type Past struct {
	Invoice  string     `json:"invoice"` // how the caller knows it
	Supplier string     `json:"supplier"`
	Day      day.Day    `json:"day"` // on which it was booked
	Lines    []PastLine `json:"lines"`
}

// PastLine is a line of it.
type PastLine struct {
	Line
	Parts []Part `json:"parts"`
}
