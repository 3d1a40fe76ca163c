// SPDX-License-Identifier: EUPL-1.2

//go:build !linux && !darwin

package main

import (
	"errors"
	"io/fs"
)

// freeIn is not known here: the doctor says nothing of it.
func freeIn(string) (uint64, error) { return 0, errors.ErrUnsupported }

// open is not known here: rights do not stand in the mode.
func open(fs.FileInfo) bool { return false }

// syncFolder is not done here: a folder cannot be written out by itself.
func syncFolder(string) error { return nil }
