// SPDX-License-Identifier: EUPL-1.2

package mt940

import (
	"strconv"
	"strings"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/money"
)

// statement is the statement being read: what is known of it, and the one entry
// whose :86: may still come.
type statement struct {
	bank.Statement
	open    bool // after :20:
	begun   bool // handed over to Begin
	closed  bool // after :62F: or :62M:
	summed  bool // after a closing balance or :90C:, :90D:: an :86: now is about the statement
	interim bool // has fields of MT942
	info    []byte

	entries int
	entry   bank.Entry
	pending bool // entry waits for its :86:
	line    entryLine
	days    days
	note    note
	detail  bank.Detail
}

func (s *statement) reset(f *file) {
	s.Statement = bank.Statement{
		Dialect: f.dialect, Index: f.count, Line: f.in.n, Balances: s.Balances[:0],
		SaidEntries: -1, SaidCreditNum: -1, SaidDebitNum: -1,
	}
	s.open, s.begun, s.closed, s.summed, s.interim = true, false, false, false, f.kind == "942"
	s.entries, s.pending, s.info = 0, false, s.info[:0]
}

// field takes a whole field of f.
func (s *statement) field(f *file, tag string) error {
	value := strings.TrimSpace(f.field(0))
	switch tag {
	case "20":
		s.MessageID, s.ID = value, value
		s.guess(value)
	case "25", "25P":
		return s.account(f, value)
	case "28", "28C":
		number, page, _ := strings.Cut(value, "/")
		s.Sequence, s.Page = strings.TrimSpace(number), strings.TrimSpace(page)
	case "13", "13D":
		s.interim = true
		s.Created = created(value)
	case "34F":
		return s.floor(f, value)
	case "60F", "60M", "60":
		return s.opening(f, tag, value)
	case "61":
		return s.startEntry(f, value)
	case "86":
		return s.information(f)
	case "NS":
		return s.nonSwift(f)
	case "62F", "62M", "62":
		return s.closing(f, tag, value)
	case "64", "65":
		return s.available(f, tag, value)
	case "90C", "90D":
		return s.sum(f, tag, value)
	}
	return nil
}

// guess knows two banks by their fixed :20:.
func (s *statement) guess(reference string) {
	if s.Dialect != "" {
		return
	}
	switch {
	case strings.HasPrefix(reference, "ABN AMRO"):
		s.Dialect = "abnamro"
	case strings.HasPrefix(reference, "940A"), strings.HasPrefix(reference, "940S"):
		s.Dialect = "rabobank"
	}
}

// account reads :25:: an IBAN or an older number, with or without a currency
// behind it: "NL02ABNA0123456789EUR", "1234.56.789EUR", "TRIODOSBANK/0390123456".
func (s *statement) account(f *file, value string) error {
	if s.Account.ID != "" {
		return fault.New("mt940.twice", "tag", "25", "line", f.at)
	}
	id := strings.ToUpper(ident.Electronic(value))
	if _, iban := ident.IBAN(id); !iban {
		if n := len(id) - 3; n > 0 && letters(id[n:]) && (id[n-1] >= '0' && id[n-1] <= '9') {
			id, s.Account.Currency = id[:n], id[n:]
		}
	}
	if rest, ok := strings.CutPrefix(id, "TRIODOSBANK/"); ok {
		id, s.Dialect = rest, "triodos"
	}
	if id = domestic(id); id == "" {
		return fault.New("mt940.no-account", "line", f.at)
	}
	s.Account.ID = id
	if name := banks[bankCode(id)]; name != "" && s.Dialect == "" {
		s.Dialect = name
	}
	if len(f.ends) > 1 { // :25P: has the BIC on its second line
		if bic := strings.TrimSpace(f.field(1)); isBIC(bic) {
			s.Account.BIC = bic
		}
	}
	return nil
}

// bankCode gives the four letters of the bank in a Dutch IBAN.
func bankCode(iban string) string {
	if len(iban) > 8 && strings.HasPrefix(iban, "NL") {
		return iban[4:8]
	}
	return ""
}

// domestic takes the dots out of an old account number, "12.34.56.789".
func domestic(number string) string {
	if strings.Trim(number, "0123456789.") == "" {
		return strings.ReplaceAll(number, ".", "")
	}
	return number
}

func letters(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return s != ""
}

