// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"fmt"
	"strconv"
	"strings"
)

// Seeds reads a list of numbers such as "1,10" and "300-305".
func Seeds(list string) (out []int, err error) {
	for _, part := range strings.Split(list, ",") {
		from, to, ranged := strings.Cut(strings.TrimSpace(part), "-")
		if !ranged {
			to = from
		}
		low, err := strconv.Atoi(from)
		if err != nil {
			return nil, err
		}
		high, err := strconv.Atoi(to)
		if err != nil {
			return nil, err
		}
		if low < 1 || high < low || high-low > 1000 {
			return nil, fmt.Errorf("%q is no list of numbers", list)
		}
		for n := low; n <= high; n++ {
			out = append(out, n)
		}
	}
	return out, nil
}
