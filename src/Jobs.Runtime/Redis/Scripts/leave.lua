#!lua flags=allow-oom
-- leave: ends a session that holds no job any more.
-- KEYS[1]  {prefix:queue}:workers  zset, session -> expiry
-- KEYS[2]  {prefix:queue}:calls    hash, session -> its last turn
-- KEYS[3]  {prefix:queue}:idle     set of sessions that wait for work
-- KEYS[4]  {prefix:queue}:control  hash: grant, watch
-- ARGV[1]  session
-- ARGV[2]  wake channel, without the session
-- ARGV[3]  queue
-- returns  1, or 0: there was no such session
-- cost     O(log sessions), whatever the backlog
redis.call('SREM', KEYS[3], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
if string.match(redis.call('HGET', KEYS[4], 'watch') or '', ' (.*)$') == ARGV[1] then
  redis.call('HDEL', KEYS[4], 'watch')
  for _ = 1, 3 do -- somebody to watch the clock instead; one that died while idle has no listener: try another, but not all
    local idle = redis.call('SPOP', KEYS[3])
    if not idle or redis.call('PUBLISH', ARGV[2] .. idle, ARGV[3]) > 0 then
      break
    end
  end
end
return redis.call('ZREM', KEYS[1], ARGV[1])
