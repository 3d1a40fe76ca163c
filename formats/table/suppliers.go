// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"errors"
	"io"
	"slices"
	"strings"

	"rentmeester/fault"
	"rentmeester/ident"
)

// SupplierRow is a supplier as a list of them says.
type SupplierRow struct {
	Number     string
	Name       string
	Also       []string // other names
	KvK        string
	VAT        string
	OIN        string
	Street     string
	PostCode   string
	City       string
	Country    string // ISO 3166, "NL" when the list does not say
	Accounts   []string
	Holder     string // of the accounts, where the list says it
	Blocked    bool
	Attributes map[string]string // columns we do not know, kept as they are
	Line       int
}

// The columns of a list of suppliers. Number and FullName must be there, and one
// of marksSupplier: that is what makes it a list of suppliers.
const (
	FullName    Field = "name"
	AlsoKnown   Field = "also"
	KvK         Field = "kvk"
	VATNumber   Field = "vat"
	OIN         Field = "oin"
	Street      Field = "street"
	HouseNumber Field = "house_number"
	PostCode    Field = "post_code"
	City        Field = "city"
	Country     Field = "country"
	Holder      Field = "holder"
	Blocked     Field = "blocked"
)

const expectedSuppliers = "number, name, kvk, vat, oin, iban, street, house_number, post_code, city, country, holder, blocked"

// supplierWords lists the headings of each column, written as those of open items.
var supplierWords = supplierVocabulary(map[Field]string{
	Number:      "number nummer nr code leverancier leveranciersnummer leveranciernummer leveranciersnr leverancierscode crediteur crediteurnummer crediteurennummer crediteurnr crednr crediteurcode suppliernumber supplierno supplierid suppliercode vendornumber vendorno vendorid creditornumber relatienummer relatienr relatiecode id",
	FullName:    "name naam leveranciersnaam leveranciernaam naamleverancier crediteurnaam crediteurennaam naamcrediteur suppliername vendorname creditorname relatienaam bedrijfsnaam companyname statutairenaam",
	AlsoKnown:   "also handelsnaam handelsnamen tradename zoeknaam aliases alias searchname",
	KvK:         "kvk kvknummer kvknr kamervankoophandel chamberofcommerce coc cocnumber",
	VATNumber:   "vat vatnumber vatid vatno btw btwnummer btwnr btwid btwidentificatienummer btwidentificatie",
	OIN:         "oin oinnummer overheidsidentificatienummer",
	IBAN:        "iban ibannummer iban1 iban2 iban3 bankrekening bankrekening1 bankrekening2 bankrekeningnummer rekeningnummer bankaccount ibanrekening ibanrekeningnummer grekening ibangrekening grekeningiban gaccount geblokkeerderekening",
	Street:      "street straat straatnaam adres adresregel adresregel1 address addressline1 straatenhuisnummer vestigingsadres bezoekadres",
	HouseNumber: "housenumber huisnummer huisnr",
	PostCode:    "postcode postalcode zip zipcode",
	City:        "city plaats woonplaats vestigingsplaats plaatsnaam town",
	Country:     "country land landcode countrycode",
	Holder:      "holder rekeninghouder tenaamstelling tennaamvan accountholder",
	Blocked:     "blocked geblokkeerd blokkade",
})

func supplierVocabulary(lists map[Field]string) map[string]Field {
	all := map[string]Field{}
	for field, list := range lists {
		for _, w := range strings.Fields(list) {
			all[w] = field
		}
	}
	return all
}

// supplierLayout says which columns hold what.
type supplierLayout struct {
	sheet
	header  int
	columns map[Field][]column
	extra   []column
}

// marksSupplier are the columns of which a list of suppliers has at least one;
// others name and number things too.
var marksSupplier = []Field{KvK, VATNumber, OIN, IBAN, Street, PostCode, City}

