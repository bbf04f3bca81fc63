#!lua flags=allow-oom
-- turn: settles what a session has finished and hands out what it has room for. Answers a repeated call as the first time.
-- KEYS[1]  {prefix:queue}:ended    hash, id -> run state that its end has written
-- KEYS[2]  {prefix:queue}:state    hash, id -> run state
-- KEYS[3]  {prefix:queue}:ready    list of ids
-- KEYS[4]  {prefix:queue}:due      zset, id -> unix ms
-- KEYS[5]  {prefix:queue}:active   hash, id -> holder: 'session grant unix-ms'
-- KEYS[6]  {prefix:queue}:workers  zset, session -> expiry
-- KEYS[7]  {prefix:queue}:done     zset, id -> end of retention, unix ms
-- KEYS[8]  {prefix:queue}:dead     zset, id -> death, unix ms
-- KEYS[9]  {prefix:queue}:stats    hash of counters
-- KEYS[10] {prefix:queue}:control  hash: grant, watch
-- KEYS[11] {prefix:queue}:calls    hash, session -> its last turn; open: moves under way
-- KEYS[12] {prefix:queue}:idle     set of sessions that wait for work
-- KEYS[13] {prefix:queue}:cancel   hash, id -> session that is to cancel it, session -> those ids
-- KEYS[14] {prefix:queue}:waiters  set of ids whose end somebody awaits
-- KEYS[15] {prefix:queue}:steps    hash, id -> records of its steps
-- KEYS[16…] {prefix:queue}:jobs:n  hashes, id -> envelope: all its tables, n from 0
-- ARGV[1]  session
-- ARGV[2]  number of this call within the session, from 1
-- ARGV[3]  want: how many jobs at most, 0 to 1000
-- ARGV[4]  session's time to live from now, ms
-- ARGV[5]  wake channel, without the session
-- ARGV[6]  queue
-- ARGV[7]  end channel, without the id
-- ARGV[8]  from how many recoveries on a job is handed out alone of its kind
-- ARGV[9]  how many bytes of envelopes and states the answer may hold, at least those of one job; 0: take no job, and of one taken before say only how large its envelope is
-- ARGV[10] … outcomes, each one of
--            'C', holder, retention ms, n, n × id                 completed
--            'E', holder, id, retention ms, counter, state        ended with something to keep: a result, a cancellation
--            'L', holder, id, retention ms, delay ms, counter, state   to be offered again later
--            'B', holder, id, retention ms                        back to the head, as if never taken
--            'D', holder, id, state                               dead
-- returns  'ended': the session has been recovered, or calls of it are forgotten; nothing was done; 'stale': a later call was applied before, nothing was done;
--          or 'ok', now (unix ms), ms until this session should look again (-1: it will be woken), holder, refused ids, taken ids,
--          envelopes (of the first jobs, where not all fit; with 0 bytes: the length of the first one), states (empty: none has any), ids to cancel.
--          Lists of ids are joined: 16 bytes each
-- cost     O(outcomes + want + log n), whatever the backlog
-- allow-oom: what a full Redis needs most is that its jobs are finished and removed.
-- All is read and decided before anything is written, and what this call remembers of itself is written first. A job leaves 'active' after it has
-- arrived where it goes. So a call in whose midst a command failed is repeated safely.
local session, seq, want, ttl = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local wakeChannel, queue, endChannel, aloneFrom, budget = ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9])
local ended = KEYS[1]
local states = KEYS[2]
local ready = KEYS[3]
local due = KEYS[4]
local active = KEYS[5]
local done = KEYS[7]
local dead = KEYS[8]
local calls = KEYS[11]
local idle = KEYS[12]
local waiters = KEYS[14]

