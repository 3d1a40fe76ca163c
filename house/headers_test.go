// SPDX-License-Identifier: EUPL-1.2

package house

import (
	"bytes"
	"strings"
	"testing"
)

const header = "// SPDX-License-Identifier: EUPL-1.2\n\n"

func TestEveryGoFileNamesItsLicence(t *testing.T) {
	for _, file := range mustSources(t) {
		if !file.isGenerated() && !bytes.HasPrefix(file.raw, []byte(header)) {
			t.Errorf("%s: begin with %q and an empty line", file.path, strings.TrimSpace(header))
		}
	}
}

// A package comment is what a newcomer reads first. A generated package needs
// one too: it goes in a doc.go beside the generated files.
func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	const fewestWords = 6
	words := map[string]int{}
	for _, file := range mustSources(t) {
		if file.isTest() {
			continue
		}
		room := file.room()
		doc := strings.TrimSpace(file.syntax.Doc.Text())
		words[room] = max(words[room], len(strings.Fields(doc)))
		want := "Package " + file.syntax.Name.Name + " "
		if file.syntax.Name.Name != "main" && doc != "" && !strings.HasPrefix(doc, want) {
			t.Errorf("%s: the package comment begins with %q", file.path, want)
		}
	}
	for room, count := range words {
		if count < fewestWords {
			t.Errorf("package %s has no package comment: say what it is for and what it may import", room)
		}
	}
}
