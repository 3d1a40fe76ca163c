// SPDX-License-Identifier: EUPL-1.2

package purchases

import (
	"io"

	"rentmeester/fault"
	"rentmeester/formats/xaf"
)

// Read reads an audit file twice and gives each invoice in it, in the order of the
// file. Of one that is not proved nothing is given: the report says why.
// Errors: those of xaf.Read, purchases.seek, and of give.
func Read(in io.ReadSeeker, give func(Document) error) (xaf.Report, Tally, error) {
	survey := NewSurvey()
	report, err := xaf.Read(in, survey)
	if err != nil || !report.Proved() {
		return report, Tally{}, err
	}
	survey.Close()
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return report, Tally{}, fault.Wrap(err, "purchases.seek")
	}
	f := &Finder{Survey: survey, Give: give}
	_, err = xaf.Read(in, f)
	return report, f.Tally, err
}
