// SPDX-License-Identifier: EUPL-1.2

//go:build unix

package ocr

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"rentmeester/fault"
)

// program writes a shell script that stands in for tesseract.
func program(t *testing.T, body string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "tesseract")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return name
}

func blank() *image.Gray { return image.NewGray(image.Rect(0, 0, 600, 800)) }

// gone waits until a process is no more.
func gone(pid int) bool {
	for range 3000 { // a minute: the machine may be busy
		if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) || zombie(pid) {
			return true
		}
		time.Sleep(20 * time.Millisecond)
	}
	return false
}

// zombie says whether a process is dead and only not yet buried by its parent.
func zombie(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && strings.Contains(string(stat), ") Z ")
}

// TestNoOrphans: when time is up, or the caller gives up, the program and
// whatever it started are gone.
func TestNoOrphans(t *testing.T) {
	for _, test := range []struct {
		name   string
		time   time.Duration
		cancel bool
		code   string
	}{
		{"time is up", 500 * time.Millisecond, false, "ocr.time"},
		{"the caller gives up", 10 * time.Minute, true, "internal"},
	} {
		t.Run(test.name, func(t *testing.T) {
			note := filepath.Join(t.TempDir(), "pids")
			name := program(t, "sleep 300 & echo $$ $! >"+note+"; wait")
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			if test.cancel {
				go func() {
					for ctx.Err() == nil {
						if raw, _ := os.ReadFile(note); len(raw) > 0 {
							cancel()
						}
						time.Sleep(10 * time.Millisecond)
					}
				}()
			}
			var raw []byte
			for patience := test.time; len(raw) == 0 && patience <= 10*time.Minute; patience *= 4 { // on a busy machine it may not have begun in time
				_, err := New(Options{Program: name, PageTime: patience}).run(ctx, blank(), 300, "3", "tsv")
				if fault.Code(err) != test.code {
					t.Errorf("got %v, want %s", err, test.code)
				}
				raw, _ = os.ReadFile(note)
			}
			if len(raw) == 0 {
				t.Fatal("the program did not begin")
			}
			for field := range strings.FieldsSeq(string(raw)) {
				pid, err := strconv.Atoi(field)
				if err != nil || pid < 2 {
					t.Fatalf("%q", raw)
				}
				if !gone(pid) {
					t.Errorf("process %d is still there", pid)
				}
			}
		})
	}
}

// TestBounds: the program has little memory and no cores, one thread, and an
// environment without secrets; it may not flood, and its complaints are told.
func TestBounds(t *testing.T) {
	t.Setenv("RENTMEESTER_SECRET", "geheim")
	told, err := New(Options{Program: program(t, "cat >/dev/null; ulimit -v; ulimit -c; echo $OMP_THREAD_LIMIT; env"), Memory: 300 << 20}).run(context.Background(), blank(), 300, "3")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(told), "\n")
	if lines[0] != "307200" && lines[0] != "unlimited" || lines[1] != "0" || lines[2] != "1" {
		t.Errorf("%q", lines[:3])
	}
	if strings.Contains(string(told), "geheim") {
		t.Error("the program sees the environment")
	}
	if _, err := New(Options{Program: program(t, "yes")}).run(context.Background(), blank(), 300, "3"); fault.Code(err) != "ocr.output" {
		t.Errorf("a flood: %v", err)
	}
	if _, err := New(Options{Program: program(t, "echo 'Failed loading language nld' >&2; exit 1")}).run(context.Background(), blank(), 300, "3"); fault.Code(err) != "ocr.language" {
		t.Errorf("a language: %v", err)
	}
	_, err = New(Options{Program: program(t, "echo boem >&2; exit 3")}).run(context.Background(), blank(), 300, "3")
	if fault.Code(err) != "ocr.failed" || !strings.Contains(err.Error(), "boem") {
		t.Errorf("a failure: %v", err)
	}
}

// TestLittleMemory: the real program, given less than it needs, is an error.
func TestLittleMemory(t *testing.T) {
	needTesseract(t)
	if _, err := New(Options{Memory: 20 << 20}).run(context.Background(), blank(), 300, "3", "tsv"); fault.Code(err) != "ocr.failed" && fault.Code(err) != "ocr.language" {
		t.Errorf("got %v", err)
	}
}
