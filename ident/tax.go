// SPDX-License-Identifier: EUPL-1.2

package ident

// The taxes of which a payment reference is read; see ParseTaxReference.
const (
	TaxVAT     = "omzetbelasting" // return of VAT, middelcode 1
	TaxPayroll = "loonheffingen"  // return of payroll taxes, middelcode 6
)

// TaxReference is what a payment reference of the Dutch tax office
// (Belastingdienst) says about a return.
type TaxReference struct {
	Number string // RSIN or BSN, nine digits; the ninth is computed, the reference holds eight
	Tax    string // TaxVAT or TaxPayroll
	Sub    string // sub-number: "01" of 123456789B01 or 123456789L01
	Year   int    // last digit of the year only; see YearAt
	Period string // code of the period, two digits; see Month and Quarter
	Serial int    // 0 for the ordinary return; otherwise as given, its meaning is not published
}

// taxPeriod says whether a code is read as the period of a return: months 01–12,
// quarters 21–32 (20 and the first month), years 40 and 50, and 61–74, of which
// only 74 stands in a published example.
func taxPeriod(code string) bool {
	switch {
	case code >= "01" && code <= "12", code >= "21" && code <= "32", code == "40", code == "50", code >= "61" && code <= "74":
		return true
	}
	return false
}

// ParseTaxReference decodes the sixteen digits with which a return of VAT or
// payroll taxes is paid: check digit (see Betalingskenmerk); first eight digits
// of the RSIN or BSN; 1 for VAT or 6 for payroll taxes; last digit of the year;
// sub-number in two; period in two; serial number, 0 for the ordinary return.
// A number whose eight digits have no ninth that makes an RSIN is refused.
//
// Source: Belastingdienst, Specificatie Betalingskenmerk bepaling v1.5. The
// document itself was not at hand: the layout is as public software restates it,
// and it gives all thirteen published examples of returns (tests). Not read,
// because no two sources agree or no example is published: assessments and
// additional assessments (middelcode 0, 5, 7x, 8x, 9x), benefits (2x).
//
// Of random sixteen digits with a right check digit about 7 in 100 pass: that it
// decodes is evidence, no proof. That Number is the administration's own RSIN is
// strong evidence.
func ParseTaxReference(s string) (ref TaxReference, ok bool) {
	c, ok := Betalingskenmerk(s)
	if !ok || len(c) != 16 {
		return TaxReference{}, false
	}
	switch c[9] {
	case '1':
		ref.Tax = TaxVAT
	case '6':
		ref.Tax = TaxPayroll
	default:
		return TaxReference{}, false
	}
	number, err := MakeRSIN(c[1:9])
	if err != nil || c[11:13] == "00" || !taxPeriod(c[13:15]) {
		return TaxReference{}, false
	}
	ref.Number, ref.Year, ref.Sub, ref.Period, ref.Serial = number, int(c[10]-'0'), c[11:13], c[13:15], int(c[15]-'0')
	return ref, true
}

// MakeTaxReference gives the payment reference of an ordinary return: RSIN or
// BSN, tax (TaxVAT, TaxPayroll), sub-number, year and period code.
// Errors: ident.cannot-make.
func MakeTaxReference(number, tax, sub string, year int, period string) (string, error) {
	rsin, ok := RSIN(number)
	kind := map[string]string{TaxVAT: "1", TaxPayroll: "6"}[tax]
	if !ok || kind == "" || len(sub) != 2 || !allDigits(sub) || sub == "00" || !taxPeriod(period) || year < 0 {
		return "", cannotMake("betalingskenmerk Belastingdienst", number)
	}
	return MakeBetalingskenmerk(rsin[:8] + kind + string(byte('0'+year%10)) + sub + period + "0")
}

// YearAt gives the whole year, seen from the year in which it was paid: the
// latest one that is not after it and ends in the digit.
func (t TaxReference) YearAt(paid int) int { return paid - ((paid-t.Year)%10+10)%10 }

// Month gives the month 1 … 12 that the period is, 0 when it is no month.
func (t TaxReference) Month() int {
	if t.Period >= "01" && t.Period <= "12" && len(t.Period) == 2 {
		return int(t.Period[0]-'0')*10 + int(t.Period[1]-'0')
	}
	return 0
}

// Quarter gives the calendar quarter 1 … 4 that the period is, 0 when it is none.
func (t TaxReference) Quarter() int {
	switch t.Period {
	case "21":
		return 1
	case "24":
		return 2
	case "27":
		return 3
	case "30":
		return 4
	}
	return 0
}
