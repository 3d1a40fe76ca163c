// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/money"
)

// PostWeeks is how long the town's invoices come by post: its last weeks of the
// year. Those of before are known only as open items and payments.
const PostWeeks = 6

// postYear is how many invoices a town of 30,000 gets in a year.
const postYear = 7000

// What may be the matter with a piece of post. A piece with none of these may go
// the whole way.
const (
	TwistCopy     = "copy"     // came before, by another way
	TwistAgain    = "again"    // the same, byte for byte
	TwistAnew     = "anew"     // the same invoice, its number written otherwise
	TwistAccount  = "account"  // the supplier really has another account now
	TwistFraud    = "fraud"    // somebody else's account
	TwistVAT      = "vat"      // the VAT is not what its rate gives
	TwistOver     = "over"     // more than was ordered
	TwistSupplier = "supplier" // of a supplier we do not have
)

// Piece is one piece of post and the truth about it.
type Piece struct {
	File     string  // below the folder
	Day      day.Day // on which it comes
	Kind     string  // invoice, creditnote, reminder, contract, advertising
	Media    string  // ubl, cii, hybrid, pdf, scan
	Mailed   bool    // it came as a mail
	Twist    string  // "" nothing is the matter
	Of       string  // number of the invoice that it repeats or takes something off
	Supplier string  // its number in the books, also of one that they do not have yet
	Name     string
	Number   string
	Issued   day.Day
	Due      day.Day
	Payable  money.Cents // what it asks, or gives back
	IBAN     string
	Order    string
	Codes    []Code // of its lines
}

// Post is what comes in, in that order, and the lists that the books need first.
type Post struct {
	Lists  []string // below the folder
	Pieces []Piece
	Path   string // of post.csv: the truth, a row for each piece
}

// WritePost writes the post of a town and its lists: lists/, post/ and post.csv.
// Errors: demo.options, demo.write.
func WritePost(o Options, dir string) (Post, error) {
	if err := o.check(); err != nil {
		return Post{}, err
	}
	w := newWorld(o, dir)
	p := &postman{world: w, rng: rand.New(rand.NewPCG(o.Seed, 0x706f7374)), serials: map[int32]int32{}}
	for slot := w.cal.slot(postFrom(w.cal)); slot < len(w.cal.open); slot++ {
		p.slots = append(p.slots, slot)
	}
	p.suppliers = int32(max(10, o.Inhabitants/60))
	p.plan()
	p.twist()
	p.others()
	slices.SortStableFunc(p.letters, func(a, b letter) int { return cmp.Compare(a.Day, b.Day) })
	if err := p.write(); err != nil {
		return Post{}, fault.Wrap(err, "demo.write", "folder", dir)
	}
	return p.post, nil
}

// postFrom is the day number on which the post begins.
func postFrom(c calendar) int { return len(c.next) - 7*PostWeeks }

// postman invents the post.
type postman struct {
	*world
	rng       *rand.Rand
	suppliers int32
	slots     []int // on which post comes
	serials   map[int32]int32
	letters   []letter
	orders    [][]string
	post      Post
}

// letter is a piece of post before it is written.
type letter struct {
	Piece
	bill  Bill
	style int
	party int32
	text  []string // of what is no invoice
	from  string   // who mails it
	cause int      // place of the letter that it repeats, from 1
}

// plan gives the ordinary invoices and credit notes, spread over the days.
func (p *postman) plan() {
	count := max(24, p.Inhabitants*postYear*PostWeeks/(Town*52))
	for n := range count {
		at := p.slots[n*len(p.slots)/count]
		party := int32(float64(p.suppliers) * math.Pow(p.rng.Float64(), 2.4)) // a few send much, many a little
		l := p.invoice(party, at)
		if n%33 == 32 {
			l = p.credit(l, n-20)
		}
		p.letters = append(p.letters, l)
	}
}

