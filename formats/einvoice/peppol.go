// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"regexp"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/day"
)

const peppolBilling = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"

// peppol are the rules of Peppol BIS Billing 3 that hold in both syntaxes, and
// those for suppliers in the Netherlands (NL-R).
var peppol = []rule{
	{"PEPPOL-EN16931-R001", Error, each("BG-0"), onlyWith("ExchangedDocumentContext", present("BT-23")), missing("BT-23")},
	{"PEPPOL-EN16931-R007", Error, each("BG-0"), onlyWith("ExchangedDocumentContext", knownProcess), sentence("PEPPOL-EN16931-R007")},
	{"PEPPOL-EN16931-R003", Error, each("BG-0"), onlyWith(ciiAgreement, present("BT-10", "BT-13")), missingOneOf("BT-10", "BT-13")},
	{"PEPPOL-EN16931-R004", Error, each("BG-0"), onlyWith("ExchangedDocumentContext", billingNamed), sentence("profile", "profile", peppolBilling)},
	{"PEPPOL-EN16931-R005", Error, each("BT-6"), func(d *doc, at place) broken { return when(at.Value() != d.Value("BT-5")) }, sentence("PEPPOL-EN16931-R005")},
	{"PEPPOL-EN16931-R010", Error, each("BG-7"), any1(noParty, present("BT-49")), missing("BT-49")},
	{"PEPPOL-EN16931-R020", Error, each("BG-4"), any1(noParty, present("BT-34")), missing("BT-34")},
	{"PEPPOL-EN16931-R040", Error, along(adjustments), percentageRight, sentence("PEPPOL-EN16931-R040")},
	{"PEPPOL-EN16931-R041", Error, along(adjustments), pairedBase(true), sentence("PEPPOL-EN16931-R041")},
	{"PEPPOL-EN16931-R042", Error, along(adjustments), pairedBase(false), sentence("PEPPOL-EN16931-R042")},
	{"PEPPOL-EN16931-R043", Error, along(adjustments + "|//AppliedTradeAllowanceCharge"), indicated, sentence("PEPPOL-EN16931-R043")},
	{"PEPPOL-EN16931-R053", Error, each("BG-0"), onlyWith(ciiSettlement, oneTaxTotal), sentence("PEPPOL-EN16931-R053")},
	{"PEPPOL-EN16931-R054", Error, each("BG-0"), onlyWith(ciiSettlement, otherTaxTotal), sentence("PEPPOL-EN16931-R054")},
	{"PEPPOL-EN16931-R055", Error, each("BT-6"), sameSign, sentence("PEPPOL-EN16931-R055")},
	{"PEPPOL-EN16931-R061", Error, each("BG-16"), mandateGiven, missing("BT-89")},
	{"PEPPOL-EN16931-R110", Error, each("BT-134"), func(d *doc, at place) broken { return bound(at, d.Each("BT-73"), false) }, sentence("line-period")},
	{"PEPPOL-EN16931-R111", Error, each("BT-135"), func(d *doc, at place) broken { return bound(at, d.Each("BT-74"), true) }, sentence("line-period")},
	{"PEPPOL-EN16931-R120", Error, each("BG-25"), lineNetRight, about("sum", "BT-131")},
	{"PEPPOL-EN16931-R121", Error, each("BT-149"), func(_ *doc, at place) broken { return when(number(at).IsPos()) }, about("not-positive", "BT-149")},
	{"PEPPOL-EN16931-R130", Error, along("//Price/BaseQuantity[@unitCode]|//NetPriceProductTradePrice/BasisQuantity[@unitCode]|//GrossPriceProductTradePrice/BasisQuantity[@unitCode]"), unitsSame, sentence("PEPPOL-EN16931-R130")},
	{"PEPPOL-EN16931-F001", Error, dates, realDate, sentence("no-date")},
	fewCodes("PEPPOL-EN16931-CL001", "//EmbeddedDocumentBinaryObject/@mimeCode|//AttachmentBinaryObject/@mimeCode", mime, "EN 16931 BT-125"),
	inList("PEPPOL-EN16931-CL002", "//AllowanceCharge[ChargeIndicator=false]/AllowanceChargeReasonCode|//SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator=false]/ReasonCode", "allowance"),
	inList("PEPPOL-EN16931-CL003", "//AllowanceCharge[ChargeIndicator=true]/AllowanceChargeReasonCode|//SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator=true]/ReasonCode", "charge"),
	{"PEPPOL-EN16931-CL008", Error, endpoints, attribute("schemeID", "easpeppol"), unknownCode("easpeppol")},
	{"PEPPOL-COMMON-R040", Error, schemed("0088"), checked(gln), sentence("identifier", "scheme", "GLN")},
	{"PEPPOL-COMMON-R041", Error, schemed("0192"), checked(norwegian), sentence("identifier", "scheme", "0192")},
	{"PEPPOL-COMMON-R042", Error, schemed("0184"), matching(`^(DK)?[0-9]{8}$`), sentence("identifier", "scheme", "0184 (CVR)")},
	{"PEPPOL-COMMON-R043", Error, schemed("0208"), checked(belgian), sentence("identifier", "scheme", "0208")},
	{"PEPPOL-COMMON-R044", Warning, schemed("0201"), matching(`^[A-Za-z0-9]{6}$`), sentence("identifier", "scheme", "0201")},
	{"PEPPOL-COMMON-R045", Warning, schemed("0210"), matching(codiceFiscale), sentence("identifier", "scheme", "0210")},
	{"PEPPOL-COMMON-R046", Warning, endpointsOf("9907"), matching(codiceFiscale), sentence("identifier", "scheme", "9907")},
	{"PEPPOL-COMMON-R047", Warning, schemed("0211"), checked(partitaIVA), sentence("identifier", "scheme", "0211")},
	{"PEPPOL-COMMON-R049", Error, schemed("0007"), checked(swedish), sentence("identifier", "scheme", "0007")},
	{"PEPPOL-COMMON-R050", Error, schemed("0151"), checked(australian), sentence("identifier", "scheme", "0151 (ABN)")},
	{"PEPPOL-COMMON-R052", Error, schemed("0096"), matching(`^[0-9]{10}$`), sentence("identifier", "scheme", "0096")},
	{"PEPPOL-COMMON-R053", Error, schemed("0198"), matching(`^DK[0-9]{8}$`), sentence("identifier", "scheme", "0198")},
	{"PEPPOL-COMMON-R054", Warning, schemed("0106"), matching(`^[0-9]{8}$`), sentence("identifier", "scheme", "0106 (KvK)")},
	{"PEPPOL-COMMON-R055", Warning, schemed("0190"), matching(`^[0-9]{20}$`), sentence("identifier", "scheme", "0190 (OIN)")},
	{"PEPPOL-COMMON-R056-1", Warning, schemed("9944"), matching(dutchVAT), sentence("identifier", "scheme", "9944")},
	{"PEPPOL-COMMON-R056-2", Warning, dutchVATs, matching(dutchVAT), sentence("identifier", "scheme", "NL VAT")},
	{"PEPPOL-COMMON-R057", Warning, schemed("0217"), matching(`^[0-9]{12}$`), sentence("identifier", "scheme", "0217")},
	{"NL-R-001", Error, each("BT-3"), correctionNamesInvoice, missing("BT-25")},
	{"NL-R-002", Error, each("BG-5"), whenNL(sellerNL, addressWhole("BT-35", "BT-37", "BT-38")), sentence("address")},
	{"NL-R-003", Error, each("BT-30"), whenNL(sellerNL, dutchID), sentence("dutch-id")},
	{"NL-R-004", Error, each("BG-8"), whenNL(bothNL, addressWhole("BT-50", "BT-52", "BT-53")), sentence("address")},
	{"NL-R-005", Error, each("BT-47"), whenNL(bothNL, dutchID), sentence("dutch-id")},
	{"NL-R-006", Error, each("BG-12"), whenNL(representativeNL, addressWhole("BT-64", "BT-66", "BT-67")), sentence("address")},
	{"NL-R-007", Error, each("BG-22"), whenNL(sellerNL, paymentMeansGiven), missing("BG-16")},
	{"NL-R-008", Error, each("BT-81"), whenNL(bothNL, dutchMeans), sentence("dutch-means")},
	{"NL-R-009", Error, each("BT-132"), whenNL(sellerNL, orderNamed), missing("BT-13")},
}

