// SPDX-License-Identifier: EUPL-1.2

package settings

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Known are all settings, in the order of the manual.
var Known = []Setting{
	{Key: "home", Variable: "RENTMEESTER_HOME", Path: true, allowed: oneLine},
	{Key: "database", Variable: "RENTMEESTER_DATABASE", Secret: true, allowed: database},
	{Key: "database-file", Variable: "RENTMEESTER_DATABASE_FILE", Path: true, allowed: oneLine},
	{Key: "administration", Variable: "RENTMEESTER_ADMINISTRATION", allowed: slug},
	{Key: "user", Variable: "RENTMEESTER_USER", allowed: oneLine},
	{Key: "lang", Variable: "RENTMEESTER_LANG", allowed: oneOf("nl", "en")},
	{Key: "listen", Variable: "RENTMEESTER_LISTEN", allowed: address},
	{Key: "hosts", Variable: "RENTMEESTER_HOSTS", allowed: hosts},
	{Key: "base-url", Variable: "RENTMEESTER_BASE_URL", allowed: baseURL},
	{Key: "proxies", Variable: "RENTMEESTER_PROXIES", allowed: proxies},
	{Key: "session-idle", Variable: "RENTMEESTER_SESSION_IDLE", allowed: number(5, 1440)},
	{Key: "session-hours", Variable: "RENTMEESTER_SESSION_HOURS", allowed: number(1, 168)},
	{Key: "oidc-issuer", Variable: "RENTMEESTER_OIDC_ISSUER", allowed: issuer},
	{Key: "oidc-client", Variable: "RENTMEESTER_OIDC_CLIENT", allowed: oneLine},
	{Key: "oidc-secret", Variable: "RENTMEESTER_OIDC_SECRET", Secret: true, allowed: oneLine},
	{Key: "oidc-secret-file", Variable: "RENTMEESTER_OIDC_SECRET_FILE", Path: true, allowed: oneLine},
	{Key: "oidc-name", Variable: "RENTMEESTER_OIDC_NAME", allowed: oneLine},
	{Key: "oidc-mail", Variable: "RENTMEESTER_OIDC_MAIL", allowed: oneOf("verified", "trusted")},
	{Key: "password-login", Variable: "RENTMEESTER_PASSWORD_LOGIN", allowed: oneOf("on", "off")},
	{Key: "metrics", Variable: "RENTMEESTER_METRICS", allowed: metrics},
	{Key: "log", Variable: "RENTMEESTER_LOG", allowed: oneOf("text", "json")},
	{Key: "backups", Variable: "RENTMEESTER_BACKUPS", Path: true, allowed: oneLine},
	{Key: "backups-keep", Variable: "RENTMEESTER_BACKUPS_KEEP", allowed: number(1, 1000)},
	{Key: "backups-hours", Variable: "RENTMEESTER_BACKUPS_HOURS", allowed: number(1, 1000)},
	{Key: "webhook-networks", Variable: "RENTMEESTER_WEBHOOK_NETWORKS", allowed: networks},
	{Key: "accessibility-contact", Variable: "RENTMEESTER_ACCESSIBILITY_CONTACT", allowed: oneLine},
	{Key: "accessibility-organization", Variable: "RENTMEESTER_ACCESSIBILITY_ORGANIZATION", allowed: oneLine},
	{Key: "accessibility-status", Variable: "RENTMEESTER_ACCESSIBILITY_STATUS", allowed: oneOf("A", "B", "C", "D", "E")},
	{Key: "accessibility-reviewed", Variable: "RENTMEESTER_ACCESSIBILITY_REVIEWED", allowed: aDay},
	{Key: "accessibility-report", Variable: "RENTMEESTER_ACCESSIBILITY_REPORT", allowed: oneLine},
	{Key: "accessibility-answer-days", Variable: "RENTMEESTER_ACCESSIBILITY_ANSWER_DAYS", allowed: number(1, 60)},
	{Key: "api-contact", Variable: "RENTMEESTER_API_CONTACT", allowed: oneLine},
}

// Each of these gives what is allowed when a value is not, else "".

func oneLine(value string) string {
	if strings.ContainsAny(value, "\r\n\x00") {
		return "…"
	}
	return ""
}

func aDay(value string) string {
	if _, err := time.Parse(time.DateOnly, value); value != "" && err != nil {
		return "2026-11-26"
	}
	return ""
}

func database(value string) string {
	u, err := url.Parse(value)
	if value == "" || err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql") {
		return ""
	}
	return "postgres://rentmeester@db.example.nl/rentmeester"
}

func slug(value string) string {
	if strings.Trim(value, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return "gemeente-voorbeeld"
	}
	return ""
}

func oneOf(values ...string) func(string) string {
	return func(value string) string {
		for _, v := range values {
			if value == v || value == "" {
				return ""
			}
		}
		return strings.Join(values, ", ")
	}
}

func number(from, to int) func(string) string {
	return func(value string) string {
		n, err := strconv.Atoi(value)
		if value != "" && (err != nil || n < from || n > to) {
			return strconv.Itoa(from) + " – " + strconv.Itoa(to)
		}
		return ""
	}
}

func address(value string) string {
	_, port, err := net.SplitHostPort(value)
	if n, wrong := strconv.Atoi(port); value == "" || err == nil && wrong == nil && n >= 0 && n <= 65535 {
		return ""
	}
	return "127.0.0.1:8080"
}

func metrics(value string) string {
	if value == "off" {
		return ""
	}
	if address(value) != "" {
		return "off, 127.0.0.1:9464"
	}
	return ""
}

// hosts are names as a browser says them: no scheme, no path.
func hosts(value string) string {
	for _, host := range listOf(value) {
		if u, err := url.Parse("//" + host); err != nil || u.Host != host || u.Hostname() == "" {
			return "rentmeester.example.nl, 10.0.0.5:8080"
		}
	}
	return ""
}

// baseURL is under which address people ask for the pages.
func baseURL(value string) string {
	u, err := url.Parse(value)
	if value == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && u.Fragment == "" {
		return ""
	}
	return "https://rentmeester.example.nl"
}

// issuer is where accounts are kept; in the open only within this machine.
func issuer(value string) string {
	u, err := url.Parse(value)
	if value == "" {
		return ""
	}
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return issuerExample
	}
	ip, _ := netip.ParseAddr(u.Hostname())
	if u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip.IsLoopback()) {
		return ""
	}
	return issuerExample
}

const issuerExample = "https://login.microsoftonline.com/…/v2.0, https://keycloak.example.nl/realms/gemeente"

// proxies are addresses, or networks, of what stands before the pages.
func proxies(value string) string {
	for _, one := range listOf(value) {
		_, err := netip.ParseAddr(one)
		if _, wide := netip.ParsePrefix(one); err != nil && wide != nil {
			return "127.0.0.1, 10.0.0.0/24"
		}
	}
	return ""
}

// networks are those in which webhooks may stand though they are private.
func networks(value string) string {
	for _, one := range listOf(value) {
		if _, err := netip.ParsePrefix(one); err != nil {
			return "10.20.0.0/16, fd00:1::/64"
		}
	}
	return ""
}

func listOf(value string) (all []string) {
	for _, one := range strings.Split(value, ",") {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}

func place(file string, line int) string { return file + ":" + strconv.Itoa(line) }
