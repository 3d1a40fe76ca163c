// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store/db"
	"rentmeester/text"
)

// Export writes what an ERP takes: matches, journal, openitems, mandates or
// codings, as csv or json. Reasons are in the language given. Errors: app.export-what,
// app.export-format, those of the writer.
func (b *Books) Export(ctx context.Context, w io.Writer, what, format string, lang text.Lang) error {
	var build func(context.Context, *db.Queries, rowWriter, text.Lang) error
	switch what {
	case "matches":
		build = b.exportMatches
	case "journal":
		build = b.exportJournal
	case "openitems":
		build = b.exportItems
	case "mandates":
		build = b.exportMandates
	case "codings":
		build = b.exportCodings
	default:
		return fault.New("app.export-what", "what", what)
	}
	buffered := bufio.NewWriter(w)
	var out rowWriter
	switch format {
	case "csv":
		out = &csvRows{w: csv.NewWriter(buffered)}
	case "json":
		out = &jsonRows{w: buffered}
	default:
		return fault.New("app.export-format", "format", format)
	}
	err := b.read(ctx, func(q *db.Queries) error { return build(ctx, q, out, lang) })
	if err != nil {
		return err
	}
	if err := out.end(); err != nil {
		return err
	}
	return buffered.Flush()
}

// rowWriter writes a table: head once, then its rows. A cell is text, a whole
// number or an amount (money.Cents).
type rowWriter interface {
	head(columns ...string) error
	row(cells ...any) error
	end() error
}

type csvRows struct{ w *csv.Writer }

func (c *csvRows) head(columns ...string) error { return c.w.Write(columns) }

func (c *csvRows) row(cells ...any) error {
	line := make([]string, len(cells))
	for i, cell := range cells {
		line[i] = fmt.Sprint(cell)
		if said, isText := cell.(string); isText {
			line[i] = Harmless(said)
		}
	}
	return c.w.Write(line)
}

// Harmless keeps a text that came from outside from being worked out as a formula
// by the spreadsheet that opens it: an apostrophe makes it text again. Numbers and
// amounts are no texts and stay as they are.
func Harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (c *csvRows) end() error {
	c.w.Flush()
	return c.w.Error()
}

type jsonRows struct {
	w       io.Writer
	columns []string
	rows    int
}

func (j *jsonRows) head(columns ...string) error {
	j.columns = columns
	return nil
}

func (j *jsonRows) row(cells ...any) error {
	lead := ",\n"
	if j.rows == 0 {
		lead = "[\n"
	}
	j.rows++
	var s strings.Builder
	s.WriteString(lead + "{")
	for i, cell := range cells {
		if amount, ok := cell.(money.Cents); ok {
			cell = Euro(amount)
		}
		body, err := json.Marshal(cell)
		if err != nil {
			return err
		}
		if i > 0 {
			s.WriteString(", ")
		}
		fmt.Fprintf(&s, "%q: %s", j.columns[i], body)
	}
	s.WriteString("}")
	_, err := io.WriteString(j.w, s.String())
	return err
}

func (j *jsonRows) end() error {
	tail := "\n]\n"
	if j.rows == 0 {
		tail = "[]\n"
	}
	_, err := io.WriteString(j.w, tail)
	return err
}

func (b *Books) exportMatches(ctx context.Context, q *db.Queries, out rowWriter, lang text.Lang) error {
	err := out.head("account", "statement", "entry", "detail", "item_number", "amount", "decision", "by", "probability", "reasons",
		"ledger_account", "dimensions", "party_number", "opens_item")
	if err != nil {
		return err
	}
	rows, err := q.Matches(ctx, b.Adm.Key)
	if err != nil {
		return failed(err)
	}
	var why string // of decision last, which may have thousands of rows
	last := int64(0)
	for _, r := range rows {
		if r.DecisionID != last {
			if why, err = b.reasonsOf(ctx, q, r.DecisionID, lang); err != nil {
				return err
			}
			last = r.DecisionID
		}
		reasons := why
		detail := ""
		if r.Idx >= 0 {
			detail = strconv.FormatInt(r.Idx+1, 10)
		}
		if r.ItemID == 0 {
			reasons = strings.TrimSpace(reasons + " " + text.Say(lang, "app.on-account", fault.Args("account", r.Account)))
		}
		err = out.row(r.Iban, first(r.Sequence, r.BankID), r.EntryRef, detail, r.Number.String, money.Cents(r.Amount),
			r.DecisionID, r.Actor, strconv.FormatFloat(r.Probability, 'f', 4, 64), reasons, r.Account, r.Dimensions, r.Party.String, r.Opened.String)
		if err != nil {
			return err
		}
	}
	return nil
}

