#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
#
# setup.sh [--check]
#
# Sees to it that the programs that `make test` calls are on this machine: the
# Go toolchain, a C compiler (for the race detector), npm, a PostgreSQL server,
# Chromium, Dovecot, xmllint, and tesseract with Dutch and English. What is
# missing it installs with apt, when it may (as
# root, or with sudo that asks no password); otherwise, or with --check, it
# says what is missing and how to get it, and ends with exit code 1.
#
# It starts nothing: the PostgreSQL server is installed without a cluster, and
# scripts/with-postgres.sh makes one for as long as a test needs it. The mail
# server (Dovecot) is not started either: a test starts its own.
set -euo pipefail

have_postgres() {
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

have_chromium() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null; then return 0; fi
  done
  return 1
}

have_headers() {
  echo "#include <stdlib.h>" | "${CC:-gcc}" -E - 2>/dev/null
}

have_dovecot() {
  # Debian keeps it where only root looks.
  command -v dovecot >/dev/null || [ -x /usr/sbin/dovecot ]
}

have_go() {
  command -v go >/dev/null || return 1
  # go.mod asks for a version; a Go that cannot meet it refuses every command.
  (cd "$(dirname "$0")/.." && go env GOMOD >/dev/null 2>&1 && go list -m >/dev/null 2>&1)
}

have_tesseract() {
  command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -x "$1" >/dev/null
}

missing=()  # what people call it
packages=() # what apt calls it

need() { # need NAME PACKAGE TEST…
  local name=$1 package=$2
  shift 2
  if ! "$@" >/dev/null; then
    missing+=("$name")
    [ "$package" = - ] || packages+=("$package")
  fi
}

look() {
  missing=()
  packages=()
  need "Go, of the version in go.mod or newer" - have_go
  need "git" git command -v git
  need "a C compiler" gcc command -v "${CC:-gcc}"
  need "the C library's headers" libc6-dev have_headers
  need "npm" npm command -v npm
  need "a PostgreSQL server" postgresql have_postgres
  need "Chromium" chromium have_chromium
  need "xmllint" libxml2-utils command -v xmllint
  need "Dovecot, a mail server" dovecot-imapd have_dovecot
  need "tesseract" tesseract-ocr command -v tesseract
  need "tesseract's Dutch" tesseract-ocr-nld have_tesseract nld
  need "tesseract's English" tesseract-ocr-eng have_tesseract eng
}

explain() {
  {
    echo "Missing for the tests:"
    printf '  - %s\n' "${missing[@]}"
    if [ "${#packages[@]}" -gt 0 ]; then
      echo "On Debian or Ubuntu:"
      echo "  sudo apt-get update && sudo apt-get install ${packages[*]}"
      echo "Elsewhere: install the same programs your own way; they only have to be found."
    fi
    if ! have_go; then
      echo "Go: https://go.dev/doc/install (the distribution's package may be too old)."
    fi
    echo "Without them: 'make test-short' runs what needs nothing but Go."
  } >&2
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get --yes --quiet --no-install-recommends \
    -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "$@"
}

# One package that this distribution does not have keeps none of the others out.
install_all() {
  apt_get install "$@" && return 0
  local package code=0
  for package in "$@"; do
    apt_get install "$package" || code=$?
  done
  return "$code"
}

# A package that brings a service starts it. Nobody asked for that here, so
# Debian's own switch is off for the length of this installation.
install_packages() {
  apt_get update
  local policy=/usr/sbin/policy-rc.d code=0 ours=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy" && ours=yes
  fi
  install_quietly || code=$?
  if [ -n "$ours" ]; then as_root rm -f "$policy"; fi
  return "$code"
}

# Debian's PostgreSQL packages make a cluster too; they are told not to.
install_quietly() {
  case " ${packages[*]} " in
  *" postgresql "*) ;;
  *)
    install_all "${packages[@]}"
    return
    ;;
  esac
  apt_get install postgresql-common
  local conf=/etc/postgresql-common/createcluster.conf code=0
  as_root cp -p "$conf" "$conf.before-rentmeester"
  echo "create_main_cluster = false" | as_root tee -a "$conf" >/dev/null
  install_all "${packages[@]}" || code=$?
  as_root mv "$conf.before-rentmeester" "$conf"
  return "$code"
}

look
if [ "${#missing[@]}" -eq 0 ]; then exit 0; fi
if [ "${1:-}" != --check ] && [ "${#packages[@]}" -gt 0 ] && may_install; then
  echo "Installing ${packages[*]}"
  log=$(mktemp)
  if ! install_packages </dev/null >"$log" 2>&1; then
    tail -n 40 "$log" >&2
  fi
  rm -f "$log"
  look
fi
if [ "${#missing[@]}" -gt 0 ]; then
  explain
  exit 1
fi
