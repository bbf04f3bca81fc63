#!lua flags=allow-oom
-- join: begins a session in a queue. Joining again renews it.
-- KEYS[1]  {prefix:queue}:workers  zset, session -> expiry (unix ms)
-- ARGV[1]  session
-- ARGV[2]  time to live from now, ms
-- returns  the expiry (unix ms), or 0: the session has been recovered, so take a new one
-- cost     O(log sessions), whatever the backlog
local expiry = redis.call('ZSCORE', KEYS[1], ARGV[1])
if expiry and tonumber(expiry) == 0 then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
return now + ARGV[2]
