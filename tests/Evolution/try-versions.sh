#!/usr/bin/env bash
# Two versions of the library side by side on one Redis: this one, and a next one that is made of it by a compile switch (-p:JobsNext=true). The next one
# adds an extension that may be skipped, one that must be understood, and a layout number. Producers and workers of both live at once, in both directions, under load:
# nothing is lost, nothing dies, and what this version does not understand waits for the next one. Needs the .NET SDK and redis-server.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
project=tests/Jobs.Versions

step() { echo; echo "== $* ($SECONDS s)"; }
die() { tail -n 15 "$work"/*.log; echo "FAILED: $*"; exit 1; }
redis() { redis-cli -p "$port" "$@"; }
program() { if [ "$1" = this ]; then echo "$project/bin/Release/net10.0/Jobs.Versions.dll"; else find "$work/next/bin/Jobs.Versions" -name Jobs.Versions.dll; fi; }

# run VERSION MODE [ARGUMENTS]: in the background, as $pid; what it says is in VERSION-MODE.log.
run() { dotnet "$(program "$1")" "$2" "$port" "$1" "${@:3}" >"$work/$1-$2.log" 2>&1 & pid=$!; pids+=("$pid"); }
stop() { kill -TERM "$1"; wait "$1" || true; }
# store VERSION ROUND COUNT: waits until they are stored; adds to $stored and $needed.
store() {
  local line
  line=$(dotnet "$(program "$1")" store "$port" "$1" "$2" "$3" | grep '^stored') || die "store $*"
  echo "$1: $line"
  read -r _ some _ strange <<<"$line"
  stored=$((stored + some)) needed=$((needed + strange))
}
# until_is VALUE COMMAND…: waits until the command says that.
until_is() {
  local expected=$1 end=$((SECONDS + 120)) found=
  shift
  until found=$("$@"); [ "$found" = "$expected" ]; do [ $SECONDS -lt $end ] || die "$*: $found, and not $expected"; sleep 0.1; done
}
# How many jobs have run, by whichever version; how often jobs have run; how many of those that only the next version understands have run on this one.
ran() { redis eval "local all, n = {}, 0 for _, key in ipairs(KEYS) do for _, job in ipairs(redis.call('HKEYS', key)) do if not all[job] then all[job], n = true, n + 1 end end end return n" 2 ran:this ran:next; }
runs() { redis eval "local n = 0 for _, key in ipairs(KEYS) do for _, times in ipairs(redis.call('HVALS', key)) do n = n + times end end return n" 2 ran:this ran:next; }
mistaken() { redis eval "local n = 0 for _, job in ipairs(redis.call('HKEYS', KEYS[1])) do if job:find('^next%-') and job:find('%-needed$') then n = n + 1 end end return n" 1 ran:this; }
unhandled() { redis zcard '{jobs:default}:unhandled'; }
left() { redis eval "return redis.call('LLEN', KEYS[1]) + redis.call('ZCARD', KEYS[2]) + redis.call('HLEN', KEYS[3])" 3 '{jobs:default}:ready' '{jobs:default}:due' '{jobs:default}:active'; }
nothing_is_wrong() { [ "$(redis zcard '{jobs:default}:dead')" = 0 ] || die "a job is dead"; [ "$(mistaken)" = 0 ] || die "this version has run what it does not understand"; }

step "Both versions"
dotnet build $project -c Release -v q >"$work/build.log" 2>&1 || { cat "$work/build.log"; die "this version does not build"; }
dotnet build $project -c Release -v q -p:JobsNext=true --artifacts-path "$work/next" >"$work/build.log" 2>&1 || { cat "$work/build.log"; die "the next version does not build"; }

step "A Redis"
port=$((20000 + RANDOM % 20000))
redis-server --port $port --bind 127.0.0.1 --save '' --dir "$work" >"$work/redis.log" & pids+=($!)
for _ in $(seq 50); do redis ping >/dev/null 2>&1 && break; sleep 0.1; done
stored=0 needed=0

step "Producers and workers of both"
run this work && this=$pid
until_is 1 redis exists jobs:layout
run next work && next=$pid
until_is 2 redis zcard '{jobs:default}:workers'
[ "$(redis get jobs:layout)" = 1 ] || die "the next version has changed the layout of a store that it reads"
run this store a 10000 && first=$pid
run next store a 10000 && second=$pid
wait "$first" && wait "$second" || die "a producer has failed"
stored=20000
until_is $stored ran
[ "$(runs)" = $stored ] || die "a job has run twice"
nothing_is_wrong
echo "this ran $(redis hlen ran:this), next ran $(redis hlen ran:next)"

step "The next producer beside a worker of this version: what it does not understand waits, and is not offered again and again"
stop "$next"
needed=0 # all of them before have run
store next b 3000
until_is $((stored - needed)) ran
until_is "$needed" unhandled
before=$(redis hget '{jobs:default}:stats' unhandled)
store this b 2000
until_is $((stored - needed)) ran
[ "$(redis hget '{jobs:default}:stats' unhandled)" = "$before" ] || die "this version was offered again what it does not understand"
grep -q 'Job count needs extension 1 (first seen: .* of queue default).*Deploy a newer worker' "$work/this-work.log" || die "the worker does not say what it does not understand"
nothing_is_wrong

step "A worker of the next version takes it up"
begin=$SECONDS
run next work && next=$pid
until_is $stored ran
echo "$needed jobs, $((SECONDS - begin)) s after its start"
[ "$(unhandled)" = 0 ] || die "jobs are left over"
[ "$(runs)" = $stored ] || die "a job has run twice"
nothing_is_wrong

step "This version's producer beside a worker of the next one"
stop "$this"
store this c 2000
until_is $stored ran
nothing_is_wrong

step "The layout is raised while this version works: it stops, and the next one goes on"
run this work && this=$pid
until_is 2 redis zcard '{jobs:default}:workers'
run this keep && keeper=$pid
until_is 1 redis eval "return redis.call('HLEN', KEYS[1]) > 0 and 1 or 0" 1 '{jobs:default}:active'
redis set jobs:layout 2 >/dev/null
redis client kill type normal >/dev/null
code=0; wait "$keeper" || code=$?
both="reads layout 1, and the store at prefix 'jobs' has layout 2, written by a newer version. Deploy a version of Jobs.Runtime that reads layout 2."
[ $code = 3 ] && grep '^refused: JobStore' "$work/this-keep.log" | grep -F "$both" || die "the producer does not say why it stores nothing"
until_is 1 eval "grep -c 'Jobs neither enqueues nor fetches' '$work/this-work.log'"
until_is 1 redis zcard '{jobs:default}:workers' # this version renews nothing, so the next one has recovered what it held
until_is 0 left
read -r _ some < <(grep '^stored ' "$work/this-keep.log")
[ "$(ran)" -ge $((stored + some)) ] || die "of $((stored + some)) jobs $(ran) have run"
nothing_is_wrong
if dotnet "$(program this)" work "$port" this >"$work/start.log" 2>&1; then die "a worker of this version starts"; fi
grep -qF "$both" "$work/start.log" || die "the start does not say why"
store next d 1000
until_is 0 left

step "The layout is one that it knows again: it goes on"
redis set jobs:layout 1 >/dev/null
until_is 2 redis zcard '{jobs:default}:workers'
stop "$next"
store this e 1000
until_is 0 left
nothing_is_wrong
stop "$this"

step "A store that the next version has begun"
redis flushall >/dev/null
stored=0
store next f 10
[ "$(redis get jobs:layout)" = 2 ] || die "the store has layout $(redis get jobs:layout)"
if dotnet "$(program this)" store "$port" this f 10 >"$work/start.log" 2>&1; then die "this version stores in it"; fi
grep -qF "$both" "$work/start.log" || die "the start does not say why"
[ "$(left)" = 10 ] || die "this version has stored in it"

step "All as promised"
