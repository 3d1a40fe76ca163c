#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Send a file and say what became of it. No answer? The same key once more: it is
# done once, and you get the answer of the first time.
#
#   RENTMEESTER_API=http://127.0.0.1:8080/api/v1 RENTMEESTER_TOKEN=rmt_… ./send.sh factuur.xml
set -eu
file=$1
key=$(sha256sum "$file" | cut -c 1-64) # the same file is the same request
tries=0
while :; do
    status=$(curl --silent --show-error --max-time 60 --output answer.json --write-out '%{http_code}' \
        -H "Authorization: Bearer $RENTMEESTER_TOKEN" -H "Idempotency-Key: \"$key\"" \
        -F "file=@$file" "$RENTMEESTER_API/documents") || status=000
    case $status in
    200) break ;;
    000 | 409 | 429 | 5??) # nobody knows, still being done, too fast, or their mistake: again
        tries=$((tries + 1))
        [ "$tries" -le 5 ] || { cat answer.json >&2; exit 1; }
        sleep $((tries * 2)) ;;
    *) # refused: it says why and what to do
        cat answer.json >&2
        exit 1 ;;
    esac
done
cat answer.json
