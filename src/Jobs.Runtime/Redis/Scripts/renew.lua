#!lua flags=allow-oom
-- renew: keeps a session alive, so that no other worker recovers its jobs.
-- KEYS[1]  {prefix:queue}:workers  zset, session -> expiry (unix ms); 0: being recovered
-- ARGV[1]  session
-- ARGV[2]  time to live from now, ms
-- returns  the new expiry (unix ms), or 0: the session has been recovered, so stop its handlers
-- cost     O(log sessions), whatever the backlog
-- Only recover and a clean stop end a session: one that is overdue but not yet recovered still owns its jobs, and is renewed.
local expiry = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not expiry or tonumber(expiry) == 0 then
  return 0
end
local time = redis.call('TIME') -- the server's clock: no two workers' clocks are ever compared
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
return now + ARGV[2]