// supplierHeadings reads a row of headings; ok is false when it is none of a list
// of suppliers.
func supplierHeadings(s sheet, r row) (l *supplierLayout, ok bool) {
	l = &supplierLayout{sheet: s, header: r.line, columns: map[Field][]column{}}
	for at, c := range r.cells {
		col := column{at: at, heading: c.text}
		if m, known := understand(c.text); known && amountField(m.field) {
			return nil, false // a list of items
		}
		field, known := supplierWords[plain(c.text)]
		switch {
		case known && (field == IBAN || field == AlsoKnown || len(l.columns[field]) == 0):
			l.columns[field] = append(l.columns[field], col)
		case c.text != "":
			l.extra = append(l.extra, col)
		}
	}
	said := slices.ContainsFunc(marksSupplier, func(f Field) bool { return len(l.columns[f]) > 0 })
	return l, said && len(l.columns[Number]) > 0 && len(l.columns[FullName]) > 0
}

// errSeen ends a reading that has seen enough.
var errSeen = errors.New("seen")

// suppliersIn finds the headings of a list of suppliers in a sheet, nil for none.
func suppliersIn(s sheet) (found *supplierLayout, err error) {
	looked := 0
	err = s.rows(func(r row) error {
		if r.err == nil {
			if l, ok := supplierHeadings(s, r); ok {
				found = l
				return errSeen
			}
		}
		if looked++; looked == headerRows {
			return errSeen
		}
		return nil
	})
	if errors.Is(err, errSeen) {
		err = nil
	}
	return found, err
}

// RecogniseSuppliers says whether a file is a table with the headings of a list
// of suppliers. It reads no further than it must and leaves r at its start.
func RecogniseSuppliers(r io.ReadSeeker) bool {
	sheets, err := open(r)
	found := false
	for _, s := range sheets {
		if l, headingErr := suppliersIn(s); headingErr == nil && l != nil {
			found = true
			break
		}
	}
	_, backErr := r.Seek(0, io.SeekStart)
	return found && err == nil && backErr == nil
}

// ReadSuppliers reads a CSV or XLSX list of suppliers and hands them over in the
// order of the file; what is wrong with any row refuses the whole. A number that
// has not the form it should have is no identification: it is kept as attribute.
//
// Errors: a fault about the file (table.*), or table.rows around RowErrors. An
// error of to is returned as it is.
func ReadSuppliers(r io.ReadSeeker, to func(SupplierRow) error) error {
	sheets, err := open(r)
	if err != nil {
		return err
	}
	var all []SupplierRow
	bad, lines, lists := &gatherer{}, map[string]int{}, 0
	for _, s := range sheets {
		l, err := suppliersIn(s)
		if err != nil {
			return err
		}
		if l == nil {
			continue
		}
		lists++
		err = s.rows(func(r row) error {
			if r.line <= l.header {
				return nil
			}
			before := bad.count
			supplier := l.supplier(r, bad)
			if first, twice := lines[supplier.Number]; twice && bad.count == before {
				bad.add(fault.New("table.number-twice", "row", r.line, "value", clip(supplier.Number), "first", first))
			}
			lines[supplier.Number] = r.line
			all = append(all, supplier)
			return nil
		})
		if err != nil {
			return err
		}
	}
	if lists == 0 {
		return fault.New("table.missing-column", "missing", "number, name", "found", "", "expected", expectedSuppliers)
	}
	if err := bad.err(); err != nil {
		return err
	}
	for _, s := range all {
		if err := to(s); err != nil {
			return err
		}
	}
	return nil
}