// reasonsOf says why a decision was taken, in one line.
func (b *Books) reasonsOf(ctx context.Context, q *db.Queries, decision int64, lang text.Lang) (string, error) {
	row, err := q.DecisionByID(ctx, db.DecisionByIDParams{Adm: b.Adm.Key, ID: decision})
	if err != nil {
		return "", failed(err)
	}
	var what struct {
		Reasons []Reason `json:"reasons"`
	}
	if err := json.Unmarshal([]byte(row.Content), &what); err != nil {
		return "", failed(err)
	}
	said := make([]string, len(what.Reasons))
	for i, r := range what.Reasons {
		said[i] = text.Say(lang, r.Code, r.Args)
	}
	return strings.Join(said, " "), nil
}

func (b *Books) exportJournal(ctx context.Context, q *db.Queries, out rowWriter, _ text.Lang) error {
	err := out.head("entry", "day", "kind", "text", "line", "account", "role", "debit", "credit", "iban", "item_number", "statement", "decision",
		"dimensions")
	if err != nil {
		return err
	}
	rows, err := q.JournalExport(ctx, b.Adm.Key)
	if err != nil {
		return failed(err)
	}
	for _, r := range rows {
		debit, credit := money.Cents(r.Amount), money.Cents(0)
		if r.Amount < 0 {
			debit, credit = 0, -money.Cents(r.Amount)
		}
		err := out.row(r.ID, r.Day, r.Kind, r.Text, r.Pos, r.Account, r.Role, debit, credit, r.Iban, r.Item, r.StatementID, r.DecisionID, r.Dimensions)
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *Books) exportItems(ctx context.Context, q *db.Queries, out rowWriter, _ text.Lang) error {
	err := out.head("number", "kind", "party_number", "party_name", "iban", "amount", "settled", "open", "currency", "issued",
		"due", "reference", "end_to_end_id", "mandate_id", "batch_id", "description", "origin", "decision")
	if err != nil {
		return err
	}
	for after := int64(0); ; {
		page, err := q.Items(ctx, db.ItemsParams{Adm: b.Adm.Key, After: after, Page: 5000})
		if err != nil {
			return failed(err)
		}
		if len(page) == 0 {
			return nil
		}
		for _, i := range page {
			if i.Settled == i.Amount {
				continue
			}
			origin := "list"
			if i.DecisionID != 0 {
				origin = "on-account" // what came of a bank line, not of the ERP
			}
			err := out.row(i.Number, i.Kind, i.PartyNumber, i.PartyName, i.Iban, money.Cents(i.Amount), money.Cents(i.Settled),
				money.Cents(i.Amount-i.Settled), i.Currency, i.Issued, i.Due, i.Reference, i.EndToEnd, i.Mandate, i.Batch, i.Description, origin, i.DecisionID)
			if err != nil {
				return err
			}
		}
		after = page[len(page)-1].ID
	}
}

// exportMandates tells of the mandates under which collections failed; those with
// stop "true" are to be taken out of the next run.
func (b *Books) exportMandates(ctx context.Context, q *db.Queries, out rowWriter, lang text.Lang) error {
	err := out.head("mandate", "party_number", "party_name", "iban", "failures", "in_a_row", "last", "last_code", "last_reason",
		"stop", "why", "items", "amount", "ordered_again")
	if err != nil {
		return err
	}
	list, err := b.mandates(ctx, q)
	if err != nil {
		return err
	}
	for _, m := range list {
		latest, why := m.Failures[0], ""
		if m.Stop.Code != "" {
			why = text.Say(lang, m.Stop.Code, m.Stop.Args)
		}
		var again []string
		for _, o := range m.Orders {
			again = append(again, o.Batch)
		}
		err := out.row(m.Mandate, m.PartyNumber, m.Party, m.IBAN, m.Recent, m.InARow, string(latest.Day), latest.Code,
			text.Say(lang, latest.Return.Code, latest.Return.Args), why != "", why, strings.Join(latest.Items, " "),
			latest.Amount, strings.Join(again, " "))
		if err != nil {
			return err
		}
	}
	return nil
}
