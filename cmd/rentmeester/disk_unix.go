// SPDX-License-Identifier: EUPL-1.2

//go:build linux || darwin

package main

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// freeIn gives the room on the disk of a folder, for who is not root.
func freeIn(dir string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil
}

// open says whether others on the machine may do anything with a file or folder, or
// its group may write it. That the group reads it is left to who made the group: a
// password of root's that the program may read stands so.
func open(info fs.FileInfo) bool { return info.Mode().Perm()&0o027 != 0 }

// syncFolder sees to it that the names in a folder are on the disk.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
