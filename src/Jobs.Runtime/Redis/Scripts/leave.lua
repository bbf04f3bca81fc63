#!lua flags=allow-oom
-- leave: ends a session that holds no job any more. One that does is overdue from now on, so that its jobs are recovered.
-- keys     workers calls idle control active cancel
-- ARGV[1]  session
-- ARGV[2]  wake channel, without the session
-- ARGV[3]  queue
-- returns  1 it has ended, 0 there was no such session, 2 it holds jobs, 3 so many jobs are held that it is not known: recover looks
-- cost     O(log sessions) and a look at 1000 holders at most, whatever the backlog
local session, wakeChannel, queue = ARGV[1], ARGV[2], ARGV[3]

-- part: clock
-- part: wake

redis.call('SREM', K.idle, session)
if string.match(redis.call('HGET', K.control, 'watch') or '', ' (.*)$') == session then
  redis.call('HDEL', K.control, 'watch')
  wake() -- somebody to watch the clock instead
end

local note = redis.call('HGET', K.calls, 'open')
local held = note and string.match(note, '^[^\n]*') == session and 2 or 0
if held == 0 and redis.call('HLEN', K.active) > 1000 then
  held = 3
elseif held == 0 then
  local holders = redis.call('HGETALL', K.active)
  for i = 2, #holders, 2 do
    if string.match(holders[i], '^%S+') == session then
      held = 2
      break
    end
  end
end
if held > 0 then
  redis.call('ZADD', K.workers, 'XX', now, session)
  return held
end
redis.call('HDEL', K.cancel, session)
redis.call('HDEL', K.calls, session) -- @calls of the session
return redis.call('ZREM', K.workers, session)
