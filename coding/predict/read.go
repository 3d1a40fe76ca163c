// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"rentmeester/coding"
	"rentmeester/fault"
)

// Columns are the names by which rows are read. Others are passed over.
var Columns = []string{
	"date", "supplier", "supplier_id", "text", "amount", "inv_no", "doc_no", "area", "extra",
	string(coding.Account), string(coding.CostCentre), string(coding.Taakveld), string(coding.Categorie),
	string(coding.Project), string(coding.VAT),
}

// mostInRow is how many bytes one text of a row has: what is longer is cut off.
const mostInRow = 4 << 10

// Fill puts the value of a column in its place, what is very long not as a whole. Errors: predict.date and
// predict.amount, for values that are neither.
func (r *Row) Fill(column, value string) error {
	value = fault.Clip(value, mostInRow)
	switch column {
	case "date":
		on, ok := dayOf(value)
		if !ok {
			return fault.New("predict.date", "value", fault.Clip(value, 40))
		}
		r.Day = on
	case "amount":
		cents, known, ok := centsOf(value)
		if !ok {
			return fault.New("predict.amount", "value", fault.Clip(value, 40))
		}
		r.Amount, r.NoAmount = cents, !known
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
		if f := coding.Field(column); slices.Contains(coding.Fields, f) {
			r.Coding.Set(f, value)
		}
	}
	return nil
}

// FillAll fills a row with values by the names of their columns. What is named
// among own is a dimension of the coding, whatever it is called. Where area or
// extra is absent, what an invoice says in its place serves: as area its object,
// reference, order or delivery, as extra its VAT and class; a class by CPV or UNSPSC
// and a sector by SBI are put behind extra. Errors: those of Fill.
func (r *Row) FillAll(said map[string]string, own ...coding.Field) error {
	for _, f := range own {
		if value := said[string(f)]; value != "" {
			r.Coding.Set(f, fault.Clip(value, mostInRow))
		}
	}
	for _, column := range Columns {
		if value, there := said[column]; there && !slices.Contains(own, coding.Field(column)) {
			if err := r.Fill(column, value); err != nil {
				return err
			}
		}
	}
	if !slices.Contains(own, "area") {
		r.Area = cmp.Or(r.Area, said["object"], said["reference"], said["order"], said["delivered"])
	}
	r.Area = fault.Clip(r.Area, mostInRow)
	if slices.Contains(own, "extra") {
		return nil
	}
	if r.Extra == "" {
		r.Extra = strings.Join(strings.Fields(said["category"]+" "+said["rate"]+" "+said["class"]), " ")
	}
	for _, c := range classColumns {
		if code := strings.Join(strings.Fields(said[c.column]), ""); code != "" && !slices.Contains(own, coding.Field(c.column)) {
			r.Extra = strings.TrimSpace(r.Extra + " " + c.list + ":" + code)
		}
	}
	r.Extra = fault.Clip(r.Extra, mostInRow)
	return nil
}

// Own are those of some fields that are not among the usual dimensions.
func Own(fields []coding.Field) (own []coding.Field) {
	for _, f := range fields {
		if !slices.Contains(coding.Fields, f) {
			own = append(own, f)
		}
	}
	return own
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
// commas, semicolons or tabs between them. Columns that are named among own are
// dimensions of the coding. A line that cannot be read gives its error, and the next follows.
// Error: predict.columns when there is none of the columns that matter;
// predict.line.
func ReadCSV(in io.Reader, own ...coding.Field) iter.Seq2[Row, error] {
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
		plain := slices.Clone(head)
		named(head)
		for i := range head {
			if slices.Contains(own, coding.Field(plain[i])) {
				head[i] = plain[i]
			}
		}
		if !slices.ContainsFunc(Columns, func(c string) bool { return c != "date" && slices.Contains(head, c) }) && !slices.ContainsFunc(own, func(f coding.Field) bool { return slices.Contains(head, string(f)) }) {
			yield(Row{}, fault.New("predict.columns"))
			return
		}
		said := make(map[string]string, len(head))
		for {
			fields, err := lines.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			row := Row{NoAmount: true}
			if err != nil {
				err = fault.Wrap(err, "predict.line")
			} else {
				clear(said)
				for i := 0; i < len(fields) && i < len(head); i++ {
					said[head[i]] = strings.Clone(fields[i])
				}
				err = row.FillAll(said, own...)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}