// peppolUBL are the rules of Peppol that only UBL needs.
var peppolUBL = []rule{
	{"PEPPOL-EN16931-R002", Error, each("BG-0"), any1(germans, upTo(1, "Note")), more("Note")},
	{"PEPPOL-EN16931-R008", Error, along("/[!?][.=]|//?[!?][.=]"), never, sentence("empty")},
	{"PEPPOL-EN16931-R044", Error, along("//Price/AllowanceCharge"), chargeIs("false"), sentence("PEPPOL-EN16931-R044")},
	{"PEPPOL-EN16931-R046", Error, along("//Price/AllowanceCharge"), netPriceRight, about("sum", "BT-146")},
	{"PEPPOL-EN16931-R051", Error, peppolAmounts, documentCurrency, sentence("currency")},
	{"PEPPOL-EN16931-R080", Error, creditNotes, upTo(1, "AdditionalDocumentReference[DocumentTypeCode=50]"), more("AdditionalDocumentReference (50)")},
	{"PEPPOL-EN16931-R100", Error, each("BG-25"), upTo(1, "DocumentReference"), more("DocumentReference")},
	{"PEPPOL-EN16931-R101", Error, along("InvoiceLine[DocumentReference]|CreditNoteLine[DocumentReference]"), there("DocumentReference[DocumentTypeCode=130]"), sentence("line-object")},
	fewCodes("PEPPOL-EN16931-CL006", "//InvoicePeriod/DescriptionCode", among("3", "35", "432"), "UNTDID 2005"),
	{"PEPPOL-EN16931-CL007", Error, along(ublAmounts), attribute("currencyID", "currency"), unknownCode("currency")},
	{"PEPPOL-EN16931-P0100", Error, along("InvoiceTypeCode"), inBilling(peppolInvoices), sentence("code", "list", "Peppol UNTDID 1001")},
	{"PEPPOL-EN16931-P0101", Error, along("CreditNoteTypeCode"), inBilling(peppolCredits), sentence("code", "list", "Peppol UNTDID 1001")},
	{"PEPPOL-EN16931-P0112", Error, along("InvoiceTypeCode"), any1(not(among("326", "384")), germans), sentence("PEPPOL-EN16931-P0112")},
	exemption("PEPPOL-EN16931-P0104", "VATEX-EU-G", "G"),
	exemption("PEPPOL-EN16931-P0105", "VATEX-EU-O", "O"),
	exemption("PEPPOL-EN16931-P0106", "VATEX-EU-IC", "K"),
	exemption("PEPPOL-EN16931-P0107", "VATEX-EU-AE", "AE"),
	exemption("PEPPOL-EN16931-P0108", "VATEX-EU-D", "E"),
	exemption("PEPPOL-EN16931-P0109", "VATEX-EU-F", "E"),
	exemption("PEPPOL-EN16931-P0110", "VATEX-EU-I", "E"),
	exemption("PEPPOL-EN16931-P0111", "VATEX-EU-J", "E"),
}

