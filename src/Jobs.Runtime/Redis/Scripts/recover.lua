#!lua flags=allow-oom
-- recover: gives the jobs of expired sessions back to the head of the queue. Called until it returns cursor 0.
-- KEYS[1]  {prefix:queue}:state    hash, id -> run state: 'kind failures recoveries' and a line feed, then MessagePack
-- KEYS[2]  {prefix:queue}:ready    list of ids
-- KEYS[3]  {prefix:queue}:active   hash, id -> holder: 'session grant unix-ms'
-- KEYS[4]  {prefix:queue}:workers  zset, session -> expiry; 0: being recovered
-- KEYS[5]  {prefix:queue}:done     zset, id -> end of retention, unix ms
-- KEYS[6]  {prefix:queue}:dead     zset, id -> death, unix ms
-- KEYS[7]  {prefix:queue}:stats    hash of counters
-- KEYS[8]  {prefix:queue}:calls    hash, session -> its last turn
-- KEYS[9]  {prefix:queue}:idle     set of sessions that wait for work
-- KEYS[10] {prefix:queue}:cancel   hash, id -> session that is to cancel it
-- KEYS[11] {prefix:queue}:waiters  set of ids whose end somebody awaits
-- KEYS[12] {prefix:queue}:ended    hash, id -> run state that its end has written
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
-- A session's expiry becomes 0 before its first job is moved and it is forgotten after its last: whoever stops in between is followed by the next.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local sessions = { unpack(ARGV, 8) }
if ARGV[1] == '0' then
  sessions = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now, 'LIMIT', 0, 100)
  for i = 1, #sessions do
    redis.call('ZADD', KEYS[4], 0, sessions[i])
    redis.call('SREM', KEYS[9], sessions[i]) -- else the wake-ups below would go to the dead
  end
end
if #sessions == 0 then
  return { '0', '', '', '' }
end
local gone = {}
for i = 1, #sessions do
  gone[sessions[i]] = true
end

local function finish(id, state)
  redis.call('HDEL', KEYS[1], id)
  redis.call('HSET', KEYS[12], id, state)
  if redis.call('SREM', KEYS[11], id) == 1 then
    redis.call('PUBLISH', ARGV[7] .. id, '')
  end
end

local page
if ARGV[2] == '0' then
  page = { '0', redis.call('HGETALL', KEYS[3]) }
else
  page = redis.call('HSCAN', KEYS[3], ARGV[1], 'COUNT', ARGV[2])
end
local held = page[2]
local recovered, quarantined, cancelled = {}, {}, {}
for i = 1, #held, 2 do
  local id = held[i]
  if gone[string.match(held[i + 1], '^(%S+)')] then
    redis.call('HDEL', KEYS[3], id)
    local state = redis.call('HGET', KEYS[1], id) or 'w 0 0\n'
    local kind, failures, recoveries, rest = string.match(state, '^(%a) (%d+) (%d+)\n()')
    if not kind then -- somebody's edit: the note is lost, the job is not
      kind, failures, recoveries, rest = 'w', 0, 0, #state + 1
    end
    recoveries = recoveries + 1
    rest = string.sub(state, rest)
    if redis.call('HDEL', KEYS[10], id) == 1 then
      finish(id, 'x ' .. failures .. ' ' .. recoveries .. '\n' .. rest)
      redis.call('ZADD', KEYS[5], now + ARGV[4], id)
      redis.call('HINCRBY', KEYS[7], 'cancelled', 1)
      cancelled[#cancelled + 1] = id
    elseif recoveries > tonumber(ARGV[3]) then
      finish(id, 'q ' .. failures .. ' ' .. recoveries .. '\n' .. rest)
      redis.call('ZADD', KEYS[6], now, id)
      redis.call('HINCRBY', KEYS[7], 'dead', 1)
      quarantined[#quarantined + 1] = id
    else
      redis.call('HSET', KEYS[1], id, kind .. ' ' .. failures .. ' ' .. recoveries .. '\n' .. rest)
      redis.call('LPUSH', KEYS[2], id)
      recovered[#recovered + 1] = id
    end
  end
end
if #recovered > 0 then
  redis.call('HINCRBY', KEYS[7], 'recovered', #recovered)
  for _ = 1, 3 do -- a session that died while idle has no listener: try another, but not all
    local idle = redis.call('SPOP', KEYS[9])
    if not idle or redis.call('PUBLISH', ARGV[5] .. idle, ARGV[6]) > 0 then
      break
    end
  end
end
if page[1] == '0' then
  for i = 1, #sessions do
    redis.call('ZREM', KEYS[4], sessions[i])
    redis.call('HDEL', KEYS[8], sessions[i])
  end
end
return { page[1], table.concat(recovered), table.concat(quarantined), table.concat(cancelled), unpack(sessions) }
