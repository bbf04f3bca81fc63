#!lua flags=allow-oom
-- upkeep: says what a queue needs beyond turns, and which session sees to it: one at a time, until it is silent for as long as it asked for, or its session ends.
-- keys     workers control ready ranked traits due done unhandled active
-- ARGV[1]  session
-- ARGV[2]  for how long it sees to the queue from now, ms
-- returns  1, or 0: the session has been recovered; 1, or 0: another session sees to the queue; ms until it may be another's, or, of one's own, until the
--          first session expires (0: one has); 1: retentions have ended; 1: jobs wait that somebody should have been woken for; 1: holders are to be checked; kinds of
--          unhandled jobs, joined
-- cost     O(log n + kinds, at most 100), whatever the backlog
local session = ARGV[1]
-- part: clock
local expiry = redis.call('ZSCORE', K.workers, session)
if not expiry or tonumber(expiry) == 0 then
  return { 0, 0, 0, 0, 0, 0, '' }
end

local function isPast(first) -- the first of a sorted set by time, with its time
  return first[2] and tonumber(first[2]) <= now and 1 or 0
end

-- part: ready

local work = hasReady() and 1 or isPast(redis.call('ZRANGE', K.due, 0, 0, 'WITHSCORES'))

-- The first job of each kind shows the kind. An entry whose job is not in 'due' any more is left over: the job has ended, or whoever takes it tells of it anew.
local kinds, from = {}, '-'
for _ = 1, 100 do
  local first = redis.call('ZRANGEBYLEX', K.unhandled, from, '+', 'LIMIT', 0, 1)[1]
  if not first then
    break
  end
  local kind = string.sub(first, 1, 8)
  if redis.call('ZSCORE', K.due, string.sub(first, 9)) then
    kinds[#kinds + 1] = kind
    from = '(' .. kind .. string.rep('\255', 17)
  else
    redis.call('ZREM', K.unhandled, first)
  end
end
local waiting = table.concat(kinds)

local kept = redis.call('HMGET', K.control, 'upkeep', 'scan')
local till, checked, holder = string.match(kept[1] or '', '^(%d+) (%d+) (.*)$')
if holder and holder ~= session then
  local left = tonumber(till) - now
  local lives = tonumber(redis.call('ZSCORE', K.workers, holder) or 0) > now
  if lives and left > 0 and left <= 600000 then -- longer is none: the server's clock was put back
    return { 1, 0, left, 0, work, 0, waiting }
  end
end
-- Jobs whose holder is no session: each ten seconds, while there are any in hands.
local ago = now - (tonumber(checked) or 0)
local check = kept[2] and 1 or (ago >= 10000 or ago < 0) and redis.call('HLEN', K.active) > 0 and 1 or 0
redis.call('HSET', K.control, 'upkeep', string.format('%d', now + ARGV[2]) .. ' ' .. (check == 1 and string.format('%d', now) or checked or '0') .. ' ' .. session)
local first = redis.call('ZRANGE', K.workers, 0, 0, 'WITHSCORES')
return { 1, 1, math.max(tonumber(first[2]) - now, 0), isPast(redis.call('ZRANGE', K.done, 0, 0, 'WITHSCORES')), work, check, waiting }
