// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// part is what went into a compiled file that the program carries. No file beside it
// tells of it, so it is told here, as its source has it.
type part struct {
	name, from string // what it is called, and where its source is
	holders    string // whose it is
	licence    string // by the list of SPDX
	sign       string // words that stand in the file as long as the part does; "" when it leaves none
}

const (
	mit    = "MIT"
	apache = "Apache-2.0"
)

// Both are compiled with Emscripten, whose libraries go in.
var emscripten = []part{
	{"Emscripten", "https://github.com/emscripten-core/emscripten", "Emscripten authors", mit, ""},
	{"musl", "https://musl.libc.org", "Rich Felker et al.", mit, ""},
	{"libc++, libc++abi, compiler-rt", "https://github.com/llvm/llvm-project", "LLVM authors", apache, ""}, // with the exception that frees who carries them compiled
}

// inSolver are parts of HiGHS beyond what the licence in its package covers, by its
// THIRD_PARTY_NOTICES, its folder extern/ and the heads of its files (1.15).
var inSolver = append([]part{
	{"IPX and BASICLU in HiGHS", "https://github.com/ERGO-Code/HiGHS", "2016-2019 ERGO-Code", mit, "basiclu_get_factors"},
	{"cuPDLP-C in HiGHS", "https://github.com/COPT-Public/cuPDLP-C", "2023 COPT-Public", mit, "cuPDLP-C"},
	{"filereaderlp in HiGHS", "https://github.com/ERGO-Code/HiGHS/tree/master/highs/io/filereaderlp", "2020 Michael Feldmeier", mit, ""},
	{"pdqsort in HiGHS", "https://github.com/orlp/pdqsort", "2021 Orson Peters", "Zlib", ""},
}, emscripten...)

// notInSolver are parts of HiGHS that its source has and this build leaves out: it is
// made without HiPO, which calls the first three, and without zlib, which the last
// one calls. When a sign of theirs turns up they belong in the list above.
var notInSolver = []part{
	{name: "METIS", licence: apache, sign: "pointer %p in mcore"},
	{name: "AMD", licence: "BSD-3-Clause", sign: "AMD version"},
	{name: "RCM", licence: mit, sign: "RCM(): Fatal"},
	{name: "zstr", licence: mit, sign: "strict_fstream"},
}

const left = "HiGHS is compiled without METIS, AMD, RCM and zstr: these are not in this program."

// inReader are PDFium, which go-pdfium carries, and what is in it: as the builds of
// bblanchon/pdfium-binaries list it, less what only builds with XFA have.
var inReader = append([]part{
	{"PDFium", "https://pdfium.googlesource.com/pdfium", "2014 The PDFium Authors", "BSD-3-Clause AND " + apache, "FPDF_"},
	{"Abseil in PDFium", "https://github.com/abseil/abseil-cpp", "The Abseil Authors", apache, "abseil-cpp"},
	{"Anti-Grain Geometry 2.3 in PDFium", "https://pdfium.googlesource.com/pdfium/+/refs/heads/main/third_party/agg23", "2002-2005 Maxim Shemanarev", agg, ""},
	{"fast_float in PDFium", "https://github.com/fastfloat/fast_float", "2021 The fast_float authors", mit, ""},
	{"FreeType in PDFium", "https://freetype.org", "The FreeType Project", "FTL", "FREETYPE_PROPERTIES"},
	{"ICU in PDFium", "https://icu.unicode.org", "2016-2026 Unicode, Inc.", "Unicode-3.0", "icudt"},
	{"Little CMS in PDFium", "https://www.littlecms.com", "Marti Maria Saguer", mit, ""},
	{"libjpeg-turbo in PDFium", "https://libjpeg-turbo.org", "1991-2024 The libjpeg-turbo Project and many others; this software is based in part on the work of the Independent JPEG Group", "IJG AND BSD-3-Clause AND Zlib", "The libjpeg-turbo Project"},
	{"OpenJPEG in PDFium", "https://www.openjpeg.org", "2002-2014 Université catholique de Louvain and others", "BSD-2-Clause", "openjpeg.h"},
	{"simdutf in PDFium", "https://github.com/simdutf/simdutf", "2021 The simdutf authors", mit, ""},
	{"zlib in PDFium", "https://zlib.net", "Jean-loup Gailly and Mark Adler", "Zlib", "incorrect header check"},
}, emscripten...)

// notInReader are those of builds with XFA.
var notInReader = []part{
	{name: "libpng", licence: "libpng-2.0", sign: "libpng"},
	{name: "libtiff", licence: "libtiff", sign: "TIFFOpen"},
}

// agg is a licence that SPDX does not list: its text is where its source is.
const agg = "Anti-Grain Geometry 2.3, any use that keeps the notice"

// carriedTerms tells of the parts in WebAssembly, and holds the lists above against
// the files: what should be there is, and what should not is not.
func carriedTerms(texts terms) (list []string, err error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/klippa-app/go-pdfium").Output()
	if err != nil {
		return nil, fmt.Errorf("go list go-pdfium: %w", err)
	}
	for _, carried := range []struct {
		file    string
		in, out []part
	}{
		{filepath.Join(source, "node_modules", solver, "build", "highs.wasm"), inSolver, notInSolver},
		{filepath.Join(strings.TrimSpace(string(dir)), "internal", "pdfium_wasm", "pdfium.wasm"), inReader, notInReader},
	} {
		compiled, err := os.ReadFile(carried.file)
		if err != nil {
			return nil, err
		}
		if err := signs(compiled, carried.in, carried.out); err != nil {
			return nil, fmt.Errorf("%s: %w", carried.file, err)
		}
		for _, p := range carried.in {
			what := fmt.Sprintf("%s, copyright %s (%s), %s", p.name, p.holders, p.licence, p.from)
			if slices.Contains(list, what) {
				continue // the libraries of Emscripten are in both
			}
			list = append(list, what)
			if p.licence == agg {
				continue
			}
			for licence := range strings.SplitSeq(p.licence, " AND ") {
				text, err := spdx(licence)
				if err != nil {
					return nil, err
				}
				texts.add(text, what)
			}
		}
	}
	return list, nil
}

// signs says which part is not where it should be.
func signs(compiled []byte, in, out []part) error {
	for _, p := range in {
		if !bytes.Contains(compiled, []byte(p.sign)) {
			return fmt.Errorf("%s is listed and seems not to be in it any more: look, and mend the list in tools/assets/carried.go", p.name)
		}
	}
	for _, p := range out {
		if bytes.Contains(compiled, []byte(p.sign)) {
			return fmt.Errorf("%s (%s) seems to be in it now: look, and mend the list in tools/assets/carried.go", p.name, p.licence)
		}
	}
	return nil
}
