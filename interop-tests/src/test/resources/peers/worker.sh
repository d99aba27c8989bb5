#!/bin/sh
# usage: gearman -w -f FUNCTION -- sh worker.sh LOG
# Answers with the payload and notes in LOG what it ran.
kept=$(mktemp)
trap 'rm -f "$kept"' EXIT
cat >"$kept"
echo "ran $(sha1sum <"$kept" | cut -d' ' -f1)" >>"$1"
cat "$kept"