// peppolCII are the rules of Peppol that only CII needs.
var peppolCII = []rule{
	{"PEPPOL-EN16931-R002", Error, along("ExchangedDocument"), all(upTo(1, "IncludedNote"), not(there("IncludedNote/SubjectCode"))), more("IncludedNote")},
	{"PEPPOL-EN16931-R006", Error, along(ciiAgreement), upTo(1, "AdditionalReferencedDocument[TypeCode=130]"), more("AdditionalReferencedDocument (130)")},
	{"PEPPOL-EN16931-R080", Error, along(ciiAgreement), upTo(1, "AdditionalReferencedDocument[TypeCode=50]"), more("AdditionalReferencedDocument (50)")},
	{"PEPPOL-EN16931-R100", Error, each("BG-25"), upTo(1, "SpecifiedLineTradeSettlement/AdditionalReferencedDocument[TypeCode=130]"), more("AdditionalReferencedDocument (130)")},
	{"PEPPOL-EN16931-R101", Error, along(ciiLine + "/SpecifiedLineTradeSettlement[AdditionalReferencedDocument]"), there("AdditionalReferencedDocument[TypeCode=130]"), sentence("line-object")},
	{"PEPPOL-COMMON-R048", Warning, endpointsOf("9906"), checked(partitaIVA), sentence("identifier", "scheme", "9906")},
	inList("PEPPOL-EN16931-CL007", "//TaxTotalAmount/@currencyID", "currency"),
	{"PEPPOL-EN16931-P0100", Error, along("ExchangedDocument/TypeCode"), inBilling(append(peppolCredits, peppolInvoices...)), sentence("code", "list", "Peppol UNTDID 1001")},
}

var (
	peppolInvoices = strings.Fields("71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 876 877")
	peppolCredits  = strings.Fields("381 396 81 83 532")
	processID      = regexp.MustCompile(`urn:fdc:peppol\.eu:2017:poacc:billing:([0-9]{2}):1\.0`)
)

