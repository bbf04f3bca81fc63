#!lua flags=allow-oom
-- await: has the end of a job announced, unless it has ended.
-- keys     jobs done dead waiters
-- ARGV[1]  id
-- returns  1 it will be announced, 0 it has ended or is not known: look at it now
-- cost     O(1)
-- allow-oom: a full Redis drains, and who waits for that is to be told.
local id = ARGV[1]
if redis.call('HEXISTS', K.jobs, id) == 0 or redis.call('ZSCORE', K.done, id) or redis.call('ZSCORE', K.dead, id) then
  return 0
end
redis.call('SADD', K.waiters, id)
return 1
