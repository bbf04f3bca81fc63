#!lua flags=no-writes
-- get: all that is known of a job, at one moment.
-- KEYS[1]  {prefix:queue}:jobs:n  hash, id -> envelope: the table the id says
-- KEYS[2]  {prefix:queue}:state   hash, id -> run state
-- KEYS[3]  {prefix:queue}:due     zset, id -> unix ms
-- KEYS[4]  {prefix:queue}:active  hash, id -> holder: 'session grant unix-ms'
-- KEYS[5]  {prefix:queue}:done    zset, id -> end of retention, unix ms
-- KEYS[6]  {prefix:queue}:dead    zset, id -> death, unix ms
-- KEYS[7]  {prefix:queue}:steps   hash, id -> records of its steps
-- KEYS[8]  {prefix:queue}:ended   hash, id -> run state that its end has written
-- ARGV[1]  id
-- returns  envelope, state, due, holder, done, dead, steps; each false where there is none
-- cost     O(1)
local id = ARGV[1]
return {
  redis.call('HGET', KEYS[1], id),
  redis.call('HGET', KEYS[8], id) or redis.call('HGET', KEYS[2], id),
  redis.call('ZSCORE', KEYS[3], id),
  redis.call('HGET', KEYS[4], id),
  redis.call('ZSCORE', KEYS[5], id),
  redis.call('ZSCORE', KEYS[6], id),
  redis.call('HGET', KEYS[7], id),
}