// created turns YYMMDDHHMM+HHMM of :13D: into ISO; anything else stays as it is.
func created(value string) string {
	if len(value) < 10 || !number(value[:10]) {
		return value
	}
	d, err := date(value[:6])
	if err != nil {
		return value
	}
	iso := string(d) + "T" + value[6:8] + ":" + value[8:10] + ":00"
	if zone := value[10:]; len(zone) == 5 && number(zone[1:]) && (zone[0] == '+' || zone[0] == '-') {
		iso += zone[:3] + ":" + zone[3:]
	}
	return iso
}

// floor reads :34F:, from which amount entries are reported: only its currency
// is used. It stands in MT942 alone.
func (s *statement) floor(f *file, value string) error {
	s.interim = true
	if len(value) < 3 || !letters(value[:3]) {
		return fault.New("mt940.sum", "tag", "34F", "value", clip(value), "line", f.at)
	}
	return s.currency(f, value[:3])
}

func (s *statement) opening(f *file, tag, value string) error {
	if s.Opening != nil {
		return fault.New("mt940.twice", "tag", tag, "line", f.at)
	}
	if s.begun || s.closed {
		return fault.New("mt940.order", "tag", tag, "line", f.at)
	}
	b, err := balance(tag, value, f.at)
	if err != nil {
		return err
	}
	s.Opening, s.From = b, b.Day
	s.Balances = append(s.Balances, *b)
	return s.currency(f, b.Currency)
}

func (s *statement) closing(f *file, tag, value string) error {
	if s.closed {
		return fault.New("mt940.twice", "tag", tag, "line", f.at)
	}
	if err := s.endEntry(f); err != nil {
		return err
	}
	b, err := balance(tag, value, f.at)
	if err != nil {
		return err
	}
	s.closed, s.summed = true, true
	s.Closing, s.To = b, b.Day
	s.Balances = append(s.Balances, *b)
	return s.currency(f, b.Currency)
}

func (s *statement) available(f *file, tag, value string) error {
	if err := s.endEntry(f); err != nil {
		return err
	}
	b, err := balance(tag, value, f.at)
	if err != nil {
		return err
	}
	if len(s.Balances) >= maxBalances {
		return fault.New("mt940.field-too-long", "tag", tag, "line", f.at, "max", maxBalances)
	}
	s.Balances = append(s.Balances, *b)
	return nil
}

// currency keeps the currency of the account; one statement has one.
func (s *statement) currency(f *file, code string) error {
	if s.Account.Currency == "" {
		s.Account.Currency = code
	}
	if s.Account.Currency != code {
		return fault.New("mt940.currency", "one", s.Account.Currency, "other", code, "line", f.at)
	}
	return nil
}

// balance reads "C130402EUR000000001147,95".
func balance(tag, value string, line int) (*bank.Balance, error) {
	bad := func(err error) error {
		return fault.Wrap(err, "mt940.balance", "tag", tag, "value", clip(value), "line", line)
	}
	if len(value) < 11 || value[0] != 'C' && value[0] != 'D' || !letters(value[7:10]) {
		return nil, bad(nil)
	}
	d, err := date(value[1:7])
	if err != nil {
		return nil, bad(err)
	}
	cents, err := amount(value[10:])
	if err != nil {
		return nil, bad(err)
	}
	if value[0] == 'D' {
		cents = -cents
	}
	return &bank.Balance{Code: tag, Amount: cents, Currency: value[7:10], Day: d}, nil
}

// sum reads :90C: and :90D:, "12EUR1234,56": how many entries, and their sum.
func (s *statement) sum(f *file, tag, value string) error {
	if err := s.endEntry(f); err != nil {
		return err
	}
	s.summed, s.interim = true, true
	digits := 0
	for digits < len(value) && value[digits] >= '0' && value[digits] <= '9' {
		digits++
	}
	count, err := strconv.Atoi(value[:digits])
	if err != nil || len(value) < digits+4 || !letters(value[digits:digits+3]) {
		return fault.New("mt940.sum", "tag", tag, "value", clip(value), "line", f.at)
	}
	cents, err := amount(value[digits+3:])
	if err != nil {
		return fault.Wrap(err, "mt940.sum", "tag", tag, "value", clip(value), "line", f.at)
	}
	if tag == "90C" {
		s.SaidCreditNum, s.SaidCredits = count, &cents
	} else {
		s.SaidDebitNum, s.SaidDebits = count, &cents
	}
	return s.currency(f, value[digits:digits+3])
}

// information takes :86:, which is about the entry before it, or about the whole
// statement when it stands before the first entry or after the balances.
func (s *statement) information(f *file) error {
	if s.pending && !s.summed {
		return s.note.add(f)
	}
	for i := range f.ends {
		text := strings.TrimSpace(f.field(i))
		if text == "" {
			continue
		}
		if len(s.info)+len(text) > maxNote {
			return fault.New("mt940.field-too-long", "tag", "86", "line", f.at, "max", maxFieldLines)
		}
		if len(s.info) > 0 {
			s.info = append(s.info, '\n')
		}
		s.info = append(s.info, text...)
	}
	return nil
}

