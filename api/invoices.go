// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"rentmeester/invoice"
)

// InvoiceSummary is an invoice on a list.
type InvoiceSummary struct {
	ID       int64  `json:"id"`
	Supplier string `json:"supplier" doc:"Number of the supplier; empty while nobody knows"`
	Name     string `json:"name"`
	Number   string `json:"number" doc:"That of the supplier"`
	Kind     string `json:"kind" doc:"invoice or creditnote"`
	Issued   Day    `json:"issued,omitempty"`
	Due      Day    `json:"due,omitempty"`
	Received Day    `json:"received,omitempty" doc:"The legal term of 30 days counts from it, unless something moves that"`
	Last     Day    `json:"last,omitempty" doc:"Day by which it must be paid by the law"`
	Left     int    `json:"left" doc:"Days until then; negative: late"`
	Currency string `json:"currency"`
	Payable  Amount `json:"payable"`
	Open     Amount `json:"open" doc:"Of what was booked, still to be paid"`
	Blocked  Amount `json:"blocked" doc:"Of it: disputed or not owed, so not paid"`
	IBAN     string `json:"iban,omitempty"`
	State    string `json:"state" doc:"held, coding, approval, booked, paying, paid or rejected"`
	Holds    []Hold `json:"holds" doc:"That are open"`
}

// Hold is why an invoice may not go on.
type Hold struct {
	ID      int64  `json:"id"`
	Kind    string `json:"kind" doc:"To release it by"`
	Why     Said   `json:"why"`
	Persons int64  `json:"persons" doc:"How many must release it"`
	State   string `json:"state" doc:"open, released or dropped"`
	First   string `json:"first,omitempty" doc:"Who released it first"`
	Second  string `json:"second,omitempty"`
	Opened  string `json:"opened" format:"date-time"`
}

// InvoiceDetail is all that is known of an invoice.
type InvoiceDetail struct {
	InvoiceSummary
	Net       Amount           `json:"net"`
	VAT       Amount           `json:"vat"`
	Document  Document         `json:"document"`
	Syntax    string           `json:"syntax,omitempty"`
	Profile   string           `json:"profile,omitempty"`
	Content   invoice.Invoice  `json:"content" doc:"What it says, by the terms of EN 16931"`
	Findings  []InvoiceFinding `json:"findings"`
	Fields    []InvoiceField   `json:"fields" doc:"What was read from its pages, with how sure that is"`
	AllHolds  []Hold           `json:"allHolds"`
	Coding    []CodedPart      `json:"coding"`
	Coder     string           `json:"coder,omitempty"`
	Credits   int64            `json:"credits,omitempty" doc:"Of a credit note: the invoice that it takes something off"`
	Acts      []InvoiceAct     `json:"acts"`
	Approvals Approvals        `json:"approvals"`
	Match     *OrderMatch      `json:"match,omitempty" doc:"What came of holding it against orders and receipts"`
}

// OrderMatch says whether an invoice agrees with its orders.
type OrderMatch struct {
	State      string     `json:"state" doc:"matched, tolerance, deviates or notfound"`
	Ways       int        `json:"ways" doc:"2: with the order; 3: with what was received too"`
	Orders     []OrderUse `json:"orders"`
	Candidates []OrderUse `json:"candidates" doc:"Orders that it may be about, when it names none"`
	Reasons    []Said     `json:"reasons"`
}

// OrderUse is what an invoice takes of an order.
type OrderUse struct {
	Order  int64  `json:"order"`
	Number string `json:"number"`
	Uses   Amount `json:"uses"`
	Left   Amount `json:"left" doc:"After this invoice"`
}

// InvoiceFinding is what a rule says of an invoice.
type InvoiceFinding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Path     string `json:"path"`
	Line     int    `json:"line,omitempty"`
	Page     bool   `json:"page,omitempty" doc:"The pages do not show what the XML says"`
}

// InvoiceField is a value that was read from pages.
type InvoiceField struct {
	Name        string       `json:"name"`
	Value       string       `json:"value"`
	Raw         string       `json:"raw,omitempty"`
	Places      []FieldPlace `json:"places"`
	Proof       string       `json:"proof,omitempty" doc:"sum, checkdigit, history or label"`
	Probability float64      `json:"probability"`
	Doubtful    bool         `json:"doubtful" doc:"A person must look at it"`
}

