#!lua flags=allow-oom
-- leave: ends a session that holds no job any more. One that does is overdue from now on, so that its jobs are recovered.
-- KEYS[1]  {prefix:queue}:workers  zset, session -> expiry
-- KEYS[2]  {prefix:queue}:calls    hash, session -> its last turn; open: moves under way
-- KEYS[3]  {prefix:queue}:idle     set of sessions that wait for work
-- KEYS[4]  {prefix:queue}:control  hash: grant, watch
-- KEYS[5]  {prefix:queue}:active   hash, id -> holder: 'session grant unix-ms'
-- KEYS[6]  {prefix:queue}:cancel   hash, id -> session that is to cancel it, session -> those ids
-- ARGV[1]  session
-- ARGV[2]  wake channel, without the session
-- ARGV[3]  queue
-- returns  1 it has ended, 0 there was no such session, 2 it holds jobs, 3 so many jobs are held that it is not known: recover looks
-- cost     O(log sessions) and a look at 1000 holders at most, whatever the backlog
local session, wakeChannel, queue = ARGV[1], ARGV[2], ARGV[3]
local idle = KEYS[3]

-- part: tell
-- part: wake

redis.call('SREM', idle, session)
if string.match(redis.call('HGET', KEYS[4], 'watch') or '', ' (.*)$') == session then
  redis.call('HDEL', KEYS[4], 'watch')
  wake() -- somebody to watch the clock instead
end

local note = redis.call('HGET', KEYS[2], 'open')
local held = note and string.match(note, '^[^\n]*') == session and 2 or 0
if held == 0 and redis.call('HLEN', KEYS[5]) > 1000 then
  held = 3
elseif held == 0 then
  local holders = redis.call('HGETALL', KEYS[5])
  for i = 2, #holders, 2 do
    if string.match(holders[i], '^%S+') == session then
      held = 2
      break
    end
  end
end
if held > 0 then
  local time = redis.call('TIME')
  redis.call('ZADD', KEYS[1], 'XX', time[1] * 1000 + math.floor(time[2] / 1000), session)
  return held
end
redis.call('HDEL', KEYS[6], session)
redis.call('HDEL', KEYS[2], session)
return redis.call('ZREM', KEYS[1], session)
