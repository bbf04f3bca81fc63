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
-- KEYS[11] {prefix:queue}:calls    hash, session -> its last turn
-- KEYS[12] {prefix:queue}:idle     set of sessions that wait for work
-- KEYS[13] {prefix:queue}:cancel   hash, id -> session that is to cancel it
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
local session, seq, want, budget = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[9])
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

local function forget(ids)
  forgetEnvelopes(ids)
  redis.call('HDEL', KEYS[15], unpack(ids))
end

-- Envelopes and states of ids, in order, as long as they fit; of the first always. Read in two steps: the first says how large the others may be,
-- so that not a thousand jobs of a megabyte are read to send ten.
local function fitting(ids)
  local envelopes, states, bytes, fit, step = {}, {}, 0, 0, 32
  while fit < #ids do
    local upTo = math.min(#ids, fit + step)
    local some = fit == 0 and upTo == #ids and ids or { unpack(ids, fit + 1, upTo) }
    local stored, before = envelopesOf(some), redis.call('HMGET', KEYS[2], unpack(some))
    for i = 1, #some do
      local envelope, state = stored[i], before[i]
      bytes = bytes + (envelope and #envelope or 0) + (state and #state or 0)
      if bytes > budget and fit > 0 then
        return envelopes, states, fit
      end
      fit = fit + 1
      envelopes[fit], states[fit] = envelope, state
    end
    step = bytes > 0 and math.max(1, math.floor((budget - bytes) * fit / bytes)) or #ids
  end
  return envelopes, states, fit
end

local function reply(nextIn, holder, refused, joined, envelopes, all)
  local states, cancels = {}, {}
  for i = 1, #envelopes do
    if all[i] then
      states = all
      break
    end
  end
  if redis.call('HLEN', KEYS[13]) > 0 then
    local asked = redis.call('HGETALL', KEYS[13])
    for i = 1, #asked, 2 do
      if asked[i + 1] == session then
        cancels[#cancels + 1] = asked[i]
      end
    end
  end
  return { 'ok', now, nextIn, holder, refused, joined, envelopes, states, table.concat(cancels) }
end

local alone -- the job of many recoveries that this session was handed
local last = redis.call('HGET', KEYS[11], session)
if not last and tonumber(seq) > 1 then
  return { 'ended' } -- forgotten, as below
end
if last then
  local number, holder, refusals, from = string.match(last, '^(%d+)\n([^\n]*)\n(%d+)\n()')
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
    local split = from + 16 * tonumber(refusals)
    local ids = {}
    for i = split, to, 16 do
      ids[#ids + 1] = string.sub(last, i, i + 15)
    end
    local envelopes, states = {}, {}
    if #ids > 0 and budget > 0 then
      envelopes, states = fitting(ids)
    elseif #ids > 0 then
      envelopes = { #(envelopesOf({ ids[1] })[1] or '') }
    end
    return reply(0, holder, string.sub(last, from, split - 1), string.sub(last, split, to), envelopes, states)
  end
end

local ttl = tonumber(ARGV[4])
if now + ttl - tonumber(expiry) > ttl / 10 then -- a busy session need not write this many times a second
  redis.call('ZADD', KEYS[6], now + ttl, session)
end

local function wake()
  for _ = 1, 3 do -- a session that died while idle has no listener: try another, but not all
    local idle = redis.call('SPOP', KEYS[12])
    if not idle or redis.call('PUBLISH', ARGV[5] .. idle, ARGV[6]) > 0 then
      return idle
    end
  end
end

-- Outcomes. What they write is gathered: a call for each key costs less than a call for each job.
local refused, counts = {}, {}
local awaited, cancelling = false, false
if ARGV[10] then
  awaited = redis.call('SCARD', KEYS[14]) > 0
  cancelling = redis.call('HLEN', KEYS[13]) > 0
end

local function count(name, by)
  counts[name] = (counts[name] or 0) + by
end

-- state: changed, stateless; ended: ends; done, dead and due: as their keys; jobs and steps: gone; whose end somebody may await: over
local changed, stateless, ends, done, dead, due, gone, over = {}, {}, {}, {}, {}, {}, {}, {}
local function writeAll()
  if #changed > 0 then redis.call('HSET', KEYS[2], unpack(changed)) end
  if #stateless > 0 then redis.call('HDEL', KEYS[2], unpack(stateless)) end
  if #ends > 0 then redis.call('HSET', KEYS[1], unpack(ends)) end
  if #done > 0 then redis.call('ZADD', KEYS[7], unpack(done)) end
  if #dead > 0 then redis.call('ZADD', KEYS[8], unpack(dead)) end
  if #due > 0 then redis.call('ZADD', KEYS[4], unpack(due)) end
  if #gone > 0 then forget(gone) end
  for i = 1, awaited and #over or 0 do
    if redis.call('SREM', KEYS[14], over[i]) == 1 then
      redis.call('PUBLISH', ARGV[7] .. over[i], '')
    end
  end
  changed, stateless, ends, done, dead, due, gone, over = {}, {}, {}, {}, {}, {}, {}, {}
end

-- Redis writes a Lua number with 17 digits, which takes longer than to store it: a time goes to it as text, the same one for many jobs.
local function after(ms)
  return string.format('%d', now + ms)
end

local function add(list, first, second)
  local n = #list
  list[n + 1], list[n + 2] = first, second
end

-- What stays of the ended stands apart: the dead may be ten million, and each hand-out looks into the states.
local function ended(id, state)
  stateless[#stateless + 1] = id
  add(ends, id, state)
end

local function finish(id, retention, counter, state)
  if tonumber(retention) > 0 then
    add(done, after(retention), id)
    ended(id, state)
  else
    gone[#gone + 1] = id
    stateless[#stateless + 1] = id
  end
  over[#over + 1] = id
  count(counter, 1)
end

local function die(id, state)
  add(dead, after(0), id)
  ended(id, state)
  over[#over + 1] = id
  count('dead', 1)
end

local function completed(at)
  local holder, retention, n = ARGV[at + 1], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local held = redis.call('HMGET', KEYS[5], unpack(ARGV, at + 4, at + 3 + n))
  local ids = {}
  for i = 1, n do
    if held[i] == holder then
      ids[#ids + 1] = ARGV[at + 3 + i]
    else
      refused[#refused + 1] = ARGV[at + 3 + i]
    end
  end
  if #ids > 0 then
    redis.call('HDEL', KEYS[5], unpack(ids))
    if retention > 0 then
      local kept, till = {}, after(retention)
      for i = 1, #ids do
        kept[2 * i - 1], kept[2 * i] = till, ids[i]
      end
      redis.call('ZADD', KEYS[7], unpack(kept))
    else
      forget(ids)
      redis.call('HDEL', KEYS[2], unpack(ids))
    end
    if cancelling then
      redis.call('HDEL', KEYS[13], unpack(ids)) -- asked to stop, but it was through
    end
    for i = 1, awaited and #ids or 0 do
      over[#over + 1] = ids[i]
    end
    count('completed', #ids)
  end
  return at + 4 + n
end

local lengths = { E = 6, L = 7, B = 4, D = 4 }
local told = {} -- where all but 'C' stand
local at = 10
while ARGV[at] do
  local verb = ARGV[at]
  if verb == 'C' then
    at = completed(at)
  elseif lengths[verb] then
    told[#told + 1] = at
    at = at + lengths[verb]
  else
    return redis.error_reply('JOBS turn: outcome ' .. verb .. ' is not known; deploy one version of Jobs.Runtime')
  end
end

local back = {}
if #told > 0 then
  local ids, released = {}, {}
  for i = 1, #told do
    ids[i] = ARGV[told[i] + 2]
  end
  local held = redis.call('HMGET', KEYS[5], unpack(ids))
  local asked = cancelling and redis.call('HMGET', KEYS[13], unpack(ids)) or {}
  for i = 1, #told do
    local from, id = told[i], ids[i]
    local verb = ARGV[from]
    if held[i] ~= ARGV[from + 1] then
      refused[#refused + 1] = id
    else
      released[#released + 1] = id
      if verb == 'E' then
        finish(id, ARGV[from + 3], ARGV[from + 4], ARGV[from + 5])
      elseif verb == 'D' then
        die(id, ARGV[from + 3])
      elseif asked[i] then -- not offered again
        local state = verb == 'L' and ARGV[from + 6] or redis.call('HGET', KEYS[2], id) or 'w 0 0\n'
        finish(id, ARGV[from + 3], 'cancelled', 'x' .. string.sub(state, 2))
      elseif verb == 'L' then
        add(changed, id, ARGV[from + 6])
        add(due, after(ARGV[from + 4]), id)
        count(ARGV[from + 5], 1)
      else
        back[#back + 1] = id
        count('interrupted', 1)
      end
    end
  end
  if #released > 0 then redis.call('HDEL', KEYS[5], unpack(released)) end
  if cancelling and #released > 0 then redis.call('HDEL', KEYS[13], unpack(released)) end
end
if #told + #over > 0 then
  writeAll()
end

if #back > 0 then
  local reversed = {} -- LPUSH puts its last first
  for i = #back, 1, -1 do
    reversed[#reversed + 1] = back[i]
  end
  redis.call('LPUSH', KEYS[3], unpack(reversed))
end

-- What is due becomes ready; bounded, so that a million jobs due at once stall nobody.
local promoted = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now, 'LIMIT', 0, 1000)
if #promoted > 0 then
  redis.call('ZREM', KEYS[4], unpack(promoted))
  redis.call('RPUSH', KEYS[3], unpack(promoted))
end

-- Hand out
local ids, envelopes, states, holder = {}, {}, {}, ''
local got, cut = 0, false -- how many left the list; what follows there does not fit the answer
local later = {}
if alone and string.match(redis.call('HGET', KEYS[5], alone) or '', '^%S+') ~= session then
  alone = nil
end

-- What has been recovered so often may be what ends processes. No two such jobs are held by one session, so that none dies of another.
local function isSuspect(state)
  return tonumber(string.match(state, '^%a %d+ (%d+)\n') or 0) >= tonumber(ARGV[8])
end

if want > 0 then
  local head = redis.call('LRANGE', KEYS[3], 0, want - 1)
  if #head > 0 then
    local stored, before, fit = fitting(head)
    got, cut = fit, fit < #head
    redis.call('LTRIM', KEYS[3], got, -1)
    -- Of 65 bytes at least, by leading zeros: with a value above 64 Redis keeps a hash as a table. As a list of up to 128 it is walked through for each look.
    local numbers = redis.call('HINCRBY', KEYS[10], 'grant', 1) .. ' ' .. now
    holder = session .. ' ' .. string.rep('0', 64 - #session - #numbers) .. numbers
    local active = {}
    for i = 1, got do
      local id, state = head[i], before[i]
      if not stored[i] then -- somebody's edit: shown among the dead, not dropped
        awaited = true
        die(id, 'm 0 0\n')
      elseif state and string.sub(state, 1, 1) == 'X' then -- cancelled while it stood in the list
        ended(id, 'x' .. string.sub(state, 2))
      elseif state and alone and isSuspect(state) then
        add(later, after(100), id)
      else
        if state and isSuspect(state) then
          alone = id
        end
        local n = #ids + 1
        ids[n], envelopes[n], states[n] = id, stored[i], state
        active[2 * n - 1], active[2 * n] = id, holder
      end
    end
    if #active > 0 then redis.call('HSET', KEYS[5], unpack(active)) end
    if #later > 0 then redis.call('ZADD', KEYS[4], unpack(later)) end
    if #ends > 0 then
      writeAll()
    end
  end
end

-- Who waits, and until when
local nextIn = -1
if got < want and not cut then
  local passed = #later > 0 and wake() -- what this session may not have is for another, if there is one
  redis.call('SADD', KEYS[12], session)
  local head = redis.call('ZRANGE', KEYS[4], 0, 0, 'WITHSCORES')
  if head[2] then
    -- One idle session watches the clock for the next job that is due; the others sleep until woken.
    local due = tonumber(head[2])
    local watched, watcher = string.match(redis.call('HGET', KEYS[10], 'watch') or '', '^(%d+) (.*)$')
    watched = tonumber(watched)
    if passed then
      if watcher == session then
        redis.call('HDEL', KEYS[10], 'watch')
      end
    elseif not watched or watcher == session or watched <= now or watched > due then
      redis.call('HSET', KEYS[10], 'watch', due .. ' ' .. session)
      nextIn = math.max(due - now, 0)
    end
  end
else
  redis.call('SREM', KEYS[12], session)
  local watching = string.match(redis.call('HGET', KEYS[10], 'watch') or '', ' (.*)$') == session
  if watching then
    redis.call('HDEL', KEYS[10], 'watch') -- it has no room when the time comes
  end
  if watching or redis.call('LLEN', KEYS[3]) > 0 then
    wake() -- somebody to watch instead, or to take what this session cannot
  end
  if #ids < want then
    nextIn = 0 -- what it met was cancelled, missing or too much at once: nobody will wake it for the next in the list
  end
end

local joined = table.concat(ids)
local refusals = table.concat(refused)
-- Of a call that found nothing too: a second copy of it that comes late must not take a job, since nobody listens to its answer.
redis.call('HSET', KEYS[11], session, seq .. '\n' .. holder .. '\n' .. #refused .. '\n' .. refusals .. joined .. (alone and '!' .. alone or ''))
if #refused > 0 then
  count('refused', #refused)
end
for name, by in pairs(counts) do
  redis.call('HINCRBY', KEYS[9], name, by)
end
return reply(nextIn, holder, refusals, joined, envelopes, states)