// FieldPlace is where a value stands: a page from 0, and points from its top left.
type FieldPlace struct {
	Page   int     `json:"page"`
	Left   float64 `json:"left"`
	Top    float64 `json:"top"`
	Right  float64 `json:"right"`
	Bottom float64 `json:"bottom"`
}

// Dimensions are what a part of an invoice is booked on.
type Dimensions struct {
	Account    string `json:"account,omitempty" maxLength:"100"`
	CostCentre string `json:"costCentre,omitempty" maxLength:"100"`
	Taakveld   string `json:"taakveld,omitempty" maxLength:"100"`
	Categorie  string `json:"categorie,omitempty" maxLength:"100"`
	Project    string `json:"project,omitempty" maxLength:"100"`
	Treatment  string `json:"treatment,omitempty" enum:"compensable,deductible,cost,mixed" doc:"What becomes of the VAT; absent: as policy has it"`
	Other      string `json:"other,omitempty" maxLength:"1000" doc:"Further ones: name=value;name=value"`
}

// CodedPart is a part of an invoice as it is coded.
type CodedPart struct {
	Dimensions
	At          int    `json:"at" doc:"Place of its line, from 1"`
	Line        string `json:"line,omitempty" doc:"Number of the line on the invoice"`
	Description string `json:"description,omitempty"`
	Amount      Amount `json:"amount" doc:"Without VAT"`
	Charged     Amount `json:"charged" doc:"VAT that the supplier charges"`
	Back        Amount `json:"back" doc:"VAT that comes back"`
	Source      string `json:"source,omitempty" doc:"Model that proposed it; absent: a person"`
}

// CodingDetail is how an invoice is coded and what is proposed.
type CodingDetail struct {
	Coded       bool        `json:"coded"`
	Year        int         `json:"year" doc:"Financial year that it belongs to"`
	Model       string      `json:"model,omitempty" doc:"That proposes"`
	Probability float64     `json:"probability" doc:"Of what is proposed, as a whole"`
	Seen        string      `json:"seen" doc:"Of what is proposed now, for an acceptance"`
	Lines       []CodedLine `json:"lines"`
	Entry       []EntryLine `json:"entry" doc:"As it would be booked"`
	Problem     *Said       `json:"problem,omitempty" doc:"Why it cannot be booked so"`
}

// CodedLine is a line with its coding.
type CodedLine struct {
	Line         int            `json:"line" doc:"Its place, from 1"`
	Number       string         `json:"number,omitempty"`
	Text         string         `json:"text,omitempty"`
	Net          Amount         `json:"net"`
	Parts        []LinePart     `json:"parts" doc:"As it is coded; empty: not yet"`
	Proposal     CodingOption   `json:"proposal" doc:"Without parts: nothing is proposed"`
	Alternatives []CodingOption `json:"alternatives"`
}

// LinePart is a part of a line; parts without amounts divide it by their weights.
type LinePart struct {
	Dimensions
	Weight int64  `json:"weight,omitempty" minimum:"0" maximum:"1000000"`
	Amount Amount `json:"amount,omitempty"`
}

// CodingOption is a way to code a line.
type CodingOption struct {
	ID          string     `json:"id,omitempty" doc:"To choose it by"`
	Parts       []LinePart `json:"parts"`
	Probability float64    `json:"probability"`
	Reasons     []Said     `json:"reasons"`
	Like        []string   `json:"like" doc:"Earlier invoices that say so"`
}

// EntryLine is a line of a journal entry.
type EntryLine struct {
	Account    string `json:"account"`
	Role       string `json:"role"`
	Amount     Amount `json:"amount"`
	Dimensions string `json:"dimensions,omitempty"`
}

// InvoiceAct is what somebody did about an invoice.
type InvoiceAct struct {
	ID      int64    `json:"id"`
	Act     string   `json:"act" doc:"approve, withdraw, ask, answer, dispute, settle, reject, reopen or comment"`
	Step    string   `json:"step,omitempty"`
	Person  string   `json:"person"`
	ForWhom string   `json:"forWhom,omitempty"`
	Of      int64    `json:"of,omitempty" doc:"The act that it answers, settles or withdraws"`
	Amount  Amount   `json:"amount"`
	Lines   []string `json:"lines" doc:"Disputed lines"`
	To      string   `json:"to,omitempty" doc:"Whom a question is for"`
	Comment string   `json:"comment,omitempty"`
	At      string   `json:"at" format:"date-time"`
	Void    bool     `json:"void" doc:"It counts no more"`
}

