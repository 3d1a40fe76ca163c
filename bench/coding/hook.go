// SPDX-License-Identifier: EUPL-1.2

package coding

// documents measures invoices that have several codings.
func (m *meter) documents(*Page) []job { return nil }