// peppolProcess gives the number of the billing process, "" for none. In UBL
// the identifiers are a closed list since May 2026; the published rules for CII
// are older.
func peppolProcess(d *doc) string {
	process := d.Value("BT-23")
	if d.Syntax == "UBL" {
		return peppolProcesses[process]
	}
	if found := processID.FindStringSubmatch(process); found != nil {
		return found[1]
	}
	return ""
}

var peppolProcesses = map[string]string{
	"urn:fdc:peppol.eu:2017:poacc:billing:01:1.0": "01",
	"urn:peppol:france:billing:regulated":         "01",
	"urn:peppol:france:billing:non-regulated":     "01",
	"urn:peppol:bis:billing_with_response":        "02",
}

func inBilling(codes []string) check {
	return func(d *doc, at place) broken {
		process := peppolProcess(d)
		billing := process == "01" || process == "02" && d.Syntax == "UBL"
		return when(!billing || slices.Contains(codes, at.Value()))
	}
}

func knownProcess(d *doc, _ place) broken { return when(peppolProcess(d) != "") }

// onlyWith asks something of a CII document only where the element stands in which
// it belongs: of a document without that, other rules say that it is not whole.
func onlyWith(element path, c check) check {
	return func(d *doc, at place) broken {
		if d.Syntax == "CII" && !element.Exists(d.Root) {
			return nil
		}
		return c(d, at)
	}
}

// noParty says that there is a place for a party and no party in it.
func noParty(d *doc, at place) broken {
	return when(d.Syntax == "UBL" && !path("Party").Exists(at.Node))
}

// billingNamed asks that the document says that it is Peppol's billing; one that
// says nothing does not.
func billingNamed(d *doc, _ place) broken {
	profile := d.Value("BT-24")
	return when(strings.HasPrefix(profile, peppolBilling) && (d.Syntax != "UBL" || !strings.Contains(profile, "::")))
}

// countries of the parties, as their addresses say.
func countryIs(t term, country string) func(*doc) bool {
	return func(d *doc) bool { return strings.ToUpper(d.Value(t)) == country }
}

var (
	sellerNL = countryIs("BT-40", "NL")
	buyerNL  = countryIs("BT-55", "NL")
	sellerDE = countryIs("BT-40", "DE")
	buyerDE  = countryIs("BT-55", "DE")
)

func bothNL(d *doc) bool           { return sellerNL(d) && buyerNL(d) }
func representativeNL(d *doc) bool { return sellerNL(d) && countryIs("BT-69", "NL")(d) }

func germans(d *doc, _ place) broken { return when(sellerDE(d) && buyerDE(d)) }

// whenNL asks something only when the parties are Dutch.
func whenNL(dutch func(*doc) bool, c check) check {
	return func(d *doc, at place) broken {
		if !dutch(d) {
			return nil
		}
		return c(d, at)
	}
}

func addressWhole(terms ...term) check {
	return func(d *doc, at place) broken {
		for _, t := range terms {
			if len(d.In(at.Node, t)) == 0 {
				return broken{}
			}
		}
		return nil
	}
}

// dutchID asks for a number of the Kamer van Koophandel or an OIN.
func dutchID(_ *doc, at place) broken {
	scheme := strings.Fields(at.Attr("schemeID"))
	return when(at.Value() != "" && (slices.Contains(scheme, "0106") || slices.Contains(scheme, "0190")))
}

func dutchMeans(d *doc, at place) broken {
	return among("30", "48", "49", "57", "58", "59")(d, at)
}

func orderNamed(d *doc, _ place) broken { return when(len(d.Each("BT-13")) > 0) }

// paymentMeansGiven asks how to pay when there is something to pay.
func paymentMeansGiven(d *doc, at place) broken {
	if len(d.Each("BG-16")) > 0 {
		return nil
	}
	payable, has := total(d, at, "BT-115")
	if d.Syntax == "UBL" && d.Kind == "creditnote" || d.Syntax != "UBL" && d.Value("BT-3") == "381" {
		return when(has && !payable.IsNeg())
	}
	return when(has && !payable.IsPos())
}

// correctionNamesInvoice asks a credit note for the invoice it takes back.
func correctionNamesInvoice(d *doc, _ place) broken {
	return when(d.Kind != "creditnote" || !sellerNL(d) || len(d.Each("BT-25")) > 0)
}

