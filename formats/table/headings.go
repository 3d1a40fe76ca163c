// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rentmeester/fault"
	"rentmeester/ledger"
)

// Field is a column of open items as Rentmeester names it.
type Field string

// The fields. Number and Amount (or Debit and Credit) must be there.
const (
	Number      Field = "number"
	Kind        Field = "kind" // receivable or payable
	PartyNumber Field = "party_number"
	PartyName   Field = "party_name"
	IBAN        Field = "iban"
	Amount      Field = "amount"
	Currency    Field = "currency"
	Issued      Field = "issued"
	Due         Field = "due"
	Reference   Field = "reference"
	EndToEndID  Field = "end_to_end_id"
	MandateID   Field = "mandate_id"
	BatchID     Field = "batch_id"
	Description Field = "description"
	Term        Field = "term"   // instalment; it makes the number unique: "2025-17/3"
	Debit       Field = "debit"  // amount they owe us, beside Credit
	Credit      Field = "credit" // amount we owe them
	Side        Field = "side"   // D or C: the side the amount stands on
)

// meaning is what a heading says.
type meaning struct {
	field Field
	rank  int             // of several headings for one field the lowest is taken, the others are attributes
	kind  ledger.ItemKind // what the heading says of who owes whom; "" nothing
}

// vocabulary lists the headings by field, best first; each line is a rank. They
// are written without capitals, accents, spaces and signs. A * before a heading
// says debtors, a ! creditors.
var vocabulary = map[Field][]string{
	Number: {
		"number itemnumber openitem openitemnumber",
		"factuurnummer factuurnr factnr factuurno notanummer notanr factuur invoicenumber invoiceno invoicenr invoice aanslagnummer aanslagbiljetnummer aanslagnr vorderingsnummer vorderingnummer vorderingnr postnummer heffingsnummer",
		"documentnummer documentnr docnr docnummer documentnumber documentno document belegnummer belnr",
		"boekstuknummer boekstuknr boekstuk stuknummer stuknr journaalpostnummer vouchernumber voucher",
		"volgnummer volgnr nummer nr id transactienummer",
	},
	Kind: {
		"kind soort soortpost itemkind debiteurcrediteur debcred debcre debcrd receivablepayable soortdebiteurcrediteur soortrelatie soortpartij rekeningsoort accounttype",
		"type typepost posttype relatietype",
	},
	PartyNumber: {
		"partynumber *debiteurnummer *debiteurennummer *debiteurnr *debiteurno *debnr *debiteurcode *klantnummer *klantnr *klantcode *belastingplichtigenummer *customernumber *customerno *customerid *debtornumber *debtorno !crediteurnummer !crediteurennummer !crediteurnr !crediteurno !crednr !crediteurcode !leveranciersnummer !leveranciernummer !leveranciersnr !suppliernumber !supplierno !supplierid !vendornumber !vendorno !vendorid !creditornumber !creditorno",
		"relatienummer relatienr relatiecode relatieid partijnummer accountnumber relatie subjectnummer persoonsnummer",
	},
	PartyName: {
		"partyname *debiteurnaam *debiteurennaam *naamdebiteur *klantnaam *naamklant *belastingplichtige *customername *debtorname !crediteurnaam !crediteurennaam !naamcrediteur !leveranciersnaam !leveranciernaam !naamleverancier !suppliername !vendorname !creditorname",
		"relatienaam naamrelatie naam name tenaamstelling partij partijnaam tegenpartij *debiteur *klant *customer *debtor !crediteur !leverancier !supplier !vendor !creditor",
		"zoeknaam",
	},
	IBAN: {
		"iban ibannummer ibanrekeningnummer ibanrekening bankrekeningiban",
		"bankrekening bankrekeningnummer rekeningnummer rekeningnr banknummer bankaccount accountiban tegenrekening",
	},
	Amount: {
		"amount openstaandbedrag openstaand bedragopenstaand nogopenstaand openstaandsaldo openbedrag openamount amountopen outstanding outstandingamount amountoutstanding openbalance restbedrag restantbedrag restant restsaldo openstaandrestant nogtebetalen nogteontvangen tebetalen teontvangen amountdue balancedue",
		"saldo balance termijnbedrag",
		"bedrag totaalbedrag bedraginclbtw bedraginclusiefbtw bedraginclbelasting factuurbedrag aanslagbedrag totaal invoiceamount totalamount total documentbedrag",
	},
	Currency:  {"currency valuta valutacode munt muntsoort currencycode"},
	Issued:    {"issued factuurdatum dagtekening datumfactuur notadatum invoicedate issuedate aanslagdatum dagtekeningaanslag", "documentdatum documentdate boekdatum boekingsdatum postingdate", "datum date"},
	Due:       {"due vervaldatum vervaldag datumverval duedate uiterstebetaaldatum uiterlijkebetaaldatum betaaltermijndatum betalenvoor tebetalenvoor vervaldatumtermijn", "betaaldatum"},
	Reference: {"reference betalingskenmerk betaalkenmerk betkenmerk betalingsreferentie acceptgirokenmerk paymentreference creditorreference structuredreference rfreference", "kenmerk referentie betreft"},
	EndToEndID: {
		"endtoendid endtoend e2eid endtoendidentification endtoendreference eref endtoendkenmerk",
	},
	MandateID: {"mandateid machtigingskenmerk machtigingsid machtigingid machtigingnummer machtigingsnummer mandaat mandaatid mandaatkenmerk mandaatnummer mandate mandatereference mandaatreferentie incassomachtiging"},
	BatchID:   {"batchid batch batchnummer batchkenmerk paymentinfoid pmtinfid betaalbatch incassobatch betaalrun incassorun betaalopdracht verzamelopdracht"},
	Description: {
		"description omschrijving factuuromschrijving boekingsomschrijving invoicedescription",
		"toelichting tekst text boekingstekst memo opmerking",
	},
	Term:   {"term termijn termijnnummer termijnnr instalment installment instalmentnumber installmentnumber"},
	Debit:  {"debit debet debetbedrag bedragdebet debitamount openstaanddebet saldodebet"},
	Credit: {"credit creditbedrag bedragcredit creditamount openstaandcredit saldocredit"},
	Side:   {"side dc debetcredit debcredit debitcredit dcindicator debetcreditindicator dcindicatie debetcreditcode shkzg sollhaben"},
}