// nonSwift takes :NS:, which some German banks use instead of :86:. About an
// entry it holds lines with a number of two digits; about the account, its name.
func (s *statement) nonSwift(f *file) error {
	for i := range f.ends {
		line := f.field(i)
		if len(line) < 3 || !number(line[:2]) {
			continue
		}
		if s.pending {
			if err := s.note.nonSwift(f, line[:2], strings.TrimSpace(line[2:])); err != nil {
				return err
			}
		} else if line[:2] == "22" && s.Account.Name == "" {
			s.Account.Name = strings.TrimSpace(line[2:])
		}
	}
	return nil
}

// begin hands the statement over before its first entry.
func (s *statement) begin(f *file) error {
	if s.begun {
		return nil
	}
	if s.Account.ID == "" {
		return fault.New("mt940.no-account", "line", s.Line)
	}
	s.begun, s.Info = true, string(s.info)
	s.Format, s.Kind = "mt940", bank.Booked
	if s.interim && s.Opening == nil {
		s.Format, s.Kind = "mt942", bank.Interim
	}
	return f.to.Begin(&s.Statement)
}

// end hands over the statement as it is now.
func (s *statement) end(f *file) error {
	if err := s.endEntry(f); err != nil {
		return err
	}
	if err := s.begin(f); err != nil {
		return err
	}
	s.open, s.Info = false, string(s.info)
	return f.to.End(&s.Statement)
}

// startEntry reads :61:.
func (s *statement) startEntry(f *file, value string) error {
	if err := s.endEntry(f); err != nil {
		return err
	}
	if s.closed {
		return fault.New("mt940.order", "tag", "61", "line", f.at)
	}
	if err := s.begin(f); err != nil {
		return err
	}
	if err := s.line.parse(value, s.From, &s.days); err != nil {
		return fault.Wrap(err, "mt940.entry", "value", clip(value), "line", f.at)
	}
	l := &s.line
	s.entry = bank.Entry{
		Index: s.entries, Line: f.at, Ref: l.ref, BankRef: l.bankRef, Amount: l.amount,
		Currency: s.Account.Currency, Reversal: l.reversal, Status: l.status,
		Booked: l.booked, Value: l.value, Code: bank.Code{Proprietary: l.code},
	}
	s.note.reset(s.Dialect, l)
	for i := 1; i < len(f.ends); i++ {
		if text := strings.TrimSpace(f.field(i)); text != "" {
			s.note.supplement = append(s.note.supplement, text)
		}
	}
	s.entries++
	s.pending, s.summed = true, false
	return nil
}

// endEntry hands over the entry that waits, with its detail.
func (s *statement) endEntry(f *file) error {
	if !s.pending {
		return nil
	}
	s.pending = false
	s.detail = bank.Detail{Line: s.entry.Line, Amount: s.entry.Amount, HasAmount: true}
	if s.note.describe(&s.entry, &s.detail) {
		s.entry.NumDetails, s.entry.DetailSum = 1, s.entry.Amount
		if err := f.to.Detail(&s.entry, &s.detail); err != nil {
			return err
		}
	}
	return f.to.Entry(&s.entry)
}

// date reads YYMMDD; years 80 to 99 are of the former century. Banks with a
// month of 30 days value on 30 February: that is its last day.
func date(s string) (day.Day, error) {
	if len(s) != 6 || !number(s) {
		return "", fault.New("mt940.date", "value", clip(s))
	}
	year := 2000 + two(s)
	if year >= 2080 {
		year -= 100
	}
	return monthDay(year, s[2:])
}

func monthDay(year int, mmdd string) (day.Day, error) {
	d, err := day.Date(year, two(mmdd), two(mmdd[2:]))
	if err != nil && (mmdd == "0229" || mmdd == "0230") {
		d, err = day.Date(year, 3, 1)
		return d.Add(-1), err
	}
	return d, err
}

func two(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

func number(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// amount reads "1234,", "1234,5" and, as some banks write it, "1234" and "1234.56".
func amount(s string) (money.Cents, error) {
	s = strings.TrimSpace(s)
	if s == "" || s[0] == '-' || s[0] == '+' {
		return 0, fault.New("money.invalid", "value", clip(s))
	}
	if strings.Contains(s, ".") {
		return money.Parse(s)
	}
	return money.ParseComma(s)
}
