#!/usr/bin/env bash
# Runs the Quickstart as a new user would, twice on the same data; with --on-redis against a redis-server of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'kill "${redis:-}" 2>/dev/null || true; rm -rf "$work"' EXIT

if [ "${1:-}" = --on-redis ]; then
  port=$((20000 + RANDOM % 20000))
  redis-server --port $port --bind 127.0.0.1 --save '' --appendonly yes --dir "$work" >"$work/redis.log" & redis=$!
  for _ in $(seq 50); do redis-cli -p $port ping >/dev/null 2>&1 && break; sleep 0.1; done
  server=(--redis "127.0.0.1:$port")
else
  server=(--data "$work/data")
fi

dotnet run --project samples/Quickstart -- "${server[@]}" --outbox "$work/outbox" | tee "$work/first.txt"
dotnet run --no-build --project samples/Quickstart -- "${server[@]}" --outbox "$work/outbox" | tee "$work/second.txt"
grep -q 'All as expected' "$work/first.txt"
grep -q 'dead since an earlier run' "$work/second.txt" # the dead job is still there
[ "$(find "$work/outbox" -name '*.eml' | wc -l)" -eq 299 ]