// invoice gives an invoice of a supplier that comes on a slot.
func (p *postman) invoice(party int32, slot int) letter {
	who, what := p.who(supplier, party), p.trade(party)
	came := p.cal.open[slot]
	issued := p.cal.time(came - p.rng.IntN(5))
	p.serials[party]++
	number := p.serials[party]*7 + int32(p.hash(supplier, party, 61)%4000)
	l := letter{party: party, style: int(p.hash(supplier, party, 62) % Styles), from: "administratie@" + hostOf(who.name)}
	l.bill = Bill{Number: supplierReference(p.hash(supplier, party, 14), p.Year, number), Name: who.name, KvK: p.kvk(party), VAT: p.vat(party), IBAN: who.iban,
		Street: who.street, PostCode: who.town[:7], City: strings.TrimSpace(who.town[7:]), Buyer: ownName, Issued: issued.Format("2006-01-02"),
		Due: issued.AddDate(0, 0, []int{14, 21, 30, 30}[p.hash(supplier, party, 63)%4]).Format("2006-01-02"), Rate: what.rate, Exempt: what.rate == 0}
	first := p.rng.IntN(len(what.services))
	for n := range 1 + p.rng.IntN(2) {
		s := what.services[(first+n)%len(what.services)]
		if n > 0 && s.text == what.services[first].text {
			break
		}
		l.bill.Lines = append(l.bill.Lines, BillLine{s.said(monthNames[issued.Month()-1]), p.price(party, first+n, what.regular)})
		l.Codes = append(l.Codes, s.Code)
	}
	if what.ordered && p.rng.IntN(3) == 0 {
		p.order(&l, who.number)
	}
	l.Piece = Piece{Day: p.cal.date(came), Kind: "invoice", Media: p.media(party), Mailed: p.rng.IntN(5) == 0, Supplier: who.number, Codes: l.Codes}
	return l
}

// price draws what a line costs; of some it is the same every time.
func (p *postman) price(party int32, service int, regular bool) money.Cents {
	if regular {
		return money.Cents(4000 + p.hash(supplier, party, 70+uint64(service))%180_000)
	}
	switch x := p.rng.IntN(100); {
	case x < 70:
		return money.Cents(2500 + p.rng.IntN(90_000))
	case x < 97:
		return money.Cents(90_000 + p.rng.IntN(400_000))
	}
	return money.Cents(500_000 + p.rng.IntN(3_000_000))
}

// media is how a supplier sends his invoices: always in the same way.
func (p *postman) media(party int32) string {
	switch x := p.hash(supplier, party, 64) % 100; {
	case x < 50:
		return "ubl"
	case x < 54:
		return "cii"
	case x < 63:
		return "hybrid"
	}
	return "pdf"
}

// order puts an order of ours under an invoice.
func (p *postman) order(l *letter, supplier string) {
	number := fmt.Sprintf("VP%02d-%05d", p.Year%100, 4000+7*len(p.orders))
	net := money.Cents(0)
	for _, line := range l.bill.Lines {
		net += line.Net
	}
	l.bill.Order = number
	p.orders = append(p.orders, []string{number, "order", supplier, l.bill.Name, l.bill.Lines[0].Text, "Joost Prins", l.Codes[0].Account, l.Codes[0].CostCentre,
		string(p.cal.date(p.cal.on(9, 1) + p.rng.IntN(30))), euro(net)})
}

// credit makes a credit note of an invoice: it takes a part of an earlier one off.
func (p *postman) credit(l letter, earlier int) letter {
	from := p.letters[max(0, earlier)]
	day, number := l.Day, l.bill.Number
	issued := l.bill.Issued
	l = from
	l.Piece.Day, l.Kind, l.Of = day, "creditnote", from.bill.Number
	l.bill.Number, l.bill.Issued, l.bill.Due, l.bill.Credit, l.bill.Of, l.bill.Order = "C"+number, issued, issued, true, from.bill.Number, ""
	l.bill.Lines, l.Codes = []BillLine{{from.bill.Lines[0].Text, max(100, from.bill.Lines[0].Net/5)}}, from.Codes[:1]
	return l
}

func (p *postman) trade(party int32) trade {
	return tradesOf[among(supplies, p.hash(supplier, party, 1))]
}

// kvk and vat give a supplier's numbers: of a shape that is right, and begun in a
// way that nobody has.
func (p *postman) kvk(party int32) string { return fmt.Sprintf("00%06d", 100_000+party) }

func (p *postman) vat(party int32) string {
	rsin, err := ident.MakeRSIN(fmt.Sprintf("99%06d", 100_000+party))
	for more := int32(1); err != nil; more++ { // one in eleven has no check digit
		rsin, err = ident.MakeRSIN(fmt.Sprintf("98%06d", 100_000+party*7+more))
	}
	return "NL" + rsin + "B01"
}

func hostOf(name string) string {
	keep := func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}
	return strings.Map(keep, strings.ToLower(ascii(name))) + ".example"
}

// twists says how often each thing is the matter, as a share of the invoices; at
// the least twice, once before the end and once in the last days.
var twists = []struct {
	name  string
	share float64
}{
	{TwistCopy, 0.006}, {TwistAgain, 0.004}, {TwistAnew, 0.004}, {TwistAccount, 0.004}, {TwistFraud, 0.002}, {TwistVAT, 0.006}, {TwistOver, 0.006}, {TwistSupplier, 0.01},
}

