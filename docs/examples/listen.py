#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Hear what happens in Rentmeester: a webhook that checks signatures.

    RENTMEESTER_WEBHOOK_SECRET=whsec_… python3 listen.py 9000

Each event comes at least once; one that came before is answered and not told again.
Before a real program put TLS (a proxy) and keep what was heard in its database.
"""
import base64
import hashlib
import hmac
import http.server
import json
import os
import sys
import time

KEY = base64.b64decode(os.environ["RENTMEESTER_WEBHOOK_SECRET"].removeprefix("whsec_"))
HEARD = set()


def signed(headers, body):
    """By Standard Webhooks: HMAC-SHA256 over identifier, time and body."""
    name, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not at.isdigit() or abs(time.time() - int(at)) > 300:  # an old one that somebody sends again
        return False
    right = base64.b64encode(hmac.digest(KEY, f"{name}.{at}.".encode() + body, hashlib.sha256)).decode()
    return any(hmac.compare_digest("v1," + right, one) for one in headers.get("webhook-signature", "").split())


class Listener(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(min(int(self.headers.get("content-length", 0)), 1 << 20))
        if not signed(self.headers, body):
            return self.answer(401)
        event = json.loads(body)
        if event["id"] not in HEARD:
            HEARD.add(event["id"])
            print(event["time"], event["type"], event.get("subject", ""), flush=True)
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Listener).serve_forever()
