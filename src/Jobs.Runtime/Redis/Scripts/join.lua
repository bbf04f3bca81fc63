#!lua flags=allow-oom
-- join: begins a session in a queue. Joining again renews it.
-- keys     workers
-- ARGV[1]  session
-- ARGV[2]  time to live from now, ms
-- returns  the expiry (unix ms), or 0: the session has been recovered, so take a new one
-- cost     O(log sessions), whatever the backlog
local expiry = redis.call('ZSCORE', K.workers, ARGV[1])
if expiry and tonumber(expiry) == 0 then
  return 0
end
-- part: clock
redis.call('ZADD', K.workers, now + ARGV[2], ARGV[1])
return now + ARGV[2]
