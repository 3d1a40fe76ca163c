// SPDX-License-Identifier: EUPL-1.2

package einvoice

// core are the business rules of EN 16931-1, chapter 6, for every syntax: what
// must be there (BR), and how many decimals amounts have (BR-DEC).
var core = []rule{
	{"BR-01", Error, each("BG-0"), filled("BT-24"), missing("BT-24")},
	{"BR-02", Error, each("BG-0"), filled("BT-1"), missing("BT-1")},
	{"BR-03", Error, each("BG-0"), filled("BT-2"), missing("BT-2")},
	{"BR-04", Error, each("BG-0"), filled("BT-3"), missing("BT-3")},
	{"BR-05", Error, each("BG-0"), filled("BT-5"), missing("BT-5")},
	{"BR-06", Error, each("BG-0"), filledIn("BG-4", "BT-27"), missing("BT-27")},
	{"BR-07", Error, each("BG-0"), filledIn("BG-7", "BT-44"), missing("BT-44")},
	{"BR-08", Error, each("BG-0"), presentIn("BG-4", "BG-5"), missing("BG-5")},
	{"BR-10", Error, each("BG-0"), presentIn("BG-7", "BG-8"), missing("BG-8")},
	{"BR-12", Error, each("BG-22"), present("BT-106"), missing("BT-106")},
	{"BR-13", Error, each("BG-22"), present("BT-109"), missing("BT-109")},
	{"BR-14", Error, each("BG-22"), present("BT-112"), missing("BT-112")},
	{"BR-15", Error, each("BG-22"), present("BT-115"), missing("BT-115")},
	{"BR-16", Error, each("BG-0"), present("BG-25"), missing("BG-25")},
	{"BR-17", Error, each("BG-10"), otherPayee, sentence("BR-17")},
	{"BR-18", Error, each("BG-11"), filled("BT-62"), missing("BT-62")},
	{"BR-19", Error, each("BG-11"), present("BG-12"), missing("BG-12")},
	{"BR-21", Error, each("BG-25"), filled("BT-126"), missing("BT-126")},
	{"BR-22", Error, each("BG-25"), present("BT-129"), missing("BT-129")},
	{"BR-23", Error, each("BG-25"), present("BT-130"), missing("BT-130")},
	{"BR-24", Error, each("BG-25"), present("BT-131"), missing("BT-131")},
	{"BR-25", Error, each("BG-25"), filled("BT-153"), missing("BT-153")},
	{"BR-26", Error, each("BG-25"), present("BT-146"), missing("BT-146")},
	{"BR-27", Error, each("BG-25"), atLeastZero("BT-146", false), about("negative", "BT-146")},
	{"BR-28", Error, each("BG-25"), atLeastZero("BT-148", true), about("negative", "BT-148")},
	{"BR-29", Error, each("BG-14"), inOrder("BT-73", "BT-74"), sentence("period-order")},
	{"BR-30", Error, each("BG-26"), inOrder("BT-134", "BT-135"), sentence("period-order")},
	{"BR-31", Error, each("BG-20"), present("BT-92"), missing("BT-92")},
	{"BR-32", Error, each("BG-20"), present("BT-95"), missing("BT-95")},
	{"BR-33", Error, each("BG-20"), present("BT-97", "BT-98"), missingOneOf("BT-97", "BT-98")},
	{"BR-36", Error, each("BG-21"), present("BT-99"), missing("BT-99")},
	{"BR-37", Error, each("BG-21"), present("BT-102"), missing("BT-102")},
	{"BR-38", Error, each("BG-21"), present("BT-104", "BT-105"), missingOneOf("BT-104", "BT-105")},
	{"BR-41", Error, each("BG-27"), present("BT-136"), missing("BT-136")},
	{"BR-42", Error, each("BG-27"), present("BT-139", "BT-140"), missingOneOf("BT-139", "BT-140")},
	{"BR-43", Error, each("BG-28"), present("BT-141"), missing("BT-141")},
	{"BR-44", Error, each("BG-28"), present("BT-144", "BT-145"), missingOneOf("BT-144", "BT-145")},
	{"BR-45", Error, each("BG-23"), present("BT-116"), missing("BT-116")},
	{"BR-46", Error, each("BG-23"), present("BT-117"), missing("BT-117")},
	{"BR-47", Error, each("BG-23"), present("BT-118"), missing("BT-118")},
	{"BR-48", Error, each("BG-23"), any1(present("BT-119"), termIs("BT-118", "O")), missing("BT-119")},
	{"BR-49", Error, each("BG-16"), present("BT-81"), missing("BT-81")},
	{"BR-50", Error, accountsForTransfer, filled("BT-84"), missing("BT-84")},
	{"BR-52", Error, each("BG-24"), filled("BT-122"), missing("BT-122")},
	{"BR-53", Error, each("BT-6"), taxInOtherCurrency, missing("BT-111")},
	{"BR-54", Error, each("BG-32"), all(present("BT-160"), present("BT-161")), missingOneOf("BT-160", "BT-161")},
	{"BR-61", Error, each("BG-16"), accountGiven, missing("BT-84")},
	{"BR-62", Error, each("BT-34"), schemeGiven("schemeID"), missing("BT-34-1")},
	{"BR-63", Error, each("BT-49"), schemeGiven("schemeID"), missing("BT-49-1")},
	{"BR-64", Error, each("BT-157"), schemeGiven("schemeID"), missing("BT-157-1")},
	{"BR-65", Error, each("BT-158"), schemeGiven("listID"), missing("BT-158-1")},

	{"BR-DEC-01", Error, each("BG-20"), cents("BT-92"), tooPrecise("BT-92")},
	{"BR-DEC-02", Error, each("BG-20"), cents("BT-93"), tooPrecise("BT-93")},
	{"BR-DEC-05", Error, each("BG-21"), cents("BT-99"), tooPrecise("BT-99")},
	{"BR-DEC-06", Error, each("BG-21"), cents("BT-100"), tooPrecise("BT-100")},
	{"BR-DEC-09", Error, each("BG-22"), cents("BT-106"), tooPrecise("BT-106")},
	{"BR-DEC-10", Error, each("BG-22"), cents("BT-107"), tooPrecise("BT-107")},
	{"BR-DEC-11", Error, each("BG-22"), cents("BT-108"), tooPrecise("BT-108")},
	{"BR-DEC-12", Error, each("BG-22"), cents("BT-109"), tooPrecise("BT-109")},
	{"BR-DEC-13", Error, each("BT-110"), taxDecimals("BT-5"), tooPrecise("BT-110")},
	{"BR-DEC-14", Error, each("BG-22"), cents("BT-112"), tooPrecise("BT-112")},
	{"BR-DEC-15", Error, each("BT-110"), taxDecimals("BT-6"), tooPrecise("BT-111")},
	{"BR-DEC-16", Error, each("BG-22"), cents("BT-113"), tooPrecise("BT-113")},
	{"BR-DEC-17", Error, each("BG-22"), cents("BT-114"), tooPrecise("BT-114")},
	{"BR-DEC-18", Error, each("BG-22"), cents("BT-115"), tooPrecise("BT-115")},
	{"BR-DEC-19", Error, each("BG-23"), cents("BT-116"), tooPrecise("BT-116")},
	{"BR-DEC-20", Error, each("BG-23"), cents("BT-117"), tooPrecise("BT-117")},
	{"BR-DEC-23", Error, each("BG-25"), cents("BT-131"), tooPrecise("BT-131")},
	{"BR-DEC-24", Error, each("BG-27"), cents("BT-136"), tooPrecise("BT-136")},
	{"BR-DEC-25", Error, each("BG-27"), cents("BT-137"), tooPrecise("BT-137")},
	{"BR-DEC-27", Error, each("BG-28"), cents("BT-141"), tooPrecise("BT-141")},
	{"BR-DEC-28", Error, each("BG-28"), cents("BT-142"), tooPrecise("BT-142")},
}

