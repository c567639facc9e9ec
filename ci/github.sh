#!/usr/bin/env bash
# github.sh [FOLDER]: grade in a step of GitHub Actions, with the grader in FOLDER (else in PATH).
#
# Inputs come as GRADER_…, never as text in this script. What a student wrote is on stdout in the
# report, where the runner would read `::commands::` in it; so commands are switched off around it,
# with a word that nobody knows beforehand.
set -uo pipefail
[ -z "${1:-}" ] || PATH="$1:$PATH"

lines() { # lines NAME TEXT: the lines of a text that are not empty, as an array
  local -n array=$1
  array=()
  while IFS= read -r line; do
    line="${line#"${line%%[![:space:]]*}"}"
    line="${line%"${line##*[![:space:]]}"}"
    [ -z "$line" ] || array+=("$line")
  done <<<"$2"
}

specs=() more=()
lines specs "${GRADER_SPECS:?name the specs}"
lines more "${GRADER_ARGUMENTS:-}"
folder=${GRADER_REPORTS:-reports}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -z "${GRADER_SNAPSHOT:-}" ] || more+=(--snapshot "$GRADER_SNAPSHOT")

word=$(python3 -I -c 'import secrets; print(secrets.token_hex(16))')
echo "::stop-commands::$word"
grader check \
  --for "${GRADER_FOR:-student}" --phase "${GRADER_PHASE:-before_due}" --color always \
  --report text \
  --report "html:$folder/{lab}.html" \
  --report "json:$folder/{lab}.json" \
  --report "junit:$folder/junit.xml" \
  --report "json:$work/all.json" \
  --report "markdown:$work/summary.md" \
  --report "github:$work/annotations.txt" \
  ${more[@]+"${more[@]}"} -- "${specs[@]}"
status=$?
echo
echo "::$word::"

[ ! -f "$work/annotations.txt" ] || cat "$work/annotations.txt"
[ ! -f "$work/summary.md" ] || cat "$work/summary.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
[ ! -f "$work/all.json" ] || python3 -I - "$work/all.json" >>"${GITHUB_OUTPUT:-/dev/null}" <<'PYTHON'
import json, sys
from decimal import Decimal

found = json.load(open(sys.argv[1], encoding="utf-8"), parse_float=Decimal)
labs = found if isinstance(found, list) else [found]
outcomes = [lab["outcome"] for lab in labs]
scores = [lab["score"] for lab in labs]
print("outcome=" + next((o for o in ("error", "failed") if o in outcomes), "passed"))
print("score=" + ("" if None in scores else str(sum(scores))))
print("max-score=" + str(sum(lab["max_score"] for lab in labs)))
PYTHON

[ "$status" = 1 ] && [ "${GRADER_FAIL:-true}" = false ] && exit 0
exit "$status"
