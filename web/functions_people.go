// SPDX-License-Identifier: EUPL-1.2

package web

import "strings"

// browserName gives the browser and the system of what a browser says of itself,
// as people call them; what is not known as it is.
func browserName(agent string) string {
	name := firstIn(agent, [][2]string{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}})
	system := firstIn(agent, [][2]string{{"Windows", "Windows"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}})
	switch {
	case name == "":
		return agent
	case system == "":
		return name
	}
	return name + ", " + system
}

func firstIn(s string, of [][2]string) string {
	for _, one := range of {
		if strings.Contains(s, one[0]) {
			return one[1]
		}
	}
	return ""
}
