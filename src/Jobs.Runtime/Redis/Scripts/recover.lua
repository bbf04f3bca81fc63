#!lua flags=allow-oom
-- recover: requeues the jobs of expired sessions at the head of the queue. Called until it returns cursor 0.
-- keys     state ready ranked traits active workers done dead stats calls idle cancel waiters ended due control steps jobs*
-- ARGV[1]  cursor: '0' to begin, then what the last call returned
-- ARGV[2]  how many active jobs to look at, about; 0: all, for a server whose scan skips entries when others are removed meanwhile
-- ARGV[3]  how many recoveries a job may have before it is quarantined
-- ARGV[4]  retention of a job cancelled here, ms
-- ARGV[5]  wake channel, without the session
-- ARGV[6]  queue
-- ARGV[7]  end channel, without the id
-- ARGV[8]  … the sessions the first call returned; none with cursor '0'
-- returns  next cursor ('0': through), recovered ids joined, quarantined ids joined, ids cancelled here joined, then the sessions
-- cost     O(jobs looked at), whatever the backlog
-- A session's expiry becomes 0 before its first job is moved and it is forgotten after its last: whoever stops in between is followed by the next. A job
-- leaves 'active' after it has arrived where it goes; what is found there and elsewhere too was on its way, and only leaves.
local pageSize, maxRecoveries, retention = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local wakeChannel, queue, endChannel = ARGV[5], ARGV[6], ARGV[7]
if not (pageSize and maxRecoveries and retention) then
  return redis.error_reply('JOBS recover: an argument is no number; deploy one version of Jobs.Runtime')
end
-- part: clock
-- part: runstate
-- part: tables
-- part: wake
-- part: ready
-- part: finish
-- part: mend

-- A holder that is no session: it left too early, or somebody's edit. Looked for while no session is overdue, a page a call, when upkeep says so; it
-- is lost once it has been unknown for a minute. 'scan' holds where to look next, and since when whom is suspected.
local function unknownHolder()
  local scan = redis.call('HGET', K.control, 'scan')
  local cursor, since, suspect = string.match(scan or '0 0 ', '^(%d+) (%d+) (.*)$')
  local page = redis.call('HSCAN', K.active, cursor, 'COUNT', 500)
  local known, met = {}, false
  for i = 2, #page[2], 2 do
    local session = string.match(page[2][i], '^(%S+)') or '?'
    if known[session] == nil then
      known[session] = redis.call('ZSCORE', K.workers, session) and true or false
    end
    if not known[session] then
      if suspect == '' then
        suspect, since = session, now
      end
      met = met or session == suspect
    end
  end
  if met and now - since >= 60000 then
    redis.call('HDEL', K.control, 'scan')
    return { suspect }
  elseif not met and (now - since > 600000 or cursor == '0' and page[1] == '0') then -- it is gone
    suspect = ''
  end
  if suspect ~= '' or page[1] ~= '0' then
    redis.call('HSET', K.control, 'scan', page[1] .. ' ' .. string.format('%d', since) .. ' ' .. suspect)
  elseif scan then
    redis.call('HDEL', K.control, 'scan')
  end
  return {}
end

local sessions = { unpack(ARGV, 8) }
if ARGV[1] == '0' then
  sessions = redis.call('ZRANGEBYSCORE', K.workers, '-inf', now, 'LIMIT', 0, 100) -- @overdue sessions
  if #sessions == 0 then
    sessions = unknownHolder()
  end
  for i = 1, #sessions do
    redis.call('ZADD', K.workers, 0, sessions[i]) -- @marked as being recovered
    redis.call('SREM', K.idle, sessions[i]) -- else the wake-ups below would go to the dead
  end
end
if #sessions == 0 then
  return { '0', '', '', '' }
end
local note = redis.call('HGET', K.calls, 'open') -- @begin
if note then
  mend(note)
  redis.call('HDEL', K.calls, 'open')
end
local gone = {}
for i = 1, #sessions do
  gone[sessions[i]] = true
end

local back, changed = {}, {}
local recovered, quarantined, cancelled = {}, {}, {}
local left = {} -- ids that leave 'active' for no place that this call brings them to

-- What has been gone through so far is written.
local function write()
  local ended = ends.over
  writeEnds()
  if #ended > 0 then
    redis.call('ZREM', K.due, unpack(ended))
    redis.call('HDEL', K.active, unpack(ended))
    redis.call('HDEL', K.cancel, unpack(ended))
  end
  if #left > 0 then redis.call('HDEL', K.active, unpack(left)) end
  if #back > 0 then
    local lastFirst = {}
    for i = #back, 1, -1 do
      lastFirst[#lastFirst + 1] = back[i]
    end
    local ranked, plain = split(lastFirst, ranksOf(back))
    rankAll(ranked)
    if #plain > 0 then
      redis.call('HSET', K.calls, 'open', noteOf('', 0, plain, {}, {}, ''))
      prepend(plain) -- @requeued jobs arrive
    end
    redis.call('HDEL', K.active, unpack(back)) -- @requeued jobs leave
    redis.call('HSET', K.state, unpack(changed))
    if #plain > 0 then redis.call('HDEL', K.calls, 'open') end
    count('recovered', #back)
  end
  back, changed, left = {}, {}, {}
end

local function recover(id)
  local state = redis.call('HGET', K.state, id) or unmarked
  local kind, failures, recoveries, rest = string.match(state, '^(%a) (%d+) (%d+)\n()')
  if not kind then -- somebody's edit: the note is lost, the job is not
    kind, failures, recoveries, rest = 'w', 0, 0, #state + 1
  end
  recoveries = recoveries + 1 -- @count of recoveries
  local counted = failures .. ' ' .. recoveries .. '\n' .. string.sub(state, rest)
  if redis.call('ZSCORE', K.done, id) or redis.call('ZSCORE', K.dead, id) then -- it was on its way
    if redis.call('HEXISTS', K.ended, id) == 1 then
      redis.call('HDEL', K.state, id)
    end
    forgetTraits({ id })
    announce({ id })
    redis.call('HDEL', K.cancel, id)
    left[#left + 1] = id
  elseif redis.call('HEXISTS', K.cancel, id) == 1 then
    finish(id, retention, 'cancelled', 'x ' .. counted)
    cancelled[#cancelled + 1] = id
  elseif redis.call('ZSCORE', K.due, id) then
    left[#left + 1] = id
  elseif recoveries > maxRecoveries then
    die(id, 'q ' .. counted)
    quarantined[#quarantined + 1] = id
  else
    back[#back + 1] = id
    put(changed, id, kind .. ' ' .. counted)
    recovered[#recovered + 1] = id
  end
end

local page
if pageSize == 0 then
  page = { '0', redis.call('HGETALL', K.active) }
else
  page = redis.call('HSCAN', K.active, ARGV[1], 'COUNT', pageSize)
end
local held = page[2]
for i = 1, #held, 2 do
  if gone[string.match(held[i + 1], '^(%S+)')] then -- @jobs of gone sessions
    recover(held[i])
    if #back + #ends.over + #left >= 1000 then
      write()
    end
  end
end
write()
if #recovered > 0 then
  wake()
end
if page[1] == '0' then
  for i = 1, #sessions do
    redis.call('HDEL', K.calls, sessions[i])
    redis.call('HDEL', K.cancel, sessions[i])
    redis.call('ZREM', K.workers, sessions[i])
  end
end
writeCounts()
return { page[1], table.concat(recovered), table.concat(quarantined), table.concat(cancelled), unpack(sessions) }