// onlyUBL are the core rules whose published form differs between the syntaxes.
var onlyUBL = []rule{
	{"BR-57", Error, each("BG-15"), present("BT-80"), missing("BT-80")},
	{"BR-56", Error, each("BG-11"), present("BT-63"), missing("BT-63")},
	{"BR-55", Error, each("BG-3"), present("BT-25"), missing("BT-25")},
	{"BR-09", Error, each("BG-5"), filled("BT-40"), missing("BT-40")},
	{"BR-11", Error, each("BG-8"), filled("BT-55"), missing("BT-55")},
	{"BR-20", Error, each("BG-12"), filled("BT-69"), missing("BT-69")},
	{"BR-CO-18", Error, each("BG-0"), present("BG-23"), missing("BG-23")},
	{"BR-51", Warning, each("BT-87"), cardMasked, sentence("BR-51")},
}

var onlyCII = []rule{
	{"BR-57", Error, each("BG-15"), filled("BT-80"), missing("BT-80")},
	{"BR-56", Error, each("BG-11"), filled("BT-63"), missing("BT-63")},
	{"BR-55", Error, each("BG-3"), filled("BT-25"), missing("BT-25")},
	{"BR-09", Error, each("BG-0"), filledIn("BG-5", "BT-40"), missing("BT-40")},
	{"BR-11", Error, each("BG-0"), filledIn("BG-8", "BT-55"), missing("BT-55")},
	{"BR-20", Error, each("BG-11"), full("PostalTradeAddress/CountryID"), missing("BT-69")},
	{"BR-CO-18", Error, each("BG-0"), any1(present("BG-23"), not(present("BG-25"))), missing("BG-23")},
	{"BR-51", Error, each("BT-87"), cardMasked, sentence("BR-51")},
	{"BR-52", Error, along("//SpecifiedLineTradeSettlement/AdditionalReferencedDocument"), full("IssuerAssignedID"), lacks("IssuerAssignedID")},
	{"BR-62", Error, along(ciiAgreement + "/SellerTradeParty/URIUniversalCommunication[!URIID]"), never, missing("BT-34-1")},
	{"BR-63", Error, along(ciiAgreement + "/BuyerTradeParty/URIUniversalCommunication[!URIID]"), never, missing("BT-49-1")},
}

