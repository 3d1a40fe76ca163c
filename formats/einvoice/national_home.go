// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"regexp"
	"strings"

	"github.com/govalues/decimal"
)

// Rules of Peppol BIS Billing 3 for two parties in one other country: Denmark,
// Germany, Greece, Sweden. A Dutch buyer hardly meets them, but who validates
// the invoice of another should get the whole verdict.

// home are those in UBL.
var home = append(fromXRechnung(append(xrechnung, xrOnlyUBL...)), []rule{
	{"GR-R-006", Error, along("AccountingCustomerParty/Party"), whenNL(greeks, oneGreekVAT), about("national-id", "BT-48")},
	{"GR-R-010", Error, along("AccountingCustomerParty/Party/EndpointID"), whenNL(greeks, func(_ *doc, at place) broken {
		return when(at.Attr("schemeID") == "9933" && greekTIN(at.Value()))
	}), about("national-id", "BT-49")},

	{"SE-R-012", Warning, along("PaymentMeans[PaymentMeansCode=31]"), whenNL(both("SE"), never), sentence("SE-R-012")},

	{"DK-R-003", Warning, each("BG-25"), whenNL(both("DK"), danishClass("Item/CommodityClassification/ItemClassificationCode")), sentence("DK-R-003")},
	{"DK-R-004", Error, along("//AllowanceCharge[AllowanceChargeReasonCode=ZZZ]"), whenNL(both("DK"), danishDuty("AllowanceChargeReason")), sentence("DK-R-004")},
	{"DK-R-005", Error, along("PaymentMeans"), whenNL(danes("Invoice"), danishMeans("PaymentMeansCode")), sentence("DK-R-005")},
	{"DK-R-006", Error, along("PaymentMeans[PaymentMeansCode=31,42]"), whenNL(danes("Invoice"), all(full("PayeeFinancialAccount/ID"), full("PayeeFinancialAccount/FinancialInstitutionBranch/ID"))), missing("BT-84")},
	{"DK-R-007", Error, along("PaymentMeans[PaymentMeansCode=49]"), whenNL(danes("Invoice"), all(full("PaymentMandate/ID"), full("PaymentMandate/PayerFinancialAccount/ID"))), missing("BT-89")},
	{"DK-R-008", Error, along("PaymentMeans[PaymentMeansCode=50]"), whenNL(danes("Invoice"), danishCard("PaymentID", "PayeeFinancialAccount/ID", `^(01|04|15)#`, `^[0-9]{7,8}$`)), sentence("danish-card", "codes", "01#, 04#, 15#")},
	{"DK-R-009", Error, along("PaymentMeans[PaymentMeansCode=50]"), whenNL(danes("Invoice"), danishLength("PaymentID", `^(04|15)#`, 19)), sentence("danish-card", "codes", "01#, 04#, 15#")},
	{"DK-R-010", Error, along("PaymentMeans[PaymentMeansCode=93]"), whenNL(danes("Invoice"), danishCard("PaymentID", "PayeeFinancialAccount/ID", `^(71|73|75)#`, `^.{8}$`)), sentence("danish-card", "codes", "71#, 73#, 75#")},
	{"DK-R-011", Error, along("PaymentMeans[PaymentMeansCode=93]"), whenNL(danes("Invoice"), danishLength("PaymentID", `^(71|75)#`, 18, 19)), sentence("danish-card", "codes", "71#, 73#, 75#")},
	{"DK-R-013", Error, along("AccountingSupplierParty/Party/PartyIdentification/ID|AccountingCustomerParty/Party/PartyIdentification/ID"), whenNL(both("DK"), schemeSaid), sentence("no-scheme")},
	{"DK-R-016", Error, along("LegalMonetaryTotal/PayableAmount"), whenNL(danes("CreditNote"), notNegative), sentence("DK-R-016")},
}...)

const (
	ciiMeans  = xrMeans
	ciiSeller = ciiAgreement + "/SellerTradeParty"
)

