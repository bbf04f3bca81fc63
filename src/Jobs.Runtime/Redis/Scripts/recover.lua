#!lua flags=allow-oom
-- recover: gives the jobs of expired sessions back to the head of the queue. Called until it returns cursor 0.
-- KEYS[1]  {prefix:queue}:state    hash, id -> run state: 'kind failures recoveries' and a line feed, then MessagePack
-- KEYS[2]  {prefix:queue}:ready    list of ids
-- KEYS[3]  {prefix:queue}:active   hash, id -> holder: 'session grant unix-ms'
-- KEYS[4]  {prefix:queue}:workers  zset, session -> expiry; 0: being recovered
-- KEYS[5]  {prefix:queue}:done     zset, id -> end of retention, unix ms
-- KEYS[6]  {prefix:queue}:dead     zset, id -> death, unix ms
-- KEYS[7]  {prefix:queue}:stats    hash of counters
-- KEYS[8]  {prefix:queue}:calls    hash, session -> its last turn; open: moves under way
-- KEYS[9]  {prefix:queue}:idle     set of sessions that wait for work
-- KEYS[10] {prefix:queue}:cancel   hash, id -> session that is to cancel it, session -> those ids
-- KEYS[11] {prefix:queue}:waiters  set of ids whose end somebody awaits
-- KEYS[12] {prefix:queue}:ended    hash, id -> run state that its end has written
-- KEYS[13] {prefix:queue}:due      zset, id -> unix ms
-- KEYS[14] {prefix:queue}:control  hash: scan
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
local states = KEYS[1]
local ready = KEYS[2]
local active = KEYS[3]
local done = KEYS[5]
local dead = KEYS[6]
local calls = KEYS[8]
local idle = KEYS[9]
local waiters = KEYS[11]
local ended = KEYS[12]
local due = KEYS[13]
if not (pageSize and maxRecoveries and retention) then
  return redis.error_reply('JOBS recover: an argument is no number; deploy one version of Jobs.Runtime')
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- part: tell
-- part: wake
-- part: announce
-- part: mend

-- A holder that is no session: it left too early, or somebody's edit. Looked for while no session is overdue, a page a call, in one second of ten; it
-- is lost once it has been unknown for a minute. 'scan' holds where to look next, and since when whom is suspected.
local function unknownHolder()
  local scan = redis.call('HGET', KEYS[14], 'scan')
  if not scan and math.floor(now / 1000) % 10 > 0 then
    return {}
  end
  local cursor, since, suspect = string.match(scan or '0 0 ', '^(%d+) (%d+) (.*)$')
  local page = redis.call('HSCAN', active, cursor, 'COUNT', 500)
  local known, met = {}, false
  for i = 2, #page[2], 2 do
    local session = string.match(page[2][i], '^(%S+)') or '?'
    if known[session] == nil then
      known[session] = redis.call('ZSCORE', KEYS[4], session) and true or false
    end
    if not known[session] then
      if suspect == '' then
        suspect, since = session, now
      end
      met = met or session == suspect
    end
  end
  if met and now - since >= 60000 then
    redis.call('HDEL', KEYS[14], 'scan')
    return { suspect }
  elseif not met and (now - since > 600000 or cursor == '0' and page[1] == '0') then -- it is gone
    suspect = ''
  end
  if suspect ~= '' or page[1] ~= '0' then
    redis.call('HSET', KEYS[14], 'scan', page[1] .. ' ' .. string.format('%d', since) .. ' ' .. suspect)
  elseif scan then
    redis.call('HDEL', KEYS[14], 'scan')
  end
  return {}
end

local sessions = { unpack(ARGV, 8) }
if ARGV[1] == '0' then
  sessions = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now, 'LIMIT', 0, 100)
  if #sessions == 0 then
    sessions = unknownHolder()
  end
  for i = 1, #sessions do
    redis.call('ZADD', KEYS[4], 0, sessions[i])
    redis.call('SREM', idle, sessions[i]) -- else the wake-ups below would go to the dead
  end
end
if #sessions == 0 then
  return { '0', '', '', '' }
end
local note = redis.call('HGET', calls, 'open')
if note then
  mend(note)
  redis.call('HDEL', calls, 'open')
end
local gone = {}
for i = 1, #sessions do
  gone[sessions[i]] = true
end

local function release(id)
  announce({ id })
  redis.call('HDEL', active, id)
  redis.call('HDEL', KEYS[10], id)
end

local function finish(id, isDead, state, counter)
  redis.call('HSET', ended, id, state)
  if isDead then
    redis.call('ZADD', dead, now, id)
  else
    redis.call('ZADD', done, now + retention, id)
  end
  redis.call('HDEL', states, id)
  redis.call('ZREM', due, id)
  release(id)
  redis.call('HINCRBY', KEYS[7], counter, 1)
end

local back, changed = {}, {}
local function giveBack()
  if #back == 0 then
    return
  end
  local reversed = {} -- as the list has them then: LPUSH puts its last first
  for i = #back, 1, -1 do
    reversed[#reversed + 1] = back[i]
  end
  redis.call('HSET', calls, 'open', noteOf('', 0, reversed, {}, {}, ''))
  redis.call('LPUSH', ready, unpack(back))
  redis.call('HDEL', active, unpack(back))
  redis.call('HSET', states, unpack(changed))
  redis.call('HDEL', calls, 'open')
  redis.call('HINCRBY', KEYS[7], 'recovered', #back)
  back, changed = {}, {}
end

local page
if pageSize == 0 then
  page = { '0', redis.call('HGETALL', active) }
else
  page = redis.call('HSCAN', active, ARGV[1], 'COUNT', pageSize)
end
local held = page[2]
local recovered, quarantined, cancelled = {}, {}, {}
for i = 1, #held, 2 do
  local id = held[i]
  if gone[string.match(held[i + 1], '^(%S+)')] then
    local state = redis.call('HGET', states, id) or 'w 0 0\n'
    local kind, failures, recoveries, rest = string.match(state, '^(%a) (%d+) (%d+)\n()')
    if not kind then -- somebody's edit: the note is lost, the job is not
      kind, failures, recoveries, rest = 'w', 0, 0, #state + 1
    end
    recoveries = recoveries + 1
    rest = string.sub(state, rest)
    local counted = failures .. ' ' .. recoveries .. '\n' .. rest
    if redis.call('ZSCORE', done, id) or redis.call('ZSCORE', dead, id) then
      if redis.call('HEXISTS', ended, id) == 1 then
        redis.call('HDEL', states, id)
      end
      release(id)
    elseif redis.call('HEXISTS', KEYS[10], id) == 1 then
      finish(id, false, 'x ' .. counted, 'cancelled')
      cancelled[#cancelled + 1] = id
    elseif redis.call('ZSCORE', due, id) then
      redis.call('HDEL', active, id)
    elseif recoveries > maxRecoveries then
      finish(id, true, 'q ' .. counted, 'dead')
      quarantined[#quarantined + 1] = id
    else
      back[#back + 1] = id
      changed[#changed + 1] = id
      changed[#changed + 1] = kind .. ' ' .. counted
      recovered[#recovered + 1] = id
      if #back == 1000 then
        giveBack()
      end
    end
  end
end
giveBack()
if #recovered > 0 then
  wake()
end
if page[1] == '0' then
  for i = 1, #sessions do
    redis.call('HDEL', calls, sessions[i])
    redis.call('HDEL', KEYS[10], sessions[i])
    redis.call('ZREM', KEYS[4], sessions[i])
  end
end
return { page[1], table.concat(recovered), table.concat(quarantined), table.concat(cancelled), unpack(sessions) }