// adjustments are the allowances and charges of document and lines.
const adjustments path = "/AllowanceCharge|/InvoiceLine/AllowanceCharge|/CreditNoteLine/AllowanceCharge|//SpecifiedTradeAllowanceCharge"

const (
	factor path = "MultiplierFactorNumeric|CalculationPercent"
	base   path = "BaseAmount|BasisAmount"
	amount path = "Amount|ActualAmount"
)

// percentageRight asks that the amount is the percentage of its base.
func percentageRight(_ *doc, at place) broken {
	percent, hasPercent := first(factor.Of(at.Node))
	of, hasBase := first(base.Of(at.Node))
	if !hasPercent || !hasBase {
		return nil
	}
	said, _ := first(amount.Of(at.Node))
	should := must(times(of, percent).Quo(hundred))
	if minus(said, should).Abs().Cmp(cent2) <= 0 {
		return nil
	}
	return wrong("value", said, "expected", round(should))
}

// pairedBase asks for a base beside a percentage, or the other way round.
func pairedBase(byPercent bool) check {
	return func(_ *doc, at place) broken {
		hasPercent, hasBase := factor.Exists(at.Node), base.Exists(at.Node)
		if byPercent {
			return when(!hasPercent || hasBase)
		}
		return when(hasPercent || !hasBase)
	}
}

// indicated asks that an allowance or charge says which of the two it is.
func indicated(_ *doc, at place) broken {
	switch path("ChargeIndicator[!Indicator]|ChargeIndicator/Indicator").Value(at.Node) {
	case "true", "false":
		return nil
	}
	return broken{}
}

func chargeIs(value string) check {
	return func(_ *doc, at place) broken { return when(path("ChargeIndicator").Value(at.Node) == value) }
}

func oneTaxTotal(d *doc, _ place) broken {
	if d.Syntax == "UBL" {
		return when(len(path("TaxTotal[TaxSubtotal]").Of(d.Root)) == 1)
	}
	return when(len(taxTotals(d)) == 1)
}

func otherTaxTotal(d *doc, _ place) broken {
	others := len(path("TaxTotal[!TaxSubtotal]").Of(d.Root))
	if d.Syntax != "UBL" {
		others = len(d.Each("BT-110")) - len(taxTotals(d))
	}
	if len(d.Each("BT-6")) > 0 {
		return when(others == 1)
	}
	return when(others == 0)
}

// sameSign asks that VAT has the same sign in both currencies.
func sameSign(d *doc, at place) broken {
	var signs [2][]decimal.Decimal
	for _, p := range d.Each("BT-110") {
		if p.Attr("currencyID") == at.Value() {
			signs[0] = append(signs[0], number(p))
		}
		if p.Attr("currencyID") == d.Value("BT-5") {
			signs[1] = append(signs[1], number(p))
		}
	}
	if len(signs[0]) == 0 || len(signs[1]) == 0 {
		return broken{}
	}
	a, b := signs[0][0], signs[1][0]
	return when(!a.IsPos() && !b.IsPos() || !a.IsNeg() && !b.IsNeg())
}

func mandateGiven(d *doc, at place) broken {
	if termIs("BT-81", "49", "59")(d, at) != nil {
		return nil
	}
	if d.Syntax == "UBL" {
		return when(path("PaymentMandate/ID").Exists(at.Node))
	}
	return when(len(d.Each("BT-89")) > 0)
}

// bound asks that a date of a line lies within that of the document.
func bound(at place, of []place, upper bool) broken {
	if len(of) == 0 {
		return nil
	}
	if at.Value() == "" || of[0].Value() == "" {
		return broken{}
	}
	if upper {
		return when(at.Value() <= of[0].Value())
	}
	return when(at.Value() >= of[0].Value())
}

// lineNetRight asks that net is quantity times price, with the allowances and
// charges of the line, give or take two cents.
func lineNetRight(d *doc, at place) broken {
	said, _ := first(d.In(at.Node, "BT-131"))
	quantity, hasQuantity := first(d.In(at.Node, "BT-129"))
	if !hasQuantity {
		quantity = one
	}
	price, _ := first(d.In(at.Node, "BT-146"))
	if per, has := first(d.In(at.Node, "BT-149")); has && !per.IsZero() {
		price = must(price.Quo(per))
	}
	should := times(quantity, price)
	for _, charge := range d.In(at.Node, "BG-28") {
		should = plus(should, round(sum(d.In(charge.Node, "BT-141"))))
	}
	for _, allowance := range d.In(at.Node, "BG-27") {
		should = minus(should, round(sum(d.In(allowance.Node, "BT-136"))))
	}
	if minus(said, should).Abs().Cmp(cent2) <= 0 {
		return nil
	}
	return wrong("value", said, "expected", round(should))
}