// nationalCII are the rules for suppliers in another country, in CII. Germany,
// Greece and Iceland have none there.
var nationalCII = []rule{
	{"NO-R-001", Error, along(ciiSeller), whenFrom("NO", norwegianVAT), about("national-id", "BT-31")},
	{"NO-R-002", Warning, along(ciiSeller), whenFrom("NO", there("SpecifiedTaxRegistration/ID[@schemeID=FC][.=Foretaksregisteret]")), sentence("NO-R-002")},

	{"IT-R-001", Error, along(ciiSeller + "/SpecifiedTaxRegistration/ID[@schemeID=FC]"), whenFrom("IT", matching(`^[A-Z0-9]{11,16}$`)), about("national-id", "BT-32")},
	{"IT-R-002", Error, along(ciiSeller), whenFrom("IT", there("PostalTradeAddress/LineOne")), sentence("address")},
	{"IT-R-003", Error, along(ciiSeller), whenFrom("IT", there("PostalTradeAddress/CityName")), sentence("address")},
	{"IT-R-004", Error, along(ciiSeller), whenFrom("IT", there("PostalTradeAddress/PostcodeCode")), sentence("address")},

	{"SE-R-001", Error, swedes, swedishLength, about("national-id", "BT-31")},
	{"SE-R-002", Error, swedes, swedishDigits, about("national-id", "BT-31")},
	{"SE-R-003", Error, each("BT-30"), whenIn("BT-40", "SE", matching(`^[0-9]+$`)), about("national-id", "BT-30")},
	{"SE-R-004", Error, each("BT-30"), whenIn("BT-40", "SE", matching(`^.{10}$`)), about("national-id", "BT-30")},
	{"SE-R-013", Error, each("BT-30"), whenIn("BT-40", "SE", checked(swedish)), about("national-id", "BT-30")},
	{"SE-R-005", Error, along(ciiSeller + "[SpecifiedLegalOrganization/ID]/SpecifiedTaxRegistration/ID[@schemeID=FC]"), whenIn("BT-40", "SE", fSkatt), sentence("SE-R-005")},
	{"SE-R-006", Error, along("//ApplicableTradeTax|//CategoryTradeTax"), whenSwede(swedishRate), sentence("SE-R-006")},
	{"SE-R-007", Warning, ciiGiro("SE:PLUSGIRO"), matching(`^[0-9]+$`), about("national-id", "BT-84")},
	{"SE-R-008", Warning, ciiGiro("SE:BANKGIRO"), matching(`^[0-9]+$`), about("national-id", "BT-84")},
	{"SE-R-009", Warning, ciiGiro("SE:BANKGIRO"), matching(`^.{7,8}$`), about("national-id", "BT-84")},
	{"SE-R-010", Warning, ciiGiro("SE:PLUSGIRO"), matching(`^.{2,8}$`), about("national-id", "BT-84")},
	{"SE-R-011", Warning, along(ciiMeans + "[TypeCode=50,56]"), whenIn("BT-40", "SE", never), sentence("SE-R-011")},
	{"SE-R-012", Warning, along(ciiMeans + "[TypeCode=31]"), whenNL(both("SE"), never), sentence("SE-R-012")},

	{"DK-R-002", Error, along(ciiSeller), whenIn("BT-40", "DK", full("SpecifiedLegalOrganization/ID")), missing("BT-30")},
	{"DK-R-003", Warning, each("BG-25"), whenNL(both("DK"), danishClass("SpecifiedTradeProduct/DesignatedProductClassification/ClassCode")), sentence("DK-R-003")},
	{"DK-R-004", Error, along("//ApplicableHeaderTradeSettlement/SpecifiedTradeAllowanceCharge[ReasonCode=ZZZ]"), whenNL(both("DK"), danishDuty("Reason")), sentence("DK-R-004")},
	{"DK-R-005", Error, along(ciiMeans), whenNL(both("DK"), danishMeans("TypeCode")), sentence("DK-R-005")},
	{"DK-R-006", Error, along(ciiMeans + "[TypeCode=31,42]"), whenNL(both("DK"), all(full("PayeePartyCreditorFinancialAccount/IBANID"), full("PayeeSpecifiedCreditorFinancialInstitution/BICID"))), missing("BT-84")},
	{"DK-R-007", Error, along(ciiMeans + "[TypeCode=49]"), whenNL(both("DK"), all(full("../CreditorReferenceID"), full("SpecifiedTradePaymentTerms/DirectDebitMandateID"))), missing("BT-89")},
	{"DK-R-008", Error, along(ciiMeans + "[TypeCode=50]"), whenNL(both("DK"), danishCard("../PaymentReference", "PayeePartyCreditorFinancialAccount/IBANID", `^(01|04|15)#`, `^.{7}$`)), sentence("danish-card", "codes", "01#, 04#, 15#")},
	{"DK-R-009", Error, along(ciiMeans + "[TypeCode=50]"), whenNL(both("DK"), danishLength("../PaymentReference", `^(04|15)#`, 19)), sentence("danish-card", "codes", "01#, 04#, 15#")},
	{"DK-R-010", Error, along(ciiMeans + "[TypeCode=93]"), whenNL(both("DK"), danishCard("../PaymentReference", "PayeePartyCreditorFinancialAccount/IBANID", `^(71|73|75)#`, `^.{8}$`)), sentence("danish-card", "codes", "71#, 73#, 75#")},
	{"DK-R-011", Error, along(ciiMeans + "[TypeCode=93]"), whenNL(both("DK"), danishLength("../PaymentReference", `^(71|75)#`, 18, 19)), sentence("danish-card", "codes", "71#, 73#, 75#")},
	{"DK-R-013", Error, along(ciiAgreement + "/SellerTradeParty/GlobalID|" + ciiAgreement + "/BuyerTradeParty/GlobalID"), whenNL(both("DK"), schemeSaid), sentence("no-scheme")},
	{"DK-R-014", Error, each("BT-30"), whenIn("BT-40", "DK", schemeIs("0184")), about("national-id", "BT-30")},
	{"DK-R-016", Error, along("//DuePayableAmount"), whenNL(both("DK"), whenIn("BT-3", "381", notNegative)), sentence("DK-R-016")},
}

