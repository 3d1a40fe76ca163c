// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"

	"rentmeester/fault"
	"rentmeester/money"
)

// Kinds of truth lines. The first three concern an open item; the others say
// what the money is when it is none.
const (
	KindReceivable = "receivable" // settles a receivable
	KindPayable    = "payable"    // settles a payable
	KindReturn     = "return"     // came back: reopens the item

	KindOverpaid = "overpaid"          // what was paid above what was owed: owed back to the payer
	KindDouble   = "double"            // paid again: owed back to the payer
	KindRefund   = "refund"            // what we pay back of such money
	KindNotOurs  = "not-ours"          // meant for another organisation
	KindTreasury = "treasury"          // sweep to or from the state treasury
	KindFund     = "municipal-fund"    // Gemeentefonds
	KindVATFund  = "vat-fund"          // BTW-compensatiefonds
	KindPayroll  = "payroll"           // net salaries
	KindTax      = "payroll-tax"       // to the tax office
	KindPension  = "pension"           // to the pension fund
	KindLoan     = "loan"              // interest and repayment
	KindCosts    = "bank-costs"        // of the payment traffic
	KindInterest = "interest"          // from the treasury
	KindCards    = "card-settlement"   // card payments at the desk
	KindTransfer = "internal-transfer" // between our own accounts

	// Of what nets, each part has a line of its own: the fee is one of them.
	KindFee          = "fee"           // kept by a bailiff, a payment provider or a bank
	KindRefundReturn = "refund-return" // a refund of ours that came back: owed again
	KindOldReturn    = "old-return"    // a direct debit of last year that came back: its item is not in the books
	KindWelfareFund  = "welfare-fund"  // of the state, for benefits (BUIG)
	KindVAT          = "vat-return"    // VAT to the tax office
	KindRun          = "run"           // of a payment file of ours that the bank took (Bank); its items are not in these books
	KindRunReturn    = "run-return"    // what came back of that
)

// LedgerAccounts gives the account of the invented chart that the other side of
// a line of each kind belongs on.
//
// A KindReturn line of a payable belongs on the account of payables (1600).
var LedgerAccounts = map[string]string{
	KindReceivable: "1300", KindPayable: "1600", KindReturn: "1300",
	KindOverpaid: "1690", KindDouble: "1690", KindRefund: "1690", KindNotOurs: "1691",
	KindTreasury: "1120", KindFund: "8010", KindVATFund: "1420", KindPayroll: "1710", KindTax: "1720",
	KindPension: "1730", KindLoan: "0710", KindCosts: "4440", KindInterest: "8440",
	KindFee: "4440", KindRefundReturn: "1690", KindOldReturn: "1300", KindWelfareFund: "8020", KindVAT: "1725",
	KindCards: "1250", KindTransfer: "1190", KindRun: "1600", KindRunReturn: "1600",
}

// Line is one line of the truth: which item an amount on the bank settles, or
// what it is when it settles none.
type Line struct {
	Account   string // IBAN of our account
	Statement string // identification of the statement
	Entry     string // the bank's reference, or "<sequence>/<position>" where it gives none
	Detail    int    // 1-based place in a collected entry or in the batch that was sent; 0 for a single payment
	Item      string // number of the open item; "" for none
	// Amount has the sign of the bank: in is positive. The lines of an entry add
	// up to the entry; those of a detail to the detail.
	Amount money.Cents
	Kind   string
	Mess   string // names from Messes joined with "+"; "" when nothing is the matter
}

var truthColumns = []string{"account", "statement", "entry", "detail", "item_number", "amount", "kind", "mess"}

// Read hands over every line of a truth.csv. Errors: demo.truth with the line,
// and what each returns.
func Read(r io.Reader, each func(Line) error) error {
	rows := csv.NewReader(r)
	rows.FieldsPerRecord = len(truthColumns)
	rows.ReuseRecord = true
	for n := 1; ; n++ {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) && n > 1 {
			return nil
		}
		if err != nil {
			return fault.Wrap(err, "demo.truth", "line", n)
		}
		if n == 1 {
			continue
		}
		line := Line{Account: row[0], Statement: row[1], Entry: row[2], Item: row[4], Kind: row[6], Mess: row[7]}
		if row[3] != "" {
			if line.Detail, err = strconv.Atoi(row[3]); err != nil {
				return fault.Wrap(err, "demo.truth", "line", n)
			}
		}
		if line.Amount, err = money.Parse(row[5]); err != nil {
			return fault.Wrap(err, "demo.truth", "line", n)
		}
		if err := each(line); err != nil {
			return err
		}
	}
}

// Truth is what the generator knows about the year it wrote.
type Truth struct {
	Path        string   // of truth.csv, as Line describes it
	Files       []string // the files to import, relative to the folder, in the order in which they came
	Items       int      // open items, of which Payables
	Payables    int
	Orders      int // orders in the pain files
	Lines       int // lines in truth.csv
	Receivables money.Cents
	Unsettled   money.Cents    // of the receivables, at the end of the year
	Accounts    []AccountTruth // main account first
	Kinds       map[string]int // lines by kind
	Messes      map[string]int // lines by what is the matter with them, "" for nothing
}

// AccountTruth is what the bank says of one account over the year.
type AccountTruth struct {
	IBAN       string
	Opening    money.Cents
	Closing    money.Cents
	Statements int
	Entries    int
	Details    int // inside the statements and notifications, without those of our own batches
}

// row is a truth line before its entry has a reference.
type row struct {
	detail int
	item   int32 // -1 none
	amount money.Cents
	kind   string
	mess   mess
}

// note writes the truth of one entry.
func (w *world) note(a *account, statement string, l *line) {
	for _, r := range l.rows {
		item, detail, matter := "", "", r.mess.String()
		if r.item >= 0 {
			item = w.number(&w.items[r.item])
		}
		if r.detail > 0 {
			detail = strconv.Itoa(r.detail)
		}
		w.truthRows.Write([]string{a.iban, statement, l.entry, detail, item, r.amount.String(), r.kind, matter}) //nolint:errcheck // Error gives it
		w.truth.Lines++
		w.truth.Kinds[r.kind]++
		w.truth.Messes[matter]++
	}
}