func (l *supplierLayout) supplier(r row, bad *gatherer) SupplierRow {
	if r.err != nil {
		var f *fault.Error
		if !errors.As(r.err, &f) {
			f = fault.Wrap(r.err, "internal", "error", r.err)
		}
		bad.add(f)
		return SupplierRow{}
	}
	s := SupplierRow{Line: r.line, Number: l.text(r, Number, bad), Name: l.text(r, FullName, bad), Holder: l.text(r, Holder, bad),
		Street: strings.TrimSpace(l.text(r, Street, bad) + " " + l.text(r, HouseNumber, bad)), PostCode: l.text(r, PostCode, bad),
		City: l.text(r, City, bad), Country: country(l.text(r, Country, bad)), Also: l.texts(r, AlsoKnown, bad), Blocked: yes(l.text(r, Blocked, bad))}
	if s.Number == "" || s.Name == "" {
		missing := Number
		if s.Number != "" {
			missing = FullName
		}
		bad.add(fault.New("table.no-value", "row", r.line, "column", clip(l.columns[missing][0].heading)))
	}
	for _, col := range l.extra {
		if col.at < len(r.cells) && r.cells[col.at].text != "" {
			s.keep(col.heading, r.cells[col.at].text)
		}
	}
	s.KvK = s.number(KvK, l.text(r, KvK, bad), kvk)
	s.VAT = s.number(VATNumber, l.text(r, VATNumber, bad), vat)
	s.OIN = s.number(OIN, l.text(r, OIN, bad), oin)
	for _, said := range l.texts(r, IBAN, bad) {
		iban, ok := ident.IBAN(said)
		switch {
		case !ok && looksIBAN(said):
			bad.add(fault.New("table.bad-iban", "row", r.line, "value", clip(said)))
		case !ok:
			iban = ident.Electronic(said)
		}
		if !slices.Contains(s.Accounts, iban) {
			s.Accounts = append(s.Accounts, iban)
		}
	}
	return s
}

func (s *SupplierRow) keep(name, value string) {
	if s.Attributes == nil {
		s.Attributes = map[string]string{}
	}
	s.Attributes[name] = value
}

// number gives an identification in its form, or keeps it apart when it has none.
func (s *SupplierRow) number(f Field, said string, form func(string) (string, bool)) string {
	if said == "" {
		return ""
	}
	canonical, ok := form(said)
	if !ok {
		s.keep(string(f), said)
		return ""
	}
	return canonical
}

// kvk reads a number of the trade register; a spreadsheet drops its first zero.
func kvk(said string) (string, bool) {
	if digits(said) && len(said) == 7 {
		said = "0" + said
	}
	return ident.KvK(said)
}

func oin(said string) (string, bool) {
	canonical, _, ok := ident.OIN(said)
	return canonical, ok
}

// vat reads a VAT number of any country: two letters and more. Its check digits
// are those of the country and say nothing of whether the list is right.
func vat(said string) (string, bool) {
	v := ident.Electronic(said)
	return v, len(v) > 4 && letters(v[:2])
}

func letters(s string) bool {
	return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// looksIBAN says whether something means to be an IBAN.
func looksIBAN(s string) bool {
	s = ident.Electronic(s)
	return len(s) >= 15 && letters(s[:2]) && digits(s[2:4])
}

func country(said string) string {
	switch plain(said) {
	case "", "nl", "nederland", "netherlands", "thenetherlands", "nld":
		return "NL"
	case "belgie", "belgium", "be":
		return "BE"
	case "duitsland", "germany", "de":
		return "DE"
	}
	return strings.ToUpper(said)
}

func yes(said string) bool {
	return slices.Contains([]string{"ja", "j", "yes", "y", "true", "waar", "1", "x", "geblokkeerd", "blocked"}, plain(said))
}

func (l *supplierLayout) text(r row, f Field, bad *gatherer) string {
	if all := l.texts(r, f, bad); len(all) > 0 {
		return all[0]
	}
	return ""
}

func (l *supplierLayout) texts(r row, f Field, bad *gatherer) (all []string) {
	for _, col := range l.columns[f] {
		if col.at >= len(r.cells) || r.cells[col.at].text == "" {
			continue
		}
		c := r.cells[col.at]
		value := c.text
		if c.number {
			value = wholeNumber(value)
		}
		if c.number && len(value) > 15 && digits(value) || rounded.MatchString(value) {
			bad.add(fault.New("table.lost-digits", "row", r.line, "column", clip(col.heading), "value", clip(value)))
		}
		all = append(all, value)
	}
	return all
}
