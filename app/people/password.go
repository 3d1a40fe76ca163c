// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"rentmeester/fault"
)

// What a password must be like: long, and not what everybody tries first. Nobody
// must mix kinds of characters or change it by the calendar; that makes passwords
// worse.
const (
	shortest = 12
	longest  = 200
)

//go:embed common.txt
var commonText string

// common are what people choose most, without digits and marks at their ends.
var common = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(commonText) {
		all[word] = true
	}
	return all
})

// checkPassword says what is wrong with a password of somebody. Errors:
// people.password-short, people.password-long, people.password-own,
// people.password-common.
func checkPassword(password, name, mail string) error {
	length := len([]rune(password))
	switch {
	case length < shortest:
		return fault.New("people.password-short", "least", shortest)
	case length > longest:
		return fault.New("people.password-long", "most", longest)
	}
	plain := strings.ToLower(norm.NFKC.String(password))
	box, _, _ := strings.Cut(mail, "@")
	for _, own := range append(strings.FieldsFunc(strings.ToLower(name+" "+box), notLetter), strings.ToLower(name), mail) {
		if left := strings.ReplaceAll(plain, own, ""); len([]rune(own)) >= 4 && len([]rune(left)) < 8 {
			return fault.New("people.password-own")
		}
	}
	if common()[strings.TrimFunc(plain, notLetter)] || common()[plain] || few(plain) {
		return fault.New("people.password-common")
	}
	return nil
}

func notLetter(c rune) bool { return !unicode.IsLetter(c) }

// few says that a text is made of hardly any different characters, or is a row of
// neighbours.
func few(s string) bool {
	kinds, steps := map[rune]bool{}, map[rune]int{}
	var before rune
	for i, c := range []rune(s) {
		kinds[c] = true
		if i > 0 {
			steps[c-before]++
		}
		before = c
	}
	for _, step := range []rune{-1, 0, 1} {
		if steps[step]*4 >= len([]rune(s))*3 {
			return true
		}
	}
	return len(kinds) < 5
}

// How passwords are hashed: Argon2id as RFC 9106 recommends for machines without
// memory to spare. What was hashed otherwise says so itself.
const (
	memory  = 64 << 10 // KiB
	passes  = 3
	threads = 2
	saltLen = 16
	keyLen  = 32
)

// hashing bounds how many passwords are hashed at once: each takes 64 MiB.
var hashing = make(chan struct{}, 2)

func argon(ctx context.Context, password string, salt []byte, passes, memory uint32, threads uint8) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(norm.NFKC.String(password)), salt, passes, memory, threads, keyLen), nil
}

// hashPassword gives what is kept of a password.
func hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLen)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key, err := argon(ctx, password, salt, passes, memory, threads)
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads, b.EncodeToString(salt), b.EncodeToString(key)), err
}

// nobodys is a hash that no password has; comparing with it costs what comparing
// with somebody's does.
var nobodys = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads,
	base64.RawStdEncoding.EncodeToString(make([]byte, saltLen)), base64.RawStdEncoding.EncodeToString(make([]byte, keyLen)))

// samePassword says whether a password is the one that was hashed. Nothing that is
// no such hash is anybody's password, and it takes as long to say so.
func samePassword(ctx context.Context, hashed, password string) (bool, error) {
	if len([]rune(password)) > longest {
		password, hashed = "", ""
	}
	salt, key, m, t, p, ok := readHash(hashed)
	if !ok {
		salt, key, m, t, p, _ = readHash(nobodys)
	}
	got, err := argon(ctx, password, salt, t, m, p)
	return ok && err == nil && subtle.ConstantTimeCompare(got, key) == 1, err
}

func readHash(hashed string) (salt, key []byte, m, t uint32, p uint8, ok bool) {
	parts := strings.Split(hashed, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return nil, nil, 0, 0, 0, false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil || n != 3 || m > 1<<20 || t > 20 || t < 1 || p < 1 {
		return nil, nil, 0, 0, 0, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	key, wrong := base64.RawStdEncoding.DecodeString(parts[5])
	return salt, key, m, t, p, err == nil && wrong == nil && len(key) == keyLen
}
