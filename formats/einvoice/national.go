// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"regexp"
	"strings"

	"rentmeester/day"
)

// national are the rules of Peppol BIS Billing 3 for suppliers in other
// countries that hold whoever the buyer is, in UBL.
var national = []rule{
	{"NO-R-001", Error, along("AccountingSupplierParty/Party"), whenFrom("NO", norwegianVAT), about("national-id", "BT-31")},
	{"NO-R-002", Warning, along("AccountingSupplierParty/Party"), whenFrom("NO", there("PartyTaxScheme[TaxScheme/ID=TAX]/CompanyID[.=Foretaksregisteret]")), sentence("NO-R-002")},

	{"DK-R-002", Error, each("BG-0"), whenIn("BT-40", "DK", full("AccountingSupplierParty/Party/PartyLegalEntity/CompanyID")), missing("BT-30")},
	{"DK-R-014", Error, each("BT-30"), whenIn("BT-40", "DK", schemeIs("0184")), about("national-id", "BT-30")},

	{"IT-R-001", Error, each("BT-32"), whenFrom("IT", matching(`^[A-Z0-9]{11,16}$`)), about("national-id", "BT-32")},
	{"IT-R-002", Error, along("AccountingSupplierParty/Party"), whenFrom("IT", there("PostalAddress/StreetName")), sentence("address")},
	{"IT-R-003", Error, along("AccountingSupplierParty/Party"), whenFrom("IT", there("PostalAddress/CityName")), sentence("address")},
	{"IT-R-004", Error, along("AccountingSupplierParty/Party"), whenFrom("IT", there("PostalAddress/PostalZone")), sentence("address")},

	{"SE-R-001", Error, swedes, swedishLength, about("national-id", "BT-31")},
	{"SE-R-002", Error, swedes, swedishDigits, about("national-id", "BT-31")},
	{"SE-R-003", Error, each("BT-30"), whenIn("BT-40", "SE", matching(`^[0-9]+$`)), about("national-id", "BT-30")},
	{"SE-R-004", Error, each("BT-30"), whenIn("BT-40", "SE", matching(`^.{10}$`)), about("national-id", "BT-30")},
	{"SE-R-013", Error, each("BT-30"), whenIn("BT-40", "SE", checked(swedish)), about("national-id", "BT-30")},
	{"SE-R-005", Error, along("AccountingSupplierParty/Party[PartyLegalEntity/CompanyID]/PartyTaxScheme[!TaxScheme/ID~VAT]/CompanyID"), whenIn("BT-40", "SE", fSkatt), sentence("SE-R-005")},
	{"SE-R-006", Error, along("//TaxCategory[ID=S]|//ClassifiedTaxCategory[ID=S]"), whenSwede(swedishRate), sentence("SE-R-006")},
	{"SE-R-007", Warning, giro("SE:PLUSGIRO"), matching(`^[0-9]+$`), about("national-id", "BT-84")},
	{"SE-R-008", Warning, giro("SE:BANKGIRO"), matching(`^[0-9]+$`), about("national-id", "BT-84")},
	{"SE-R-009", Warning, giro("SE:BANKGIRO"), matching(`^.{7,8}$`), about("national-id", "BT-84")},
	{"SE-R-010", Warning, giro("SE:PLUSGIRO"), matching(`^.{2,8}$`), about("national-id", "BT-84")},
	{"SE-R-011", Warning, along("PaymentMeans/PaymentMeansCode[.=50,56]"), whenIn("BT-40", "SE", never), sentence("SE-R-011")},

	{"IS-R-001", Warning, each("BT-3"), whenIn("BT-40", "IS", among("380", "381")), sentence("code", "list", "380, 381")},
	{"IS-R-002", Error, along("AccountingSupplierParty/Party"), whenIn("BT-40", "IS", there("PartyLegalEntity/CompanyID[@schemeID=0196]")), about("national-id", "BT-30")},
	{"IS-R-003", Error, along("AccountingSupplierParty/Party"), whenIn("BT-40", "IS", there("PostalAddress[StreetName][PostalZone]")), sentence("address")},
	{"IS-R-006", Error, along("PaymentMeans[PaymentMeansCode=9]"), whenIn("BT-40", "IS", icelandicAccount), about("national-id", "BT-84")},
	{"IS-R-007", Error, along("PaymentMeans[PaymentMeansCode=42]"), whenIn("BT-40", "IS", icelandicAccount), about("national-id", "BT-84")},
	{"IS-R-008", Error, finalDays, whenIn("BT-40", "IS", func(_ *doc, at place) broken {
		_, err := day.Parse(at.Text)
		return when(err == nil)
	}), sentence("no-date")},
	{"IS-R-009", Error, finalDays, whenIn("BT-40", "IS", there("/DueDate")), missing("BT-9")},
	{"IS-R-010", Error, finalDays, whenIn("BT-40", "IS", func(_ *doc, at place) broken {
		due := path("/DueDate").Value(at.Node)
		return when(due != "" && due <= at.Value())
	}), sentence("IS-R-010")},

	{"GR-R-001-1", Error, each("BT-1"), whenGreek(func(_ *doc, at place) broken { return when(strings.Count(at.Value(), "|") == 5) }), sentence("GR-R-001")},
	{"GR-R-001-2", Error, each("BT-1"), whenGreek(greekSeller), sentence("GR-R-001")},
	{"GR-R-001-3", Error, each("BT-1"), whenGreek(greekDay), sentence("GR-R-001")},
	{"GR-R-001-4", Error, each("BT-1"), whenGreek(greekPart(2, `^[0-9]+$`)), sentence("GR-R-001")},
	{"GR-R-001-5", Error, each("BT-1"), whenGreek(greekPart(3, `^(1\.1|1\.6|2\.1|2\.4|5\.1|5\.2)$`)), sentence("GR-R-001")},
	{"GR-R-001-6", Error, each("BT-1"), whenGreek(greekPart(4, `.`)), sentence("GR-R-001")},
	{"GR-R-001-7", Error, each("BT-1"), whenGreek(greekPart(5, `.`)), sentence("GR-R-001")},
	{"GR-R-002", Error, along("AccountingSupplierParty/Party"), whenGreek(full("PartyName/Name")), lacks("PartyName/Name")},
	{"GR-R-003", Error, along("AccountingSupplierParty/Party/PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID"), whenGreek(greekVAT), about("national-id", "BT-31")},
	{"GR-S-011", Warning, along("AccountingSupplierParty/Party"), whenGreek(oneGreekVAT), about("national-id", "BT-31")},
	{"GR-R-004-1", Error, each("BG-0"), whenGreekAddress(counts("AdditionalDocumentReference[DocumentDescription=##M.AR.K##]", 1)), sentence("GR-R-004")},
	{"GR-R-004-2", Error, along("AdditionalDocumentReference[DocumentDescription=##M.AR.K##]/ID"), whenGreekAddress(matching(`^[1-9]`)), sentence("GR-R-004")},
	{"GR-R-005", Error, along("AccountingCustomerParty/Party"), whenGreek(full("PartyName/Name")), lacks("PartyName/Name")},
	{"GR-S-008-1", Warning, each("BG-0"), whenGreekAddress(counts("AdditionalDocumentReference[DocumentDescription=##INVOICE|URL##]", 1)), sentence("GR-R-008")},
	{"GR-R-008-2", Error, each("BG-0"), whenGreekAddress(upTo(1, "AdditionalDocumentReference[DocumentDescription=##INVOICE|URL##]")), sentence("GR-R-008")},
	{"GR-R-008-3", Error, along("AdditionalDocumentReference[DocumentDescription=##INVOICE|URL##]"), whenGreek(full("Attachment/ExternalReference/URI")), missing("BT-124")},
	{"GR-R-009", Error, along("AccountingSupplierParty/Party/EndpointID"), whenNL(greekSupplier, func(_ *doc, at place) broken {
		return when(at.Attr("schemeID") == "9933" && greekTIN(at.Value()))
	}), about("national-id", "BT-34")},
}

