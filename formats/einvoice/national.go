// SPDX-License-Identifier: EUPL-1.2

package einvoice

var nationalRules [][]rule
