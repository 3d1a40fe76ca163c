// SPDX-License-Identifier: EUPL-1.2

package reading

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"rentmeester/extract"
	"rentmeester/fault"
	"rentmeester/formats/pdf"
)

// A picture is none of XML, and is kept to be recognised.
func TestOpenPicture(t *testing.T) {
	reader := pdf.New(pdf.Options{})
	defer func() { _ = reader.Close() }()
	for _, head := range []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xe0", "II*\x00"} {
		o := Reader{PDF: reader}.open(context.Background(), "foto", strings.NewReader(head))
		if fault.Code(o.err) != "ocr.picture" || o.picture == nil {
			t.Errorf("%q: %v", head, o.err)
		}
		if _, _, err := o.pagesOf(context.Background(), reader); fault.Code(err) != "ocr.image" {
			t.Errorf("%q: %v", head, err)
		}
	}
}

func TestIdentity(t *testing.T) {
	got := Identity([]string{"Gemeente Voorbeeld", "NL91 ABNA 0417 1643 00", "NL111222333B01", "12345678"})
	want := extract.Identity{Names: []string{"Gemeente Voorbeeld"}, IBANs: []string{"NL91ABNA0417164300"}, VAT: []string{"NL111222333B01"}, KvK: []string{"12345678"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}
