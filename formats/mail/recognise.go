// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf16"

	"rentmeester/formats/compound"
)

// ofMail are fields that messages have and hardly anything else has.
var ofMail = []string{"from", "to", "subject", "date", "message-id", "received", "return-path", "mime-version", "delivered-to",
	"content-type", "reply-to", "dkim-signature", "content-transfer-encoding", "x-mailer", "authentication-results"}

// Recognise says whether a file beginning with head is an e-mail message. Two of
// a message's own fields must stand at the top, or one when the name ends in
// .eml; or it is one of Outlook's own forms.
func Recognise(head []byte, name string) bool {
	if RecogniseOutlook(head, name) {
		return true
	}
	wanted := 2
	if strings.HasSuffix(strings.ToLower(name), ".eml") {
		wanted = 1
	}
	head = bytes.TrimPrefix(head, []byte("\uFEFF"))
	var seen []string
	for i, line := range bytes.Split(head, []byte("\n")) {
		line = bytes.TrimRight(line, "\r")
		if i == 0 && bytes.HasPrefix(line, []byte("From ")) || isContinuation(line) && len(seen) > 0 {
			continue
		}
		field := strings.ToLower(fieldName(line))
		if field == "" {
			break // the end of the header, or no header
		}
		if slices.Contains(ofMail, field) && !slices.Contains(seen, field) {
			seen = append(seen, field)
		}
		if len(seen) >= wanted {
			return true
		}
		if len(seen) == 0 && i > 20 {
			break
		}
	}
	return false
}

// RecogniseOutlook says whether a file beginning with head is a message as
// Outlook keeps it (.msg) or packs it (winmail.dat).
func RecogniseOutlook(head []byte, name string) bool {
	if bytes.HasPrefix(head, tnefSignature) {
		return true
	}
	if !compound.Recognise(head) {
		return false
	}
	return strings.HasSuffix(strings.ToLower(name), ".msg") ||
		bytes.Contains(head[:min(len(head), 64<<10)], wide("__nameid_version1.0"))
}

// wide gives text as such a file has it: two bytes a letter.
func wide(s string) (out []byte) {
	for _, unit := range utf16.Encode([]rune(s)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}
