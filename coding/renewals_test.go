// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"os"
	"path/filepath"
	"testing"

	"rentmeester/formats/iv3list"
	"rentmeester/iv3"
)

// TestRenewalsOf2025 holds the tables of Statistics Netherlands of 2024 and 2025
// against each other.
func TestRenewalsOf2025(t *testing.T) {
	root := os.Getenv("RENTMEESTER_CORPUS")
	if root == "" {
		t.Skip("RENTMEESTER_CORPUS is not set: the lists of Statistics Netherlands are not read")
	}
	var codes []iv3.Code
	for _, name := range []string{"iv3_gemeente_taakveld_2017-2026.csv", "iv3_gemeente_categorie_lasten_2017-2026.csv"} {
		f, err := os.Open(filepath.Join(root, "lists", name))
		if err != nil {
			t.Skip(err)
		}
		list, err := iv3list.Read(f, name)
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, list.Codes...)
		_ = f.Close()
	}
	gone, same := map[Field]int{}, map[Field]int{}
	for _, r := range Renewals(iv3.New(codes, nil), 2025) {
		gone[r.Field]++
		if r.Same() {
			same[r.Field]++
		}
	}
	if gone[Taakveld] < 20 || same[Taakveld] != 8 || gone[Categorie] != 8 || same[Categorie] != 0 {
		t.Errorf("gone %v, of the same name %v", gone, same)
	}
	t.Log(gone, same)
	if r := Renewals(iv3.New(codes, nil), 2017); len(r) != 0 {
		t.Errorf("before the first list: %v", r)
	}
}
