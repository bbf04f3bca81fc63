#!lua flags=allow-oom
-- leave: ends a session that holds no job any more.
-- KEYS[1]  {prefix:queue}:workers  zset, session -> expiry
-- KEYS[2]  {prefix:queue}:calls    hash, session -> its last turn
-- KEYS[3]  {prefix:queue}:idle     set of sessions that wait for work
-- ARGV[1]  session
-- returns  1, or 0: there was no such session
-- cost     O(log sessions), whatever the backlog
redis.call('SREM', KEYS[3], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return redis.call('ZREM', KEYS[1], ARGV[1])