// Approvals says where an invoice stands on its way to approval.
type Approvals struct {
	State     string         `json:"state" doc:"waiting, asked, disputed, approved or rejected"`
	Steps     []ApprovalStep `json:"steps"`
	Turn      []Approver     `json:"turn" doc:"Who can do something now"`
	Anyone    bool           `json:"anyone" doc:"Nobody has a role: anyone who is not barred"`
	Missing   []Said         `json:"missing" doc:"What keeps it from being paid"`
	Questions []InvoiceAct   `json:"questions"`
	Disputes  []InvoiceAct   `json:"disputes"`
	Disputed  Amount         `json:"disputed"`
	Payable   Amount         `json:"payable" doc:"When approved: what is neither disputed nor not owed"`
	Last      Day            `json:"last,omitempty" doc:"Last day without interest"`
	Left      int            `json:"left" doc:"Days until then; negative: late"`
	Clock     []Said         `json:"clock" doc:"How that day was reckoned"`
	Moved     *ClockFacts    `json:"clockFacts,omitempty" doc:"What moves it"`
}

// ApprovalStep is a step that an invoice needs.
type ApprovalStep struct {
	Key        string     `json:"key" doc:"To do it by"`
	Rule       string     `json:"rule"`
	Kind       string     `json:"kind" doc:"approval or performance"`
	Role       string     `json:"role"`
	CostCentre string     `json:"costCentre,omitempty"`
	Amount     Amount     `json:"amount"`
	Done       bool       `json:"done"`
	By         string     `json:"by,omitempty"`
	ForWhom    string     `json:"forWhom,omitempty"`
	On         Day        `json:"on,omitempty"`
	Turn       bool       `json:"turn" doc:"It can be done now"`
	May        []Approver `json:"may"`
	MayNot     []Approver `json:"mayNot"`
	Why        []Said     `json:"why" doc:"It is needed"`
}

// Approver is somebody who may do something, or may not and why.
type Approver struct {
	Person  string `json:"person"`
	Name    string `json:"name"`
	ForWhom string `json:"forWhom,omitempty"`
	Away    bool   `json:"away,omitempty"`
	Why     *Said  `json:"why,omitempty"`
}

// InvoiceFilter says which invoices are wanted.
type InvoiceFilter struct {
	State, Supplier, Hold, Search string
	Cursor                        string
	Limit                         int
}

func (r *rooms) invoices() {
	type listed struct {
		Paging
		State    string `query:"state" enum:"held,coding,approval,booked,paying,paid,rejected"`
		Supplier string `query:"supplier" maxLength:"100" doc:"Number of the supplier"`
		Hold     string `query:"hold" maxLength:"100" doc:"Kind of a hold that is open"`
		Search   string `query:"search" maxLength:"200" doc:"Words in number, name, account, reference or amount"`
	}
	huma.Register(r.huma, r.operation("list-invoices", http.MethodGet, "/invoices", "invoices"), func(ctx context.Context, in *listed) (*page[InvoiceSummary], error) {
		return pageOf(r.source.Invoices(ctx, callerOf(ctx), InvoiceFilter{in.State, in.Supplier, in.Hold, in.Search, in.Cursor, in.Limit}))
	})
	huma.Register(r.huma, r.operation("get-invoice", http.MethodGet, "/invoices/{id}", "invoices"), func(ctx context.Context, in *ByID) (*one[InvoiceDetail], error) {
		return oneOf(r.source.Invoice(ctx, callerOf(ctx), in.ID))
	})
	huma.Register(r.huma, r.operation("get-coding", http.MethodGet, "/invoices/{id}/coding", "invoices"), func(ctx context.Context, in *ByID) (*one[CodingDetail], error) {
		return oneOf(r.source.Coding(ctx, callerOf(ctx), in.ID))
	})
}