var meanings = readVocabulary()

func readVocabulary() map[string]meaning {
	all := map[string]meaning{}
	for field, ranks := range vocabulary {
		for rank, words := range ranks {
			for _, w := range strings.Fields(words) {
				m := meaning{field: field, rank: rank}
				switch w[0] {
				case '*':
					m.kind, w = ledger.Receivable, w[1:]
				case '!':
					m.kind, w = ledger.Payable, w[1:]
				}
				all[w] = m
			}
		}
	}
	return all
}

// plain gives the letters and digits of s in lower case without accents: the
// form in which headings and words of kind are compared.
func plain(s string) string {
	if len(s) > 200 {
		return ""
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// understand gives the meaning of a heading.
func understand(heading string) (meaning, bool) {
	p := plain(heading)
	if m, ok := meanings[p]; ok {
		return m, true
	}
	for _, unit := range []string{"ineuros", "ineuro", "ineur", "euro", "eur"} {
		if m, ok := meanings[strings.TrimSuffix(p, unit)]; ok && amountField(m.field) {
			return m, true
		}
	}
	return meaning{}, false
}

func amountField(f Field) bool { return f == Amount || f == Debit || f == Credit }

// column is one column of a table that we know.
type column struct {
	meaning
	at      int
	heading string
}

// layout says which column holds what.
type layout struct {
	sheet    string
	headings []string
	columns  map[Field][]column // more than one for PartyNumber and PartyName of both kinds
	extra    []column           // attributes
	known    int                // fields found
	twice    [2]string          // two headings that mean the same
}

// newLayout reads a row of headings. It refuses only a row that is none:
// fewer than two fields known.
func newLayout(cells []cell, sheet string) (*layout, error) {
	l := &layout{sheet: sheet, columns: map[Field][]column{}}
	for at, c := range cells {
		l.headings = append(l.headings, c.text)
		m, ok := understand(c.text)
		found := column{meaning: m, at: at, heading: c.text}
		if !ok {
			l.extra = append(l.extra, found)
			continue
		}
		l.take(found)
	}
	if l.known = len(l.columns); l.known < 2 {
		return nil, fault.New("table.no-header", "found", list(l.headings), "expected", expected)
	}
	l.nameExtra()
	return l, nil
}

// take gives a column its field, or makes it an attribute when another heading
// says it better.
func (l *layout) take(c column) {
	have := l.columns[c.field]
	switch {
	case len(have) == 0 || c.rank < have[0].rank:
		l.extra = append(l.extra, have...)
		l.columns[c.field] = []column{c}
	case c.rank > have[0].rank:
		l.extra = append(l.extra, c)
	case c.kind != "" && have[0].kind != "" && len(have) == 1 && c.kind != have[0].kind:
		l.columns[c.field] = append(have, c)
	default:
		l.twice = [2]string{have[0].heading, c.heading}
	}
}

// nameExtra gives every attribute a name of its own: the heading, and the letter
// of the column where that is empty or used already.
func (l *layout) nameExtra() {
	used := map[string]bool{}
	for i := range l.extra {
		c := &l.extra[i]
		switch {
		case c.heading == "":
			c.heading = letter(c.at)
		case used[c.heading]:
			c.heading += " (" + letter(c.at) + ")"
		}
		used[c.heading] = true
	}
}

// letter names a column as spreadsheets do: A, B … Z, AA.
func letter(at int) string {
	s := ""
	for at++; at > 0; at = (at - 1) / 26 {
		s = string(rune('A'+(at-1)%26)) + s
	}
	return s
}

const expected = "factuurnummer (number), openstaand bedrag (amount), kind, party_number, party_name, iban, currency, issued, due, reference, end_to_end_id, mandate_id, batch_id, description"

// usable says what keeps the headings from being used.
// Errors: table.missing-column, table.heading-twice.
func (l *layout) usable() error {
	if l.twice[0] != "" {
		return fault.New("table.heading-twice", "first", clip(l.twice[0]), "second", clip(l.twice[1]))
	}
	var missing []string
	if !l.has(Number) {
		missing = append(missing, string(Number))
	}
	if !l.has(Amount) && !(l.has(Debit) && l.has(Credit)) {
		missing = append(missing, string(Amount))
	}
	if len(missing) > 0 {
		return fault.New("table.missing-column", "missing", strings.Join(missing, ", "),
			"found", list(l.headings), "expected", expected)
	}
	return nil
}

func (l *layout) has(f Field) bool { return len(l.columns[f]) > 0 }

// kind says who owes whom by what stands around the rows: the headings, the name
// of the sheet, the lines above the headings, the name of the file, in that
// order; "" when none says so or one says both.
func (l *layout) kind(above []string, file string) ledger.ItemKind {
	var said string
	for _, f := range []Field{PartyNumber, PartyName} {
		for _, c := range l.columns[f] {
			said += " " + string(c.kind)
		}
	}
	for _, hint := range append([]string{said, l.sheet}, append(above, file)...) {
		p := plain(hint)
		in := containsAny(p, "debiteur", "debtor", "receivable", "vordering", "customer", "tevorderen", "teontvangen")
		out := containsAny(p, "crediteur", "creditor", "payable", "leverancier", "supplier", "vendor", "tebetalen")
		if in != out {
			if in {
				return ledger.Receivable
			}
			return ledger.Payable
		}
	}
	return ""
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// list shows headings to a person, bounded.
func list(headings []string) string {
	var shown []string
	for _, h := range headings {
		if h != "" {
			shown = append(shown, clip(h))
		}
		if len(shown) == 40 {
			return strings.Join(shown, ", ") + " …"
		}
	}
	return strings.Join(shown, ", ")
}

// clip shortens what a file says to what fits in a sentence.
func clip(s string) string {
	r := []rune(s)
	if len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
