#!lua flags=allow-oom
-- sweep: forgets jobs whose retention has ended.
-- keys     ended state done steps jobs*
-- ARGV[1]  how many at most, 1 to 1000
-- returns  how many it looked at; as many as asked: there may be more
-- cost     O(that many × log done), whatever the backlog
-- part: clock
-- part: runstate
-- part: tables
-- part: forget

local ids = redis.call('ZRANGEBYSCORE', K.done, '-inf', now, 'LIMIT', 0, ARGV[1])
if #ids == 0 then
  return 0
end
local states = redis.call('HMGET', K.state, unpack(ids))
local over = {}
for i = 1, #ids do
  if isMarked(states[i]) then -- @cancelled in the list
    -- Cancelled, but its id still stands in the list: forgotten now, the same id stored anew would be delivered twice.
    redis.call('ZADD', K.done, now + 60000, ids[i])
  else
    over[#over + 1] = ids[i]
  end
end
if #over > 0 then
  redis.call('HDEL', K.ended, unpack(over))
  redis.call('HDEL', K.state, unpack(over))
  forget(over)
  redis.call('ZREM', K.done, unpack(over)) -- last: what is left of them is swept again
end
return #ids
