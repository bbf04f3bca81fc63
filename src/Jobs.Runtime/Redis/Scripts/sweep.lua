#!lua flags=allow-oom
-- sweep: forgets jobs whose retention has ended.
-- KEYS[1]  {prefix:queue}:ended  hash, id -> run state that its end has written
-- KEYS[2]  {prefix:queue}:state  hash, id -> run state
-- KEYS[3]  {prefix:queue}:done   zset, id -> end of retention, unix ms
-- KEYS[4]  {prefix:queue}:steps  hash, id -> records of its steps
-- KEYS[5…] {prefix:queue}:jobs:n  hashes, id -> envelope: all its tables, n from 0
-- ARGV[1]  how many at most, 1 to 1000
-- returns  how many it looked at; as many as asked: there may be more
-- cost     O(that many × log done), whatever the backlog

-- part: tables

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ids = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now, 'LIMIT', 0, ARGV[1])
if #ids == 0 then
  return 0
end
local states = redis.call('HMGET', KEYS[2], unpack(ids))
local over = {}
for i = 1, #ids do
  if states[i] and string.sub(states[i], 1, 1) == 'X' then
    -- Cancelled, but its id still stands in the list: forgotten now, the same id stored anew would be handed out twice.
    redis.call('ZADD', KEYS[3], now + 60000, ids[i])
  else
    over[#over + 1] = ids[i]
  end
end
if #over > 0 then
  redis.call('HDEL', KEYS[1], unpack(over))
  redis.call('HDEL', KEYS[2], unpack(over))
  redis.call('HDEL', KEYS[4], unpack(over))
  forgetEnvelopes(over)
  redis.call('ZREM', KEYS[3], unpack(over)) -- last: what is left of them is swept again
end
return #ids
