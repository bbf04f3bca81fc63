#!lua flags=allow-oom
-- cancel: has a job not run, or not run again.
-- keys     jobs state ranked traits due active done dead stats cancel waiters steps ended
-- ARGV[1]  id
-- ARGV[2]  retention, ms
-- ARGV[3]  wake channel, without the session
-- ARGV[4]  queue
-- ARGV[5]  end channel, without the id
-- returns  0 no such job, 1 cancelled, now or before, 2 its worker is told, 3 it had ended otherwise
-- cost     O(log n), whatever the backlog
local id, retention = ARGV[1], tonumber(ARGV[2])
local wakeChannel, queue, endChannel = ARGV[3], ARGV[4], ARGV[5]
if not retention then
  return redis.error_reply('JOBS cancel: the retention is no number; deploy one version of Jobs.Runtime')
end
-- part: clock
-- part: runstate
-- part: table
-- part: ranked
-- part: finish

local rank = (ranksOf({ id }) or {})[id]
local member = rank and memberOf(rank, id)

-- It waits for a time, or it has a rank: so it can be taken out.
local function isRemovable()
  return redis.call('ZSCORE', K.due, id) or member and redis.call('ZSCORE', K.ranked, member)
end

-- Once the job is where it goes.
local function leaveOrder()
  redis.call('HDEL', K.state, id)
  redis.call('ZREM', K.due, id)
  unrank({ member })
  forgetTraits({ id })
  count('cancelled', 1)
  writeCounts()
end

if redis.call('HEXISTS', K.jobs, id) == 0 then
  if rank or isRemovable() then -- of a cancellation in whose midst a command failed
    leaveOrder()
  end
  return 0
end
local state = redis.call('HGET', K.ended, id) or redis.call('HGET', K.state, id)
local done = redis.call('ZSCORE', K.done, id)
if done or redis.call('ZSCORE', K.dead, id) then -- @has ended
  local isCancelled = done and string.find(state or unmarked, '^[xX]')
  if isCancelled and (rank or isRemovable()) then -- as above
    leaveOrder()
  end
  return isCancelled and 1 or 3
end
local holder = redis.call('HGET', K.active, id)
if holder then
  local session = string.match(holder, '^(%S+)')
  if redis.call('HGET', K.cancel, id) ~= session then
    redis.call('HSET', K.cancel, id, session, session, (redis.call('HGET', K.cancel, session) or '') .. id)
  end
  tell(wakeChannel .. session, queue) -- a wake-up: the session's next turn brings it the id
  return 2
end
if isRemovable() then
  finish(id, retention, nil, withKind('x', state))
  writeEnds(true)
  leaveOrder() -- counts it
  return 1
end
-- From a list an id cannot be taken without walking it: it stays, marked, until a turn comes upon it.
announce({ id })
redis.call('HSET', K.state, id, withKind('X', state))
redis.call('ZADD', K.done, now + retention, id)
count('cancelled', 1)
writeCounts()
return 1