// supplierFrom says where a supplier is, by his VAT number, that of who stands
// in for him, or else his address.
func supplierFrom(d *doc) string {
	ids := []path{"AccountingSupplierParty/Party/PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID", "TaxRepresentativeParty/PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID"}
	if d.Syntax == "CII" { // VAT, as published, not VA: there the address mostly decides
		ids = []path{ciiSeller + "/SpecifiedTaxRegistration/ID[@schemeID=VAT]", ciiAgreement + "/SellerTaxRepresentativeTradeParty/SpecifiedTaxRegistration/ID[@schemeID=VAT]"}
	}
	for _, ids := range ids {
		if value := ids.Value(d.Root); len(value) >= 2 {
			return strings.ToUpper(value[:2])
		}
	}
	return strings.ToUpper(d.Value("BT-40"))
}

func whenFrom(country string, c check) check {
	return whenNL(func(d *doc) bool { return supplierFrom(d) == country }, c)
}

// whenIn asks something when an address is in a country.
func whenIn(t term, country string, c check) check {
	return whenNL(func(d *doc) bool { return d.Value(t) == country }, c)
}

func schemeIs(scheme string) check {
	return func(_ *doc, at place) broken { return when(strings.TrimSpace(at.Attr("schemeID")) == scheme) }
}

var mva = regexp.MustCompile(`^[0-9]{9}MVA$`)

// norwegianVAT asks that a VAT number of Norway is NO, nine digits and MVA.
func norwegianVAT(_ *doc, at place) broken {
	value, ours := strings.CutPrefix(sellerVAT.Value(at.Node), "NO")
	return when(!ours || mva.MatchString(value) && norwegian(value[:9]))
}

