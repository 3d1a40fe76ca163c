// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// Columns are the names by which rows are read. Others are passed over.
var Columns = []string{
	"date", "supplier", "supplier_id", "text", "amount", "inv_no", "doc_no", "area", "extra",
	string(coding.Account), string(coding.CostCentre), string(coding.Taakveld), string(coding.Categorie),
	string(coding.Project), string(coding.VAT),
}

// Fill puts the value of a column in its place. Errors: predict.date and
// predict.amount, for values that are neither.
func (r *Row) Fill(column, value string) error {
	switch column {
	case "date":
		if value == "" {
			return nil
		}
		if len(value) > 10 && (value[10] == 'T' || value[10] == ' ') {
			value = value[:10]
		}
		on, err := day.Parse(value)
		if err != nil {
			return fault.New("predict.date", "value", fault.Clip(value, 40))
		}
		r.Day = on
	case "amount":
		cents, ok := centsOf(value)
		if !ok && value != "" {
			return fault.New("predict.amount", "value", fault.Clip(value, 40))
		}
		r.Amount, r.NoAmount = cents, !ok
	case "supplier":
		r.Supplier = value
	case "supplier_id":
		r.SupplierID = value
	case "text":
		r.Text = value
	case "inv_no":
		r.Invoice = value
	case "doc_no":
		r.Document = value
	case "area":
		r.Area = value
	case "extra":
		r.Extra = value
	default:
		r.Coding.Set(coding.Field(column), value)
	}
	return nil
}

// centsOf reads an amount in plain decimals, a comma for a point as well.
func centsOf(text string) (money.Cents, bool) {
	v, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(text), ",", ".", 1), 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > 1e15 {
		return 0, false
	}
	return money.Cents(math.Round(v * 100)), true
}

// longestHead is how far the names of columns are looked at to see what stands
// between them.
const longestHead = 1 << 14

func separator(in *bufio.Reader) rune {
	head, _ := in.Peek(longestHead) // the error comes again when it is read
	head, _, _ = bytes.Cut(head, []byte("\n"))
	best := ','
	for _, other := range ";\t" {
		if bytes.Count(head, []byte(string(other))) > bytes.Count(head, []byte(string(best))) {
			best = other
		}
	}
	return best
}

// ReadCSV reads rows from a table with a header that names its columns, with
// commas, semicolons or tabs between them. A line that cannot be read gives its error, and the next follows. Error: predict.columns
// when there is none of the columns that matter; predict.line.
func ReadCSV(in io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		text := bufio.NewReaderSize(in, longestHead)
		lines := csv.NewReader(text)
		lines.Comma = separator(text)
		lines.ReuseRecord, lines.FieldsPerRecord = true, -1
		first, err := lines.Read()
		if err != nil {
			yield(Row{}, fault.Wrap(err, "predict.columns"))
			return
		}
		head := append([]string(nil), first...)
		for i := range head {
			head[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(head[i], "\ufeff")))
		}
		named(head)
		if !slices.ContainsFunc(Columns, func(c string) bool { return c != "date" && slices.Contains(head, c) }) {
			yield(Row{}, fault.New("predict.columns"))
			return
		}
		for {
			fields, err := lines.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			row := Row{NoAmount: true}
			if err != nil {
				err = fault.Wrap(err, "predict.line")
			}
			for i := 0; i < len(fields) && i < len(head) && err == nil; i++ {
				err = row.Fill(head[i], strings.Clone(fields[i]))
			}
			if !yield(row, err) {
				return
			}
		}
	}
}
