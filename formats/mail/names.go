// SPDX-License-Identifier: EUPL-1.2

package mail

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cleanLine makes one line of text: what breaks a line, steers a terminal or
// turns the order of letters around is left out.
func cleanLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t', r == '\u2028', r == '\u2029', r == '\u0085':
			return ' '
		case unicode.IsControl(r), harmful(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// harmful are the marks that show a name otherwise than it is: "gpj.exe" for
// "exe.jpg", and letters that nobody sees.
func harmful(r rune) bool {
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' ||
		r >= '\u200B' && r <= '\u200F' || r == '\uFEFF' || r == '\u00AD'
}

// cleanText is cleanLine for text of many lines.
func cleanText(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case r == '\r':
			return '\n'
		case unicode.IsControl(r), harmful(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// cleanName makes a name harmless as that of a file: no way to another folder,
// nothing that a system takes for more than a name, and no longer than limit.
func cleanName(name string, limit int) string {
	name = cleanLine(name)
	name = strings.TrimRight(name, `/\ `)
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		name = name[at+1:]
	}
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	return clipName(name, limit)
}

// clip shortens text to so many letters.
func clip(s string, letters int) string {
	if utf8.RuneCountInString(s) <= letters {
		return s
	}
	return string([]rune(s)[:letters])
}

// clipName shortens a name and keeps how it ends: ".pdf".
func clipName(name string, letters int) string {
	if utf8.RuneCountInString(name) <= letters {
		return name
	}
	end := ""
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && len(name)-dot <= 10 {
		end = name[dot:]
	}
	return strings.TrimRight(clip(name, letters-utf8.RuneCountInString(end)), " .") + end
}

func withSuffix(name, suffix string) string {
	if strings.HasSuffix(strings.ToLower(name), suffix) {
		return name
	}
	return name + suffix
}

// suffixes are the names' ends for what comes without a name.
var suffixes = map[string]string{
	"application/pdf": ".pdf", "application/xml": ".xml", "text/xml": ".xml", "application/zip": ".zip",
	"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/tiff": ".tif",
	"text/plain": ".txt", "text/html": ".html", "text/csv": ".csv", "text/calendar": ".ics",
}

// madeUpName names a part that has no name by its number and what it is.
func madeUpName(kind string, body []byte, number int) string {
	end := suffixes[kind]
	switch {
	case end != "":
	case bytes.HasPrefix(body, []byte("%PDF-")):
		end = ".pdf"
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		end = ".zip"
	case bytes.HasPrefix(body, []byte("<?xml")):
		end = ".xml"
	default:
		end = ".bin"
	}
	return fmt.Sprintf("bijlage-%d%s", number, end)
}