// twist lets things be the matter with some of the post.
func (p *postman) twist() {
	plain := len(p.letters)
	for k, t := range twists {
		for n := range max(2, int(t.share*float64(plain))) {
			at := p.slots[len(p.slots)*3/10+p.rng.IntN(len(p.slots)*6/10)]
			if n == 0 {
				at = p.slots[len(p.slots)-1-k%3]
			}
			p.add(t.name, at, plain)
		}
	}
}

// add adds a letter with which something is the matter.
func (p *postman) add(twist string, slot, plain int) {
	party := int32(float64(p.suppliers) * p.rng.Float64())
	if twist == TwistCopy || twist == TwistAgain || twist == TwistAnew {
		p.repeat(twist, slot, plain)
		return
	}
	for twist == TwistVAT && p.trade(party).rate == 0 || twist == TwistOver && !p.trade(party).ordered || twist == TwistFraud && p.media(party) != "pdf" {
		party = (party + 1) % p.suppliers
		if party == 0 && twist == TwistFraud { // a small town without paper
			break
		}
	}
	if twist == TwistSupplier {
		party = p.suppliers + int32(len(p.letters))
	}
	l := p.invoice(party, slot)
	l.Twist, l.bill.Order = twist, ""
	switch twist {
	case TwistAccount:
		l.bill.IBAN = makeAccount("TRIO", 300_000_000+uint64(party)*7919)
	case TwistFraud:
		l.bill.IBAN = makeAccount("BUNQ", 400_000_000+uint64(party)*7919)
	case TwistVAT:
		l.bill.WrongRate = map[int]int{21: 19, 9: 21}[l.bill.Rate]
	case TwistOver:
		p.order(&l, l.Supplier)
		for i := range l.bill.Lines {
			l.bill.Lines[i].Net += 10_000 + l.bill.Lines[i].Net*3/10
		}
	}
	p.letters = append(p.letters, l)
}

// repeat lets an invoice come once more some days after it first came.
func (p *postman) repeat(twist string, slot, plain int) {
	today := p.cal.date(p.cal.open[slot])
	n := p.rng.IntN(plain)
	for {
		l := &p.letters[n]
		late := l.Day >= today || l.Kind != "invoice" || l.Twist != ""
		if !late && (twist != TwistAnew || strings.ContainsAny(l.bill.Number, "/-")) {
			break
		}
		n = (n + 1) % plain
	}
	l := p.letters[n]
	l.Piece.Day, l.Twist, l.Of, l.cause, l.Mailed = today, twist, l.bill.Number, n+1, true
	switch {
	case twist == TwistCopy && l.Media == "pdf":
		l.style = (l.style + 1) % Styles // printed anew
	case twist == TwistCopy:
		l.Media = "pdf"
	case twist == TwistAnew:
		l.bill.Number = strings.NewReplacer("/", "", "-", " ").Replace(l.bill.Number)
	}
	p.letters = append(p.letters, l)
}

// others adds what is no invoice.
func (p *postman) others() {
	for _, kind := range []string{"reminder", "contract", "advertising"} {
		for n := range max(2, len(p.letters)/150) {
			slot := p.slots[len(p.slots)-1-n%4]
			if n > 1 {
				slot = p.slots[p.rng.IntN(len(p.slots))]
			}
			party := int32(float64(p.suppliers) * p.rng.Float64())
			l := p.invoice(party, slot)
			l.Kind, l.Media, l.bill.Order, l.Codes = kind, "pdf", "", nil
			l.text = p.letterOf(kind, l.bill)
			p.letters = append(p.letters, l)
		}
	}
}