// filledIn is filled inside a group that the document should have.
func filledIn(group, t term) check {
	return func(d *doc, _ place) broken {
		for _, g := range d.Each(group) {
			if filled(t)(d, g) == nil {
				return nil
			}
		}
		return broken{}
	}
}

func presentIn(group, t term) check {
	return func(d *doc, _ place) broken {
		for _, g := range d.Each(group) {
			if present(t)(d, g) == nil {
				return nil
			}
		}
		return broken{}
	}
}

// termIs asks that a term has one of the values.
func termIs(t term, values ...string) check {
	return func(d *doc, at place) broken {
		for _, p := range d.In(at.Node, t) {
			if among(values...)(d, p) == nil {
				return nil
			}
		}
		return broken{}
	}
}

func atLeastZero(t term, optional bool) check {
	return func(d *doc, at place) broken {
		n, has := first(d.In(at.Node, t))
		if !has {
			return when(optional)
		}
		if n.IsNeg() {
			return wrong("value", n)
		}
		return nil
	}
}

func schemeGiven(attribute string) check {
	return func(d *doc, at place) broken {
		value, has := at.HasAttr(attribute)
		return when(has && (d.Syntax == "UBL" || value != ""))
	}
}

func cardMasked(_ *doc, at place) broken { return when(len([]rune(at.Value())) <= 10) }

// otherPayee asks that a payee has a name and is not the seller again.
func otherPayee(d *doc, at place) broken {
	names := d.In(at.Node, "BT-59")
	if len(names) == 0 {
		return broken{}
	}
	seller := term("BT-28")
	if d.Syntax != "UBL" {
		seller = "BT-27"
	}
	if meet(names, d.Each(seller)) || meet(d.In(at.Node, "BT-60"), d.Each("BT-29")) {
		return broken{}
	}
	if d.Syntax != "UBL" && meet(d.In(at.Node, "BT-61"), d.Each("BT-30")) {
		return broken{}
	}
	return nil
}

// meet says whether a value stands in both.
func meet(a, b []place) bool {
	values := map[string]bool{}
	for _, y := range b {
		values[y.Value()] = true
	}
	for _, x := range a {
		if values[x.Value()] {
			return true
		}
	}
	return false
}

// transfers are the means of payment that need an account: credit transfer and
// SEPA credit transfer.
var transfers = []string{"30", "58"}

func accountsForTransfer(d *doc) []place {
	var accounts []place
	for _, means := range d.Each("BG-16") {
		if termIs("BT-81", transfers...)(d, means) == nil {
			accounts = append(accounts, d.In(means.Node, "BG-17")...)
		}
	}
	return accounts
}

// accountGiven asks for an account where the means of payment needs one.
func accountGiven(d *doc, at place) broken {
	if termIs("BT-81", transfers...)(d, at) != nil {
		return nil
	}
	accounts := d.In(at.Node, "BG-17")
	if len(accounts) == 0 {
		return when(d.Syntax != "UBL") // in CII the rule looks at accounts
	}
	for _, a := range accounts {
		if present("BT-84")(d, a) == nil {
			return nil
		}
	}
	return broken{}
}

// taxInOtherCurrency asks for a total of VAT in the accounting currency.
func taxInOtherCurrency(d *doc, at place) broken {
	if d.Syntax == "CII" && len(d.Each("BG-22")) == 0 {
		return nil
	}
	if d.Syntax == "CII" && at.Value() == d.Value("BT-5") {
		return broken{}
	}
	for _, total := range d.Each("BT-110") {
		if total.Attr("currencyID") == at.Value() {
			return nil
		}
	}
	return broken{}
}

// taxDecimals is cents for the total of VAT in one of the currencies.
func taxDecimals(currency term) check {
	return func(d *doc, at place) broken {
		if c := d.Value(currency); c == "" || at.Attr("currencyID") != c {
			return nil
		}
		return when(decimals(at) <= 2)
	}
}
