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
local n, m = tonumber(ARGV[3]), tonumber(ARGV[4])
local ids = {}
for i = 1, n do
  ids[i] = ARGV[3 + 2 * i]
end
for i = 1, m do
  ids[n + i] = ARGV[2 + 2 * n + 3 * i]
end
local stored = redis.call('HMGET', KEYS[1], unpack(ids))
local known = {}
for i = 1, n + m do
  if stored[i] then
    known[#known + 1] = i
  end
end

local function wake()
  for _ = 1, 3 do -- a session that died while idle has no listener: try another, but not all
    local session = redis.call('SPOP', KEYS[4])
    if not session or redis.call('PUBLISH', ARGV[1] .. session, ARGV[2]) > 0 then
      return
    end
  end
end

if m == 0 and #known == 0 and redis.call('HSET', KEYS[1], unpack(ARGV, 5, 4 + 2 * n)) == n then
  redis.call('RPUSH', KEYS[2], unpack(ids))
  wake()
  return known
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
if #fields > 0 then
  redis.call('HSET', KEYS[1], unpack(fields))
end
if #ready > 0 then
  redis.call('RPUSH', KEYS[2], unpack(ready))
end
local earlier = false
if #due > 0 then
  local before = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')[2]
  redis.call('ZADD', KEYS[3], unpack(due))
  earlier = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')[2] ~= before
end
if #ready > 0 or earlier then
  wake() -- for a new earliest time too: whoever wakes learns it and waits for it
end
return known