// sellerVAT is a party's VAT number, in either syntax.
const sellerVAT path = "PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID|SpecifiedTaxRegistration/ID[@schemeID=VA,VAT]"

// swedes are suppliers with an address and a VAT number in Sweden.
func swedes(d *doc) []place {
	if d.Value("BT-40") != "SE" {
		return nil
	}
	var found []place
	for _, p := range along("AccountingSupplierParty/Party|" + ciiSeller)(d) {
		if strings.HasPrefix(sellerVAT.Value(p.Node), "SE") {
			found = append(found, p)
		}
	}
	return found
}

func swedishLength(_ *doc, at place) broken { return when(len(sellerVAT.Value(at.Node)) == 14) }
func swedishDigits(_ *doc, at place) broken {
	return when(onlyDigits.MatchString(sellerVAT.Value(at.Node)[2:]))
}

// fSkatt asks for the words by which a Swedish supplier says that he pays his
// own income tax.
func fSkatt(_ *doc, at place) broken {
	return when(strings.ToUpper(at.Value()) == "GODKÄND FÖR F-SKATT")
}

func whenSwede(c check) check { return whenNL(func(d *doc) bool { return len(swedes(d)) > 0 }, c) }

func swedishRate(_ *doc, at place) broken {
	rate, has := first(path("Percent|RateApplicablePercent").Of(at.Node))
	for _, known := range []string{"25", "12", "6"} {
		if has && rate.Trim(0).String() == known {
			return nil
		}
	}
	return broken{}
}

// giro are accounts of Sweden's giro systems.
func giro(bank path) where {
	return func(d *doc) []place {
		if d.Value("BT-40") != "SE" {
			return nil
		}
		return along("PaymentMeans[PaymentMeansCode=30][PayeeFinancialAccount/FinancialInstitutionBranch/ID=" + bank + "]/PayeeFinancialAccount/ID")(d)
	}
}

func icelandicAccount(_ *doc, at place) broken {
	return when(len(path("PayeeFinancialAccount/ID").Value(at.Node)) == 12)
}

// finalDays are the last days of payment in Iceland (eindagi).
var finalDays = along("AdditionalDocumentReference[DocumentDescription=EINDAGI]/ID")

func isGreek(d *doc) bool { return supplierFrom(d) == "GR" || supplierFrom(d) == "EL" }

// greekSupplier is isGreek without who stands in for the supplier.
func greekSupplier(d *doc) bool {
	value := path("AccountingSupplierParty/Party/PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID").Value(d.Root)
	if len(value) < 2 {
		value = d.Value("BT-40") + "  "
	}
	return strings.EqualFold(value[:2], "GR") || strings.EqualFold(value[:2], "EL")
}

func whenGreek(c check) check { return whenNL(isGreek, c) }

func whenGreekAddress(c check) check {
	return whenNL(func(d *doc) bool { return isGreek(d) && d.Value("BT-40") == "GR" }, c)
}

// greekPart asks something of a part of a Greek invoice number.
func greekPart(n int, pattern string) check {
	compiled := regexp.MustCompile(pattern)
	return func(_ *doc, at place) broken {
		parts := strings.Split(at.Value(), "|")
		return when(n < len(parts) && compiled.MatchString(parts[n]))
	}
}

// greekSeller asks that an invoice number begins with the seller's tax number.
func greekSeller(d *doc, at place) broken {
	number := strings.Split(at.Value(), "|")[0]
	if len(number) != 9 || !greekTIN(number) {
		return broken{}
	}
	for _, p := range append(d.Each("BT-31"), d.Each("BT-63")...) {
		if value := p.Value(); len(value) > 2 && strings.HasPrefix(value[2:], number) {
			return nil
		}
	}
	return broken{}
}

// greekDay asks that the second part of an invoice number is its date.
func greekDay(d *doc, at place) broken {
	parts, issued := strings.Split(at.Value(), "|"), strings.Split(d.Value("BT-2"), "-")
	if len(parts) < 2 || len(issued) != 3 {
		return broken{}
	}
	return when(parts[1] == issued[2]+"/"+issued[1]+"/"+issued[0])
}

func greekVAT(_ *doc, at place) broken {
	number, ours := strings.CutPrefix(at.Value(), "EL")
	return when(ours && greekTIN(number))
}

func oneGreekVAT(d *doc, at place) broken {
	ids := path("PartyTaxScheme[TaxScheme/ID=VAT]/CompanyID").Of(at.Node)
	if len(ids) != 1 {
		return broken{}
	}
	return greekVAT(d, ids[0])
}

// greekTIN is the check of a Greek tax number: weights of two to the power of
// the place, modulo 11 and then 10. As published it looks at nine digits and
// lets more follow; Peppol's own Greek example has a tenth.
func greekTIN(s string) bool {
	if len(s) < 9 || !onlyDigits.MatchString(s[:9]) {
		return false
	}
	total := weighed(s[:8], func(i int) int { return 2 << i })
	return total%11%10 == int(s[8]-'0')
}
