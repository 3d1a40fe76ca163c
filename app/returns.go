// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"strings"

	"rentmeester/money"
	"rentmeester/text"
)

// What a payment that came back (an R-transaction) says to people: why, and what
// to do. The reasons are those of the ISO 20022 external code list for which the
// catalogue has a sentence.

// returnCode gives the bank's reason; "" none.
func returnCode(c content) string {
	if c.Return == nil {
		return ""
	}
	return strings.ToUpper(strings.TrimSpace(c.Return.Code))
}

// returnReason says why a payment came back; nil when it did not.
func returnReason(c content) *Reason {
	if c.Return == nil {
		if c.Reversal {
			return &Reason{Code: "app.return.reversal"}
		}
		return nil
	}
	code := returnCode(c)
	args := map[string]string{"code": code, "info": c.Return.Info}
	known := "app.return." + code
	switch {
	case code != "" && text.Has(text.NL, known):
		return &Reason{Code: known, Args: args}
	case code != "":
		return &Reason{Code: "app.return.other", Args: args}
	case c.Return.Info != "":
		return &Reason{Code: "app.return.info", Args: args}
	default:
		return &Reason{Code: "app.return.unknown"}
	}
}

// remedies say by the bank's reason what to do about a collection that came back.
var remedies = map[string]string{
	"AC01": "account", "AC03": "account", "AC04": "account", "AC06": "account", "CNOR": "account", "DNOR": "account", "RC01": "account",
	"AG01": "kind", "AC13": "kind",
	"AM04": "again", "MS03": "again", "TECH": "again",
	"MD01": "mandate", "MD02": "mandate",
	"MD06": "ask", "MS02": "ask", "CUST": "ask", "FRAD": "ask",
	"MD07": "died",
	"SL01": "blocked",
	"AM05": "twice", "DUPL": "twice", "FOCR": "twice",
	"AG02": "file", "BE04": "file", "BE05": "file", "FF01": "file", "RR01": "file", "RR02": "file", "RR03": "file", "RR04": "file",
}

// returnRemedy says what to do: a collection that came back takes money out, a
// payment of our own brings it in.
func returnRemedy(c content, amount money.Cents) Reason {
	kind := remedies[returnCode(c)]
	switch {
	case c.Return == nil:
		return Reason{}
	case kind == "twice":
		return Reason{Code: "app.return.do.twice"}
	case amount > 0 && kind == "account":
		return Reason{Code: "app.return.do.paid-account"}
	case amount > 0:
		return Reason{Code: "app.return.do.paid"}
	case kind == "":
		return Reason{Code: "app.return.do.other"}
	default:
		return Reason{Code: "app.return.do." + kind}
	}
}
