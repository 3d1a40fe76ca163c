#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Walk a whole list of Rentmeester, page by page, as CSV.

    RENTMEESTER_API=http://127.0.0.1:8080/api/v1 RENTMEESTER_TOKEN=rmt_… \\
        python3 walk.py '/invoices?state=held' id name number payable last
"""
import csv
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

API, TOKEN = os.environ["RENTMEESTER_API"], os.environ["RENTMEESTER_TOKEN"]


def get(path):
    request = urllib.request.Request(API + path, headers={"Authorization": "Bearer " + TOKEN})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def walk(path):
    """Each item once, whatever comes on the list meanwhile."""
    where = path
    while where:
        page = get(where)
        yield from page["items"]
        sep = "&" if "?" in path else "?"
        where = page.get("next") and path + sep + "cursor=" + urllib.parse.quote(page["next"])


def main(path, *fields):
    out = csv.writer(sys.stdout)
    out.writerow(fields)
    try:
        for item in walk(path):
            out.writerow([item.get(f, "") for f in fields])
    except urllib.error.HTTPError as refused:
        problem = json.load(refused)
        print(problem["detail"], problem.get("remedy", ""), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
