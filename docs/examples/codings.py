#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Ask Rentmeester how lines are coded, one by one, and tell how they were booked.

    python3 codings.py booked.csv [account,cost_centre]

Each row of the table is asked without its coding and then learned with it; at the
end it says how often the first proposal was right.
"""
import csv
import json
import subprocess
import sys


class Coder:
    """A running `rentmeester coding stream`: each request gets one answer, in order."""

    def __init__(self, target, *more):
        self.process = subprocess.Popen(
            ["rentmeester", "coding", "stream", "--target", target, *more],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(self, verb, row):
        self.process.stdin.write(json.dumps({verb: row}) + "\n")
        self.process.stdin.flush()  # who waits for an answer has to send the question
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            print(answer["error"]["message"], answer["error"]["remedy"], file=sys.stderr)
        return answer

    def predict(self, row):
        return self.ask("predict", row)["proposals"]

    def document(self, rows):
        """The rows of one document, coded together: a coding for each."""
        return [line["coding"] for line in self.ask("document", rows)["document"]["lines"]]

    def learn(self, row):
        return self.ask("learn", row)["learned"]

    def close(self):
        self.process.stdin.close()
        return self.process.wait()


def main(path, target="account"):
    coder, targets, right, rows = Coder(target), target.split(","), 0, 0
    with open(path, newline="", encoding="utf-8-sig") as table:
        for row in csv.DictReader(table):
            proposals = coder.predict({k: v for k, v in row.items() if k not in targets})
            if proposals and all(proposals[0]["coding"][t] == row[t] for t in targets):
                right += 1
            rows += 1
            coder.learn(row)
    print(f"{right} of {rows} right")
    return coder.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