// letterOf gives what a letter that is no invoice says.
func (p *postman) letterOf(kind string, b Bill) []string {
	b = b.filled()
	head := []string{b.Name, b.Street, b.PostCode + " " + b.City, "", b.Buyer, "Postbus 1", "1200 AA Voorbeeld", "", inWords(b.Issued), ""}
	return append(head, map[string][]string{
		"reminder": {"Betreft: betalingsherinnering", "", "Geachte heer, mevrouw,", "", "Volgens onze administratie staat de volgende factuur nog open:",
			b.Number + "   " + dashed(b.Issued) + "   EUR " + dotted(b.gross()), "Wij verzoeken u het openstaande bedrag alsnog binnen 8 dagen te betalen.",
			"Heeft u al betaald, dan kunt u deze herinnering als niet verzonden beschouwen."},
		"contract": {"OVEREENKOMST van opdracht", "", "Partijen:", "1. " + b.Name + ", hierna te noemen opdrachtnemer;", "2. " + b.Buyer + ", hierna te noemen opdrachtgever;",
			"komen overeen:", "Artikel 1  Looptijd", "Deze overeenkomst gaat in op 1 januari en eindigt van rechtswege na twee jaar.", "Artikel 2  Opzegging",
			"De opzegtermijn bedraagt drie maanden.", "Artikel 3  Geschillen", "Op deze overeenkomst is Nederlands recht van toepassing.", "Aldus overeengekomen en in tweevoud ondertekend"},
		"advertising": {"Alleen deze maand: 20% korting!", "", "Ontdek ons nieuwe assortiment en profiteer van onze aanbieding.", "Bestel nu in onze webshop en ontvang een gratis cadeau.",
			"Meld u aan voor onze nieuwsbrief.", "Deze actie is geldig zolang de voorraad strekt."},
	}[kind]...)
}

// write writes the lists, the post and its truth.
func (p *postman) write() error {
	if err := p.lists(); err != nil {
		return err
	}
	count := map[day.Day]int{}
	for i := range p.letters {
		l := &p.letters[i]
		count[l.Day]++
		l.settle(count[l.Day])
		file := filepath.Join(p.dir, filepath.FromSlash(l.File))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(l.body()), 0o644); err != nil {
			return err
		}
		p.post.Pieces = append(p.post.Pieces, l.Piece)
	}
	return p.truthOfPost()
}

// settle completes the truth of a letter and gives it a name.
func (l *letter) settle(nth int) {
	b := l.bill.filled()
	l.Name, l.Issued = b.Name, day.Day(b.Issued)
	if l.Codes != nil {
		l.Number, l.Due, l.Payable, l.IBAN, l.Order = b.Number, day.Day(b.Due), b.gross(), b.IBAN, b.Order
	}
	if l.Kind == "creditnote" {
		l.Due = ""
	}
	ending := map[string]string{"ubl": "xml", "cii": "xml"}[l.Media]
	if ending == "" {
		ending = "pdf"
	}
	if l.Mailed {
		ending = "eml"
	}
	what := l.Kind
	if l.Codes != nil {
		what = strings.NewReplacer("/", "-", " ", "-").Replace(b.Number)
	}
	l.File = fmt.Sprintf("post/%s/%03d-%s-%s.%s", l.Day, nth, strings.TrimSuffix(hostOf(b.Name), ".example"), what, ending)
}

// body gives the bytes of a letter.
func (l *letter) body() string {
	body, name := "", map[string]string{"invoice": "factuur.pdf", "creditnote": "creditnota.pdf", "reminder": "herinnering.pdf", "contract": "overeenkomst.pdf"}[l.Kind]
	name = cmp.Or(name, "folder.pdf")
	look := Shown{Style: l.style}
	switch {
	case l.text != nil:
		body = Letter(l.text...)
	case l.Media == "ubl":
		body, name = l.bill.UBL(), "factuur.xml"
	case l.Media == "cii":
		body, name = l.bill.CII(), "factuur.xml"
	case l.Media == "hybrid":
		body = l.bill.Hybrid(look)
	default:
		body = l.bill.PDF(look)
	}
	if !l.Mailed {
		return body
	}
	at := l.Day.Time().Format("Mon, 02 Jan 2006") + " 08:30:00 +0100"
	return Mail(l.from, strings.TrimSuffix(name, path.Ext(name))+" "+l.bill.Number, at, "Zie de bijlage.", [2]string{name, body})
}

// truthOfPost writes post.csv.
func (p *postman) truthOfPost() error {
	p.post.Path = filepath.Join(p.dir, "post.csv")
	out, err := create(p.post.Path)
	if err != nil {
		return err
	}
	rows := csv.NewWriter(out.Writer)
	rows.Write([]string{"file", "day", "kind", "media", "matter", "of", "supplier", "number", "issued", "due", "payable", "iban", "order", "codes"}) //nolint:errcheck // Error gives it
	for _, l := range p.post.Pieces {
		codes := []string{}
		for _, c := range l.Codes {
			codes = append(codes, c.Account+"/"+c.CostCentre+"/"+c.Taakveld+"/"+c.Categorie)
		}
		rows.Write([]string{l.File, string(l.Day), l.Kind, l.Media, l.Twist, l.Of, l.Supplier, l.Number, string(l.Issued), string(l.Due), //nolint:errcheck // likewise
			l.Payable.String(), l.IBAN, l.Order, strings.Join(codes, " ")})
	}
	rows.Flush()
	return out.close(rows.Error())
}