-- The outcomes as they stand in the arguments
local lengths = { E = 6, L = 7, B = 4, D = 4 }
local completed, told = {}, {} -- where 'C' stand, where all others do
local at = 10
while ARGV[at] do
  local verb = ARGV[at]
  if verb == 'C' and tonumber(ARGV[at + 2]) and tonumber(ARGV[at + 3]) then
    completed[#completed + 1] = at
    at = at + 4 + tonumber(ARGV[at + 3])
  elseif lengths[verb] and (verb == 'D' or tonumber(ARGV[at + 3])) and (verb ~= 'L' or tonumber(ARGV[at + 4])) then
    told[#told + 1] = at
    at = at + lengths[verb]
  else
    return redis.error_reply('JOBS turn: outcome ' .. verb .. ' is not known; deploy one version of Jobs.Runtime')
  end
end
if at ~= #ARGV + 1 or not (want and ttl and aloneFrom and budget and tonumber(seq)) then
  return redis.error_reply('JOBS turn: the arguments are cut short; deploy one version of Jobs.Runtime')
end
if budget == 0 then
  want = 0
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local expiry = redis.call('ZSCORE', KEYS[6], session)
if not expiry or tonumber(expiry) == 0 then
  return { 'ended' }
end

-- part: tables
-- part: tell
-- part: wake
-- part: announce
-- part: mend

-- Envelopes and states of ids, in order, as long as they fit; of the first always. Read in two steps: the first says how large the others may be,
-- so that not a thousand jobs of a megabyte are read to send ten.
local function fitting(ids)
  local fitted, ofFitted, bytes, fit, step = {}, {}, 0, 0, 32
  while fit < #ids do
    local upTo = math.min(#ids, fit + step)
    local some = fit == 0 and upTo == #ids and ids or { unpack(ids, fit + 1, upTo) }
    local stored, before = envelopesOf(some), redis.call('HMGET', states, unpack(some))
    for i = 1, #some do
      local envelope, state = stored[i], before[i]
      bytes = bytes + (envelope and #envelope or 0) + (state and #state or 0)
      if bytes > budget and fit > 0 then
        return fitted, ofFitted, fit
      end
      fit = fit + 1
      fitted[fit], ofFitted[fit] = envelope, state
    end
    step = bytes > 0 and math.max(1, math.floor((budget - bytes) * fit / bytes)) or #ids
  end
  return fitted, ofFitted, fit
end

local alone -- the job of many recoveries that this session was handed
local again = false -- this call was begun before
local holder, refusals, taken = '', '', {} -- what it was answered, or would have been
local kept = redis.call('HMGET', calls, session, 'open')
local last = kept[1]
if not last and tonumber(seq) > 1 then
  return { 'ended' } -- forgotten, as below
end
if last then
  local number, before, n, from = string.match(last, '^(%d+)\n([^\n]*)\n(%d+)\n()')
  if tonumber(seq) > tonumber(number) + 1 then
    -- A call that was answered is forgotten: a crash took the last writes. What stands here as held by this session may have ended long ago, and
    -- nobody would tell again; so the session is left to expire, and whoever recovers it gives all of that back.
    return { 'ended' }
  end
  if tonumber(seq) < tonumber(number) then
    return { 'stale' }
  end
  local to = #last
  if (to - from) % 16 == 0 then -- behind the ids, of 16 bytes each, stand a mark and one id more
    alone, to = string.sub(last, to - 15), to - 17
  end
  if seq == number then
    again, holder = true, before
    local split = from + 16 * tonumber(n)
    refusals = string.sub(last, from, split - 1)
    for i = split, to, 16 do
      taken[#taken + 1] = string.sub(last, i, i + 15)
    end
  end
end
if kept[2] then
  mend(kept[2])
  redis.call('HDEL', calls, 'open')
end

local function add(list, first, second)
  local n = #list
  list[n + 1], list[n + 2] = first, second
end

-- Redis writes a Lua number with 17 digits, which takes longer than to store it: a time goes to it as text, the same one for many jobs.
local function after(ms)
  return string.format('%d', now + ms)
end

local counts = {}
local function count(name, by)
  counts[name] = (counts[name] or 0) + by
end

-- Outcomes. What they write is gathered: a call for each key costs less than a call for each job.
-- refused: not this session's any more; changed, stateless: of the states; ends: what stays of the ended, apart, since the dead may be ten million and
-- each hand-out looks into the states; toDone, toDead, toDue: as their keys; gone: without a trace; over: whose end somebody may await; released: held
-- no longer; back: to the head of the list; settled: held by nobody since the last try
local refused, changed, stateless, ends, toDone, toDead, toDue, gone, over, released, back, settled = {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}
local dueNow = {} -- of those that wait, with their states
local cancels = redis.call('HLEN', KEYS[13])

local function finish(id, retention, counter, state)
  if tonumber(retention) > 0 then
    add(toDone, after(retention), id)
    add(ends, id, state)
  else
    gone[#gone + 1] = id
  end
  stateless[#stateless + 1] = id
  over[#over + 1] = id
  count(counter, 1)
end

for g = 1, #completed do
  local from = completed[g]
  local holder, retention, n = ARGV[from + 1], tonumber(ARGV[from + 2]), tonumber(ARGV[from + 3])
  local held = redis.call('HMGET', active, unpack(ARGV, from + 4, from + 3 + n))
  local till = after(retention)
  local before = #released
  for i = 1, n do
    local id = ARGV[from + 3 + i]
    if held[i] == holder then
      released[#released + 1] = id
      over[#over + 1] = id
      if retention > 0 then
        add(toDone, till, id)
      else
        gone[#gone + 1] = id
        stateless[#stateless + 1] = id
      end
    elseif again then
      settled[#settled + 1] = not held[i] and id or nil
    else
      refused[#refused + 1] = id
    end
  end
  if #released > before then
    count('completed', #released - before)
  end
end

if #told > 0 then
  local ids = {}
  for i = 1, #told do
    ids[i] = ARGV[told[i] + 2]
  end
  local held = redis.call('HMGET', active, unpack(ids))
  local asked = cancels > 0 and redis.call('HMGET', KEYS[13], unpack(ids)) or {}
  for i = 1, #told do
    local from, id = told[i], ids[i]
    local verb = ARGV[from]
    if held[i] ~= ARGV[from + 1] then
      if again then
        settled[#settled + 1] = not held[i] and id or nil
      else
        refused[#refused + 1] = id
      end
    elseif verb == 'B' and not asked[i] then
      back[#back + 1] = id
      count('interrupted', 1)
    else
      released[#released + 1] = id
      if verb == 'E' then
        finish(id, ARGV[from + 3], ARGV[from + 4], ARGV[from + 5])
      elseif verb == 'D' then
        add(toDead, after(0), id)
        add(ends, id, ARGV[from + 3])
        stateless[#stateless + 1] = id
        over[#over + 1] = id
        count('dead', 1)
      elseif asked[i] then -- not offered again
        local state = verb == 'L' and ARGV[from + 6] or again and redis.call('HGET', ended, id) or redis.call('HGET', states, id) or 'w 0 0\n'
        finish(id, ARGV[from + 3], 'cancelled', 'x' .. string.sub(state, 2))
      else
        add(changed, id, ARGV[from + 6])
        add(toDue, after(tonumber(ARGV[from + 4])), id)
        if tonumber(ARGV[from + 4]) <= 0 then
          add(dueNow, id, ARGV[from + 6])
        end
        count(ARGV[from + 5], 1)
      end
    end
  end
end

-- What is due becomes ready; bounded, so that a million jobs due at once stall nobody.
local promoted = again and {} or redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, 1000)
local fresh = {}
for i = 1, again and 0 or #dueNow, 2 do
  promoted[#promoted + 1], fresh[dueNow[i]] = dueNow[i], dueNow[i + 1]
end
local length = #promoted > 0 and redis.call('LLEN', ready) + #back or 0

-- What may be handed out: of what went back, of the list, of what is due, in this order
local head = {}
if want > 0 and not again then
  if #back == 0 then
    head = redis.call('LRANGE', ready, 0, want - 1)
  else
    for i = 1, math.min(want, #back) do
      head[i] = back[i]
    end
    local rest = #head < want and redis.call('LRANGE', ready, 0, want - 1) or {}
    for i = 1, math.min(want - #head, #rest) do
      head[#head + 1] = rest[i]
    end
  end
  for i = 1, math.min(want - #head, #promoted) do
    head[#head + 1] = promoted[i]
  end
end
local got, cut = 0, false -- how many leave the list; what follows there does not fit the answer

if alone and not again then
  local held = redis.call('HGET', active, alone)
  local isHeld = held and string.match(held, '^%S+') == session
  for i = 1, isHeld and #released or 0 do
    isHeld = isHeld and released[i] ~= alone
  end
  for i = 1, isHeld and #back or 0 do
    isHeld = isHeld and back[i] ~= alone
  end
  alone = isHeld and alone or nil
end

-- What has been recovered so often may be what ends processes. No two such jobs are held by one session, so that none dies of another.
local function isSuspect(state)
  return tonumber(string.match(state, '^%a %d+ (%d+)\n') or 0) >= aloneFrom
end

local envelopes, outStates, grant = {}, {}, 0
local handed, later, dropped, missing, marked = {}, {}, {}, {}, {}
if #head > 0 then
  local stored, before, fit = fitting(head)
  got, cut = fit, fit < #head
  grant = (tonumber(redis.call('HGET', KEYS[10], 'grant') or 0) or 0) + 1
  -- Of 65 bytes at least, by leading zeros: with a value above 64 Redis keeps a hash as a table. As a list of up to 128 it is walked through for each look.
  local numbers = string.format('%d', grant) .. ' ' .. now
  holder = session .. ' ' .. string.rep('0', 64 - #session - #numbers) .. numbers
  for i = 1, got do
    local id = head[i]
    local state = fresh[id] or before[i]
    if not stored[i] then -- somebody's edit: shown among the dead, not dropped
      missing[#missing + 1], dropped[#dropped + 1] = id, id
    elseif state and string.sub(state, 1, 1) == 'X' then -- cancelled while it stood in the list
      add(marked, id, 'x' .. string.sub(state, 2))
      dropped[#dropped + 1] = id
    elseif state and alone and isSuspect(state) then
      add(later, after(100), id)
      dropped[#dropped + 1] = id
    else
      if state and isSuspect(state) then
        alone = id
      end
      local n = #taken + 1
      taken[n], envelopes[n], outStates[n] = id, stored[i], state
      handed[2 * n - 1], handed[2 * n] = id, holder
    end
  end
end

-- From here on it writes. First what it remembers of itself, of a call that found nothing too: a second copy of it that comes late must not take a job,
-- since nobody listens to its answer.
local joined = table.concat(taken)
local moves = #back + #promoted + got > 0
if again then
  local still, stands = {}, #taken > 0 and redis.call('HMGET', active, unpack(taken)) or {}
  for i = 1, #taken do
    if stands[i] == holder then -- else it has not left the list when this call failed
      still[#still + 1] = taken[i]
    end
  end
  if #still < #taken then
    taken, joined = still, table.concat(still)
    redis.call('HSET', calls, session, seq .. '\n' .. holder .. '\n' .. math.floor(#refusals / 16) .. '\n' .. refusals .. joined .. (alone and '!' .. alone or ''))
  end
  if moves then
    redis.call('HSET', calls, 'open', noteOf(session, 0, back, {}, {}, ''))
  end
else
  refusals = table.concat(refused)
  local record = seq .. '\n' .. holder .. '\n' .. #refused .. '\n' .. refusals .. joined .. (alone and '!' .. alone or '')
  if moves then
    redis.call('HSET', calls, session, record, 'open', noteOf(session, length, back, promoted, dropped, head[1] or ''))
  else
    redis.call('HSET', calls, session, record)
  end
  if now + ttl - tonumber(expiry) > ttl / 10 then -- a busy session need not write this many times a second
    redis.call('ZADD', KEYS[6], now + ttl, session)
  end
end

-- What has ended or is to wait
if #changed > 0 then redis.call('HSET', states, unpack(changed)) end
if #ends > 0 then redis.call('HSET', ended, unpack(ends)) end
if #stateless > 0 then redis.call('HDEL', states, unpack(stateless)) end
if again and #released > 0 then redis.call('ZREM', due, unpack(released)) end -- asked to stop since the first try
if #toDone > 0 then redis.call('ZADD', done, unpack(toDone)) end
if #toDead > 0 then redis.call('ZADD', dead, unpack(toDead)) end
if #toDue > 0 then redis.call('ZADD', due, unpack(toDue)) end
if #gone > 0 then
  forgetEnvelopes(gone)
  redis.call('HDEL', KEYS[15], unpack(gone))
end
if #over > 0 and redis.call('SCARD', waiters) > 0 then announce(over) end
if #released > 0 then redis.call('HDEL', active, unpack(released)) end

-- What goes back
if #back > 0 then
  local reversed = {} -- LPUSH puts its last first
  for i = #back, 1, -1 do
    reversed[#reversed + 1] = back[i]
  end
  redis.call('LPUSH', ready, unpack(reversed))
  redis.call('HDEL', active, unpack(back))
end

-- part: asks

if cancels > 0 then
  if #released > 0 then unask(released) end
  if #settled > 0 then
    local asked = redis.call('HMGET', KEYS[13], unpack(settled))
    local stale = {}
    for i = 1, #settled do
      if asked[i] == session then
        stale[#stale + 1] = settled[i]
      end
    end
    if #stale > 0 then unask(stale) end
  end
end

-- Hand out
if #promoted > 0 then
  redis.call('RPUSH', ready, unpack(promoted))
  redis.call('ZREM', due, unpack(promoted))
end
if got > 0 then
  redis.call('HSET', KEYS[10], 'grant', string.format('%d', grant))
  redis.call('LTRIM', ready, got, -1)
  if #handed > 0 then redis.call('HSET', active, unpack(handed)) end
  if #later > 0 then redis.call('ZADD', due, unpack(later)) end
  for i = 1, #missing do
    redis.call('HSET', ended, missing[i], 'm 0 0\n')
    redis.call('ZADD', dead, now, missing[i])
    announce({ missing[i] })
    count('dead', 1)
  end
  for i = 1, #marked, 2 do
    redis.call('HSET', ended, marked[i], marked[i + 1])
    redis.call('ZADD', done, 'NX', now, marked[i]) -- there already, unless its cancellation failed midway
    redis.call('HDEL', states, marked[i])
  end
end
if moves then redis.call('HDEL', calls, 'open') end
if not again and #refused > 0 then count('refused', #refused) end
for name, by in pairs(counts) do
  redis.call('HINCRBY', KEYS[9], name, by)
end

-- Who waits, and until when
local nextIn = -1
if again then
  nextIn = 0
  if #taken > 0 and budget > 0 then
    envelopes, outStates = fitting(taken)
  elseif #taken > 0 then
    envelopes = { #(envelopesOf({ taken[1] })[1] or '') }
  end
elseif got < want and not cut then
  local passed = #later > 0 and wake() -- what this session may not have is for another, if there is one
  redis.call('SADD', idle, session)
  local head = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
  if head[2] then
    -- One idle session watches the clock for the next job that is due; the others sleep until woken.
    local first = tonumber(head[2])
    local watched, watcher = string.match(redis.call('HGET', KEYS[10], 'watch') or '', '^(%d+) (.*)$')
    watched = tonumber(watched)
    if passed then
      if watcher == session then
        redis.call('HDEL', KEYS[10], 'watch')
      end
    elseif not watched or watcher == session or watched <= now or watched > first then
      redis.call('HSET', KEYS[10], 'watch', head[2] .. ' ' .. session)
      nextIn = math.max(first - now, 0)
    end
  end
else
  redis.call('SREM', idle, session)
  local watching = string.match(redis.call('HGET', KEYS[10], 'watch') or '', ' (.*)$') == session
  if watching then
    redis.call('HDEL', KEYS[10], 'watch') -- it has no room when the time comes
  end
  if watching or redis.call('LLEN', ready) > 0 then
    wake() -- somebody to watch instead, or to take what this session cannot
  end
  if #taken < want then
    nextIn = 0 -- what it met was cancelled, missing or too much at once: nobody will wake it for the next in the list
  end
end

local all = {}
for i = 1, #envelopes do
  if outStates[i] then
    all = outStates
    break
  end
end
return { 'ok', now, nextIn, holder, refusals, joined, envelopes, all, cancels > 0 and asksOf() or '' }
