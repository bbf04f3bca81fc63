#!lua
-- enqueue: stores jobs. An id that is stored already is left as it is, so a call whose reply was lost is safely repeated.
-- keys     jobs ready ranked traits due idle control
-- ARGV[1]  wake channel, without the session
-- ARGV[2]  queue
-- ARGV[3]  n: how many plain jobs, at most 1000
-- ARGV[4]  m: how many others, at most 1000
-- ARGV[5]  … n × (id, envelope), then m × (id, envelope, mask, fields), where the fields are those of which the mask has the bit:
--            1  when it may start: '+ms' from now, or unix ms
--            2  its traits, as part traits has them
-- returns  for each job that was stored before: its position, from 1, negative where what is stored is byte for byte what was sent; and the id of the job that is there
-- cost     O(n + m log due), whatever the backlog
-- An id is known by its envelope, so the envelopes are written last; if that fails the rest is taken back. An error that begins with JOBS has stored nothing.
local wakeChannel, queue, n, m = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local ids, envelopes, whens, traits = {}, {}, {}, {} -- envelopes: where they stand in the arguments

-- What is wrong with the call; nil: nothing.
local function read()
  if not (n and m) or #ARGV < 4 + 2 * n then
    return 'the arguments are cut short'
  end
  for i = 1, n do
    ids[i], envelopes[i] = ARGV[3 + 2 * i], 4 + 2 * i
  end
  local at = 5 + 2 * n
  for i = n + 1, n + m do
    local mask = tonumber(ARGV[at + 2])
    if not mask or mask < 0 or mask > 3 then
      return 'a job has fields that are not known'
    end
    ids[i], envelopes[i] = ARGV[at], at + 1
    at = at + 3
    if mask % 2 == 1 then
      if not tonumber(ARGV[at]) then
        return 'a time is no number'
      end
      whens[i] = ARGV[at]
      at = at + 1
    end
    if mask >= 2 then
      traits[i] = ARGV[at]
      at = at + 1
    end
  end
  if at ~= #ARGV + 1 then
    return 'the arguments are cut short'
  end
end

local wrong = read()
if wrong then
  return redis.error_reply('JOBS enqueue: ' .. wrong .. '; deploy one version of Jobs.Runtime')
end

-- part: wake

local function nothingIsStored(failure)
  return redis.error_reply('JOBS enqueue: nothing is stored: ' .. failure.err)
end

local stored = redis.pcall('HMGET', K.jobs, unpack(ids))
if stored.err then
  return nothingIsStored(stored)
end
local isNew = true
for i = 1, n + m do
  isNew = isNew and not stored[i]
end

if m == 0 and isNew then -- @all are new
  local pushed = redis.pcall('RPUSH', K.ready, unpack(ids))
  if type(pushed) ~= 'number' then
    return nothingIsStored(pushed)
  end
  local new = redis.pcall('HSET', K.jobs, unpack(ARGV, 5, 4 + 2 * n))
  if type(new) ~= 'number' then
    local popped = redis.pcall('RPOP', K.ready, n)
    return type(popped) == 'table' and popped.err and new or nothingIsStored(new)
  end
  if new == n then
    wake()
    return {}
  end
  redis.call('RPOP', K.ready, n) -- one id stands here twice
end

-- The long way round: some are known, some are not plain, or one id stands here twice (its first place counts).
-- part: clock
-- part: ranked

-- The number of a job with a rank: 6 bytes, so that jobs of one priority keep the order in which they were stored.
local sequence
local function nextSequence()
  if not sequence then
    local last = redis.pcall('HGET', K.control, 'sequence')
    sequence = type(last) == 'string' and tonumber(last) or 0
  end
  sequence = sequence + 1
  local number, bytes = sequence, {}
  for i = 6, 1, -1 do
    bytes[i] = string.char(number % 256)
    number = math.floor(number / 256)
  end
  return 'S\6' .. table.concat(bytes)
end

local seen, fields, records, tail, ranked, due, known = {}, {}, {}, {}, {}, {}, {}
local function add(list, first, second)
  list[#list + 1] = first
  list[#list + 1] = second
end

for i = 1, n + m do
  local id = ids[i]
  if stored[i] or seen[id] then -- @known before
    add(known, stored[i] == ARGV[envelopes[i]] and -i or i, id) -- no two calls send the same bytes: an earlier try of this one stored it
  else
    seen[id] = true
    add(fields, id, ARGV[envelopes[i]])
    local record = traits[i]
    if record then
      record = traitOf(record, 'R') and record .. nextSequence() or record
      add(records, id, record)
    end
    local when = whens[i] and tonumber(whens[i]) + (string.sub(whens[i], 1, 1) == '+' and now or 0) or 0
    local rank = rankIn(record)
    if when > now then
      add(due, when, id)
    elseif rank then
      add(ranked, 0, memberOf(rank, id))
    else
      tail[#tail + 1] = id
    end
  end
end
if #fields == 0 then
  return known
end

-- Each step, and how it is taken back; the list first, since what others push behind must not be popped for it.
local steps = {
  { #tail > 0, function() return redis.pcall('RPUSH', K.ready, unpack(tail)) end, function() return redis.pcall('RPOP', K.ready, #tail) end },
  { sequence, function() return redis.pcall('HSET', K.control, 'sequence', string.format('%d', sequence)) end, function() end },
  { #records > 0, function() return redis.pcall('HSET', K.traits, unpack(records)) end, function(every) return redis.pcall('HDEL', K.traits, unpack(every(records, 1))) end },
  { #ranked > 0, function() return redis.pcall('ZADD', K.ranked, unpack(ranked)) end, function(every) return redis.pcall('ZREM', K.ranked, unpack(every(ranked, 2))) end },
  { #due > 0, function() return redis.pcall('ZADD', K.due, unpack(due)) end, function(every) return redis.pcall('ZREM', K.due, unpack(every(due, 2))) end },
  { true, function() return redis.pcall('HSET', K.jobs, unpack(fields)) end },
}
local function every(pairs, from)
  local some = {}
  for i = from, #pairs, 2 do
    some[#some + 1] = pairs[i]
  end
  return some
end

local before = #due > 0 and redis.pcall('ZRANGE', K.due, 0, 0, 'WITHSCORES') or {}
if before.err then
  return nothingIsStored(before)
end
for i = 1, #steps do
  local done = steps[i][1] and steps[i][2]() or 0
  if type(done) ~= 'number' then
    local isUndone = true
    for j = i - 1, 1, -1 do
      local undone = steps[j][1] and steps[j][3](every)
      isUndone = isUndone and not (type(undone) == 'table' and undone.err)
    end
    return isUndone and nothingIsStored(done) or done
  end
end
local first = #due > 0 and redis.pcall('ZRANGE', K.due, 0, 0, 'WITHSCORES') or {}
if #tail + #ranked > 0 or first[2] ~= before[2] then
  wake() -- for a new earliest time too: whoever wakes learns it and waits for it
end
return known
