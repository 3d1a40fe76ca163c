// SPDX-License-Identifier: EUPL-1.2

package main

import "testing"

func TestLicenceOf(t *testing.T) {
	for text, want := range map[string]string{
		"Apache License\n   Version 2.0, January 2004":                                              "Apache-2.0",
		"Permission is hereby granted, free of\ncharge, to any person. Apache License, Version 2.0": "Apache-2.0 AND MIT",
		"Redistribution and use in source and binary forms, with or without modification":           "BSD-2-Clause",
		"Redistribution and use in source and binary forms … may be used to endorse or\n promote":   "BSD-3-Clause",
		"GNU GENERAL PUBLIC LICENSE Version 3":                                                      "", // stops the build until somebody has looked
	} {
		if got := licenceOf(text); got != want {
			t.Errorf("%q is called %q, want %q", text, got, want)
		}
	}
}

func TestSigns(t *testing.T) {
	in, out := []part{{name: "there", sign: "basiclu"}, {name: "leaves no sign"}}, []part{{name: "not there", sign: "mcore"}}
	for compiled, right := range map[string]bool{"… basiclu …": true, "… other …": false, "basiclu and mcore": false} {
		if err := signs([]byte(compiled), in, out); (err == nil) != right {
			t.Errorf("of %q it says %v", compiled, err)
		}
	}
}
