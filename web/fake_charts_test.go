// SPDX-License-Identifier: EUPL-1.2

package web

import "context"

func (t *town) Ageing(_ context.Context, kind string) ([]Age, error) {
	if t.empty {
		return []Age{{Age: "in-time"}, {Age: "30"}}, nil
	}
	return []Age{{"in-time", 412, 1_234_567_00}, {"30", 96, 212_345_10}, {"60", 31, 80_120_00}, {"90", 9, 12_400_50}, {"older", 44, 98_765_43}, {"unknown", 2, 310_00}}, nil
}
