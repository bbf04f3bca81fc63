#!/usr/bin/env bash
# Runs the API, the worker and a redis-server of its own on free loopback ports, and shows with curl what the README says of them.
# Needs redis-server and curl. Ends only what it started.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
redis='' api='' worker=''

clean_up() {
  for pid in $worker $api $redis; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap clean_up EXIT

fail() {
  echo "FAILED: $*"
  cat "$work/answer" 2>/dev/null || true
  tail -n 30 "$work"/*.log | cut -c 1-300
  exit 1
}

# until_true SECONDS WHAT COMMAND…
until_true() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ $SECONDS -lt $end ] || fail "$what"
    sleep 0.1
  done
}

start_redis() {
  redis-server --port "$port" --bind 127.0.0.1 --dir "$work" --save '' --appendonly yes --appendfsync always >"$work/redis.log" & redis=$!
  until_true 10 "redis-server answers" eval "! kill -0 $redis 2>/dev/null || grep -q 'Ready to accept connections' '$work/redis.log'"
  kill -0 "$redis" 2>/dev/null
}

start_worker() {
  dotnet samples/WebApi/Shop.Worker/bin/Release/net10.0/Shop.Worker.dll "--ConnectionStrings:redis=127.0.0.1:$port" >>"$work/worker.log" 2>&1 & worker=$!
}

stop_worker() {
  kill "$worker"
  wait "$worker" || fail "the worker ends with exit code 0"
  worker=''
}

# ask STATUS METHOD PATH [curl arguments…]: one request; its answer is in $work/answer.
ask() {
  local expected=$1 method=$2 path=$3 status
  shift 3
  status=$(curl -sS -m 20 -o "$work/answer" -w '%{http_code}' -X "$method" "$url$path" -H 'Content-Type: application/json' "$@")
  [ "$status" = "$expected" ] || fail "$method $path answers $expected, not $status"
}

# says TEXT: the last answer contains it.
says() { grep -qF -- "$1" "$work/answer" || fail "the answer says $1"; }

id() { sed -E 's/.*"id":"([^"]+)".*/\1/' "$work/answer"; }

is() { ask 200 GET "/orders/$1" && grep -qF "\"state\":\"$2\"" "$work/answer"; }

order='{"customer":"ada@example.com","lines":[{"sku":"TEA-01","quantity":2},{"sku":"CUP-01","quantity":1}]}'

dotnet build samples/WebApi/Shop.Api -c Release -v q -clp:NoSummary >"$work/build.log" || fail "the API builds"
dotnet build samples/WebApi/Shop.Worker -c Release -v q -clp:NoSummary >"$work/build.log" || fail "the worker builds"

port=$((20000 + RANDOM % 20000))
for _ in 1 2 3 4 5; do # somebody else may have the port
  start_redis && break
  port=$((20000 + RANDOM % 20000))
done
dotnet samples/WebApi/Shop.Api/bin/Release/net10.0/Shop.Api.dll --urls http://127.0.0.1:0 "--ConnectionStrings:redis=127.0.0.1:$port" \
  --Jobs:EnqueueTimeout=00:00:03 >"$work/api.log" 2>&1 & api=$!
start_worker
until_true 20 "the API listens" grep -q 'Now listening on' "$work/api.log"
url=$(sed -nE 's/.*Now listening on: (http:[^ ]+).*/\1/p' "$work/api.log")

echo "An order is taken, and confirmed by the worker"
ask 202 POST /orders -d "$order" -H 'Idempotency-Key: order-42'
first=$(id)
until_true 20 "the order is completed" is "$first" Completed
ask 202 POST /orders -d "$order" -H 'Idempotency-Key: order-42'
says '"alreadyTaken":true'
[ "$(id)" = "$first" ] || fail "the same key is the same order"
ask 200 POST /orders/now -d "$order"
says '"total":17.40'

echo "What is wrong with an order is said by name"
ask 400 POST /orders -d '{"customer":"nobody","lines":[{"sku":"tea","quantity":0}]}'
says 'Customer'
says 'Lines[0].Sku'
says 'Lines[0].Quantity'
ask 400 POST /orders -d '{}'
says 'Customer'
ask 400 POST /orders -d '{"customer":"ada@example.com","lines":[null]}'
says 'Lines'
ask 400 POST /orders -d 'not json'
ask 400 POST /orders -d "$order" -H "Idempotency-Key: $(printf 'x%.0s' $(seq 201))"
ask 400 GET /orders/not-an-id
ask 404 GET /orders/0198c0de-0000-7000-8000-000000000000
ask 422 POST /orders/now -d '{"customer":"ada@example.com","lines":[{"sku":"ZZZ-99","quantity":1}]}'
says 'ZZZ-99'

echo "Without a worker orders wait; with one they are done"
stop_worker
waiting=()
for i in 1 2 3 4 5; do
  ask 202 POST /orders -d "$order"
  waiting+=("$(id)")
done
for order_id in "${waiting[@]}"; do is "$order_id" Ready || fail "the order waits"; done
ask 204 DELETE "/orders/${waiting[4]}"
ask 409 DELETE "/orders/$first"
start_worker
for order_id in "${waiting[@]:0:4}"; do until_true 20 "the order is completed" is "$order_id" Completed; done
is "${waiting[4]}" Cancelled || fail "the fifth order is cancelled"

echo "Without Redis the API says what became of the order; afterwards it goes on, and so does the worker"
kill "$redis"
wait "$redis" || true
redis=''
ask 503 POST /orders -d "$order" -H 'Idempotency-Key: order-43'
says '"stored":"NotStored"'
ask 503 GET "/orders/$first"
start_redis || fail "redis-server starts again"
sent() { [ "$(curl -sS -m 20 -o "$work/answer" -w '%{http_code}' "$url/orders" -H 'Content-Type: application/json' -H 'Idempotency-Key: order-43' -d "$order")" = 202 ]; }
until_true 20 "the same request is taken" sent
until_true 20 "and done" is "$(id)" Completed

stop_worker
echo "All as expected"
