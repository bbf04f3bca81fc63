#!lua flags=allow-oom
-- renew: keeps a session alive, so that no other worker recovers its jobs.
-- keys     workers calls
-- ARGV[1]  session
-- ARGV[2]  time to live from now, ms
-- ARGV[3]  number of its last turn, if it holds nothing since; else -1
-- ARGV[4]  time to live while it holds nothing, ms
-- returns  1; 2: it lives for the time of ARGV[4]; 0: the session has been recovered, so stop its handlers
-- cost     O(log sessions), whatever the backlog
-- Only recover and a clean stop end a session: one that is overdue but not yet recovered still owns its jobs, and is renewed.
local expiry = redis.call('ZSCORE', K.workers, ARGV[1])
if not expiry or tonumber(expiry) == 0 then -- @session
  return 0
end
local rests = false
if ARGV[3] ~= '-1' then -- a turn that came meanwhile may have handed out jobs, which are not to wait so long for their recovery
  rests = (string.match(redis.call('HGET', K.calls, ARGV[1]) or '0', '^%d+')) == ARGV[3]
end
-- part: clock
redis.call('ZADD', K.workers, now + ARGV[rests and 4 or 2], ARGV[1])
return rests and 2 or 1