// fromXRechnung gives the German rules of Peppol, which are those of XRechnung
// under other names, for two German parties.
func fromXRechnung(rules []rule) []rule {
	var german []rule
	for _, r := range rules {
		number, ours := strings.CutPrefix(r.id, "BR-DE-")
		if !ours || number == "21" { // the profile is Peppol's own
			continue
		}
		r.id = "DE-R-" + germanNumber(number)
		holds := r.holds
		r.holds = whenNL(both("DE"), func(d *doc, at place) broken { return holds(d, at) })
		german = append(german, r)
	}
	return german
}

// germanNumber writes the number of a rule as Peppol does: 1 is 001, 23-a 023-1.
func germanNumber(number string) string {
	number, part, parted := strings.Cut(number, "-")
	number = strings.Repeat("0", max(0, 3-len(number))) + number
	if parted {
		number += "-" + string('1'+part[0]-'a')
	}
	return number
}

// both says that the addresses of both parties are in a country.
func both(country string) func(*doc) bool {
	seller, buyer := countryIs("BT-40", country), countryIs("BT-55", country)
	return func(d *doc) bool { return seller(d) && buyer(d) }
}

// danes says that both parties are Danish and the document begins with an element.
func danes(root string) func(*doc) bool {
	danish := both("DK")
	return func(d *doc) bool { return d.Root.Name == root && danish(d) }
}

// greeks says that supplier and customer are Greek, by VAT number or address.
func greeks(d *doc) bool {
	customer := path("AccountingCustomerParty/Party/PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID").Value(d.Root)
	if len(customer) < 2 {
		customer = d.Value("BT-55") + "  "
	}
	return isGreek(d) && (strings.EqualFold(customer[:2], "GR") || strings.EqualFold(customer[:2], "EL"))
}

func ciiGiro(bank path) where {
	return func(d *doc) []place {
		if d.Value("BT-40") != "SE" {
			return nil
		}
		return along(ciiMeans + "[TypeCode=30][PayeeSpecifiedCreditorFinancialInstitution/BICID=" + bank + "]/PayeePartyCreditorFinancialAccount/ProprietaryID")(d)
	}
}

// danishClass asks for a known version of UNSPSC where it is the list.
func danishClass(codes path) check {
	return func(_ *doc, at place) broken {
		unspsc, known := false, false
		for _, code := range codes.Of(at.Node) {
			unspsc = unspsc || code.Attr("listID") == "TST"
			switch code.Attr("listVersionID") {
			case "19.05.01", "19.0501", "26.08.01", "26.0801":
				known = true
			}
		}
		return when(!unspsc || known)
	}
}

// danishDuty asks that a duty other than VAT is named by its four digits, or
// with a "#" between other signs.
func danishDuty(reason path) check {
	return func(_ *doc, at place) broken {
		said := reason.Value(at.Node)
		number, err := decimal.Parse(said)
		if len(said) == 4 && err == nil && !number.IsNeg() {
			return nil
		}
		return when(strings.Contains(said, "#") && !strings.HasPrefix(said, "#") && !strings.HasSuffix(said, "#"))
	}
}

func danishMeans(code path) check {
	return func(_ *doc, at place) broken {
		return when(strings.Contains(" 1 10 31 42 48 49 50 58 59 93 97 ", " "+code.Value(at.Node)+" "))
	}
}

// danishCard asks for a reference that begins with a kind of card, and an
// account that fits it.
func danishCard(reference, account path, kinds, accounts string) check {
	kind, number := regexp.MustCompile(kinds), regexp.MustCompile(accounts)
	return func(_ *doc, at place) broken {
		return when(kind.MatchString(reference.Value(at.Node)) && number.MatchString(account.Value(at.Node)))
	}
}

// danishLength asks for the length of a reference of some kinds of card.
func danishLength(reference path, kinds string, lengths ...int) check {
	kind := regexp.MustCompile(kinds)
	return func(_ *doc, at place) broken {
		said := reference.Value(at.Node)
		if !kind.MatchString(said) {
			return nil
		}
		for _, length := range lengths {
			if len(said) == length {
				return nil
			}
		}
		return broken{}
	}
}

// schemeSaid asks that an identifier says of which scheme it is.
func schemeSaid(_ *doc, at place) broken { return when(strings.TrimSpace(at.Attr("schemeID")) != "") }