// unitsSame asks that a price is for the unit that is invoiced.
func unitsSame(d *doc, at place) broken {
	quantity := path("../../InvoicedQuantity|../../CreditedQuantity|../../../SpecifiedLineTradeDelivery/BilledQuantity").Of(at.Node)
	if len(quantity) == 0 {
		return when(d.Syntax == "UBL")
	}
	return when(at.Attr("unitCode") == quantity[0].Attr("unitCode"))
}

// netPriceRight asks that the price is the gross price less the discount.
func netPriceRight(_ *doc, at place) broken {
	gross, has := first(path("BaseAmount").Of(at.Node))
	if !has {
		return nil
	}
	off, hasOff := first(path("Amount").Of(at.Node))
	price, hasPrice := first(path("../PriceAmount").Of(at.Node))
	if !hasOff || !hasPrice {
		return broken{}
	}
	return compare(price, minus(gross, off))
}

// peppolAmounts are the amounts that stand in the currency of the document: all
// but the total of VAT in another one.
func peppolAmounts(d *doc) []place {
	var found []place
	for _, p := range ublAmounts.Of(d.Root) {
		if p.Name != "TaxAmount" || p.Parent.Name != "TaxTotal" || path("TaxSubtotal").Exists(p.Parent) {
			found = append(found, p)
		}
	}
	return found
}

func documentCurrency(d *doc, at place) broken {
	if len(d.Each("BT-5")) > 0 && at.Attr("currencyID") == d.Value("BT-5") {
		return nil
	}
	return wrong("value", at.Attr("currencyID"), "expected", d.Value("BT-5"))
}

func creditNotes(d *doc) []place {
	if d.Kind != "creditnote" {
		return nil
	}
	return []place{{Node: d.Root}}
}

// exemption ties a reason why there is no VAT to its category.
func exemption(id, reason, category string) rule {
	return rule{id, Error, along("//TaxCategory[TaxExemptionReasonCode~" + path(reason) + "]"),
		func(_ *doc, at place) broken { return when(path("ID").Value(at.Node) == category) },
		sentence("exemption", "reason", reason, "category", category)}
}

func dates(d *doc) []place {
	if d.Syntax != "UBL" {
		return along("//DateTimeString")(d)
	}
	return along("//IssueDate|//DueDate|//TaxPointDate|//StartDate|//EndDate|//ActualDeliveryDate")(d)
}

var peppolDay = regexp.MustCompile(`^20[0-9]{6}$`)

func realDate(d *doc, at place) broken {
	if d.Syntax != "UBL" {
		return when(strings.TrimSpace(at.Attr("format")) == "102" && peppolDay.MatchString(at.Text))
	}
	_, err := day.Parse(at.Text)
	return when(err == nil)
}

func endpoints(d *doc) []place {
	if d.Syntax == "UBL" {
		return along("//EndpointID[@schemeID]")(d)
	}
	return append(d.Each("BT-49"), d.Each("BT-34")...)
}

const dutchVAT = `^NL[0-9]{9}B[0-9]{2}$`

// dutchVATs are the VAT numbers that call themselves Dutch.
func dutchVATs(d *doc) []place {
	var found []place
	for _, p := range vatNumbers(d) {
		if strings.HasPrefix(p.Value(), "NL") {
			found = append(found, p)
		}
	}
	return found
}

func endpointsOf(scheme string) where {
	return along("//EndpointID[@schemeID=" + path(scheme) + "]|//URIID[@schemeID=" + path(scheme) + "]")
}

// schemed looks at the identifiers of one scheme.
func schemed(scheme string) where {
	in := "[@schemeID=" + path(scheme) + "]"
	return func(d *doc) []place {
		if d.Syntax == "UBL" {
			return along("//EndpointID" + in + "|//PartyIdentification/ID" + in + "|//CompanyID" + in)(d)
		}
		return along("//URIID" + in + "|//ID" + in + "|//GlobalID" + in)(d)
	}
}

func checked(valid func(string) bool) check {
	return func(_ *doc, at place) broken { return when(valid(at.Value())) }
}

func matching(pattern string) check {
	compiled := regexp.MustCompile(pattern)
	return func(_ *doc, at place) broken { return when(compiled.MatchString(at.Value())) }
}
