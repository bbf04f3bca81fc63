#!lua flags=allow-oom
-- await: has the end of a job announced, unless it has ended.
-- KEYS[1]  {prefix:queue}:jobs:n   hash, id -> envelope: the table the id says
-- KEYS[2]  {prefix:queue}:done     zset, id -> end of retention, unix ms
-- KEYS[3]  {prefix:queue}:dead     zset, id -> death, unix ms
-- KEYS[4]  {prefix:queue}:waiters  set of ids whose end somebody awaits
-- ARGV[1]  id
-- returns  1 it will be announced, 0 it has ended or is not known: look at it now
-- cost     O(1)
-- allow-oom: a full Redis drains, and who waits for that is to be told.
local id = ARGV[1]
if redis.call('HEXISTS', KEYS[1], id) == 0 or redis.call('ZSCORE', KEYS[2], id) or redis.call('ZSCORE', KEYS[3], id) then
  return 0
end
redis.call('SADD', KEYS[4], id)
return 1
