#!lua
-- enqueue: stores jobs. An id that is stored already is left as it is, so a call whose reply was lost is safely repeated.
-- KEYS[1]  {prefix:queue}:jobs:n  hash, id -> envelope: the table the ids say
-- KEYS[2]  {prefix:queue}:ready   list of ids
-- KEYS[3]  {prefix:queue}:due     zset, id -> unix ms
-- KEYS[4]  {prefix:queue}:idle    set of sessions that wait for work
-- ARGV[1]  wake channel, without the session
-- ARGV[2]  queue
-- ARGV[3]  n: how many may start at once, at most 1000
-- ARGV[4]  m: how many wait for a time, at most 1000
-- ARGV[5]  … n × (id, envelope), then m × (id, envelope, time): '+ms' from now, or unix ms
-- returns  the positions, from 1, of the jobs that were stored before; negative where what is stored is byte for byte what was sent
-- cost     O(n + m log due), whatever the backlog
-- An id is known by its envelope, so the envelopes are written last; if that fails the ids are taken back. An error that begins with JOBS has stored nothing.
local wakeChannel, queue, n, m = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local idle = KEYS[4]
if not (n and m) or #ARGV ~= 4 + 2 * n + 3 * m then
  return redis.error_reply('JOBS enqueue: the arguments are cut short; deploy one version of Jobs.Runtime')
end
local ids = {}
for i = 1, n do
  ids[i] = ARGV[3 + 2 * i]
end
for i = 1, m do
  local at = 2 + 2 * n + 3 * i
  ids[n + i] = ARGV[at]
  if not tonumber(ARGV[at + 2]) then
    return redis.error_reply('JOBS enqueue: a time is no number; deploy one version of Jobs.Runtime')
  end
end

-- part: tell
-- part: wake

local function nothingIsStored(failure)
  return redis.error_reply('JOBS enqueue: nothing is stored: ' .. failure.err)
end

local stored = redis.pcall('HMGET', KEYS[1], unpack(ids))
if stored.err then
  return nothingIsStored(stored)
end
local known = {}
for i = 1, n + m do
  if stored[i] then
    known[#known + 1] = i
  end
end

-- Takes back the ids that were pushed last, and those that wait.
local function undo(failure, pushed, due)
  local popped = #pushed == 0 or redis.pcall('RPOP', KEYS[2], #pushed)
  local isUndone = type(popped) ~= 'table' or not popped.err
  if #due > 0 then
    local waiting = {}
    for i = 2, #due, 2 do
      waiting[#waiting + 1] = due[i]
    end
    isUndone = type(redis.pcall('ZREM', KEYS[3], unpack(waiting))) == 'number' and isUndone
  end
  return isUndone and nothingIsStored(failure) or failure
end

if m == 0 and #known == 0 then
  local pushed = redis.pcall('RPUSH', KEYS[2], unpack(ids))
  if type(pushed) ~= 'number' then
    return nothingIsStored(pushed)
  end
  local new = redis.pcall('HSET', KEYS[1], unpack(ARGV, 5, 4 + 2 * n))
  if type(new) ~= 'number' then
    return undo(new, ids, {})
  end
  if new == n then
    wake()
    return known
  end
  redis.call('RPOP', KEYS[2], n) -- one id stands here twice
end

-- The long way round: some are known, some wait, or one id stands here twice (its first place counts).
local function envelopeAt(i)
  return i <= n and 4 + 2 * i or 3 + 2 * n + 3 * (i - n)
end

local seen, fields, ready, due = {}, {}, {}, {}
local now = 0
if m > 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
known = {}
for i = 1, n + m do
  local id = ids[i]
  if stored[i] or seen[id] then
    known[#known + 1] = stored[i] == ARGV[envelopeAt(i)] and -i or i -- no two calls send the same bytes: an earlier try of this one stored it
  else
    seen[id] = true
    local at = envelopeAt(i)
    fields[#fields + 1] = id
    fields[#fields + 1] = ARGV[at]
    local when = 0
    if i > n then
      when = tonumber(ARGV[at + 1])
      if string.sub(ARGV[at + 1], 1, 1) == '+' then
        when = now + when
      end
    end
    if when <= now then
      ready[#ready + 1] = id
    else
      due[#due + 1] = when
      due[#due + 1] = id
    end
  end
end
if #fields == 0 then
  return known
end
local earlier = false
if #ready > 0 then
  local pushed = redis.pcall('RPUSH', KEYS[2], unpack(ready))
  if type(pushed) ~= 'number' then
    return nothingIsStored(pushed)
  end
end
if #due > 0 then
  local before = redis.pcall('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
  local added = before.err and before or redis.pcall('ZADD', KEYS[3], unpack(due))
  if type(added) ~= 'number' then
    return undo(added, ready, {})
  end
  local after = redis.pcall('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
  earlier = after[2] ~= before[2]
end
local new = redis.pcall('HSET', KEYS[1], unpack(fields))
if type(new) ~= 'number' then
  return undo(new, ready, due)
end
if #ready > 0 or earlier then
  wake() -- for a new earliest time too: whoever wakes learns it and waits for it
end
return known
