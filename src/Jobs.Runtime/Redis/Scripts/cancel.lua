#!lua flags=allow-oom
-- cancel: ends a waiting job, or asks the session that runs it to.
-- KEYS[1]  {prefix:queue}:jobs:n   hash, id -> envelope: the table the id says
-- KEYS[2]  {prefix:queue}:state    hash, id -> run state
-- KEYS[3]  {prefix:queue}:due      zset, id -> unix ms
-- KEYS[4]  {prefix:queue}:active   hash, id -> holder: 'session grant unix-ms'
-- KEYS[5]  {prefix:queue}:done     zset, id -> end of retention, unix ms
-- KEYS[6]  {prefix:queue}:dead     zset, id -> death, unix ms
-- KEYS[7]  {prefix:queue}:stats    hash of counters
-- KEYS[8]  {prefix:queue}:cancel   hash, id -> session that is to cancel it, session -> those ids
-- KEYS[9]  {prefix:queue}:waiters  set of ids whose end somebody awaits
-- KEYS[10] {prefix:queue}:steps    hash, id -> records of its steps
-- KEYS[11] {prefix:queue}:ended    hash, id -> run state that its end has written
-- ARGV[1]  id
-- ARGV[2]  retention, ms
-- ARGV[3]  wake channel, without the session
-- ARGV[4]  queue
-- ARGV[5]  end channel, without the id
-- returns  0 no such job, 1 cancelled, now or before, 2 its worker is told, 3 it had ended otherwise
-- cost     O(log n), whatever the backlog
local id, retention = ARGV[1], tonumber(ARGV[2])
local wakeChannel, queue, endChannel = ARGV[3], ARGV[4], ARGV[5]
local waiters = KEYS[9]
if not retention then
  return redis.error_reply('JOBS cancel: the retention is no number; deploy one version of Jobs.Runtime')
end

-- part: tell
-- part: announce

-- Once the job is where it goes.
local function leaveDue()
  redis.call('HDEL', KEYS[2], id)
  redis.call('ZREM', KEYS[3], id)
  redis.call('HINCRBY', KEYS[7], 'cancelled', 1)
end

if redis.call('HEXISTS', KEYS[1], id) == 0 then
  if redis.call('ZSCORE', KEYS[3], id) then
    leaveDue() -- of a cancellation in whose midst a command failed
  end
  return 0
end
local state = redis.call('HGET', KEYS[11], id) or redis.call('HGET', KEYS[2], id) or 'w 0 0\n'
local done = redis.call('ZSCORE', KEYS[5], id)
if done or redis.call('ZSCORE', KEYS[6], id) then
  local isCancelled = done and string.find(state, '^[xX]')
  if isCancelled and redis.call('ZSCORE', KEYS[3], id) then
    leaveDue() -- as above
  end
  return isCancelled and 1 or 3
end
local holder = redis.call('HGET', KEYS[4], id)
if holder then
  local session = string.match(holder, '^(%S+)')
  if redis.call('HGET', KEYS[8], id) ~= session then
    redis.call('HSET', KEYS[8], id, session, session, (redis.call('HGET', KEYS[8], session) or '') .. id)
  end
  tell(wakeChannel .. session, queue) -- a wake-up: the session's next turn brings it the id
  return 2
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
announce({ id })
if not redis.call('ZSCORE', KEYS[3], id) then
  -- From a list an id cannot be taken without walking it: it stays, marked 'X', until a turn comes upon it.
  redis.call('HSET', KEYS[2], id, 'X' .. string.sub(state, 2))
  redis.call('ZADD', KEYS[5], now + retention, id)
else
  if retention > 0 then
    redis.call('HSET', KEYS[11], id, 'x' .. string.sub(state, 2))
    redis.call('ZADD', KEYS[5], now + retention, id)
  else
    redis.call('HDEL', KEYS[10], id)
    redis.call('HDEL', KEYS[1], id)
  end
  leaveDue()
  return 1
end
redis.call('HINCRBY', KEYS[7], 'cancelled', 1)
return 1
